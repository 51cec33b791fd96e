"""The second and third step of the back-test page without a browser: the seal, what explains the
rest, what is accepted, and that the seal follows the figures."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

import engine
from engine.analysis import Accepted, accepted_text, read_accepted
from engine.facts import facts_table
from engine.scenario import FromFile, Scenario
from engine.workforce import simulate
from engine.workspace import ReconciledNotes, Workspace, reconciliation_content
from pages.ui.kit import History, upload
from pages.ui.session import SessionScenario
from tests.conftest import BROWSER_TESTS

ROOT = BROWSER_TESTS.parents[1]
GATE = {"monthly_steps": [[0.75, 0.1], [1.0, 0.2]]}
"""The gate that was in force; the document has 80 %."""
pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture
def session(tmp_path: Path) -> SessionScenario:
    """Sixty people over six months, paid by another gate, one of them 500 yuan more in March."""
    plan = engine.load_plan("service-seller")
    facts = simulate("service-seller", 7, 60, 6, "2025-01")
    paid = engine.evaluate(plan.with_values(GATE), facts).amounts("gross_pay") / 100
    paid[2, 0] += 500
    paid[~facts.present] = np.nan
    file = tmp_path / "paid.parquet"
    pq.write_table(facts_table(replace(facts, further={"实发工资": paid})), file)
    with file.open("rb") as opened:
        stored = upload.store(opened, "paid.parquet")
    upload.share(stored.path)
    return SessionScenario(Scenario(plan, people=FromFile("paid", stored.sha256, "parquet")))


def page(session: SessionScenario, step: str, name: str = "back_test") -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=120)
    app.context = {"locale": "en-US"}
    app.session_state["store/scenario"] = History(session)
    app.session_state["back_test/step"] = step
    return app.run()


def shown(app: AppTest) -> str:
    assert not app.exception
    text = "\n".join(str(part.proto.body) for part in (*app.get("html"), *app.markdown))
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_what_explains_most_is_tried_and_the_rest_is_accepted(
    session: SessionScenario, kept: Workspace
) -> None:
    app = page(session, "reconcile")
    assert "Reconciled to" in shown(app)
    assert "threshold 80 % → 75 %" in shown(app)
    tries = [button for button in app.button if (button.key or "").startswith("try-")]
    tries[0].click().run()
    said = shown(app)
    assert "Reconciled to 99.6 % of person-months, ¥500.00 open" in said
    assert "Tried: " in said
    now = app.session_state["store/scenario"]
    assert now.present.plan.parameters["monthly_steps"].json == GATE["monthly_steps"]
    assert now.past  # one step that can be undone


def test_a_seal_follows_the_people_to_other_pages(session: SessionScenario) -> None:
    seal = r"Reconciled to [0-9.]+ % of person-months, ¥[0-9,.]+ open"
    for name in ("what_if", "health"):
        assert re.search(seal, shown(page(session, "", name)))


@pytest.mark.parametrize("step", ["understand", "reconcile", "results"])
def test_a_machine_that_is_slow_all_along_shows_each_wait_and_then_the_step(
    step: str, session: SessionScenario, every_wait_is_shown: set[str]
) -> None:
    """The state of a step waits for what the step then waits for again."""
    shown(page(session, step))
    assert (
        every_wait_is_shown
        >= {
            "understand": set(),
            "reconcile": {"reconcile_state", "reconcile"},
            "results": {"results"},
        }[step]
    )


def test_without_paid_figures_it_says_so_and_goes_on(
    session: SessionScenario, tmp_path: Path
) -> None:
    plan = session.base
    facts = simulate("service-seller", 7, 20, 6, "2025-01")
    file = tmp_path / "bare.parquet"
    pq.write_table(facts_table(facts), file)
    with file.open("rb") as opened:
        stored = upload.store(opened, "bare.parquet")
    upload.share(stored.path)
    bare = SessionScenario(Scenario(plan, people=FromFile("bare", stored.sha256, "parquet")))
    app = page(bare, "reconcile")
    assert any("does not say what was paid" in part.value for part in app.subheader)
    app.button(key="reconcile_go_on").click().run()
    assert "Not reconciled with what was paid" in shown(app)
    assert "a back-test, not a forecast" in shown(app)


def test_accepting_is_kept_with_the_file_and_taken_back(
    session: SessionScenario, kept: Workspace
) -> None:
    app = page(session.set_all(GATE), "reconcile")
    assert isinstance(session.people, FromFile)
    one = Accepted(
        employee="E000001", month="2025-03", reason="Back pay", author="Li", figures=1, fen=50_000
    )
    notes = ReconciledNotes(
        session.people.sha256, "parquet", {"service-seller": {"gross_pay": "实发工资"}}, (one,)
    )
    kept.save(reconciliation_content(notes, "paid"))
    app.session_state["reconcile/side"] = "accepted"
    app.run()
    assert "Reconciled in all person-months compared" in shown(app)
    assert any("Back pay" in part.value for part in app.markdown)
    app.button(key="take_back-0").click().run()
    assert "¥500.00 open" in shown(app)
    version = kept.find_reconciliation(session.people.sha256)
    assert version is not None
    assert kept.reconciliation(version.id).accepted == ()
    assert len(kept.history(version.item)) == 2


def test_accepted_differences_come_from_the_file_of_the_terminal_and_go_into_it(
    session: SessionScenario, kept: Workspace, tmp_path: Path
) -> None:
    assert isinstance(session.people, FromFile)
    one = Accepted(employee="E000001", month="2025-03", reason="Back pay", figures=1, fen=50_000)
    app = page(session.set_all(GATE), "reconcile")
    app.session_state["reconcile/side.en.0"] = "accepted"
    app.run()
    content = accepted_text([one]).encode()
    app.file_uploader[0].upload("accepted.json", content, "application/json").run()
    assert not app.exception
    assert "Reconciled in all person-months compared" in shown(app)
    version = kept.find_reconciliation(session.people.sha256)
    assert version is not None
    assert kept.reconciliation(version.id).accepted == (one,)
    file = tmp_path / "kept.json"
    file.write_bytes(kept.data(version.id))
    assert read_accepted(file) == (one,)


def test_the_year_says_what_the_plan_would_have_cost(session: SessionScenario) -> None:
    app = page(session.set_all(GATE), "results")
    said = shown(app)
    assert "Variant would have cost" in said
    assert "¥500 less than what was paid" in said


def test_the_shift_of_a_year_is_moved_in_a_box_that_stays_open(session: SessionScenario) -> None:
    app = page(session, "results")
    assert not app.slider
    app.session_state["results_shift"] = True
    app.run()
    app.slider(key="results_attainment").set_value(-10).run()
    assert not app.exception
    assert app.slider(key="results_attainment").value == -10  # though the button says so now
    app.session_state["results_shift"] = False
    assert not app.run().slider
    app.session_state["results_shift"] = True
    app.run()
    assert app.slider(key="results_attainment").value == -10
    app.button(key="results_shift_none").click().run()
    assert app.slider(key="results_attainment").value == 0


def test_another_smallest_group_holds_at_once_for_what_was_worked_out(
    session: SessionScenario,
) -> None:
    app = page(session, "results")
    app.session_state["results/tab"] = "trust"
    app.run()
    assert "Groups of fewer than 10 people are not shown on their own." in shown(app)
    app.session_state["health/policy"] = {"smallest_group": 70}
    app.run()
    assert "Groups of fewer than 70 people are not shown on their own." in shown(app)
