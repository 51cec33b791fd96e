"""The panel of simulated people: what is typed is what is drawn, or is refused beside the field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Slider, TextInput

from engine.scenario import Simulated
from engine.workforce import QUALITY, QUOTAS
from pages.ui.kit import History
from pages.ui.session import as_json, from_json, link, session_scenario
from tests.ui.widgets import in_place


def panel() -> None:
    from pages.ui.scenario.simulated_people import simulated_people
    from pages.ui.session import scenario_store, usual_people

    store = scenario_store()
    own = usual_people(store.present.base)
    simulated_people(store, own)  # type: ignore[arg-type]


@pytest.fixture
def page() -> Iterator[AppTest]:
    yield AppTest.from_function(panel).run()


def field(page: AppTest, name: str) -> TextInput:
    return in_place(page.text_input, f"scenario.simulated.service-seller.{name}")


def slider(page: AppTest, name: str) -> Slider[float]:
    return in_place(page.slider, f"scenario.simulated.service-seller.{name}.slider")


def people(page: AppTest) -> Simulated:
    assert not page.exception
    found = page.session_state["store/scenario"].present.people
    assert isinstance(found, Simulated)
    return found


def captions(page: AppTest) -> str:
    return " ".join(caption.value for caption in page.caption).replace("\u00a0", " ")


def test_the_panel_begins_with_what_the_model_says(page: AppTest) -> None:
    assert people(page).figures == ()
    assert field(page, f"{QUALITY}.number").value == "0.15"
    assert field(page, f"{QUOTAS}.number").value == "80\u00a0%"
    assert (
        "A weak link. The model assumes 0.15; its other correlations allow −0.82 to 0.91"
        in captions(page)
    )
    assert "In November, a peak 45 % above an average month, quotas are 36 % higher." in captions(
        page
    )


def test_a_typed_figure_belongs_to_the_people_of_the_scenario(page: AppTest) -> None:
    field(page, f"{QUALITY}.number").set_value("-0.5").run()
    assert people(page).figures == (("quality_correlation", -0.5),)
    assert slider(page, QUALITY).value == -0.5
    assert "A strong link, in opposite directions." in captions(page)
    field(page, f"{QUOTAS}.number").set_value("100").run()
    assert dict(people(page).figures) == {"quality_correlation": -0.5, "seasonal_quotas": 1.0}
    assert "quotas are 45 % higher" in captions(page)
    slider(page, QUOTAS).set_value(0.0).run()
    assert dict(people(page).figures)["seasonal_quotas"] == 0
    assert field(page, f"{QUOTAS}.number").value == "0\u00a0%"


def test_back_at_the_models_figure_the_scenario_is_as_it_was(page: AppTest) -> None:
    before = page.session_state["store/scenario"].present
    field(page, f"{QUALITY}.number").set_value("0.9").run()
    moved = page.session_state["store/scenario"].present
    assert moved.scenario.fingerprint != before.scenario.fingerprint
    field(page, f"{QUALITY}.number").set_value("0.15").run()
    assert page.session_state["store/scenario"].present == before


def test_undo_takes_a_moved_figure_back(page: AppTest) -> None:
    field(page, f"{QUOTAS}.number").set_value("50 %").run()
    history: History[session_scenario.SessionScenario] = page.session_state["store/scenario"]
    page.session_state["store/scenario"] = history.undo()
    page.run()
    assert people(page).figures == ()
    assert field(page, f"{QUOTAS}.number").value == "80\u00a0%"


@pytest.mark.parametrize(
    ("name", "typed", "reason"),
    [
        (f"{QUALITY}.number", "0.95", "from −0.82 to 0.91"),
        (f"{QUALITY}.number", "0,5", "comma"),
        (f"{QUOTAS}.number", "120", "120\u00a0% is not a share from 0 to 100\u00a0%"),
        ("months", "40", "from 1 to 36"),
        ("months", "1.5", "1.5 is not a whole number"),
        ("seed", "-1", "from 0 to"),
        ("seed", "seven", "seven"),
    ],
)
def test_what_cannot_be_is_refused_and_nobody_changes(
    page: AppTest, name: str, typed: str, reason: str
) -> None:
    before = people(page)
    field(page, name).set_value(typed).run()
    assert people(page) == before
    assert reason in page.error[0].value
    assert "_" not in page.error[0].value


def test_seed_and_months_are_what_was_typed(page: AppTest) -> None:
    field(page, "seed").set_value("2,147,483,647").run()
    field(page, "months").set_value("36").run()
    assert (people(page).seed, people(page).months) == (2**31 - 1, 36)


def test_a_model_without_these_figures_has_no_field_for_them(page: AppTest) -> None:
    here = session_scenario.first_scenario().open_plan("department-pool")
    page.session_state["store/scenario"] = History(here)
    page.run()
    assert people(page).workforce == "department-pool"
    assert not page.slider


def test_moved_figures_travel_in_a_link(page: AppTest) -> None:
    field(page, f"{QUALITY}.number").set_value("0.6").run()
    here = page.session_state["store/scenario"].present
    there = from_json(link.decode(link.encode(as_json(here))))
    assert there.people == here.people


@pytest.mark.parametrize(
    "figures", [{"quality_correlation": 0.95}, {"seasonal_quotas": 2}, {"wages": 1}, []]
)
def test_a_link_with_figures_that_cannot_be_opens_nothing(page: AppTest, figures: object) -> None:
    data = as_json(page.session_state["store/scenario"].present)
    with pytest.raises(ValueError):
        from_json({**data, "people": {**data["people"], "figures": figures}})


def test_the_summary_tells_what_was_moved(page: AppTest) -> None:
    from pages.ui.session import people_facts

    field(page, f"{QUALITY}.number").set_value("0.6").run()
    chosen = people(page)
    facts = people_facts.facts_of(chosen, session_scenario.first_scenario().base)
    assert people_facts.people_summary(chosen, facts, "en").endswith(
        "simulated, seed 7 · correlation of results and quality 0.6"
    )


def of_size(page: AppTest, plan: str, employees: int) -> None:
    """The panel of a plan's people in another size."""
    here = session_scenario.first_scenario().open_plan(plan)
    assert isinstance(here.people, Simulated)
    there = here.with_people(replace(here.people, employees=employees))
    page.session_state["store/scenario"] = History(there)
    page.run()
    assert not page.exception


def test_a_pool_is_told_as_a_fixed_amount_with_what_it_is_a_head(page: AppTest) -> None:
    of_size(page, "department-pool", 10_000)
    assert "Modelled for 60 people." in captions(page)
    told = "Performance budget of the year: ¥100,000 for everybody together, about ¥10 a head"
    assert told in captions(page)
    page.button(key="in_proportion").click().run()
    assert page.session_state["store/scenario"].present.plan.parameters["budget"].json == 16_700_000
    assert captions(page) == ""
    assert not [button for button in page.button if button.key == "in_proportion"]
    history = page.session_state["store/scenario"]
    assert history.undo().present.plan.parameters["budget"].json == 100_000


def test_a_single_director_is_told_with_the_target_of_the_department(page: AppTest) -> None:
    of_size(page, "key-account-operations", 1000)
    told = captions(page)
    assert "1 × Director and 2 × Director’s assistant: one department under one head" in told
    assert "Department’s sales target of the year: ¥5,000,000 for everybody together" in told


@pytest.mark.parametrize(("plan", "employees"), [("department-pool", 60), ("service-seller", 1000)])
def test_nothing_is_told_where_nothing_is_fixed(page: AppTest, plan: str, employees: int) -> None:
    of_size(page, plan, employees)
    assert "Modelled for" not in captions(page)
