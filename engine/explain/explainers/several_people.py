"""Tells the functions that look at several people: the group's figures and the person's part."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.calendar import period_start
from engine.explain.builder import Builder, Explainer
from engine.explain.phrases import phrase
from engine.explain.statement import Step
from engine.formula import FUNCTIONS, PERSON, Call, Negation, Number, bind, exact
from engine.text import Text, difference, in_each_language, named_month, quantity, untranslated

LISTED = 12
"""So many people who report to somebody are listed; the others are summed up."""


class Group:
    """The people a call looks at together with this person, in the statement's month."""

    def __init__(self, builder: Builder, node: Call) -> None:
        self.builder, self.node = builder, node
        self.situation = builder.situation
        self.given = {
            argument.name: part for argument, part in bind(node, FUNCTIONS[node.function])
        }
        self.position = self.situation.position

    @cached_property
    def here(self) -> NDArray[np.bool_]:
        """Who belongs to the group."""
        return self.situation.members(self.node)

    def rows_of(self, row: int) -> NDArray[np.bool_]:
        """Who was in the person's group of today in another month."""
        here: NDArray[np.bool_] = self.situation.facts.present[row].copy()
        if "by" in self.given:
            here &= (
                self.situation.everyone(self.given["by"], row) == self.values("by")[self.position]
            )
        return here

    @property
    def takes_part(self) -> bool:
        """Whether the person belongs to the group."""
        return bool(self.here[self.position])

    @property
    def count(self) -> int:
        """How many people it has."""
        return int(np.count_nonzero(self.here))

    @property
    def is_told(self) -> bool:
        """Whether anything of the others may be told."""
        return self.count >= self.situation.fewest

    @property
    def is_discreet(self) -> bool:
        """Whether no figure of one of the others may be told."""
        return self.situation.fewest > 0

    def values(self, argument: str) -> NDArray[np.generic]:
        """An argument of the call for everyone."""
        return self.situation.everyone(self.given[argument], self.situation.row)

    @cached_property
    def x(self) -> NDArray[np.float64]:
        """What is added up or compared, of the people of the group."""
        return np.asarray(self.values("x"), dtype=np.float64)[self.here]

    @property
    def own(self) -> float:
        """The person's own value."""
        return float(self.situation.value(self.given["x"]))

    def unit(self, argument: str = "x") -> str:
        """The unit of an argument."""
        return self.builder.units.of(self.given[argument])

    def text(self, value: float, argument: str = "x") -> Text:
        """A number in the unit of an argument."""
        return self.builder.written(value, self.unit(argument))

    def common(self) -> dict[str, object]:
        """What every sentence about the group says."""
        builder = self.builder
        return {
            "people": self.people(),
            "month": builder.month,
            "value": builder.value(self.node, builder.units.of(self.node)),
        }

    def people(self) -> Text:
        """How many people the call looks at, and whom."""
        count = self.builder.written(self.count, "people")
        people = phrase("people_everyone", count=count)
        if not self.is_told:
            people = phrase("people_few")
        by = self.given.get("by")
        if by is not None and self.situation.kinds[by] != PERSON:
            group = self.builder.category(self.situation.category(by))
            label = self.builder.formula(by)
            few = "" if self.is_told else "_few"
            people = phrase(f"people_group{few}", count=count, group=label, name=group)
        if "among" in self.given:
            condition = self.builder.condition(self.given["among"])
            people = phrase("people_among", people=people, condition=condition)
        return people

    def step(self, sentence: Text, *entries: Step, arguments: tuple[str, ...] = ("x",)) -> Step:
        """The step, resting on the person's own part and on what the group is formed by."""
        builder = self.builder
        parts = [builder.part(self.given[a], self.label(a)) for a in arguments]
        about = [self.given[a] for a in ("by",) if a in self.given]
        basis = builder.basis(*about)
        own = {step.id: step for step in (*parts, *basis.children)}
        return builder.call_step(self.node, sentence, (*entries, *own.values()), basis.figures)

    def label(self, argument: str) -> Text:
        """What a part of the formula is called: its names, or what it is to the call."""
        names = FUNCTIONS[self.node.function].wording.names
        return names.get(argument) or self.builder.formula(self.given[argument])

    def entry(self, key: str, number: float, unit: str = "") -> Step:
        """A figure of the group that the sentence tells too."""
        return self.builder.entry(self.node, key, phrase(key), number, unit, kind="group")


def _total(builder: Builder, node: Call) -> Step:
    group = Group(builder, node)
    total, own = float(group.x.sum()), group.own
    if not group.is_told:
        return group.step(phrase("total_few", **group.common()))
    values = group.common()
    if total > 0 and 0 <= own <= total:
        share = in_each_language(lambda language: _percent(own / total, language))
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
        share=in_each_language(lambda language: _percent(share, language)),
    )
    return group.step(sentence, *entries, arguments=arguments)


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


def _percent(share: float, language: str) -> str:
    """A share that is only to be read, not to be worked on with: two decimals."""
    return quantity(round(share, 4), "share", language, fen=True)


EXPLAINERS: dict[str, Explainer] = {
    "total": _total,
    "quarter_total": _total_so_far,
    "half_total": _total_so_far,
    "year_total": _total_so_far,
    "count": _count,
    "highest": _highest,
    "rank": _rank,
    "split": _split,
    "reports_total": _reports_total,
    "forced_distribution": _forced_distribution,
}
