"""A ready variant of any plan, to see a comparison before a figure was moved by hand."""

from __future__ import annotations

from engine.plan import Parameter, Plan, shapes
from engine.text import Refused
from engine.yaml_files import Json

FACTORS = (1.1, 0.95, 1.05)
"""How many times as large the figures of each parameter become, one parameter a pay line."""
TARGETS = frozenset(
    {"", "share", "factor", "weight", "points", "places", "times"}
    | {"hours", "days", "months", "years"}
)
"""Units of what is reached rather than paid."""


def example_values(plan: Plan) -> dict[str, Json]:
    """Other figures for some parameters that the plan takes, at most one for each pay line: the
    first rises by a tenth, the second falls by a twentieth, the third rises by a twentieth.

    Figures of pay come first; targets only where there are no others. Empty where the plan has
    none that can be moved so.
    """
    names = [name for name in plan.parameters if plan.pays_into(name)]
    paid = [name for name in names if plan.parameters[name].unit not in TARGETS]
    return _moved(plan, paid) or _moved(plan, names)


def _moved(plan: Plan, names: list[str]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    summed = {name for rule in plan.sums for name in rule.parameters}
    lines: set[str] = set()
    for name in names:
        line = plan.pays_into(name)
        if len(found) == len(FACTORS):
            break
        if line in lines or name in summed:
            continue
        values = _scaled(plan.parameters[name], FACTORS[len(found)])
        if values is not None and _fits(plan, {**found, name: values}):
            found[name] = values
            lines.add(line)
    return found


def _scaled(parameter: Parameter, factor: float) -> Json:
    match parameter.value:
        case shapes.Number() if parameter.json is not None:
            scaled: Json = _rounded(parameter.json, factor)
        case shapes.Table():
            scaled = {key: _rounded(value, factor) for key, value in parameter.json.items()}
        case shapes.Steps() | shapes.Tiers():
            scaled = [[at, *(_rounded(v, factor) for v in rest)] for at, *rest in parameter.json]
        case _:
            return None
    return None if scaled == parameter.json else scaled


def _rounded(value: float, factor: float) -> float:
    """To three digits, as whoever sets a figure would."""
    return float(f"{value * factor:.3g}") if isinstance(value, int | float) else value


def _fits(plan: Plan, values: dict[str, Json]) -> bool:
    try:
        plan.with_values(values)
    except Refused:
        return False
    return True
