"""What trials say of the cost: ranges, the budget, what makes it uncertain. Pure functions on
trials of two upwards; yuan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.projection.estimates import (
    Estimate,
    correlation,
    mean_of,
    pair_means,
    quantile_of,
    quantiles,
    share_of,
)
from engine.projection.trials import Line, Trials

Array = NDArray[np.float64]
SHARES = (0.1, 0.5, 0.9)
MOSTLY = 0.5


# -- ranges -----------------------------------------------------------------------------------


def spread(
    trials: Trials, shares: Sequence[float] = SHARES, *, cumulative: bool = False
) -> dict[float, Array]:
    """By share, the cost of each month below which so many trials lie, `(months,)`; cumulative,
    of all months up to it."""
    cost = np.cumsum(trials.cost, axis=1) if cumulative else trials.cost
    return dict(zip(shares, quantiles(cost, shares), strict=True))


def total_range(trials: Trials, shares: Sequence[float] = SHARES) -> dict[float, Estimate]:
    """By share, the total below which so many trials lie."""
    return {share: quantile_of(trials.total, share) for share in shares}


def expected(trials: Trials) -> Estimate:
    """The mean of the total."""
    return mean_of(trials.total, trials.numbers)


def expected_by_month(trials: Trials) -> Array:
    """The mean cost of each month, `(months,)`."""
    return np.asarray(trials.cost.mean(axis=0))


def expected_by_line(trials: Trials) -> dict[Line, Estimate]:
    """The mean of what each line pays in all months, the most first."""
    found = {key: mean_of(paid.sum(axis=1), trials.numbers) for key, paid in trials.by_line.items()}
    return dict(sorted(found.items(), key=lambda item: -item[1].value))


def cost_histogram(trials: Trials, edges: Array) -> NDArray[np.int64]:
    """How many trials' totals lie between each two edges; what lies outside is in the first or the
    last."""
    inside = np.clip(trials.total, edges[0], edges[-1])
    return np.asarray(np.histogram(inside, edges)[0], np.int64)


def headcounts(trials: Trials, shares: Sequence[float] = SHARES) -> dict[str, dict[float, Array]]:
    """By unit and share, people in service in each month, `(months,)`."""
    return {
        unit: dict(zip(shares, quantiles(people, shares), strict=True))
        for unit, people in trials.headcount.items()
    }


def change_against(trials: Trials, base: Trials) -> Estimate:
    """By how much the total is above that of other trials on average, over the numbers both have:
    these were drawn alike, so that most of chance falls out."""
    both, mine, theirs = np.intersect1d(trials.numbers, base.numbers, return_indices=True)
    return mean_of(trials.total[mine] - base.total[theirs], both)


def expected_like(trials: Trials, known: Trials) -> float:
    """The mean of the total as far as more trials of another question tell it: their mean, and the
    change against it over the numbers both have."""
    return expected(known).value + change_against(trials, known).value


# -- the budget -------------------------------------------------------------------------------


@dataclass(frozen=True)
class BudgetRisk:
    """How far a budget holds: the probability that it is exceeded, by how much on average over all
    trials, and by how much where it is (None where it never is)."""

    budget: float
    probability: Estimate
    expected_overrun: Estimate
    overrun_if_over: float | None


def budget_risk(trials: Trials, budget: float) -> BudgetRisk:
    """How far a budget for all months holds."""
    over = trials.total > budget
    overrun = np.maximum(trials.total - budget, 0.0)
    return BudgetRisk(
        budget,
        share_of(over, trials.numbers),
        mean_of(overrun, trials.numbers),
        float(overrun[over].mean()) if over.any() else None,
    )


def reserve(trials: Trials, budget: float, confidence: float) -> Estimate:
    """What is needed beside the budget so that it suffices in the share `confidence` of trials; 0
    where the budget does."""
    needed = quantile_of(trials.total, confidence)
    return Estimate(max(0.0, needed.value - budget), needed.error)


# -- what makes it uncertain ------------------------------------------------------------------


@dataclass(frozen=True)
class Uncertainty:
    """What the total varies by, as standard deviations: altogether, by what hits everyone (the
    sensitivity to the market) and by who happens to do what (the volatility between people).

    `market_share` is the part of the variance that hits everyone. `negative` where the estimate of
    that variance is below 0, which chance makes of little: it then counts as 0.
    """

    total: Estimate
    market: Estimate
    people: Estimate
    market_share: Estimate
    negative: bool


def volatility_and_sensitivity(trials: Trials) -> Uncertainty:
    """The variance of totals taken apart by pairs, whose trials share what hits everyone: what two
    of a pair have in common is the market's, what they differ in is people's."""
    first, second = _pairs(trials.total, trials.numbers)
    unknown = Estimate(float("nan"), float("nan"))
    if first.size < 2:
        return Uncertainty(unknown, unknown, unknown, unknown, False)
    n = first.size
    middle = (first + second) / 2
    own = (first - second) ** 2 / 2
    common = (middle - middle.mean()) ** 2 * n / (n - 1) - own / 2
    market, people = float(common.mean()), float(own.mean())
    market_error = float(common.std(ddof=1) / np.sqrt(n))
    people_error = float(own.std(ddof=1) / np.sqrt(n))
    both = market + people
    share = market / both if both else 0.0
    share_error = (
        float(np.hypot((1 - share) * market_error, share * people_error) / both) if both else 0.0
    )
    both_error = float((common + own).std(ddof=1) / np.sqrt(n))
    return Uncertainty(
        _root(both, both_error),
        _root(market, market_error),
        _root(people, people_error),
        Estimate(min(max(share, 0.0), 1.0), share_error),
        market < 0,
    )


def _pairs(values: Array, numbers: NDArray[np.int64]) -> tuple[Array, Array]:
    """The values of the first and of the second trials of whole pairs."""
    at = {int(number): value for number, value in zip(numbers, values, strict=True)}
    whole = [n for n in at if n % 2 == 0 and n + 1 in at]
    return np.array([at[n] for n in whole]), np.array([at[n + 1] for n in whole])


def _root(variance: float, error: float) -> Estimate:
    """The standard deviation of a variance with its error; near 0, where the root is steep, the
    root of the error."""
    if variance <= 0:
        return Estimate(0.0, float(np.sqrt(max(error, 0.0))))
    root = float(np.sqrt(variance))
    return Estimate(root, min(error / (2 * root), float(np.sqrt(error))))


def swing_correlations(trials: Trials) -> list[tuple[str, float]]:
    """How the total goes along with each factor that hits everyone, the strongest first."""
    total = pair_means(trials.total, trials.numbers)
    found = [
        (name, correlation(pair_means(trials.common[:, i], trials.numbers), total))
        for i, name in enumerate(trials.factors)
    ]
    return sorted(found, key=lambda pair: -abs(pair[1]))


# -- periods and people who leave -------------------------------------------------------------


@dataclass(frozen=True)
class Accrual:
    """Expected yuan by month of lines that are paid for more than a month: what stands open at the
    end of each month, what each month earned, and what was paid. What is open is what was open
    before, plus what was earned, less what was paid."""

    owed: Array
    earned: Array
    paid: Array


def accrual(trials: Trials, line: Line | None = None) -> Accrual:
    """Of one line, or of all lines that are paid for more than a month."""
    lines = [line] if line is not None else list(trials.owed)
    nothing = np.zeros(trials.months)
    owed = sum((trials.owed[key].mean(axis=0) for key in lines), start=nothing)
    paid = sum((trials.by_line[key].mean(axis=0) for key in lines), start=nothing)
    return Accrual(owed, np.diff(owed, prepend=0.0) + paid, paid)


@dataclass(frozen=True)
class Forfeit:
    """What people who leave before the month of payment forfeit of a line, and how many of them."""

    unit: str
    line: str
    amount: Estimate
    people: Estimate


def forfeits(trials: Trials) -> list[Forfeit]:
    """By line, the largest first; none where nobody forfeits anything."""
    found = [
        Forfeit(
            *key, mean_of(amounts, trials.numbers), mean_of(trials.forfeiters[key], trials.numbers)
        )
        for key, amounts in trials.forfeited.items()
        if amounts.any()
    ]
    return sorted(found, key=lambda each: -each.amount.value)


# -- what drives the overrun ------------------------------------------------------------------


@dataclass(frozen=True)
class Driver:
    """What a line adds to a difference of the total, such as that between trials above the budget
    and trials in the middle; `share` of that difference."""

    unit: str
    line: str
    amount: float
    share: float


def overrun_drivers(trials: Trials, budget: float) -> list[Driver]:
    """By line, the mean of trials above the budget less that of the middle half of trials, the
    largest first. They add up to `overrun_difference`; none where no trial is above."""
    over, middle = trials.total > budget, _middle(trials)
    if not over.any():
        return []
    amounts = {
        key: float(paid[over].sum(axis=1).mean() - paid[middle].sum(axis=1).mean())
        for key, paid in trials.by_line.items()
    }
    whole = sum(amounts.values())
    found = [Driver(*key, a, a / whole if whole else 0.0) for key, a in amounts.items()]
    return sorted(found, key=lambda each: -each.amount)


def overrun_difference(trials: Trials, budget: float) -> float:
    """The mean total of trials above the budget less that of the middle half of trials; 0 where
    none is above."""
    over = trials.total > budget
    if not over.any():
        return 0.0
    return float(trials.total[over].mean() - trials.total[_middle(trials)].mean())


def is_mostly_over(trials: Trials, budget: float) -> bool:
    """Whether more than half of the trials exceed a budget: it is then the level of the cost that
    does, and what differs from trial to trial says nothing of why."""
    return bool(np.mean(trials.total > budget) > MOSTLY)


def added_by_line(trials: Trials, base: Trials) -> list[Driver]:
    """By line, how much more it pays than in other trials on average over the numbers both have,
    the most first. They add up to `change_against`; `share` is the part of that."""
    _, mine, theirs = np.intersect1d(trials.numbers, base.numbers, return_indices=True)
    amounts = {
        key: _mean_of_rows(trials.by_line.get(key), mine)
        - _mean_of_rows(base.by_line.get(key), theirs)
        for key in {**trials.by_line, **base.by_line}
    }
    whole = sum(amounts.values())
    found = [Driver(*key, a, a / whole if whole else 0.0) for key, a in amounts.items()]
    return sorted(found, key=lambda each: -each.amount)


def _mean_of_rows(paid: Array | None, rows: NDArray[np.intp]) -> float:
    return 0.0 if paid is None else float(paid[rows].sum(axis=1).mean())


def _middle(trials: Trials) -> NDArray[np.intp]:
    """The half of trials whose totals lie in the middle, or a few more."""
    order = np.argsort(trials.total, kind="stable")
    quarter = trials.size // 4
    return np.asarray(np.sort(order[quarter : trials.size - quarter]))
