"""Tells functions that look a value up by size: which step applied, how far the next one is."""

from __future__ import annotations

import math
from dataclasses import replace

from engine.explain.builder import Builder, Explainer
from engine.explain.phrases import phrase
from engine.explain.statement import Figure, Step
from engine.formula import FUNCTIONS, Call, Lookup, Name, Node, bind, exact
from engine.plan import Naming, Parameter, shapes
from engine.text import Text, difference, further_decimals, in_each_language, quantity


class _Table:
    """A call that looks up `x` in a parameter of breakpoints: both, and how to write them."""

    def __init__(self, builder: Builder, node: Call) -> None:
        self.builder, self.node = builder, node
        (_, table), (_, self.by) = bind(node, FUNCTIONS[node.function])
        name = table.table if isinstance(table, Lookup) else table
        assert isinstance(name, Name)
        self.parameter: Parameter = builder.plan.parameters[name.name]
        self.key: Node | None = table.key if isinstance(table, Lookup) else None
        self.category: str = "" if self.key is None else builder.situation.category(self.key)
        own = self.parameter.value.points().get(self.category, ())
        self.points: list[tuple[float, float]] = [(float(a), float(b)) for a, b in own]
        self.x: float = builder.situation.value(self.by)
        self.reached = sum(self.x >= start - exact.tolerance(start) for start, _ in self.points)
        self.of_unit = self.parameter.of_unit or builder.units.of(self.by)

    def start(self, value: float) -> Text:
        """A breakpoint."""
        return self.builder.written(value, self.of_unit)

    def value(self, value: float) -> Text:
        """What a breakpoint gives."""
        return self.builder.written(value, self.parameter.unit)

    def band(self, below: int = 0) -> Text:
        """The band that `x` lies in, or one so many below it, worded as in the policy."""
        return shapes.band(self.starts, self.reached - 1 - below, self.naming)

    @property
    def starts(self) -> list[float]:
        """Where the bands begin."""
        return [start for start, _ in self.points]

    @property
    def naming(self) -> Naming:
        """How bands are worded."""
        naming = self.builder.plan.naming(self.parameter)
        return replace(naming, of_unit=self.of_unit)

    @property
    def of(self) -> Text:
        """What the breakpoints measure."""
        return self.parameter.of or self.builder.formula(self.by)

    def measured(self) -> dict[str, Text]:
        """What is measured, written so that it does not look like a breakpoint it has missed."""
        more = max(
            (further_decimals(self.x, start, self.of_unit) for start, _ in self.missed), default=0
        )
        x = in_each_language(
            lambda language: quantity(self.x, self.of_unit, language, fen=True, further=more)
        )
        return {"of": self.of, "x": x}

    @property
    def missed(self) -> list[tuple[float, float]]:
        """The breakpoints not reached."""
        return self.points[self.reached :]

    def coming(self) -> dict[str, Text]:
        """The next breakpoint and how far it is."""
        start, value = self.missed[0]
        gap = start - self.x
        return {
            "next": self.start(start),
            "next_value": self.value(value),
            "gap": in_each_language(lambda language: difference(gap, self.of_unit, language)),
        }

    def sentence(self, key: str) -> Text:
        """One of three sentences: a step applies and another follows, the last one, none yet."""
        if not self.reached:
            return phrase(f"{key}_below", **self.measured(), **self.coming())
        _, value = self.points[self.reached - 1]
        told = {**self.measured(), "band": self.band(), "value": self.value(value)}
        if not self.missed:
            return phrase(f"{key}_last", **told)
        return phrase(f"{key}_next", **told, **self.coming())

    def figure(self, value: Text) -> Figure:
        """The parameter with what applied of it."""
        if self.category:
            value = self.builder.in_row(self.parameter.id, self.category, value)
        return self.builder.figure(self.parameter.id, value, self.category, self.used())

    def used(self) -> dict[float, float | None]:
        """The breakpoints that decided: the one reached, and on a curve the next; below all of
        them the place of the first."""
        if not self.reached:
            return {start: None for start, _ in self.points[:1]}
        ahead = 1 if isinstance(self.parameter.value, shapes.Curve) else 0
        return dict(self.points[self.reached - 1 : self.reached + ahead])

    def applied(self) -> Text:
        """The step that applied."""
        value = self.points[self.reached - 1][1] if self.reached else 0.0
        return phrase("row", key=self.band(), value=shapes.written(value, self.parameter.unit))

    def step(self, sentence: Text, used: Text, slices: tuple[Step, ...] = ()) -> Step:
        """The step, resting on what is measured."""
        builder = self.builder
        below = [] if self.key is None else [self.key]
        basis = builder.basis(*below)
        measured = builder.part(self.by, self.of, self.of_unit)
        return builder.call_step(
            self.node,
            sentence,
            (*slices, measured, *basis.children),
            (self.figure(used), *basis.figures),
            self.parameter.label,
        )


