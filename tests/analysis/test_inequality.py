"""How unequal pay is, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engine.analysis import gini, rank_correlation, top_share


def pay(*amounts: float) -> np.ndarray:
    return np.array(amounts, np.float64)


def test_the_gini_coefficient() -> None:
    # 1, 2, 3, 4: all differences between two people add up to 20; 20 ÷ (2 · 4² · 2.5) = 0.25.
    assert gini(pay(3, 1, 4, 2)) == pytest.approx(0.25)
    assert gini(pay(5, 5, 5)) == pytest.approx(0.0)
    assert gini(pay(0, 0, 0, 9)) == pytest.approx(0.75)
    assert gini(pay(0, 0)) is None
    assert gini(pay()) is None


def test_the_share_of_the_best_paid() -> None:
    assert top_share(pay(*[10] * 9, 110)) == pytest.approx(0.55)
    # A tenth of 15 people is one and a half: 40 and half of 20, of 200 in all.
    assert top_share(pay(40, 20, *[10] * 12, 20)) == pytest.approx(50 / 200)
    assert top_share(pay(7)) == pytest.approx(0.1)
    assert top_share(pay(0, 0)) is None


def test_ranks_that_go_together() -> None:
    first = pay(*range(12))
    assert rank_correlation(first, first**3) == pytest.approx(1.0)
    assert rank_correlation(first, -first) == pytest.approx(-1.0)
    # Ranks 1 … 10 with two neighbours exchanged: 1 − 6 · 2 ÷ (10 · 99).
    other = pay(2, 1, *range(3, 11))
    assert rank_correlation(pay(*range(1, 11)), other) == pytest.approx(1 - 12 / 990)
    assert rank_correlation(first, np.ones(12)) is None
    assert rank_correlation(pay(1, 2, 3), pay(1, 2, 3)) is None
