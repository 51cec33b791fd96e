"""What code is handed of arrays."""

from __future__ import annotations

import numpy as np
import pytest

from engine.vectors import address

NUMBERS = np.arange(24.0).reshape(4, 6)
READ_ONLY = NUMBERS.copy()
READ_ONLY.setflags(write=False)


@pytest.mark.parametrize(
    "array",
    [
        NUMBERS,
        NUMBERS[1:3],
        NUMBERS[2:, 3:],
        NUMBERS[::-2, ::2],
        NUMBERS.T,
        NUMBERS[:, :0],
        READ_ONLY[1:],
        np.broadcast_to(NUMBERS[1], (3, 6)),
        np.zeros(5, dtype=np.bool_)[2:],
        np.zeros(5, dtype=np.int8)[1:],
    ],
)
def test_an_address_is_that_of_the_first_element(array: np.ndarray) -> None:
    assert address(array) == array.ctypes.data