def _step(builder: Builder, node: Call) -> Step:
    table = _Table(builder, node)
    return table.step(_falling(table) or table.sentence("step"), table.applied())


def _falling(table: _Table) -> Text | None:
    """The sentence of a band that pays more than all above it, but not more than the one below."""
    values = [value for _, value in table.points]
    value = values[table.reached - 1]
    if not table.reached or max(values[table.reached :], default=-math.inf) >= value:
        return None
    told = {**table.measured(), "band": table.band(), "value": table.value(value)}
    if table.reached == 1 or values[table.reached - 2] <= value:
        return phrase("step_best", **told) if table.missed else None
    start = table.starts[table.reached - 1]
    counted = shapes.is_counted(table.starts, table.naming)
    gap = table.x - start + counted
    return phrase(
        "step_fewer" if counted else "step_lower",
        **told,
        better=table.band(below=1),
        better_value=table.value(values[table.reached - 2]),
        start=table.start(start),
        gap=in_each_language(lambda language: difference(gap, table.of_unit, language)),
    )


def _whole_tiers(builder: Builder, node: Call) -> Step:
    table = _Table(builder, node)
    if table.x <= 0:
        return table.step(phrase("tiers_nothing", **table.measured()), table.applied())
    return table.step(table.sentence("whole"), table.applied())


def _tiers(builder: Builder, node: Call) -> Step:
    table = _Table(builder, node)
    if table.x <= 0:
        return table.step(phrase("tiers_nothing", **table.measured()), table.applied())
    slices: list[Step] = []
    unit = builder.units.of(node)
    ends = [start for start, _ in table.points[1:]] + [math.inf]
    for (start, rate), end in zip(table.points, ends, strict=True):
        low = max(0.0, start)
        part = min(table.x, end) - low
        if part <= 0:
            break
        limits = {"low": table.start(low)}
        label = phrase("slice_last", **limits)
        if end < math.inf:
            label = phrase("slice", **limits, high=table.start(end))
        sentence = phrase("slice_sum", part=table.start(part), rate=table.value(rate))
        slices.append(builder.entry(node, f"{start}", label, part * rate, unit, sentence))
    told = table.measured() | (table.coming() if table.missed else {})
    sentence = phrase("tiers_next" if table.missed else "tiers_last", **told)
    return replace(table.step(sentence, table.applied(), tuple(slices)), adds_up=True)


def _curve(builder: Builder, node: Call) -> Step:
    table = _Table(builder, node)
    if not table.reached:
        return table.step(table.sentence("curve"), table.applied())
    low, low_value = table.points[table.reached - 1]
    values = {
        **table.measured(),
        "low": table.start(low),
        "low_value": table.value(low_value),
        "value": builder.value(node, table.parameter.unit),
    }
    if not table.missed:
        return table.step(phrase("curve_last", **values), table.applied())
    high, high_value = table.missed[0]
    values |= {"high": table.start(high), "high_value": table.value(high_value)}
    return table.step(phrase("curve_between", **values), phrase("points_between", **values))


def _prize(builder: Builder, node: Call) -> Step:
    table = _Table(builder, node)
    rank = int(table.x)
    last = int(table.points[-1][0])
    if rank < 1:
        return table.step(phrase("prize_not_ranked"), phrase("no_prize", last=last))
    for end, prize in table.points:
        if rank <= end:
            value, place = table.value(prize), int(end)
            return table.step(
                phrase("prize_won", rank=rank, value=value, last=place),
                phrase("up_to_place", last=place, value=value),
            )
    return table.step(phrase("prize_none", rank=rank, last=last), phrase("no_prize", last=last))


def _places(builder: Builder, node: Call) -> Step:
    (_, table) = bind(node, FUNCTIONS[node.function])[0]
    assert isinstance(table, Name)
    last = int(builder.situation.value(node))
    figure = builder.figure(table.name, phrase("no_prize", last=last))
    return builder.call_step(node, FUNCTIONS[node.function].sentence, (), (figure,))


EXPLAINERS: dict[str, Explainer] = {
    "step": _step,
    "tiers": _tiers,
    "whole_tiers": _whole_tiers,
    "curve": _curve,
    "prize": _prize,
    "places": _places,
}
