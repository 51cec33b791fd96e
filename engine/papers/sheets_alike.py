"""Sheets that all workbooks have alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from engine.calendar import month_text
from engine.companies import Company, legal_figures
from engine.facts import Facts
from engine.papers.book import BookCell, BookColumn, BookSheet
from engine.papers.cost_sheets import BLANK, phrase
from engine.papers.paper import Paper
from engine.payroll import PayrollSettings
from engine.reports import FigureTable
from engine.text import Phrases, Text, untranslated

_comparison = Phrases("comparison")


VALUE_COLUMNS = (
    BookColumn("what", phrase("figure"), width=44),
    BookColumn("value", phrase("value"), width=20),
)
"""A figure a row, and its value."""


def summary_sheet(
    paper: Paper,
    columns: tuple[BookColumn, ...],
    rows: Sequence[Sequence[BookCell]],
    row_names: Mapping[str, int] = MappingProxyType({}),
) -> BookSheet:
    """The first sheet: what is to be decided and what was found, above the figures it rests on."""
    return BookSheet(
        *("summary", phrase("sheet_summary"), paper.title),
        *(columns, rows),
        lead=(paper.subtitle, paper.decision.sentence, *(one.title for one in paper.findings)),
        row_names=row_names,
    )


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
    name = _comparison(f"sheet_{table.id}")
    return BookSheet(table.id, name, table.title, columns, table.rows)


def law(
    company: Company,
    settings: PayrollSettings,
    first: int,
    months: int,
    facts: Mapping[str, Facts] | None = None,
) -> BookSheet:
    """Every legal figure that contributions and tax rest on, where it is from and for when it is
    known."""
    rows: list[tuple[BookCell, ...]] = []
    for place, figures in legal_figures(company, settings, first, months, facts).items():
        for figure in figures:
            mark = BLANK if figure.certain else phrase("open_figure")
            mark = mark if figure.verified else phrase("unverified_figure")
            span = (_month(figure.first), _month(figure.last))
            lead = (place.label, figure.group, figure.label, figure.value)
            rows.append((*lead, *span, figure.source, mark))
    names = ("place", "scheme", "legal_figure", "value", "known_from", "known_to", "source", "mark")
    columns = tuple(
        BookColumn(name, phrase("law_mark" if name == "mark" else name)) for name in names
    )
    return BookSheet("law", phrase("sheet_law"), phrase("title_law"), columns, rows)


def _month(number: int | None) -> Text:
    return BLANK if number is None else untranslated(month_text(number))
