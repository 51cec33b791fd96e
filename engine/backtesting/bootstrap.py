"""How far a year's cost hangs on who happened to be there: people drawn again and again, with
replacement, and paid as they were."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.backtesting.plans_on_year import BackTest
from engine.backtesting.tied_people import tied_people
from engine.progress import Progress, no_progress
from engine.text import Phrases, Problem, Refused, Text

Array = NDArray[np.float64]
phrase = Phrases("backtest")

DRAWS = 1000
MOST_DRAWS = 100_000
SHARES = (0.1, 0.5, 0.9)
FEW_UNITS = 30
"""Fewer people or groups than these say little of others."""


@dataclass(frozen=True)
class Range:
    """A figure of the year, and what it comes to in a tenth, half and nine tenths of the draws."""

    found: float
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Bootstrap:
    """Ranges in yuan, in the order of the plans: cost of all months, cost a head and month, and how
    much more than the baseline (from the second on). `units` is how many people, or groups of
    people whose pay hangs together, are drawn. Without ranges where all are one such group."""

    draws: int
    seed: int
    units: int
    whole_groups: bool
    total: tuple[Range, ...]
    difference: tuple[Range, ...]
    per_head: tuple[Range, ...]
    told: tuple[Text, ...]


def bootstrap(
    tested: BackTest, draws: int = DRAWS, seed: int = 1, progress: Progress = no_progress
) -> Bootstrap:
    """The ranges of a back-test over draws of as many people as there are, with replacement.

    Whole groups are drawn where a plan ties people's pay together, so that everybody is paid in
    each draw as in the year itself; the same people are drawn for all plans. Amounts are whole fen;
    a range ends at figures that did occur in a draw. Equal seeds give equal ranges. Raises Refused
    for fewer than one draw or more than `MOST_DRAWS`.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise Refused([Problem("draws", {"most": MOST_DRAWS}, value=str(draws))])
    facts = tested.facts
    place = tied_people(tested.plans, facts)
    units = int(place.max(initial=-1)) + 1
    grouped = units < facts.size
    if units < 2:
        words = (phrase("one_group") if facts.size > 1 else phrase("one_person"),)
        return Bootstrap(draws, seed, units, grouped, (), (), (), words)
    pay = [_by_unit(place, 100 * one.payouts.pay_by_person) for one in tested.each]
    table = np.stack([*pay, _by_unit(place, facts.months_by_person)])
    drawn = _drawn(table, draws, seed, progress)
    year = table.sum(axis=1)
    *cost, months = drawn
    found, rows = year[:-1], int(year[-1])
    total = [_range(int(of) / 100, fen / 100) for of, fen in zip(found, cost, strict=True)]
    heads = np.maximum(months, 1)
    per_head = [
        _range(int(of) / 100 / max(rows, 1), fen / 100 / heads)
        for of, fen in zip(found, cost, strict=True)
    ]
    difference = [
        _range(int(of - found[0]) / 100, (fen - cost[0]) / 100)
        for of, fen in zip(found[1:], cost[1:], strict=True)
    ]
    told = _told(units, grouped, draws, seed)
    return Bootstrap(
        *(draws, seed, units, grouped, tuple(total), tuple(difference), tuple(per_head), told)
    )


def _by_unit(place: NDArray[np.int64], by_person: Array) -> NDArray[np.int64]:
    """Whole numbers of people, added up by unit."""
    sums = np.bincount(place, np.rint(by_person))
    return np.rint(sums).astype(np.int64)


def _drawn(
    table: NDArray[np.int64], draws: int, seed: int, progress: Progress
) -> NDArray[np.int64]:
    """The sums of each row of a table [row, unit] in each draw of units."""
    rng = np.random.default_rng(seed)
    units = table.shape[1]
    out = np.empty((table.shape[0], draws), dtype=np.int64)
    for draw in range(draws):
        if draw % 50 == 0:
            progress(draw / draws)
        times = np.bincount(rng.integers(units, size=units), minlength=units)
        out[:, draw] = table @ times
    return out


def _range(found: float, values: Array) -> Range:
    """Its ends are figures of draws: the smallest that so large a share does not exceed."""
    ordered = np.sort(values)
    low, middle, high = (ordered[math.ceil(share * ordered.size) - 1] for share in SHARES)
    return Range(found, float(low), float(middle), float(high))


def _told(units: int, grouped: bool, draws: int, seed: int) -> tuple[Text, ...]:
    told: Sequence[Text] = [
        phrase("drawn_groups" if grouped else "drawn_people", count=units, draws=draws, seed=seed)
    ]
    few = [phrase("few_groups" if grouped else "few_people", count=units)]
    return (*told, *(few if units < FEW_UNITS else ()))
