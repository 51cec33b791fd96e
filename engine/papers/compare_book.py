"""The workbook of a comparison, and of a what-if, which is one of a single variant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.comparison import Compared, Explained, Soundness
from engine.papers.book import Book, BookCell, BookColumn, BookSheet
from engine.papers.cost_sheets import CostSheets, phrase
from engine.papers.cost_summary import summary
from engine.papers.paper import Paper
from engine.papers.parameter_sheets import edits, parameters
from engine.papers.people_sheets import everybody, groups
from engine.reports import FigureTable, compare_tables
from engine.text import Phrases, Text

_comparison = Phrases("comparison")
FURTHER = (
    *("overview", "waterfall", "waterfall_lines", "split", "winners", "tenths", "deciles"),
    *("all_checks", "all_cliffs", "curves", "basis"),
)
"""The tables of a comparison that are no sums of others."""


def compare_book(
    paper: Paper,
    compared: Compared,
    explained: Sequence[Explained] = (),
    soundness: Soundness | None = None,
) -> Book:
    """The workbook of compared companies, or of one alone: the decision, what it stands on, the
    figures of the plans, what is changed, and what is paid, by month, line, unit, group and
    person."""
    return Book(paper.title, tuple(_sheets(paper, compared, explained, soundness)), paper.footer)


def _sheets(
    paper: Paper,
    compared: Compared,
    explained: Sequence[Explained],
    soundness: Soundness | None,
) -> Iterator[BookSheet]:
    costs = CostSheets(compared)
    yield summary(compared, paper)
    yield assumptions(paper)
    yield parameters(compared)
    if len(compared.each) > 1:
        yield edits(compared)
    yield costs.by_month()
    yield costs.by_line()
    if len(compared.by_unit) > 1:
        yield costs.by_unit()
    yield costs.lines_by_month()
    yield from groups(compared)
    yield everybody(compared)
    for table in compare_tables(compared, explained, soundness):
        if table.id in FURTHER and table.rows:
            yield sheet_of(table)


def assumptions(paper: Paper) -> BookSheet:
    """What every figure stands on, and what must be said of it."""
    rows: list[tuple[BookCell, ...]] = [(what, how) for what, how in paper.basis]
    rows += [(phrase("told"), text) for text in paper.told]
    columns = (
        BookColumn("what", phrase("what"), width=28),
        BookColumn("how", phrase("how"), width=100),
    )
    return BookSheet(
        "assumptions", phrase("sheet_assumptions"), phrase("title_assumptions"), columns, rows
    )


def sheet_of(table: FigureTable) -> BookSheet:
    """A table of figures as a sheet; nothing in it is made of anything else in the workbook."""
    columns = tuple(BookColumn(f"c{j}", head) for j, head in enumerate(table.heads))
    name: Text = table.sheet or _comparison(f"sheet_{table.id}")
    return BookSheet(table.id.replace(" ", "_"), name, table.title, columns, table.rows)
