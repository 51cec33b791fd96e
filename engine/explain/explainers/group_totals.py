"""Tells the functions that add up or compare over a group: its figures and the person's part."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.calendar import period_start
from engine.explain.builder import Builder, Explainer
from engine.explain.explainers.group import Group, in_percent
from engine.explain.phrases import phrase
from engine.explain.statement import Step
from engine.formula import FUNCTIONS, Call, Number, exact
from engine.text import difference, in_each_language, named_month, untranslated

LISTED = 12
"""So many people who report to somebody are listed; the others are summed up."""


def _total(builder: Builder, node: Call) -> Step:
    group = Group(builder, node)
    total, own = float(group.x.sum()), group.own
    if not group.is_told:
        return group.step(phrase("total_few", **group.common()))
    values = group.common()
    if total > 0 and 0 <= own <= total:
        share = in_each_language(lambda language: in_percent(own / total, language))
        sentence = phrase("total_share", **values, own=group.text(own), share=share)
    else:
        sentence = phrase("total", **values)
    return group.step(sentence, group.entry("group_people", group.count))


def _total_so_far(builder: Builder, node: Call) -> Step:
    group = Group(builder, node)
    situation = group.situation
    period = FUNCTIONS[node.function].period
    assert period is not None
    start = period_start(situation.facts.first, situation.row, period)
    entries, count = [], 0
    for row in range(start, situation.row + 1):
        here = group.rows_of(row)
        count += int(np.count_nonzero(here))
        x = np.asarray(situation.everyone(group.given["x"], row), dtype=np.float64)
        label = named_month(situation.month_of(row))
        entries.append(
            builder.entry(node, f"{row}", label, float(x[here].sum()), group.unit(), kind="month")
        )
    rows = phrase("rows_everyone", count=count)
    if "by" in group.given:
        own = builder.category(situation.category(group.given["by"]))
        rows = phrase("rows_group", count=count, group=builder.formula(group.given["by"]), name=own)
    # What is added up may be a mere number: quarter_total(1) counts rows.
    counted = isinstance(group.given["x"], Number)
    key = "rows_of_period" if counted else "total_of_period"
    sentence = phrase(key, **group.common(), rows=rows, period=phrase(f"period_{period.key}"))
    step = group.step(sentence, *entries, arguments=() if counted else ("x",))
    return replace(step, adds_up=True)


def _count(builder: Builder, node: Call) -> Step:
    group = Group(builder, node)
    return group.step(phrase("count", **group.common()), arguments=("condition",))


def _highest(builder: Builder, node: Call) -> Step:
    group = Group(builder, node)
    values = group.common() | {"own": group.text(group.own)}
    if not group.is_discreet:
        return group.step(phrase("highest", **values))
    if not group.is_told:
        return group.step(phrase("highest_few", **values))
    gap = float(group.x.max()) - group.own
    if gap <= exact.tolerance(group.own):
        return group.step(phrase("highest_own", **values))
    told = in_each_language(lambda language: difference(gap, group.unit(), language))
    return group.step(phrase("highest_gap", **values, gap=told))


def _reports_total(builder: Builder, node: Call) -> Step:
    group = Group(builder, node)
    situation = group.situation
    present = situation.facts.present[situation.row]
    reports = np.flatnonzero(present & (group.values("by") == group.position))
    x = np.asarray(group.values("x"), dtype=np.float64)
    values = group.common() | {"people": builder.written(len(reports), "people")}
    if not len(reports):
        return builder.call_step(node, phrase("reports_none", **values))
    if group.is_discreet:
        return builder.call_step(node, phrase("reports_few", **values))
    entries = [
        builder.entry(
            node,
            situation.facts.employees[who],
            untranslated(situation.facts.employees[who]),
            float(x[who]),
            group.unit(),
        )
        for who in reports[:LISTED]
    ]
    if len(reports) > LISTED:
        others = reports[LISTED:]
        label = phrase("reports_others", count=len(others))
        entries.append(builder.entry(node, "others", label, float(x[others].sum()), group.unit()))
    return builder.call_step(node, phrase("reports", **values), entries)


EXPLAINERS: dict[str, Explainer] = {
    "total": _total,
    "quarter_total": _total_so_far,
    "half_total": _total_so_far,
    "year_total": _total_so_far,
    "count": _count,
    "highest": _highest,
    "reports_total": _reports_total,
}
