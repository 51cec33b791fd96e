"""The cells of one column of the plan, as plain text in the plan's unit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.importing.asking import mark_question, phrase, value_question
from engine.importing.categories import sure_values
from engine.importing.cell_reading import (
    Read,
    read_date_column,
    read_flag_column,
    read_number_column,
    read_text_column,
    read_value,
    replaced,
)
from engine.importing.cell_scales import hold_one_scale
from engine.importing.cell_units import EVERYTHING, Takes, taken_by
from engine.importing.column_cells import hold_no_merged, in_words_of_table, joined, settled
from engine.importing.questions import ROWS, Answer, Choice, Kind, Question, Way
from engine.importing.recipe import ASK, BLANK, LEAVE_OUT, OPEN, Rule, Source
from engine.importing.table_work import MOST_TEXTS, TableWork
from engine.plan import Column
from engine.text import Problem


def read_fact(work: TableWork, fact: str, source: Source) -> None:
    """Reads a column of the plan, and the weights of its means."""
    hold_no_merged(work, fact, source)
    parts = [_cells(work, fact, source, heading) for heading in source.columns]
    cells = joined(work, fact, source, parts)
    if source.less:
        cells = _without(work, fact, source, cells)
    if source.rule is Rule.SUM:
        cells = _without_blanks(work, fact, source, cells)
    work.out.columns[fact] = cells
    if source.weight:
        weights = work.out.sheet.columns[source.weight]
        unscaled = replace(source, times=None)
        read = _numbers(work, fact, unscaled, source.weight, weights, EVERYTHING)
        work.take(read, fact, source.weight, weights)
        work.out.weights[fact] = read.cells


def _cells(work: TableWork, fact: str, source: Source, heading: str) -> pa.StringArray:
    column, cells = work.plan.facts.get(fact), work.out.sheet.columns[heading]
    if column is not None and column.kind == "category":
        return _categories(work, fact, source, heading)
    cells = _without_fixed(work, in_words_of_table(work, source, heading, cells), source)
    if column is not None and _is_number(column, source):
        read = _decided_numbers(work, column, source, heading, cells)
        if not read.unclear and "scale" not in source.reasons:
            hold_one_scale(work, column, source, heading, cells, read)
    else:
        cells = work.with_meanings(cells, source.values, heading)
        read = _read(work, fact, source, heading, cells)
    return settled(work, read, source, fact, heading, cells)


def _is_number(column: Column, source: Source) -> bool:
    is_counted = source.rule in (Rule.SHARE_OF_YES, Rule.COUNT, Rule.COUNT_OF_YES)
    return column.is_number and column.kind != "flag" and not is_counted


def _decided_numbers(
    work: TableWork, column: Column, source: Source, heading: str, cells: pa.StringArray
) -> Read:
    """A column of numbers, in which texts are what was decided of them, in the unit of the plan."""
    known = {text: v for text, v in source.values.items() if not v.startswith(OPEN)}
    work.drop_decided(cells, known, heading)
    others = replaced(cells, dict.fromkeys(known, ""))
    read = _numbers(work, column.id, source, heading, others, taken_by(column))
    if not known:
        return read
    no_value = (LEAVE_OUT, BLANK)
    said = {text: "" if v in no_value else read_value(column, v) for text, v in known.items()}
    is_said = pc.is_in(cells, pa.array(list(known), pa.string()))
    put_in = replaced(cells, {text: v for text, v in said.items() if v is not None})
    whole = pc.if_else(is_said, put_in, read.cells)
    unsaid = pc.is_in(cells, pa.array([t for t, v in said.items() if v is None], pa.string()))
    unread = np.union1d(read.reading.unread, np.flatnonzero(unsaid))
    blank = int(pc.sum(pc.equal(whole, "")).as_py() or 0)
    return replace(read, cells=whole, reading=replace(read.reading, blank=blank, unread=unread))


def _without(work: TableWork, fact: str, source: Source, cells: pa.StringArray) -> pa.StringArray:
    """Amounts less those of another column in the same unit; where that says nothing, as they
    are."""
    taken = work.out.sheet.columns[source.less]
    takes = taken_by(work.plan.facts[fact])
    read = _numbers(work, fact, source, source.less, taken, takes)
    work.take(read, fact, source.less, taken)
    pairs = zip(cells.to_pylist(), read.cells.to_pylist(), strict=True)
    less = [f"{Decimal(a) - Decimal(b):f}" if a and b else a for a, b in pairs]
    said = {"count": sum(bool(text) for text in read.cells.to_pylist()), "less": source.less}
    work.tell(Problem("column_less", said, work.out.sheet.name, column=source.columns[0]))
    return pa.array(less, pa.string())


def _without_fixed(work: TableWork, cells: pa.StringArray, source: Source) -> pa.StringArray:
    """Cells without those of months for which a value was put in by hand."""
    if not source.cells or "month" not in work.out.columns:
        return cells
    pairs = pc.binary_join_element_wise(
        work.out.columns["employee"], work.out.columns["month"], "\0"
    )
    fixed = pa.array(["\0".join(pair) for pair in source.cells], pa.string())
    return pc.if_else(pc.is_in(pairs, fixed), "", cells)


def _read(work: TableWork, fact: str, source: Source, heading: str, cells: pa.StringArray) -> Read:
    column, name = work.plan.facts.get(fact), work.name
    if column is None:
        return read_date_column(name, heading, fact, cells)
    match column.kind:
        case "flag":
            return read_flag_column(name, heading, fact, cells)
        case _ if source.rule in (Rule.SHARE_OF_YES, Rule.COUNT_OF_YES):
            return read_flag_column(name, heading, fact, cells)
        case _:
            return read_text_column(name, heading, fact, cells, None)


def _numbers(
    work: TableWork, fact: str, source: Source, heading: str, cells: pa.StringArray, takes: Takes
) -> Read:
    """A column of numbers; whether a comma or a point stands before decimals is one question
    where it is not shown, however many cells depend on it."""
    how = (source.factor, source.mark, takes)
    read = read_number_column(work.name, heading, fact, cells, *how)
    if not read.unclear:
        return read
    where = work.kept_with(cells, read.unclear)
    if where.any():
        sheet = work.out.sheet
        place = (sheet.name, sheet.line(int(where.argmax()), heading))
        rows = int(where.sum())
        work.ask(mark_question(fact, source, heading, read.unclear, rows, place))
    is_unclear = pc.is_in(cells, pa.array(read.unclear)).to_numpy(zero_copy_only=False)
    unread = read.reading.unread
    return replace(read, reading=replace(read.reading, unread=unread[~is_unclear[unread]]))


def _categories(work: TableWork, fact: str, source: Source, heading: str) -> pa.StringArray:
    """Texts by the plan's values: those that are one by name, and those that were decided."""
    column = work.plan.facts[fact]
    cells = in_words_of_table(work, source, heading, work.out.sheet.columns[heading], True)
    cells = _without_fixed(work, cells, source)
    texts = [str(text) for text in cells.unique().to_pylist() if text]
    values = sure_values(texts, column)
    decided = {t: v for t, v in source.values.items() if not v.startswith(OPEN)}
    work.drop_decided(cells, decided, heading)
    cells = replaced(cells, {t: "" for t, v in decided.items() if v in (LEAVE_OUT, BLANK)})
    values |= {t: v for t, v in decided.items() if v not in (LEAVE_OUT, BLANK)}
    read = read_text_column(work.name, heading, fact, cells, values)
    if source.unread != ASK:
        return settled(work, read, source, fact, heading, cells)
    work.out.readings.append(read.reading)
    unread = [text for text in texts if text not in values and text not in decided]
    for text in unread[:MOST_TEXTS]:
        where = work.kept_with(cells, [text])
        if where.any():
            rows = int(where.sum())
            said = {"label": column.label, "count": rows}
            problem = work.problem("import_value", said, heading, where, text)
            work.ask(value_question(fact, column, source, text, rows, problem))
    work.ask_of_others(unread[MOST_TEXTS:], fact, heading, cells)
    return read.cells


def _without_blanks(
    work: TableWork, fact: str, source: Source, cells: pa.StringArray
) -> pa.StringArray:
    """Cells to be added, once it is decided what becomes of empty ones."""
    blank = pc.equal(cells, "").to_numpy(zero_copy_only=False) & work.out.kept
    count = int(blank.sum())
    fixed = bool(source.cells) or any(v == BLANK for v in source.values.values())
    if not count or (fixed and source.blanks == ASK) or source.unread == BLANK:
        return cells
    said = {"count": count, "to": source.blanks}
    problem = work.problem("blanks_added", said, source.columns[0], blank)
    if source.blanks == LEAVE_OUT:
        work.tell(replace(problem, key="blanks_left_out"))
        return cells
    if source.blanks != ASK:
        work.tell(replace(problem, key="blanks_filled"))
        return pc.if_else(pc.equal(cells, ""), source.blanks, cells)
    leave = Choice(Answer(Way.LEAVE_OUT), phrase("leave_rows", count=count), 0.5)
    work.ask(
        Question(
            *(Kind.MISSING, problem, fact, work.name, source.columns, ROWS, count),
            choices=(leave,),
            ways=(Way.FILL, Way.LEAVE_OUT),
        )
    )
    return cells
