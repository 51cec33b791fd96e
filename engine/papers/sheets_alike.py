"""Sheets that all workbooks have alike."""

from __future__ import annotations

from engine.papers.book import BookCell, BookColumn, BookSheet
from engine.papers.cost_sheets import phrase
from engine.papers.paper import Paper
from engine.reports import FigureTable
from engine.text import Phrases, Text

_comparison = Phrases("comparison")


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
