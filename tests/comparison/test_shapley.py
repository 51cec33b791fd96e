"""Contributions of causes, worked by hand, and that nothing is lost by rounding."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.comparison.shapley import Value, all_orders, apportioned, drawn_orders
from tests.examples import examples


def game(fen: dict[frozenset[int], int]) -> Value:
    return lambda there: np.array([fen[there]], np.int64)


def sets(*members: int) -> frozenset[int]:
    return frozenset(members)


def test_two_causes_share_what_they_only_bring_together() -> None:
    # Alone 100 and 30, together 190: the 60 more are halved.
    value = game({sets(): 1000, sets(0): 1100, sets(1): 1030, sets(0, 1): 1190})
    found = all_orders(2, value)
    assert found.fen.tolist() == [[130], [60]]
    assert found.error.tolist() == [0, 0]


def test_a_fen_that_cannot_be_halved_goes_to_the_first_cause() -> None:
    value = game({sets(): 0, sets(0): 0, sets(1): 0, sets(0, 1): 1})
    assert all_orders(2, value).fen.tolist() == [[1], [0]]


def test_drawn_orders_add_up_and_come_close() -> None:
    # Ten causes that bring 100 each, and 900 more once the first two are there.
    def value(there: frozenset[int]) -> np.ndarray:
        return np.array([100 * len(there) + (900 if {0, 1} <= there else 0)], np.int64)

    found = drawn_orders(10, value, pairs=40, seed=1)
    assert found.fen.sum() == 1900
    assert found.fen[2:].ravel().tolist() == [100] * 8
    assert found.error[2:].tolist() == [0.0] * 8
    assert found.fen[0, 0] + found.fen[1, 0] == 1100
    # An order and its reverse: each of the two comes second once, so halves are found exactly.
    assert found.fen[0, 0] == 550
    assert drawn_orders(10, value, pairs=40, seed=1).fen.tolist() == found.fen.tolist()


def test_the_standard_error_is_that_of_means_of_pairs() -> None:
    # Three causes of which the last brings 60: only orders in which that is the second differ
    # between a pair's two ends.
    def value(there: frozenset[int]) -> np.ndarray:
        return np.array([60 if len(there) == 3 else 0], np.int64)

    found = drawn_orders(3, value, pairs=50, seed=3)
    generator = np.random.default_rng(3)
    ends = np.zeros((50, 3))
    for pair in range(50):
        order = generator.permutation(3)
        ends[pair, [order[0], order[-1]]] = 30
    assert found.error == pytest.approx(ends.std(axis=0, ddof=1) / np.sqrt(50))
    assert found.fen.sum() == 60


def test_the_stated_error_is_as_large_as_the_error_is() -> None:
    # Ten factors that multiply: nothing of one is known without the others.
    factors = np.linspace(0.8, 1.43, 10)

    def value(there: frozenset[int]) -> np.ndarray:
        return np.array([round(1e8 * float(np.prod(factors[sorted(there)])))], np.int64)

    exact = all_orders(10, value).fen[:, 0]
    beyond = []
    for seed in range(60):
        found = drawn_orders(10, value, pairs=30, seed=seed)
        beyond.append(np.abs(found.fen[:, 0] - exact) / found.error)
    # Of errors as large as they are said to be, 68 % lie within one and 95 % within two.
    assert 0.6 < (np.array(beyond) < 1).mean() < 0.76
    assert 0.88 < (np.array(beyond) < 2).mean() < 0.99


@given(st.lists(st.fractions(min_value=-1000, max_value=1000), min_size=1, max_size=9))
@examples(50)
def test_whole_numbers_next_to_shares_add_up(shares: list[Fraction]) -> None:
    total = sum(shares)
    if total.denominator != 1:
        shares = [*shares, -(total - total.__floor__())]
    found = apportioned(shares, int(sum(shares)))
    assert sum(found) == sum(shares)
    assert all(abs(whole - share) < 1 for whole, share in zip(found, shares, strict=True))
