"""Who is there in the months ahead: leavers, an exodus, temporary people and planned headcounts, by
worked numbers on a model in which nobody leaves of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from engine.companies import Company, load_company
from engine.evaluation import Payouts
from engine.facts import Facts
from engine.projection import Assumptions, Question, check, question_of, told
from engine.projection.preparing import prepared
from engine.projection.running import _elsewhere, facts_of_trial
from engine.workforce import Workforce, load_workforce

PEOPLE, FEWER = 120, "projection_fewer"


def steady(named: str) -> Workforce:
    """A model of which nobody leaves or is away, as many all year."""
    model = load_workforce(named)
    career = replace(
        model.career,
        leaving=(0.0,),
        headcount=(1.0,) * 12,
        growth=replace(model.career.growth, monthly=0.0, months=0.0),
        unpaid_leave=0.0,
    )
    return replace(model, career=career)


@pytest.fixture(scope="module")
def company() -> Company:
    whole = load_company("sales-company")
    service = replace(whole.units["service"], headcount=PEOPLE)
    return replace(whole, units={"service": service}, management=(), moves=())


def asked(company: Company, values: Mapping[str, object]) -> Question:
    return question_of(company, Assumptions.from_json(values), models=steady)


def there(company: Company, values: Mapping[str, object], trial: int = 0) -> np.ndarray:
    known = prepared(asked(company, values))
    point = np.zeros(len(known.mixing.names))
    return facts_of_trial(known, trial, point)["service"].present


def leavers(present: np.ndarray) -> list[int]:
    """How many have their last month in each row but the last."""
    last = present.shape[0] - 1 - np.argmax(present[::-1], axis=0)
    return np.bincount(last, minlength=present.shape[0])[:-1].tolist()


def test_a_yearly_attrition_holds_where_nobody_leaves_in_the_data(company: Company) -> None:
    assert sum(leavers(there(company, {}))) == 0
    # 30 % of 120 a year are 3 a month, after each of the eleven months but the last; all replaced
    present = there(company, {"attrition": 0.3})
    assert leavers(present) == [3] * 11
    assert present.sum(axis=1).tolist() == [PEOPLE] * 12
    assert sum(leavers(there(company, {"attrition": 0.3, "attrition_factor": 2}))) == 66
    assert sum(leavers(there(company, {"attrition": 0}))) == 0


def test_factors_on_nobody_are_told(company: Company) -> None:
    def keys(values: Mapping[str, object]) -> list[str]:
        question = asked(company, values)
        assert check(question) == []
        return [problem.key for problem in told(question)]

    for values in (
        {"attrition_factor": 3},
        {"exodus_factor": 5},
        {"attrition_season": [1.0] * 11 + [2.0]},
    ):
        assert keys(values) == ["projection_nobody_leaves"]
        assert keys({**values, "attrition": 0.3}) == []
    assert keys({}) == []


def test_people_who_leave_though_nobody_is_to_are_told_with_their_number(company: Company) -> None:
    def said(values: Mapping[str, object]) -> list[str]:
        return [p.sentence("en") for p in told(asked(company, values)) if p.key == FEWER]

    planned = {"units": {"service": {"headcount_plan": {"2026-03": 150, "2026-11": 90}}}}
    (sentence,) = said({"attrition": 0, **planned})  # from 150 to 90
    assert "falls by 60 people" in sentence
    assert sum(leavers(there(company, {"attrition": 0, **planned}))) == 60
    assert said({"attrition": 0}) == [] and said(planned) == []
    assert said({"attrition_factor": 0, **planned}) == [sentence]


def test_an_exodus_comes_in_its_month_and_a_season_in_its_own(company: Company) -> None:
    # 24 % a year of 120 are 2.4 a month; five times as many after February: 10 x 2.4 + 12 = 36
    found = leavers(there(company, {"attrition": 0.24, "exodus_factor": 5, "exodus_month": 2}))
    assert sum(found) == 36 and found[1] == 12
    assert all(2 <= each <= 3 for row, each in enumerate(found) if row != 1)
    # ten times as many after July and none otherwise: 24
    season = [0.0] * 6 + [10.0] + [0.0] * 5
    found = leavers(there(company, {"attrition": 0.24, "attrition_season": season}))
    assert found == [0] * 6 + [24] + [0] * 4


def test_people_are_there_as_planned_from_the_month_on(company: Company) -> None:
    planned = {"units": {"service": {"headcount_plan": {"2026-03": 150, "2026-11": 90}}}}
    assert there(company, planned).sum(axis=1).tolist() == [120] * 2 + [150] * 8 + [90] * 2
    # a fifth more in a year: 120 x 1.2 ** (row / 12)
    grown = there(company, {"headcount_growth": 0.2}).sum(axis=1).tolist()
    assert grown == [120, 122, 124, 126, 128, 129, 131, 133, 136, 138, 140, 142]


def test_temporary_people_are_there_for_their_months_and_no_longer(company: Company) -> None:
    some = [{"people": 40, "from": "2026-06", "to": "2026-06"}]
    some += [{"people": 25, "from": "2026-10", "to": "2026-12"}]
    present = there(company, {"units": {"service": {"temporary": some}}})
    assert present.sum(axis=1).tolist() == [120] * 5 + [160] + [120] * 3 + [145] * 3
    assert present[:, -65:-25].sum(axis=1).tolist() == [0] * 5 + [40] + [0] * 6


def test_whoever_went_over_stays_and_leaves_from_there_like_all_others() -> None:
    def of(rows: Mapping[str, range]) -> Payouts:
        present = np.array([[row in there for there in rows.values()] for row in range(6)])
        facts = Facts(2026 * 12, tuple(rows), present, {}, {})
        return cast(Payouts, SimpleNamespace(facts=facts))

    # Ann goes over in April and leaves after May; Bo leaves in February; Cy was there before.
    sellers = of({"ann": range(3), "bo": range(2), "cy": range(4, 6)})
    leaders = of({"ann": range(3, 5), "cy": range(4)})
    stay = _elsewhere({"sellers": sellers, "leaders": leaders})
    assert stay["sellers"].tolist() == [True, False, False]
    assert stay["leaders"].tolist() == [False, True]
