"""What is kept, as sessions see it: saved in one, found in another, told when somebody came in
between; and the page that lists it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import engine
from engine.companies import load_company
from engine.scenario import FromFile, ProjectionSettings, Simulated
from engine.text import Refused
from engine.workspace import (
    Version,
    Workspace,
    facts_content,
    plan_content,
    policy_content,
    policy_text,
)
from engine.yaml_files import Document
from pages.ui.kit import History, distinct_labels, escape_markdown, frame, upload
from pages.ui.scenario import people_choice
from pages.ui.session import (
    as_json,
    from_json,
    own_people,
    people_facts,
    session_scenario,
    usual_people,
)
from tests.conftest import BROWSER_TESTS
from tests.ui.widgets import Figure

ROOT = BROWSER_TESTS.parents[1]
WEIGHT = "scenario.service-seller.weight_sales"
TEXT = (ROOT / "data/plans/service-seller.yaml").read_text("utf-8")
pytestmark = pytest.mark.usefixtures("kept")


def save(
    kept: Workspace, here: session_scenario.SessionScenario, name: str, **options: str
) -> Version:
    return kept.save(here.content(name), **options).version  # type: ignore[arg-type]


def session(page: str = "what_if", locale: str = "en-US") -> AppTest:
    """A page in a browser that was never here before."""
    app = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"))
    app.context = {"locale": locale}
    return app.run()


# -- what a session works on -----------------------------------------------------------------


def test_a_kept_scenario_opens_with_its_figures_and_people(kept: Workspace) -> None:
    here = session_scenario.first_scenario().set("weight_sales", 0.5)
    assert isinstance(here.people, Simulated)
    here = here.with_people(replace(here.people, employees=100))
    version = save(kept, here, "Bolder")
    there = session_scenario.first_scenario().open_kept_scenario(version)
    assert there.scenario.plan == here.scenario.plan
    assert there.people == here.people
    assert there.is_kept and there.item == version.item
    assert not there.set("weight_sales", 0.6).is_kept
    assert there.as_documented().scenario.changed == ()
    assert list(there.variants(kept.items())) == [version.item]


def test_a_kept_plan_is_a_plan_of_its_own_beside_the_catalogues(kept: Workspace) -> None:
    changed = engine.load_plan("service-seller").with_values({"weight_sales": 0.45})
    text = Document.of(changed.content, "").text()
    plan = kept.save(plan_content(text, "Sellers 2027")).version
    first = session_scenario.first_scenario().set("weight_csat", 0.2)
    there = first.go_to_plan(plan)
    assert there.base.parameters["weight_sales"].json == 0.45
    assert there.plan_key == plan.item != there.base.id
    assert there.people == own_people("service-seller")
    variant = save(kept, there.set("weight_csat", 0.25), "V")
    assert list(there.variants(kept.items())) == [variant.item]
    assert first.variants(kept.items()) == {}
    assert there.go_to_plan("service-seller").scenario == first.scenario
    assert from_json(as_json(there)).base == changed


def test_a_scenario_says_when_its_plan_went_on(kept: Workspace) -> None:
    plan = kept.save(plan_content(TEXT)).version
    here = session_scenario.first_scenario().go_to_plan(plan).set("weight_csat", 0.2)
    version = save(kept, here, "V")
    now = engine.load_plan("service-seller").with_values({"weight_sales": 0.45})
    kept.save(plan_content(Document.of(now.content, "").text()), item=plan.item)
    there = session_scenario.first_scenario().open_kept_scenario(version)
    assert there.base.parameters["weight_sales"].json == 0.4
    assert there.plan_now() == now
    assert there.as_documented().base == now


def test_a_plan_of_ones_own_has_people_of_a_plan_with_the_same_columns() -> None:
    content = {**engine.load_plan("service-seller").content, "id": "my-own"}
    plan = engine.plan.load.build(Document.of(content, "my-own.yaml"))
    assert usual_people(plan) == own_people("service-seller")


def test_a_kept_file_of_people_outlives_the_upload(kept: Workspace, tmp_path: Path) -> None:
    """The uploaded file goes after a month; what was kept of it comes back in its place."""
    plan = engine.load_plan("sample-flat-commission")
    file = tmp_path / "sales.csv"
    file.write_text("employee_id,month,target,sales\nA,2026-01,100,1000.5\n", "utf-8")
    with file.open("rb") as opened:
        uploaded = upload.store(opened, "sales.csv")
    used = FromFile("sales.csv", uploaded.sha256, "csv")
    before = people_facts.facts_of(used, plan)
    version = kept.save(facts_content(uploaded.path, plan, used.name)).version
    assert people_choice.has_columns(version, plan)
    assert not people_choice.has_columns(version, engine.load_plan("service-seller"))
    uploaded.path.unlink()
    st.cache_resource.clear()
    assert people_facts.facts_of(used, plan).key == before.key
    opened_again = session_scenario.first_scenario().open_kept_people(version)
    assert opened_again.base.id == plan.id
    assert isinstance(opened_again.people, FromFile)
    assert people_facts.facts_of(opened_again.people, plan).key == before.key
    missing = FromFile("other.csv", "0" * 64, "csv")
    with pytest.raises(people_facts.MissingFile):
        people_facts.facts_of(missing, plan)


def test_what_a_save_is_called_is_no_step_to_undo() -> None:
    first = session_scenario.first_scenario()
    history = History(first).commit(first.set("weight_sales", 0.5))
    assert len(history.past) == 1
    named = History(
        history.present, tuple(replace(state, item="x") for state in history.past)
    ).undo()
    assert named.present.item == "x"


# -- the what-if page ------------------------------------------------------------------------


def test_a_variant_is_saved_in_one_browser_and_found_in_another(kept: Workspace) -> None:
    app = session()
    Figure(app, WEIGHT).move(to=0.5)
    store = app.session_state["store/scenario"]
    version = save(kept, store.present, "Bolder", note="for Wang")
    other = session()
    (variant,) = (box for box in other.selectbox if box.label == "Variant")
    assert variant.options == ["As documented", "Bolder"]
    variant.select_index(1).run()
    assert not other.exception
    assert Figure(other, WEIGHT).texts == ["0.5"]
    assert other.session_state["store/scenario"].present.version == version.id


def test_a_variant_that_was_saved_again_elsewhere_is_told_and_opened(kept: Workspace) -> None:
    app = session()
    Figure(app, WEIGHT).move(to=0.5)
    first = save(kept, app.session_state["store/scenario"].present, "Bolder")
    (variant,) = (box for box in app.run().selectbox if box.label == "Variant")
    variant.select_index(1).run()
    assert not app.info
    bolder = app.session_state["store/scenario"].present.set("weight_sales", 0.7)
    save(kept, bolder, "Bolder", item=first.item)
    app.run()
    assert Figure(app, WEIGHT).texts == ["0.5"]
    assert "newer version of “Bolder”" in app.info[0].value
    app.button(key="open_latest").click().run()
    assert Figure(app, WEIGHT).texts == ["0.7"]
    assert not app.info


def test_a_workspace_that_cannot_be_read_is_told_and_the_page_goes_on(kept: Workspace) -> None:
    kept.folder.mkdir(parents=True)
    kept.file.write_text("no database at all")
    app = session()
    assert not app.exception
    assert "damaged" in app.error[0].value
    assert Figure(app, WEIGHT).texts == ["0.4"]


# -- saving as a session does ----------------------------------------------------------------


def saving() -> None:
    """A page that saves whatever a test puts into the session."""
    import streamlit as st

    from pages.ui.notices import save_notice
    from pages.ui.session import kept_items

    def save() -> None:
        for content, item in st.session_state["contents"]:
            saved = kept_items.save(content, item=item or st.session_state.get("item", ""))
            if saved is not None:
                st.session_state["item"] = saved.version.item

    st.button("Save", key="save", on_click=save)
    save_notice()


def saver(*contents: tuple[object, str]) -> AppTest:
    app = AppTest.from_function(saving)
    app.session_state["contents"] = contents
    return app.run()


def test_saving_again_and_again_is_told_in_passing(kept: Workspace) -> None:
    here = session_scenario.first_scenario()
    app = saver((here.content("V"), ""))
    for value in (0.5, 0.6):
        app.session_state["contents"] = ((here.set("weight_sales", value).content("V"), ""),)
        app.button(key="save").click().run()
        assert [toast.value for toast in app.toast] == ["V is saved."]
        assert not app.warning
    (item,) = kept.items()
    assert item.versions == 2


def test_who_came_between_is_told_with_what_differs_until_it_is_put_aside(kept: Workspace) -> None:
    """Somebody else saves the same scenario after this session did."""
    here = session_scenario.first_scenario()
    app = saver((here.set("weight_sales", 0.5).content("V_1"), ""))
    app.button(key="save").click().run()
    (item,) = kept.items()
    theirs = here.set("weight_sales", 0.6).content("V_1")
    kept.save(theirs, item=item.id, based_on=item.current.id, author="wang")
    app.button(key="save").click().run()
    for _ in range(2):
        (warning,) = app.warning
        assert warning.value.startswith("wang saved V_1 at ")
        assert any("0.6 → 0.5" in text.value.replace("\\", "") for text in app.markdown)
        app.run()
    app.button(key="workspace_understood").click().run()
    assert not app.warning
    assert [version.author == "wang" for version in kept.history(item.id)] == [False, True, False]


def test_what_was_saved_twice_alike_is_no_news(kept: Workspace) -> None:
    """Enter in the field of the name saves, and so does the button."""
    content = session_scenario.first_scenario().set("weight_sales", 0.5).content("V")
    app = saver((content, ""))
    app.button(key="save").click().run()
    (item,) = kept.items()
    kept.save(content, item=item.id, based_on=item.current.id)
    app.button(key="save").click().run()
    assert not app.warning and [toast.value for toast in app.toast] == ["V is saved."]


def test_a_save_that_fails_is_told(kept: Workspace) -> None:
    kept.folder.parent.mkdir(exist_ok=True)
    kept.folder.write_text("in the way")
    app = saver((session_scenario.first_scenario().content("V"), ""))
    app.button(key="save").click().run()
    (error,) = app.error
    assert "cannot be written" in error.value and "PAYCURVE" in error.value


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a_b*c _d_", r"a_b\*c \_d\_"),
        (":material/close:", ":\u2060material/close:"),
        ("[x](y)", r"\[x\](y)"),
        ("![x](http://e)", "!\\[x\\](http:\u2060//e)"),
        ("www.example.com a@b.c", "www\u2060.example.com a\u2060@b.c"),
        ("# a\n- b\n1. c", "\\# a\n\\- b\n1\\. c"),
        ("&lt;img&gt;", r"\&lt;img\&gt;"),
        ("Complaint-rate target (CNY), +5 at 10:30", r"Complaint-rate target (CNY), +5 at 10:30"),
        ("<b>$1$", r"\<b\>\$1\$"),
        ("八五折 85 %", "八五折 85 %"),
    ],
)
def test_what_somebody_wrote_is_no_markup(text: str, escaped: str) -> None:
    assert escape_markdown(text) == escaped


def test_things_of_one_name_can_be_told_apart() -> None:
    labels = {"a": "S", "b": "S", "c": "S (2)", "d": "T"}
    told = distinct_labels(labels)
    assert told["a"] == "S" and told["d"] == "T"
    assert len(set(told.values())) == 4


def test_a_kept_plan_with_the_title_of_one_of_the_catalogue_is_not_taken_for_it(
    kept: Workspace,
) -> None:
    plan = kept.save(plan_content(TEXT)).version
    app = session()
    (box,) = (box for box in app.selectbox if box.label == "Plan or company")
    assert len(set(box.options)) == len(box.options)
    assert box.value == "service-seller"
    box.select(plan.item).run()
    assert not app.exception
    assert app.session_state["store/scenario"].present.plan_key == plan.item


# -- the page of what is kept ----------------------------------------------------------------


@pytest.fixture
def filled(kept: Workspace, tmp_path: Path) -> Workspace:
    """One of each kind, a draft, and a scenario of two versions."""
    here = session_scenario.first_scenario()
    one = save(kept, here.set("weight_sales", 0.5), "Bolder", note="first idea", author="li")
    save(kept, here.set("weight_sales", 0.6), "Bolder", item=one.item, based_on=one.id)
    kept.save(plan_content(TEXT), author="wang")
    kept.save(plan_content("title: [", "Half done"))
    file = tmp_path / "sales.csv"
    file.write_text("employee_id,month,target,sales\nA,2026-01,100,1000.5\n", "utf-8")
    kept.save(facts_content(file, engine.load_plan("sample-flat-commission")))
    kept.save(policy_content(policy_text({"cliffs.fail": 60}, "Board"), "Board"))
    return kept


def choose(app: AppTest, name: str) -> AppTest:
    (radio,) = app.radio
    plan_key = next(i for i, option in enumerate(radio.options) if name in option)
    return radio.set_value(radio.options[plan_key]).run() if plan_key else app


def html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_the_empty_page_says_what_to_do_and_an_example_is_one_click_away(kept: Workspace) -> None:
    app = session("workspace")
    assert not app.exception
    assert app.subheader[0].value == "Save what you work on"
    app.button(key="empty_example").click().run()
    assert not app.exception
    (item,) = kept.items()
    assert kept.scenario(item.current.id).scenario.changed == ("monthly_steps",)
    assert len(app.radio[0].options) == 1


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
@pytest.mark.parametrize("name", ["Bolder", "Half done", "sales", "Board", ""])
def test_everything_kept_can_be_looked_at(filled: Workspace, name: str, locale: str) -> None:
    app = choose(session("workspace", locale), name)
    assert not app.exception
    assert len(app.radio[0].options) == 5


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        (
            "en-US",
            (
                "Attrition against the model: 150.0",
                "Months ahead: 18 months",
                "budget of ¥9,000,000",
            ),
        ),
        ("zh-CN", ("离职", "150.0", "未来月份：共 18 个月", "未来月份：预算")),
    ],
)
def test_what_is_assumed_of_the_months_ahead_is_told_of_what_was_kept(
    kept: Workspace, locale: str, said: tuple[str, ...]
) -> None:
    asked = ProjectionSettings({"attrition_factor": 1.5}, months=18, budget=9_000_000.0)
    save(kept, session_scenario.first_scenario().projected(asked), "Bold")
    company = session_scenario.first_scenario().open_company(load_company("service-centre"))
    save(kept, company.projected(asked), "Whole")
    for name in ("Bold", "Whole"):
        shown = html(choose(session("workspace", locale), name))
        assert all(sentence in shown for sentence in said), shown


def test_kept_thresholds_say_what_they_change_and_go_to_the_health_check(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[str] = []
    monkeypatch.setattr(frame, "go", gone.append)
    app = choose(session("workspace"), "Board")
    assert "Cliffs, fails beyond: 40× → 60×" in html(app)
    app.button(key="kept_open").click().run()
    assert gone == ["health"]
    assert app.session_state["health/policy"] == {"cliffs.fail": 60.0}


def test_search_finds_by_name_plan_author_and_note(filled: Workspace) -> None:
    app = session("workspace")
    for search, found in (("bold", 1), ("li first", 0), ("wang", 1), ("客服", 2), ("nothing", 0)):
        app.text_input(key="workspace_search").set_value(search).run()
        assert sum(len(radio.options) for radio in app.radio) == found, search
        assert not app.exception
    assert "nothing" in app.info[0].value


def test_versions_are_compared_and_an_old_one_is_restored(filled: Workspace) -> None:
    app = choose(session("workspace"), "Bolder")
    assert "Weight of sales: 0.5 → 0.6" in html(app)
    assert "first idea" in html(app)
    app.button(key="kept_restore").click().run()
    assert not app.exception
    item = next(item for item in filled.items() if item.name == "Bolder")
    assert item.versions == 3
    assert item.current.note == "Restored from version 1"
    kept = filled.scenario(item.current.id)
    assert kept.scenario.plan.parameters["weight_sales"].json == 0.5


def test_what_is_put_away_is_brought_back(filled: Workspace) -> None:
    app = choose(session("workspace"), "Bolder")
    app.button(key="kept_hide").click().run()
    assert not app.exception
    assert len(filled.items()) == 4
    app.toggle(key="workspace_hidden").set_value(True).run()
    choose(app, "Bolder").button(key="kept_hide").click().run()
    assert len(filled.items()) == 5


def test_a_draft_cannot_be_opened_but_says_why(filled: Workspace) -> None:
    app = choose(session("workspace"), "Half done")
    assert "A draft: one thing in it is not right yet." in html(app)
    assert not [button for button in app.button if button.key == "kept_open"]
    draft = next(item for item in filled.items() if item.name == "Half done")
    with pytest.raises(Refused):
        session_scenario.first_scenario().open_kept_plan(draft.current)


# -- damage ----------------------------------------------------------------------------------


def test_a_bad_row_is_one_bad_item_on_the_page(kept: Workspace) -> None:
    """As an import of long ago left it: everything else is listed, opened and exported."""
    kept.save(plan_content(TEXT, "Good"))
    bad = kept.save(plan_content(TEXT, "Bad")).version
    with closing(sqlite3.connect(kept.file)) as connection:
        connection.execute("DROP TRIGGER versions_UPDATE")
        year_1 = "1-01-01T00:00:00.000000Z"
        connection.execute("UPDATE versions SET saved_at = ? WHERE id = ?", (year_1, bad.id))
        connection.commit()
    app = session("workspace")
    assert not app.exception
    app.session_state["workspace/chosen"] = bad.item
    app.run()
    assert not app.exception
    assert any("can no longer be read" in error.value for error in app.error)
    assert ["Good" in option or "Bad" in option for option in app.radio[0].options] == [True, True]
    for page in ("what_if", "library", "health", "editor"):
        assert not session(page).exception


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_a_damaged_file_is_told_on_the_page_and_can_be_exported(
    kept: Workspace, locale: str
) -> None:
    kept.save(plan_content(TEXT, "Good"))
    with closing(sqlite3.connect(kept.file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    data = bytearray(kept.file.read_bytes())
    data[4_096:] = b"\xff" * (len(data) - 4_096)
    kept.file.write_bytes(data)
    app = session("workspace", locale)
    assert not app.exception
    told = {"en-US": "is damaged", "zh-CN": "已损坏"}[locale]
    assert any(told in error.value for error in app.error)
    labels = {button.proto.label for button in app.get("download_button")}
    assert labels & {"Export what can be read", "导出可读取的内容"}
    for page in ("what_if", "library", "health", "editor"):
        assert not session(page, locale).exception
