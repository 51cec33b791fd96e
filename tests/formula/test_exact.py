"""The arithmetic below every result: quick ways and careful ones come to the same."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.formula import exact
from tests.examples import examples

AMOUNTS = st.lists(st.integers(-(10**8), 10**8), min_size=1, max_size=8)


@examples(100)
@given(tenths=AMOUNTS)
def test_amounts_are_rounded_half_away_from_zero_whatever_stands_beside_them(
    tenths: list[int],
) -> None:
    """Tenths of a fen, all at once and one by one."""
    right = [(1 if t >= 0 else -1) * ((abs(t) + 5) // 10) for t in tenths]
    together = np.empty(len(tenths))
    exact.to_fen(np.array(tenths) / 1000, together)
    assert together.tolist() == right
    for one, expected in zip(tenths, right, strict=True):
        alone = np.empty(1)
        exact.to_fen(np.array([one / 1000]), alone)
        assert alone.tolist() == [expected]


def test_nobody_is_rounded_and_what_is_no_number_stays_none() -> None:
    exact.to_fen(np.empty((3, 0)), np.empty((3, 0)))
    out = np.empty(3)
    exact.to_fen(np.array([1.005, np.nan, np.inf]), out)
    assert out[0] == 101 and not np.isfinite(out[1:]).any()


@examples(100)
@given(value=st.floats(), numbers=st.sampled_from((float, np.float64)))
def test_a_number_alone_has_the_tolerance_of_one_among_others(
    value: float, numbers: Callable[[float], float]
) -> None:
    among = exact.tolerance(np.array([value, 1.0]))
    np.testing.assert_array_equal(exact.tolerance(numbers(value)), among[0])


@examples(100)
@given(
    values=st.lists(st.sampled_from((0.0, -2.5, 7.0, 1e308, np.inf, np.nan)), max_size=6),
    data=st.data(),
)
def test_what_is_left_out_is_nought_whatever_it_was(
    values: list[float], data: st.DataObject
) -> None:
    flags = data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values)))
    out = np.empty(len(values))
    with np.errstate(invalid="ignore", over="ignore"):
        exact.where(np.array(values), np.array(flags, dtype=np.bool_), out)
    right = [value if flag else 0.0 for value, flag in zip(values, flags, strict=True)]
    np.testing.assert_array_equal(out, right)


@examples(100)
@given(
    pairs=st.lists(
        st.tuples(st.integers(-50, 50), st.sampled_from((-3.0, 0.0, 1e-10, 0.5, 4.0))), max_size=5
    )
)
def test_a_quotient_is_nought_where_the_divisor_is_not_above_nought(
    pairs: list[tuple[int, float]],
) -> None:
    a, b = np.array([p[0] for p in pairs], dtype=float), np.array([p[1] for p in pairs])
    out = np.empty(len(pairs))
    exact.divide(a, b, out)
    assert out.tolist() == [x / y if y > exact.ABSOLUTE else 0.0 for x, y in pairs]
