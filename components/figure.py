"""A figure: a chart or map with its words, its data and where they come from, as one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from components.charts import Drawing
from components.views import View


@dataclass(frozen=True)
class Plot:
    """The same chart for programs that draw their own: categories and named series.

    A missing value is None. `form` is the spreadsheet format of the numbers.
    """

    kind: Literal["bar", "stacked", "line"]
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    form: str = "#,##0"


@dataclass(frozen=True)
class Figure:
    """Everything of one chart or map that a page shows or a reader takes away.

    `shown` is what is drawn, under names in the reader's language; `data` is all that the
    figure can show, whatever is filtered, under the names of the data dictionary. `sources`
    are keys of the table `sources`; `filters` and `parameters` say in words what is in force.
    `owner` names whose data they are where they are not ours: a file that a reader imported.
    """

    name: str
    page: str
    view: View
    drawing: Drawing
    shown: pd.DataFrame
    data: pd.DataFrame
    sources: tuple[str, ...]
    filters: str = ""
    parameters: str = ""
    plot: Plot | None = None
    # Geography, made when asked for: layers of a map by name.
    features: Callable[[], dict] | None = None
    owner: str = ""

    @property
    def link(self) -> str:
        """The address that shows this figure's page in this view."""
        return self.view.link(self.page)

    @property
    def file_name(self) -> str:
        """The file's name without its ending: what it shows, of whom, when, in which language."""
        chosen = [value for _name, values in self.view.choices for value in values]
        parts = ["shifo", self.name, *chosen[:5], self.view.on.isoformat(), self.view.language]
        if self.view.basis != "reconciled":
            parts.insert(-2, self.view.basis)
        return "-".join(parts)


def keys(joined: pd.Series) -> tuple[str, ...]:
    """Source keys of a column of `;`-joined keys, each once, in order."""
    found = ";".join(joined.dropna().astype(str)).split(";")
    return tuple(key for key in dict.fromkeys(found) if key)
