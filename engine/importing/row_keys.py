"""Whose each row of a table is, and of which month."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.importing.asking import (
    cell_question,
    label_of,
    order_question,
    period_question,
    phrase,
    year_question,
)
from engine.importing.cell_reading import read_month_column, replaced
from engine.importing.questions import Answer, Choice, Kind, Question, Way
from engine.importing.recipe import LEAVE_OUT, Dates
from engine.importing.same_people import kept_apart
from engine.importing.table_work import Flags, TableWork
from engine.sheets import EMPLOYEE, MONTH
from engine.text import Problem
from engine.written import (
    READINGS,
    Day,
    PeriodKind,
    is_reading,
    lack_year,
    months_of_periods,
    periods_of,
    read_day,
)

NOBODY = {
    *("-", "--", "---", "—", "——", "/", "n/a", "#n/a", "null", "none", "nil", "blank", "(blank)"),
    *("unknown", "unassigned", "not assigned", "no owner", "no agent", "no rep"),
    *("无", "空", "暂无", "未知", "未分配", "未指派", "待分配", "无归属", "(空白)"),
}
"""What exports put where a row is nobody's."""


def read_keys(work: TableWork) -> None:
    """Reads whose the rows are, their months where they say some, and what lacks either."""
    _fill_down(work)
    _read_people(work)
    if work.keys.month is not None:
        _read_months(work, work.keys.month)
    _hold_no_blank(work)


def _fill_down(work: TableWork) -> None:
    """Puts what stands above into blanks of the columns of which that was decided."""
    sheet = work.out.sheet
    columns = dict(sheet.columns)
    starts = np.zeros(sheet.rows, dtype=np.intp)  # nothing is taken from another sheet
    for first, _ in sheet.parts:
        starts[first:] = first
    for heading in work.keys.fill_down:
        cells = columns[heading]
        blank = pc.equal(cells, "").to_numpy(zero_copy_only=False)
        last = np.maximum.accumulate(np.where(blank, starts, np.arange(len(cells))))
        columns[heading] = cells.take(pa.array(last))
        said = {"count": int(blank.sum())}
        work.tell(Problem("filled_down", said, sheet.name, column=heading))
    work.out.sheet = replace(sheet, columns=columns)


# -- whose --------------------------------------------------------------------------------------


def _read_people(work: TableWork) -> None:
    keys = work.keys
    cells = work.out.sheet.columns[keys.employee]
    ids = work.with_meanings(cells, keys.ids, keys.employee)
    for text in work.texts(keys.employee):
        if text.strip().casefold() not in NOBODY or text in keys.ids:
            continue
        where = work.kept_with(cells, [text])
        if where.any():
            said = {"meaning": label_of(EMPLOYEE, work.plan), "count": int(where.sum())}
            problem = work.problem("cell_not_read", said, keys.employee, where, text)
            heading, rows = keys.employee, int(where.sum())
            work.ask(cell_question(EMPLOYEE, work.name, heading, text, rows, problem))
    if keys.or_by:
        ids = _by_other(work, ids, keys.or_by)
    if keys.through is not None:
        ids = _linked(work, ids, keys.through)
    work.out.columns["employee"] = kept_apart(ids, work.out.sheet.columns, keys.apart)


def _by_other(work: TableWork, ids: pa.StringArray, other: str) -> pa.StringArray:
    """Ids where there were none, by another one: from rows of any table in which both stand.
    One that stands beside two leads to nobody."""
    known: dict[str, str] = {}
    for table in work.tables.values():
        if {other, work.keys.employee} <= set(table.headings):
            pairs = zip(
                table.column(other).to_pylist(),
                table.column(work.keys.employee).to_pylist(),
                strict=True,
            )
            for one, employee in pairs:
                if one and employee and known.setdefault(one, employee) != employee:
                    known[one] = ""
    sheet = work.out.sheet
    said = replaced(sheet.columns[other], {t: known.get(t, "") for t in work.texts(other)})
    blank = pc.equal(ids, "")
    found = pc.if_else(blank, said, ids)
    count = int(pc.sum(pc.and_(blank, pc.not_equal(found, ""))).as_py() or 0)
    work.tell(Problem("ids_by_other", {"count": count}, sheet.name, None, other))
    return found


