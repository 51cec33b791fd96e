"""A year shifted: what is scaled to the last unit, who is there again, who is away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import Facts, Plan, Refused, evaluate, read_facts
from engine.backtesting import driving, shifted
from engine.facts import facts_table
from engine.plan import CurveAxis
from engine.reports import TABLE_WRITERS
from tests.small_plan import small_plan

COLUMNS: dict[str, Any] = {
    "sales": {"kind": "money"},
    "quota": {"kind": "money", "above": 0},
    "orders": {"kind": "count"},
    "csat": {"kind": "share", "range": [0, 1]},
    "grade": {"kind": "category", "values": ["junior", "senior", "principal"]},
    "manager_id": {"kind": "person"},
}
LINES = {"bonus": "100 * ratio(sales, quota) + 2 * orders + 10 * csat"}
SHEET = """employee_id,month,sales,quota,orders,csat,grade,manager_id,paid
ann,2026-01,1000.05,1000,1,0.9,senior,,1
ann,2026-02,0,1000,1,0.95,senior,,1
bob,2026-01,333.33,500,3,0.5,junior,ann,1
bob,2026-02,-10.05,500,4,0.8,junior,ann,1
cas,2026-02,1,500,1,1,junior,bob,1
dan,2026-02,7,500,0,0,junior,bob,1
"""


@pytest.fixture
def plan() -> Plan:
    return small_plan(LINES, {}, COLUMNS)


@pytest.fixture
def facts(plan: Plan, tmp_path: Path) -> Facts:
    file = tmp_path / "facts.csv"
    file.write_text(SHEET, encoding="utf-8")
    return read_facts(file, plan)


def cells(facts: Facts, name: str) -> list[float]:
    """A column, person by person."""
    return [float(x) for x in facts.numbers[name].T[facts.present.T]]


def test_the_year_as_it_was_is_the_very_same(plan: Plan, facts: Facts) -> None:
    same = shifted(facts, plan, attainment=0, mix={"grade": {"senior": 0.25}}, vacancies=0)
    assert same.facts is facts and same.changes == ()


def test_amounts_are_scaled_to_the_fen_and_counts_stay_whole(plan: Plan, facts: Facts) -> None:
    found = shifted(facts, plan, attainment=0.1, measures=["sales", "orders"])
    # 1100.055 and −11.055 are rounded half away from zero.
    assert cells(found.facts, "sales") == [1100.06, 0, 366.66, -11.06, 1.1, 7.7]
    # Orders add up to 1, 2, 5, 9, 10, 10; a tenth more is 1.1, 2.2, 5.5, 9.9, 11, 11.
    assert cells(found.facts, "orders") == [1, 1, 4, 4, 1, 0]
    assert cells(found.facts, "quota") == cells(facts, "quota")
    said = [text["en"] for text in found.told]
    assert "Label changed by +10\u00a0% for everybody" in said[0]
    assert "10 → 11 altogether (+10\u00a0%)" in said[1]
    assert "stays as it was (Label)" in said[2]  # the satisfaction
    assert found.facts.assumptions == found.changes


def test_further_columns_stay_but_for_what_was_paid(plan: Plan, facts: Facts) -> None:
    days = np.where(facts.present, 20.0, np.nan)
    further = {"days": days, "2025实发数": days, "名称": days, "bonus": days}
    year = replace(facts, further={**facts.further, **further})
    found = shifted(year, plan, attainment=0.1, vacancies=0.5).facts
    assert set(found.further) == {"days"}  # 名称 and bonus are what the line is called
    assert (np.isfinite(found.further["days"]) == found.present).all()


def test_shares_stop_at_their_bounds_and_it_is_told(plan: Plan, facts: Facts) -> None:
    found = shifted(facts, plan, attainment=0.2, measures=["csat"])
    assert cells(found.facts, "csat") == [1, 1, 0.6, 0.96, 1, 0]
    assert "3 values of Label (of 6) were held" in found.told[1]["en"]
    assert "个停在该列的上下限" in found.told[1]["zh"]
    less = shifted(facts, plan, attainment=-0.2, measures=["csat"])
    assert cells(less.facts, "csat") == [0.72, 0.76, 0.4, 0.64, 0.8, 0]


def test_what_must_be_above_a_figure_stays_above_it(facts: Facts, tmp_path: Path) -> None:
    plan = small_plan({"bonus": "quota"}, {}, COLUMNS)
    file = tmp_path / "small.csv"
    file.write_text(SHEET.replace("333.33,500,", "333.33,0.01,"), encoding="utf-8")
    found = shifted(read_facts(file, plan), plan, attainment=-0.5, measures=["quota"])
    # Half of 0.01 is rounded to 0.01 again; two thirds off would be 0.
    assert cells(found.facts, "quota") == [500, 500, 0.01, 250, 250, 250]


def test_pay_follows_the_shift_exactly(plan: Plan, facts: Facts) -> None:
    found = shifted(facts, plan, attainment=-0.2, measures=["sales"])
    # Ann, January: 100 × 800.04 / 1000 + 2 + 9.
    assert evaluate(plan, found.facts).amounts("bonus")[0, 0] == 9100


@pytest.mark.parametrize(
    ("curve", "names"),
    [
        (None, ("sales", "orders")),
        ({"move": "sales", "against": "quota"}, ("sales",)),
        ({"move": "sales", "rising_from": "quota"}, ()),
        ({"move": "quota"}, ()),  # a goal, and no result
    ],
)
def test_the_plan_proposes_what_is_scaled(
    plan: Plan, facts: Facts, curve: dict[str, str] | None, names: tuple[str, ...]
) -> None:
    label = {"en": "x", "zh": "x"}
    axis = None if curve is None else CurveAxis(label=label, start=0, stop=2, **curve)  # type: ignore[arg-type]
    proposing = replace(plan, curve=axis)
    assert driving(proposing) == names
    if not names:
        with pytest.raises(Refused, match="does not say what attainment"):
            shifted(facts, proposing, attainment=0.1)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"attainment": 0.51}, "shift_size"),
        ({"attainment": 0.00001}, "shift_size"),
        ({"attainment": 0.1, "measures": ["grade"]}, "shift_measure"),
        ({"vacancies": 0.6}, "shift_vacancies"),
        ({"vacancies": -0.1}, "shift_vacancies"),
        ({"mix": {"level": {"senior": 0.5}}}, "mix_column"),
        ({"mix": {"grade": {"boss": 0.5}}}, "mix_value"),
        ({"mix": {"grade": {"principal": 0.5}}}, "mix_nobody"),
        ({"mix": {"grade": {"senior": 0.7, "junior": 0.7}}}, "mix_shares"),
        ({"mix": {"grade": {"senior": 0.2, "junior": 0.2}}}, "mix_shares"),
    ],
)
def test_a_shift_that_cannot_be_is_refused(
    plan: Plan, facts: Facts, asked: dict[str, Any], key: str
) -> None:
    with pytest.raises(Refused) as refused:
        shifted(facts, plan, **asked)
    assert [problem.key for problem in refused.value.problems] == [key]


def test_a_shift_too_far_is_said_in_per_cent(plan: Plan, facts: Facts) -> None:
    with pytest.raises(Refused, match="shifted by 51\u00a0%"):
        shifted(facts, plan, attainment=0.51)
    with pytest.raises(Refused, match="60\u00a0% of person-months cannot be vacant"):
        shifted(facts, plan, vacancies=0.6)


def test_another_mix_has_whole_people_again(plan: Plan, facts: Facts) -> None:
    found = shifted(facts, plan, mix={"grade": {"senior": 0.5}}, seed=4)
    # Of four people two are seniors now: Ann twice, and two of the three juniors.
    people = found.facts
    assert people.size == 4 and list(people.employees) == sorted(people.employees)
    assert {"ann", "ann~2"} < set(people.employees)
    again, ann = people.position["ann~2"], people.position["ann"]
    for name, numbers in people.numbers.items():
        assert np.array_equal(numbers[:, again], numbers[:, ann]), name
    assert np.array_equal(people.present[:, again], people.present[:, ann])
    bob = people.position.get("bob")
    if bob is not None:
        assert people.employees[people.people["manager_id"][0, bob]] == "ann"
    assert "50\u00a0% rather than 25\u00a0%, 1 person changed" in found.told[0]["en"]
    repeated = shifted(facts, plan, mix={"grade": {"senior": 0.5}}, seed=4)
    assert repeated.facts.key == people.key


def test_lost_superiors_are_told(plan: Plan, facts: Facts) -> None:
    found = shifted(facts, plan, mix={"grade": {"senior": 0}})
    # Without Ann, Bob's two months have no superior; one of the juniors stands there again.
    assert found.facts.size == 4 and "ann" not in found.facts.position
    assert "2 person-months" in found.told[1]["en"]


def test_vacant_months_are_whole_spells(plan: Plan, facts: Facts) -> None:
    half = shifted(facts, plan, vacancies=0.5, spell=1, seed=2)
    # Half of six person-months, one from three people each.
    assert half.facts.person_months == 3
    assert (
        "3 of 6 person-months (50\u00a0%) are vacant, in spells (number: 3," in half.told[0]["en"]
    )
    for name, numbers in half.facts.numbers.items():
        assert not numbers[~half.facts.present].any(), name
    there = half.facts.present.any(axis=0)
    assert there.all()
    before = {
        (m, e): facts.numbers["sales"][m, facts.position[e]]
        for m in (0, 1)
        for e in facts.employees
    }
    for month, person in np.argwhere(half.facts.present):
        employee = half.facts.employees[person]
        assert half.facts.numbers["sales"][month, person] == before[int(month), employee]
    assert shifted(facts, plan, vacancies=0.5, spell=1, seed=2).facts.key == half.facts.key


def test_what_was_changed_stays_with_a_file(plan: Plan, facts: Facts, tmp_path: Path) -> None:
    found = shifted(
        facts,
        plan,
        attainment=0.1,
        measures=["csat"],
        vacancies=0.2,
        mix={"grade": {"senior": 0.5}},
    )
    file = tmp_path / "shifted.parquet"
    file.write_bytes(TABLE_WRITERS[".parquet"](facts_table(found.facts)))
    kept = read_facts(file, plan)
    assert [p.sentence("zh") for p in kept.assumptions] == [t["zh"] for t in found.told]
    assert kept.key == found.facts.key


def test_less_of_what_lowers_pay_is_not_proposed(facts: Facts) -> None:
    lines = {"bonus": "100 - 2 * orders + 0 * sales"}
    curve = CurveAxis("orders", {"en": "x", "zh": "x"}, 0, 20)
    plan = replace(small_plan(lines, {}, COLUMNS), curve=curve)
    assert driving(plan, facts) == ()
    with pytest.raises(Refused, match="does not say what attainment"):
        shifted(facts, plan, attainment=0.1)
    asked = shifted(facts, plan, attainment=0.1, measures=["orders"])
    assert cells(asked.facts, "orders") == [1, 1, 4, 4, 1, 0]
