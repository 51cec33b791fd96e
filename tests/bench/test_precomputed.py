"""The precomputed app answers as the engine does, and works nothing out twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASKING = """
import numpy as np

from tests.bench.precomputed import Answers

told = []
Answers(told.append).put_into_place()

import engine
from engine.analysis import key_figures
from engine.analysis import curve_bends as bends
from engine.analysis import sample
from tests.bench.people import people

base, facts = engine.load_plan("service-seller"), people(200)

def asked(weight):
    plan = engine.Scenario(base).set("weight_sales", weight).plan
    before = engine.evaluate(base, facts, engine.Memory(), amounts=False)
    heard = lambda done: None
    after = engine.evaluate(plan, facts, engine.Memory(), amounts=False, progress=heard)
    comparison = engine.compare(before, after)
    edges = np.linspace(0, 20_000, 30)
    return (
        after.total,
        comparison.bands,
        key_figures(after),
        sample(comparison, 20),
        after.histogram(edges).tolist(),
        engine.payout_curve(plan, facts, {}).pay.tolist(),
    )

first, other = asked(0.5), asked(0.6)
worked_out = len(told)
curve = engine.payout_curve(base, facts, {}, None)
assert curve is engine.payout_curve(facts=facts, plan=base, who={}, moving=("weight_sales",))
assert len(told) > worked_out
assert bends.together(curve, curve) is bends.together(baseline=curve, variant=curve)
worked_out = len(told)
assert worked_out > 10 and first != other
assert (asked(0.5), asked(0.6)) == (first, other)
assert len(told) == worked_out, told[worked_out:]
plan = engine.Scenario(base).set("weight_sales", 0.5).plan
assert engine.evaluate.__wrapped__(plan, facts).total == first[0]
"""


def test_what_was_asked_before_is_looked_up() -> None:
    """In a process of its own, since it changes the engine for everybody."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASKING],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
