"""Colours as people with and without colour blindness see them, and contrast (WCAG 2.2)."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

from components import theme
from components.theme import RGB, Palette

PAGES = {"light": (253, 252, 250), "dark": (20, 24, 27)}
PALETTES = {"light": theme.LIGHT, "dark": theme.DARK}
SEEN = ("normal", "deuteranomaly", "protanomaly", "tritanomaly")
APART = 9.0
"""Distance in CAM02-UCS at which two colours beside each other are told apart with ease."""


def seen(colour: RGB, how: str) -> np.ndarray:
    """The colour in sRGB from 0 to 1 as somebody with a full such deficiency sees it."""
    plain = np.array(colour) / 255
    if how == "normal":
        return plain
    space = {"name": "sRGB1+CVD", "cvd_type": how, "severity": 100}
    return np.clip(cspace_convert(plain, space, "sRGB1"), 0, 1)


def contrast(one: RGB, other: RGB) -> float:
    """WCAG's contrast ratio, from 1 to 21."""

    def luminance(colour: RGB) -> float:
        shares = np.array(colour) / 255
        linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=PALETTES)
def look(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("how", SEEN)
@pytest.mark.parametrize("kind", ["states", "countries"])
def test_colours_that_stand_for_something_are_told_apart(look: str, how: str, kind: str) -> None:
    colours: dict[str, RGB] = getattr(PALETTES[look], kind)
    close = {
        (one, other): round(float(apart), 1)
        for one, other in combinations(colours, 2)
        if (
            apart := deltaE(seen(colours[one], how), seen(colours[other], how), input_space="sRGB1")
        )
        < APART
    }
    assert close == {}


@pytest.mark.parametrize("how", SEEN)
def test_shades_of_regions_rise_one_by_one(look: str, how: str) -> None:
    shades = [seen(shade, how) for shade in PALETTES[look].ramp]
    for lower, upper in pairwise(shades):
        assert deltaE(lower, upper, input_space="sRGB1") > 5


def test_marks_stand_out_from_land_and_page(look: str) -> None:
    colours: Palette = PALETTES[look]
    for name, colour in {**colours.states, **colours.countries}.items():
        assert contrast(colour, PAGES[look]) >= 3, name
    for name, colour in colours.states.items():
        assert contrast(colour, colours.land) >= 3, name


def test_text_is_readable_where_it_stands(look: str) -> None:
    colours: Palette = PALETTES[look]
    for ground in (PAGES[look], colours.land, colours.panel):
        assert contrast(colours.text, ground) >= 4.5
    assert contrast(colours.quiet_text, PAGES[look]) >= 4.5
    for shade in colours.ramp:
        assert contrast(colours.on_ramp, shade) >= 4.5
    # The label of the norm is written in this colour.
    assert contrast(colours.states["out_of_service"], PAGES[look]) >= 4.5
