"""Rows that may not count: of another currency, cancelled, or the same as others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.importing.asking import LIKELY, phrase
from engine.importing.questions import Answer, Choice, Example, Kind, Question, Way
from engine.importing.recipe import KEEP, LEAVE_OUT, ONCE, SUBTRACT, Rule
from engine.importing.row_states import OFF, State, states_of
from engine.importing.table_work import MOST_TEXTS, Flags, TableWork
from engine.sheets import EMPLOYEE
from engine.text import Problem

NOTHING = ("", "0")
"""Amounts that change no sum."""
ADDED = (Rule.SUM, Rule.COUNT, Rule.COUNT_OF_YES)
CURRENCY = re.compile(
    r"CNY|RMB|CNH|USD|EUR|GBP|HKD|JPY|KRW|TWD|SGD|AUD|CAD|CHF|INR|THB|VND|MYR|IDR|PHP|AED|BRL|MXN"
    r"|SEK|NOK|DKK|PLN|NZD|ZAR|MOP|RUB|人民币|美元|欧元|英镑|港币|港元|日元|新台币|[¥￥$€£]",
    re.IGNORECASE,
)

FOREIGN = r"(?i)(HK\$|US\$|\$|€|£|USD|EUR|GBP|HKD)"
"""What marks an amount as one of another currency than that of plans."""
BARE = r"^[-+(]?[0-9][0-9.,]*\)?$"
"""An amount that bears no currency."""


def hold_counting_rows(work: TableWork) -> None:
    """Asks about rows that may not count beside the others."""
    _hold_one_currency(work)
    _hold_states(work)
    _hold_once(work)


def _hold_one_currency(work: TableWork) -> None:
    """Asks whether amounts are in one currency, where a column beside them names several."""
    out, facts = work.out, work.plan.facts
    has_amounts = any(fact in facts and facts[fact].kind == "money" for fact in work.sources())
    if not has_amounts or work.keys.currencies == KEEP:
        return
    _hold_no_sign_apart(work)
    for heading in out.sheet.columns:
        texts = work.texts(heading)
        if not 1 < len(texts) <= MOST_TEXTS:
            continue
        if not all(CURRENCY.fullmatch(text.strip()) for text in texts):
            continue
        problem = Problem("currencies", {"texts": tuple(texts)}, out.sheet.name, column=heading)
        keep = Choice(Answer(Way.KEEP, table=work.name), phrase("one_currency"))
        of = (Kind.CURRENCY, problem, EMPLOYEE, work.name, (heading,))
        work.ask(Question(*of, choices=(keep,)))


def _hold_no_sign_apart(work: TableWork) -> None:
    """Asks whether amounts are in one currency, where a sign stands in some cells and none in
    others, as where it changed in the middle of a file."""
    facts, sheet = work.plan.facts, work.out.sheet
    for fact, source in work.sources().items():
        if fact not in facts or facts[fact].kind != "money":
            continue
        for heading in source.columns:
            cells = sheet.columns[heading]
            marked = _matching(cells, FOREIGN) & work.out.kept
            bare = _matching(cells, BARE) & work.out.kept & ~work.kept_with(cells, NOTHING)
            if not marked.any() or not bare.any():
                continue
            first = str(cells[int(marked.argmax())].as_py())
            sign = re.search(FOREIGN, first)
            said = {"count": int(marked.sum()), "sign": sign.group() if sign else first}
            problem = work.problem("currency_partly", said, heading, marked, first)
            keep = Choice(Answer(Way.KEEP, table=work.name), phrase("one_currency"))
            of = (Kind.CURRENCY, problem, EMPLOYEE, work.name, (heading,))
            work.ask(Question(*of, choices=(keep,)))


def _matching(cells: pa.StringArray, pattern: str) -> Flags:
    """Cells in which a pattern is found."""
    found = pc.match_substring_regex(cells, pattern)
    return np.asarray(found.to_numpy(zero_copy_only=False))


def _hold_states(work: TableWork) -> None:
    """Asks whether rows count of which a column says that they may not, and does what was decided:
    one column after another, of rows of which those before say nothing."""
    is_added, decided = _is_added(work), np.zeros(work.out.sheet.rows, dtype=np.bool_)
    for heading in work.out.sheet.columns:
        found = states_of(heading, work.texts(heading))
        is_version = State.ACTUAL in found.values()
        if not is_version and not is_added:  # a row a month: its state may be the employee's
            found = {text: of for text, of in found.items() if of in OFF}
        said, asked = work.keys.states.get(heading, {}), False
        for text, of in found.items():
            rows = work.kept_with(work.out.sheet.columns[heading], [text]) & ~decided
            if not rows.any():
                continue
            if text in said:
                _decide(work, heading, text, said[text], rows)
                decided |= rows
            elif (of is not State.DONE or is_version) and _matters(work, rows):
                work.ask(_state_question(work, heading, text, of, rows))
                asked = True
        if asked:
            return


def _matters(work: TableWork, rows: Flags) -> bool:
    """Whether anything would change if some rows did not count."""
    where = pa.array(rows)
    for fact, source in work.sources().items():
        if source.rule is not Rule.SUM:
            return True
        cells = work.out.columns[fact].filter(where)
        if not pc.all(pc.is_in(cells, pa.array(NOTHING))).as_py():
            return True
    return False


def _state_question(work: TableWork, heading: str, text: str, of: State, rows: Flags) -> Question:
    count, table = int(rows.sum()), work.name
    leave = Choice(Answer(Way.LEAVE_OUT, table=table), phrase("leave_rows", count=count), LIKELY)
    keep = Choice(Answer(Way.KEEP, table=table), phrase("count_rows_each", count=count))
    subtract = Choice(Answer(Way.SUBTRACT, table=table), phrase("subtract_rows", count=count))
    choices: tuple[Choice, ...]
    match of:
        case State.RETURNED if _is_negative(work, rows):
            choices, proposed = (replace(keep, confidence=LIKELY), leave), True
        case State.RETURNED:
            choices, proposed = (subtract, leave, keep), False
        case State.ACTUAL:
            choices, proposed = (replace(keep, confidence=LIKELY), leave), True
        case State.VOID | State.PLANNED:
            choices, proposed = (leave, keep), True
        case _:
            choices, proposed = (keep, leave), False
    key = "rows_planned" if of in (State.ACTUAL, State.PLANNED) else "rows_void"
    problem = work.problem(key, {"count": count}, heading, rows, text)
    return Question(
        *(Kind.VOID, problem, EMPLOYEE, table, (heading,), text, count),
        proposed=proposed,
        choices=choices,
        examples=_amounts(work, rows),
    )


def _amounts(work: TableWork, rows: Flags) -> tuple[Example, ...]:
    """The first amounts of some rows."""
    added = [f for f, source in work.sources().items() if source.rule is Rule.SUM]
    return work.examples(rows, work.out.columns[added[0]]) if added else ()


def _is_negative(work: TableWork, rows: Flags) -> bool:
    """Whether all amounts of some rows under one heading are below 0 already, but for those that
    are none."""
    added = [fact for fact, source in work.sources().items() if source.rule is Rule.SUM]
    for fact in added:
        cells = work.out.columns[fact].filter(pa.array(rows)).to_pylist()
        texts = [text for text in cells if text not in NOTHING]
        if texts and all(text.startswith("-") for text in texts):
            return True
    return False


def _decide(work: TableWork, heading: str, text: str, said: str, rows: Flags) -> None:
    """Leaves rows out, or takes what is added of them away."""
    told = {LEAVE_OUT: "rows_void_left_out", SUBTRACT: "rows_subtracted"}.get(said, "rows_counted")
    work.tell(work.problem(told, {"count": int(rows.sum())}, heading, rows, text))
    if said == LEAVE_OUT:
        work.drop(rows)
    elif said == SUBTRACT:
        for name, source in work.every_source().items():
            cells = work.out.columns.get(name)
            if cells is not None and source.rule is not None:
                less = _negated(cells) if source.rule is Rule.SUM else ""
                work.out.columns[name] = pc.if_else(pa.array(rows), less, cells)


def _negated(cells: pa.StringArray) -> pa.StringArray:
    """Amounts below 0, whatever sign they have."""
    minus = pc.binary_join_element_wise("-", pc.utf8_ltrim(cells, "-"), "")
    return pc.if_else(pc.is_in(cells, pa.array(NOTHING)), cells, minus)


def _hold_once(work: TableWork) -> None:
    """Asks about rows that are the same in every cell, where their amounts would be added."""
    out, keys = work.out, work.keys
    if keys.month is None or not out.sheet.rows:
        return
    twice = _repeated(out.sheet.columns.values(), out.sheet.rows) & out.kept
    count = int(twice.sum())
    if not count:
        return
    same = work.problem("rows_same", {"count": count}, "", twice)
    if keys.twice == ONCE:
        work.tell(replace(same, key="rows_same_once"))
        work.drop(twice)
    elif keys.twice == KEEP or not _is_added(work):
        out.notes.append(same)
    else:
        choices = (
            Choice(Answer(Way.ONCE, table=work.name), phrase("count_once", count=count)),
            Choice(Answer(Way.KEEP, table=work.name), phrase("count_each", count=count)),
        )
        problem = replace(same, key="rows_same_added")
        of = (Kind.TWICE, problem, EMPLOYEE, work.name, (), "", count)
        work.ask(Question(*of, choices=choices))


def _is_added(work: TableWork) -> bool:
    """Whether rows of a month are put together by adding, in any column."""
    return any(source.rule in ADDED for source in work.sources().values())


def _repeated(columns: Iterable[pa.StringArray], rows: int) -> Flags:
    """Rows that are the same in every cell as one above them."""
    mixed = np.zeros(rows, dtype=np.uint64)
    for column in columns:
        codes = column.dictionary_encode().indices.to_numpy().astype(np.uint64)
        mixed = (mixed ^ codes) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    first = np.unique(mixed, return_index=True)[1]
    repeated = np.ones(rows, dtype=np.bool_)
    repeated[first] = False
    return repeated
