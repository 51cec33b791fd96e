"""How often the range of a projection holds what a year then costs, for each plan of the catalogue.

`python -m tests.bench.coverage` draws true years of known people from the model of each plan, what
hits everyone by plain chance, and holds their cost against the P10 to P90 of a projection of the
same people from other random numbers. The table goes to `docs/projection-coverage.md`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.calendar import month_number
from engine.evaluation import Memory, evaluate
from engine.facts import Facts
from engine.plan import Plan, catalogue, load_plan
from engine.projection import common_points, own_entropy, plain_points
from engine.workforce import Future, Workforce, load_workforce, simulate, workforce_of
from engine.workforce.model import Unsure

Numbers = NDArray[np.float64]

FIRST_TEXT = "2026-01"
FIRST, MONTHS = month_number(FIRST_TEXT), 12
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "projection-coverage.md"
PROJECTED, TRUE = 11, 7_000_000
"""Seeds of projections and of true years."""
LOW, HIGH = 0.1, 0.9


INTRODUCTION = """\
# How often the range of a projection holds the truth

P10 to P90 of a projected cost should hold what a year then costs in four of five years. For each
plan the people of the first month were drawn and taken as known (a crew), their year was projected,
and true years of the same people were drawn from the same model with other random numbers: its
swings that hit everyone, its leavers and joiners, everybody's own months. This tells whether the
range is made rightly of the model. It does not tell whether the model is right; for that, see
[fitted-ranges.md](fitted-ranges.md).

*Years* and *months* are the shares of true costs within the range, *width* is P90 less P10 as a
share of P50, *shared* is the part of the year's variance that comes from what hits everyone: the
covariance of the pairs of trials that share it, which chance may put below 0 where there is little.
Shipped models know swings of months, not of whole years, so that this part is small until an
assumption makes the level unsure; the last rows do so, for every measure that has a common part, by
so many standard deviations. Where most months have fixed pay alone (`after-sales-supervisor`,
`key-account-seller`), their cost has few values, and a range that ends on one of them holds more.

| plan | people | crews × trials | true years | years | months | width | shared |
|---|---|---|---|---|---|---|---|
"""
REPEATED = """\
`service-centre-pool` with an unsure level was drawn again with 800 true years over 16 crews: its
range held 0.76 of them with 200 trials and 0.77 with 400, with a standard error of 0.02. So 0.72 of
200 years was mostly chance; what remains is that of trials in pairs, of which 85 % is shared, 200
say little more than 100, and that the range of so few holds less than it should.
"""
OF_OTHERS = """\
## Years drawn another way

The true years above are drawn by the code that draws the projection: they prove that ranges are
made rightly of what is drawn, and nothing of the drawing. `simulate`, from which all other pages
have their people, draws from the same model in another way: careers, tenure, joiners and
categories are laid out in one go for as many people as a year takes, from random numbers of its
own, while a future continues people of a first month. 60 years of each, with other people in
each; cost per person and month. *Mean* is that of futures against simulated years, and how many
standard errors lie between; *spread* the standard deviations; *held* the share of simulated years
between P10 and P90 of the futures (by chance off by 0.07).

Both take the arithmetic of a measure from the same functions; that its figures are those the model
states is held by `tests/workforce/test_stated_future.py`. Whether a model is right, only facts can
tell.

| plan | people | mean | standard errors | spread, futures | spread, simulated | held |
|---|---|---|---|---|---|---|
"""
OF_POINTS = """\
## Quasi-random numbers for what hits everyone

The sellers, 300 of them, 64 trials (32 points): how far figures of the yearly cost lie from one
seed to another (standard deviation over 24 seeds), with a scrambled Sobol sequence and by plain
chance. People's own luck differs from seed to seed in both.

| level unsure | figure | Sobol | plain | plain / Sobol |
|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Size:
    """How much is drawn for one plan: so many crews of `people`, each known and projected in so
    many trials, and held against so many true years."""

    people: int = 120
    crews: int = 8
    trials: int = 200
    years: int = 25


SIZE = Size()
UNSURE = (("service-seller", 0.3), ("key-account-manager", 0.3), ("service-centre-pool", 0.3))


@dataclass(frozen=True)
class Held:
    """The shares of true years, and of their months, whose cost lay within the range; how wide the
    range of the year is, as a share of its middle, and what of its variance hits everyone."""

    plan: str
    level: float
    size: Size
    of_years: float
    of_months: float
    width: float
    shared: float

    @property
    def title(self) -> str:
        """The plan, and what is unsure beyond its model."""
        return f"{self.plan}, level unsure by {self.level:g} sd" if self.level else self.plan

    @property
    def years(self) -> int:
        """Number of true years."""
        return self.size.crews * self.size.years


