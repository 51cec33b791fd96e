"""How values of a measure are written, and what its figures say in a sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.analysis import (
    GroupSpread,
    Headcount,
    MeasureShape,
    MonthCourse,
    PeoplePortrait,
    Persistence,
)
from engine.plan import TENURE, Plan
from engine.text import (
    DASH,
    MINUS,
    Decimals,
    Kind,
    compact_money,
    count,
    money,
    number,
    percent,
    points,
    say,
    spaced,
)
from engine.text import month as month_text
from engine.workforce import Likeness
from pages.ui.charts import column_label, in_sentence
from pages.ui.kit import Values, translate

STRENGTHS = ((0.1, "none"), (0.3, "weak"), (0.5, "moderate"), (math.inf, "strong"))
"""Cohen's words for correlations, each up to its end."""
_MUCH = 1e5
_ALIKE = 0.02
"""Medians that differ by less than this share are alike."""


@dataclass(frozen=True)
class Written:
    """Writes values of one measure: with its unit, in as many digits as are read."""

    kind: Kind
    decimals: Decimals
    lang: str

    def __call__(self, value: float) -> str:
        if not math.isfinite(value):
            return DASH
        if self.kind == "money":
            write = compact_money if abs(value) >= _MUCH else money
            return write(value, self.lang)
        if self.kind == "share":
            return percent(value, self.lang, self.decimals)
        return number(value, self.decimals)

    def between(self, low: float, high: float) -> str:
        return f"{self(low)} {DASH} {self(high)}"


def written_measure(plan: Plan, name: str, shape: MeasureShape, lang: str) -> Written:
    """How the values of a column are written, from its kind; a column of a file only is a number.
    Small shares get more digits."""
    kind = plan.facts[name].kind if name in plan.facts else "number"
    if kind in ("share", "flag"):
        small = math.isfinite(shape.highest) and shape.quantiles[-1] < 0.1
        return Written("share", Decimals(0, 2 if small else 1), lang)
    if kind == "money":
        return Written("money", Decimals(0, 0), lang)
    return Written("number", Decimals(0, 2 if kind == "number" else 1), lang)


