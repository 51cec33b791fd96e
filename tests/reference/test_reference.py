"""The slow reference knows every function, and agrees with the oracles written by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.formula import FUNCTIONS
from engine.plan import load_plan
from tests.examples import examples
from tests.oracle import PLANS
from tests.oracle.people import situations
from tests.reference import Reference
from tests.reference.functions import MEANINGS


def test_it_knows_every_function_and_no_other() -> None:
    assert MEANINGS.keys() == FUNCTIONS.keys()


@pytest.mark.parametrize("plan_id", sorted(PLANS))
@examples(6)
@given(data=st.data())
def test_it_agrees_with_the_oracle_of_the_plan(plan_id: str, data: st.DataObject) -> None:
    rows, overrides = data.draw(situations(plan_id))
    reference = Reference(load_plan(plan_id).with_values(overrides), rows)
    amounts, measures = PLANS[plan_id].pay(rows, overrides)
    assert reference.amounts == amounts
    told = {
        key: value if isinstance(value, str) else value.exact
        for key, value in reference.measures.items()
    }
    assert told == measures
