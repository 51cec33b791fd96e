"""Some people of arrays of all: taken out and added back where they stand, month by month."""

from __future__ import annotations

import numpy as np
import pytest

from engine.payroll.some_people import add_to_people, of_people

ALL = np.arange(12.0).reshape(3, 4)


@pytest.mark.parametrize("all_of_them", [ALL, ALL[0], np.broadcast_to(ALL[1], (3, 4)), ALL > 5])
@pytest.mark.parametrize("at", [np.array([3, 0]), np.array([], np.intp), slice(None)])
def test_people_are_beside_each_other_in_each_month(
    all_of_them: np.ndarray, at: np.ndarray | slice
) -> None:
    found = of_people(all_of_them, at)
    np.testing.assert_array_equal(found, all_of_them[..., at])
    assert found.strides[-1] == found.itemsize or not found.size


@pytest.mark.parametrize("total", [ALL, ALL[0]])
def test_what_some_have_is_added_where_they_stand(total: np.ndarray) -> None:
    found, own = total.copy(), of_people(total, np.array([3, 0])) + 100.0
    add_to_people(found, np.array([3, 0]), own)
    right = total.copy()
    right[..., [3, 0]] += own
    np.testing.assert_array_equal(found, right)
    add_to_people(found, slice(None), total)
    np.testing.assert_array_equal(found, right + total)
