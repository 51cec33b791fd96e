"""Several questions worked out side by side: as each of them alone, and drawn once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.companies import Company, load_company
from engine.facts import Facts
from engine.payroll import PayrollSettings
from engine.projection import Assumptions, Question, costs, question_of, run
from engine.text import Refused
from engine.workforce import Future
from tests.two_units import two_units

LED = """
  leaders:
    plan: service-seller
    people: {workforce: service-seller-leaders}
    headcount: 6
management:
  - unit: leaders
    manages: [sellers]
    by: team
    fills:
      sales: {of: sales, how: sum}
      quota: {of: quota, how: sum}
      csat: {of: csat, how: mean}
      complaint_rate: {of: complaint_rate, how: mean}
moves:
  - {from: sellers, to: service, share: 0.1}
"""
REVIEW = {"review_month": "2026-03", "review_budget": 0.06}


def _with_base(company: Company, unit: str, more: float) -> Company:
    known = company.units[unit].plan.parameters["base_by_grade"].json
    return company.set(unit, "base_by_grade", {k: v + more for k, v in known.items()})


def _asked(company: Company, assumed: dict[str, Any], base: str | None) -> list[Question]:
    """As it is, sellers paid more, their leaders paid more, and both with another review."""
    payroll = None if base is None else PayrollSettings("beijing", base=base)
    assumptions = Assumptions(assumed)
    variants = [
        company,
        _with_base(company, "sellers", 700),
        _with_base(company, "leaders", 900),
        _with_base(_with_base(company, "sellers", 100), "leaders", 200),
    ]
    found = [question_of(one, assumptions, months=6, seed=4, payroll=payroll) for one in variants]
    if assumed:
        other = assumptions.with_value("review_budget", 0.01)
        found.append(replace(found[3], assumptions=other))
    return found


@pytest.mark.parametrize("base", [None, "this_year", "month", "last_year"])
@pytest.mark.parametrize("assumed", [{}, REVIEW], ids=["no review", "a review"])
def test_side_by_side_as_alone(tmp_path: Path, assumed: dict[str, Any], base: str | None) -> None:
    questions = _asked(load_company(two_units(tmp_path, LED)), assumed, base)
    together = costs(questions, range(2, 6))
    totals = set()
    for question, found in zip(questions, together, strict=True):
        alone = run(question, range(2, 6))
        assert found.by_line.keys() == alone.by_line.keys()
        for line, amounts in alone.by_line.items():
            assert found.by_line[line].tolist() == amounts.tolist()
        assert found.numbers.tolist() == [2, 3, 4, 5]
        assert found.headcount["sellers"].tolist() == alone.headcount["sellers"].tolist()
        totals.add(tuple(found.total.tolist()))
    assert len(totals) == len(questions)


def test_people_are_drawn_once_for_all_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draws: list[tuple[int, ...]] = []

    def counted(
        future: Future, common: NDArray[np.float64], own: Sequence[int], draw: Any = Future.draw
    ) -> Facts:
        draws.append(tuple(own))
        return draw(future, common, own)  # type: ignore[no-any-return]

    questions = _asked(load_company(two_units(tmp_path, LED)), {}, None)
    monkeypatch.setattr(Future, "draw", counted)
    costs(questions, range(4))
    assert len(draws) == len(set(draws)) == 3 * 4


def test_questions_of_other_seeds_meet_other_people(tmp_path: Path) -> None:
    question = question_of(load_company(two_units(tmp_path)), months=3)
    other = replace(question, seed=question.seed + 1)
    one, two = costs([question, other], range(2))
    assert one.total.tolist() == run(question, range(2)).total.tolist()
    assert two.total.tolist() == run(other, range(2)).total.tolist() != one.total.tolist()


def test_all_that_does_not_fit_is_told_once(tmp_path: Path) -> None:
    question = question_of(load_company(two_units(tmp_path)), months=0)
    with pytest.raises(Refused) as refused:
        costs([question, replace(question, seed=9)], range(2))
    assert [problem.key for problem in refused.value.problems] == ["assumption_bounds"]
    with pytest.raises(ValueError, match="whole pairs"):
        costs([replace(question, months=1)], range(1, 3))
