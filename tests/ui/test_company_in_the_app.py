"""A company in the app: its units, what they are paid together, and the pages that show it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from engine.companies import Company, evaluate_company, load_company
from pages.ui.kit import History
from pages.ui.session import (
    company_facts_of,
    company_payouts,
    people_facts,
    session_facts,
    session_scenario,
)
from tests.conftest import BROWSER_TESTS

ROOT = BROWSER_TESTS.parents[1]
pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture(scope="module")
def company() -> Company:
    """The sales company with few people."""
    whole = load_company("sales-company")
    small = {"sellers": 60, "seller_leaders": 6, "key_accounts": 10, "service": 20}
    units = {name: replace(u, headcount=small[name]) for name, u in whole.units.items()}
    return replace(whole, units=units)


def page(
    name: str, present: session_scenario.SessionScenario, locale: str = "en-US", **state: object
) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=60)
    app.context = {"locale": locale}
    app.session_state["store/scenario"] = History(present)
    for key, value in state.items():
        app.session_state[key] = value
    return app.run()


def test_figures_of_every_unit_stay_while_another_is_moved(company: Company) -> None:
    first = session_scenario.first_scenario()
    here = first.open_company(company).set("weight_sales", 0.5)
    there = here.go_to_unit("service")
    assert there.base.id == "cs-department" and there.whole.changed == {
        "sellers": ("weight_sales",)
    }
    assert there.go_to_unit("sellers").plan == here.plan
    single = there.open_plan("service-engineer")
    assert single.company is None and single.whole.units.keys() == {"service-engineer"}
    back = single.go_to_key(there.plan_key)
    assert back.unit == "service" and back.whole.fingerprint == there.whole.fingerprint
    assert single.open_company(company, "sellers").plan == here.plan


def test_a_unit_has_the_people_of_the_company_and_a_plan_its_own(company: Company) -> None:
    here = session_scenario.first_scenario().open_company(company, "seller_leaders")
    facts = company_facts_of(company)
    paid = evaluate_company(company, facts)
    assert session_facts(here).key == paid.units["seller_leaders"].facts.key
    assert session_facts(here).key != facts.units["seller_leaders"].key
    assert company_payouts(company).total == paid.total
    assert company_payouts(replace(company, name="B")).company.name == "B"

    alone = session_scenario.first_scenario()
    assert alone.people is not None
    of_one = company_facts_of(alone.whole)
    assert of_one.units["service-seller"] is people_facts.facts_of(alone.people, alone.base)


@pytest.mark.parametrize(
    ("name", "told"), [("compare", "nothing beside it yet"), ("projection", "altogether")]
)
def test_both_pages_stand_on_the_company_and_on_a_plan(
    name: str, told: str, company: Company
) -> None:
    single = session_scenario.first_scenario()
    for present in (single, single.open_company(company)):
        app = page(name, present)
        assert not app.exception
        assert any(told in str(part.proto.body) for part in app.get("html"))
