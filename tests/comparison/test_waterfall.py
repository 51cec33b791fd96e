"""What each change of a variant adds, worked by hand and for random changes of shipped plans."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from engine import Edit, Refused, Scenario, catalogue, load_plan, persona_facts, read_facts
from engine.companies import Company, CompanyFacts, company_of, evaluate_company
from engine.comparison import explain_difference
from engine.plan import Plan
from engine.yaml_files import Json
from tests.small_plan import load, plan_of, small_plan

COLUMNS: dict[str, dict[str, Any]] = {
    "sales": {"kind": "money"},
    "hours": {"kind": "number"},
}
FIGURES: dict[str, Any] = {
    "rate": {"value": 0.1, "min": 0, "max": 1, "step": 0.01, "unit": "share"},
    "factor": {"value": 1, "min": 0, "max": 10, "step": 0.1, "unit": "factor"},
    "wage": {"value": 20, "min": 0, "max": 100, "step": 1, "unit": "CNY/hour"},
}
SHEET = """employee_id,month,sales,hours
ann,2026-01,1000,10
bob,2026-01,501,0
"""


def company(plan: Plan, *edits: Edit) -> Company:
    return company_of(Scenario(plan, edits))


def facts_for(plan: Plan, folder: Path, sheet: str = SHEET) -> CompanyFacts:
    file = folder / "facts.csv"
    file.write_text(sheet, encoding="utf-8")
    return CompanyFacts({plan.id: read_facts(file, plan)}, {})


def usual_plan() -> Plan:
    return small_plan({"bonus": "rate * factor * sales", "pay": "wage * hours"}, FIGURES, COLUMNS)


def figure(name: str, value: Json) -> Edit:
    return Edit(("parameters", name, "value"), value)


def test_changes_that_multiply_share_what_they_bring_together(tmp_path: Path) -> None:
    plan = usual_plan()
    edits = figure("rate", 0.2), figure("factor", 3), figure("wage", 25)
    found = explain_difference(company(plan), company(plan, *edits), facts_for(plan, tmp_path))
    # Ann and Bob sold 1501: 150.10 before, 300.20 at the rate of 20 %, 450.30 with the factor 3,
    # 900.60 with both. The rate adds 150.10 first and 450.30 last, the factor 300.20 and 600.40.
    amounts = {cause.edits[0].at[1]: cause.amount for cause in found.causes}
    assert amounts == {"rate": 300.20, "factor": 450.30, "wage": 50.00}
    assert found.baseline == 350.10
    assert found.variant == 1150.60
    assert found.is_exact and found.orders == 0
    by_line = {line: a for cause in found.causes for line, a in cause.by_line.items()}
    assert by_line[plan.id, "pay"] == 50
    assert found.causes[1].sentences[0]["en"] == "Label: 10\xa0% → 20\xa0%"
    assert found.causes[1].sentences[0]["zh"]


def test_the_order_of_edits_changes_nothing(tmp_path: Path) -> None:
    plan = usual_plan()
    edits = [figure("rate", 0.25), figure("factor", 2.5), figure("wage", 21.5)]
    facts = facts_for(plan, tmp_path)
    first = explain_difference(company(plan), company(plan, *edits), facts)
    other = explain_difference(company(plan), company(plan, *reversed(edits)), facts)
    assert first == other


def test_a_line_comes_in_with_the_figure_that_it_reads(tmp_path: Path) -> None:
    plan = usual_plan()
    label = {"en": "Label", "zh": "名称"}
    edits = (
        Edit(("parameters", "prize"), {"label": label, "provenance": "source", "value": 5}),
        Edit(("lines", "award"), {"label": label, "pay": "prize + 0 * hours"}),
        figure("wage", 30),
        Edit(("title",), {"en": "Other", "zh": "其他"}),
    )
    found = explain_difference(company(plan), company(plan, *edits), facts_for(plan, tmp_path))
    assert [len(cause.edits) for cause in found.causes] == [2, 1]
    assert [cause.amount for cause in found.causes] == [10.0, 100.0]


def test_more_changes_of_one_line_than_fit_are_drawn(tmp_path: Path) -> None:
    names = [f"f{i}" for i in range(10)]
    figures = {name: FIGURES["factor"] for name in names}
    plan = small_plan({"bonus": " * ".join(["sales", *names])}, figures, COLUMNS)
    edits = [figure(name, 1.1) for name in names]
    facts = facts_for(plan, tmp_path)
    found = explain_difference(company(plan), company(plan, *edits), facts, pairs=30)
    # 1000 · 1.1¹⁰ = 2593.74 and 501 · 1.1¹⁰ = 1299.46; ten equal causes.
    assert not found.is_exact and found.orders == 60
    assert found.difference == round(2593.74 + 1299.46 - 1501, 2)
    assert round(sum(cause.amount for cause in found.causes), 2) == found.difference
    share = found.difference / 10
    for cause in found.causes:
        assert 0 < cause.error < 0.1 * share
        assert abs(cause.amount - share) < 4 * cause.error


def test_a_column_that_typical_people_bring_is_a_change_with_its_line(tmp_path: Path) -> None:
    def plan_with(columns: dict[str, dict[str, Any]], lines: dict[str, str], rate: float) -> Plan:
        typical = {name: 10 for name in columns}
        person = {"name": {"en": "Ann", "zh": "安"}, "story": {"en": "x", "zh": "x"}}
        figures = {"rate": {**FIGURES["rate"], "value": rate}}
        written = plan_of(lines, figures, columns)
        return load({**written, "personas": {"ann": {**person, "facts": typical}}})

    lines = {"bonus": "rate * sales"}
    before = plan_with(COLUMNS, lines, 0.1)
    columns = {**COLUMNS, "tips": {"kind": "money"}}
    after = plan_with(columns, {**lines, "tip_pay": "tips / 2"}, 0.2)
    sheet = "employee_id,month,sales,hours,tips\nann,2026-01,1000,0,30\n"
    facts = facts_for(after, tmp_path, sheet)
    found = explain_difference(company(before), company(after), facts)
    # The rate adds 100; half of 30 comes with the column, and with what typical people have in it.
    amounts = {cause.edits[0].at: cause.amount for cause in found.causes}
    assert amounts == {("facts", "tips"): 15.0, ("parameters", "rate", "value"): 100.0}


def test_who_is_paid_when_they_leave_is_a_change_too(tmp_path: Path) -> None:
    lines = {"bonus": {"pay": "rate * quarter_sum(sales)", "every": "quarter"}}
    plan = small_plan(lines, {"rate": FIGURES["rate"]}, COLUMNS)
    sheet = "employee_id,month,sales,hours\nann,2026-01,1000,0\nbob,2026-03,500,0\n"
    edits = Edit(("lines", "bonus", "leavers"), "settled"), figure("rate", 0.2)
    facts = facts_for(plan, tmp_path, sheet)
    found = explain_difference(company(plan), company(plan, *edits), facts)
    # Ann left: 0 before, 100 or 200 once settled; Bob gets 50 or 100.
    assert (found.baseline, found.variant) == (50.0, 300.0)
    assert {cause.edits[0].at[1]: cause.amount for cause in found.causes} == {
        "bonus": 150.0,
        "rate": 100.0,
    }


def test_whoever_listens_may_stop_it(tmp_path: Path) -> None:
    plan = usual_plan()
    heard: list[float] = []

    def stop(share: float) -> None:
        heard.append(share)
        if share > 0.4:
            raise KeyboardInterrupt

    variant = company(plan, figure("rate", 0.2), figure("factor", 3), figure("wage", 25))
    with pytest.raises(KeyboardInterrupt):
        explain_difference(company(plan), variant, facts_for(plan, tmp_path), progress=stop)
    assert heard == sorted(heard)
    assert heard[-1] < 1


def test_companies_with_other_units_have_nothing_to_explain(tmp_path: Path) -> None:
    plan = usual_plan()
    one = company(plan)
    two = Company(**{**one.__dict__, "units": {"a": one.units[plan.id], "b": one.units[plan.id]}})
    with pytest.raises(Refused, match="different units"):
        explain_difference(one, two, facts_for(plan, tmp_path))


@pytest.mark.parametrize("name", catalogue())
def test_contributions_add_up_for_random_changes_of_every_plan(name: str) -> None:
    plan = load_plan(name)
    facts = CompanyFacts({plan.id: persona_facts(plan)}, {})
    chosen = random.Random(name)
    edits = _random_edits(plan, chosen, 5)
    base, variant = company(plan), company(plan, *edits)
    found = explain_difference(base, variant, facts)
    before, after = (evaluate_company(one, facts).total for one in (base, variant))
    assert (found.baseline, found.variant) == (before, after)
    assert sum(round(cause.amount * 100) for cause in found.causes) == round(found.difference * 100)
    chosen.shuffle(edits)
    assert explain_difference(base, company(plan, *edits), facts).causes == found.causes


def _random_edits(plan: Plan, chosen: random.Random, most: int) -> list[Edit]:
    """Figures of a plan that are scaled a little, each alone and all together allowed."""
    edits: list[Edit] = []
    scenario = Scenario(plan)
    for name in chosen.sample(sorted(plan.parameters), len(plan.parameters)):
        parameter = plan.parameters[name]
        value = _scaled(parameter.json, chosen.choice([0.8, 0.9, 1.1, 1.25]))
        edit = Edit(("parameters", name, parameter.value.key), value)
        try:
            scenario = scenario.edited(edit)
            Scenario(plan).edited(edit)
        except Refused:
            continue
        edits.append(edit)
        if len(edits) == most:
            break
    return edits


def _scaled(value: Json, times: float) -> Json:
    match value:
        case bool():
            return value
        case int() | float():
            return round(value * times, 2)
        case dict():
            return {key: _scaled(entry, times) for key, entry in value.items()}
        case list() if value and isinstance(value[0], list):
            return [[*row[:-1], _scaled(row[-1], times)] for row in _rows(value)]
    return value


def _rows(value: Sequence[Any]) -> list[list[Any]]:
    return [list(row) for row in value]
