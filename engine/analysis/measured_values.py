"""The measures of people, blanks kept apart from zeros, and the group of each in every month."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.facts import Facts

Values = NDArray[np.float64]
Places = NDArray[np.int64]

TENURE = "tenure"
"""The grouping by months of tenure."""
TENURE_BANDS = (0, 3, 6, 12, 24, 60)
"""Months of tenure at which a band starts."""


def measure_names(facts: Facts) -> tuple[str, ...]:
    """The columns of numbers: those of the plan, then those that only the file has."""
    return (*facts.numbers, *(name for name in facts.further if name not in facts.numbers))


def measured(facts: Facts, name: str) -> Values:
    """A column of numbers, `[months, people]`: NaN where somebody has no row or a blank cell."""
    if name not in facts.numbers:
        return facts.further[name]
    values = facts.numbers[name]
    return values if facts.full else np.where(facts.present, values, np.nan)


def tenure_band_names() -> tuple[str, ...]:
    """The bands of tenure in months: "0–2" … "≥ 60"."""
    bands = (f"{a}–{b - 1}" for a, b in pairwise(TENURE_BANDS))
    return (*bands, f"≥ {TENURE_BANDS[-1]}")


def tenure_bands(tenure: Values) -> Places:
    """The place of each tenure among the bands."""
    return np.searchsorted(TENURE_BANDS, tenure, side="right").astype(np.int64) - 1


def groups_by_month(facts: Facts, column: str) -> tuple[tuple[str, ...], Places]:
    """The groups of a category, or of `TENURE`, and the place of everybody's group in each month,
    `[months, people]`, −1 where there is no row."""
    if column == TENURE:
        places = tenure_bands(facts.numbers["tenure_months"])
        return tenure_band_names(), np.where(facts.present, places, -1)
    category = facts.categories[column]
    return category.values, np.where(facts.present, category.codes.astype(np.int64), -1)
