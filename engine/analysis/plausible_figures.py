"""Figures that somebody would write into a plan: near one that is there, and the roundest within a
range."""

from __future__ import annotations

import math
from collections.abc import Iterable

from engine.plan import Plan, Value
from engine.yaml_files import Json

TIMES = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.4, 1.5, 2.0)
"""A figure in force is seldom further from the one in the plan than these multiples of it."""
FROM_NOTHING = {"share": (0.01, 0.02, 0.05, 0.1), "CNY": (100.0, 500.0, 1_000.0)}
"""What may stand where the plan has 0."""
DIGITS = 3
"""A figure with more digits, and more than one beyond the plan's own, is nobody's."""

Slot = tuple[str, int, str]
"""A parameter, the row of its grid (-1: it has none), and the column of the grid."""


def slots(plan: Plan, lines: Iterable[str]) -> list[Slot]:
    """Every figure of a plan that pay may depend on."""
    found: list[Slot] = []
    for parameter in plan.parameters.values():
        if not plan.pays_into(parameter.id):
            continue
        rows = parameter.value.rows()
        if not rows and _is_figure(parameter.json):
            found.append((parameter.id, -1, "value"))
        for place, row in enumerate(rows):
            for column, figure in row.items():
                if column not in ("key", "rank") and _is_figure(figure):
                    found.append((parameter.id, place, column))
    return found


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def figure_at(plan: Plan, slot: Slot) -> float:
    """The figure in a slot."""
    name, place, column = slot
    value = plan.parameters[name].value
    return float(value.addends()[""] if place < 0 else value.rows()[place][column])


def with_figure(plan: Plan, slot: Slot, figure: float) -> Json:
    """The parameter's value with another figure in a slot, as JSON."""
    name, place, column = slot
    value: Value = plan.parameters[name].value
    written = int(figure) if float(figure).is_integer() else float(figure)
    if place < 0:
        return written
    rows = [dict(row) for row in value.rows()]
    rows[place][column] = written
    return value.with_rows(rows).json()


def near(figure: float, unit: str) -> list[float]:
    """Plausible figures around one, in rising order, without it."""
    if figure == 0:
        return list(FROM_NOTHING.get(unit, (1.0, 5.0, 10.0)))
    found = {roundest(figure * t, abs(figure) * 0.01) for t in TIMES}
    return sorted(found - {figure})


def roundest(figure: float, within: float) -> float:
    """The figure with the fewest digits that is no further away."""
    if figure == 0 or within <= 0 or not math.isfinite(figure) or not math.isfinite(within):
        return figure
    largest = math.ceil(math.log10(abs(figure) + within))
    for power in range(largest, largest - 12, -1):
        unit = 10.0**power
        for step in (unit, unit / 2):
            rounded = round(figure / step) * step
            if abs(rounded - figure) <= within and rounded != 0:
                return float(f"{rounded:.10g}")
    return float(f"{figure:.10g}")


def digits(figure: float) -> int:
    """How many digits a figure is written with, leading and trailing zeros aside."""
    return max(1, len(_written(figure)))


def roughness(figure: float) -> float:
    """How far from round a figure is: by its digits, a 5 at the end counting half."""
    return digits(figure) - (0.5 if _written(figure).endswith("5") else 0.0)


def _written(figure: float) -> str:
    return f"{abs(figure):.10f}".rstrip("0").replace(".", "").strip("0")
