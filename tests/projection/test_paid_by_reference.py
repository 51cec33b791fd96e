"""One trial of a company, paid again in exact fractions: every amount and every sum to the fen."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

import numpy as np

from engine import evaluate
from engine.calendar import Every
from engine.companies import load_company
from engine.facts import Facts, facts_table
from engine.plan import Plan, diff
from engine.projection import Assumptions, common_points, question_of
from engine.projection.changing_plans import FLAG, RAISED, base_line, with_raises
from engine.projection.preparing import prepared
from engine.projection.running import facts_of_trial, one_trial, paid
from engine.reports import csv_bytes
from tests.evaluation.results import amounts, differences
from tests.reference import Reference

GRADES = ("junior", "intermediate", "senior", "principal")
REVIEW, CHANGE = 3, 6
"""Rows of the salary review, in April, and of the change of plan, in July."""


def rows_of(facts: Facts) -> list[dict[str, str]]:
    text = csv_bytes(facts_table(facts)).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def forfeited(plan: Plan, rows: list[dict[str, str]], line: str, every: int) -> list[Fraction]:
    """What each leaver would have been paid had the period ended with their last month."""
    found = []
    for who in {row["employee_id"] for row in rows}:
        own = sorted((r for r in rows if r["employee_id"] == who), key=lambda row: row["month"])
        last = int(own[-1]["month"][-2:])
        if last % every:
            end = f"2026-{-(-last // every) * every:02d}"
            ended = [*own[:-1], {**own[-1], "month": end}]
            yuan = Reference(plan, ended).amounts[who, end, line]
            found += [yuan] if last < 12 and yuan > 0 else []
    return found


def test_a_trial_is_paid_to_the_fen_through_a_review_and_a_change_of_plan() -> None:
    """Sixteen sellers, two leaders paid on them, steps and base pay change in July."""
    whole = load_company("sales-company")
    sizes = {"sellers": 16, "seller_leaders": 2}
    units = {name: replace(whole.units[name], headcount=n) for name, n in sizes.items()}
    company = replace(whole, units=units, moves=(), budget=None)
    earlier = company.units["sellers"].plan
    later = earlier.with_values(
        {
            "monthly_steps": [[0.8, 0.15], [0.95, 0.27]],
            "annual_steps": [[0.8, 0.1], [1.0, 0.35]],
            "base_by_grade": dict(zip(GRADES, (3100, 3555.5, 4000, 4321), strict=True)),
        }
    )
    edits = [edit.as_json() for edit in diff(earlier, later)]
    assumed = Assumptions.from_json(
        {
            "review_month": "2026-04",
            "attrition_factor": 3,
            "plan_changes": [{"unit": "sellers", "month": "2026-07", "edits": edits}],
        }
    )
    known = prepared(question_of(company, assumed, seed=4))
    point = common_points(len(known.mixing.names), 4, range(1))[0]
    payouts = paid(known, facts_of_trial(known, 1, point))
    trial = one_trial(known, 1, point)
    for unit, of_unit in payouts.items():
        rows = rows_of(of_unit.facts)
        reference = Reference(of_unit.plan, rows)
        assert not reference.too_close
        assert not differences(amounts(evaluate(of_unit.plan, of_unit.facts)), reference.amounts)
        sums: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
        for (_, month, line), yuan in reference.amounts.items():
            sums[line, month] += yuan
        for line in of_unit.plan.pay_lines:
            wanted = [float(sums[line.id, month]) for month in of_unit.facts.month_texts()]
            assert trial.by_line[unit, line.id][0].tolist() == wanted
        wanted = [float(sums["gross_pay", month]) for month in of_unit.facts.month_texts()]
        assert trial.by_unit[unit][0].tolist() == wanted

        for line in of_unit.plan.pay_lines:
            if line.every is not Every.MONTH:
                lost = forfeited(of_unit.plan, rows, line.id, line.every.value)
                assert trial.forfeited[unit, line.id][0] == float(sum(lost))
                assert trial.forfeiters[unit, line.id][0] == len(lost)
                assert unit != "sellers" or len(lost) > 1

    sellers = payouts["sellers"]
    rows = rows_of(sellers.facts)
    both = Reference(sellers.plan, rows).amounts
    for plan, begin, end in ((earlier, 0, CHANGE), (later, CHANGE, 12)):
        alone = Reference(with_raises(plan, base_line(plan)), rows).amounts
        months = sellers.facts.month_texts()[begin:end]
        monthly = [line.id for line in plan.pay_lines if line.every is Every.MONTH]
        for key, yuan in alone.items():
            if key[1] in months and key[2] in monthly:
                assert both[key] == yuan
    _the_review_spends_its_budget(sellers.facts, earlier, rows)


def _the_review_spends_its_budget(facts: Facts, plan: Plan, rows: list[dict[str, str]]) -> None:
    """5 % of base pay in April, each raise in whole hundredths of a per cent, none before."""
    index = facts.numbers[RAISED]
    there = facts.present
    assert (index[:REVIEW][there[:REVIEW]] == 1).all() and (index[REVIEW:] > 1).any()
    base = Reference(with_raises(plan, base_line(plan)), [{**r, RAISED: "1"} for r in rows]).amounts
    april = facts.month_texts()[REVIEW]
    before = np.array([float(base.get((e, april, base_line(plan)), 0)) for e in facts.employees])
    raised = before @ np.where(there[REVIEW], index[REVIEW] - 1, 0.0)
    assert abs(raised / before.sum() - 0.05) < 0.0001
    assert (facts.numbers[FLAG][:CHANGE] == 0).all()
