"""Two units on a few rows each, compared with every figure worked by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine import Refused, Scenario, load_plan, load_policy, read_facts
from engine.companies import (
    Company,
    CompanyFacts,
    Fill,
    Management,
    Unit,
    company_facts,
    company_of,
    evaluate_company,
)
from engine.comparison import (
    UNIT,
    Compared,
    compare_companies,
    compared_curves,
    compared_person,
    explain_difference,
    split_difference,
)
from engine.scenario import Personas
from tests.small_plan import load, plan_of, small_plan

SELLING: dict[str, dict[str, Any]] = {
    "sales": {"kind": "money"},
    "quota": {"kind": "money"},
    "grade": {"kind": "category", "values": ["junior", "senior"]},
}
LEADING: dict[str, dict[str, Any]] = {"sales": {"kind": "money"}}
FIGURES: dict[str, Any] = {
    "base": {"table": {"junior": 100, "senior": 200}, "by": "grade", "unit": "CNY/month"},
    "rate": {"value": 0.1, "min": 0, "max": 1, "step": 0.01, "unit": "share"},
}
ONE_BY_ONE = load_policy().with_values({"smallest_group": 1})
SHEET = """employee_id,month,sales,quota,grade
ann,2026-01,1000,1000,junior
ann,2026-02,3000,1000,senior
bob,2026-01,500,1000,junior
cas,2026-02,0,1000,junior
"""
LEADERS = """employee_id,month,sales
zoe,2026-01,0
zoe,2026-02,0
"""


def company(folder: Path) -> tuple[Company, CompanyFacts]:
    """Three sellers, and a leader who gets 2 % of what they sell."""
    selling = small_plan({"pay": "base[grade]", "bonus": "rate * sales"}, FIGURES, SELLING)
    leading = small_plan({"override": "0.02 * sales"}, {}, LEADING)
    (folder / "sellers.csv").write_text(SHEET, encoding="utf-8")
    (folder / "leaders.csv").write_text(LEADERS, encoding="utf-8")
    sellers = read_facts(folder / "sellers.csv", selling)
    leaders = read_facts(folder / "leaders.csv", leading)
    above = sellers.present.astype("int32") - 1
    title = {"en": "Company", "zh": "公司"}
    units = {
        "sellers": Unit("sellers", {"en": "Sellers", "zh": "销售"}, Scenario(selling)),
        "leaders": Unit("leaders", {"en": "Leaders", "zh": "主管"}, Scenario(leading)),
    }
    managed = Management("leaders", ("sellers",), "team", (Fill("sales", "bonus", "sum"),))
    base = replace(
        company_of(Scenario(selling)), title=title, units=units, management=(managed,), months=2
    )
    return base, CompanyFacts({"sellers": sellers, "leaders": leaders}, {"sellers": above})


def compared(folder: Path) -> Compared:
    base, facts = company(folder)
    variant = replace(base.set("sellers", "rate", 0.05), name="Half")
    raised = base.set("sellers", "base", {"junior": 110, "senior": 200})
    each = [evaluate_company(one, facts, amounts=False) for one in (base, variant, raised)]
    return compare_companies(each[0], each[1:], policy=ONE_BY_ONE)


def test_costs_are_sums_of_units_and_lines(tmp_path: Path) -> None:
    found = compared(tmp_path)
    # Bonuses at 10 %: 100, 300, 50, 0; base 100, 200, 100, 100. The leader gets 2 % of 450.
    assert found.baseline.total == 959.0
    assert [name["en"] for name in found.names] == ["Company", "Half", "Label"]
    # Half the bonuses, and half of what the leader gets.
    assert (found.difference(1), found.difference(2)) == (-229.5, 30.0)
    assert found.share(1) == pytest.approx(-229.5 / 959)
    assert [(row.unit, row.cost) for row in found.by_unit] == [
        ("sellers", (950.0, 725.0, 980.0)),
        ("leaders", (9.0, 4.5, 9.0)),
    ]
    assert [(row.line, row.is_variable, row.cost) for row in found.by_line] == [
        ("pay", False, (500.0, 500.0, 530.0)),
        ("bonus", True, (450.0, 225.0, 450.0)),
        ("override", True, (9.0, 4.5, 9.0)),
    ]
    assert found.edits(1, "en") == ["Sellers: Label: 10\xa0% → 5\xa0%"]


def test_figures_of_a_company(tmp_path: Path) -> None:
    figures = compared(tmp_path).figures[0]
    assert figures.by_month.tolist() == [353.0, 606.0]
    assert figures.person_months == 6
    assert figures.per_head == pytest.approx(959 / 6)
    assert figures.per_head_by_month.tolist() == [353 / 3, 606 / 3]
    # What the leader is told of the bonuses is no sales of its own.
    assert (figures.sold, figures.selling_cost) == (4500.0, 959.0)
    assert figures.per_yuan_sold == pytest.approx(959 / 4500)
    assert (figures.fixed_cost, figures.variable_cost) == (500.0, 459.0)
    assert figures.mix["sellers", "bonus"] == pytest.approx(450 / 959)
    # A month: ann (400 + 300) ÷ 2 = 350, bob 150, cas 100, zoe 4.50.
    assert figures.median == 125.0
    assert figures.deciles is not None
    assert figures.deciles[0] == pytest.approx(4.5 + 0.3 * 95.5)
    assert figures.deciles[8] == pytest.approx(150 + 0.7 * 200)
    # Σ i·x = 4.5 + 200 + 450 + 1400; ÷ (4 · 604.5) · 2 − 5 ÷ 4.
    assert figures.gini == pytest.approx(2 * 2054.5 / (4 * 604.5) - 1.25)
    assert figures.top_tenth == pytest.approx(0.4 * 350 / 604.5)
    assert figures.without_variable == 0.25
    assert figures.pay_for_results == {"sellers": None, "leaders": None}
    assert figures.beside is None


def test_winners_and_losers_over_all_units(tmp_path: Path) -> None:
    found = compared(tmp_path)
    people = found.people[1]
    assert people is not None
    assert people.employees == ("ann", "bob", "cas", "zoe")
    assert people.change_by_person.tolist() == [-200.0, -25.0, 0.0, -4.5]
    assert people.bands == {"lose_much": 3, "lose": 0, "same": 1, "gain": 0, "gain_much": 0}
    by_unit = people.by_group(UNIT)
    assert [(g.group, g.people, g.months, g.baseline, g.lose) for g in by_unit] == [
        ("sellers", 3, 4, 950.0, 2),
        ("leaders", 1, 2, 9.0, 1),
    ]
    # By the grade of the last month; the leader has none.
    by_grade = people.by_group("grade")
    assert [(g.group, g.people, g.baseline, g.variant) for g in by_grade] == [
        ("junior", 2, 250.0, 225.0),
        ("senior", 1, 700.0, 500.0),
    ]
    assert by_grade[0].change == pytest.approx(-0.1)
    assert [(t.people, t.baseline, t.lose) for t in people.tenths] == [
        (1, 4.5, 1),
        (1, 100.0, 0),
        (1, 150.0, 1),
        (1, 350.0, 1),
    ]


def test_what_a_manager_is_paid_on_belongs_to_the_change_below(tmp_path: Path) -> None:
    base, facts = company(tmp_path)
    found = explain_difference(base, base.set("sellers", "rate", 0.05), facts)
    (cause,) = found.causes
    assert cause.amount == -229.5
    assert cause.by_line == {("sellers", "bonus"): -225.0, ("leaders", "override"): -4.5}


def test_one_person_on_both_sides(tmp_path: Path) -> None:
    found = compared_person(compared(tmp_path), "ann")
    assert found.months == ("2026-01", "2026-02")
    assert [line.line for line in found.lines] == ["pay", "bonus"]
    assert found.by_month(0).tolist() == [200.0, 500.0]
    assert found.by_month(1).tolist() == [150.0, 350.0]
    assert (found.total(0), found.difference(1), found.difference(2)) == (700.0, -200.0, 10.0)
    with pytest.raises(KeyError):
        compared_person(compared(tmp_path), "nobody")


def test_other_people_are_not_compared_one_by_one(tmp_path: Path) -> None:
    base, facts = company(tmp_path)
    sellers = facts.units["sellers"]
    fewer = CompanyFacts({**facts.units, "sellers": sellers.take([0, 1])}, {})
    fewer.managers.update({"sellers": facts.managers["sellers"][:, :2]})  # type: ignore[attr-defined]
    more = sellers.with_numbers("sales", sellers.numbers["sales"] * 2)
    other = CompanyFacts({**facts.units, "sellers": more}, facts.managers)
    found = compare_companies(
        evaluate_company(base, facts),
        [evaluate_company(base, one) for one in (fewer, other, facts)],
    )
    assert [why and why["en"].split(",")[0] for why in found.why_not] == [
        None,
        "The people or the months they were there are not the same on both sides",
        "The people are the same on both sides",
        None,
    ]
    assert [people is None for people in found.people] == [True, True, True, False]


def test_single_plans_are_compared_whatever_they_are_called(tmp_path: Path) -> None:
    base, facts = company(tmp_path)
    plan = base.units["sellers"].plan
    other = replace(base.units["sellers"], id="other")
    one = company_of(Scenario(plan))
    two = replace(one, units={"other": other}).set("other", "rate", 0.2)
    first = evaluate_company(one, CompanyFacts({plan.id: facts.units["sellers"]}, {}))
    second = evaluate_company(two, CompanyFacts({"other": facts.units["sellers"]}, {}))
    found = compare_companies(first, [second])
    assert found.difference(1) == 450.0
    assert [row.cost for row in found.by_unit] == [(950.0, 1400.0)]
    assert found.people[1] is not None and found.people[1].gain == 2
    assert compared_curves(found, plan.id).curves == (None, None)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [("200 - 10 * errors", 1.0), ("10 * errors", 1.0), ("errors * errors - 30 * errors", -1.0)],
)
def test_what_is_the_better_result_the_curve_says(
    tmp_path: Path, formula: str, expected: float
) -> None:
    columns: dict[str, dict[str, Any]] = {"errors": {"kind": "count"}}
    # The last curve falls to 15 errors and rises up to 40: these twelve people are on its way down.
    label = {"en": "Errors", "zh": "差错"}
    axis = {"move": "errors", "from": 0, "to": 40, "label": label}
    plan = load({**plan_of({"bonus": formula}, {}, columns), "curve": axis})
    rows = [f"p{i:02d},2026-01,{i}" for i in range(12)]
    file = tmp_path / "errors.csv"
    file.write_text("\n".join(["employee_id,month,errors", *rows]), encoding="utf-8")
    facts = CompanyFacts({plan.id: read_facts(file, plan)}, {})
    payouts = evaluate_company(company_of(Scenario(plan)), facts)
    figures = compare_companies(payouts, []).figures[0]
    assert figures.pay_for_results[plan.id] == pytest.approx(expected)


def test_a_unit_that_only_one_side_has_is_due_to_people(tmp_path: Path) -> None:
    base, facts = company(tmp_path)
    smaller = replace(base, units={"sellers": base.units["sellers"]}, management=())
    smaller = replace(
        smaller, units={**smaller.units, "more": replace(base.units["leaders"], id="more")}
    )
    other = CompanyFacts({"sellers": facts.units["sellers"], "more": facts.units["leaders"]}, {})
    both = evaluate_company(base, facts), evaluate_company(smaller, other)
    found = split_difference(*both)
    # The leaders' 9 yuan go; the new unit is told of no bonuses and gets nothing.
    assert [(u.unit, u.plan, u.people, u.performance) for u in found.units] == [
        ("sellers", 0.0, 0.0, 0.0),
        ("leaders", 0.0, -9.0, 0.0),
        ("more", 0.0, 0.0, 0.0),
    ]
    assert found.difference == -9.0
    # The other way round the leaders are new, and their cost is due to people as well.
    back = split_difference(both[1], both[0])
    new = next(unit for unit in back.units if unit.unit == "leaders")
    assert (new.variant, new.plan, new.people, new.performance) == (9.0, 0.0, 9.0, 0.0)
    assert [text["en"].split(";")[0] for text in found.told] == [
        "Leaders: only the baseline has this unit",
        "Leaders: only the variant has this unit",
    ]
    assert compare_companies(both[0], both[1:]).edits(1, "en") == [
        "Leaders: only the baseline has this unit",
        "Leaders: a new unit, paid by “Label”",
    ]


def test_what_managers_are_paid_on_is_a_matter_of_the_plan(tmp_path: Path) -> None:
    base, facts = company(tmp_path)
    (managed,) = base.management
    other = replace(managed, fills=(Fill("sales", "pay", "sum"),))
    each = [evaluate_company(one, facts) for one in (base, replace(base, management=(other,)))]
    # 2 % of 450 yuan of bonuses, or of 500 yuan of base pay.
    found = split_difference(*each)
    assert (found.plan, found.people, found.performance) == (1.0, 0.0, 0.0)


def test_whoever_moves_is_one_person_of_the_unit_they_were_in_last(tmp_path: Path) -> None:
    base, facts = company(tmp_path)
    moved = LEADERS + "bob,2026-02,0\n"
    (tmp_path / "leaders.csv").write_text(moved, encoding="utf-8")
    leaders = read_facts(tmp_path / "leaders.csv", base.units["leaders"].plan)
    there = CompanyFacts({**facts.units, "leaders": leaders}, {})
    alone = replace(base, management=())
    each = [evaluate_company(one, there) for one in (alone, alone.set("sellers", "rate", 0.2))]
    people = compare_companies(each[0], each[1:]).people[1]
    assert people is not None
    assert people.employees == ("ann", "bob", "cas", "zoe")
    assert people.months.tolist() == [2, 2, 1, 2]
    assert people.change_by_person.tolist() == [400.0, 50.0, 0.0, 0.0]
    by_unit = {group.group: (group.people, group.gain) for group in people.by_group(UNIT)}
    assert by_unit == {"sellers": (2, 1), "leaders": (2, 1)}
    # It is when somebody was there that counts, and not the order of the units.
    turned = replace(alone, units=dict(reversed(alone.units.items())))
    each = [evaluate_company(one, there) for one in (turned, turned.set("sellers", "rate", 0.2))]
    people = compare_companies(each[0], each[1:]).people[1]
    assert people is not None
    assert {group.group: (group.people, group.gain) for group in people.by_group(UNIT)} == by_unit
    assert compared_person(compare_companies(each[0], each[1:]), "bob").difference(1) == 50.0


def test_other_months_are_refused(tmp_path: Path) -> None:
    base, facts = company(tmp_path)
    plan = base.units["sellers"].plan
    one = company_of(Scenario(plan))
    both = evaluate_company(one, CompanyFacts({plan.id: facts.units["sellers"]}, {}))
    (tmp_path / "bob.csv").write_text(
        "employee_id,month,sales,quota,grade\nbob,2026-01,500,1000,junior\n", encoding="utf-8"
    )
    single = read_facts(tmp_path / "bob.csv", plan)
    with pytest.raises(Refused, match="is about Jan 2026, the baseline about Jan–Feb 2026"):
        compare_companies(both, [evaluate_company(one, CompanyFacts({plan.id: single}, {}))])


def test_pay_of_small_groups_is_told_together(tmp_path: Path) -> None:
    column: dict[str, Any] = {"kind": "category", "values": ["north", "south", "east", "west"]}
    plan = small_plan(
        {"bonus": "rate * sales"}, {"rate": FIGURES["rate"]}, {**LEADING, "r": column}
    )
    # North 4 people with 1000 each, south 2 with 2000, east 1 with 4000, west 3 with 8000.
    regions = ["north"] * 4 + ["south"] * 2 + ["east"] + ["west"] * 3
    sold = {"north": 1000, "south": 2000, "east": 4000, "west": 8000}
    rows = [f"p{i},2026-01,{sold[region]},{region}" for i, region in enumerate(regions)]
    file = tmp_path / "people.csv"
    file.write_text("\n".join(["employee_id,month,sales,r", *rows]), encoding="utf-8")
    base = company_of(Scenario(plan))
    facts = CompanyFacts({plan.id: read_facts(file, plan)}, {})
    each = [evaluate_company(one, facts) for one in (base, base.set(plan.id, "rate", 0.2))]

    def found(fewest: int) -> Compared:
        policy = load_policy().with_values({"smallest_group": fewest})
        return compare_companies(each[0], each[1:], policy=policy)

    def groups(fewest: int) -> list[tuple[str, int, float, int]]:
        people = found(fewest).people[1]
        assert people is not None
        return [(g.group, g.people, g.baseline, g.merged) for g in people.by_group("r")]

    assert groups(1) == [
        ("north", 4, 400.0, 0),
        ("south", 2, 400.0, 0),
        ("east", 1, 400.0, 0),
        ("west", 3, 2400.0, 0),
    ]
    # East alone is too small; with south it is not, and what each of them is paid stays unknown.
    assert groups(2) == [("north", 4, 400.0, 0), ("west", 3, 2400.0, 0), ("", 3, 800.0, 2)]
    assert groups(4) == [("north", 4, 400.0, 0), ("", 6, 3200.0, 3)]
    # Of ten people there are three parts of three or more, and no two parts of six.
    sizes = {n: [t.people for t in p.tenths] for n in (1, 3, 6) if (p := found(n).people[1])}
    assert sizes == {1: [1] * 10, 3: [4, 3, 3], 6: []}
    assert found(10).small_units == () and [n for _, n in found(11).small_units] == [10]


def test_typical_people_may_be_told_one_by_one() -> None:
    plan = load_plan("service-seller")
    whole = company_of(Scenario(plan, people=Personas()))
    payouts = evaluate_company(whole, company_facts(whole))
    assert compare_companies(payouts, []).fewest == 1
