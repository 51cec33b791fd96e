"""The library without a browser: what stands in it, finding a plan, reading it as a policy."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

import engine
from engine.workspace import Workspace, plan_content
from pages.ui.kit import History, frame
from pages.ui.library import plan_entries
from pages.ui.session import session_scenario
from tests.conftest import BROWSER_TESTS

ROOT = BROWSER_TESTS.parents[1]
PLANS = (*engine.catalogue(), *engine.samples())
pytestmark = pytest.mark.usefixtures("kept")


def library(locale: str = "en-US", **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "library.py"), default_timeout=120)
    app.context = {"locale": locale}
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def listed(app: AppTest) -> list[str]:
    """The places of the plans that are listed."""
    assert not app.exception
    keys = [str(button.key) for button in app.button]
    return [key.removeprefix("read-") for key in keys if key.startswith("read-")]


def shown(app: AppTest) -> str:
    """All that stands on the page in HTML."""
    return "\n".join(str(part.proto.body) for part in app.get("html"))


def test_every_plan_stands_in_the_library_in_both_languages() -> None:
    for locale, language in (("en-US", "en"), ("zh-CN", "zh")):
        app = library(locale)
        assert listed(app) == list(PLANS)
        said = shown(app)
        for name in PLANS:
            plan = engine.load_plan(name)
            assert plan.title[language] in said
            assert plan.pay_lines[0].label[language] in said


def test_a_search_in_either_language_finds_what_a_plan_pays() -> None:
    app = library()
    for search in ("skill GROUP pool", "技能组 奖金池"):
        app.text_input(key="library_search").set_value(search).run()
        assert listed(app) == ["service-centre-pool"]


def test_filters_narrow_the_list_and_can_be_taken_back() -> None:
    app = library()
    app.multiselect(key="library_cycle.en").set_value(["quarter", "year"])
    app.multiselect(key="library_kind.en").set_value(["rank"])
    app.selectbox(key="library_couples.en").set_value("couples").run()
    assert "pay-architecture" in listed(app)
    assert "service-seller" not in listed(app)
    app.text_input(key="library_search").set_value("no such word").run()
    assert listed(app) == []
    app.button(key="library_show_all").click().run()
    assert listed(app) == list(PLANS)


def test_plans_of_one_document() -> None:
    app = library()
    document = engine.load_plan("points-pay").source.document
    app.selectbox(key="library_source.en").set_value(document).run()
    assert listed(app) == [n for n in PLANS if engine.load_plan(n).source.document == document]


def test_a_plan_is_read_as_a_policy_and_put_back() -> None:
    app = library()
    app.button(key="read-key-account-seller").click().run()
    assert app.query_params["plan"] == "key-account-seller"
    assert "Base quota ledger" in shown(app)
    app.button(key="reading_back").click().run()
    assert "plan" not in app.query_params
    assert listed(app) == list(PLANS)


@pytest.mark.parametrize(("locale", "words"), [("en-US", "Pay policy"), ("zh-CN", "薪酬激励办法")])
def test_a_link_opens_the_document_in_the_reader_s_language(locale: str, words: str) -> None:
    app = library(locale, plan="service-seller")
    assert not app.exception
    assert words in shown(app)


def test_changes_are_told_against_another_plan() -> None:
    app = library(plan="sample-gated-commission")
    against = app.selectbox(key="reading_against.sample-gated-commission.documented.en")
    against.set_value("sample-flat-commission").run()
    assert not app.exception
    assert "New standard: Threshold of attainment (50" in shown(app)


def test_the_variant_of_the_what_if_page_is_told_against_the_document() -> None:
    app = AppTest.from_file(str(ROOT / "pages" / "library.py"), default_timeout=120)
    app.context = {"locale": "en-US"}
    app.query_params["plan"] = "service-seller"
    steps = [[0.85, 0.1], [1.0, 0.2]]
    app.session_state["store/scenario"] = History(
        session_scenario.first_scenario().set("monthly_steps", steps)
    )
    app.run()
    app.selectbox(key="reading_version.service-seller.en").set_value("now").run()
    assert not app.exception
    assert "Monthly bonus by attainment: threshold 80" in shown(app)


def test_a_plan_of_one_s_own_stands_first_in_the_library(kept: Workspace) -> None:
    text = (ROOT / "data" / "plans" / "goal-award.yaml").read_text(encoding="utf-8")
    saved = kept.save(plan_content(text.replace("id: goal-award", "id: my-award", 1)))
    assert listed(library()) == [saved.version.item, *PLANS]
    app = library(plan=saved.version.item)
    assert not app.exception
    assert "Pay policy" in shown(app)


@pytest.mark.parametrize("plan_key", ["goal-award", ""])
def test_a_plan_is_taken_to_the_editor(
    kept: Workspace, monkeypatch: pytest.MonkeyPatch, plan_key: str
) -> None:
    """One of the catalogue as a copy; one's own as what it is kept as."""
    text = (ROOT / "data" / "plans" / "goal-award.yaml").read_text(encoding="utf-8")
    own = kept.save(plan_content(text.replace("id: goal-award", "id: my-award", 1))).version.item
    gone: list[str] = []
    monkeypatch.setattr(frame, "go", gone.append)
    app = library(plan=plan_key or own)
    app.button(key=f"reading_edit-{plan_key or own}").click().run()
    assert not app.exception
    assert gone == ["editor"]
    desk = app.session_state["store/draft"].present
    assert desk.item == ("" if plan_key else own)
    assert desk.plan.title["en"] == engine.load_plan("goal-award").title["en"]
    assert desk.is_kept


def test_choices_outlive_a_change_of_language() -> None:
    app = library()
    app.selectbox(key="library_couples.en").set_value("couples").run()
    there = listed(app)
    app.session_state["language"] = "zh"
    app.run()
    assert app.selectbox(key="library_couples.zh").value == "couples"
    assert listed(app) == there


def test_plans_of_one_title_can_be_told_apart(kept: Workspace) -> None:
    text = (ROOT / "data" / "plans" / "goal-award.yaml").read_text(encoding="utf-8")
    saved = kept.save(plan_content(text.replace("id: goal-award", "id: my-award", 1)))
    app = library(plan=saved.version.item)
    against = app.selectbox(key=f"reading_against.{saved.version.item}.documented.en")
    assert len(set(against.options)) == len(against.options)


def test_an_unknown_plan_in_a_link_is_said_and_the_library_opens() -> None:
    app = library(plan="no-such-plan")
    assert [warning.value for warning in app.warning]
    assert listed(app) == list(PLANS)


def test_the_mix_of_every_plan_adds_up() -> None:
    for name in PLANS:
        assert sum(plan_entries.mix(engine.load_plan(name)).values()) == pytest.approx(1), name
