"""How large a file may be, and what reading it may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Rows, columns and cells of a table, bytes once unpacked, and what the reader may use.

    `workbook_cells` counts the cells of all sheets: a workbook takes ten times the work of a CSV.
    `memory` is in bytes. `look` are the seconds in which it must be known how large a file is;
    `processor` and `wait` those of work after that, and of waiting for it.
    """

    rows: int = 5_000_000
    columns: int = 1_000
    cells: int = 60_000_000
    workbook_cells: int = 5_000_000
    sheets: int = 500
    unpacked: int = 500_000_000
    memory: int = 950_000_000
    look: float = 20.0
    processor: float = 10.0
    wait: float = 60.0


USUAL_LIMITS = Limits()
IMPORT_LIMITS = Limits(workbook_cells=25_000_000, memory=1_900_000_000, processor=30.0, wait=120.0)
"""Raw files are longer than facts: rows of orders, calls and days."""
LARGE_LIMITS = Limits(rows=2**31 - 1, cells=2**40, processor=1800.0, wait=7200.0)
"""Of a file that is only looked through, or read a part at a time."""


def megabytes(size: float) -> str:
    """How many bytes, as people say it: 1,234 MB."""
    return f"{size / 1e6:,.0f} MB" if size >= 1e6 else f"{size / 1e3:,.0f} kB"
