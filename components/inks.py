"""The palette as charts want it: hexadecimal colours for text, marks and grounds."""

from __future__ import annotations

from dataclasses import dataclass

from components import theme


@dataclass(frozen=True)
class Inks:
    """Colours of one chart, `#rrggbb`; see theme.Palette."""

    text: str
    quiet_text: str
    grid: str
    background: str
    halo: str
    works: str
    out_of_service: str
    planned: str
    states: dict[str, str]
    countries: dict[str, str]

    @classmethod
    def of(cls, dark: bool) -> Inks:
        """The inks for a dark or a light page."""
        colours, hexadecimal = theme.palette(dark), theme.hexadecimal
        states = {state: hexadecimal(colour) for state, colour in colours.states.items()}
        # The map calls a working centre's colour `works`; a working machine has the same.
        machines = {"operational": states["works"], **states}
        machines["decommissioned"] = hexadecimal(
            theme.mixed(colours.states["unknown"], colours.panel, 0.45)
        )
        machines["children_unsure"] = machines["children"]
        machines["new"] = machines["site"] = hexadecimal(colours.text)
        return cls(
            text=hexadecimal(colours.text),
            quiet_text=hexadecimal(colours.quiet_text),
            grid=hexadecimal(theme.mixed(colours.region_border, colours.panel, 0.5)),
            background="transparent",
            halo=hexadecimal(colours.halo),
            works=states["works"],
            out_of_service=states["out_of_service"],
            planned=states["planned"],
            states=machines,
            countries={code: hexadecimal(colour) for code, colour in colours.countries.items()},
        )
