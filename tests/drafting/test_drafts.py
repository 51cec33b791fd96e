"""Drafts: entries added, renamed, moved and removed; formulas follow."""

from __future__ import annotations

import pytest

from engine import Plan, Refused, catalogue, load_plan
from engine.drafting import Draft
from engine.drafting.renaming import renamed
from engine.plan import PLAN_FOLDERS, Edit

SELLER = PLAN_FOLDERS[0] / "service-seller.yaml"


@pytest.fixture
def draft() -> Draft:
    return Draft.of(load_plan("service-seller"), SELLER.read_text(encoding="utf-8"))


def whole(draft: Draft) -> Plan:
    assert draft.problems == ()
    assert draft.plan is not None
    return draft.plan


@pytest.mark.parametrize("plan_id", catalogue())
def test_a_draft_of_a_plan_is_that_plan(plan_id: str) -> None:
    plan = load_plan(plan_id)
    draft = Draft.of(plan)
    assert whole(draft) == plan
    assert draft.changes(plan) == ()


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("sales / quota", "revenue / quota"),
        ("ratio(sales, quota) - sales_cap", "ratio(revenue, quota) - sales_cap"),
        ('total(sales, by=team) if kind == "sales" else 0',
         'total(revenue, by=team) if kind == "sales" else 0'),
        ("ledger.sales + sales", "ledger.sales + revenue"),
        ("sales(1) + word(sales=sales)", "sales(1) + word(sales=revenue)"),
        ("sales == 3 and (sales", "revenue == 3 and (revenue"),
        ("'sales", "'sales"),
    ],
)  # fmt: skip
def test_formulas_follow_a_new_name(formula: str, after: str) -> None:
    assert renamed(formula, "sales", "revenue") == after


def test_everything_that_mentions_a_column_follows_it(draft: Draft) -> None:
    plan = whole(draft.renamed("facts", "sales", "revenue").renamed("facts", "grade", "level"))
    assert plan.lines["attainment"].formula.text == "ratio(revenue, quota)"
    assert plan.curve is not None
    assert plan.curve.move == "revenue"
    assert plan.parameters["base_by_grade"].by == "level"
    assert all("revenue" in p.facts and "level" in p.facts for p in plan.personas.values())


def test_sums_follow_a_parameter_and_reports_follow_a_persona(draft: Draft) -> None:
    plan = whole(draft.renamed("parameters", "weight_sales", "weight_revenue"))
    assert plan.sums[0].parameters[0] == "weight_revenue"
    reports = Draft.of(load_plan("key-account-operations"))
    boss = next(v for p in reports.lasting.personas.values() for v in p.facts["manager_id"] if v)
    after = whole(reports.renamed("personas", str(boss), "the_boss"))
    assert any("the_boss" in p.facts["manager_id"] for p in after.personas.values())
    assert not any(boss in p.facts["manager_id"] for p in after.personas.values())


def test_order_and_comments_survive_a_new_name(draft: Draft) -> None:
    after = draft.renamed("lines", "coefficient", "factor")
    place = draft.names("lines").index("coefficient")
    assert after.names("lines")[place] == "factor"
    assert "# Complaints are better the lower they are" in after.text


@pytest.mark.parametrize(
    ("section", "old", "new", "key"),
    [
        ("lines", "base_pay", "quota", "name_taken"),
        ("lines", "base_pay", "ratio", "name_taken"),
        ("lines", "base_pay", "calendar_month", "name_taken"),
        ("lines", "base_pay", "2nd", "no_name"),
        ("lines", "base_pay", "if", "no_name"),
        ("lines", "base_pay", "基本工资", "no_name"),
        ("lines", "no_such", "other", "edit_misfit"),
    ],
)
def test_a_name_that_cannot_be_is_refused(
    draft: Draft, section: str, old: str, new: str, key: str
) -> None:
    with pytest.raises(Refused) as refused:
        draft.renamed(section, old, new)
    assert [p.key for p in refused.value.problems] == [key]


def test_the_column_of_tenure_keeps_its_name() -> None:
    with pytest.raises(Refused) as refused:
        Draft.of(load_plan("department-pool")).renamed("facts", "tenure_months", "months")
    assert refused.value.problems[0].key == "name_fixed"


def test_what_is_still_used_stays(draft: Draft) -> None:
    with pytest.raises(Refused) as refused:
        draft.removed("lines", "base_pay")
    told = refused.value.problems[0].text("en")
    assert told == (
        "“base_pay” is still used: performance_pay, monthly_bonus, quarterly_bonus, annual_bonus."
    )


def test_a_line_goes_with_the_parameters_it_alone_reads(draft: Draft) -> None:
    alone = draft.removed("lines", "annual_bonus")
    assert [p.column for p in alone.problems] == ["annual_steps"]
    plan = whole(draft.removed("lines", "annual_bonus", with_parameters=True))
    assert "annual_steps" not in plan.parameters
    assert "base_by_grade" in plan.parameters


WEIGHTED = """\
id: weighted
title: {en: Weighted, zh: 加权}
source: {document: own, note: {en: Own., zh: 自拟。}}
facts:
  sales: {kind: money, label: {en: Sales, zh: 销售额}}
parameters:
  own_part: {value: 0.4, unit: weight, provenance: assumption, label: {en: First, zh: 甲}}
  team_part: {value: 0.6, unit: weight, provenance: assumption, label: {en: Second, zh: 乙}}
adds_up:
  - {parameters: [own_part, team_part], to: 1}
  - {parameters: [team_part], to: 0.6}
lines:
  bonus: {pay: own_part * sales, label: {en: Bonus, zh: 奖金}}
  award: {pay: team_part * sales, label: {en: Award, zh: 奖励}}
curve: {move: sales, from: 0, to: 1000, label: {en: Sales, zh: 销售额}}
"""


