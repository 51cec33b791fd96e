"""The what-if page without a browser: what a session holds, how figures are entered, sentences."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

import engine
from engine.analysis import (
    Bend,
    bends,
    compare,
    find,
    key_figures,
    middle_person,
    payout_curve,
    sample,
    together,
)
from engine.explain import explain
from engine.plan import shapes, sum_rules
from engine.scenario import FromFile, Simulated
from engine.text import Refused, read_number
from engine.workforce import simulate
from pages.ui.charts import finding_sentences, payout_sentence
from pages.ui.kit import History, as_shown, scales, upload
from pages.ui.parameters import figure_track
from pages.ui.session import as_json, from_json, own_people, session_scenario
from pages.ui.statement import TAB
from pages.ui.what_if import answer_loading, answers, folds
from tests.conftest import BROWSER_TESTS
from tests.ui.widgets import Figure, in_html

ROOT = BROWSER_TESTS.parents[1]
WEIGHT = "scenario.service-seller.weight_sales"
TARGET = "scenario.service-seller.complaint_target"
PLANS = [engine.load_plan(name) for name in (*engine.catalogue(), *engine.samples())]
PARAMETERS = [(plan, parameter) for plan in PLANS for parameter in plan.parameters.values()]


@pytest.fixture(scope="module")
def comparison() -> finding_sentences.Comparison:
    plan = engine.load_plan("service-seller")
    facts = simulate("service-seller", 7, 300, 12, "2026-01")
    variant = plan.with_values({"weight_sales": 0.5})
    return compare(engine.evaluate(plan, facts), engine.evaluate(variant, facts))


# -- what a session holds --------------------------------------------------------------------


def test_a_scenario_survives_the_link() -> None:
    here = session_scenario.first_scenario().set("weight_sales", 0.5)
    here = replace(here, scenario=replace(here.scenario, name="Bolder"))
    there = from_json(as_json(here))
    assert there.scenario.plan == here.scenario.plan
    assert there.people == here.people
    assert there.scenario.name == "Bolder"


@pytest.mark.parametrize(
    "broken",
    [
        {"plan": "no-such-plan", "edits": []},
        {"plan": "service-seller", "edits": [{"at": ["parameters"], "to": 1}] * 2, "people": 3},
        {
            "plan": "service-seller",
            "edits": [],
            "people": {"file": "a", "sha256": "../", "kind": "csv"},
        },
        {
            "plan": "service-seller",
            "edits": [],
            "people": {
                "simulated": "service-seller",
                "seed": 7,
                "employees": 10**9,
                "months": 12,
                "first": "2026-01",
            },
        },
    ],
)
def test_a_link_with_anything_else_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        from_json(broken)


def test_plans_are_left_and_found_again_as_they_were() -> None:
    here = session_scenario.first_scenario().set("weight_sales", 0.5)
    away = here.open_plan("points-pay")
    assert away.people == own_people("points-pay")
    assert away.open_plan("service-seller").scenario == here.scenario


# -- entering figures ------------------------------------------------------------------------


@pytest.mark.parametrize(("plan", "parameter"), PARAMETERS, ids=lambda it: getattr(it, "id", None))
def test_a_figure_shown_and_read_again_is_the_same(
    plan: engine.Plan, parameter: engine.plan.Parameter
) -> None:
    if parameter.value.shape == "number" and parameter.json is not None:
        shown = as_shown(parameter.json, parameter.unit)
        assert read_number(shown, parameter.unit) == parameter.json
    for row in parameter.value.rows():
        for column, figure in row.items():
            if column != "key":
                unit = plan.cell_unit(parameter, row.get("key", ""), column)
                assert read_number(as_shown(figure, unit), unit) == figure


@pytest.mark.parametrize(
    ("parameter", "documented", "track"),
    [
        ("weight_sales", 0.4, (0.0, 1.0, 0.05)),
        ("weight_sales", 0.0, None),  # all of its use would lie in the first millimetre
        ("complaint_target", 0.02, (0.001, 0.04, 0.001)),  # of 0.1 to 100 %
        ("base_by_grade", 3000.0, (0.0, 6000.0, 100.0)),
        ("base_by_grade", 17_430.0, (0.0, 30_000.0, 500.0)),
        ("monthly_steps", 0.1, (0.0, 0.2, 0.01)),
    ],
)
def test_a_figure_is_moved_where_its_use_lies(
    parameter: str, documented: float, track: figure_track.Track | None
) -> None:
    seller = engine.load_plan("service-seller").parameters
    assert figure_track.value_track(seller[parameter], documented, documented) == track


@pytest.mark.parametrize(
    ("indicator", "column", "track"),
    [
        ("completion", "weight", (0.0, 40.0, 1.0)),
        ("completion", "target", (0.0, 2.0, 0.01)),  # by the step of the indicator
        ("completion", "up", (0.0, 1.0, 0.02)),  # none in the document: as far as those lost
        ("growth", "unit", (0.0005, 0.02, 0.0005)),  # above 0 only
        ("growth", "floor", (0.0, 0.2, 0.01)),  # none: as far as the target
        ("new_accounts", "target", (0.0, 4.0, 1.0)),
    ],
)
def test_every_figure_of_an_indicator_is_moved(
    indicator: str, column: str, track: figure_track.Track
) -> None:
    rows = engine.load_plan("key-account-specialist").parameters["indicators"].value.rows()
    row = next(row for row in rows if row["key"] == indicator)
    assert figure_track.indicator_track(row, row, column) == track
    assert figure_track.indicator_track({**row, column: 7.0}, row, column) == track


def test_an_indicator_of_nothing_is_typed() -> None:
    nothing = {"key": "a", "weight": 0.0, "target": 0.0, "unit": 1.0, "up": 0.0, "down": 0.0}
    row: shapes.Row = {**nothing, "floor": 0.0}
    assert figure_track.indicator_track(row, row, "unit") == (0.05, 2.0, 0.05)
    for column in ("weight", "target", "up", "down", "floor"):
        assert figure_track.indicator_track(row, row, column) is None


def test_a_breakpoint_is_moved_between_those_beside_it() -> None:
    plan = engine.load_plan("service-seller")
    before = plan.parameters["monthly_steps"]

    def tracks(*starts: float) -> list[figure_track.Track | None]:
        steps = [[start, 0.1] for start in starts]
        now = plan.with_values({"monthly_steps": steps}).parameters["monthly_steps"]
        places = range(len(starts))
        return [figure_track.start_track(plan, now, before, [place, 0]) for place in places]

    assert tracks(0.8, 1.0) == [(0.4, 0.99, 0.01), (0.81, 1.5, 0.01)]
    assert tracks(0.6, 0.9) == [(0.4, 0.89, 0.01), (0.61, 1.5, 0.01)]
    assert tracks(0.8, 0.805) == [(0.4, 0.79, 0.01), (0.81, 1.5, 0.01)]
    assert tracks(0.8, 0.81, 0.82) == [(0.4, 0.8, 0.01), None, (0.82, 1.23, 0.01)]
    assert tracks(0.0, 0.9)[0] == (0.4, 0.89, 0.01)


def test_lines_stand_open_where_there_is_room_and_else_the_dearest_do() -> None:
    few = {"base": 4.0, "bonus": 3.0, "award": 3.0, "allowance": 1.0, "": 3.0}
    assert folds.open_at_first(few, {}) == {"base", "bonus", "award", "allowance"}
    many = few | {"base": 6.0, "bonus": 8.0}
    costs = {"base": 9.0, "bonus": 7.0, "award": 5.0, "allowance": 1.0}
    assert folds.open_at_first(many, costs) == {"base", "award", "allowance"}
    assert folds.open_at_first(many | {"award": 4.0}, costs | {"allowance": 8.0}) == {
        *("base", "award", "allowance")
    }
    assert folds.open_at_first(many, costs | {"bonus": 10.0}) == {"bonus", "award"}
    assert folds.open_at_first({"base": 2.0, "bonus": 60.0, "": 1.0}, costs) == {"base"}
    assert folds.open_at_first({"base": 60.0, "bonus": 2.0, "": 1.0}, costs) == {"base"}


def test_weights_come_back_to_their_sum_in_proportion() -> None:
    plan = engine.load_plan("service-seller").with_values({"weight_sales": 0.55})
    (rule,) = plan.sums
    assert not sum_rules.holds(plan, rule)
    values = sum_rules.in_proportion(plan, rule)
    assert sum_rules.holds(plan.with_values(values), rule)
    assert values["weight_csat"] / values["weight_team"] == pytest.approx(3, abs=0.01)


# -- axes and sentences ----------------------------------------------------------------------


def test_axes_stand_still_until_the_variant_leaves_them() -> None:
    assert scales.top(100, 100) == scales.top(100, 117) == 120
    assert scales.top(100, 130) == 150
    assert scales.rung(1.0) == 1.0
    assert scales.bottom(5_000, 5_000, 15_000) == scales.bottom(5_000, 4_000, 15_000)
    assert scales.bottom(900, 900, 15_000) == 0


def test_the_headline_says_cost_and_cause(comparison: finding_sentences.Comparison) -> None:
    labels = {line.id: line.label["en"] for line in comparison.variant.plan.pay_lines}
    said = finding_sentences.headline(comparison, 1, labels, "300 people", 0, "en")
    assert said.startswith("This variant costs ¥")
    assert said.endswith(", all of it from the performance pay.")
    neutral = finding_sentences.headline(
        compare(comparison.baseline, comparison.baseline), 0, labels, "300 people", 0, "en"
    )
    assert neutral.startswith("As documented, this plan costs ¥")


def test_pay_that_only_goes_to_other_months_and_lines_is_not_said_to_stand_still() -> None:
    plan = engine.load_plan("key-account-operations")
    facts = simulate("key-account-operations", 7, 60, 12, "2026-01")
    by_role = plan.parameters["guarantee_by_role"].value.json()
    variant = plan.with_values({"guarantee_by_role": {**by_role, "director": 4600}})
    moved = compare(engine.evaluate(plan, facts), engine.evaluate(variant, facts))
    same = compare(moved.baseline, moved.baseline)
    labels = {line.id: line.label["zh"] for line in plan.pay_lines}
    assert moved.difference == 0.0  # what is paid more each month is settled in December
    told = [finding_sentences.headline(one, 1, labels, "", 0, "zh") for one in (moved, same)]
    assert told[0].endswith("只在月份或薪酬项之间调整。")
    assert told[1] == "这些改动不影响任何人的薪酬。"


@pytest.mark.parametrize(
    ("jump", "said", "in_chinese"),
    [
        (220.0, "Pay jumps at 80 % (+¥220)", "薪酬在 80%（+220 元）处跳变"),
        (-100.0, "Pay drops at 80 % (−¥100)", "薪酬在 80%（−100 元）处骤降"),
    ],
)
def test_a_curve_that_did_not_move_tells_where_it_jumps(
    jump: float, said: str, in_chinese: str
) -> None:
    x, pay = np.array([0.0, 0.8, 1.6]), np.array([500.0, 500.0, 500.0 + jump])
    bend = Bend(0.8, jump, 0.0, 0.0)
    told = [payout_sentence(x, pay, pay, [bend], "share", "Rate", lang) for lang in ("en", "zh")]
    assert [words.replace("\u00a0", " ") for words in told] == [said, in_chinese]


def test_people_are_found_and_sampled(comparison: finding_sentences.Comparison) -> None:
    found = find(comparison, "e00004", most=5)
    assert found.count == 11 - 1 and len(found.people) == 5
    assert {person.employee[:6] for person in found.people} == {"E00004"}
    most = find(comparison, order="gain", most=300).people
    assert [p.change for p in most] == sorted((p.change for p in most), reverse=True)
    pay = [person.baseline for person in sample(comparison, 20)]
    assert pay == sorted(pay) and len(pay) == 20
    assert middle_person(comparison) in comparison.variant.facts.position
    with pytest.raises(ValueError, match="no order"):
        find(comparison, order="luck")


def test_key_figures_agree_with_the_payouts(comparison: finding_sentences.Comparison) -> None:
    figures = key_figures(comparison.variant)
    assert figures.total == comparison.variant.total
    assert figures.low < figures.median < figures.high
    assert figures.cost_of_sales == pytest.approx(figures.total / figures.sold)


def test_a_payout_curve_names_its_jumps_and_bends() -> None:
    plan = engine.load_plan("service-seller")
    facts = simulate("service-seller", 7, 300, 12, "2026-01")
    before = payout_curve(plan, facts)
    later = plan.with_values({"monthly_steps": [[0.9, 0.1], [1.0, 0.2]]})
    after = payout_curve(later, facts)
    assert before is not None and after is not None
    assert [(round(b.x, 2), b.jump > 0) for b in bends(before)][:2] == [(0.8, True), (1.0, True)]
    x, old, new = together(before, after)
    assert len(x) == len(old) == len(new) == len(before.x) + 3
    assert all(a <= b for a, b in pairwise(x))
    assert math.isclose(old[0], new[0])


# -- the page --------------------------------------------------------------------------------


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    yield AppTest.from_file(str(ROOT / "pages" / "what_if.py"))
    st.cache_resource.clear()


def test_the_page_follows_a_figure_there_and_back(page: AppTest) -> None:
    page.run()
    assert not page.exception
    Figure(page, WEIGHT).move(to=0.5)
    assert page.session_state["store/scenario"].present.scenario.changed == ("weight_sales",)
    page.button(key="scenario.undo").click().run()
    assert Figure(page, WEIGHT).texts == ["0.4"]
    assert not page.exception


def test_weights_that_do_not_add_up_can_be_rescaled(page: AppTest) -> None:
    page.run()
    Figure(page, WEIGHT).move(to=0.5)
    assert any("1.1, not 1" in said for said in in_html(page))
    page.button(key="rescale-weight_sales").click().run()
    plan = page.session_state["store/scenario"].present.scenario.plan
    assert all(sum_rules.holds(plan, rule) for rule in plan.sums)
    assert any("Together 1 ✓" in said for said in in_html(page))
    assert not page.exception


@pytest.mark.parametrize("plan", [*engine.catalogue(), *engine.samples()])
def test_every_plan_opens_in_both_languages(page: AppTest, plan: str) -> None:
    for locale in ("en-US", "zh-CN"):
        page.context = {"locale": locale}
        page.session_state["store/scenario"] = work_on(plan)
        page.run()
        assert not page.exception


def work_on(plan: str) -> object:
    """A session that has just opened a plan, with fewer people than usual."""
    present = session_scenario.first_scenario().open_plan(plan)
    if isinstance(present.people, Simulated):
        present = present.with_people(replace(present.people, employees=400))
    return History(present)


def test_groups_are_as_large_as_the_thresholds_ask(page: AppTest) -> None:
    """Forty people of four grades, of which the senior ones are few."""
    here = session_scenario.first_scenario()
    assert isinstance(here.people, Simulated)
    few = here.with_people(replace(here.people, employees=40)).set("weight_sales", 0.5)
    page.session_state["store/scenario"] = History(few)
    page.session_state[TAB] = "groups"
    page.run()
    assert any("with fewer than 10 people" in caption.value for caption in page.caption)


def test_a_figure_that_does_not_fit_is_told_in_words() -> None:
    with pytest.raises(Refused):
        session_scenario.first_scenario().set("weight_sales", -1)


# -- waiting for people and curves -----------------------------------------------------------


def drawn_with(page: AppTest, present: session_scenario.SessionScenario) -> AppTest:
    """The page, already shown once, going on to another work."""
    page.run()
    history = page.session_state["store/scenario"]
    page.session_state["store/scenario"] = history.commit(present)
    return page.run()


def spooled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> FromFile:
    """A file of people that somebody has uploaded."""
    monkeypatch.setenv("PAYCURVE_DATA", str(tmp_path))
    kept = upload.store(io.BytesIO(text.encode()), "mine.csv")
    upload.share(kept.path)  # whoever brought it is no session of the test's
    return FromFile("mine.csv", kept.sha256, "csv")


def test_a_file_that_is_refused_leaves_the_session_as_it_was(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = spooled(monkeypatch, tmp_path, "employee_id,month,sales\nA,2026-01,many\n")
    before = session_scenario.first_scenario().set("weight_sales", 0.5)
    page.session_state["store/scenario"] = History(session_scenario.first_scenario()).commit(before)
    drawn_with(page, before.with_people(file))
    assert not page.exception
    history = page.session_state["store/scenario"]
    assert history.present == before and len(history.past) == 1 and not history.future
    assert {problem.column for problem in page.session_state["people/refused"]} >= {"quota"}


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_what_should_be_looked_at_stands_on_the_page_until_it_is_seen(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, locale: str
) -> None:
    text = "employee_id,month,target,sales\n<A7,2026-01,100,50\n<a-7,2026-01,-5,50\n"
    file = spooled(monkeypatch, tmp_path, text)
    sample = session_scenario.first_scenario().open_plan("sample-flat-commission")

    def told() -> str:
        assert not page.exception
        tables = [part.proto.body for part in page.get("html") if "'pc-table" in part.proto.body]
        return "".join(tables)

    page.context = {"locale": locale}
    page.session_state["store/scenario"] = History(sample.with_people(file))
    page.run()
    assert "&lt;a-7" in told() and "-5" in told() and "<a-7" not in told()
    assert page.warning[0].value.count("2")
    drawn_with(page, sample.with_people(file).set("flat_rate", 0.025))
    assert "a-7" in told()
    page.button(key="reading_seen").click().run()
    assert told() == ""
    drawn_with(page, sample.with_people(replace(file, name="the same.csv")))
    assert told() == ""
    drawn_with(page, sample.with_people(file).set("flat_rate", 0.9))
    assert "flat_rate" in told() and "0.9" in told() and "a-7" not in told()
    other = spooled(monkeypatch, tmp_path, text.replace("a-7", "a_7"))
    drawn_with(page, sample.with_people(other))
    assert "a_7" in told() and "-5" in told()


def test_on_another_plan_people_that_do_not_fit_stay_behind(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = "employee_id,month,target,sales\nA,2026-01,100,50\n"
    file = spooled(monkeypatch, tmp_path, text)
    sample = session_scenario.first_scenario().open_plan("sample-flat-commission")
    page.session_state["store/scenario"] = History(sample.with_people(file))
    drawn_with(page, sample.with_people(file).open_plan("points-pay"))
    assert not page.exception
    history = page.session_state["store/scenario"]
    assert history.present.people == own_people("points-pay")
    assert [past.base.id for past in history.past] == ["sample-flat-commission"]


def test_who_cancels_goes_back_to_what_was_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})
    store = session_scenario.scenario_store()
    store.commit(store.present.set("weight_sales", 0.5))
    shown = store.history
    st.session_state[answer_loading.SHOWN] = shown
    assert isinstance(store.present.people, Simulated)
    store.commit(store.present.with_people(replace(store.present.people, employees=100_000)))
    answer_loading.cancelled(store)
    assert store.history == replace(shown, epoch=shown.epoch + 1)


def test_who_cancels_at_the_very_beginning_gets_fewer_people(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(st, "session_state", {})
    store = session_scenario.scenario_store()
    own = store.present.people
    assert isinstance(own, Simulated)
    store.replace_present(store.present.with_people(replace(own, employees=100_000)))
    answer_loading.cancelled(store)
    assert store.present.people == own
    answer_loading.cancelled(store)
    assert store.present.people is None


def test_a_curve_depends_on_nothing_but_what_pays() -> None:
    plan = engine.load_plan("service-kpi-360")
    facts = engine.persona_facts(plan)
    key = answers.curve_key(plan, facts, {})
    assert key == answers.curve_key(plan.with_values({"improvement_places": 5}), facts, {})
    assert key != answers.curve_key(plan.with_values({"weight_self": 0.2}), facts, {})


# -- another language ------------------------------------------------------------------------


def test_tables_and_choices_change_their_language_and_keep_their_values(page: AppTest) -> None:
    page.session_state["details_tab"] = "people"
    page.run()
    page.selectbox(key="people_order-gain.en").set_value("loss").run()
    page.session_state["language"] = "zh"
    page.run()
    rows = Figure(page, "scenario.service-seller.base_by_grade").given["rows"]
    assert [row["label"] for row in rows] == ["初级", "中级", "高级", "资深"]
    assert page.selectbox(key="people_order-gain.zh").value == "loss"
    assert not page.exception


def test_the_statement_opens_on_somebody_who_loses_in_a_month_that_changed(page: AppTest) -> None:
    page.session_state["details_tab"] = "statement"
    page.session_state["store/scenario"] = work_on("service-seller")
    page.run()
    here = page.session_state["store/scenario"].present
    higher = here.set("monthly_steps", ((0.85, 0.10), (1.0, 0.20)))
    page.session_state["store/scenario"] = History(higher)
    page.run()
    assert not page.exception
    facts = simulate("service-seller", 7, 400, 12, "2026-01")
    who, month = (page.session_state[key] for key in ("details_person", "statement_month"))
    old, new = (explain(plan, facts, who, month) for plan in (here.base, higher.scenario.plan))
    assert new.gross < old.gross
    page.selectbox(key="statement_month.en").set_value("2026-03").run()
    assert page.session_state["statement_month"] == "2026-03", "a month chosen stays"


def test_a_field_that_is_emptied_shows_its_figure_again(page: AppTest) -> None:
    page.run()
    shown = Figure(page, TARGET).texts
    Figure(page, TARGET).move(typed="")
    assert Figure(page, TARGET).texts == shown and not page.error
    assert not page.session_state["store/scenario"].present.scenario.changed


def test_a_percentage_with_two_noughts_too_many_is_told_as_it_was_typed(page: AppTest) -> None:
    page.run()
    Figure(page, TARGET).move(typed="2000")
    (told,) = (said.value for said in page.error if "times the whole" in said.value)
    assert told.startswith("2,000\u00a0%")
    assert "If 20\u00a0% is meant" in told
    assert not page.session_state["store/scenario"].present.scenario.changed
