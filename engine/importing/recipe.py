"""What was decided about files of one layout: where each column of a plan comes from, and how.

A recipe is a small readable file: whatever is in it can be read, changed and used again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

FORMAT = 2
"""The version of the format of recipes; a file without one is of the first."""


class Rule(Enum):
    """How several rows of an employee's month become one cell."""

    ONLY = "only"
    SUM = "sum"
    COUNT = "count"
    MEAN = "mean"
    WEIGHTED_MEAN = "weighted mean"
    LAST = "last"
    SHARE_OF_YES = "share of yes"
    COUNT_OF_YES = "count of yes"


ASK, LEAVE_OUT, BLANK = "", "leave out", "blank"
"""What becomes of an employee's month without a cell, of a cell that cannot be read, and of rows
that are nobody's: it is asked; the row is left out; the cell is taken as empty. Anything else is
the value that is put in."""
KEEP, ONCE, SUBTRACT = "keep", "once", "subtract"
"""What becomes of rows that are the same in every cell: each counts, or one of them does. Rows of a
state count, or what is added of them is taken away."""
OF_COLUMNS = ("tie", "name", "word", "content", "tax", "gone", "follows", "keys", "clock")
"""Why a column may be another: two fit, it is only like the name, the word is used for much, only
its cells speak for it, it says something of tax that the plan does not, the one that was decided
on is no longer there, two follow one another in the middle of the sheets, its cells seem to be keys
of another table, or its decimals may be minutes."""
OPEN = "?"
"""A meaning that begins so is proposed and waits for a decision: `?junior`, or `?` alone."""


@dataclass(frozen=True)
class Source:
    """Where the cells of one column come from.

    Either `columns` of a table (in each row the first that is filled counts); or what is assumed:
    the `constant` for everybody, or one for each value of the column `by`, which `values` lists.
    `times` is what numbers are multiplied by and `rule` how rows of a month are put together; None
    is what is usual. `values` says what texts mean in the plan, `weight` is the column of a
    weighted mean, `missing` what becomes of a month without a cell, `unread` of a cell that cannot
    be read. `mark` is the sign before decimals, "," or ".", where the cells do not show it.
    `blanks` says what becomes of empty cells among rows that are added. `cells` are put in for an
    employee's month, by both. `unsure` says why it is to be looked at: reasons with commas between
    them. `through` names a table in which the cells are keys, its column of keys, and the columns
    of the words that are taken in their place. `less` is a column that is taken off in each row.
    """

    table: str = ""
    columns: tuple[str, ...] = ()
    constant: str = ""
    by: str = ""
    times: Fraction | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    rule: Rule | None = None
    weight: str = ""
    missing: str = ASK
    unread: str = ASK
    mark: str = ""
    blanks: str = ASK
    cells: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unsure: str = ""
    through: tuple[str, ...] = ()
    less: str = ""

    @property
    def factor(self) -> Fraction:
        """What numbers are multiplied by."""
        return Fraction(1) if self.times is None else self.times

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is to be looked at."""
        return tuple(part.strip() for part in self.unsure.split(",") if part.strip())


@dataclass(frozen=True)
class Dates:
    """How a table says its month: in a column, with year and order where its cells lack them, and
    `values` for texts that are none; or all its rows are of the month `constant` (YYYY-MM).

    `reading` says which months its weeks, quarters or numbered periods are (`written_periods`).
    `file` names the file for which a year or a constant month was decided: another file is asked
    about anew, unless its name or titles say as much. `told` is the year that these said when one
    was decided: once they say another one, it is asked again.
    """

    column: str = ""
    year: int | None = None
    day_first: bool | None = None
    constant: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    reading: str = ""
    told: int | None = None


@dataclass(frozen=True)
class TableKeys:
    """Whose rows those of a table are: the column of the employee, and that of the month, if any.

    Where the employee's column holds other ids than the facts, `through` names a table with both,
    and its two columns. Where it is empty, the column `or_by` holds another id: whose that is, rows
    say in which both stand, in any table. `ids` says which employee an id means, `apart` by which
    column the people of one id are kept apart, or KEEP where they are one. `fill_down` are columns
    whose empty cells mean what stands above, `stay_blank` those where they only look so.
    `blank`, `unlinked` and `twice` say what becomes of rows that do not say whose or when they are,
    whose id leads to nobody, and that are the same in every cell; `states` says it for the texts of
    columns that tell which rows are cancelled, returned or planned: KEEP, LEAVE_OUT or SUBTRACT.
    `currencies` is KEEP where amounts are in one, although a column names several.
    """

    employee: str
    month: Dates | None = None
    through: tuple[str, str, str] | None = None
    or_by: str = ""
    fill_down: tuple[str, ...] = ()
    stay_blank: tuple[str, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    apart: Mapping[str, str] = field(default_factory=dict)
    blank: str = ASK
    unlinked: str = ASK
    twice: str = ASK
    states: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    currencies: str = ASK
    unsure: str = ""


@dataclass(frozen=True)
class Turn:
    """How a table is turned before it is read; with nothing in it, it is read as it stands.

    Names that stand above the rows they are of, in the column `outline`, come beside these. Where
    columns are `kept`, the headings of all others become rows under (across), their cells
    under (value). Then blanks of `fill_down` say what stands above them, and the texts of the
    columns `named` become columns of the cells under `values`. `unsure` says that it waits for
    whoever brings the files.
    """

    kept: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    fill_down: tuple[str, ...] = ()
    unsure: bool = False
    outline: str = ""


@dataclass(frozen=True)
class Recipe:
    """The decisions for one plan: its tables' keys, and a source for each of its columns.

    `further` are columns beyond the plan's, kept under these names for grouping and reconciling.
    `first` and `last` are the months that are kept (YYYY-MM), where not all are; `gaps` are months
    between them that have no rows, as is known. `turned` says, by table, how it is turned first;
    `left_out` are tables like those that are read, of which nothing is to be read.
    """

    plan: str
    tables: Mapping[str, TableKeys]
    sources: Mapping[str, Source]
    first: str = ""
    last: str = ""
    further: Mapping[str, Source] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()
    turned: Mapping[str, Turn] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    def headings_of(self, name: str) -> list[str]:
        """The headings that are read of a table, columns beyond the plan's apart."""
        keys = self.tables[name]
        found = [keys.employee, *keys.fill_down, *keys.states, *filter(None, [keys.or_by])]
        found += [heading for heading in keys.apart.values() if heading != KEEP]
        if keys.month is not None and keys.month.column:
            found.append(keys.month.column)
        for source in self.sources.values():
            if source.table == name:
                found += [*source.columns, *filter(None, [source.weight, source.less])]
        return list(dict.fromkeys(found))
