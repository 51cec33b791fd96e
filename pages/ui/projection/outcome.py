"""What the futures that are known say: the cost, how sure it is, what drives it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.projection import (
    BudgetRisk,
    Driver,
    Estimate,
    Question,
    Trials,
    added_by_line,
    budget_risk,
    change_against,
    cost_histogram,
    expected,
    is_mostly_over,
    overrun_drivers,
    reserve,
    spread,
    total_range,
)
from engine.text import compact_money
from pages.ui.kit import scales
from pages.ui.projection.cost_spread_chart import CostSpread
from pages.ui.projection.fan_chart import Fan
from pages.ui.projection.projection_work import Found, Wanted

INNER, OUTER, MIDDLE = (0.1, 0.9), (0.05, 0.95), 0.5
FIRST, FEWEST = 2, 10
"""So many futures are drawn, and so many say how sure the cost is."""
_STEPS = 26
"""About so many steps of cost show how the futures are spread."""
_ROOM = 4


@dataclass(frozen=True)
class Outcome:
    """The futures of a question, and those of the question it is compared with."""

    question: Question
    trials: Trials
    base_question: Question
    base: Trials | None
    found: Found
    documented: Trials | None = None
    """Futures of the plans as documented, where they are known and differ from both."""

    @property
    def is_base(self) -> bool:
        """Whether nothing differs from what is compared with."""
        return self.question.key == self.base_question.key

    @property
    def is_early(self) -> bool:
        """Whether there are too few futures to say how sure the cost is."""
        return self.trials.size < FEWEST

    @property
    def shown_base(self) -> Trials | None:
        """The futures that are compared with, where these are others."""
        return None if self.is_base else self.base

    @cached_property
    def expected(self) -> Estimate:
        """Yuan of all months, on average."""
        return expected(self.trials)

    @cached_property
    def range(self) -> dict[float, Estimate]:
        """Yuan of all months below which a share of the futures stays."""
        return total_range(self.trials, INNER)

    @cached_property
    def risk(self) -> BudgetRisk | None:
        """How likely the budget is exceeded and by how much; None without a budget."""
        return (
            None if self.question.budget is None else budget_risk(self.trials, self.question.budget)
        )

    @cached_property
    def base_risk(self) -> BudgetRisk | None:
        """The same for what is compared with, where that is something else."""
        base, budget = self.shown_base, self.question.budget
        return None if base is None or budget is None else budget_risk(base, budget)

    def written(self, yuan: float, lang: str) -> str:
        """A cost of all months with as many digits as are known of it."""
        error = self.expected.error
        return compact_money(yuan, lang, 10 * error if np.isfinite(error) else 0.0)

    def reserve(self, confidence: float) -> Estimate | None:
        """Yuan beyond the budget that are enough in that share of the futures."""
        budget = self.question.budget
        return None if budget is None else reserve(self.trials, budget, confidence)

    @cached_property
    def change(self) -> Estimate | None:
        """Yuan more than under the assumptions that are compared with, on the same futures."""
        return None if self.shown_base is None else change_against(self.trials, self.shown_base)

    @cached_property
    def drivers(self) -> list[Driver]:
        """What is dearer where the budget is exceeded, by unit and line, the most first."""
        budget = self.question.budget
        if budget is None or self.is_early:
            return []
        return list(overrun_drivers(self.trials, budget))

    @property
    def is_driven(self) -> bool:
        """Whether futures over budget differ from those in the middle: where most are over, the
        middle is as well, and it is the level of the cost that exceeds the budget."""
        budget = self.question.budget
        return budget is not None and bool(self.drivers) and not is_mostly_over(self.trials, budget)

    @property
    def is_against_documented(self) -> bool:
        """Whether a level of cost beyond the budget is held against the plans as documented; else
        against the same plans under the assumptions that are compared with."""
        return self.documented is not None

    @cached_property
    def added(self) -> list[Driver]:
        """By unit and line, yuan more than what the level of the cost is held against, the most
        first; only where there is more, and only where it is more as a whole."""
        against = self.shown_base if self.documented is None else self.documented
        if against is None or self.is_early or change_against(self.trials, against).value <= 0:
            return []
        return [one for one in added_by_line(self.trials, against) if one.amount > 0]

    @cached_property
    def added_as_a_whole(self) -> float:
        """Yuan more than what the level of the cost is held against."""
        against = self.shown_base if self.documented is None else self.documented
        return 0.0 if against is None else change_against(self.trials, against).value

    def fan(self, *, cumulative: bool, wide: bool) -> Fan:
        """The months as a fan."""
        return _fan(self.question, self.trials, self.shown_base, cumulative, wide)

    def base_fan(self, *, cumulative: bool) -> Fan | None:
        """The months of what is compared with, for the axis."""
        known = self.base
        if known is None:
            return None
        return _fan(self.base_question, known, None, cumulative, False)

    @cached_property
    def cost_spread(self) -> CostSpread:
        """How the cost of all months is spread."""
        known = [self.trials.total] if self.base is None else [self.trials.total, self.base.total]
        low = min(float(one.min()) for one in known)
        high = max(float(one.max()) for one in known)
        budget = self.question.budget
        if budget is not None:
            low, high = min(low, budget), max(high, budget)
        step = scales.rung(max((high - low) / _STEPS, 1.0))
        first = np.floor(low / step) - 1
        if low == budget:
            first -= _ROOM  # for what is written on the budget
        edges = step * np.arange(first, np.ceil(high / step) + 2)
        ends = self.range
        return CostSpread(
            edges,
            cost_histogram(self.trials, edges) / self.trials.size,
            self.expected.value,
            ends[INNER[0]].value,
            ends[INNER[1]].value,
            budget,
            self.written,
        )


def outcome_of(wanted: Wanted, found: Found) -> Outcome | None:
    """What is known of what is wanted; None where there is no future yet."""
    trials = found.trials.get(wanted.question.key)
    if trials is None or trials.size < FIRST:
        return None
    known = found.trials.get
    is_new = wanted.documented.key not in (wanted.question.key, wanted.base.key)
    documented = known(wanted.documented.key) if is_new else None
    return Outcome(wanted.question, trials, wanted.base, known(wanted.base.key), found, documented)


def _fan(
    question: Question, trials: Trials, base: Trials | None, cumulative: bool, wide: bool
) -> Fan:
    shares = (*INNER, MIDDLE, *OUTER)
    ways = spread(trials, shares, cumulative=cumulative)
    budget = question.budget_by_month
    middle = None if base is None else spread(base, (MIDDLE,), cumulative=cumulative)[MIDDLE]
    return Fan(
        question.month_texts,
        ways[MIDDLE],
        ways[INNER[0]],
        ways[INNER[1]],
        INNER,
        (ways[OUTER[0]], ways[OUTER[1]]) if wide else None,
        OUTER,
        trials.size < FEWEST,
        budget if budget is None or not cumulative else np.cumsum(budget),
        middle,
    )
