"""Rolling hold-out: a figure is tuned on the months up to one, and judged on those that follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.analysis import SOLD
from engine.backtesting.tuned_figure import Choices, choices
from engine.calendar import Every
from engine.evaluation import GROSS, Memory, Payouts, evaluate
from engine.facts import Facts
from engine.plan import Line, Plan
from engine.progress import Progress, no_progress
from engine.text import Phrases, Problem, Refused, Text, in_each_language, listed, percent
from engine.yaml_files import Json

Array = NDArray[np.float64]
phrase = Phrases("backtest")

GOALS = ("a_month", "a_head", "of_sales", "of_baseline")
"""What cost is held against: yuan a month, yuan a head and month, a share of what was sold, a share
of what the baseline costs in the same months."""
GoalKind = Literal["a_month", "a_head", "of_sales", "of_baseline"]
FIRST_LOOK = 100
"""So many values are tried at first; then all around the best of them."""
CLOSE = 0.005
"""A goal is met where cost comes so near to it."""
QUARTER = 4
"""A quarter of the year is tuned on first, and as much is judged at a time."""


@dataclass(frozen=True)
class Fold:
    """Rows of the facts tuned on and judged on, the value that was found, and what the cost came
    to against the goal in each: 0.02 is two per cent above it."""

    tuned_on: range
    judged_on: range
    value: Json
    said: Text
    error_tuned: float
    error_judged: float
    at_the_end: bool
    """Whether the value is the last of those that may be tried, so that the goal may lie beyond."""


@dataclass(frozen=True)
class HoldOut:
    """A figure tuned again and again on more months of a year. `whole_year` is tuned and judged on
    all of them: what a back-test without a hold-out would show."""

    plan: Plan
    parameter: str
    goal: float
    kind: GoalKind
    folds: tuple[Fold, ...]
    whole_year: Fold
    told: tuple[Text, ...]

    @property
    def usual_error(self) -> float:
        """The mean size of the error in the months that were judged."""
        return float(np.mean([abs(fold.error_judged) for fold in self.folds]))

    @property
    def worst_error(self) -> float:
        """The largest error in the months that were judged."""
        return max((fold.error_judged for fold in self.folds), key=abs)


def hold_out(
    plan: Plan,
    facts: Facts,
    parameter: str,
    goal: float,
    kind: GoalKind = "of_baseline",
    *,
    baseline: Payouts | None = None,
    values: Sequence[float] = (),
    memory: Memory | None = None,
    progress: Progress = no_progress,
) -> HoldOut:
    """A figure tuned so that cost meets a goal in the months so far, and judged on the next ones.

    The plan is paid for the whole year at each value, so that what carries over from month to month
    does so here; a fold ends where a period of the rarest line ends. Lines that are paid too rarely
    to be parted so are left out of cost, which is told. `baseline` is what cost is held against
    (`of_baseline`; unless given, the plan as it stands). `values` replace the figure's own steps.
    Raises Refused where there is nothing to hold out, nothing to tune, or nothing that cost could
    be held against.
    """
    memory = memory if memory is not None else Memory()
    every, left_out = _parted(plan, facts)
    tried = _Tried(choices(plan, parameter, values), plan, facts, every, memory)
    if kind == "of_baseline" and baseline is not None and left_out and GROSS in baseline.lines:
        raise Refused([Problem("hold_out_gross", {"lines": _labels(left_out)})])
    against = _against(kind, plan, facts, tried.cost(tried.choices.own))
    if kind == "of_baseline" and baseline is not None:
        against = _cost(baseline, every)
    periods = _periods(facts, every)
    size = max(1, round(len(periods) / QUARTER))
    pairs = [
        (
            range(periods[0].start, periods[at - 1].stop),
            range(periods[at].start, periods[min(at + size, len(periods)) - 1].stop),
        )
        for at in range(size, len(periods), size)
    ]
    whole = range(periods[0].start, periods[-1].stop)
    tried.look(progress)
    if not all(against[rows.start : rows.stop].sum() > 0 for pair in pairs for rows in pair):
        raise Refused([Problem("hold_out_nothing", {"plan": plan.title})])
    target = goal * against
    folds = tuple(tried.fold(tuned, judged, target) for tuned, judged in pairs)
    year = tried.fold(whole, whole, target)
    found = HoldOut(plan, parameter, goal, kind, folds, year, ())
    return HoldOut(plan, parameter, goal, kind, folds, year, tuple(_told(found, left_out)))


class _Tried:
    """What the plan costs each month at the values that were tried."""

    def __init__(
        self, found: Choices, plan: Plan, facts: Facts, every: Every, memory: Memory
    ) -> None:
        self.choices, self.plan, self.facts, self.memory = found, plan, facts, memory
        self.every = every
        self.count = len(found.amounts)
        self._cost: dict[int, Array] = {}
        self._step = max(1, -(-self.count // FIRST_LOOK))

    def cost(self, place: int) -> Array:
        """Yuan by month at a value."""
        if place not in self._cost:
            name = self.choices.parameter.id
            plan = self.plan.with_values({name: self.choices.value(place)})
            paid = evaluate(plan, self.facts, self.memory, amounts=False, moving=(name,))
            self._cost[place] = _cost(paid, self.every)
        return self._cost[place]

    def look(self, progress: Progress) -> None:
        """Tries values all over, the plan's own among them."""
        places = sorted({*range(0, self.count, self._step), self.count - 1, self.choices.own})
        for done, place in enumerate(places):
            progress(done / len(places))
            self.cost(place)

    def fold(self, tuned: range, judged: range, target: Array) -> Fold:
        """The value that comes nearest to the goal in some months, and what it costs in others."""

        def error(place: int, rows: range) -> float:
            wanted = float(target[rows.start : rows.stop].sum())
            return float(self.cost(place)[rows.start : rows.stop].sum()) / wanted - 1

        def far(place: int) -> tuple[float, int]:
            return abs(error(place, tuned)), abs(place - self.choices.own)

        best = min(self._cost, key=far)
        around = range(max(best - self._step, 0), min(best + self._step + 1, self.count))
        best = min(around, key=far)
        edge = best in (0, self.count - 1) and abs(error(best, tuned)) > CLOSE
        return Fold(
            tuned,
            judged,
            self.choices.value(best),
            self.choices.said(best),
            error(best, tuned),
            error(best, judged),
            edge,
        )


