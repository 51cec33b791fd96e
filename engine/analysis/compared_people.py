"""The people behind a comparison, one by one: found by id, put in order, or a fair sample."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.analysis.changed_pay import BANDS
from engine.analysis.compare import Comparison

ORDERS = ("gain", "loss", "whole_gain", "whole_loss", "highest", "lowest", "id")
"""Largest gain and largest loss a month in service, and of all the months, highest and lowest pay
under the variant, employee id."""


@dataclass(frozen=True)
class Person:
    """What one person is paid, yuan a month in service; `share` is the change as a share, and
    `whole_change` yuan of all the months."""

    employee: str
    months: int
    baseline: float
    variant: float
    change: float
    whole_change: float
    share: float
    band: str


@dataclass(frozen=True)
class Found:
    """The people asked for, as many as fit, and how many there are in all."""

    people: list[Person]
    count: int


def find(
    comparison: Comparison,
    search: str = "",
    *,
    order: str = "gain",
    band: str = "",
    most: int = 200,
) -> Found:
    """People whose id contains `search` and whose change lies in `band`, the first `most` of them.

    Raises ValueError for an unknown order or band.
    """
    if order not in ORDERS:
        raise ValueError(f"no order {order!r}; there are {', '.join(ORDERS)}")
    places = np.arange(comparison.variant.facts.size)
    if band:
        places = places[comparison.band_by_person[places] == BANDS.index(band)]
    if search:
        wanted = search.casefold()
        employees = comparison.variant.facts.employees
        places = places[[wanted in employees[place].casefold() for place in places]]
    pay = comparison.variant.monthly_pay_by_person
    keys = {
        "gain": -_change(comparison),
        "loss": _change(comparison),
        "whole_gain": -comparison.change_by_person,
        "whole_loss": comparison.change_by_person,
        "highest": -pay,
        "lowest": pay,
        "id": np.arange(pay.size),
    }
    first = places[np.argsort(keys[order][places], kind="stable")[:most]]
    return Found(_people(comparison, first), places.size)


def telling_order(comparison: Comparison) -> str:
    """The order that shows first what happened: losses where most of those who feel it lose."""
    return "loss" if comparison.lose > comparison.gain else "gain"


def sample(comparison: Comparison, most: int = 300) -> list[Person]:
    """People evenly spread over the baseline pay, so that every level of pay is seen."""
    order = comparison.baseline.people_by_pay
    last = order.size - 1
    ranks = np.unique(np.linspace(0, last, min(most, order.size)).round().astype(np.intp))
    return _people(comparison, order[ranks] if order.size else ranks[:0])


def middle_person(comparison: Comparison) -> str:
    """The employee whose pay is the median, of those who were there longest: among those who lose
    where they are more, else among those who gain, or among all where nobody's pay changes."""
    months = comparison.variant.facts.months_by_person
    share = comparison.share_by_person
    felt = share < 0 if telling_order(comparison) == "loss" else share > 0
    among = np.flatnonzero(felt) if felt.any() else np.arange(months.size)
    there = among[months[among] == months[among].max()]
    pay = comparison.variant.monthly_pay_by_person[there]
    place = there[np.argsort(pay, kind="stable")[there.size // 2]]
    return comparison.variant.facts.employees[int(place)]


def _change(comparison: Comparison) -> NDArray[np.float64]:
    change = comparison.change_by_person / np.maximum(comparison.variant.facts.months_by_person, 1)
    return np.asarray(change, dtype=np.float64)


def _people(comparison: Comparison, places: NDArray[np.intp]) -> list[Person]:
    facts = comparison.variant.facts
    months, whole = facts.months_by_person[places], comparison.change_by_person[places]
    columns = (
        months.astype(np.int64),
        comparison.baseline.monthly_pay_by_person[places],
        comparison.variant.monthly_pay_by_person[places],
        whole / np.maximum(months, 1),
        whole,
        comparison.share_by_person[places],
        comparison.band_by_person[places],
    )
    rows = zip(places.tolist(), *(column.tolist() for column in columns), strict=True)
    return [
        Person(facts.employees[place], months, before, after, change, whole, share, BANDS[band])
        for place, months, before, after, change, whole, share, band in rows
    ]
