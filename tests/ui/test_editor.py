"""The editor page without a browser: what lies on the desk, how plans come and go, each part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

import engine
from engine.drafting import Draft, blocks
from engine.plan import UNUSED, Edit, shapes
from engine.text import Refused
from engine.workspace import Workspace
from pages.ui.editor import formula_field, persona_cells
from pages.ui.editor.formula_field import as_data
from pages.ui.kit import History
from pages.ui.session import draft_session
from pages.ui.session.draft_session import TAB, DraftSession
from tests.conftest import BROWSER_TESTS
from tests.ui.widgets import in_place

ROOT = BROWSER_TESTS.parents[1]
SELLER = engine.load_plan("service-seller")
TITLE = {"en": "Shop plan", "zh": "门店方案"}


@pytest.fixture
def written() -> DraftSession:
    return draft_session.draft_of_plan(SELLER)


def test_what_was_typed_is_heard_once_also_where_only_the_second_word_of_it_arrives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A trigger that waits at a busy server gives way to the next one of its component."""
    session: dict[str, object] = {}
    given: dict[str, Callable[[], object]] = {}
    heard: list[tuple[str, int]] = []
    runs: list[str] = []
    monkeypatch.setattr(st, "session_state", session)
    monkeypatch.setattr(st, "rerun", runs.append)
    monkeypatch.setattr(formula_field._served, "offer", lambda: None)
    monkeypatch.setattr(formula_field, "_component", lambda **options: given.update(options))

    def arrives(**events: object) -> None:
        formula_field.field(
            "formula", "", [], lambda text, run: heard.append((text, run)), key="f", label=""
        )
        session["f"] = events
        for event in events:
            given[f"on_{event}_change"]()

    first, second = ({"text": text, "seq": seq, "run": 4} for seq, text in ((1, "a"), (2, "ab")))
    arrives(typed=first)
    assert (heard, runs) == ([("a", 4)], [formula_field.PAID])
    arrives(settled=first)
    assert (heard, runs) == ([("a", 4)], [formula_field.PAID])
    arrives(settled=second)
    assert (heard, runs) == ([("a", 4), ("ab", 4)], [formula_field.PAID])
    arrives(typed=second, settled=second)
    assert heard == [("a", 4), ("ab", 4)]


# -- what lies on the desk -----------------------------------------------------------------------


def test_a_plan_of_the_catalogue_keeps_its_comments_and_is_as_it_is(written: DraftSession) -> None:
    assert written.plan == SELLER
    assert written.is_kept
    assert "# Complaints are better the lower they are" in written.draft.text


def test_keys_of_one_run_are_one_step_and_are_told_against_what_was_before(
    written: DraftSession,
) -> None:
    typed = written.typed("base_pay", "base_by_grade[grade] *", 1)
    assert typed.is_stale
    assert typed.shown_plan == SELLER
    typed = typed.typed("base_pay", "base_by_grade[grade] * 2", 1)
    assert typed.plan.lines["base_pay"].formula.text == "base_by_grade[grade] * 2"
    assert typed.before == SELLER
    later = typed.typed("base_pay", "base_by_grade[grade] * 3", 2)
    assert later.before == typed.plan
    assert later.undone().draft.text == typed.draft.text
    assert later.undone().undone().draft.text == written.draft.text
    assert typed.undone().redone().draft.text == typed.draft.text


def test_figures_are_set_as_people_write_them_and_refused_where_they_do_not_fit(
    written: DraftSession,
) -> None:
    after = written.set("monthly_steps", [[0.85, 0.1], [1.0, 0.2]])
    assert "steps: [[0.85, 0.1], [1, 0.2]]" in after.draft.text
    assert after.reset("monthly_steps").plan == SELLER
    with pytest.raises(Refused):
        written.set("monthly_steps", [[0.85, 10]])


def test_another_plan_lays_aside_what_was_written(written: DraftSession) -> None:
    other = draft_session.draft_of_plan(engine.load_plan("points-pay"))
    assert written.replaced_by(other).earlier == ()
    changed = written.set("weight_sales", 0.5)
    opened = changed.replaced_by(other)
    assert [one.draft.text for one in opened.earlier] == [changed.draft.text]
    back = opened.replaced_by(opened.earlier[0])
    assert back.draft.text == changed.draft.text
    assert back.undone().plan == SELLER
    assert back.earlier == ()


def test_a_text_that_is_no_plan_is_refused_with_line_and_remedy(written: DraftSession) -> None:
    broken = written.draft.text.replace("ratio(sales, quota)", "ratio(sales, qota)", 1)
    with pytest.raises(Refused) as refused:
        draft_session.draft_of_text(broken, "mine.yaml")
    (problem,) = refused.value.problems
    assert problem.file == "mine.yaml"
    assert broken.splitlines()[(problem.line or 0) - 1].strip().startswith("measure: ratio")
    assert "quota" in problem.remedy("en")


