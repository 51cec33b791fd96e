"""How the rows of one table find those of another: by the same ids, or by a table that has both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from engine.tables import Table

SHARED = 0.5
"""Two columns hold the same ids if so many of those of the smaller one stand in the other."""

At = tuple[str, str]


@dataclass(frozen=True)
class Link:
    """The column of a table that leads to the people: directly, or `through` another table, from
    the second column named there to the third.
    """

    column: str
    through: tuple[str, str, str] | None = None


def links_to(tables: Sequence[Table], start: At, goal: At) -> Link | None:
    """How the ids of one column become those of another, or None."""
    named = {table.name: table for table in tables}
    ids, wanted = _values(named[start[0]], start[1]), _values(named[goal[0]], goal[1])
    if _share(ids, wanted) >= SHARED:
        return Link(start[1])
    best: tuple[float, Link] | None = None
    for table in tables:
        if table.name in (start[0], goal[0]):
            continue
        unique = [h for h in table.headings if _is_unique(table, h)]
        for here in unique:
            for there in unique:
                if here == there:
                    continue
                both = min(_share(ids, _values(table, here)), _share(_values(table, there), wanted))
                if both >= SHARED and (best is None or both > best[0]):
                    best = (both, Link(start[1], (table.name, here, there)))
    return None if best is None else best[1]


def _values(table: Table, heading: str) -> pa.StringArray:
    values = table.column(heading).unique()
    return values.filter(pc.not_equal(values, ""))


def _share(some: pa.StringArray, others: pa.StringArray) -> float:
    """How much of the smaller set stands in the other."""
    small, large = sorted((some, others), key=len)
    if not len(small):
        return 0.0
    return float(pc.sum(pc.is_in(small, large)).as_py() or 0) / len(small)


def _is_unique(table: Table, heading: str) -> bool:
    column = table.column(heading)
    return len(column) > 1 and len(column.unique()) == len(column)
