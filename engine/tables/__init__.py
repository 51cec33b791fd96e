"""The tables in files as people have them: headings found, sheets put together, totals told."""

from engine.tables.file_tables import Table, tables_of
from engine.tables.float_columns import without_points
from engine.tables.headings import (
    ACROSS,
    BLOCK,
    FILE,
    HEADING,
    SHEET,
    TITLE,
    VALUE,
    heading_text,
    place_of,
    plain,
)
from engine.tables.row_blocks import Outline, by_blocks, find_outline
from engine.tables.total_rows import FileTotal

__all__ = [
    "ACROSS",
    "BLOCK",
    "FILE",
    "HEADING",
    "SHEET",
    "TITLE",
    "VALUE",
    "FileTotal",
    "Outline",
    "Table",
    "by_blocks",
    "find_outline",
    "heading_text",
    "place_of",
    "plain",
    "tables_of",
    "without_points",
]