def test_everything_can_be_undone_and_done_again(written: DraftSession) -> None:
    steps = [written]
    for change in (
        lambda draft: draft.renamed("lines", "base_pay", "basic_pay"),
        lambda draft: draft.moved("lines", "basic_pay", 2),
        lambda draft: draft.removed("lines", "annual_bonus", with_parameters=True),
        lambda draft: draft.written("lines: {"),
    ):
        steps.append(steps[-1].changed(change(steps[-1].draft)))
    back = steps[-1]
    for step in reversed(steps[:-1]):
        back = back.undone()
        assert back.draft.text == step.draft.text
    assert back.undone() is back
    for step in steps[1:]:
        back = back.redone()
        assert back.draft.text == step.draft.text
    assert back.redone() is back


def test_a_block_is_one_step(written: DraftSession) -> None:
    for block in blocks().values():
        assert written.changed(block.insert(written.draft)).undone().plan == SELLER


# -- the page ------------------------------------------------------------------------------------


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[AppTest]:
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    monkeypatch.setenv("PAYCURVE_DATA", str(tmp_path))
    yield AppTest.from_file(str(ROOT / "pages" / "editor.py"))
    st.cache_resource.clear()


def opened(page: AppTest, on: DraftSession, tab: str = "lines") -> AppTest:
    page.session_state["store/draft"] = History(on)
    page.session_state["draft/open"] = True
    page.session_state[TAB] = tab
    return ran(page)


