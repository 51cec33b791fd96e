"""The compare page without a browser: scenarios side by side, what each change adds, everybody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

import engine
from engine.companies import company_of, load_company
from engine.scenario import FromFile, Scenario, Simulated
from engine.workspace import Workspace, scenario_content
from pages.ui.compare import compare_details
from pages.ui.compare.compare_answers import come_from
from pages.ui.compare.compared_scenarios import Chosen, with_baseline
from pages.ui.kit import History
from pages.ui.session import SessionScenario, session_scenario
from tests.conftest import BROWSER_TESTS

ROOT = BROWSER_TESTS.parents[1]
pytestmark = pytest.mark.usefixtures("kept")
PEOPLE = Simulated("key-account-manager", 3, 60, 12, "2026-01")


def on_a_plan(**figures: float) -> SessionScenario:
    here = session_scenario.first_scenario().open_plan("key-account-manager").with_people(PEOPLE)
    return here.set_all(figures)


def on_a_company() -> SessionScenario:
    whole = load_company("sales-company")
    small = {"sellers": 60, "seller_leaders": 6, "key_accounts": 10, "service": 20}
    units = {name: replace(u, headcount=small[name]) for name, u in whole.units.items()}
    company = replace(whole, units=units, budget=5_000_000.0)
    here = session_scenario.first_scenario().open_company(company, "key_accounts")
    return here.set("base_amount", 6_600)


def page(present: SessionScenario, locale: str = "en-US", **state: object) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "compare.py"), default_timeout=60)
    app.context = {"locale": locale}
    app.session_state["store/scenario"] = History(present)
    for key, value in state.items():
        app.session_state[key.replace("__", "/")] = value
    return app.run()


def shown(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(str(element.value) for element in app.get("html")).replace("\xa0", " ")


def total(scenario: Scenario) -> float:
    company = company_of(replace(scenario, people=PEOPLE))
    facts = engine.company_facts(company, lambda file: ROOT)
    return engine.evaluate_company(company, facts).total


def test_where_nothing_was_moved_an_example_is_a_click_away() -> None:
    app = page(on_a_plan())
    assert "There is nothing beside it yet" in shown(app)
    app.button(key="compare_example").click().run()
    assert "This variant costs" in shown(app)
    assert app.session_state["store/scenario"].present.scenario.changed == (
        "base_amount",
        "bonus_standard",
    )


def test_the_table_holds_every_scenario_against_the_baseline() -> None:
    present = on_a_plan(base_amount=6_600)
    kept = Scenario(present.base, people=PEOPLE).set("base_amount", 5_400)
    Workspace().save(scenario_content(kept, "Cheaper"))
    told = shown(page(present))
    before, more, less = map(total, (Scenario(present.base), present.scenario, kept))
    for paid in (before, more, less):
        assert f"¥{paid:,.2f}" in told
    assert f"+¥{more - before:,.2f}" in told and f"−¥{before - less:,.2f}" in told
    assert "This variant costs" in told and "nobody loses" in told
    again = shown(page(present, compare__focus="nothing known"))
    assert again == told


def test_another_baseline_changes_places_with_the_variant_that_it_was() -> None:
    assert with_baseline(Chosen("a", ("b", "c")), "c") == Chosen("c", ("b", "a"))
    assert with_baseline(Chosen("a", ("b",)), "c") == Chosen("c", ("b",))


def test_every_tab_is_drawn_in_chinese_too() -> None:
    app = page(on_a_plan(base_amount=6_600), "zh-CN")
    for tab in compare_details.TABS:
        app.session_state["compare/tab"] = tab
        assert "增加成本" in shown(app.run())


def test_people_are_sorted_and_paged() -> None:
    app = page(on_a_plan(base_amount=6_600), compare__tab="people")
    first = app.dataframe[0].value
    assert len(first) == 50
    rises = [float(text.strip("+¥").replace(",", "")) for text in first["Difference"]]
    assert rises == sorted(rises)
    app.button(key="compare_page_next").click().run()
    assert any("51 to 60 of 60 people" in caption.value for caption in app.caption)
    app.text_input(key="compare_search").input("e000003").run()
    assert list(app.dataframe[0].value["Employee"]) == ["E000003"]


def test_one_person_is_shown_line_by_line_under_every_scenario() -> None:
    present = on_a_plan(base_amount=6_600)
    app = page(present, compare__tab="person", compare__person="E000003")
    told = shown(app)
    assert "Base pay" in told and "Total" in told
    said = " ".join(part.value for part in app.markdown).replace("\xa0", " ")
    assert "E000003 gains ¥" in said
    app.text_input(key="compare/person_typed").input("nobody").run()
    assert any("nobody called “nobody”" in box.value for box in app.info)


def test_a_variant_kept_of_a_plan_is_tried_in_the_units_of_a_company_that_are_paid_by_it() -> None:
    present = on_a_company()
    plan = present.whole.units["key_accounts"].scenario.base
    Workspace().save(scenario_content(Scenario(plan).set("base_amount", 5_400), "Cheaper"))
    app = page(present)
    (variants,) = app.multiselect
    assert len(variants.value) == 1
    assert "Key accounts: Cheaper" in variants.options
    variants.select(variants.options[-1]).run()
    told = shown(app)
    assert "Key accounts: Cheaper" in told and "−¥" in told


def test_people_of_a_company_who_come_from_files_are_not_said_to_be_drawn() -> None:
    company = on_a_company().whole
    file = FromFile("january.csv", "0" * 64, "csv")
    scenario = replace(company.units["service"].scenario, people=file)
    company = company.with_scenario("service", scenario)
    assert come_from(company, ("service",)) == "from january.csv"
    assert come_from(company, ("sellers", "service")) == "simulated, seed 7 · from january.csv"


def test_a_company_is_compared_as_a_whole_and_by_unit() -> None:
    present = on_a_company()
    told = shown(page(present))
    assert "from the base pay of Key accounts" in told and "Budget used" in told
    alone = shown(page(present, compare__level="key_accounts"))
    assert "Budget used" not in alone
    untouched = shown(page(present, compare__level="service"))
    assert "moves nobody&#x27;s pay" in untouched
