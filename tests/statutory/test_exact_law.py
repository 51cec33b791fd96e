"""The engine against the same law in exact fractions, for people at every edge of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import numpy as np
import pytest

from engine.calendar import month_number, month_text
from engine.statutory import (
    Sums,
    contributions,
    employer_paid,
    income_tax,
    laws,
    places,
    sums_paid,
    tax_apart,
)
from tests.code_and_numpy import alike
from tests.statutory import exact_law

FIRSTS = ("2026-01", "2024-11", "2027-06")
"""A calendar year, before what is known, and across the end of the bonus rule."""
CHOSEN = {
    "shanghai": {"housing_fund": "0.055", "supplementary_housing_fund": "0.03", "injury": "0.0064"},
    "shenzhen": {"supplementary_pension": "0.01"},
    "chengdu": {"injury": "0.0228", "housing_fund": "0.12"},
}


def at_edges(edges: Sequence[float], rng: np.random.Generator, size: int) -> np.ndarray:
    """Whole fen at edges, a fen beside them, and anywhere."""
    near = rng.choice(np.array(edges), size) + rng.integers(-2, 3, size)
    anywhere = np.rint(np.exp(rng.uniform(np.log(1000.0), np.log(3e8), size)))
    return np.where(rng.random(size) < 0.6, near, anywhere)


def bounds_of(place: str) -> list[float]:
    """Floors, caps, and bases whose contributions end on half a fen or half a yuan."""
    edges = [0.0, 10.0, 37731.0, 300000.0]
    for scheme in places()[place].schemes.values():
        for entry in scheme.bounds:
            edges += [entry.value.floor, entry.value.free]
            edges += [entry.value.cap] if np.isfinite(entry.value.cap) else []
    halves = [base for base in range(800000, 801000, 25) if (base * 2) % 25 == 0]
    return [*edges, *map(float, halves)]


@pytest.mark.parametrize("first", FIRSTS)
@pytest.mark.parametrize("place", places())
def test_contributions_at_floors_caps_and_half_fen(place: str, first: str) -> None:
    rng = np.random.default_rng([7, month_number(first), len(place)])
    months, people = 14, 60
    base = at_edges(bounds_of(place), rng, months * people).reshape(months, people)
    there = rng.random((months, people)) < 0.8
    chosen = CHOSEN.get(place, {})
    start = month_number(first)
    rates = {name: float(text) for name, text in chosen.items()}

    def worked() -> list[np.ndarray]:
        paid = contributions(places()[place], start, base, there, rates)
        return [side for each in paid for side in (each.employer, each.employee)]

    both = iter(alike(worked))
    by_scheme = {scheme: (next(both), next(both)) for scheme in places()[place].schemes}
    calendar = [month_text(start + m) for m in range(months)]
    for person in range(people):
        expected = exact_law.contributions(
            place, calendar, base[:, person].astype(int).tolist(), there[:, person].tolist(), chosen
        )
        assert expected.keys() == by_scheme.keys()
        for scheme, months_paid in expected.items():
            employer, employee = by_scheme[scheme]
            paid = zip(employer[:, person], employee[:, person], strict=True)
            assert list(paid) == months_paid, (scheme, person)


@pytest.mark.parametrize("one_row", [False, True])
@pytest.mark.parametrize("place", places())
def test_sums_over_schemes_are_those_of_each_scheme(place: str, one_row: bool) -> None:
    """Of people of whom some are employed part-time."""
    rng = np.random.default_rng([13, len(place), one_row])
    months, people, start, at = 14, 3000 + 5, month_number("2026-01"), places()[place]
    base = at_edges(bounds_of(place), rng, months * people).reshape(months, people)
    base = np.broadcast_to(base[0], base.shape) if one_row else base
    there = rng.random((months, people)) < 0.8
    rates = {name: float(text) for name, text in CHOSEN.get(place, {}).items()}
    for part_time in (None, rng.random((months, people)) < 0.3):
        asked = (at, start, base, there, rates, part_time)
        sums = Sums(*alike(lambda asked=asked: astuple(sums_paid(*asked))))  # type: ignore[misc]
        each = contributions(*asked)
        own = [one.employee for one in each if at.law.schemes[one.scheme].deductible]
        assert np.array_equal(sums.employer, np.sum([one.employer for one in each], axis=0))
        assert np.array_equal(sums.employee, np.sum([one.employee for one in each], axis=0))
        assert np.array_equal(sums.deductible, np.sum([np.zeros(base.shape), *own], axis=0))
        assert np.array_equal(employer_paid(*asked), sums.employer)


@pytest.mark.parametrize("first", FIRSTS)
@pytest.mark.parametrize("law", laws())
def test_tax_at_every_step_with_gaps_and_bonuses(law: str, first: str) -> None:
    rng = np.random.default_rng([11, month_number(first), len(law)])
    months, people, start = 19, 80, month_number(first)
    known = laws()[law]
    steps = [row.upto for row in known.table[0].value.rows[:-1]]
    allowance = known.allowance[0].value.fen
    edges = [0.0, allowance, *(step + allowance for step in steps), *(step / 12 for step in steps)]
    taxed = at_edges(np.rint(edges).tolist(), rng, months * people).reshape(months, people)
    taxed[:, : people // 2] = np.rint(taxed[:, : people // 2] / 40)
    deducted = np.rint(taxed * rng.choice([0.0, 0.175, 1.2], (months, people), p=[0.3, 0.5, 0.2]))
    jumps = [row.upto for row in known.bonus_tax.table[0].value.rows[:-1]]
    bonus = at_edges(jumps, rng, months * people).reshape(months, people)
    bonus *= rng.choice([0, 1, -1], (months, people), p=[0.8, 0.18, 0.02])
    there = rng.random((months, people)) < 0.85
    relieved = there & (rng.random(people) < 0.5)
    brought = np.where(relieved, rng.integers(0, 13, (months, people)), there)
    asked = (known, start, taxed, deducted, there, bonus)
    (found,) = alike(lambda: (income_tax(*asked, allowances=brought),))
    calendar = [month_text(start + m) for m in range(months)]
    for person in range(people):
        expected = exact_law.withheld(
            law,
            calendar,
            taxed[:, person].astype(int).tolist(),
            deducted[:, person].astype(int).tolist(),
            there[:, person].tolist(),
            bonus[:, person].astype(int).tolist(),
            brought[:, person].tolist(),
        )
        assert found[:, person].tolist() == expected, person


@pytest.mark.parametrize("later", [1, 5, 11])
def test_a_year_goes_on_from_what_was_taxed_and_withheld_of_it(later: int) -> None:
    rng, known = np.random.default_rng([17, later]), laws()["china"]
    months, people, january = 15, 90, month_number("2026-01")
    allowance = float(known.allowance[0].value.fen)
    edges = [0.0, allowance, *(row.upto / 6 + allowance for row in known.table[0].value.rows[:-1])]
    taxed = at_edges(np.rint(edges).tolist(), rng, months * people).reshape(months, people)
    deducted = np.rint(taxed * rng.choice([0.0, 0.175, 1.2], (months, people), p=[0.3, 0.5, 0.2]))
    there = rng.random((months, people)) < 0.85
    whole = income_tax(known, january, taxed, deducted, there)
    income = (taxed - deducted - allowance * there)[:later].sum(axis=0)
    so_far = income, whole[:later].sum(axis=0)
    rest = taxed[later:], deducted[later:], there[later:]
    (found,) = alike(lambda: (income_tax(known, january + later, *rest, so_far=so_far),))
    np.testing.assert_array_equal(found, whole[later:])
    assert (so_far[0] < 0).any()
    assert (so_far[1] > 0).any()


@pytest.mark.parametrize("law", laws())
def test_tax_on_bonuses_beside_every_jump(law: str) -> None:
    known, month = laws()[law], month_number("2026-03")
    jumps = [row.upto for row in known.bonus_tax.table[-1].value.rows[:-1]]
    amounts = np.array([jump + by for jump in jumps for by in (-101, -1, 0, 1, 2, 55, 100)])
    expected = [exact_law.bonus_tax(law, "2026-03", int(amount)) for amount in amounts]
    assert tax_apart(known, month, amounts).tolist() == expected
