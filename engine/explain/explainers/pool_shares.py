"""Tells the share of a pool: the pool, the weights and the person's own."""

from __future__ import annotations

import numpy as np

from engine.explain.builder import Builder, Explainer
from engine.explain.explainers.group import Group, in_percent
from engine.explain.phrases import phrase
from engine.explain.statement import Step
from engine.formula import Call, exact
from engine.text import in_each_language


def _split(builder: Builder, node: Call) -> Step:
    group = Group(builder, node)
    arguments = ("pool", "weight")
    if not group.takes_part:
        return group.step(phrase("split_none", **group.common()), arguments=())
    if not group.is_told:
        return group.step(phrase("split_few", **group.common()), arguments=("weight",))
    pool = np.empty(1)
    exact.to_fen(np.array([float(builder.situation.value(group.given["pool"]))]), pool)
    yuan = float(pool[0]) / 100
    weights = np.maximum(np.asarray(group.values("weight"), dtype=np.float64)[group.here], 0.0)
    whole, own = (
        float(weights.sum()),
        max(0.0, float(builder.situation.value(group.given["weight"]))),
    )
    values = group.common() | {"pool": builder.written(yuan, "CNY")}
    entries = [
        group.entry("group_pool", yuan, "CNY"),
        group.entry("group_people", group.count),
        group.entry("group_weights", whole, group.unit("weight")),
    ]
    if whole <= 0:
        return group.step(phrase("split_equal", **values), *entries, arguments=arguments)
    unit = group.unit("weight")
    share = own / whole
    exactly = phrase(
        "split_exact",
        pool=builder.written(yuan, "CNY"),
        weight=builder.written(own, unit),
        weights=builder.written(whole, unit),
        exact=builder.written(yuan * share, "CNY"),
    )
    label = phrase("split_share")
    entries.append(builder.entry(node, "split_share", label, share, "share", exactly))
    sentence = phrase(
        "split",
        **values,
        weight=builder.written(own, unit),
        weights=builder.written(whole, unit),
        share=in_each_language(lambda language: in_percent(share, language)),
    )
    return group.step(sentence, *entries, arguments=arguments)


EXPLAINERS: dict[str, Explainer] = {
    "split": _split,
}
