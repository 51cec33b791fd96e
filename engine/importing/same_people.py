"""Rows under one id or name that seem to be of two people."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.importing.asking import LIKELY, phrase
from engine.importing.heading_words import GENERAL, known_names, likeness
from engine.importing.profile import is_code
from engine.importing.questions import Answer, Choice, Kind, Question, Way
from engine.importing.recipe import KEEP
from engine.importing.table_grain import SEVERAL
from engine.importing.table_work import MOST_TEXTS, Flags, TableWork
from engine.sheets import EMPLOYEE, HIRED

LASTING = (HIRED, "birth_date", "employee_name", EMPLOYEE)
"""What stays the same of a person in every month; but who has an id may be hired again."""
PLACES = ("department", "team", "region", "position", "grade")
"""What a person has one of in a month, but for somebody who changes in its middle."""
TOLD = (*PLACES, *LASTING)
FEW = 0.2
"""Where more of the people had two, the column would be none of theirs."""
MOST_MONTHS = 100_000


def hold_one_person(work: TableWork) -> None:
    """Asks whether rows under one id are one person's, where a column says that two were hired, or
    that one was in two places in a month of which the others have one row."""
    people, columns = work.out.columns["employee"], work.out.sheet.columns
    for employee, headings in islice(_doubted(work, people).items(), MOST_TEXTS):
        rows, heading = work.kept_with(people, [employee]), headings[0]
        texts = columns[heading].filter(pa.array(rows)).unique().to_pylist()
        values = tuple(text for text in texts if text)
        said = {"employee": employee, "values": values, "column": heading}
        problem = work.problem("same_people", said, heading, rows)
        is_sure = any(_is(one, name) for one in headings for name in LASTING)
        apart = (
            Choice(
                Answer(Way.COLUMN, table=work.name, column=one),
                phrase("keep_apart", column=one),
                LIKELY if is_sure else 0.0,
            )
            for one in headings
        )
        kept = Choice(Answer(Way.KEEP, table=work.name), phrase("one_person"))
        of = (Kind.SAME, problem, EMPLOYEE, work.name, (heading,), employee, int(rows.sum()))
        examples = work.examples(rows, columns[heading])
        work.ask(Question(*of, choices=(*apart, kept), examples=examples))


def kept_apart(
    ids: pa.StringArray, columns: Mapping[str, pa.StringArray], apart: Mapping[str, str]
) -> pa.StringArray:
    """Ids of several people, each with the cell that tells these apart in brackets."""
    for employee, heading in apart.items():
        if heading != KEEP:
            cells = columns[heading]
            longer = pc.binary_join_element_wise(ids, " (", cells, ")", "")
            is_one = pc.and_(pc.equal(ids, employee), pc.not_equal(cells, ""))
            ids = pc.if_else(is_one, longer, ids)
    return ids


def _doubted(work: TableWork, people: pa.StringArray) -> dict[str, list[str]]:
    """People of whom columns say two things, with the headings of these."""
    doubted: dict[str, list[str]] = {}
    names = [str(name) for name in people.unique().to_pylist() if name]
    by_id = sum(map(is_code, names)) > len(names) / 2
    every = len(names)
    columns = work.out.sheet.columns
    headings = [h for h in columns if h != work.keys.employee and not h.startswith("(")]
    ranked = {heading: _place_of(heading) for heading in headings}
    for heading in sorted(headings, key=lambda one: ranked[one]):
        if ranked[heading] >= len(TOLD):
            break
        name = TOLD[ranked[heading]]
        if name in LASTING and not (by_id and name == HIRED):
            months = None
        elif "month" in work.out.columns:
            months = work.out.columns["month"]
        else:
            continue
        found = _with_several(people, months, columns[heading], work.out.kept)
        if len(found) <= max(1.0, FEW * every):
            for one in found:
                if one not in work.keys.apart:
                    doubted.setdefault(one, []).append(heading)
    return doubted


def _with_several(
    people: pa.StringArray, months: pa.StringArray | None, cells: pa.StringArray, kept: Flags
) -> list[str]:
    """The people who have several texts, or several in a month, unless rows below the month are
    usual."""
    filled = pc.and_(pc.not_equal(people, ""), pc.not_equal(cells, ""))
    rows = kept & filled.to_numpy(zero_copy_only=False)
    if not rows.any():
        return []
    names = people.filter(pa.array(rows)).dictionary_encode()
    who = names.indices.to_numpy().astype(np.int64)
    codes = who if months is None else who * MOST_MONTHS + _codes(months, rows)
    if (
        months is not None
        and float((np.unique(codes, return_counts=True)[1] > 1).mean()) >= SEVERAL
    ):
        return []
    texts = _codes(cells, rows)
    most = int(texts.max()) + 1
    code, count = np.unique(np.unique(codes * most + texts) // most, return_counts=True)
    several = who[np.isin(codes, code[count > 1])]
    return [str(names.dictionary[int(one)]) for one in dict.fromkeys(several.tolist())]


def _codes(cells: pa.StringArray, rows: Flags) -> NDArray[np.int64]:
    """A number for each different text of some rows."""
    found = cells.filter(pa.array(rows)).dictionary_encode().indices.to_numpy()
    return np.asarray(found, dtype=np.int64)


def _place_of(heading: str) -> int:
    """Which of what is told of people a heading names; their number where it names none."""
    names = (i for i, name in enumerate(TOLD) if _is(heading, name))
    return next(names, len(TOLD))


def _is(heading: str, name: str) -> bool:
    return likeness(heading, *known_names([name])) >= GENERAL
