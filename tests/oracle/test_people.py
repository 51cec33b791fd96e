"""The random workforces are valid, and the oracles keep their own promises on them."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tests.oracle import PLANS
from tests.oracle.arithmetic import rounded
from tests.oracle.parameters import Overrides
from tests.oracle.payslip import Row
from tests.oracle.people import situations

EXAMPLES = examples(8)


@pytest.mark.parametrize("plan_id", sorted(PLANS))
@EXAMPLES
@given(data=st.data())
def test_every_row_gets_every_line_in_whole_fen(plan_id: str, data: st.DataObject) -> None:
    rows, overrides = data.draw(situations(plan_id))
    keys = [(row["employee_id"], row["month"]) for row in rows]
    assert len(set(keys)) == len(keys) > 0
    assert len({tuple(row) for row in rows}) == 1

    amounts, measures = PLANS[plan_id].pay(rows, overrides)
    slips: dict[tuple[str, str], dict[str, Fraction]] = defaultdict(dict)
    for (employee, month, line), amount in amounts.items():
        assert amount == rounded(amount)
        slips[employee, month][line] = amount
    assert set(slips) == set(keys)
    assert len({tuple(slip) for slip in slips.values()}) == 1
    for slip in slips.values():
        assert slip.pop("gross_pay") == sum(slip.values())
    assert {(employee, month) for employee, month, _ in measures} <= set(keys)


@EXAMPLES
@given(situations("service-centre-pool"))
def test_a_call_pool_is_shared_out_to_the_fen(situation: tuple[list[Row], Overrides]) -> None:
    rows, overrides = situation
    oracle = PLANS["service-centre-pool"]
    amounts, measures = oracle.pay(rows, overrides)
    shared: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    pools = {}
    for row in rows:
        pooled = row["month"], row["skill_group"] if overrides.get("pool_per_group") else ""
        shared[pooled] += amounts[row["employee_id"], row["month"], "pool_share"]
        if row["post"] in oracle.PRODUCTION:
            pools[pooled] = rounded(measures[row["employee_id"], row["month"], "pool"])
    for pooled, paid in shared.items():
        pool = pools.get(pooled, 0)
        assert paid == pool if pool >= 0 else pool <= paid <= 0  # the company bears the rest


@EXAMPLES
@given(situations("key-account-seller"))
def test_a_shortfall_stays_open_until_it_is_filled(situation: tuple[list[Row], Overrides]) -> None:
    rows, overrides = situation
    _, measures = PLANS["key-account-seller"].pay(rows, overrides)
    assert all(
        value >= 0
        for (_, _, name), value in measures.items()
        if name in ("carry", "open_shortfall")
    )
