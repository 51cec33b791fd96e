"""The page that understands files: they are read, asked about, kept, and become people."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

import engine
from engine.analysis import Accepted
from engine.importing import Meaning, Role
from engine.papers import Paper
from engine.scenario import FromFile, Scenario
from engine.workspace import ReconciledNotes, Workspace, reconciliation_content
from pages.ui.back_test import results_downloads
from pages.ui.kit import History, upload
from pages.ui.session import (
    ImportSession,
    SessionScenario,
    import_session,
    people_facts,
    reconciliation_session,
)
from tests.conftest import BROWSER_TESTS

ROOT = BROWSER_TESTS.parents[1]
PLAN = "sample-flat-commission"
GOOD = "工号,月份,销售指标,销售额\n0001,2025年1月,100,1000.5\n0001,2025年2月,100,900\n"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("PAYCURVE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    monkeypatch.setattr(upload, "reader", lambda: "clerk")
    yield tmp_path / "data"
    st.cache_resource.clear()


def brought(*files: tuple[str, bytes]) -> ImportSession:
    stored = [upload.store(io.BytesIO(content), name) for name, content in files]
    return ImportSession().with_files(*stored)


def page(files: ImportSession, plan: str = PLAN, locale: str = "en-US") -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages/back_test.py"), default_timeout=120)
    app.context = {"locale": locale}
    scenario = SessionScenario(Scenario(engine.load_plan(plan)))
    app.session_state["store/scenario"] = History(scenario)
    app.session_state["store/import"] = History(files)
    app.run()
    assert not app.exception
    return app


def present(app: AppTest) -> SessionScenario:
    found: SessionScenario = app.session_state["store/scenario"].present
    return found


def test_a_file_in_the_plans_own_chinese_words_becomes_the_people() -> None:
    app = page(brought(("销售.csv", GOOD.encode("gbk"))))
    people = present(app).people
    assert isinstance(people, FromFile)
    facts = people_facts.facts_of(people, present(app).base)
    assert facts.employees == ("0001",)
    assert facts.numbers["sales"].tolist() == [[1000.5], [900.0]]


def test_a_corrected_file_takes_the_place_of_the_one_before() -> None:
    first = brought(("a.csv", b"x\n1\n"), ("b.csv", b"y\n1\n"))
    again = first.with_files(upload.store(io.BytesIO(b"x\n2\n"), "a.csv"))
    assert [file.name for file in again.files] == ["a.csv", "b.csv"]
    assert again.files[0].sha256 != first.files[0].sha256
    assert again.id == first.id


def test_what_was_brought_and_decided_is_found_again_under_its_address(data: Path) -> None:
    files = brought(("sales.csv", GOOD.encode()))
    app = page(replace(files, recipes={"other": "plan: other\n"}))
    kept = app.session_state["store/import"].present
    assert kept.applied.keys() == {PLAN}

    again = AppTest.from_file(str(ROOT / "pages/back_test.py"), default_timeout=120)
    again.query_params["i"] = kept.id
    again.run()
    assert not again.exception
    found = again.session_state["store/import"].present
    assert (found.files, found.recipes) == (kept.files, kept.recipes)


STAGES = "工号,订单日期,销售指标,销售额,订单状态\n" + "".join(
    f"0001,2025-01-0{day},100,{day}00,{stage}\n"
    for day, stage in enumerate(("已完成", "已发货", "部分退款"), 1)
)


@pytest.mark.parametrize(("key", "sales"), [("for_all-KEEP", 600.0), ("for_all-LEAVE_OUT", 100.0)])
def test_rows_of_all_unsure_states_are_counted_or_left_out_at_once(key: str, sales: float) -> None:
    app = page(brought(("orders.csv", STAGES.encode())))
    while not any(button.key == key for button in app.button):
        clicked(app, "accept_these")
    clicked(app, key)
    while present(app).people is None:
        clicked(app, "accept_these")
    facts = people_facts.facts_of(present(app).people, present(app).base)
    assert facts.numbers["sales"].tolist() == [[sales]]


UNSURE = "工号,月份,目标,销售额,实发\n0001,2025年1月,100,1000.5,20.01\n0001,2025年2月,100,900,18\n"


def clicked(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def opened(app: AppTest, key: str) -> AppTest:
    """With the box open that stands behind a button."""
    app.session_state[key] = True
    assert not app.run().exception
    return app


def test_all_proposals_are_accepted_at_once_and_what_was_decided_stays() -> None:
    app = page(brought(("销售.csv", UNSURE.encode("gb18030"))))
    assert present(app).people is None
    clicked(app, "accept_these")
    people = present(app).people
    assert isinstance(people, FromFile)
    kept = app.session_state["store/import"].present
    corrected = UNSURE.replace("900", "950").encode()
    again = page(kept.with_files(upload.store(io.BytesIO(corrected), "销售.csv")))
    people = present(again).people
    assert isinstance(people, FromFile)
    facts = people_facts.facts_of(people, present(again).base)
    assert facts.numbers["sales"].tolist() == [[1000.5], [950.0]]


def test_only_the_months_that_are_wanted_count() -> None:
    app = opened(page(brought(("销售.csv", GOOD.encode()))), "month_limits")

    def typed(label: str, month: str) -> None:
        next(one for one in app.text_input if one.label == label).set_value(month)

    typed("From", "2025-02")
    typed("To", "2025-01")
    app.button("months_take").click().run()
    assert [error.value for error in app.error] == ["The first month is after the last one."]
    typed("To", "")
    app.button("months_take").click().run()
    assert not app.exception
    facts = people_facts.facts_of(present(app).people, present(app).base)  # type: ignore[arg-type]
    assert facts.numbers["sales"].tolist() == [[900.0]]


def test_a_column_is_chosen_as_what_was_paid() -> None:
    app = page(brought(("销售.csv", UNSURE.replace("目标", "销售指标").encode())))
    grid = [box for box in app.selectbox if (box.key or "").startswith("meaning-")]
    assert [box.value for box in grid][-1] == Meaning(Role.FURTHER)
    grid[-1].set_value(Meaning(Role.PAID, "gross_pay")).run()
    assert not app.exception
    people = present(app).people
    assert isinstance(people, FromFile)
    facts = people_facts.facts_of(people, present(app).base)
    assert facts.further["gross_pay"].tolist() == [[20.01], [18.0]]


def test_what_was_accepted_stays_where_the_same_files_make_other_facts() -> None:
    app = page(brought(("销售.csv", UNSURE.replace("目标", "销售指标").encode())))
    before = present(app).people
    assert isinstance(before, FromFile)
    one = Accepted(employee="0001", month="2025-01", reason="By hand", figures=1, fen=1)
    notes = ReconciledNotes(before.sha256, "parquet", {PLAN: {"gross_pay": "实发"}}, (one,))
    Workspace().save(reconciliation_content(notes, "sales"))
    grid = [box for box in app.selectbox if (box.key or "").startswith("meaning-")]
    grid[-1].set_value(Meaning(Role.PAID, "gross_pay")).run()
    now = present(app).people
    assert isinstance(now, FromFile) and now.sha256 != before.sha256
    assert reconciliation_session.notes_of(now).accepted == (one,)
    # The other way round as well: undone, the people and what was decided are as before.
    reconciliation_session.take_back(now, [one])
    clicked(app, "import_undo")
    assert present(app).people == before
    assert reconciliation_session.notes_of(before).accepted == ()


def test_what_was_decided_is_found_by_whoever_brings_the_same_files_again() -> None:
    content = UNSURE.replace("目标", "销售指标").encode()
    app = page(brought(("销售.csv", content)))
    grid = [box for box in app.selectbox if (box.key or "").startswith("meaning-")]
    grid[-1].set_value(Meaning(Role.PAID, "gross_pay")).run()
    first = present(app).people
    assert isinstance(first, FromFile)
    app = opened(clicked(app, "go_reconcile"), "reconcile_paid")
    clicked(app, "reconcile_take_paid")
    chosen = reconciliation_session.notes_of(first).paid
    assert chosen == {PLAN: {"gross_pay": "gross_pay"}}
    # Brought anew, under another name, and not decided so: other facts of the same file.
    now = present(page(brought(("sales.csv", content)))).people
    assert isinstance(now, FromFile) and now.sha256 != first.sha256
    assert reconciliation_session.notes_of(now).paid == chosen


def test_the_next_file_of_a_layout_is_read_by_the_kept_recipe() -> None:
    app = page(brought(("一月.csv", UNSURE.encode())))
    clicked(app, "accept_these")
    clicked(opened(app, "import_recipe"), "recipe_keep")
    following = UNSURE.replace("2025", "2026").encode()
    app = page(brought(("二月.csv", following)))
    assert isinstance(present(app).people, FromFile)
    assert app.session_state["store/import"].present.known_as == "一月"


def test_another_plan_keeps_the_files_and_proposes_anew() -> None:
    app = page(brought(("销售.csv", GOOD.encode())))
    kept = app.session_state["store/import"].present
    app = page(kept, plan="service-seller")
    assert present(app).people is None
    assert app.session_state["store/import"].present.files == kept.files
    assert "questions are open" in shown(app)


def test_the_example_is_messy_and_is_understood_with_one_click() -> None:
    app = page(ImportSession(), plan="service-seller")
    clicked(app, "import_example")
    assert present(app).people is None
    clicked(app, "accept_these")
    people = present(app).people
    assert isinstance(people, FromFile)
    facts = people_facts.facts_of(people, present(app).base)
    assert (facts.size, facts.person_months, facts.months) == (24, 142, 6)
    assert round(float(facts.numbers["sales"].sum()), 2) == 12_503_243.28
    app.session_state["back_test/part"] = "report"
    app.run()
    assert not app.exception
    assert "12,503,243.28" in shown(app)


def shown(app: AppTest) -> str:
    return "\n".join(str(part.proto.body) for part in app.get("html"))


def test_what_another_reader_brought_cannot_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(brought(("sales.csv", GOOD.encode())))
    kept = app.session_state["store/import"].present
    monkeypatch.setattr(upload, "reader", lambda: "somebody")
    again = AppTest.from_file(str(ROOT / "pages/back_test.py"), default_timeout=120)
    again.query_params["i"] = kept.id
    again.run()
    assert not again.exception
    assert again.session_state["store/import"].present == ImportSession()
    assert import_session.earlier_imports() == []
    monkeypatch.setattr(upload, "reader", lambda: "clerk")
    assert [one.id for one in import_session.earlier_imports()] == [kept.id]


def test_a_new_browser_goes_on_with_the_plan_and_the_people_of_an_earlier_import() -> None:
    before = page(brought(("sales.csv", GOOD.encode())))
    again = AppTest.from_file(str(ROOT / "pages/back_test.py"), default_timeout=120).run()
    assert present(again).plan_key != PLAN
    clicked(again, f"earlier-{before.session_state['store/import'].present.id}")
    assert (present(again).plan_key, present(again).people) == (PLAN, present(before).people)


def test_a_plan_that_reads_more_columns_says_which_and_has_the_files_read_for_it() -> None:
    app = page(brought(("sales.csv", GOOD.encode())))
    app.session_state["back_test/step"] = "results"
    app.session_state["results/compared"] = {PLAN: ["plan:part-time-service"]}
    app.run()
    said = "Part-time service staff reads 4 columns that were not read yet: Days worked,"
    assert any(said in one.value for one in app.markdown)
    clicked(app, "read_for-plan:part-time-service")
    assert present(app).plan_key == "part-time-service"
    assert app.session_state["back_test/step"] == "understand"


def test_papers_say_what_other_people_would_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    papers: list[Callable[[], Paper]] = []
    monkeypatch.setattr(results_downloads, "paper_buttons", lambda of, *_: papers.append(of))
    people = GOOD + GOOD.partition("\n")[2].replace("0001", "0002")
    app = page(brought(("sales.csv", people.encode())))
    app.session_state["back_test/step"] = "results"
    assert not app.run().exception
    assert "With other people like these" in papers[-1]().findings[-1].title["en"]


def test_facts_of_another_plan_count_only_while_its_files_and_answers_are_the_same() -> None:
    files = brought(("sales.csv", GOOD.encode()))
    read = files.with_facts(PLAN, "0f", files.made_of(PLAN))
    assert (read.facts_now(PLAN), read.facts_now("part-time-service")) == ("0f", "")
    corrected = upload.store(io.BytesIO(GOOD.replace("900", "901").encode()), "sales.csv")
    for changed in (read.with_files(corrected), replace(read, recipes={PLAN: "plan: other"})):
        assert (changed.facts_now(PLAN), changed.facts_before(PLAN)) == ("", "0f")


def test_what_is_assumed_of_everybody_stands_above_every_step() -> None:
    app = page(brought(("销售.csv", GOOD.replace("销售指标", "区域").encode())))
    assert "One question is open" in shown(app)
    field = next(one for one in app.text_input if (one.key or "").startswith("answer_CONSTANT"))
    field.set_value("5000").run()
    assert not app.exception
    assert isinstance(present(app).people, FromFile)
    clicked(app, "go_on")
    assert any("5000" in caption.value for caption in app.caption)
