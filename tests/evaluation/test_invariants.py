"""What must hold of any evaluation, whatever the plan: order, splitting, remembering and threads
change nothing, pools add up and ledgers roll forward."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Facts, Memory, Payouts, Plan, evaluate, evaluate_each, load_plan, read_facts
from engine.evaluation import block_pass, threads
from engine.plan import build
from engine.yaml_files import Document
from tests.evaluation.results import Key, Row, amounts, differences, measures, write_facts
from tests.examples import examples
from tests.oracle import PLANS
from tests.oracle.arithmetic import rounded
from tests.oracle.parameters import parameters
from tests.oracle.people import situations, workforces
from tests.oracle.periods import pays
from tests.reference import plans as random_plans

PLAN_IDS = sorted(PLANS)
ALONE = ("key-account-seller", "points-pay", "service-seller")
"""Plans in which nobody's pay depends on anybody else."""

any_plan = pytest.mark.parametrize("plan_id", PLAN_IDS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("facts")


def read(folder: Path, plan: Plan, rows: Sequence[Row]) -> Facts:
    return read_facts(write_facts(folder / "facts.csv", rows), plan)


def evaluated(folder: Path, plan_id: str, data: st.DataObject) -> tuple[list[Row], Payouts]:
    rows, overrides = data.draw(situations(plan_id))
    plan = load_plan(plan_id).with_values(overrides)
    return rows, evaluate(plan, read(folder, plan, rows), measures=True)


def assert_same(found: Payouts, right: Payouts) -> None:
    """Not almost: the same fen and the same measures, in every month and for everyone."""
    assert found.lines.keys() == right.lines.keys()
    for name, line in found.lines.items():
        np.testing.assert_array_equal(line.by_month, right.lines[name].by_month, name)
        np.testing.assert_array_equal(line.by_person, right.lines[name].by_person, name)
        if line.amounts is not None and right.lines[name].amounts is not None:
            np.testing.assert_array_equal(line.amounts, right.lines[name].amounts, name)
    for name in found.measures.keys() & right.measures.keys():
        np.testing.assert_array_equal(found.measures[name].array, right.measures[name].array, name)


# -- who else is in the file, and in what order ---------------------------------------------------


@any_plan
@examples(4)
@given(data=st.data())
def test_the_order_of_rows_changes_nothing(plan_id: str, data: st.DataObject, folder: Path) -> None:
    rows, overrides = data.draw(situations(plan_id))
    plan = load_plan(plan_id).with_values(overrides)
    facts = read(folder, plan, rows)
    shuffled = read(folder, plan, data.draw(st.permutations(rows)))
    assert shuffled.key == facts.key
    assert_same(evaluate(plan, shuffled, measures=True), evaluate(plan, facts, measures=True))


@pytest.mark.parametrize("plan_id", ALONE)
@examples(12)
@given(data=st.data())
def test_people_are_paid_the_same_without_the_others(
    plan_id: str, data: st.DataObject, folder: Path
) -> None:
    rows, payouts = evaluated(folder, plan_id, data)
    facts, plan = payouts.facts, payouts.plan
    chosen = data.draw(st.sets(st.sampled_from(range(facts.size)), min_size=1))
    names = {facts.employees[i] for i in chosen}
    right = {key: fen for key, fen in amounts(payouts).items() if key[0] in names}

    taken = evaluate(plan, facts.take(sorted(chosen)))
    assert not differences(amounts(taken), right)

    # The file of these people alone may begin later and end sooner.
    own = [row for row in rows if row["employee_id"] in names]
    assert not differences(amounts(evaluate(plan, read(folder, plan, own))), right)


# -- pools and ledgers ----------------------------------------------------------------------------


@examples(25)
@given(data=st.data())
def test_a_call_pool_is_shared_out_to_the_fen(data: st.DataObject, folder: Path) -> None:
    rows, payouts = evaluated(folder, "service-centre-pool", data)
    paid, reported = amounts(payouts), measures(payouts)
    shared: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    pools: dict[tuple[str, str], Fraction] = {}
    production = PLANS["service-centre-pool"].PRODUCTION
    per_group = payouts.plan.parameters["pool_per_group"].json
    for row in rows:
        pooled = row["month"], row["skill_group"] if per_group else ""
        shared[pooled] += paid[row["employee_id"], row["month"], "pool_share"]
        if row["post"] in production:
            pool = Fraction(repr(reported[row["employee_id"], row["month"], "pool"]))
            pools[pooled] = rounded(pool + Fraction(1, 10**10))
    for pooled, amount in shared.items():
        pool = pools.get(pooled, Fraction(0))
        assert amount == pool if pool >= 0 else pool <= amount <= 0  # the company bears the rest


@examples(25)
@given(data=st.data())
def test_the_annual_budget_is_shared_out_to_the_fen(data: st.DataObject, folder: Path) -> None:
    _, payouts = evaluated(folder, "department-pool", data)
    budget = rounded(Fraction(str(payouts.plan.parameters["budget"].json)))
    by_month: dict[str, Fraction] = defaultdict(Fraction)
    for (_, month, line), yuan in amounts(payouts).items():
        if line == "pool_bonus":
            by_month[month] += yuan
    assert all(
        yuan in (budget, 0) if month.endswith("-12") else yuan == 0
        for month, yuan in by_month.items()
    )


@examples(40)
@given(data=st.data())
def test_the_quota_ledger_rolls_forward(data: st.DataObject, folder: Path) -> None:
    rows, payouts = evaluated(folder, "key-account-seller", data)
    reported = measures(payouts)
    deducted = amounts(payouts)
    figures = payouts.plan.parameters
    own: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["month"]):
        own[row["employee_id"]].append(row)

    for employee, months in own.items():
        received = earned = carry = open_before = 0.0
        for row in months:
            if not pays(row, "quarter"):
                continue
            key = employee, row["month"]
            receipts = sum(
                float(r["collected"]) + float(r["implementation_collected"])
                for r in months
                if _same_quarter(r, row)
            )
            base = float(row["target"]) * figures["base_share"].json
            received += receipts
            earned += _number(reported, key, "bonus_base")
            open_now = _number(reported, key, "open_shortfall")
            missed = deducted[*key, "base_deduction"] < 0  # where a miss costs anything
            if missed or open_now > open_before + 1e-6:
                missing = base - receipts - carry
                assert open_now == pytest.approx(open_before + missing, abs=1e-6)
            carry, open_before = _number(reported, key, "carry"), open_now
            # Once nothing is owed, every yuan received has earned bonus or is carried on.
            if open_now == 0:
                assert earned + carry == pytest.approx(received, abs=1e-6)


