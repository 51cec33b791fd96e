"""What a meeting gets on paper: the decision, the findings that carry it, and what all of it stands
on. A paper knows nothing of formats; slides, PDF and workbook are written from the same one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from engine.reports import Table
from engine.text import Text

ChartKind = Literal[
    "column", "stacked_column", "bar", "line", "band", "waterfall", "curve", "scatter"
]
ChartUnit = Literal["CNY", "share", "people", "months", "number"]
"""What values are in; a `share` of 1 is 100 %."""
Role = Literal["plain", "before", "after", "low", "middle", "high", "gain", "loss", "other"]
"""What a series is to the reader; a writer gives each role one colour in the whole paper."""

ACROSS_NUMBERS = frozenset({"curve", "scatter"})
"""Kinds of chart with numbers rather than categories along the bottom."""
ENDS_MEET = 0.005
"""Yuan by which the steps of a waterfall may miss its end."""


@dataclass(frozen=True)
class KeyFigure:
    """A figure that is read at first sight: what it is, the figure as it is written, and what it
    compares with."""

    label: Text
    value: Text
    note: Text | None = None


@dataclass(frozen=True)
class Decision:
    """What is to be decided, in one sentence, and the figures on which that depends (at most four
    are shown)."""

    sentence: Text
    figures: tuple[KeyFigure, ...] = ()


@dataclass(frozen=True)
class Series:
    """Values of one thing, one for each category; None where there is none. `across` holds where
    each value stands along the bottom, in charts over numbers."""

    name: Text
    values: tuple[float | None, ...]
    role: Role = "plain"
    across: tuple[float, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A chart that can be drawn by every writer.

    `unit` is what values are in, `across_unit` what the numbers along the bottom of a curve or
    scatter are in. `bottom` and `side` say what the axes hold, where the title of the finding does
    not. `limit` is a line across, such as a budget, in the unit of the values.

    band: series of the roles low, middle and high, in any order.
    waterfall: one series; its first and last values are totals, those between are steps.
    curve, scatter: no categories; each series says where its values stand.

    Raises ValueError where the parts do not fit each other.
    """

    kind: ChartKind
    categories: tuple[Text, ...]
    series: tuple[Series, ...]
    unit: ChartUnit = "CNY"
    limit: tuple[Text, float] | None = None
    bottom: Text | None = None
    side: Text | None = None
    across_unit: ChartUnit = "number"

    def __post_init__(self) -> None:
        if not self.series:
            raise ValueError("a chart of nothing")
        for one in self.series:
            wanted = len(one.across if self.kind in ACROSS_NUMBERS else self.categories)
            if not one.values or len(one.values) != wanted:
                raise ValueError(f"{len(one.values)} values for {wanted} places")
            known = (*(value for value in one.values if value is not None), *one.across)
            if not all(map(math.isfinite, known)):
                raise ValueError("a value that is no finite number")
        if self.kind in ACROSS_NUMBERS and self.categories:
            raise ValueError(f"a {self.kind} has no categories")
        if self.kind == "bar" and self.limit is not None:
            raise ValueError("no line can be drawn across a bar chart")
        if self.kind == "band" and {"low", "high"} - {one.role for one in self.series}:
            raise ValueError("a band needs a low and a high end")
        if self.kind == "waterfall":
            self._hold_together()

    def _hold_together(self) -> None:
        if len(self.series) != 1 or len(self.categories) < 2 or None in self.series[0].values:
            raise ValueError("a waterfall has one series from a total to a total")
        start, *steps, end = (value or 0.0 for value in self.series[0].values)
        if abs(math.fsum((start, *steps, -end))) > ENDS_MEET:
            raise ValueError("the steps of a waterfall do not lead to its end")


@dataclass(frozen=True)
class Finding:
    """One message: the `title` is the message as a sentence, the chart or table shows it, `points`
    are short sentences beside it, and `notes` say where its figures come from and what to say."""

    title: Text
    chart: Chart | None = None
    table: Table | None = None
    points: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A paper for a meeting.

    `basis` are the entries that every figure stands on, as pairs of what and how: scenario, plan
    and version, people, months, assumptions, seed. `footer` is the same in one line, for every
    page; `told` is what must be said of the figures besides.
    """

    title: Text
    subtitle: Text
    decision: Decision
    findings: tuple[Finding, ...]
    basis: tuple[tuple[Text, Text], ...]
    footer: Text
    told: tuple[Text, ...] = ()
