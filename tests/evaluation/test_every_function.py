"""Every function on random people who come and go, with ties: the engine against the reference."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine import Plan, evaluate, read_facts
from engine.calendar import Every, month_text
from engine.formula import FUNCTIONS, NUMBER, Choice, Function, Record
from tests.boundary_values import at_boundaries
from tests.evaluation.results import amounts, differences, far_apart, measures, write_facts
from tests.examples import examples
from tests.reference import Reference
from tests.small_plan import PARAMETERS, small_plan

EVERYONE = {
    "total": "total(sales)",
    "total_by": "total(sales, by=team)",
    "count_by": 'count(grade != "junior", by=team)',
    "highest": "highest(sales)",
    "highest_by": "highest(score, by=region)",
    "rank": "rank(sales)",
    "rank_by": "rank(sales, by=team)",
    "rank_among": 'rank(score, by=region, among=grade != "senior")',
    "split": "split(100, sales)",
    "split_by": "split(total(sales, by=team) * 0.01, score, by=team)",
    "split_among": 'split(-33.34, score, by=region, among=grade == "junior")',
    "split_fen": "split(0.02, 1)",
    "reports": "reports_total(sales, by=manager_id)",
    "reports_of_some": 'reports_total(score if grade == "junior" else 0, by=manager_id)',
    "thirds": 'base_by_grade["senior"] if forced_distribution(sales, 0.3, 0.3) == "bottom" else 0',
    "quarter_total": "recent_sum(quarter_total(sales, by=team), 1)",
    "half_total": "half_total(score)",
    "year_total": "year_total(sales, by=region)",
    "mean_so_far": "ratio(quarter_total(sales, by=team), quarter_total(1, by=team))",
    "sum_of_totals": "quarter_sum(quarter_total(sales, by=team))",
    "tenths": '1 if forced_distribution(score, 0.1, 0.2, by=team) == "top" else 0',
    "middle": '1 if forced_distribution(sales, 0.5, 0.75) == "middle" else 0',
}
# Reviewed now and then with everything that can be said, and every month with the least.
REVIEWED = (
    "career_ladder(start=grade, months_before=tenure_months, review=calendar_month in"
    " festival_months, promote=sales >= 1, promote_two=score > 2, min_months=base_by_grade,"
    " service=tenure_months, min_service=grade_score,"
    " score=quarter_mean(score), min_score=grade_score, demote=sales < 1000,"
    " demote_rows=award, raise_one=rate, raise_two=0.22)"
)
CLIMBING = (
    "career_ladder(start=former_grade, review=sales > -5, promote=sales > 1, min_months=award,"
    " demote=sales <= 1, demote_rows=base_by_grade)"
)
PERSON = {
    **{
        f"{p}_{how}": f"{p}_{how}(sales)"
        for p in ("quarter", "half", "year")
        for how in ("sum", "mean")
    },
    **{f"{p}_attainment": f"{p}_attainment(sales, score)" for p in ("quarter", "half", "year")},
    "attained_of_sums": "year_attainment(quarter_sum(sales), goal=score - 1)",
    **{
        f"{p}_{how}_in_grade": f"{p}_{how}(sales, by=grade)"
        for p in ("quarter", "half", "year")
        for how in ("sum", "mean")
    },
    "months_in_team": "year_sum(1, by=team)",
    "mean_of_some": "quarter_mean(sales if score > 1 else 7)",
    "recent_1": "recent_sum(sales, 1)",
    "recent_4": "recent_sum(sales + 1, 4)",
    "previous": "previous(sales, first=score)",
    "before_last": "previous(previous(sales, first=-1), first=-2)",
    "rows": "rows()",
    "streak_2": "1 if streak(sales > 1, 2) else 0",
    "streak_3": "1 if streak(sales >= 0, 3) else 0",
    "first": "first(sales)",
    "first_of_all": "first(score + sales) if first(tenure_months) > 1 else 0",
    "won": "expiring_balance(max(0, sales), price=100, months=2).prizes",
    "prizes_at_once": "expiring_balance(score, price=1, months=1).prizes",
    "expired": "expiring_balance(score, price=2.5, months=3).expired",
    "left": "expiring_balance(sales, price=quota, months=4).balance",
    "never_expires": "expiring_balance(score, price=cap, months=cap).balance",
    "costs_nothing": "expiring_balance(score, price=0, months=2).prizes",
    "raised": f"sales * {REVIEWED}.pay_factor",
    "served": f"{REVIEWED}.months_in_grade",
    "moved": f"{REVIEWED}.change",
    "is_senior": f'1 if {REVIEWED}.grade == "senior" else 0',
    "climbed": f"{CLIMBING}.change + 10 * {CLIMBING}.months_in_grade",
    "not_raised": f"{CLIMBING}.pay_factor",
    "has_climbed": f"1 if {CLIMBING}.grade != former_grade else 0",
    "sum_of_sums": "year_sum(quarter_sum(score))",
    "ledger": "carry_over(receipts=sales, target=quota, base_share=0.5, no_carry_above=2000,"
    " exempt=tenure_months < 2).bonus_base",
    "carried": "carry_over(receipts=sales, target=quota, base_share=0.5, no_carry_above=2000,"
    " exempt=tenure_months < 2).carry",
    "owed": "carry_over(receipts=sales, target=quota, base_share=1, no_carry_above=cap,"
    " exempt=score > 3).open_shortfall",
    "held": "1 if carry_over(receipts=sales - 5, target=500, base_share=0.8, no_carry_above=cap,"
    " exempt=score > 3).reached else 0",
    "lost": "1 if carry_over(receipts=sales - 5, target=500, base_share=0.8, no_carry_above=cap,"
    " exempt=score > 3).missed else 0",
}
CELL = {
    "min": "min(sales, cap, score * 100)",
    "max": "max(sales, 0, -score)",
    "clip": "clip(sales, score, cap)",
    "floor": "floor(sales / 3)",
    "ceil": "ceil(-sales / 7)",
    "abs": "abs(score - sales)",
    "ratio": "ratio(sales, score)",
    "step": "step(ladder, score)",
    "step_by": "step(ladder_by_grade[grade], sales)",
    "tiers": "tiers(commission, sales)",
    "whole_tiers": "whole_tiers(commission, sales)",
    "curve": "curve(payout, score / 4)",
    "prize": "prize(prizes, score)",
    "places": "places(prizes) * sales",
    "scored": 'indicator_points(indicators["score"], score, 1.4)',
    "scored_more": 'indicator_points(indicators["sales"], sales, cap) + score',
    "scored_by": "indicator_points(card[grade], sales, score)",
    "band": "clip(score, bands[grade].min, bands[grade].max)",
    "chosen": 'base_by_grade["junior" if sales > score else former_grade]',
    "same": "1 if grade == former_grade else 0",
    "awarded": "award[grade] if grade in award else -1",
    "festive": "sales if calendar_month in festival_months else 0",
}
SOMETHING = {
    "number": "sales",
    "condition": "score > 1",
    "category": "grade",
    "person": "manager_id",
    "table": "base_by_grade",
    "steps": "ladder",
    "tiers": "commission",
    "curve": "payout",
    "prizes": "prizes",
    "indicator": 'indicators["score"]',
}
"""Something of each kind that an argument may be."""


def plain_formula(function: Function) -> str:
    """A number made of a call of a function with all its arguments."""
    given = [
        "2" if argument.fixed else SOMETHING[argument.kinds[0]]
        for argument in function.takes
        for _ in range(2 if argument.many else 1)
    ]
    call, gives = f"{function.name}({', '.join(given)})", function.gives
    if isinstance(gives, Record):
        name, gives = next(f for f in gives.fields if not isinstance(f[1], Choice))
        call = f"{call}.{name}"
    if isinstance(gives, Choice):
        call = f'{call} == "{gives.values[0]}"' if gives.values else f"{call} == grade"
    return call if gives == NUMBER else f"1 if {call} else 0"


WRITTEN = " ".join([*EVERYONE.values(), *PERSON.values(), *CELL.values()])
PLAIN = {
    function.name: plain_formula(function)
    for function in FUNCTIONS.values()
    if not re.search(rf"\b{function.name}\(", WRITTEN)
}
"""Functions that nobody has written a formula for yet."""
SETS = {"everyone": {**EVERYONE, **PLAIN}, "person": PERSON, "cell": CELL}

CELLS = {
    "sales": ("0", "0", "1", "1.00", "2.5", "100", "500", "999.99", "1000", "2000", "-3"),
    "quota": ("1", "500", "1000", "1000"),
    "score": ("0", "0.5", "1", "1", "2", "2", "3", "4", "-1"),
    "grade": ("junior", "junior", "senior", "principal"),
    "former_grade": ("junior", "senior", "principal"),
    "region": ("north", "south"),
    "team": ("red", "red", "blue", "1"),
    "manager_id": ("", "A", "B", "gone"),
    "tenure_months": ("0", "1", "2", "30"),
}  # fmt: skip
PEOPLE = ("A", "B", "C", "a", "E10", "E2", "李")


@st.composite
def people(draw: Any) -> list[dict[str, str]]:
    """Rows of one to seven people in one to fourteen months, each there in some of them."""
    first, months = 24288 + draw(st.integers(0, 11)), draw(st.integers(1, 14))
    rows = []
    for who in PEOPLE[: draw(st.integers(1, 7 if months < 5 else 3))]:
        for month in sorted(draw(st.sets(st.integers(0, months - 1), min_size=months // 2))):
            cells = {name: draw(st.sampled_from(values)) for name, values in CELLS.items()}
            rows.append({"employee_id": who, "month": month_text(first + month), **cells})
    assume(rows)
    return rows


def plan_of(formulas: dict[str, str], every: Every) -> Plan:
    """A plan with a pay line for each formula, and figures with ties and steps that are met."""
    lines = {name: {"pay": text, "every": every.key} for name, text in formulas.items()}
    figures = {
        **PARAMETERS,
        "ladder": {"steps": [[0, 1], [2, 2.5]]},
        "ladder_by_grade": {
            "steps": {"junior": [[0, 1]], "senior": [[1, 2], [500, 3]], "principal": [[-3, 0.005]]},
            "by": "grade",
        },
        "card": {
            "scorecard": {
                "junior": [10, 100, 0.5, 0.005, 0.01, 1],
                "senior": [20, 2.5, 2.5, 1, 5, -3],
                "principal": [0, 0, 1, 1, 1, 0],
            },
            "by": "grade",
        },
        "payout": {"curve": [[0.25, 0.1], [0.5, 1], [0.75, 0.7]]},
        "prizes": {"prizes": [[1, 100], [3, 50]]},
        "grade_score": {"table": {"junior": 1, "senior": 2}, "by": "grade"},
    }
    text = " ".join(formulas.values())
    wanted = {n: figure for n, figure in figures.items() if re.search(rf"(?<!\.)\b{n}\b", text)}
    return small_plan(lines, wanted)


@pytest.mark.parametrize("every", list(Every), ids=lambda every: every.key)
@pytest.mark.parametrize("functions", SETS)
@examples(12)
@given(rows=people(), random=st.randoms(use_true_random=True), landed=st.booleans())
def test_every_function_gives_what_it_means(
    functions: str,
    every: Every,
    rows: list[dict[str, str]],
    random: Random,
    landed: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    plan = plan_of(SETS[functions], every)
    if landed:
        rows = at_boundaries(rows, plan, random)
    reference = Reference(plan, rows)
    assume(not reference.too_close)
    file = write_facts(Path(tmp_path_factory.getbasetemp()) / "functions.csv", rows)
    payouts = evaluate(plan, read_facts(file, plan), measures=True)
    assert not differences(amounts(payouts), reference.amounts)
    assert not far_apart(measures(payouts), reference.measures)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=list(FUNCTIONS))
def test_a_function_without_a_formula_would_get_one(function: Function) -> None:
    assert plan_of({"tried": plain_formula(function)}, Every.MONTH).lines["tried"].paid
