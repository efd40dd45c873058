"""The colours of the map and the charts, in a light and a dark set, and the quiet page frame."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

RGB = tuple[int, int, int]

# The states a centre's mark can show, in the order of the legend.
STATES = ("works", "out_of_service", "installing", "planned", "unknown", "children")


@dataclass(frozen=True)
class Palette:
    """One set of colours; every value is an (r, g, b) triple from 0 to 255.

    `ramp` shades regions from the lowest class to the highest, and figures on it are written in
    `on_ramp`; `states` has a colour for each
    of STATES; `countries` one for each iso3 code, never changed between pages.
    """

    sea: RGB
    neighbours: RGB
    land: RGB
    lakes: RGB
    rivers: RGB
    roads: RGB
    country_border: RGB
    region_border: RGB
    text: RGB
    quiet_text: RGB
    halo: RGB
    panel: RGB
    ramp: tuple[RGB, ...]
    on_ramp: RGB
    missing: RGB
    states: dict[str, RGB]
    countries: dict[str, RGB]


LIGHT = Palette(
    sea=(206, 225, 236),
    neighbours=(233, 229, 220),
    land=(250, 248, 243),
    lakes=(206, 225, 236),
    rivers=(176, 207, 226),
    roads=(214, 204, 188),
    country_border=(122, 116, 108),
    region_border=(205, 199, 189),
    text=(62, 62, 60),
    quiet_text=(114, 111, 105),
    halo=(255, 255, 253),
    panel=(255, 255, 255),
    ramp=((241, 236, 240), (224, 212, 223), (203, 185, 204), (178, 155, 183), (150, 125, 160)),
    on_ramp=(15, 15, 14),
    missing=(250, 248, 243),
    states={
        "works": (11, 110, 105),
        "out_of_service": (178, 62, 18),
        "installing": (184, 128, 18),
        "planned": (52, 63, 84),
        "unknown": (134, 134, 130),
        "children": (107, 79, 160),
    },
    countries={
        "KAZ": (51, 34, 136),
        "KGZ": (61, 147, 184),
        "TJK": (136, 34, 85),
        "TKM": (140, 140, 43),
        "UZB": (194, 85, 101),
    },
)

DARK = Palette(
    sea=(24, 37, 46),
    neighbours=(29, 33, 36),
    land=(42, 47, 50),
    lakes=(24, 37, 46),
    rivers=(52, 76, 92),
    roads=(70, 70, 66),
    country_border=(138, 142, 142),
    region_border=(72, 78, 81),
    text=(222, 224, 221),
    quiet_text=(150, 155, 155),
    halo=(20, 24, 27),
    panel=(33, 39, 43),
    ramp=((56, 53, 62), (72, 64, 82), (90, 78, 103), (109, 93, 125), (130, 110, 147)),
    on_ramp=(255, 255, 255),
    missing=(42, 47, 50),
    states={
        "works": (79, 193, 180),
        "out_of_service": (240, 136, 76),
        "installing": (240, 204, 112),
        "planned": (208, 216, 226),
        "unknown": (150, 152, 150),
        "children": (183, 156, 240),
    },
    countries={
        "KAZ": (163, 150, 234),
        "KGZ": (124, 198, 228),
        "TJK": (201, 96, 158),
        "TKM": (201, 201, 107),
        "UZB": (234, 156, 168),
    },
)


def is_dark() -> bool:
    """Whether the reader's page is dark now (Streamlit's setting, else the browser's)."""
    return st.context.theme.type == "dark"


def palette(dark: bool | None = None) -> Palette:
    """The colours for a dark or a light page; of the session's own page when not said."""
    return DARK if (is_dark() if dark is None else dark) else LIGHT


def mixed(colour: RGB, ground: RGB, share: float = 0.5) -> RGB:
    """The colour faded into the ground: `share` of it is left."""
    r, g, b = (round(share * c + (1 - share) * d) for c, d in zip(colour, ground, strict=True))
    return r, g, b


