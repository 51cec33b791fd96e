"""What is drawn of the months ahead has the means, spreads, shares, persistence and turnover that
the model states. Every tolerance is the sampling error, taken from draws that share nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from engine.calendar import month_number
from engine.facts import Facts
from engine.plan import load_plan
from engine.workforce import Future, fit, load_workforce, people_there, simulate, workforces
from engine.workforce.model import TENURE, Workforce
from engine.workforce.staying import Staying

FIRST = month_number("2026-01")
DRAWS, PEOPLE, MONTHS = 30, 500, 18
PAST_LEARNING = 4
STANDARD_ERRORS = 4.0

Numbers = NDArray[np.float64]


def alike() -> Workforce:
    """The sellers, of whom the weaker leave no sooner, so that those who stay are as all are."""
    model = load_workforce("service-seller")
    return replace(model, career=replace(model.career, ability="", weaker=1.0))


@cache
def years() -> tuple[Facts, ...]:
    """Years of different people."""
    return tuple(year(alike(), seed) for seed in range(DRAWS))


def year(model: Workforce, seed: int, people: int = PEOPLE, months: int = MONTHS) -> Facts:
    ahead = Future(model, seed, people, FIRST, months)
    return ahead.draw(np.random.default_rng(seed).standard_normal(len(ahead.factors)), (2, seed))


def agrees(found: Sequence[float], stated: float) -> None:
    """Holds the mean of independent figures against what is stated."""
    error = np.std(found, ddof=1) / np.sqrt(len(found))
    assert abs(np.mean(found) - stated) <= STANDARD_ERRORS * error, (np.mean(found), stated, error)
    assert error < 0.02 * max(abs(stated), 0.5), "too few draws to tell"


def past_learning(facts: Facts) -> NDArray[np.bool_]:
    return facts.present & (facts.numbers[TENURE] >= PAST_LEARNING)


def season(name: str) -> Numbers:
    model = alike()
    ((index, strength),) = model.measures[name].season.items()
    by_month = np.resize(np.array(model.seasons[index]), MONTHS)
    return np.asarray(1 + strength * (by_month - 1))[:, None]


def values(facts: Facts, name: str) -> Numbers:
    """A measure without its season, NaN where people still learn."""
    if name == "attainment":
        quota = np.where(facts.numbers["quota"] > 0, facts.numbers["quota"], np.nan)
        found = facts.numbers["sales"] / quota
    else:
        found = facts.numbers[name]
    if alike().measures[name].season:
        found = found / season(name)
    return np.where(past_learning(facts), found, np.nan)


MEASURES = ("attainment", "csat", "complaint_rate", "team_score")


@pytest.mark.parametrize("name", MEASURES)
def test_means_and_spreads(name: str) -> None:
    form = alike().measures[name].drawn
    assert form is not None
    mean, sd = form.figures["mean"], form.figures["sd"]
    agrees([float(np.nanmean(values(f, name))) / mean for f in years()], 1.0)
    second = [float(np.nanmean((values(f, name) - mean) ** 2)) / sd**2 for f in years()]
    agrees(second, 1.0)


def latent(name: str) -> Callable[[Facts], Numbers]:
    """A measure as standard normal values, through the distribution that the model states."""
    form = alike().measures[name].drawn
    assert form is not None
    mean, sd = form.figures["mean"], form.figures["sd"]
    if form.family == "gamma":
        frozen = stats.gamma((mean / sd) ** 2, scale=sd**2 / mean)
    else:
        low, high = form.figures.get("low", 0.0), form.figures.get("high", 1.0)
        middle = (mean - low) / (high - low)
        strength = middle * (1 - middle) / (sd / (high - low)) ** 2 - 1
        frozen = stats.beta(middle * strength, (1 - middle) * strength, low, high - low)
    return lambda facts: stats.norm.ppf(np.clip(frozen.cdf(values(facts, name)), 1e-9, 1 - 1e-9))


@pytest.mark.parametrize("name", ["attainment", "complaint_rate", "team_score"])
def test_persistence_from_month_to_month(name: str) -> None:
    measure = alike().measures[name]
    kept, spread = measure.persistence, measure.spread
    stated = spread.person + kept * (spread.own + sum(spread.units.values()))
    normal = [latent(name)(facts) for facts in years()]
    agrees([float(np.nanmean(z[1:] * z[:-1])) for z in normal], stated)


def test_measures_go_together_as_stated() -> None:
    one, other = (alike().measures[name].spread for name in ("csat", "complaint_rate"))
    common = sum(
        np.sqrt(a * b)
        for a, b in (
            (one.person, other.person),
            (one.month, other.month),
            (one.own, other.own),
            (one.units["team"], other.units["team"]),
        )
    )
    csat, complaints = latent("csat"), latent("complaint_rate")
    agrees([float(np.nanmean(csat(f) * complaints(f))) for f in years()], -0.45 * common)


@pytest.mark.parametrize("name", ["education", "region"])
def test_shares_of_categories(name: str) -> None:
    for value, share in alike().attributes[name].shares.items():
        found = []
        for facts in years():
            column = facts.categories[name]
            found.append(float((column.codes[facts.present] == column.values.index(value)).mean()))
        agrees(found, share)


def test_headcount_and_turnover() -> None:
    career = replace(alike().career, unpaid_leave=0.0)
    model = replace(alike(), career=career)
    staying = Staying(career, career.longest + 13)
    index = np.array(career.headcount)
    new = []
    for seed in range(DRAWS):
        facts = year(model, seed, months=12)
        there = facts.present.sum(axis=1)
        np.testing.assert_array_equal(there, np.rint(PEOPLE * index / index[0]))
        gone = facts.present[:-1] & ~facts.present[1:]
        # whole people, of which the running sum is that of the shares to less than one person; more
        # only where the headcount falls faster
        usual = np.array(career.season[:11]) * staying.rate * there[:-1]
        leavers = np.maximum(usual, -np.diff(there))
        assert np.abs(gone.sum(axis=1) - leavers).max() <= 1
        tenure = np.minimum(facts.numbers[TENURE][:-1].astype(int), 24)
        haste = staying.leaving[tenure] * facts.present[:-1]
        share = haste * (gone.sum(axis=1) / haste.sum(axis=1))[:, None]
        new.append(float((gone & (tenure < 3)).sum() / share[tenure < 3].sum()))
    # of those who leave, as many are new as 9.0 % a month of these people against 2.5 % of the old
    agrees(new, 1.0)


def told(facts: Facts, units: Collection[str]) -> dict[str, float]:
    """Means, spreads, persistence and shares of everything in the facts."""
    both = facts.present[1:] & facts.present[:-1]
    found = {}
    for name, numbers in facts.numbers.items():
        there = numbers[facts.present]
        found |= {f"mean of {name}": there.mean(), f"spread of {name}": there.std()}
        found[f"persistence of {name}"] = float((numbers[1:] * numbers[:-1])[both].mean())
    for name, column in facts.categories.items():
        if name not in units:
            count = np.bincount(column.codes[facts.present], minlength=len(column.values))
            shares = (count / count.sum()).tolist()
            found |= {f"{name} {v}": s for v, s in zip(column.values, shares, strict=True)}
    return found


def compared(model: Workforce, people: int, draws: int = 10) -> None:
    """Holds years ahead against what `simulate` draws, whose people are held against the models
    elsewhere."""
    ahead = [told(year(model, seed, people, 12), model.units) for seed in range(draws)]
    known = []
    for seed in range(1000, 1000 + draws):
        size = people_there(model, seed, people, FIRST, 12)
        known.append(told(simulate(model, seed, size, 12, "2026-01"), model.units))
    for figure in known[0]:
        mine, theirs = ([float(f[figure]) for f in draws_of] for draws_of in (ahead, known))
        error = np.sqrt((np.var(mine, ddof=1) + np.var(theirs, ddof=1)) / draws)
        apart = abs(np.mean(mine) - np.mean(theirs))
        # of some thousand figures, one in a million is this far out with 18 degrees of freedom
        assert apart <= 7 * error + 1e-9, (figure, np.mean(mine), np.mean(theirs))


@pytest.mark.parametrize("name", workforces())
def test_every_model_is_drawn_as_its_known_year_is(name: str) -> None:
    compared(load_workforce(name), 300)


def test_a_fitted_model_is_drawn_as_its_known_year_is() -> None:
    """Its values are dealt out evenly, its figures are by group, its grades move by month."""
    facts = simulate("service-seller", 3, 250, 12, "2025-01")
    fitted = fit(facts, load_plan("service-seller"))
    model = fitted.model
    assert model.even and any(a.moves for a in model.attributes.values())
    assert any(m.form_by for m in model.measures.values())
    assert any("level" in name for name in Future(model, 1, 50, FIRST, 12).factors)
    compared(model.settled, fitted.headcount)
