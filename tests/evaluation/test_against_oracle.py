"""The engine against the hand-written oracles: random people and figures, equal to the fen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import evaluate, load_plan, read_facts
from tests.evaluation.results import amounts, differences, far_apart, measures, write_facts
from tests.examples import examples
from tests.oracle import PLANS
from tests.oracle.people import situations


@pytest.mark.parametrize("plan_id", sorted(PLANS))
@examples(15)
@given(data=st.data())
def test_every_amount_is_right_to_the_fen(
    plan_id: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows, overrides = data.draw(situations(plan_id))
    right_amounts, right_measures = PLANS[plan_id].pay(rows, overrides)
    plan = load_plan(plan_id).with_values(overrides)
    facts = read_facts(write_facts(tmp_path_factory.getbasetemp() / "facts.csv", rows), plan)
    payouts = evaluate(plan, facts, measures=True)
    assert not differences(amounts(payouts), right_amounts)
    assert not far_apart(measures(payouts), right_measures)
