"""A plan's own typical people: chosen where nobody is modelled, named, linked, kept, and shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import engine
from engine.plan import build
from engine.scenario import FromFile, Personas
from engine.workspace import Version, Workspace, plan_content
from engine.yaml_files import Document
from pages.ui.kit import History, upload
from pages.ui.session import (
    as_json,
    draft_session,
    from_json,
    own_people,
    people_facts,
    session_scenario,
    usual_people,
)
from pages.ui.what_if.detail_tabs import TABS
from tests.conftest import BROWSER_TESTS

ROOT = BROWSER_TESTS.parents[1]
pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture
def plan(kept: Workspace) -> Version:
    """A kept plan with a column that no workforce has."""
    text = (ROOT / "data/plans/service-engineer.yaml").read_text("utf-8")
    text = text.replace("id: service-engineer", "id: my-engineers", 1)
    return kept.save(plan_content(text.replace("service_points", "my_points"))).version


def page(
    name: str, present: session_scenario.SessionScenario, locale: str = "en-US", **state: object
) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"))
    app.context = {"locale": locale}
    app.session_state["store/scenario"] = History(present)
    for key, value in state.items():
        app.session_state[key] = value
    return app.run()


def shown(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(str(part.proto.body) for part in app.get("html"))


def test_where_nobody_is_modelled_the_personas_are_the_people(plan: Version) -> None:
    there = session_scenario.first_scenario().go_to_plan(plan)
    assert there.people == Personas()
    facts = people_facts.facts_of(Personas(), there.base)
    assert facts.key == engine.persona_facts(there.base).key
    assert people_facts.people_summary(Personas(), facts, "en") == (
        "5 people · Jan–Dec 2026 · the plan’s typical people"
    )


def test_without_personas_there_is_nobody() -> None:
    content = {**engine.load_plan("service-engineer").content, "id": "strange"}
    facts = {**content["facts"], "moon": {"kind": "number", "label": {"en": "Moon", "zh": "月"}}}
    text = Document.of({**content, "facts": facts, "personas": {}}, "strange.yaml")
    assert usual_people(build(text)) is None


def test_personas_go_with_a_link_and_with_a_kept_scenario(kept: Workspace, plan: Version) -> None:
    here = session_scenario.first_scenario().go_to_plan(plan)
    assert from_json(as_json(here)) == replace(here, on_other_plans={})
    version = kept.save(here.content("Just them")).version
    opened = session_scenario.first_scenario().open_kept_scenario(version)
    assert opened.people == Personas() and opened.is_kept
    simulated = here.with_people(own_people("service-engineer")).content("Just them")
    other = kept.save(simulated, item=version.item).version
    assert kept.compare(version.id, other.id, "en") == [
        "People: the plan’s typical people → 300 simulated people from 2026-01, 12 months, seed 7"
    ]


@pytest.mark.parametrize(("locale", "name"), [("en-US", "Sun Lei"), ("zh-CN", "孙磊")])
def test_five_people_have_names_and_no_distribution(plan: Version, locale: str, name: str) -> None:
    here = session_scenario.first_scenario().go_to_plan(plan)
    for tab in TABS:
        told = shown(page("what_if", here, locale, details_tab=tab))
    assert f"<h3>{name}" in told, "the statement of whoever is in the middle"


@pytest.mark.parametrize(("locale", "manager"), [("en-US", "Gao Xiang"), ("zh-CN", "高翔")])
def test_a_statement_names_the_manager(kept: Workspace, locale: str, manager: str) -> None:
    there = session_scenario.first_scenario().go_to_plan("key-account-operations")
    told = shown(
        page(
            "what_if",
            there.with_people(Personas()),
            locale,
            details_tab="statement",
            details_person="regional_manager",
        )
    )
    assert f"{manager}</td>" in told
    assert ">director<" not in told


def test_the_health_page_names_whom_a_finding_is_about(plan: Version) -> None:
    told = shown(page("health", session_scenario.first_scenario().go_to_plan(plan)))
    assert "5 people" in told
    assert "<p>He Qiang" in told


def test_a_modelled_plan_offers_its_personas_too(kept: Workspace) -> None:
    app = page("what_if", session_scenario.first_scenario(), people=True)
    app.button(key="use_personas").click().run()
    assert not app.exception
    assert app.session_state["store/scenario"].present.people == Personas()


def test_people_of_a_file_come_along_to_a_plan_that_can_pay_them(
    kept: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "sales.csv"
    file.write_text("employee_id,month,target,sales\nA,2026-01,100,1000.5\n", "utf-8")
    with file.open("rb") as opened:
        uploaded = upload.store(opened, "sales.csv")
    brought = FromFile("sales.csv", uploaded.sha256, "csv")
    assert people_facts.fits_plan(brought, engine.load_plan("sample-flat-commission"))
    assert not people_facts.fits_plan(brought, engine.load_plan("service-seller"))
    assert not people_facts.fits_plan(
        replace(brought, sha256="0" * 64), engine.load_plan("service-seller")
    )


# -- figures that were tried out become the plan's -----------------------------------------------


def test_changed_figures_become_the_next_version_of_the_plan(
    kept: Workspace, plan: Version
) -> None:
    here = session_scenario.first_scenario().go_to_plan(plan).set("point_value", 300)
    content = here.into_plan()
    later = kept.save(content, item=plan.item).version
    assert kept.plan(later.id) == here.plan
    assert "# " in kept.text(plan.id), "there are comments to keep"
    assert kept.text(later.id).count("# ") == kept.text(plan.id).count("# ")
    assert here.as_documented().base == here.plan
    assert here.as_documented().people == here.people


def test_the_what_if_page_puts_figures_into_a_plan_of_ones_own(
    kept: Workspace, plan: Version
) -> None:
    here = session_scenario.first_scenario().go_to_plan(plan).set("point_value", 300)
    app = page("what_if", here, keep=True)
    app.button(key="into_plan").click().run()
    assert not app.exception
    present = app.session_state["store/scenario"].present
    assert not present.scenario.changed
    assert present.base.parameters["point_value"].json == 300
    assert len(kept.history(plan.item)) == 2
    assert not [button for button in app.button if button.key == "into_plan"]


@pytest.mark.parametrize("unsaved", [False, True])
def test_the_editor_goes_on_with_the_new_figures_unless_something_is_unsaved_there(
    kept: Workspace, plan: Version, unsaved: bool
) -> None:
    written = draft_session.draft_of_version(plan, kept.text(plan.id))
    if unsaved:
        written = written.set("base_points", 20)
    here = session_scenario.first_scenario().go_to_plan(plan).set("point_value", 300)
    drafts = {"store/draft": History(written), "draft/open": True}
    app = page("what_if", here, keep=True, **drafts)
    app.button(key="into_plan").click().run()
    now = app.session_state["store/draft"].present
    assert now.plan.parameters["point_value"].json == (270 if unsaved else 300)
    assert now.is_kept is not unsaved


def test_a_plan_of_the_catalogue_is_never_written_into(kept: Workspace) -> None:
    app = page("what_if", session_scenario.first_scenario().set("weight_sales", 0.5), keep=True)
    assert [button for button in app.button if button.key == "variant_keep"]
    assert not [button for button in app.button if button.key == "into_plan"]