def _against(kind: GoalKind, plan: Plan, facts: Facts, own: Array) -> Array:
    """What cost is held against, by month; `own` is the cost of the plan as it stands."""
    match kind:
        case "a_month":
            return np.ones(facts.months)
        case "a_head":
            return np.asarray(facts.present.sum(axis=1), dtype=np.float64)
        case "of_sales":
            known = (n for n in SOLD if n in plan.facts and plan.facts[n].kind == "money")
            column = next(known, "")
            if not column:
                raise Refused([Problem("hold_out_no_sales", {"plan": plan.title})])
            return np.asarray(facts.numbers[column].sum(axis=1))
        case "of_baseline":
            return own


def _parted(plan: Plan, facts: Facts) -> tuple[Every, tuple[Line, ...]]:
    """The longest period of a line of which there are two whole ones, and the lines that are paid
    more rarely."""
    for every in sorted(Every, key=lambda every: -every.value):
        lines = [line for line in plan.pay_lines if line.every is every]
        if lines and len(_periods(facts, every)) > 1:
            rare = (line for line in plan.pay_lines if line.every.value > every.value)
            return every, tuple(rare)
    raise Refused([Problem("hold_out_short", {"plan": plan.title})])


def _periods(facts: Facts, every: Every) -> list[range]:
    """The rows of each whole period."""
    first = (-facts.first) % every.value
    starts = range(first, facts.months - every.value + 1, every.value)
    return [range(start, start + every.value) for start in starts]


def _cost(paid: Payouts, every: Every) -> Array:
    """Yuan by month of the lines that are paid so often, or more often; what was paid in fact of a
    line of the plan is as rare as that line."""
    fen = np.zeros(paid.facts.months)
    for name, result in paid.lines.items():
        line = paid.plan.lines.get(name)
        if (result.every if line is None else line.every).value <= every.value:
            fen = fen + result.by_month
    return fen / 100.0


def _labels(lines: Sequence[Line]) -> Text:
    return in_each_language(
        lambda language: listed([line.label[language] for line in lines], "nouns", language)
    )


def _told(found: HoldOut, left_out: Sequence[Line]) -> list[Text]:
    def of(share: float) -> Text:
        return in_each_language(lambda language: percent(share, language, 1))

    told = [
        phrase(
            "held_out",
            label=found.plan.parameters[found.parameter].label,
            usual=of(found.usual_error),
            worst=of(found.worst_error),
            year=of(abs(found.whole_year.error_tuned)),
            count=len(found.folds),
        )
    ]
    if left_out:
        told.append(phrase("rare_left_out", lines=_labels(left_out)))
    if any(fold.at_the_end for fold in (*found.folds, found.whole_year)):
        told.append(phrase("goal_beyond"))
    return told
