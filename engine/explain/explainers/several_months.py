"""Tells functions of several months of one person: which months went in, with values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.calendar import Every, period_start
from engine.explain.builder import Builder, Explainer
from engine.explain.phrases import phrase
from engine.explain.situation import Situation
from engine.explain.statement import Step
from engine.formula import FUNCTIONS, Call, Name, Node, bind, exact, rarest_cycle
from engine.text import named_month


def months_of(builder: Builder, node: Node, rows: Iterable[int]) -> list[Step]:
    """The months of the person's own rows among `rows`, with what a part of a formula was then."""
    situation = builder.situation
    unit = builder.units.of(node)
    return [
        builder.entry(
            node,
            f"{row}",
            named_month(situation.month_of(row)),
            situation.value(node, row),
            unit,
            None,
            "month",
        )
        for row in rows
        if situation.present(row) and situation.falls_due(node, row)
    ]


def _sum(builder: Builder, node: Call) -> Step:
    return _period(builder, node, "sum", adds_up=True)


def _mean(builder: Builder, node: Call) -> Step:
    return _period(builder, node, "mean")


def _period(builder: Builder, node: Call, key: str, *, adds_up: bool = False) -> Step:
    situation = builder.situation
    x, *same = (part for _, part in bind(node, FUNCTIONS[node.function]))
    period = FUNCTIONS[node.function].period
    assert period is not None
    start = period_start(situation.facts.first, situation.row, period)
    rows = [
        row
        for row in range(start, situation.row + 1)
        if all(situation.value(by, row) == situation.value(by) for by in same)
    ]
    months = months_of(builder, x, rows)
    unit = builder.units.of(node)
    one = "_1" if len(months) == 1 else ""
    monthly = rarest_cycle(x, builder.plan.lines) is Every.MONTH
    sentence = phrase(
        f"{key}_of_period{one}" if monthly else f"{key}_of_times",
        count=len(months),
        period=phrase(f"period_{period.key}"),
        month=builder.month,
        sum=builder.written(sum(float(m.number) for m in months), unit),
        value=builder.value(node, unit),
    )
    return builder.call_step(node, sentence, (*months, *_current(builder, x)), adds_up=adds_up)


def _attainment(builder: Builder, node: Call) -> Step:
    """The months that have a goal, with what was achieved in each, and how many have none."""
    situation = builder.situation
    (_, x), (_, goal) = bind(node, FUNCTIONS[node.function])
    period = FUNCTIONS[node.function].period
    assert period is not None
    start = period_start(situation.facts.first, situation.row, period)
    rows = [
        row
        for row in range(start, situation.row + 1)
        if situation.present(row) and all(situation.falls_due(part, row) for part in (x, goal))
    ]
    counted = [row for row in rows if situation.value(goal, row) > exact.ABSOLUTE]
    achieved, goals = (months_of(builder, part, counted) for part in (x, goal))
    months = [
        replace(done, value=phrase("of_goal", x=done.value, goal=wanted.value))
        for done, wanted in zip(achieved, goals, strict=True)
    ]
    sentence = phrase(
        "attainment_of_period",
        count=len(counted),
        period=phrase(f"period_{period.key}"),
        month=builder.month,
        x=builder.written(sum(float(m.number) for m in achieved), builder.units.of(x)),
        goal=builder.written(sum(float(m.number) for m in goals), builder.units.of(goal)),
        value=builder.value(node, builder.units.of(node)),
    )
    left_out = phrase("months_without_goal", count=len(rows) - len(counted))
    if not counted:
        sentence = left_out
    elif len(counted) < len(rows):
        sentence = phrase("two_sentences", first=sentence, second=left_out)
    return builder.call_step(node, sentence, (*months, *_current(builder, x)))


def _recent_sum(builder: Builder, node: Call) -> Step:
    (_, x), (_, count) = bind(node, FUNCTIONS[node.function])
    situation = builder.situation
    wanted = int(situation.value(count))
    rows = range(max(0, situation.row - wanted + 1), situation.row + 1)
    sentence = phrase(
        "sum_of_recent",
        months=wanted,
        month=builder.month,
        value=builder.value(node, builder.units.of(node)),
    )
    figures = builder.basis(count).figures
    months = months_of(builder, x, rows)
    return builder.call_step(
        node, sentence, (*months, *_current(builder, x)), figures, adds_up=True
    )


def _previous(builder: Builder, node: Call) -> Step:
    (_, x), (_, first) = bind(node, FUNCTIONS[node.function])
    situation = builder.situation
    earlier = [row for row in range(situation.row) if situation.present(row)]
    if earlier:
        sentence = phrase("previous", month=named_month(situation.month_of(earlier[-1])))
        return builder.call_step(node, sentence, months_of(builder, x, earlier[-1:]))
    value = builder.value(node, builder.units.of(node))
    basis = builder.basis(first)
    sentence = phrase("previous_none", value=value)
    return builder.call_step(node, sentence, basis.children, basis.figures)


def _first(builder: Builder, node: Call) -> Step:
    ((_, x),) = bind(node, FUNCTIONS[node.function])
    situation = builder.situation
    opening = next(row for row in range(situation.row + 1) if situation.present(row))
    sentence = phrase("first", month=named_month(situation.month_of(opening)))
    return builder.call_step(node, sentence, months_of(builder, x, [opening]))


def _rows(builder: Builder, node: Call) -> Step:
    value = builder.value(node, "")
    return builder.call_step(node, phrase("rows", month=builder.month, value=value))


def _streak(builder: Builder, node: Call) -> Step:
    (_, condition), (_, count) = bind(node, FUNCTIONS[node.function])
    situation = builder.situation
    wanted = int(situation.value(count))
    months = months_of(
        builder, condition, range(max(0, situation.row - wanted + 1), situation.row + 1)
    )
    figures = builder.basis(count).figures
    if situation.value(node):
        sentence = phrase("streak_yes", months=wanted)
    elif situation.falls_due(node, situation.row - 1) or not situation.row:
        so_far = _length(situation, node, condition)
        sentence = phrase("streak_so_far", so_far=so_far, months=wanted, gap=wanted - so_far)
    else:
        sentence = phrase("streak_no", months=wanted)
    return builder.call_step(node, sentence, months, figures)


def _length(situation: Situation, node: Call, condition: Node) -> int:
    """For how many months up to this one a condition has held since a streak was last complete."""
    for length, row in enumerate(range(situation.row, -1, -1)):
        if not situation.present(row) or not situation.value(condition, row):
            return length
        if row < situation.row and situation.value(node, row):
            return length
    return situation.row + 1


def _current(builder: Builder, x: Node) -> tuple[Step, ...]:
    """How this month's value came about, where no other place tells it."""
    if isinstance(x, Name) and builder.situation.falls_due(x, builder.situation.row):
        return tuple(s for s in builder.basis(x).children if s.kind not in ("fact", "pay"))
    return ()


EXPLAINERS: dict[str, Explainer] = {
    "quarter_sum": _sum,
    "half_sum": _sum,
    "year_sum": _sum,
    "quarter_mean": _mean,
    "half_mean": _mean,
    "year_mean": _mean,
    "quarter_attainment": _attainment,
    "half_attainment": _attainment,
    "year_attainment": _attainment,
    "recent_sum": _recent_sum,
    "previous": _previous,
    "first": _first,
    "rows": _rows,
    "streak": _streak,
}
