"""Files for readers, made when asked for: a table as CSV, and everything in one zip.

Nothing here draws or asks for a session: downloads are made in another thread.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pandas as pd

from shifo.catalogue import DATA, Catalogue
from shifo.terms import row_terms

ROOT = Path(__file__).resolve().parent.parent
APART = "non_commercial"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

README = """\
Shifo: oncology resources of Central Asia
Data version {version}, released {released}, fingerprint {fingerprint}

What you should know
- Every row has its sources: keys of sources.csv, joined by ';'. An empty cell means unknown.
- The tables stand in two folders. Rows that rest on a source under non-commercial terms (IAEA
  DIRAC, IARC GLOBOCAN and the like) are in {apart}/, all others beside this file. Both together
  are the whole tables: a key of one folder may point to a row in the other.
- Dates are as precise as their source: 2025, 2025-09 or 2025-09-15. The state of a machine on a day
  is its last observation at or before it; a machine without one is unknown, not working.
- directory_counts says what a directory lists, which is not whether it works.
- datapackage.json describes every file. It names a link between tables only where the table linked to
  stands whole in one file; links to a divided table are left out, for a half would break them.
- Values are the project's own, unrounded. A spreadsheet may take a cell that begins with = + - or @
  for a formula: import such columns as text.
- Units: people, cases a year, machines, beds, degrees (WGS 84); others are in the column 'unit'.
- Boundaries, towns and roads are not in this file; the project has them, with their credits.

How to cite
- Short: Shifo, data version {version}
- Long: Shifo contributors ({year}). Shifo: the open atlas of oncology resources in Central Asia.
  Data version {version}, released {released}, fingerprint {fingerprint}.
Cite the sources of the figures you use as well; LICENSE-DATA.md names their terms.
"""

NOTICE = """\
The rows in this folder rest on sources that ask not to be used commercially (see the column 'terms'
of ../sources.csv): IAEA DIRAC, IARC GLOBOCAN and others. Cite them with every use, and ask the IAEA
or IARC before you publish these tables whole or use them commercially.
"""


def csv(frame: pd.DataFrame) -> bytes:
    """A table for spreadsheets: UTF-8 with its mark, and no text that could act as a formula.

    Numbers stay numbers, negative ones too; flags are 0 and 1 as in the project's own files.
    """
    safe = frame.rename(columns=lambda name: _harmless(str(name)))
    for place, (_, column) in enumerate(frame.items()):
        if not pd.api.types.is_numeric_dtype(column):
            safe.isetitem(place, column.map(_harmless, na_action="ignore"))
    safe = _plain(safe)
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def bundle(catalogue: Catalogue) -> bytes:
    """Every table in one zip, with its description, terms and citation.

    Rows under non-commercial terms stand in a folder of their own. The same data give the same
    bytes.
    """
    about = {
        "version": catalogue.version,
        "released": catalogue.released.isoformat(),
        "year": catalogue.released.year,
        "fingerprint": catalogue.fingerprint,
        "apart": APART,
    }
    files: dict[str, str] = {"README.txt": README.format(**about), f"{APART}/NOTICE.txt": NOTICE}
    for name in ("LICENSE-DATA.md", "CITATION.cff"):
        files[name] = (ROOT / name).read_text(encoding="utf-8")
    folders: dict[str, list[str]] = {}
    for table in catalogue:
        frame = catalogue[table]
        apart = row_terms(catalogue, table) == "non_commercial"
        parts = {f"{table}.csv": frame[~apart], f"{APART}/{table}.csv": frame[apart]}
        written = {
            path: part for path, part in parts.items() if len(part) or path == f"{table}.csv"
        }
        for path, part in written.items():
            files[path] = _plain(part).to_csv(index=False, lineterminator="\n")
        folders[table] = list(written)
    files["datapackage.json"] = _package(folders)
    return _zipped(files, catalogue)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame as the project writes numbers: 17 for 17.0, 1 for true; no digit is lost."""
    written = frame.copy(deep=False)
    for place, (_, column) in enumerate(frame.items()):
        if pd.api.types.is_bool_dtype(column):
            written.isetitem(place, column.astype("Int64"))
        elif pd.api.types.is_float_dtype(column):
            written.isetitem(place, column.astype("object").map(_shortest, na_action="ignore"))
    return written


def _shortest(value: float) -> str:
    return repr(float(value)).removesuffix(".0")


def _harmless(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def _package(folders: dict[str, list[str]]) -> str:
    """The project's data package, with a resource for each part of a table.

    A key that points to a divided table is left out: its target may be in either part.
    """
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    resources = []
    for resource in package["resources"]:
        for path in folders.get(resource["name"], []):
            part = json.loads(json.dumps(resource))
            part["path"] = path
            if path.startswith(APART):
                part["name"] = f"{resource['name']}-{APART.replace('_', '-')}"
                part["title"] = f"{resource.get('title', resource['name'])} (non-commercial terms)"
            links = [
                link
                for link in part["schema"].pop("foreignKeys", [])
                if len(folders.get(link["reference"]["resource"] or resource["name"], ())) == 1
            ]
            if links:
                part["schema"]["foreignKeys"] = links
            resources.append(part)
    return json.dumps({**package, "resources": resources}, ensure_ascii=False, indent=1) + "\n"


def _zipped(files: dict[str, str], catalogue: Catalogue) -> bytes:
    day = catalogue.released
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[path].encode("utf-8"))
    return buffer.getvalue()