def costs(
    plan: Plan, ahead: Future, common: Numbers, entropy: Iterable[tuple[int, ...]]
) -> Numbers:
    """The cost by trial and month."""
    return np.array(
        [
            evaluate(plan, ahead.draw(z, own), Memory(), amounts=False).cost_by_month
            for z, own in zip(common, entropy, strict=True)
        ]
    )


def projected(plan: Plan, ahead: Future, trials: int, seed: int, plain: bool = False) -> Numbers:
    """The cost of a projection by trial and month: pairs share what hits everyone."""
    points = plain_points if plain else common_points
    common = points(len(ahead.factors), seed, range((trials + 1) // 2))
    pairs = np.repeat(common, 2, axis=0)[:trials]
    return costs(plan, ahead, pairs, (own_entropy(seed, plan.id, k) for k in range(trials)))


def held(plan_id: str, level: float = 0.0, size: Size = SIZE) -> Held:
    """How often ranges of a plan hold the truth, where the level of what hits everyone is unsure by
    so many standard deviations more than the model says."""
    plan, model = load_plan(plan_id), model_of(plan_id, level)
    years, months, widths, shared = [], [], [], []
    for crew in range(size.crews):
        ahead = Future(model, crew, size.people, FIRST, MONTHS)
        trials = projected(plan, ahead, size.trials, PROJECTED + crew)
        seed = TRUE + crew
        common = plain_points(len(ahead.factors), seed, range(size.years))
        truth = costs(
            plan, ahead, common, (own_entropy(seed, plan.id, k) for k in range(size.years))
        )
        for cost, true, found in (
            (trials.sum(axis=1), truth.sum(axis=1), years),
            (trials, truth, months),
        ):
            low, high = np.quantile(cost, (LOW, HIGH), axis=0)
            found.append(float(((low <= true) & (true <= high)).mean()))
        year = trials.sum(axis=1)
        low, middle, high = np.quantile(year, (LOW, 0.5, HIGH))
        widths.append(float((high - low) / middle))
        together = year[: size.trials // 2 * 2].reshape(-1, 2)
        covariance = float(np.cov(together.T)[0, 1])
        shared.append(covariance / float(year.var(ddof=1)))
    return Held(plan_id, level, size, *(float(np.mean(v)) for v in (years, months, widths, shared)))


def model_of(plan_id: str, level: float = 0.0) -> Workforce:
    """The people of a plan; with a level, that of all that hits everyone is unsure by so many
    standard deviations."""
    workforce = workforce_of(plan_id)
    assert workforce is not None, plan_id
    model = load_workforce(workforce)
    if not level:
        return model
    measures = {
        name: replace(m, unsure=Unsure(level)) if m.spread.month else m
        for name, m in model.measures.items()
    }
    return replace(model, measures=measures)


@dataclass(frozen=True)
class Other:
    """Cost per person and month of years that are futures, and of years that are simulated: their
    means, standard deviations, and the share of simulated ones between P10 and P90 of futures."""

    plan: str
    people: int
    means: tuple[float, float]
    spreads: tuple[float, float]
    years: int
    held: float

    @property
    def errors_apart(self) -> float:
        """How many standard errors lie between the means."""
        return (self.means[0] - self.means[1]) / (np.hypot(*self.spreads) / self.years**0.5)


OTHERS = (
    *("service-seller", "service-centre-pool", "key-account-manager", "cs-department"),
    *("sales-service", "points-pay", "part-time-service", "career-ladder"),
)


def drawn_otherwise(plan_id: str, years: int = 60, employees: int = 150) -> Other:
    """Futures of a plan against simulated years of its model, with other people in each year."""
    plan, model = load_plan(plan_id), model_of(plan_id)
    simulated = [simulate(model, 1000 + k, employees, MONTHS, FIRST_TEXT) for k in range(years)]
    people = int(simulated[0].present[0].sum())
    futures = []
    for k in range(years):
        ahead = Future(model, 2000 + k, people, FIRST, MONTHS)
        (common,) = plain_points(len(ahead.factors), 99, range(k, k + 1))
        futures.append(ahead.draw(common, own_entropy(3, plan.id, k)))
    of_future, of_simulated = (
        np.array([_rate(plan, facts) for facts in some]) for some in (futures, simulated)
    )
    low, high = np.quantile(of_future, (LOW, HIGH))
    return Other(
        plan_id,
        people,
        (float(of_future.mean()), float(of_simulated.mean())),
        (float(of_future.std(ddof=1)), float(of_simulated.std(ddof=1))),
        years,
        float(((low <= of_simulated) & (of_simulated <= high)).mean()),
    )


def _rate(plan: Plan, facts: Facts) -> float:
    """The cost of a person and month."""
    return evaluate(plan, facts, Memory(), amounts=False).total / int(facts.present.sum())


@dataclass(frozen=True)
class Scatter:
    """How far a figure of a projection lies from one seed to the next, in yuan (a standard
    deviation), with quasi-random numbers for what hits everyone and by plain chance."""

    figure: str
    even: float
    plain: float


def scatter(level: float, people: int = 300, trials: int = 64, seeds: int = 24) -> list[Scatter]:
    """What quasi-random numbers do for the sellers, where the level of what hits everyone is unsure
    by so many standard deviations."""
    plan, model = load_plan("service-seller"), model_of("service-seller", level)
    ahead = Future(model, 3, people, FIRST, MONTHS)
    found = [
        np.array(
            [
                _figures(projected(plan, ahead, trials, 500 + seed, plain).sum(axis=1))
                for seed in range(seeds)
            ]
        ).std(axis=0, ddof=1)
        for plain in (False, True)
    ]
    names = ("mean", "P10", "P50", "P90")
    return [Scatter(n, float(e), float(p)) for n, e, p in zip(names, *found, strict=True)]


def _figures(cost: Numbers) -> Numbers:
    return np.array([cost.mean(), *np.quantile(cost, (LOW, 0.5, HIGH))])


def document(
    rows: Sequence[Held],
    others: Sequence[Other],
    scatters: Sequence[tuple[float, Sequence[Scatter]]],
) -> str:
    """The page under docs."""
    all_years = sum(row.years for row in rows)
    mean, mean_months = (
        float(np.mean(found)) for found in ([r.of_years for r in rows], [r.of_months for r in rows])
    )
    lines = [*INTRODUCTION.splitlines()]
    lines += [
        f"| {r.title} | {r.size.people} | {r.size.crews} × {r.size.trials} | {r.years} "
        f"| {r.of_years:.2f} | {r.of_months:.2f} | {r.width:.1%} | {r.shared:.2f} |"
        for r in rows
    ]
    error = (0.8 * 0.2 / SIZE.crews * (1 / SIZE.years + 1 / (SIZE.trials + 1))) ** 0.5
    lines += [
        f"| all | | | {all_years} | {mean:.3f} | {mean_months:.3f} | | |",
        "",
        f"By chance alone a plan's share of years is off by {error:.3f} (one standard deviation),",
        "and more where most is shared, as pairs of trials then say little more than one of them.",
        f"Ranges from {SIZE.trials} trials hold a little less than four of five.",
        "",
        *REPEATED.splitlines(),
        "",
        *OF_OTHERS.splitlines(),
        *map(_other_row, others),
        "",
        *OF_POINTS.splitlines(),
    ]
    lines += [
        f"| {level:g} sd | {s.figure} | ¥{s.even:,.0f} | ¥{s.plain:,.0f} | {s.plain / s.even:.1f} |"
        for level, some in scatters
        for s in some
    ]
    return "\n".join([*lines, "", "Made by `python -m tests.bench.coverage`.", ""])


def _other_row(one: Other) -> str:
    mean = one.means[0] / one.means[1]
    spreads = " | ".join(f"¥{each:.1f}" for each in one.spreads)
    return (
        f"| {one.plan} | {one.people} | {mean:.4f} | {one.errors_apart:+.1f} | {spreads} "
        f"| {one.held:.2f} |"
    )


def main() -> None:
    """Draws, prints and writes the page."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench.coverage", description=__doc__)
    asked.add_argument("plans", nargs="*", help="only these, and no page")
    asked.add_argument("--workers", type=int, default=2)
    chosen = asked.parse_args()
    plans = chosen.plans or list(catalogue())
    begun = time.perf_counter()
    with ProcessPoolExecutor(chosen.workers, mp_context=get_context("spawn")) as executor:
        rows = []
        asked_for = [(plan, 0.0) for plan in plans] + ([] if chosen.plans else list(UNSURE))
        for row in executor.map(held, *zip(*asked_for, strict=True)):
            figures = f"{row.of_years:6.2f}{row.of_months:6.2f}{row.width:7.1%}{row.shared:6.2f}"
            print(f"{row.title:52}{figures}", flush=True)
            rows.append(row)
        if chosen.plans:
            return
        others = list(executor.map(drawn_otherwise, OTHERS))
        levels = (0.0, 0.3)
        scatters = list(zip(levels, executor.map(scatter, levels), strict=True))
    DOCUMENT.write_text(document(rows, others, scatters), encoding="utf-8")
    print(f"{time.perf_counter() - begun:.0f} s; {DOCUMENT}")


if __name__ == "__main__":
    main()