def _linked(work: TableWork, ids: pa.StringArray, through: tuple[str, str, str]) -> pa.StringArray:
    """The ids of the facts for those of this table, by a table that has both."""
    name, here, there = through
    link = work.tables[name].sheet
    known: dict[str, str] = {}
    for row, (one, other) in enumerate(
        zip(link.columns[here].to_pylist(), link.columns[there].to_pylist(), strict=True)
    ):
        if one and known.setdefault(one, other) != other:
            said = {"first": known[one], "second": other}
            problem = Problem("id_leads_to_two", said, link.name, link.line(row), here, one)
            rows = int(pc.sum(pc.equal(ids, one)).as_py() or 0)
            work.ask(cell_question(EMPLOYEE, work.name, work.keys.employee, one, rows, problem))
    wanted = set(known.values())
    known |= {value: value for value in work.keys.ids.values() if value in wanted}
    coded = ids.dictionary_encode()
    values = coded.dictionary.to_pylist()
    lost = [value for value in values if value and value not in known]
    if lost:
        _hold_linked(work, ids, lost, name)
    linked = [known.get(value, "") for value in values]
    return pa.array(linked, pa.string()).take(coded.indices)


def _hold_linked(work: TableWork, ids: pa.StringArray, lost: list[str], through: str) -> None:
    """Asks what becomes of rows whose id leads to nobody."""
    where = pc.is_in(ids, pa.array(lost)).to_numpy(zero_copy_only=False)
    rows = int(where.sum())
    said = {"count": len(lost), "rows": rows, "names": tuple(lost[:5]), "through": through}
    problem = work.problem("ids_not_linked", said, work.keys.employee, where)
    if work.keys.unlinked == LEAVE_OUT:
        work.out.notes.append(problem)
        work.drop(where)
        return
    leave = Choice(Answer(Way.LEAVE_OUT, table=work.name), phrase("leave_rows", count=rows))
    one = lost[0] if len(lost) == 1 else ""
    work.ask(
        Question(
            *(Kind.UNLINKED, problem, EMPLOYEE, work.name, (work.keys.employee,), one, rows),
            choices=(leave,),
            ways=(Way.VALUE, Way.LEAVE_OUT) if one else (Way.LEAVE_OUT,),
        )
    )


# -- when ---------------------------------------------------------------------------------------


def _read_months(work: TableWork, month: Dates) -> None:
    out = work.out
    if not month.column:
        rows = out.sheet.rows
        out.columns["month"] = pa.array([month.constant] * rows, pa.string())
        out.columns["day"] = pa.array([""] * rows, pa.string())
        if month.constant:
            said = {"month": month.constant, "count": rows}
            work.tell(Problem("month_of_all", said, out.sheet.name))
        return
    cells = work.with_meanings(out.sheet.columns[month.column], month.values, month.column)
    cells = _months_of_periods(work, month, cells)
    read, days, said_days = read_month_column(work.name, month.column, cells, month)
    filled = pc.not_equal(cells, "").to_numpy(zero_copy_only=False)
    examples = work.examples(filled, out.sheet.columns[month.column], read.cells)
    if said_days.lacks_year:
        work.ask(year_question(work.name, work.file, month.column, None, examples))
    if said_days.lacks_order:
        texts = (text for text in cells.unique().to_pylist() if text)
        value = next((t for t in texts if not _is_month(said_days.read.get(t))), "")
        work.ask(order_question(work.name, work.file, month.column, value, examples))
    work.take(read, MONTH, month.column, cells)
    out.columns["month"] = read.cells
    out.columns["day"] = days


