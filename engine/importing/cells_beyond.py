"""The cells of columns beyond the plan's, kept for grouping and for reconciling."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from engine.importing.cell_reading import read_number_column, read_text_column
from engine.importing.column_cells import hold_no_merged, in_words_of_table, joined, settled
from engine.importing.heading_words import is_of_pay
from engine.importing.recipe import ASK, Source
from engine.importing.table_work import TableWork

FEW_TEXTS = 0.5
"""A column is one of texts where so many of its filled cells are no numbers."""


def read_beyond(work: TableWork, name: str, source: Source) -> None:
    """Reads a column beyond the plan's, unless some of its cells are no numbers and most are.

    What is no number in a column that says what was paid is asked about, and so are its blanks, and
    those of a table of which others were filled.
    """
    if work.keys.fill_down or any(map(is_of_pay, source.columns)):
        hold_no_merged(work, name, source)
    parts = [_cells(work, name, source, heading) for heading in source.columns]
    whole = [part for part in parts if part is not None]
    if len(whole) == len(parts):
        work.out.columns[name] = joined(work, name, source, whole)


def _cells(work: TableWork, name: str, source: Source, heading: str) -> pa.StringArray | None:
    """Numbers as numbers, others as they are; None where some of the numbers cannot be read."""
    cells = in_words_of_table(work, source, heading, work.out.sheet.columns[heading])
    cells = work.with_meanings(cells, source.values, heading)
    read = read_number_column(work.name, heading, name, cells, source.factor, source.mark)
    unread = read.reading.unread
    are_few = unread.size < FEW_TEXTS * max(1, len(cells) - read.reading.blank)
    is_asked = source.rule is not None or source.unread != ASK or (are_few and is_of_pay(heading))
    if unread.size and is_asked:
        return settled(work, read, source, name, heading, cells)
    if unread.size:
        if are_few:
            where = np.zeros(len(cells), dtype=np.bool_)
            where[unread] = True
            text, said = cells[int(unread[0])].as_py(), {"count": int(unread.size)}
            work.out.notes.append(work.problem("further_unread", said, heading, where, text))
            return None
        read = read_text_column(work.name, heading, name, cells, None)
    work.out.readings.append(read.reading)
    return read.cells
