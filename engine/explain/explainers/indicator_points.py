"""Tells how an indicator of a scorecard is scored: how many steps it is from its target."""

from __future__ import annotations

import numpy as np

from engine.explain.builder import Builder, Explainer
from engine.explain.phrases import phrase
from engine.explain.statement import Step
from engine.formula import FUNCTIONS, Call, Lookup, Name, bind, exact
from engine.plan import shapes
from engine.text import in_each_language


def _indicator_points(builder: Builder, node: Call) -> Step:
    (_, entry), (_, of), (_, cap) = bind(node, FUNCTIONS[node.function])
    assert isinstance(entry, Lookup) and isinstance(entry.table, Name)
    parameter = builder.plan.parameters[entry.table.name]
    key = builder.situation.category(entry.key)
    assert isinstance(parameter.value, shapes.Scorecard)
    indicator = parameter.value.entries[key]
    weight, target, step, up, down, floor = indicator
    x, unit = builder.situation.value(of), builder.units.of(of)
    steps = _full_steps(abs(x - target), step, target)
    is_above = x > target
    points = weight + steps * up if is_above else weight - steps * down
    limit = builder.situation.value(cap) * weight
    if x < floor - exact.tolerance(floor):
        sentence = "indicator_none"
    elif not steps:
        sentence = "indicator_target"
    elif is_above:
        sentence = "indicator_above" if up else "indicator_above_none"
    elif not down:
        sentence = "indicator_short_none"
    else:
        sentence = "indicator_short" if points > 0 else "indicator_lost"
    told = phrase(
        sentence,
        of=builder.formula(of),
        **{
            name: builder.written(number, unit)
            for name, number in (("x", x), ("target", target), ("step", step), ("floor", floor))
        },
        **{
            name: builder.bare(number, "")
            for name, number in (
                ("weight", weight),
                ("steps", steps),
                ("up", up),
                ("down", down),
                ("points", points),
            )
        },
    )
    if points > limit + exact.tolerance(limit) and sentence != "indicator_none":
        told = phrase("indicator_limit", told=told, limit=builder.bare(limit, ""))
    text = in_each_language(lambda lang: indicator.phrase(parameter.unit, unit, lang))
    row = builder.figure(parameter.id, builder.in_row(parameter.id, key, text), key)
    basis = builder.basis(entry.key, cap)
    measured = builder.part(of, builder.formula(of), unit)
    label = builder.key(parameter.id, key)
    return builder.call_step(node, told, (measured, *basis.children), (row, *basis.figures), label)


def _full_steps(distance: float, step: float, target: float) -> int:
    count = np.empty(1)
    exact.full_steps(distance, step, target, count)
    return int(count[0])


EXPLAINERS: dict[str, Explainer] = {"indicator_points": _indicator_points}
