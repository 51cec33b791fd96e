"""What is known of all people before any is paid, put together from what is found of each part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from engine.facts import Facts
from engine.large_runs import DrawnPeople, KnownPeople, known_people_of, running_in_parts
from engine.text import MOST_PROBLEMS, Problem, Refused
from engine.workforce import BLOCK, simulate

PLAN = "service-seller"


@pytest.fixture(scope="module")
def few() -> Facts:
    return simulate(PLAN, 3, 5, 2, "2026-01")


@dataclass
class _Given:
    """Parts that are known already; a part is its place. Those in `asked` were looked at."""

    each: Sequence[Facts | Problem]
    asked: list[int] = field(default_factory=list)

    @property
    def parts(self) -> Sequence[range]:
        return [range(i, i + 1) for i in range(len(self.each))]

    @property
    def told(self) -> tuple[Problem, ...]:
        return ()

    def facts(self, part: range) -> Facts:
        self.asked.append(part.start)
        one = self.each[part.start]
        if isinstance(one, Problem):
            raise Refused([one])
        return one


def test_months_that_lie_years_apart_are_refused(few: Facts) -> None:
    """Thirty-five months from one row to the next are one calendar, thirty-six are not."""
    last = few.first + few.months - 1
    near = known_people_of(_Given([few, replace(few, first=last + 35)]))
    assert (near.first, near.months) == (few.first, 2 + 34 + 2)
    with pytest.raises(Refused) as refused:
        known_people_of(_Given([replace(few, first=last + 36), few]))
    (problem,) = refused.value.problems
    assert problem.key == "large_run_calendar"
    assert problem.values == {"first": "2026-02", "last": "2029-02"}


def test_warnings_of_parts_are_one_with_the_first_place_and_all_counts(few: Facts) -> None:
    def odd(column: str, line: int, **values: object) -> Problem:
        return Problem("column_scale", values, "f", line, column)

    one = replace(few, warnings=(odd("sales", 2, count=3), odd("quota", 5)))
    other = replace(few, warnings=(odd("sales", 9, count=4), odd("quota", 8), odd("csat", 9)))
    known = known_people_of(_Given([one, other]))
    assert known.warnings == (odd("sales", 2, count=7), odd("quota", 5), odd("csat", 9))


def test_a_column_has_the_most_decimals_of_any_part_and_none_where_one_has_none(
    few: Facts,
) -> None:
    def with_sales(step: float) -> Facts:
        sales = np.where(few.present, step, 0.0)
        return replace(few, numbers={**few.numbers, "sales": sales})

    parts = {step: with_sales(step) for step in (1.0, 0.25, 0.5, 1 / 3)}
    assert [facts.decimals("sales") for facts in parts.values()] == [0, 2, 1, None]
    for steps, decimals in (((1.0, 0.25, 0.5), 2), ((0.25, 1 / 3, 0.5), None), ((1.0,), 0)):
        known = known_people_of(_Given([parts[step] for step in steps]))
        assert known.decimals["sales"] == decimals


def test_parts_are_looked_at_until_there_are_problems_enough(few: Facts) -> None:
    lines = range(MOST_PROBLEMS + 5)
    wrong = [Problem("projection_trials", {}, "f", line, "trials", "2") for line in lines]
    people = _Given([few, *wrong])
    with pytest.raises(Refused) as refused:
        known_people_of(people)
    assert people.asked == list(range(MOST_PROBLEMS + 1))
    assert refused.value.problems[0] == wrong[0]


@pytest.mark.parametrize(
    ("employees", "rows", "parts"),
    [
        (1, 1, [range(1)]),
        (BLOCK, 1, [range(1)]),
        (BLOCK + 1, 1, [range(1), range(1, 2)]),
        (3 * BLOCK, 2 * 3 * BLOCK, [range(2), range(2, 3)]),
        (3 * BLOCK, 2 * 3 * BLOCK - 1, [range(1), range(1, 2), range(2, 3)]),
        (4 * BLOCK, 2 * 3 * BLOCK, [range(2), range(2, 4)]),
    ],
)
def test_drawn_people_come_in_as_many_blocks_as_there_are_rows_for(
    employees: int, rows: int, parts: list[range]
) -> None:
    assert list(DrawnPeople(PLAN, 7, employees, 3, "2026-01", rows=rows).parts) == parts


def test_a_part_has_the_calendar_and_the_decimals_of_all(few: Facts) -> None:
    known = KnownPeople(few.first - 1, 5, {"quota": 3, "sales": None}, (), (), ())
    of_all = running_in_parts._on_their_calendar(few, known, range(1))
    assert (of_all.first, of_all.months) == (few.first - 1, 5)
    assert few.decimals("quota") != 3
    assert (of_all.decimals("quota"), of_all.decimals("sales")) == (3, None)
