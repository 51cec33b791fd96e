"""How often and how far people reach a figure, counted one by one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from engine.health import holding

FIGURES = st.sampled_from([0.0, 0.5, 0.8, 1.0, 1.0 + 1e-12, 1.2, 3.0])
PLACES = st.sampled_from([0.8, 1.0, 1.0 + 1e-12, 2.0])


@given(
    arrays.arrays(np.float64, (3, 5), elements=FIGURES),
    arrays.arrays(np.bool_, (3, 5)),
    PLACES,
    st.sampled_from([0.02, 0.5, 1.0]),
)
def test_what_is_held_is_counted_as_one_by_one(
    values: np.ndarray, there: np.ndarray, at: float, reach: float
) -> None:
    held = holding._held(values, there)
    known = [float(x) for x in values[there]]
    assert held.rising.tolist() == sorted(known)
    assert held.whole is all(x.is_integer() for x in known)
    assert held.count_below(at) == sum(x < at for x in known)
    assert held.count_up_to(at) == sum(x <= at for x in known)
    below, above, left, right = holding._windows(held, at, reach)
    edges = [at - 5 * reach, *(at + k * reach - 1e-12 for k in (-1.0, 0.0, 1.0, 5.0))]
    windows = [sum(low <= x < high for x in known) for low, high in pairwise(edges)]
    assert [left, below, above, right] == pytest.approx(
        [windows[0] / 4, windows[1], windows[2], windows[3] / 4]
    )
    for person in range(values.shape[1]):
        own = [float(x) for x in values[there[:, person], person]]
        assert held.there[person] == bool(own)
        if own:
            assert (held.most[person], held.least[person]) == (max(own), min(own))
