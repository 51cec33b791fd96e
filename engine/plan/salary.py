"""The salary that people have beside what a plan pays: no line of the plan, but whether pay is
steep, lawful and enough can only be said of both together."""

from __future__ import annotations

from collections.abc import Mapping

from engine.plan.plan_reader import PlanReader
from engine.plan.schema import Column

KEY = "salary"
MOST = 1_000_000.0


def read_salary(reader: PlanReader, facts: Mapping[str, Column]) -> float | str | None:
    """Yuan a month, the same for everybody, or the name of a column of money; None where the plan
    pays all there is."""
    given = reader.document.data.get(KEY)
    if given is None:
        return None
    if isinstance(given, str):
        if given in facts and facts[given].kind == "money":
            return given
    elif isinstance(given, int | float) and not isinstance(given, bool) and 0 < given <= MOST:
        return float(given)
    reader.problem("salary", (KEY,), str(given))
    return None
