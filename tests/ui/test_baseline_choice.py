"""On what-if, figures held against a variant that was kept instead of the document."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

import engine
from engine.companies import (
    Company,
    company_facts,
    company_of,
    cost_to_employer,
    evaluate_company,
    load_company,
)
from engine.payroll import PayrollSettings
from engine.scenario import Scenario, Simulated
from engine.text import compact_money
from engine.workspace import Workspace, company_content, scenario_content
from pages.ui.kit import History
from pages.ui.session import SessionScenario, as_json, from_json, session_scenario
from pages.ui.what_if import of_all
from pages.ui.what_if.answers import ask
from tests.conftest import BROWSER_TESTS

pytestmark = pytest.mark.usefixtures("kept")
PLAN = engine.load_plan("key-account-manager")
PEOPLE = Simulated("key-account-manager", 3, 60, 12, "2026-01")
KEPT = Scenario(PLAN, people=PEOPLE, name="Kept").set("base_amount", 5_400)


def on_a_plan(amount: float) -> SessionScenario:
    first = session_scenario.first_scenario().open_plan(PLAN.id)
    return first.with_people(PEOPLE).set("base_amount", amount)


def total(scenario: Scenario) -> float:
    company = company_of(scenario)
    return evaluate_company(company, company_facts(company)).total


def page(present: SessionScenario) -> AppTest:
    app = AppTest.from_file(str(BROWSER_TESTS.parents[1] / "pages/what_if.py"))
    app.context = {"locale": "en-US"}
    app.session_state["store/scenario"] = History(present)
    app.session_state["baseline"] = True
    return app.run()


def said(app: AppTest) -> str:
    assert not app.exception
    return " ".join(one.proto.body for one in app.get("html")).replace("\xa0", " ")


def plain(yuan: float) -> str:
    return compact_money(yuan, "en").replace("\xa0", " ")


def present(app: AppTest) -> SessionScenario:
    found = app.session_state["store/scenario"].present
    assert isinstance(found, SessionScenario)
    return found


def test_a_kept_variant_is_chosen_as_the_baseline_and_stays_with_the_scenario() -> None:
    kept = Workspace().save(scenario_content(KEPT, "Kept")).version
    now = on_a_plan(6_600)
    app = page(now)
    gap = total(now.scenario) - total(now.scenario.reset("base_amount"))
    assert f"costs {plain(gap)} more" in said(app)
    assert app.radio[0].options == ["As documented", "Kept"]
    app.radio[0].set_value(kept.item).run()
    gap = total(now.scenario) - total(KEPT)
    assert f"costs {plain(gap)} more" in said(app)
    assert "against “Kept”" in said(app)
    assert app.radio[0].value == kept.item
    there = present(app)
    found = ask(there, None)
    assert (found.cost_before.total, found.cost_after.total) == (total(KEPT), total(now.scenario))
    assert found.changes == ["Standard base pay: ¥5,400 → ¥6,600 a month"]
    assert from_json(as_json(there)).scenario.baseline == there.scenario.baseline
    saved = Workspace().save(there.content("Now")).version
    assert there.kept_as(saved).is_kept
    assert not replace(there.with_baseline(None), version=saved.id).is_kept
    app.button(key="scenario.undo").click().run()
    assert present(app).scenario.baseline is None and app.radio[0].value == ""


def test_what_becomes_of_the_variant_changes_nothing() -> None:
    """It was kept anew at 5,000; the baseline has the figures of the day it was chosen."""
    saved = Workspace().save(scenario_content(KEPT, "Kept"))
    there = on_a_plan(5_400).with_baseline(company_of(KEPT))
    Workspace().save(
        scenario_content(KEPT.set("base_amount", 5_000), "Kept"),
        item=saved.version.item,
        based_on=saved.version.id,
    )
    app = page(there)
    assert app.radio[0].options == ["As documented", "Kept", "Kept, as it was"]
    assert "Key-account manager has the figures of “Kept”:" in said(app)


def test_a_variant_with_other_lines_is_no_baseline() -> None:
    other = replace(
        KEPT, edits=(*KEPT.edits, engine.Edit(("lines", "base_pay", "pay"), "base_amount + 1"))
    )
    Workspace().save(scenario_content(other, "Another line"))
    assert page(on_a_plan(6_600)).radio[0].options == ["As documented"]


@pytest.mark.parametrize("settings", [None, PayrollSettings(base="last_year")])
def test_of_a_company_every_unit_is_held_against_the_variant(
    settings: PayrollSettings | None,
) -> None:
    """Contributions that go by last year go by the document, whatever the baseline is."""
    whole = load_company("sales-company")
    units = {
        name: replace(unit, headcount=max((unit.headcount or 0) // 20, 2))
        for name, unit in whole.units.items()
    }
    company = replace(whole, units=units)
    kept = replace(company.set("sellers", "weight_sales", 0.5), name="Kept")
    saved = Workspace().save(company_content(kept, "Kept")).version
    there = session_scenario.first_scenario().open_company(company).set("weight_sales", 0.45)
    app = page(there.with_payroll(settings))
    app.radio[0].set_value(saved.item).run()
    found = ask(present(app), None)
    facts = company_facts(company)
    documented = evaluate_company(company, facts)

    def cost(one: Company) -> float:
        paid = evaluate_company(one, facts)
        if settings is None:
            return paid.total
        return cost_to_employer(paid, settings, before=documented).total

    shown = of_all(found)
    assert (shown.cost_before.total, shown.cost_after.total) == (cost(kept), cost(there.whole))
    assert found.is_changed and "against “Kept”" in said(app)
