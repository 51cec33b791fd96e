"""Every function's worked example is what the engine works out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine.calendar import month_number
from engine.evaluation import evaluate
from engine.facts import Facts
from engine.formula import FUNCTIONS, Function
from engine.plan import Plan, build
from engine.yaml_files import Document

LABEL = {"en": "x", "zh": "x"}
SHAPES = {**{k: k for k in ("steps", "tiers", "curve", "prizes")}, "indicator": "scorecard"}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_the_example_holds(name: str) -> None:
    function = FUNCTIONS[name]
    facts, plan = situation(function)
    found = evaluate(plan, facts, measures=True).measures["result"].array
    across = found[0] if function.scope == "everyone" else found[:, 0]
    expected = function.example.gives
    wanted = expected if isinstance(expected, list) else [expected] * across.size
    np.testing.assert_allclose(across, np.array(wanted, dtype=float), atol=1e-9)


def test_an_example_that_does_not_hold_would_be_noticed() -> None:
    function = FUNCTIONS["quarter_sum"]
    facts, plan = situation(function)
    found = evaluate(plan, facts, measures=True).measures["result"].array[:, 0]
    assert found.tolist() != [10, 30, 60, 100]


def situation(function: Function) -> tuple[Facts, Plan]:
    """Facts and a plan of one measure, as the example gives them."""
    parameters: dict[str, Any] = {}
    series: dict[str, list[float]] = {}
    shape = next((SHAPES[k] for a in function.takes for k in a.kinds if k in SHAPES), "table")
    for name, value in function.example.given.items():
        if isinstance(value, dict) or (isinstance(value, list) and isinstance(value[0], list)):
            parameters[name] = {
                shape: value,
                "unit": "factor",
                "provenance": "assumption",
                "label": LABEL,
            }
        else:
            series[name] = value if isinstance(value, list) else [value]
    everyone = function.scope == "everyone"
    length = max((len(v) for v in series.values()), default=1)
    if isinstance(function.example.gives, list):
        length = len(function.example.gives)
    columns = {
        name: {"kind": "person" if name == "manager_id" else "number", "label": LABEL}
        for name in series
    }
    formula = function.example.formula
    if function.gives.name == "condition" or "==" in formula:
        formula = f"1 if {formula} else 0"
    content = {
        "id": "example",
        "title": LABEL,
        "source": {"document": "none", "note": LABEL},
        "facts": columns or {"unused": {"kind": "number", "label": LABEL}},
        "parameters": parameters,
        "lines": {
            "result": {"measure": formula, "label": LABEL},
            "nothing": {"pay": "0", "label": LABEL},
        },
    }
    shape_ = (1, length) if everyone else (length, 1)
    arrays = {n: np.array(v, dtype=float).reshape(shape_) for n, v in series.items()}
    people = {n: a.astype(np.int32) for n, a in arrays.items() if n == "manager_id"}
    numbers = {n: a for n, a in arrays.items() if n not in people}
    facts = Facts(
        first=month_number("2026-01"),
        employees=tuple(f"E{i}" for i in range(shape_[1])),
        present=np.ones(shape_, dtype=bool),
        numbers=numbers if columns else {"unused": np.zeros(shape_)},
        categories={},
        people=people,
    )
    return facts, build(Document.of(content, "example.yaml"))
