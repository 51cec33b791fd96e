"""Every block works alone, in a blank plan, in a plan that has its columns, and twice."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from engine import Plan, Refused, evaluate, load_plan, payout_curve, persona_facts
from engine.drafting import NEW, Draft, blocks

TITLE = {"en": "Ours", "zh": "本公司方案"}
every_block = pytest.mark.parametrize("block_id", blocks())


@cache
def seller() -> Draft:
    """A plan that is already there."""
    return Draft.of(load_plan("service-seller"))


def whole(draft: Draft) -> Plan:
    assert draft.problems == ()
    assert draft.plan is not None
    return draft.plan


@every_block
def test_a_block_pays_its_people_and_has_a_curve_that_rises_or_falls(block_id: str) -> None:
    plan = blocks()[block_id].example
    facts = persona_facts(plan)
    payouts = evaluate(plan, facts)
    assert all(amount != 0 for amount in payouts.line_totals.values())
    assert facts.warnings == ()
    curve = payout_curve(plan, facts)
    assert curve is not None
    assert np.ptp(curve.pay) > 0


@every_block
def test_a_blank_plan_with_a_block_pays_what_the_block_pays(block_id: str) -> None:
    block = blocks()[block_id]
    plan = whole(block.insert(Draft.blank(TITLE)))
    assert plan.title == TITLE
    alone = evaluate(block.example, persona_facts(block.example)).line_totals
    assert evaluate(plan, persona_facts(plan)).line_totals == alone


@every_block
def test_a_block_fits_into_a_plan_that_is_already_there(block_id: str) -> None:
    before = load_plan("service-seller")
    draft = blocks()[block_id].insert(seller())
    plan = whole(draft)
    paid = evaluate(plan, persona_facts(plan)).line_totals
    old = evaluate(before, persona_facts(before)).line_totals
    assert {line: paid[line] for line in old} == old
    assert len(paid) > len(old)


@every_block
def test_the_same_block_twice_pays_twice(block_id: str) -> None:
    block = blocks()[block_id]
    once = block.insert(Draft.blank(TITLE))
    twice = whole(block.insert(once))
    total = evaluate(whole(once), persona_facts(whole(once))).total
    assert evaluate(twice, persona_facts(twice)).total == pytest.approx(2 * total)


def test_all_blocks_together_are_a_plan() -> None:
    draft = Draft.blank(TITLE)
    for block in blocks().values():
        draft = block.insert(draft)
    plan = whole(draft)
    evaluate(plan, persona_facts(plan))


def test_a_measure_the_plan_has_is_shared() -> None:
    draft = blocks()["step-bonus"].insert(seller())
    assert draft.names("lines").count("attainment") == 1
    assert "attainment_2" not in draft.names("lines")


def test_a_column_may_stand_for_another_one() -> None:
    option = next(o for o in blocks()["graduated-commission"].options(seller()) if o.id == "sales")
    assert set(option.choices) == {"sales", "quota", NEW}
    assert option.default == "sales"
    plan = whole(blocks()["graduated-commission"].insert(seller(), {"sales": "quota"}))
    assert plan.lines["commission"].formula.text == "tiers(commission_rates, quota)"
    apart = whole(blocks()["graduated-commission"].insert(seller(), {"sales": NEW}))
    assert apart.lines["commission"].formula.text == "tiers(commission_rates, sales_2)"
    with pytest.raises(Refused):
        blocks()["graduated-commission"].insert(seller(), {"sales": "grade"})


def test_tables_get_an_entry_for_each_grade_of_the_plan() -> None:
    plan = whole(blocks()["banded-pay"].insert(seller()))
    assert list(plan.parameters["pay_bands"].json) == [
        *("junior", "intermediate", "senior", "principal")
    ]