def ran(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception
    return page


def clicked(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    return ran(page)


def here(page: AppTest) -> DraftSession:
    now: DraftSession = page.session_state["store/draft"].present
    return now


def shown(page: AppTest) -> str:
    return "\n".join(str(html.proto.body) for html in page.get("html")).replace("\xa0", " ")


def test_from_blank_a_block_pays_and_undo_takes_it_back(page: AppTest) -> None:
    ran(page)
    page.text_input(key="blank_title-welcome").set_value("Shop plan")
    clicked(page, "blank-welcome")
    assert here(page).shown_plan is None
    clicked(page, "choose-graduated-commission")
    clicked(page, "insert_block")
    assert here(page).plan.title == {"en": "Shop plan", "zh": "Shop plan"}
    assert page.session_state[TAB] == "lines"
    assert "pc-payouts" in shown(page)
    clicked(page, "draft.undo")
    assert here(page).draft.names("lines") == []
    clicked(page, "draft.redo")
    assert here(page).draft.names("lines") == ["commission"]


@pytest.mark.parametrize("tab", ["lines", "columns", "people", "about", "blocks", "text"])
@pytest.mark.parametrize(
    ("plan", "locale"),
    [
        ("service-seller", "en-US"),
        ("service-seller", "zh-CN"),
        ("key-account-operations", "en-US"),
        ("career-ladder", "zh-CN"),
    ],
)
def test_every_part_of_a_plan_shows(page: AppTest, plan: str, tab: str, locale: str) -> None:
    page.context = {"locale": locale}
    opened(page, draft_session.draft_of_plan(engine.load_plan(plan)), tab)
    assert "pc-payouts" in shown(page)


@pytest.mark.parametrize("plan", [*engine.catalogue(), *engine.samples()])
def test_every_plan_can_be_opened(page: AppTest, plan: str) -> None:
    opened(page, draft_session.draft_of_plan(engine.load_plan(plan)))
    assert "pc-payouts" in shown(page)


@pytest.mark.parametrize("block", list(blocks()))
def test_every_block_can_be_put_into_an_empty_plan(page: AppTest, block: str) -> None:
    opened(page, draft_session.blank_draft(TITLE), "blocks")
    clicked(page, f"choose-{block}")
    clicked(page, "insert_block")
    assert here(page).draft.problems == ()
    assert "pc-payouts" in shown(page)


def test_the_figures_grey_while_a_formula_is_broken(page: AppTest, written: DraftSession) -> None:
    opened(page, written.typed("base_pay", "base_by_grade[grade", 1))
    text = shown(page)
    assert "Greyed because the plan is not complete" in text
    assert "One thing to fix" in text
    assert "Li Na" in text


def test_a_text_that_is_no_yaml_keeps_the_title_and_leads_to_the_text(
    page: AppTest, written: DraftSession
) -> None:
    opened(page, written.typed_text(f"x: [1\n{written.draft.text}", 1))
    assert "<h1>Customer-service seller</h1>" in shown(page)
    assert "The bracket that opens here is not closed" in page.error[0].value
    clicked(page, "to_text")
    assert page.session_state[TAB] == "text"


def test_the_last_change_is_told_in_the_headline_and_the_table(
    page: AppTest, written: DraftSession
) -> None:
    opened(page, written.typed("base_pay", "base_by_grade[grade] * 1.1", 1))
    text = shown(page)
    assert "The last change costs ¥46,869 a year more (+10.0 %) for the 5 typical people" in text
    assert "+¥2,700" in text


def test_a_line_is_added_renamed_moved_and_removed(page: AppTest, written: DraftSession) -> None:
    opened(page, written)
    clicked(page, "add-lines")
    page.text_input(key="new-lines-en").set_value("Weekend bonus")
    page.text_input(key="new-lines-zh").set_value("周末奖金")
    clicked(page, "new-lines-add")
    assert here(page).draft.names("lines")[-1] == "weekend_bonus"
    assert here(page).draft.data["lines"]["weekend_bonus"]["label"]["zh"] == "周末奖金"
    clicked(page, "up-lines.weekend_bonus")
    assert here(page).draft.names("lines")[-2] == "weekend_bonus"
    clicked(page, "details-lines.weekend_bonus")
    page.text_input(key="draft.lines.weekend_bonus.name").set_value("base_pay")
    ran(page)
    assert "is taken" in shown(page)
    page.text_input(key="draft.lines.weekend_bonus.name").set_value("weekend_pay")
    ran(page)
    assert "weekend_pay" in here(page).draft.names("lines")
    clicked(page, "remove-lines.weekend_pay")
    assert here(page).draft.data == written.draft.data


def test_what_is_still_used_stays_and_says_where(page: AppTest, written: DraftSession) -> None:
    opened(page, written)
    clicked(page, "details-lines.base_pay")
    clicked(page, "remove-lines.base_pay")
    assert "is still used" in shown(page)
    assert here(page).draft.text == written.draft.text


def test_a_figure_is_added_and_says_that_nothing_reads_it(
    page: AppTest, written: DraftSession
) -> None:
    opened(page, written)
    clicked(page, "add-parameters")
    page.text_input(key="new-parameters-en").set_value("Cap a month")
    clicked(page, "new-parameters-add")
    assert here(page).draft.data["parameters"]["cap_a_month"]["value"] == 1000
    assert "No formula reads the parameter" in shown(page)
    used = here(page).typed("base_pay", "min(base_by_grade[grade], cap_a_month)", 9)
    assert used.draft.problems == ()


@pytest.mark.parametrize("shape", [shape.shape for shape in shapes.SHAPES])
def test_every_shape_of_figure_is_added_with_figures_of_its_unit(
    page: AppTest, written: DraftSession, shape: str
) -> None:
    opened(page, written)
    clicked(page, "add-parameters")
    chosen(page, "new-parameters-shape", shape)
    if shape == "scorecard":
        assert page.button(key="new-parameters-add").disabled
        indicators = next(m for m in page.multiselect if "indicators" in str(m.key))
        indicators.set_value(["csat", "sales"])
        ran(page)
    page.text_input(key="new-parameters-en").set_value("Extra")
    clicked(page, "new-parameters-add")
    added = here(page).plan.parameters["extra"]
    assert added.value.shape == shape
    assert [p.key for p in here(page).draft.problems] == [UNUSED]
    assert here(page).plan.warnings == ()
    if shape in ("steps", "curve", "keyed_steps"):
        assert added.of_unit == "share"
        assert all(0.5 <= x <= 2 for pairs in added.value.points().values() for x, _ in pairs)


def chosen(page: AppTest, key: str, value: object) -> AppTest:
    """A box of choices whose key begins so is set."""
    next(box for box in page.selectbox if str(box.key).startswith(key)).set_value(value)
    return ran(page)


def kinds(page: AppTest, line: str, to: list[str]) -> AppTest:
    """Another choice of gate, cap, floor and tiers for a line."""
    next(g for g in page.button_group if f"mechanics.{line}" in str(g.key)).set_value(to)
    return ran(page)


def pay_formula(page: AppTest, line: str) -> str:
    return str(here(page).draft.data["lines"][line]["pay"])


def test_a_gated_tiered_commission_with_a_cap_is_chosen_from_an_empty_plan(page: AppTest) -> None:
    blank = draft_session.blank_draft(TITLE)
    opened(page, blank)
    clicked(page, "add-lines")
    page.text_input(key="new-lines-en").set_value("Commission")
    clicked(page, "new-lines-add")
    clicked(page, "to_columns-commission")
    for label in ("Sales", "Quota"):
        if label == "Quota":
            clicked(page, "add-facts")
        page.text_input(key="new-facts-en").set_value(label)
        clicked(page, "new-facts-add")
    page.session_state[TAB] = "lines"
    ran(page)
    chosen(page, "draft.begins.commission", ("sales", False))
    before = here(page)
    kinds(page, "commission", ["tiers"])
    kinds(page, "commission", ["gate", "tiers"])
    kinds(page, "commission", ["gate", "cap", "tiers"])
    assert pay_formula(page, "commission") == (
        "min(commission_cap, tiers(commission_slices, sales)) "
        "if ratio(sales, quota) >= commission_gate else 0"
    )
    assert here(page).draft.problems == ()
    labels = [p.label["en"] for p in here(page).plan.parameters.values()]
    assert labels == ["Commission rates by slice", "Commission gate", "Commission cap"]
    chosen(page, "draft.measure.commission.gate", "sales")
    assert pay_formula(page, "commission").endswith("if sales >= commission_gate else 0")
    assert here(page).plan.parameters["commission_gate"].unit == "CNY"
    for _ in range(4):
        clicked(page, "draft.undo")
    assert here(page).draft.text == before.draft.text
    clicked(page, "draft.redo")
    kinds(page, "commission", [])
    assert here(page).draft.data == before.draft.data


def test_tiers_work_in_another_way_and_what_cannot_be_is_told(
    page: AppTest, written: DraftSession
) -> None:
    opened(page, written)
    formula = pay_formula(page, "base_pay")
    kinds(page, "base_pay", ["tiers"])
    assert pay_formula(page, "base_pay") == f"{formula} * step(base_pay_factor, attainment)"
    chosen(page, "draft.ways.base_pay", "slices")
    assert pay_formula(page, "base_pay") == f"tiers(base_pay_slices, {formula})"
    assert "base_pay_factor" not in here(page).draft.names("parameters")
    clicked(page, "draft.undo")
    assert "base_pay_factor" in pay_formula(page, "base_pay")


def test_a_figure_with_a_chinese_label_alone_shows_what_formulas_call_it(
    page: AppTest, written: DraftSession
) -> None:
    opened(page, written)
    clicked(page, "add-parameters")
    page.text_input(key="new-parameters-zh").set_value("提成上限")
    ran(page)
    assert page.text_input(key="new-parameters-name").value == "ti_cheng_shang_xian"
    clicked(page, "new-parameters-add")
    assert here(page).draft.names("parameters")[-1] == "ti_cheng_shang_xian"
    assert ">ti_cheng_shang_xian</code>" in shown(page)


@pytest.mark.parametrize(
    ("tab", "section"), [("lines", "lines"), ("lines", "parameters"), ("columns", "facts")]
)
def test_every_row_shows_what_formulas_call_it(
    page: AppTest, written: DraftSession, tab: str, section: str
) -> None:
    opened(page, written, tab)
    text = shown(page)
    assert all(f">{name}</code>" in text for name in written.draft.names(section))


def test_a_new_entry_takes_the_name_that_was_typed(page: AppTest, written: DraftSession) -> None:
    opened(page, written)
    clicked(page, "add-lines")
    page.text_input(key="new-lines-name").set_value("base_pay")
    clicked(page, "new-lines-add")
    assert "is taken" in shown(page)
    page.text_input(key="new-lines-name").set_value("extra")
    ran(page)
    page.text_input(key="new-lines-en").set_value("Weekend bonus")
    clicked(page, "new-lines-add")
    assert here(page).draft.names("lines")[-1] == "extra"


def test_a_name_taken_out_is_offered_anew(page: AppTest, written: DraftSession) -> None:
    opened(page, written)
    clicked(page, "add-lines")
    page.text_input(key="new-lines-en").set_value("Base pay")
    page.text_input(key="new-lines-name").set_value("extra")
    ran(page)
    page.text_input(key="new-lines-name").set_value("")
    ran(page)
    assert page.text_input(key="new-lines-name").value == "base_pay_2"


def test_a_column_of_service_has_its_one_name(page: AppTest, written: DraftSession) -> None:
    opened(page, written, "columns")
    clicked(page, "add-facts")
    page.selectbox(key="new-facts-kind.en").set_value("tenure")
    ran(page)
    field = page.text_input(key="new-facts-name")
    assert (field.value, field.disabled) == ("tenure_months", True)
    page.text_input(key="new-facts-en").set_value("Extra column")
    page.selectbox(key="new-facts-kind.en").set_value("money")
    ran(page)
    assert page.text_input(key="new-facts-name").value == "extra_column"


def test_figures_of_a_line_change_places_with_each_other(
    page: AppTest, written: DraftSession
) -> None:
    opened(page, written)
    before = written.draft.names("parameters")
    assert before.index("weight_complaints") == before.index("weight_sales") + 2
    clicked(page, "down-parameters.weight_sales")
    after = here(page).draft.names("parameters")
    assert after.index("weight_sales") == after.index("weight_csat") + 1
    assert sorted(after) == sorted(before)
    assert here(page).plan == SELLER  # entries are compared by name
    clicked(page, "draft.undo")
    assert here(page).draft.text == written.draft.text


def test_amounts_stay_while_a_figure_waits_to_be_read(page: AppTest, written: DraftSession) -> None:
    opened(page, written)
    clicked(page, "add-parameters")
    clicked(page, "new-parameters-add")
    assert here(page).draft.plan is None
    assert not here(page).is_stale
    assert "Greyed" not in shown(page)
    assert page.button(key="try_out").disabled


@pytest.mark.parametrize("kind", ["money", "category", "flag", "person", "group", "tenure"])
def test_a_column_is_added_with_figures_for_everybody(
    page: AppTest, written: DraftSession, kind: str
) -> None:
    opened(page, written, "columns")
    clicked(page, "add-facts")
    page.text_input(key="new-facts-en").set_value("Extra column")
    page.selectbox(key="new-facts-kind.en").set_value(kind)
    ran(page)
    clicked(page, "new-facts-add")
    assert here(page).draft.problems == ()
    name = "tenure_months" if kind == "tenure" else "extra_column"
    clicked(page, f"details-facts.{name}")
    clicked(page, "draft.undo")
    assert here(page).draft.text == written.draft.text


def test_labels_units_and_periods_are_edited(page: AppTest, written: DraftSession) -> None:
    opened(page, written)
    clicked(page, "details-lines.monthly_bonus")
    page.text_input(key="draft.lines.monthly_bonus.label.zh").set_value("月奖")
    ran(page)
    kind = page.selectbox(key="draft.lines.monthly_bonus.counts_as.en")
    assert kind.value == "wage"
    kind.set_value("bonus")
    ran(page)
    assert here(page).plan.lines["monthly_bonus"].counts_as == "bonus"
    page.selectbox(key="draft.lines.monthly_bonus.every.en").set_value("quarter")
    ran(page)
    line = here(page).plan.lines["monthly_bonus"]
    assert (line.label["zh"], line.every.key) == ("月奖", "quarter")
    page.selectbox(key="draft.lines.monthly_bonus.leavers.en").set_value("settled")
    ran(page)
    assert here(page).plan.lines["monthly_bonus"].settled_early
    page.selectbox(key="draft.lines.monthly_bonus.every.en").set_value("month")
    ran(page)
    assert not {"every", "leavers"} & set(here(page).draft.data["lines"]["monthly_bonus"])
    clicked(page, "details-parameters.factor_cap")
    page.selectbox(key="draft.parameters.factor_cap.provenance.en").set_value("source")
    ran(page)
    page.text_input(key="draft.parameters.factor_cap.max").set_value("3")
    ran(page)
    cap = here(page).plan.parameters["factor_cap"]
    assert (cap.provenance, cap.max) == ("source", 3)


# -- sums, what is left out, typical people ------------------------------------------------------


def words_key(page: AppTest, start: str) -> str:
    """The key of the one box whose key begins like this; the rest stands for its words."""
    (box,) = [one for one in page.multiselect if str(one.key).startswith(start)]
    return str(box.key)


def test_a_sum_is_added_changed_and_removed(page: AppTest, written: DraftSession) -> None:
    opened(page, written)
    clicked(page, "add-adds_up")
    page.multiselect(key=words_key(page, "new-adds_up")).set_value(["factor_cap", "weight_csat"])
    page.text_input(key="new-adds_up-to").set_value("3.5")
    ran(page)
    clicked(page, "new-adds_up-add")
    added = here(page).plan.sums
    assert [(r.parameters, r.to) for r in added[1:]] == [(("factor_cap", "weight_csat"), 3.5)]
    page.text_input(key="draft.adds_up.1.to").set_value("2")
    ran(page)
    page.multiselect(key=words_key(page, "draft.adds_up.1")).set_value(["factor_cap"])
    ran(page)
    assert here(page).draft.data["adds_up"][1] == {"parameters": ["factor_cap"], "to": 2}
    assert "should add up to" not in shown(page)
    clicked(page, "remove-adds_up.1")
    assert here(page).plan.sums == SELLER.sums


def test_a_sum_of_nothing_goes(page: AppTest, written: DraftSession) -> None:
    opened(page, written)
    page.multiselect(key=words_key(page, "draft.adds_up.0")).set_value([])
    ran(page)
    assert here(page).plan.sums == ()
    assert "adds_up" not in here(page).draft.data
    clicked(page, "draft.undo")
    assert here(page).plan == SELLER


def test_what_a_plan_leaves_out_is_written_point_by_point(
    page: AppTest, written: DraftSession
) -> None:
    had = len(SELLER.not_modelled)
    opened(page, written, "about")
    page.text_area(key=f"draft.not_modelled.{had}.en").set_value("Parental leave")
    ran(page)
    assert here(page).plan.not_modelled[-1] == {"en": "Parental leave", "zh": "Parental leave"}
    in_place(page.text_area, f"draft.not_modelled.{had}.zh").set_value("产假")
    ran(page)
    assert here(page).plan.not_modelled[had:] == ({"en": "Parental leave", "zh": "产假"},)
    clicked(page, f"remove-not_modelled.{had}")
    assert here(page).plan == SELLER


def test_the_terms_of_the_policy_are_filled_in_and_emptied(
    page: AppTest, written: DraftSession
) -> None:
    opened(page, written, "about")
    page.text_input(key="draft.terms.owner.en").set_value("Human Resources")
    ran(page)
    page.text_input(key="draft.terms.owner.zh").set_value("人力资源部")
    page.text_input(key="draft.terms.pay_day").set_value("15")
    ran(page)
    terms = here(page).plan.terms
    assert terms.owner == {"en": "Human Resources", "zh": "人力资源部"}
    assert terms.pay_day == 15 and terms.posts == SELLER.terms.posts
    page.text_input(key="draft.terms.effective_date").set_value("1 March")
    ran(page)
    assert [p.key for p in here(page).draft.problems] == ["terms_date"]
    page.text_input(key="draft.terms.effective_date").set_value("2026-03-01")
    ran(page)
    assert here(page).plan.terms.effective_date == "2026-03-01"
    page.text_input(key="draft.terms.effective_date").set_value("")
    page.text_input(key="draft.terms.owner.en").set_value("")
    ran(page)
    page.text_input(key="draft.terms.owner.zh").set_value("")
    ran(page)
    assert here(page).plan.terms.owner is None


def test_a_typical_person_is_added_renamed_moved_and_removed(
    page: AppTest, written: DraftSession
) -> None:
    opened(page, written, "people")
    clicked(page, "add-personas")
    page.text_input(key="new-personas-en").set_value("Sun Li")
    page.text_input(key="new-personas-zh").set_value("孙丽")
    ran(page)
    clicked(page, "new-personas-add")
    plan = here(page).plan
    first, new = next(iter(plan.personas.values())), plan.personas["sun_li"]
    assert (new.name["zh"], new.story["en"]) == ("孙丽", f"Like {first.name['en']}")
    assert (new.facts, new.absent) == (first.facts, first.absent)
    assert "Sun Li" in shown(page)
    clicked(page, "up-personas.sun_li")
    assert list(here(page).plan.personas)[-2] == "sun_li"
    clicked(page, "details-personas.sun_li")
    page.text_input(key="draft.personas.sun_li.name").set_value("lively")
    ran(page)
    assert "lively" in here(page).plan.personas
    page.multiselect(key="draft.personas.lively.absent.en").set_value([12, 1])
    ran(page)
    assert here(page).plan.personas["lively"].absent == (1, 12)
    clicked(page, "remove-personas.lively")
    assert here(page).plan == SELLER


def test_a_column_of_a_person_becomes_the_same_in_every_month(
    page: AppTest, written: DraftSession
) -> None:
    """Whoever joined in April has the figure of April."""
    person, had = next((k, p) for k, p in SELLER.personas.items() if p.absent == (1, 2, 3))
    opened(page, written, "people")
    clicked(page, f"details-personas.{person}")
    next(box for box in page.selectbox if box.label == "Figures of").set_value("sales")
    ran(page)
    clicked(page, f"same-every-month-{person}")
    now = here(page).plan.personas[person]
    assert set(now.facts["sales"][3:]) == {had.facts["sales"][3]}
    assert now.facts["csat"] == had.facts["csat"]


def test_a_left_over_figure_goes_where_it_is_told(page: AppTest, written: DraftSession) -> None:
    """A monthly bonus of 10 % of base pay leaves its table unread."""
    opened(page, written.typed("monthly_bonus", "0.1 * base_pay", 0))
    assert "No formula reads the parameter “monthly_steps”" in shown(page)
    clicked(page, "remove-unused-monthly_steps")
    assert "monthly_steps" not in here(page).plan.parameters
    assert not here(page).draft.problems


def test_nobody_goes_to_whom_others_report(page: AppTest) -> None:
    reports = engine.load_plan("key-account-operations")
    boss = next(v for p in reports.personas.values() for v in p.facts["manager_id"] if v)
    opened(page, draft_session.draft_of_plan(reports), "people")
    clicked(page, f"details-personas.{boss}")
    clicked(page, f"remove-personas.{boss}")
    assert f"“{boss}” is still used" in shown(page)
    assert here(page).plan == reports


def test_the_first_person_of_a_plan_has_something_in_every_column(page: AppTest) -> None:
    bare = Draft.of(SELLER).edited([Edit(("personas",), remove=True)])
    opened(page, draft_session.begin(bare), "people")
    clicked(page, "add-personas")
    page.text_input(key="new-personas-en").set_value("Ann")
    ran(page)
    clicked(page, "new-personas-add")
    assert here(page).draft.problems == ()
    assert set(here(page).plan.personas["ann"].facts) == set(SELLER.facts)


def typed_into(page: AppTest, key: str, text: str) -> AppTest:
    """Something typed into the field whose key begins so."""
    next(f for f in page.text_input if str(f.key).split("#")[0] == key).set_value(text)
    return ran(page)


def test_a_cell_is_what_was_typed_or_refused_with_the_reason(
    page: AppTest, written: DraftSession
) -> None:
    opened(page, written, "people")
    (name, person), *_ = SELLER.personas.items()
    clicked(page, f"details-personas.{name}")
    assert len([f for f in page.text_input if f".{name}.sales." in str(f.key)]) == 12
    typed_into(page, f"draft.personas.{name}.sales.11", "12,345.60")
    now = here(page).plan.personas[name].facts
    assert now["sales"] == (*person.facts["sales"][:-1], 12345.6)
    typed_into(page, f"draft.personas.{name}.csat.11", "９１%")
    assert here(page).plan.personas[name].facts["csat"][-1] == 0.91
    for wrong, told in (("85,5", "85,5"), ("abc", "abc"), ("0.9", "0.9")):
        before = here(page).draft.text
        typed_into(page, f"draft.personas.{name}.csat.11", wrong)
        assert here(page).draft.text == before
        assert any(told in str(error.value) for error in page.error)
    clicked(page, "draft.undo")
    clicked(page, "draft.undo")
    assert here(page).plan == SELLER


def test_a_column_shows_what_everybody_has_in_it(page: AppTest, written: DraftSession) -> None:
    opened(page, written, "columns")
    clicked(page, "details-facts.sales")
    for name in SELLER.personas:
        typed_into(page, f"draft.personas.{name}.sales.11", "777")
    personas = here(page).plan.personas.values()
    assert {person.facts["sales"][11] for person in personas} == {777}


def test_a_value_of_a_category_is_renamed_added_and_removed(
    page: AppTest, written: DraftSession
) -> None:
    """Tables by it and the typical people follow; a value there already is refused."""
    opened(page, written, "columns")
    clicked(page, "details-facts.grade")
    first, second, *_ = SELLER.facts["grade"].values
    had = SELLER.parameters["base_by_grade"].json
    typed_into(page, "draft.facts.grade.values.0", "start")
    plan = here(page).plan
    assert next(iter(plan.facts["grade"].values)) == "start"
    assert plan.parameters["base_by_grade"].json["start"] == had[first]
    assert not any(first in p.facts["grade"] for p in plan.personas.values())
    typed_into(page, "draft.facts.grade.values.0", second)
    assert here(page).plan == plan
    assert any("taken" in str(error.value) for error in page.error)
    place = len(SELLER.facts["grade"].values)
    typed_into(page, f"draft.facts.grade.values.{place}", "top")
    typed_into(page, f"draft.facts.grade.values.{place}.zh", "首席")
    plan = here(page).plan
    assert plan.facts["grade"].values["top"] == {"en": "top", "zh": "首席"}
    assert plan.parameters["base_by_grade"].json["top"] == list(had.values())[-1]
    clicked(page, f"remove-facts.grade.values.{place}")
    assert "top" not in here(page).plan.facts["grade"].values


def test_a_limit_that_is_emptied_goes(page: AppTest, written: DraftSession) -> None:
    opened(page, written)
    clicked(page, "details-parameters.factor_cap")
    assert here(page).plan.parameters["factor_cap"].max is not None
    typed_into(page, "draft.parameters.factor_cap.max", "")
    assert here(page).plan.parameters["factor_cap"].max is None
    typed_into(page, "draft.parameters.factor_cap.max", "two")
    assert here(page).plan.parameters["factor_cap"].max is None
    assert any("two" in str(error.value) for error in page.error)


def test_cells_alike_are_written_once(written: DraftSession) -> None:
    (name, _), *_ = SELLER.personas.items()
    assert persona_cells.written([0.9] * 12) == 0.9
    assert persona_cells.written([1.0, None]) == [1, None]
    assert persona_cells.written(["A", ""]) == ["A", ""]
    after = persona_cells.with_cells(written, {name: {"csat": 0.9}})
    assert after.plan.personas[name].facts["csat"][-1] == 0.9
    assert persona_cells.with_cells(after, {name: {"csat": 0.9}}) is after


# -- files and the workspace ---------------------------------------------------------------------


def uploaded(page: AppTest, text: bytes) -> AppTest:
    turn = page.session_state["editor/upload_turn"]
    page.get("file_uploader")[0].upload("mine.yaml", text, "application/yaml")
    assert turn == page.session_state["editor/upload_turn"]
    return ran(page)


def test_a_broken_upload_is_told_line_by_line_and_changes_nothing(
    page: AppTest, written: DraftSession
) -> None:
    changed = written.set("weight_sales", 0.5)
    page.session_state["new_or_open"] = True
    opened(page, changed)
    broken = written.draft.text.replace("kind: category", "kind: categry", 1)
    uploaded(page, broken.encode())
    text = shown(page)
    assert "categry" in text
    line = 1 + broken[: broken.index("  grade:\n")].count("\n")
    assert f"<td>{line}</td>" in text
    assert here(page).draft.text == changed.draft.text
    clicked(page, "refused_plan_dismiss")
    assert "categry" not in shown(page)


def test_a_plan_is_uploaded_saved_and_saved_again(page: AppTest, written: DraftSession) -> None:
    ran(page)
    uploaded(page, written.draft.text.encode())
    assert here(page).plan == SELLER
    page.session_state["keep_plan"] = True
    ran(page)
    page.text_input(key="keep_name--Customer-service seller").set_value("Ours")
    ran(page)
    clicked(page, "keep_now")
    (item,) = Workspace().items()
    assert (item.name, item.current.plan) == ("Ours", "service-seller")
    assert here(page).is_kept
    assert here(page).item == item.id


def test_plans_that_are_called_the_same_are_told_apart(
    page: AppTest, written: DraftSession
) -> None:
    for sales in (0.5, 0.6):
        Workspace().save(desk_content(written.set("weight_sales", sales), "Ours"))
    ran(page)
    offered = page.selectbox(key="begin_with-welcome-en").options
    assert [one for one in offered if "Ours" in one] == ["Saved: Ours", "Saved: Ours (2)"]
    assert len(set(offered)) == len(offered)


def test_somebody_who_saved_in_between_is_told_of(page: AppTest, written: DraftSession) -> None:
    content = desk_content(written, "Ours")
    first = Workspace().save(content).version
    page.session_state["workspace/seen"] = {first.item: first.id}
    mine = draft_session.draft_of_version(first, written.draft.text).set("weight_sales", 0.5)
    theirs = written.set("weight_team", 0.2)
    Workspace().save(
        desk_content(theirs, "Ours"), item=first.item, based_on=first.id, author="Wang Fang"
    )
    page.session_state["keep_plan"] = True
    opened(page, mine)
    clicked(page, "keep_now")
    assert "Wang Fang saved Ours" in page.warning[0].value
    assert len(Workspace().history(first.item)) == 3
    assert here(page).is_kept


def desk_content(on: DraftSession, name: str) -> engine.workspace.Content:
    return engine.workspace.plan_content(on.draft.text, name)


def test_an_unfinished_plan_is_kept_and_found_again(page: AppTest, written: DraftSession) -> None:
    broken = written.typed("base_pay", "base_by_grade[", 1)
    page.session_state["keep_plan"] = True
    opened(page, broken)
    clicked(page, "keep_now")
    (item,) = Workspace().items()
    assert item.current.detail["problems"] == 1
    again = draft_session.draft_of_version(item.current, Workspace().text(item.current.id))
    assert again.draft.text == broken.draft.text
    opened(page, again)


# -- where a problem stands ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("ratio(sales, quota)", "ratio(sales, qota)", "qota"),
        ("* step(quarterly_steps,", "* stepp(quarterly_steps,", "stepp"),
        ("base_pay * coefficient", "base_pay * (coefficient", None),
    ],
)
def test_a_wrong_formula_is_marked_in_the_text_of_the_plan(
    written: DraftSession, old: str, new: str, marked: str | None
) -> None:
    draft = written.draft.written(written.draft.text.replace(old, new, 1))
    (told,) = [as_data("plan", problem, draft.text) for problem in draft.problems]
    assert told["where"].startswith("Line ")
    if marked is not None:
        assert draft.text[told["from"] : told["to"]].startswith(marked)


@pytest.mark.parametrize(
    ("formula", "mended"),
    [
        ("1 + qota", "1 + quota"),
        ('3 if grade == "senor" else 2', '3 if grade == "senior" else 2'),
        ("stepp(monthly_steps, attainment)", "step(monthly_steps, attainment)"),
        ("clip(csat, qota, qota)", None),
        ("base_by_grade[grade] +", None),
    ],
)
def test_a_misspelt_name_can_be_replaced_where_it_stands(
    written: DraftSession, formula: str, mended: str | None
) -> None:
    draft = written.typed("base_pay", formula, 1).draft
    (told,) = [as_data("formula", problem, formula) for problem in draft.problems]
    fix = told.get("fix")
    if mended is None:
        assert fix is None or formula[fix["from"] : fix["to"]] == "qota"
    else:
        assert formula[: fix["from"]] + fix["insert"] + formula[fix["to"] :] == mended
