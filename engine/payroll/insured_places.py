"""Where people are insured: one place for all, or the place that a column names for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.facts import NO_TEXT, Facts, problem_of_rows
from engine.payroll.payroll_settings import PAYROLL, PayrollSettings
from engine.statutory import Law, Place, places, places_in
from engine.text import Problem, Refused, Text

Flags = NDArray[np.bool_]

_COLUMN = f"{PAYROLL}.place_column"


@dataclass(frozen=True)
class Insured:
    """Who is insured at a place in which months, flags [months, people]."""

    place: Place
    there: Flags


def insured(facts: Facts, settings: PayrollSettings, currency: str) -> tuple[Insured, ...]:
    """The places where people are insured, each with who is; one of them for each month in which
    somebody is there. Raises Refused where the column of places is not there, or has values that
    are no place, and for a place whose law is in another currency than pay, which is `currency`."""
    found: tuple[Insured, ...]
    if not settings.place_column:
        found = (Insured(places()[settings.place], facts.present),)
    else:
        found = _by_column(facts, settings, currency)
    column = _COLUMN if settings.place_column else f"{PAYROLL}.place"
    foreign = [each.place for each in found if each.place.law.currency != currency]
    if foreign:
        raise Refused([_wrong_currency(place, currency, column) for place in foreign])
    return found


def _wrong_currency(place: Place, currency: str, column: str) -> Problem:
    """That pay in a currency is not that of a place, and which places would do."""
    known = _names_of(places_in(currency))
    said = {"place": place.label, "currency": place.law.currency, "plans": currency, "known": known}
    return Problem("payroll_currency", said, column=column)


def law_of(found: Sequence[Place]) -> Law:
    """The one law of some places where people of one employer are insured."""
    return found[0].law


def rates_at(place: Place, known: Sequence[Place], rates: Mapping[str, float]) -> dict[str, float]:
    """The chosen rates that hold at one of several places: those of its own schemes, and those that
    no place has, so that they are refused."""
    chosen = {name for name, scheme in place.schemes.items() if scheme.chosen}
    elsewhere = {
        name for other in known for name, scheme in other.schemes.items() if scheme.chosen
    } - chosen
    return {name: rate for name, rate in rates.items() if name not in elsewhere}


def _by_column(facts: Facts, settings: PayrollSettings, currency: str) -> tuple[Insured, ...]:
    column, called = settings.place_column, settings.column_places
    if column not in facts.categories:
        known = {"known": tuple(facts.categories)}
        key = "payroll_no_places" if facts.categories else "payroll_no_places_bare"
        raise Refused([Problem(key, known, column=_COLUMN, value=column)])
    category, problems = facts.categories[column], []
    codes = np.where(facts.present, category.codes, -1)
    there: dict[str, Flags] = {}
    for code, value in enumerate((*category.values, "")):
        rows = codes == code
        if not rows.any():
            continue
        place = called.get(value) or place_called(value)
        if place is not None:
            there[place] = there[place] | rows if place in there else rows
        elif value in ("", NO_TEXT):
            problems.append(problem_of_rows(facts, rows, column, "payroll_no_place", ""))
        else:
            right = _names_of(places_in(currency))
            wrong = problem_of_rows(facts, rows, column, "payroll_place", value, known=right)
            problems.append(wrong)
    if problems:
        raise Refused(problems)
    return tuple(
        Insured(place, there[name]) for name, place in places().items() if name in there
    ) or (Insured(next(iter(places_in(currency).values())), facts.present),)


def _names_of(known: Mapping[str, Place]) -> tuple[Text, ...]:
    """What places are called, as `place_called` knows them."""
    return tuple(place.label for place in known.values())


def place_called(value: str) -> str | None:
    """The id of the place that goes by a name, by its id or its label in any language; None where
    none does."""
    written = value.strip().casefold().removesuffix("市")
    for name, place in places().items():
        if written in {name.casefold(), *(text.casefold() for text in place.label.values())}:
            return name
    return None
