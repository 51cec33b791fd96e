"""Made-up customer-service sellers for the benchmark: facts as a file would give them, in arrays.

Money has two decimals, shares four and scores one; every twentieth month lies exactly on a
breakpoint, where binary arithmetic is easily a step wrong.
"""

from __future__ import annotations

import numpy as np

from engine.calendar import month_number
from engine.facts import Facts, category

GRADES = ("junior", "intermediate", "senior", "principal")
MONTHS = 12
FIRST = month_number("2024-01")


def people(size: int, *, seed: int = 0, come_and_go: bool = False) -> Facts:
    """Facts of `size` sellers over one calendar year.

    Everyone has a row in every month, or with `come_and_go` about a third join or leave on the
    way and a few are away in between. Grades rise by one during the year for one in five.
    """
    rng = np.random.default_rng(seed)
    shape = (MONTHS, size)
    quota = np.round(rng.uniform(20_000, 60_000, shape), 0)
    sales = np.round(quota * np.clip(_attainment(rng, shape), 0.05, None), 2)
    numbers = {
        "sales": sales,
        "quota": quota,
        "csat": np.round(np.clip(rng.normal(0.86, 0.08, shape), 0, 1), 4),
        "complaint_rate": np.round(rng.gamma(2.0, 0.01, shape), 4),
        "team_score": np.round(np.clip(rng.normal(82, 12, shape), 0, 100), 1),
    }
    codes = _grades(rng, shape)
    present = _come_and_go(rng, shape) if come_and_go else np.ones(shape, dtype=bool)
    if come_and_go:
        codes = np.where(present, codes, len(GRADES))
        numbers = {name: np.where(present, column, 0.0) for name, column in numbers.items()}
    return Facts(
        first=FIRST,
        employees=tuple(f"S{i:07d}" for i in range(size)),
        present=present,
        numbers=numbers,
        categories={"grade": category(GRADES, codes)},
        source=f"{size} made-up sellers, seed {seed}",
    )


def _attainment(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    skill = rng.normal(1.0, 0.12, shape[1])
    drawn = skill + rng.normal(0, 0.18, shape)
    on_a_step = rng.choice([0.8, 1.0, 1.5], shape)
    return np.where(rng.random(shape) < 0.05, on_a_step, drawn)


def _grades(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    months, size = shape
    start = rng.integers(0, len(GRADES), size)
    risen_in = np.where(rng.random(size) < 0.2, rng.integers(1, months, size), months)
    risen = np.arange(months)[:, None] >= risen_in
    return np.minimum(start + risen, len(GRADES) - 1)


def _come_and_go(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    months, size = shape
    month = np.arange(months)[:, None]
    joined = np.where(rng.random(size) < 0.2, rng.integers(0, months, size), 0)
    left = np.where(rng.random(size) < 0.15, rng.integers(1, months + 1, size), months)
    away = (rng.random(size) < 0.05) & (month == rng.integers(0, months, size))
    present = (month >= joined) & (month < np.maximum(left, joined + 1)) & ~away
    return present | ((month == joined) & ~present.any(axis=0))
