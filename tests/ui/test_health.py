"""The health page without a browser: findings, thresholds of one's own, the way to a figure."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

import engine
from engine.health import check, load_policy
from engine.scenario import Simulated
from engine.workspace import POLICY, Workspace, policy_content, policy_text
from pages.ui.health import finding_cards, policy_choice
from pages.ui.kit import History, upload
from pages.ui.scenario import health_card
from pages.ui.session import session_scenario
from tests.conftest import BROWSER_TESTS

ROOT = BROWSER_TESTS.parents[1]


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    yield AppTest.from_file(str(ROOT / "pages" / "health.py"))
    st.cache_resource.clear()


def on(plan: str, people: bool = True) -> History[session_scenario.SessionScenario]:
    here = session_scenario.first_scenario().open_plan(plan)
    return History(here if people else here.with_people(None))


def shown(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(str(element.value) for element in page.get("html"))


def test_the_page_tells_what_fails_and_why(page: AppTest) -> None:
    page.session_state["store/scenario"] = on("sample-gated-commission", people=False)
    told = shown(page.run())
    assert "from the plan alone, without people" in told
    assert "Cliffs" in told and "pay jumps by" in told
    assert "Where a hair’s breadth of result decides a lot of money" in told
    assert page.button(key="mend-cliffs-gate").label == "Threshold of attainment"


def test_the_page_is_taken_along_as_a_document(page: AppTest) -> None:
    page.session_state["store/scenario"] = on("sample-gated-commission", people=False)
    labels = [button.proto.label for button in page.run().get("download_button")]
    assert {"Word", "HTML", "Markdown"} <= set(labels)


def test_another_threshold_holds_for_the_session_and_can_be_taken_back(page: AppTest) -> None:
    page.session_state["store/scenario"] = on("sample-gated-commission", people=False)
    page.session_state["health/policy"] = {"cliffs.fail": 1000.0, "cliffs.watch": 900.0}
    assert "at most 900×" in shown(page.run())
    assert not any(b.key == "mend-cliffs-gate" for b in page.button)
    page.button(key="health_reset").click()
    assert "fails above 40×" in shown(page.run())
    assert page.button(key="mend-cliffs-gate")


def test_the_place_of_work_is_a_choice(page: AppTest) -> None:
    page.session_state["store/scenario"] = on("sample-gated-commission", people=False)
    page.run()
    page.selectbox(key="health.city.en.lowest").select("beijing").run()
    assert page.session_state["health/policy"] == {"city": "beijing"}
    assert not page.exception


def test_the_smallest_group_is_what_was_typed_or_refused(page: AppTest) -> None:
    page.session_state["store/scenario"] = on("sample-gated-commission", people=False)
    page.run()
    page.text_input(key="health.smallest_group").set_value("12").run()
    assert page.session_state["health/policy"] == {"smallest_group": 12}
    for wrong in ("2.5", "1,2", "ten"):
        page.text_input(key="health.smallest_group").set_value(wrong).run()
        assert page.session_state["health/policy"] == {"smallest_group": 12}
        assert len(page.error) == 1
        assert page.text_input(key="health.smallest_group").value == "12"
    assert not page.exception


# -- thresholds of one's own ------------------------------------------------------------------


OURS = {"cliffs.fail": 1000.0, "cliffs.watch": 900.0}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("PAYCURVE_DATA", str(tmp_path / "data"))
    return Workspace()


def box(page: AppTest) -> Selectbox:
    """The choice of thresholds."""
    (found,) = (box for box in page.selectbox if box.label == "Thresholds")
    return found


def test_thresholds_are_saved_in_one_session_and_chosen_in_another(
    page: AppTest, kept: Workspace
) -> None:
    page.session_state["store/scenario"] = on("sample-gated-commission", people=False)
    page.session_state["health/policy"] = dict(OURS)
    page.session_state["keep_policy"] = True
    assert box(page.run()).options == ["Standard (changed)"]
    page.text_input(key="policy_note-").set_value("of the board").run()
    page.button(key="policy_save").click().run()
    assert not page.exception
    (item,) = kept.items(POLICY)
    assert (item.name, item.current.note) == ("Our thresholds", "of the board")
    assert page.session_state["health/policy_version"] == item.current.id
    assert page.button(key="policy_save").disabled

    other = AppTest.from_file(str(ROOT / "pages" / "health.py"))
    other.session_state["store/scenario"] = on("sample-gated-commission", people=False)
    assert "fails above 40×" in shown(other.run())
    assert box(other).options == ["Standard", "Our thresholds"]
    box(other).select_index(1).run()
    assert "at most 900×" in shown(other)
    assert box(other).options == ["Standard", "Our thresholds"]
    box(other).select_index(0).run()
    assert "fails above 40×" in shown(other)


def test_thresholds_changed_since_they_were_saved_become_their_next_version(
    page: AppTest, kept: Workspace
) -> None:
    version = kept.save(policy_content(policy_text(OURS, "Board"), "Board")).version
    page.session_state["store/scenario"] = on("sample-gated-commission", people=False)
    page.session_state["health/policy"] = {**OURS, "city": "beijing"}
    page.session_state["health/policy_version"] = version.id
    page.session_state["keep_policy"] = True
    assert box(page.run()).options == ["Standard", "Board (changed)"]
    assert page.button(key="policy_save").label == "Save"
    page.button(key="policy_save").click().run()
    newest, first = kept.history(version.item)
    assert first == version
    assert kept.compare(first.id, newest.id, "en") == [
        "Minimum wage of: the place with the lowest wage → Beijing"
    ]


def brought(page: AppTest, kept: Workspace, text: bytes) -> AppTest:
    """The page after somebody chose a file of thresholds."""
    page.session_state["store/scenario"] = on("sample-gated-commission", people=False)
    page.session_state["keep_policy"] = True
    file = upload.store(io.BytesIO(text), "ours.yaml", policy_choice.FILES)
    page.session_state["upload/policy"] = file
    return page.run()


def test_thresholds_come_from_a_file(page: AppTest, kept: Workspace) -> None:
    brought(page, kept, policy_text(OURS, "本公司").encode("gb18030"))
    assert "at most 900×" in shown(page)
    assert box(page).value == ""
    assert kept.items() == ()


def test_a_file_that_is_no_policy_is_told_by_line_and_changes_nothing(
    page: AppTest, kept: Workspace
) -> None:
    brought(page, kept, b"checks:\n  clifs: {fail: 3}\n")
    assert "ours.yaml, line 2" in page.error[0].value
    assert "fails above 40×" in shown(page)
    page.button(key="policy_dismiss").click().run()
    assert not page.error


@pytest.mark.parametrize("plan", ["key-account-seller", "recognition", "job-bands"])
def test_plans_of_every_sort_are_shown_in_both_languages(page: AppTest, plan: str) -> None:
    for language in ("en", "zh"):
        page.session_state["language"] = language
        page.session_state["store/scenario"] = on(plan, people=False)
        assert engine.load_plan(plan).title[language] in shown(page.run())


def test_people_of_the_session_are_checked(page: AppTest) -> None:
    here = on("sample-gated-commission")
    people = here.present.people
    assert isinstance(people, Simulated)
    small = here.present.with_people(replace(people, employees=200))
    page.session_state["store/scenario"] = History(small)
    told = shown(page.run())
    assert "200 people" in told
    assert "It needs people" not in told


def test_a_meter_shows_the_value_between_its_limits() -> None:
    health = check(engine.load_plan("service-seller"))
    policy = load_policy()
    drawn = finding_cards.meter(health["measures"], policy.thresholds["measures"])
    # 4 measures on a scale up to 1.25 × 8, with limits at 3 and 8.
    assert 'left:40.00%"></i>' in drawn
    assert 'left:30.00%"></s>' in drawn and 'left:80.00%"></s>' in drawn


def test_the_card_counts_what_fails_before_what_wants_a_look() -> None:
    plan = engine.load_plan("service-seller")
    value, rest, mark = health_card.summary(check(plan))
    assert (value, mark) == ("2 fail", "fail")
    assert rest == "3 to watch · Cliffs"
    kind = load_policy().with_values({"cliffs.fail": 100, "assumptions.fail": 1})
    assert health_card.summary(check(plan, policy=kind))[0::2] == ("5 to watch", "watch")
    off = {f"{f.check}.off": True for f in check(plan).findings if f.outcome in ("fail", "watch")}
    assert health_card.summary(check(plan, policy=load_policy().with_values(off)))[0::2] == (
        "Sound",
        "",
    )
