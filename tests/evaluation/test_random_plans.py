"""Random plans on random people: the engine against the slow reference, equal to the fen."""

from __future__ import annotations

import pytest
from hypothesis import assume, given

from engine import evaluate, read_facts
from engine.plan import build
from engine.yaml_files import Document
from tests.evaluation.results import amounts, differences, far_apart, measures, write_facts
from tests.examples import examples
from tests.reference import Reference
from tests.reference.plans import Situation, situations


@examples(150)
@given(situation=situations())
def test_every_amount_is_right_to_the_fen(
    situation: Situation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plan = build(Document(situation.text, "random.yaml"))
    reference = Reference(plan, situation.rows)
    # Within a hair of a threshold, or of the middle between two fen, float64 cannot tell the sides
    # apart and the engine calls both equal; see tests.reference.number.
    assume(not reference.too_close)
    file = write_facts(tmp_path_factory.getbasetemp() / "random.csv", situation.rows)
    payouts = evaluate(plan, read_facts(file, plan), measures=True)
    assert not differences(amounts(payouts), reference.amounts)
    exact = {k: v if isinstance(v, str) else v.exact for k, v in reference.measures.items()}
    assert not far_apart(measures(payouts), exact)
