"""What was decided about files of one layout: where each column of a plan comes from, and how.

A recipe is a small readable file: whatever is in it can be read, changed and used again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum


class Rule(Enum):
    """How several rows of an employee's month become one cell."""

    ONLY = "only"
    SUM = "sum"
    COUNT = "count"
    MEAN = "mean"
    WEIGHTED_MEAN = "weighted mean"
    LAST = "last"
    SHARE_OF_YES = "share of yes"


ASK, LEAVE_OUT = "", "leave out"
"""What becomes of an employee's month without a cell: nothing is known yet; it is no row. Anything
else is the value that is put in, an assumption."""


@dataclass(frozen=True)
class Source:
    """Where the cells of one column come from.

    Either `columns` of a table (in each row the first that is filled counts), or the `constant` for
    everybody, which is an assumption. `times` is what numbers are multiplied by, `values` what
    texts are called in the plan, `rule` how rows of a month are put together, `weight` the column
    of a weighted mean, `missing` what becomes of a month without a cell. An `unsure` source says
    why it is to be looked at.
    """

    table: str = ""
    columns: tuple[str, ...] = ()
    constant: str = ""
    times: Decimal = Decimal(1)
    values: Mapping[str, str] = field(default_factory=dict)
    rule: Rule = Rule.ONLY
    weight: str = ""
    missing: str = ASK
    unsure: str = ""


@dataclass(frozen=True)
class Dates:
    """How a table says its month: in a column, with year and order where its cells lack them."""

    column: str
    year: int | None = None
    day_first: bool | None = None


@dataclass(frozen=True)
class TableKeys:
    """Whose rows those of a table are: the column of the employee, and that of the month, if any.

    Where the employee's column holds other ids than the facts, `through` names a table with both,
    and its two columns.
    """

    employee: str
    month: Dates | None = None
    through: tuple[str, str, str] | None = None
    fill_down: tuple[str, ...] = ()
    unsure: str = ""


@dataclass(frozen=True)
class Recipe:
    """The decisions for one plan: its tables' keys, and a source for each of its columns.

    `first` and `last` are the months that are kept (YYYY-MM), where not all are.
    """

    plan: str
    tables: Mapping[str, TableKeys]
    sources: Mapping[str, Source]
    first: str = ""
    last: str = ""

    def headings_of(self, name: str) -> list[str]:
        """The headings that are read of a table."""
        keys = self.tables[name]
        found = [keys.employee, *keys.fill_down]
        if keys.month is not None:
            found.append(keys.month.column)
        for source in self.sources.values():
            if source.table == name:
                found += [*source.columns, *filter(None, [source.weight])]
        return list(dict.fromkeys(found))