@dataclass(frozen=True)
class Said:
    """Sentences about the people of one portrait."""

    plan: Plan
    lang: str

    def label(self, name: str) -> str:
        """A measure as it stands in a sentence."""
        return in_sentence(column_label(self.plan, name), self.lang)

    def say(self, key: str, **values: object) -> str:
        return spaced(translate(self.lang, f"workforce.{key}", **values))

    def headline(self, portrait: PeoplePortrait, people: str, months: Sequence[str]) -> str:
        """Who they are, when most came, and the measure that the plan pays for."""
        parts = [people, self._joined(portrait.headcount, months)]
        name = self.leading(portrait)
        if name is not None:
            parts.append(self._middle(portrait, name))
        return self.say("joined").join(part for part in parts if part)

    def _joined(self, people: Headcount, months: Sequence[str]) -> str:
        joined = int(people.joined.max())
        if not joined:
            return self.say("none_joined") if len(months) > 1 and not people.left.any() else ""
        when = month_text(months[int(people.joined.argmax())], self.lang)
        return self.say("joined_in", count=joined, month=when)

    def _middle(self, portrait: PeoplePortrait, name: str) -> str:
        shape = portrait.shapes[name]
        write = written_measure(self.plan, name, shape, self.lang)
        median = self.say("median_of", measure=self.label(name), value=write(shape.median))
        link = next(
            (
                link
                for link in portrait.links.strongest()
                if name in link[:2] and TENURE not in link
            ),
            None,
        )
        if link is None:
            return median
        other = link[1] if link[0] == name else link[0]
        strength = self.strength(link[2])
        return median + self.say(f"linked_{strength}", other=self.label(other))

    def strength(self, correlation: float) -> str:
        """none, weak, moderate, strong; with "_against" where the one falls as the other rises."""
        word = next(word for end, word in STRENGTHS if abs(correlation) < end)
        return f"{word}_against" if correlation < 0 and word != "none" else word

    def leading(self, portrait: PeoplePortrait) -> str | None:
        """The measure that the plan's payout curve goes along, else its first one."""
        curve = self.plan.curve
        if curve is not None and curve.move in portrait.shapes:
            return curve.move
        names = [name for name in self.plan.facts if name in portrait.shapes and name != TENURE]
        return next(iter([*names, *portrait.shapes]), None)

    def shape(self, name: str, shape: MeasureShape, write: Written) -> str:
        """Where half of the values lie, or which value is most frequent."""
        label = column_label(self.plan, name)
        if not shape.count:
            return self.say("no_values", measure=label)
        if shape.lowest == shape.highest:
            return self.say("one_value", measure=label, value=write(shape.lowest))
        most, part = max(shape.points, key=lambda point: point[1], default=(math.nan, 0.0))
        if part >= (0.25 if shape.is_discrete else 0.1):
            share = percent(part, self.lang, 0)
            return self.say("most_share", measure=label, value=write(most), share=share)
        low, high = write(shape.quantiles[1]), write(shape.quantiles[3])
        return self.say("half_between", measure=label, low=low, high=high)

    def shape_details(self, shape: MeasureShape, write: Written) -> list[str]:
        """Mean, ends, zeros, blanks: what the chart does not show by itself."""
        ends = {"low": write(shape.quantiles[0]), "high": write(shape.quantiles[-1])}
        told = [self.say("mean", value=write(shape.mean)), self.say("tenths", **ends)]
        if not shape.is_discrete:
            told += [
                self.say("exactly", value=write(value), share=percent(part, self.lang))
                for value, part in shape.points
            ]
        outside = shape.below + shape.beyond
        if outside:
            told.append(self.say("outside", share=percent(outside, self.lang)))
        told.append(self.say("rows", count=shape.count))
        if shape.blank:
            told.append(self.say("blank", count=shape.blank))
        return told

    def course(self, name: str, course: MonthCourse, months: Sequence[str], write: Written) -> str:
        """When the median is highest and lowest."""
        label, known = column_label(self.plan, name), np.isfinite(course.median)
        if known.sum() < 2:
            return self.say("one_month", measure=label)
        high, low = int(np.nanargmax(course.median)), int(np.nanargmin(course.median))
        most, least = float(course.median[high]), float(course.median[low])
        if abs(most - least) <= _ALIKE * max(abs(most), abs(least)):
            return self.say(
                "steady", measure=label, value=write(float(np.nanmedian(course.median)))
            )
        return self.say(
            "peaks",
            measure=label,
            month=month_text(months[high], self.lang),
            value=write(most),
            low_month=month_text(months[low], self.lang),
            low=write(least),
        )

    def persistence(self, kept: Persistence) -> str:
        """How far people keep their rank, in words."""
        if math.isnan(kept.next_month) or math.isnan(kept.of_person):
            return ""
        return self.say(
            f"kept_{self.strength(abs(kept.next_month))}",
            next=two_decimals(kept.next_month),
            share=percent(kept.of_person, self.lang, 0),
        )

    def groups(self, name: str, groups: Sequence[tuple[str, GroupSpread]], write: Written) -> str:
        """Which group has the highest median."""
        known = [(label, group) for label, group in groups if math.isfinite(group.median)]
        if not known:
            return self.say("no_group")
        best = max(known, key=lambda one: one[1].median)
        least = min(known, key=lambda one: one[1].median)
        label = column_label(self.plan, name)
        apart = abs(best[1].median - least[1].median)
        if apart <= _ALIKE * max(abs(best[1].median), abs(least[1].median)):
            return self.say("groups_alike", measure=label)
        return self.say(
            "groups_apart",
            measure=label,
            group=best[0],
            value=write(best[1].median),
            least=least[0],
            low=write(least[1].median),
        )

    def likeness(self, rows: Sequence[Likeness]) -> str:
        """How far the drawn people are from the real ones, in the measure where they are most."""
        everybody = [row for row in rows if not row.category]
        if not everybody:
            return self.say("not_comparable")
        worst = max(everybody, key=lambda row: row.distance)
        if worst.grade in ("very_close", "close"):
            return self.say("all_close")
        return self.say("worst", measure=self.label(worst.measure), grade=grade(worst, self.lang))

    def alike(self, row: Likeness) -> str:
        """How like the people are in one measure."""
        gap = points(row.gap, self.lang).removeprefix("+")
        label = column_label(self.plan, row.measure)
        return self.say("apart", measure=label, grade=grade(row, self.lang), gap=gap)

    def links(self, portrait: PeoplePortrait) -> str:
        """Which two measures hang together most."""
        strongest = portrait.links.strongest()
        if not strongest:
            return self.say("no_links")
        one, other, found = strongest[0]
        if self.strength(found) == "none":
            return self.say("nothing_linked")
        return self.say(
            "most_linked",
            one=column_label(self.plan, one),
            other=self.label(other),
            value=two_decimals(found),
        )

    def pair(self, one: str, other: str, found: float) -> str:
        """How two measures hang together, in words."""
        if math.isnan(found):
            return self.say("pair_unknown")
        strength = self.strength(found)
        first = column_label(self.plan, one) if strength == "none" else self.label(one)
        labels = {"one": first, "other": self.label(other)}
        return self.say(f"pair_{strength}", **labels, value=two_decimals(found))

    def headcount(self, people: Headcount) -> str:
        """How many are there, and how many come and go."""
        low, high = int(people.there.min()), int(people.there.max())
        there = count(high) if low == high else f"{count(low)}{DASH}{count(high)}"
        joined, left = int(people.joined.sum()), int(people.left.sum())
        if not joined and not left:
            return self.say("always_there", there=there)
        return self.say("come_and_go", there=there, joined=count(joined), left=count(left))

    def leaving(self, people: Headcount) -> str:
        """In which band of tenure people leave soonest."""
        rows = [row for row in people.by_tenure if row.left]
        if not rows:
            return self.say("nobody_left")
        most = max(rows, key=lambda row: row.rate)
        return self.say("leave_most", band=most.band, rate=percent(most.rate, self.lang))

    def shares(self, column: str, values: Sequence[str], shares: Values) -> str:
        """Which value most people have, and which share grows or shrinks most."""
        last = shares[:, np.flatnonzero(np.isfinite(shares).all(axis=0))]
        place = int(last[:, -1].argmax())
        share = percent(float(last[place, -1]), self.lang, 0)
        return self.say("largest_share", value=values[place], share=share)


def grade(row: Likeness, lang: str) -> str:
    """The likeness of drawn people in a word."""
    return say(lang, f"fit.grade_{row.grade}")


def two_decimals(value: float) -> str:
    """A correlation: −0.44."""
    text = number(abs(value), 2)
    return f"{MINUS}{text}" if value < 0 and text != "0.00" else text