def hexadecimal(colour: RGB) -> str:
    """(11, 110, 105) -> '#0b6e69', the form charts and SVG want."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


# Streamlit's page leaves six rems of air above the first line and none of its settings changes
# that; the language sits in the header's free corner.
_FRAME = """<style>
[data-testid="stMainBlockContainer"] { padding: 3.6rem 1.25rem 1rem; }
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] { gap: .55rem; }
.st-key-language { position: fixed; top: .35rem; right: .9rem; width: 9.5rem; z-index: 999991; }
.st-key-map [data-testid="stDeckGlJsonChart"] { border-radius: .25rem; overflow: hidden; }
.st-key-map [data-testid="stElementContainer"] { flex: 0 0 auto !important; }
.st-key-map { --tall: max(24rem, calc(100dvh - 21.5rem)); }
.st-key-map div:has([data-testid="stDeckGlJsonChart"]),
.st-key-map [data-testid="stDeckGlJsonChart"] { height: var(--tall) !important; }
.st-key-side { max-height: max(24rem, calc(100dvh - 16rem)); overflow: hidden auto; }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding: 3.6rem .75rem 1rem; }
  .st-key-map { --tall: 22rem; }
  .st-key-side { max-height: none; }
  /* Streamlit would have these scrolled sideways. */
  [data-testid="stMarkdownContainer"] :is(td, th, td code) { overflow-wrap: anywhere;
    white-space: normal; padding-inline: .3rem; }
  [data-testid="stButtonGroup"] [role="radiogroup"] { flex-wrap: wrap; row-gap: .25rem; }
}
/* English whatever the language, and the label above says the same. */
[data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
.st-key-strip { gap: 0 2.4rem; }
.st-key-strip [data-testid="stMetricValue"] { font-size: 1.45rem; line-height: 1.3; }
[data-testid="stMetricDelta"], [data-testid="stMetricDelta"] * { white-space: normal !important; }
.st-key-strip [data-testid="stMetricDelta"] { font-size: .8rem; padding: 0; background: none; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: inherit !important; }
[data-testid="stCaptionContainer"] { opacity: .8; }
/* Streamlit's day, month and year are 17 pixels wide: a finger wants 24 (WCAG 2.2, 2.5.8). */
[data-testid="stDateInput"] [role="spinbutton"] { display: inline-flex; min-width: 24px;
  min-height: 24px; align-items: center; justify-content: center; padding: 0; }
/* Streamlit takes the browser's own ring away from links, dates and maps. */
:focus-visible { outline: 2px solid currentColor !important; outline-offset: 1px; }
main:focus-visible, #deck-events-root:focus-visible { outline-offset: -3px; }
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { animation-duration: .01ms !important; transition-duration: .01ms !important;
    scroll-behavior: auto !important; }
}
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.legend { font-size: .85rem; line-height: 1.7; }
.still { display: block; width: 100%; }
.thumb { display: block; width: 100%; aspect-ratio: 16 / 8; object-fit: contain; }
/* What the server has yet to draw has its place already. */
.thumb { background: color-mix(in srgb, currentColor 5%, transparent); }
.st-key-browser { display: none; }
/* The Share menu gives pictures with their sources; Streamlit's own would leave without them. */
[data-testid="stElementToolbar"] button[aria-label^="Download as PNG"],
[data-testid="stElementToolbar"] button[aria-label^="Copy Vega-Lite"] { display: none; }
/* Where nothing hovers a table's buttons are always there: above it, not upon the words there. */
@media (hover: none) {
  [data-testid="stElementContainer"]:has([data-testid="stDataFrame"]) { margin-top: 2.4rem; }
}
@media print { [data-testid="stHeader"], .st-key-language { display: none; } }
</style>"""


def frame() -> None:
    """Draws the page's own style sheet; app.py calls it once a run."""
    st.html(_FRAME)
