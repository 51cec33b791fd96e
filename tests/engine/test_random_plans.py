"""Random plans on random people: the engine against the slow reference, equal to the fen.

Examples in which some decision lies too close for float64 prove nothing and are left out;
`tests.reference.number` says when that is.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given

from engine import evaluate, read_facts
from engine.plan.document import Document
from engine.plan.load import build
from tests.engine.results import amounts, differences, far_apart, measures, write_facts
from tests.reference import Reference
from tests.reference.plans import Situation, situations
from tests.thorough import examples


@examples(250)
@given(situation=situations())
def test_every_amount_is_right_to_the_fen(
    situation: Situation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plan = build(Document(situation.text, "random.yaml"))
    reference = Reference(plan, situation.rows)
    assume(not reference.too_close)
    facts = read_facts(write_facts(tmp_path_factory.getbasetemp() / "random.csv", situation.rows), plan)
    payouts = evaluate(plan, facts, measures=True)
    assert not differences(amounts(payouts), reference.amounts)
    right = {
        key: value if isinstance(value, str) else value.exact
        for key, value in reference.measures.items()
    }
    assert all(isinstance(value, str | Fraction) for value in right.values())
    assert not far_apart(measures(payouts), right)
