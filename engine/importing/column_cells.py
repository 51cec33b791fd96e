"""What holds for the cells of every column, of the plan or beyond it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.importing.asking import phrase
from engine.importing.cell_reading import Read
from engine.importing.look_ups import in_words, table_words
from engine.importing.questions import Answer, Choice, Kind, Question, Way
from engine.importing.recipe import ASK, BLANK, LEAVE_OUT, Source
from engine.importing.table_work import TableWork
from engine.text import Problem, untranslated


def hold_no_merged(work: TableWork, name: str, source: Source) -> None:
    """Asks whether blanks that look like those of merged cells mean what stands above."""
    keys, sparse = work.keys, work.tables[work.name].sparse_columns
    for heading in source.columns:
        if heading not in sparse or heading in (*keys.fill_down, *keys.stay_blank):
            continue
        cells = work.out.sheet.columns[heading]
        blank = pc.equal(cells, "").to_numpy(zero_copy_only=False)
        count = int(blank.sum())
        if not count:
            continue
        problem = work.problem("merged_blanks", {"count": count}, heading, blank)
        choices = (
            Choice(Answer(Way.FILL_DOWN, table=work.name), phrase("fill_down"), 0.8),
            Choice(Answer(Way.KEEP, table=work.name), phrase("stay_blank")),
        )
        work.ask(
            Question(
                *(Kind.BLANK, problem, name, work.name, (heading,), "", count),
                choices=choices,
                ways=(Way.FILL_DOWN, Way.KEEP),
            )
        )


def joined(
    work: TableWork, name: str, source: Source, parts: Sequence[pa.StringArray]
) -> pa.StringArray:
    """The first filled cell of several columns; where two are filled it is asked."""
    cells = parts[0]
    for heading, other in zip(source.columns[1:], parts[1:], strict=True):
        both = pc.and_(pc.not_equal(cells, ""), pc.not_equal(other, ""))
        twice = both.to_numpy(zero_copy_only=False)
        if twice.any():
            said = {"first": source.columns[0], "count": int(twice.sum())}
            work.ask(_which_of(name, source, work.problem("columns_overlap", said, heading, twice)))
        cells = pc.if_else(pc.equal(cells, ""), other, cells)
    return cells


def _which_of(name: str, source: Source, problem: Problem) -> Question:
    """Which of several columns is meant, where two of them are filled."""
    choices = tuple(
        Choice(Answer(Way.COLUMN, table=source.table, column=heading), untranslated(heading))
        for heading in source.columns
    )
    of = (Kind.COLUMN, problem, name, source.table, source.columns)
    return Question(*of, choices=choices, ways=(Way.COLUMN,))


def in_words_of_table(
    work: TableWork,
    source: Source,
    heading: str,
    cells: pa.StringArray,
    are_values: bool = False,
) -> pa.StringArray:
    """Cells that are keys of another table in its words, which may be values of a category; what
    is no key stays, and is told."""
    if not source.through:
        return cells
    name, key, *texts = source.through
    said: dict[str, object] = {"table": name, "key": key, "texts": " ".join(texts)}
    where = (work.out.sheet.name, None, heading)
    try:
        words = table_words(work.tables[name], key, texts, are_values)
    except ValueError as twice:
        work.out.problems.append(Problem("key_of_two", said, *where, value=str(twice)))
        return cells
    cells, lost = in_words(cells, words, heading)
    work.tell(Problem("keys_in_words", said, *where))
    if lost:
        said |= {"count": len(lost), "names": tuple(lost[:5])}
        work.out.notes.append(Problem("keys_unknown", said, *where))
    return cells


def settled(
    work: TableWork, read: Read, source: Source, name: str, heading: str, cells: pa.StringArray
) -> pa.StringArray:
    """Cells as they were read; what cannot be read by the rule of the column, or asked about."""
    unread = read.reading.unread
    if not unread.size or source.unread == ASK:
        work.take(read, name, heading, cells)
        return read.cells
    work.out.readings.append(replace(read.reading, unread=unread[:0]))
    where = np.zeros(len(cells), dtype=np.bool_)
    where[unread] = True
    kept = where & work.out.kept
    keys = {LEAVE_OUT: "unread_left_out", BLANK: "unread_blank"}
    if kept.any():
        said = {"count": int(kept.sum()), "to": source.unread}
        work.tell(work.problem(keys.get(source.unread, "unread_filled"), said, heading, kept))
    if source.unread == LEAVE_OUT:
        work.drop(kept)
    filled = "" if source.unread in keys else source.unread
    return pc.if_else(pa.array(where), filled, read.cells)
