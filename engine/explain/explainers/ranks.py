"""Tells a place among others, and the place in a forced distribution."""

from __future__ import annotations

import numpy as np

from engine.explain.builder import Builder, Explainer
from engine.explain.explainers.group import Group
from engine.explain.phrases import phrase
from engine.explain.statement import Step
from engine.formula import Call, Negation, exact
from engine.text import difference, in_each_language


def _rank(builder: Builder, node: Call) -> Step:
    group = Group(builder, node)
    if not group.takes_part:
        return group.step(phrase("rank_none", **group.common()))
    own = group.own
    rising = isinstance(group.given["x"], Negation)
    key, sign = ("rank_rising", -1) if rising else ("rank", 1)
    better = group.x[group.x > own + exact.tolerance(own)]
    values = group.common() | {"own": group.text(sign * own)}
    if not better.size or not group.is_told:
        return group.step(phrase(key, **values))
    above = float(better.min())
    gap = in_each_language(lambda language: difference(above - own, group.unit(), language))
    if group.is_discreet:
        return group.step(phrase(f"{key}_gap", **values, gap=gap))
    return group.step(phrase(f"{key}_next", **values, next=group.text(sign * above), gap=gap))


def _forced_distribution(builder: Builder, node: Call) -> Step:
    group = Group(builder, node)
    situation = group.situation
    own = group.own
    people = np.flatnonzero(group.here)
    ties = np.abs(group.x - own) <= exact.tolerance(own)
    before = np.count_nonzero((group.x > own) & ~ties) + np.count_nonzero(
        ties & (people < group.position)
    )
    top, bottom = (float(situation.value(group.given[name])) for name in ("top", "bottom"))
    size, first, last = np.array([float(group.count)]), np.empty(1), np.empty(1)
    exact.ceil(size * top, first)
    exact.floor(size * bottom, last)
    bottom_group = int(min(last[0], size[0] - first[0]))
    sentence = phrase(
        "forced" if bottom_group else "forced_no_bottom",
        **group.common(),
        rank=int(before) + 1,
        first=int(first[0]),
        last=bottom_group,
    )
    figures = builder.basis(group.given["top"], group.given["bottom"]).figures
    step = group.step(sentence)
    return builder.call_step(node, sentence, step.children, (*step.figures, *figures))


EXPLAINERS: dict[str, Explainer] = {
    "rank": _rank,
    "forced_distribution": _forced_distribution,
}