def _same_quarter(row: Row, last: Row) -> bool:
    """Whether a row lies in the quarter that ends with the month of `last`."""
    if row["month"][:4] != last["month"][:4]:
        return False
    return int(last["month"][5:]) - 2 <= int(row["month"][5:]) <= int(last["month"][5:])


def _number(reported: dict[Key, float | str], key: tuple[str, str], name: str) -> float:
    return float(reported[*key, name])


# -- blocks, threads and what is remembered -----------------------------------------------------


@any_plan
@examples(4)
@given(data=st.data(), block=st.integers(1, 4))
def test_blocks_and_threads_change_nothing(
    plan_id: str, data: st.DataObject, block: int, folder: Path
) -> None:
    _, payouts = evaluated(folder, plan_id, data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(block_pass, "BLOCK", block)
        patch.setattr(threads, "THREADED", 0)
        patch.setattr(threads, "_most", lambda: 3)
        again = evaluate(payouts.plan, payouts.facts, measures=True)
        totals = evaluate(payouts.plan, payouts.facts, amounts=False)
    assert_same(again, payouts)
    assert_same(totals, payouts)


@any_plan
@examples(3)
@given(data=st.data())
def test_without_an_edit_nothing_is_worked_out_again(
    plan_id: str, data: st.DataObject, folder: Path
) -> None:
    rows = data.draw(workforces(plan_id))
    plan, memory = load_plan(plan_id), Memory()
    facts = read(folder, plan, rows)
    first = evaluate(plan, facts, memory)
    # The same plan, loaded and read once more: content decides, not identity.
    again = evaluate(plan.with_values({}), read(folder, plan, rows), memory)
    totals = evaluate(plan, facts, memory, amounts=False)
    for name, line in first.lines.items():
        assert again.lines[name] is line
        assert totals.lines[name] is line


@any_plan
@examples(3)
@given(data=st.data())
def test_edits_through_a_shared_memory_are_as_good_as_fresh(
    plan_id: str, data: st.DataObject, folder: Path
) -> None:
    """Somebody moves figures about, there and back; what is remembered never shows."""
    plan = load_plan(plan_id)
    facts = read(folder, plan, data.draw(workforces(plan_id)))
    memory = Memory(data.draw(st.sampled_from((1 << 30, 2000, 0))))
    now: dict[str, object] = {}
    for _ in range(data.draw(st.integers(2, 7))):
        for name, value in data.draw(parameters(plan_id)).items():
            now |= {name: value}
            if not data.draw(st.booleans()):
                continue
            _as_good_as_fresh(plan.with_values(now), facts, memory, data)
        if data.draw(st.booleans()):
            now = {}
        _as_good_as_fresh(plan.with_values(now), facts, memory, data)


@examples(40)
@given(data=st.data(), situation=random_plans.situations())
def test_edits_of_random_plans_are_as_good_as_fresh(
    data: st.DataObject, situation: random_plans.Situation, folder: Path
) -> None:
    plan = build(Document(situation.text, "random.yaml"))
    facts = read(folder, plan, situation.rows)
    memory = Memory(data.draw(st.sampled_from((1 << 30, 2000, 0))))
    for _ in range(data.draw(st.integers(2, 6))):
        plan = plan.with_values(data.draw(random_plans.edits(plan)))
        _as_good_as_fresh(plan, facts, memory, data)


def _as_good_as_fresh(plan: Plan, facts: Facts, memory: Memory, data: st.DataObject) -> None:
    kept, with_measures = data.draw(st.booleans()), data.draw(st.booleans())
    remembered = evaluate(plan, facts, memory, amounts=kept, measures=with_measures)
    assert_same(remembered, evaluate(plan, facts, measures=with_measures))


@any_plan
@examples(3)
@given(data=st.data())
def test_several_values_at_once_are_as_good_as_one_by_one(
    plan_id: str, data: st.DataObject, folder: Path
) -> None:
    plan = load_plan(plan_id)
    facts = read(folder, plan, data.draw(workforces(plan_id)))
    name = data.draw(st.sampled_from(sorted(plan.parameters)))
    drawn = data.draw(st.lists(parameters(plan_id), min_size=2, max_size=5))
    values = [edit.get(name, plan.parameters[name].json) for edit in drawn]
    together = evaluate_each(plan, facts, name, values)
    assert len(together) == len(values)
    for found, value in zip(together, values, strict=True):
        assert_same(found, evaluate(plan.with_values({name: value}), facts))


# -- totals ------------------------------------------------------------------------------------


@any_plan
@examples(3)
@given(data=st.data())
def test_totals_are_the_sums_of_amounts(plan_id: str, data: st.DataObject, folder: Path) -> None:
    _, payouts = evaluated(folder, plan_id, data)
    totals = evaluate(payouts.plan, payouts.facts, amounts=False)
    with pytest.raises(ValueError, match="only totals"):
        totals.amounts("gross_pay")
    gross = payouts.amounts("gross_pay")
    assert (gross[~payouts.facts.present] == 0).all()
    np.testing.assert_array_equal(gross, sum(payouts.amounts(name) for name in payouts.lines))
    for name in payouts.lines:
        fen = payouts.amounts(name)
        np.testing.assert_array_equal(totals.lines[name].by_month, fen.sum(axis=1))
        np.testing.assert_array_equal(totals.lines[name].by_person, fen.sum(axis=0))
        assert totals.line_totals[name] == fen.sum() / 100
    np.testing.assert_array_equal(totals.cost_by_month, gross.sum(axis=1) / 100)
    np.testing.assert_array_equal(totals.pay_by_person, gross.sum(axis=0) / 100)
    assert totals.total == gross.sum() / 100