def _months_of_periods(work: TableWork, month: Dates, cells: pa.StringArray) -> pa.StringArray:
    """Cells with weeks, quarters and numbered periods as months; which these are is asked. While
    it is open they are blank."""
    texts = [str(text) for text in cells.unique().to_pylist() if text]
    periods = periods_of([text for text in texts if read_day(text) is None])
    if not periods:
        return cells
    [kind] = {period.kind for period in periods.values()}
    where = work.kept_with(cells, list(periods))
    examples = work.examples(where, cells)
    if not is_reading(kind, month.reading):
        offers = {one: months_of_periods(periods, one, month.year) for one in READINGS[kind]}
        if kind is PeriodKind.PAIR:
            offers = {one: of for one, of in offers.items() if all(of.values())} or offers
        text = examples[0].cell if examples else next(iter(periods))
        problem = work.problem("month_of_period", {}, month.column, where, text)
        work.ask(period_question(work.name, problem, kind.value, offers, examples))
    elif month.year is None and lack_year(periods):
        work.ask(year_question(work.name, work.file, month.column, None, examples))
    else:
        said = months_of_periods(periods, month.reading, month.year)
        return replaced(cells, {text: one or text for text, one in said.items()})
    return replaced(cells, dict.fromkeys(periods, ""))


def _is_month(day: Day | None) -> bool:
    return day is not None and day.number is not None


# -- rows that do not say either ----------------------------------------------------------------


def _hold_no_blank(work: TableWork) -> None:
    """Asks about rows that do not say whose or when they are."""
    sheet, keys = work.out.sheet, work.keys
    month = keys.month.column if keys.month else ""
    for heading in filter(None, (keys.employee, month)):
        cells = sheet.columns[heading]
        if heading == keys.employee and keys.or_by:
            cells = work.out.columns["employee"]
        blank = pc.equal(cells, "").to_numpy(zero_copy_only=False) & work.out.kept
        if not blank.any():
            continue
        problem = work.problem("key_blank", {"count": int(blank.sum())}, heading, blank)
        if keys.blank == LEAVE_OUT:
            work.tell(replace(problem, key="key_blank_left_out"))
            work.drop(blank)
        else:
            work.ask(_blank_question(work, heading, blank, problem))


def _blank_question(work: TableWork, heading: str, blank: Flags, problem: Problem) -> Question:
    keys, name, count = work.keys, work.name, int(blank.sum())
    is_sparse = heading in work.tables[name].sparse_columns
    down = Choice(Answer(Way.FILL_DOWN, table=name), phrase("fill_down"), 0.8 * is_sparse)
    leave = Choice(Answer(Way.LEAVE_OUT, table=name), phrase("leave_rows", count=count))
    choices = (down, leave) if is_sparse else (leave,) if blank[0] else (leave, down)
    other = "" if keys.or_by or heading != keys.employee else _other_id(work, blank)
    if other:
        answer = Answer(Way.COLUMN, table=name, column=other)
        choices = (Choice(answer, phrase("ids_by", column=other), 0.7), *choices)
    about = EMPLOYEE if heading == keys.employee else MONTH
    return Question(
        *(Kind.BLANK, problem, about, name, (heading,), "", count),
        choices=choices,
        ways=(Way.FILL_DOWN, Way.LEAVE_OUT),
    )


def _other_id(work: TableWork, blank: Flags) -> str:
    """The column of another id that tells whose most of some rows are, or ""."""
    best = ("", 0)
    for heading, cells in work.out.sheet.columns.items():
        if heading == work.keys.employee or heading.startswith("("):
            continue
        here = cells.filter(pa.array(blank))
        there = cells.filter(pa.array(~blank & work.out.kept))
        here = here.filter(pc.not_equal(here, ""))
        if len(here) < 0.5 * blank.sum() or len(cells.unique()) < 0.02 * len(cells):
            continue
        both = int(pc.sum(pc.is_in(here, there.unique())).as_py() or 0)
        if both > max(best[1], 0.5 * len(here)):
            best = (heading, both)
    return best[0]
