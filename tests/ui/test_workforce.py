"""The page Workforce without a browser."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

import engine
from engine.facts import facts_table
from engine.scenario import FromFile, Personas, Simulated
from engine.workspace import WORKFORCE, Workspace
from pages.ui.kit import History, upload
from pages.ui.session import session_scenario, usual_people
from pages.ui.workforce.measure_words import Said
from tests.conftest import BROWSER_TESTS

ROOT = BROWSER_TESTS.parents[1]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv("PAYCURVE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    yield AppTest.from_file(str(ROOT / "pages" / "workforce.py"))
    st.cache_resource.clear()


def with_people(plan: str, people: object) -> History[session_scenario.SessionScenario]:
    here = session_scenario.first_scenario().open_plan(plan)
    return History(here.with_people(people))  # type: ignore[arg-type]


def few(employees: int = 300, months: int = 3) -> Simulated:
    return Simulated("service-seller", 7, employees, months, "2026-01")


def shown(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(str(element.value) for element in page.get("html"))


def charts(page: AppTest) -> dict[str, Any]:
    """Title and caption of each chart by its key."""
    found = {}
    for element in page.get("bidi_component"):
        data = json.loads(element.proto.json) if element.proto.json else {}
        if "figure" in data:
            found[str(element.proto.id).rpartition("-")[2]] = data
    return found


def from_file(employees: int) -> FromFile:
    """A file of so many people for three months, where the server keeps what is uploaded."""
    people = few(employees)
    drawn = engine.simulate(people.workforce, 1, employees, 3, people.first)
    content = io.BytesIO()
    pq.write_table(facts_table(drawn), content)
    stored = upload.store(content, "last-year.parquet")
    upload.share(stored.path)
    return FromFile(stored.name, stored.sha256, "parquet")


def test_the_people_are_told_in_numbers(page: AppTest) -> None:
    page.session_state["store/scenario"] = with_people("service-seller", few())
    told = shown(page.run())
    assert "300 people, Jan–Mar 2026; " in told and "sales median ¥" in told
    assert "People in an average month" in told and "Months of service" in str(page.button)
    titles = [data["title"] for data in charts(page).values()]
    assert any(title.startswith("Sales: half of all lie between ¥") for title in titles)
    assert any("hang together most" in title for title in titles)


def test_a_column_of_a_file_stands_apart_from_the_chinese_around_it() -> None:
    said = Said(engine.load_plan("service-seller"), "zh")
    assert said.say("linked_strong", other=said.label("paid")) == "，与 paid 强相关"


def test_another_measure_is_shown_large(page: AppTest) -> None:
    page.session_state["store/scenario"] = with_people("service-seller", few())
    page.run()
    page.button(key="choose_measure-csat").click().run()
    titles = [data["title"] for data in charts(page).values()]
    assert any(title.startswith("Customer satisfaction: half of all lie") for title in titles)
    assert any(title.startswith("Customer satisfaction is ") for title in titles)


def test_a_model_is_fitted_saved_and_drawn_from(page: AppTest) -> None:
    page.session_state["store/scenario"] = with_people("service-seller", from_file(60))
    page.run()
    page.button(key="fit_model").click().run()
    told = shown(page)
    assert "Median, observed / simulated" in told and "Sales by Grade" in told
    titles = [data["title"] for data in charts(page).values()]
    assert any(
        title.startswith("Sales: ") and "at no value are observed" in title for title in titles
    )
    assert "Sales from month to month" in titles
    assert "Over time and together" in told and "rank correlation with the next month" in told
    name = next(field for field in page.text_input if field.label == "Name of the model")
    name.set_value("Last year")
    page.button(key="save_model").click().run()
    (item,) = Workspace().items(WORKFORCE)
    assert (item.name, item.plan) == ("Last year", "service-seller")
    page.button(key="draw_from_model").click().run()
    people = page.session_state["store/scenario"].present.people
    assert isinstance(people, Simulated) and people.workforce == item.current.id
    assert people.first == "2026-04"
    assert "simulated from “Last year”, seed 7" in shown(page)
    assert any("What the model assumes" in box.label for box in page.expander)


def test_of_fewer_people_than_the_smallest_group_nothing_is_told(page: AppTest) -> None:
    page.session_state["store/scenario"] = with_people("service-seller", from_file(4))
    told = shown(page.run())
    assert "4 people, Jan–Mar 2026" in told and "Only 4 people: too few" in told
    assert "Median service" not in told and "sales median" not in told
    assert not any(data["title"].startswith("Sales") for data in charts(page).values())


def test_too_few_people_are_refused_a_model(page: AppTest) -> None:
    page.session_state["store/scenario"] = with_people("service-seller", from_file(5))
    page.run()
    page.button(key="fit_model").click().run()
    assert not page.exception
    assert any("5" in error.value and "10" in error.value for error in page.error)


def test_personas_are_called_made_up(page: AppTest) -> None:
    page.session_state["store/scenario"] = with_people("service-seller", Personas())
    assert "too few to tell" in shown(page.run())


def test_without_people_the_page_asks_for_some(page: AppTest) -> None:
    page.session_state["store/scenario"] = with_people("service-seller", None)
    page.run()
    assert not page.exception
    assert any("people" in heading.value.lower() for heading in page.subheader)


def test_a_single_month_of_a_single_person_breaks_nothing(page: AppTest) -> None:
    page.session_state["store/scenario"] = with_people("service-seller", few(1, 1))
    assert "1 person, Jan 2026" in shown(page.run())


def test_the_page_speaks_chinese(page: AppTest) -> None:
    page.session_state["store/scenario"] = with_people("service-seller", few())
    page.session_state["language"] = "zh"
    told = shown(page.run())
    assert "300 人" in told and "中位数" in told
    assert not any("workforce." in str(data) for data in charts(page).values())


def test_every_plan_s_people_have_a_portrait(page: AppTest) -> None:
    """Plans with ratings, flags, groups by the hundred and people without tenure."""
    for plan in ("cs-department", "online-shop-team"):
        history = with_people(plan, None)
        own = usual_people(history.present.base)
        if isinstance(own, Simulated):
            own = replace(own, employees=min(own.employees, 300))
        page.session_state["store/scenario"] = History(history.present.with_people(own))
        assert shown(page.run())
