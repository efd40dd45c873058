"""Under which terms a row may be passed on: the strictest of its sources' terms."""

from __future__ import annotations

import pandas as pd

from shifo.catalogue import Catalogue
from shifo.vocabulary import TERMS

OURS = "attribution"
"""Terms of what rests on nobody else: our corrections, and the list of sources."""


def row_terms(catalogue: Catalogue, table: str) -> pd.Series:
    """Terms of every row of a table: ``open``, ``attribution`` or ``non_commercial``.

    A row that cites a source under stricter terms, for whatever part of it, has the stricter
    terms: a reader cannot take the parts of a row asunder.
    """
    frame = catalogue[table]
    if "sources" not in frame:
        return pd.Series(OURS, index=frame.index)
    rank = {terms: place for place, terms in enumerate(TERMS)}
    known = catalogue["sources"].set_index("key")["terms"].map(rank)
    strictest = frame["sources"].str.split(";").explode().map(known).groupby(level=0).max()
    return strictest.map(dict(enumerate(TERMS)))