def test_a_figure_leaves_the_sums_it_was_part_of_and_a_sum_of_nothing_goes() -> None:
    spare = Draft(WEIGHTED).edited([Edit(("lines", "award", "pay"), "own_part * 2")])
    after = spare.removed("parameters", "team_part")
    assert after.data["adds_up"] == [{"parameters": ["own_part"], "to": 1}]
    assert whole(after).sums[0].parameters == ("own_part",)


def test_a_line_takes_its_figures_out_of_the_sums_too() -> None:
    draft = Draft(WEIGHTED)
    assert draft.only_read_by("award") == ["team_part"]
    after = draft.removed("lines", "award", with_parameters=True)
    assert [rule.parameters for rule in whole(after).sums] == [("own_part",)]


def test_a_column_that_the_curve_moves_stays_and_says_so() -> None:
    unread = Draft(WEIGHTED)
    for line in ("bonus", "award"):
        unread = unread.edited([Edit(("lines", line, "pay"), "own_part + team_part")])
    with pytest.raises(Refused) as refused:
        unread.removed("facts", "sales")
    (problem,) = refused.value.problems
    assert problem.text("en") == "“sales” is still used: the payout curve."
    assert problem.text("zh") == "“sales”仍被使用：兑付曲线。"


def test_a_figure_that_nothing_reads_yet_does_not_stop_the_pay() -> None:
    figure = {**Draft(WEIGHTED).data["parameters"]["own_part"], "value": 7}
    added = Draft(WEIGHTED).added("parameters", "spare", figure)
    assert added.plan is None
    assert added.payable is not None
    assert [line.id for line in added.payable.pay_lines] == ["bonus", "award"]
    broken = added.edited([Edit(("lines", "bonus", "pay"), "own_part *")])
    assert broken.payable is None
    assert broken.lasting == added.payable


def test_a_plan_that_pays_nothing_is_not_payable() -> None:
    figure = Draft(WEIGHTED).data["parameters"]["own_part"]
    blank = Draft.blank({"en": "New", "zh": "新"}).added("parameters", "own_part", figure)
    assert [problem.key for problem in blank.problems] == ["unused_parameter"]
    assert blank.payable is None


def test_a_column_goes_with_what_personas_have_in_it(draft: Draft) -> None:
    formula = {"pay": "base_pay * 2", "label": {"en": "Bonus", "zh": "奖金"}}
    more = draft.added(
        "facts", "visits", {"kind": "count", "label": {"en": "Visits", "zh": "拜访"}}
    )
    assert [p.key for p in more.problems]  # the personas lack it, nothing reads it
    assert whole(more.removed("facts", "visits")) == draft.plan
    assert whole(draft.added("lines", "bonus", formula, after="base_pay")).order[0]


def test_lines_move_within_their_section(draft: Draft) -> None:
    down = draft.moved("lines", "base_pay", 1)
    assert down.names("lines")[2:4] == ["performance_pay", "base_pay"]
    assert draft.moved("lines", "attainment", -5).names("lines") == draft.names("lines")
    assert draft.moved("lines", "attainment", 99).names("lines")[-1] == "attainment"


def test_the_last_whole_plan_lasts_while_a_formula_is_half_typed(draft: Draft) -> None:
    broken = draft.written(draft.text.replace("ratio(sales, quota)", "ratio(sales, qota)", 1))
    assert broken.plan is None
    assert "Did you mean “quota”" in broken.problems[0].text("en") + broken.problems[0].remedy("en")
    assert broken.lasting == draft.plan


def test_a_free_name_has_a_number_where_the_wish_is_taken(draft: Draft) -> None:
    assert draft.free_name("bonus") == "bonus"
    assert draft.free_name("base_pay") == "base_pay_2"


@pytest.mark.parametrize("plan_id", ["service-seller", "recognition", "key-account-operations"])
def test_an_edited_draft_is_what_its_text_says(plan_id: str) -> None:
    """Drafts are built from what was edited; read again from their text they are the same."""
    draft = Draft.of(load_plan(plan_id))
    line = whole(draft).pay_lines[0]
    formula = f"{line.formula.text} + 1"
    steps = [draft.edited([Edit(("lines", line.id, "pay"), formula)])]
    steps.append(steps[-1].renamed("lines", line.id, "renamed_line"))
    steps.append(steps[-1].edited([Edit(("lines", "renamed_line", "pay"), formula + " + nobody")]))
    steps.append(steps[-1].moved("lines", "renamed_line", 3))
    for step in steps:
        again = Draft(step.text, step.file)
        assert again.plan == step.plan
        assert [(p.key, p.line, p.span) for p in again.problems] == [
            (p.key, p.line, p.span) for p in step.problems
        ]


def test_a_problem_of_a_formula_says_from_where_to_where(draft: Draft) -> None:
    broken = draft.edited([Edit(("lines", "base_pay", "pay"), "1 + qota")])
    (problem,) = broken.problems
    assert problem.span == (4, 8)
    assert problem.column == "base_pay"


def test_what_is_sound_of_an_unfinished_draft_can_be_shown(draft: Draft) -> None:
    label = {"en": "Cap", "zh": "封顶"}
    figure = {"value": 3, "unit": "CNY", "provenance": "assumption", "label": label}
    unread = draft.added("parameters", "cap_a_month", figure)
    assert unread.plan is None
    assert unread.sound is not None
    assert unread.sound.parameters["cap_a_month"].json == 3
    wrong = unread.edited([Edit(("parameters", "weight_sales", "value"), "much")])
    assert wrong.sound is not None
    assert "weight_sales" not in wrong.sound.parameters
    assert wrong.sound.sums == ()
    assert draft.written("lines: {").sound is None
    assert draft.sound == draft.plan
