"""The workbook of a comparison, and of a what-if, which is one of a single variant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.comparison import Compared, Explained, Soundness
from engine.papers.book import Book, BookSheet
from engine.papers.cost_sheets import CostSheets
from engine.papers.cost_summary import summary
from engine.papers.paper import Paper
from engine.papers.parameter_sheets import edits, parameters
from engine.papers.people_sheets import everybody, groups
from engine.papers.sheets_alike import assumptions, law, sheet_of
from engine.reports import compare_tables

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
    if compared.payroll is not None:
        known = compared.baseline.facts.units
        own = next(iter(known.values()))
        yield law(compared.baseline.company, compared.payroll, own.first, own.months, known)
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
