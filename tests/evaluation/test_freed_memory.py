"""Memory of large arrays: lent again once nobody looks into it, never before, and within bounds."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import engine
from engine.evaluation import freed_memory, give_back_freed_memory
from engine.evaluation.freed_memory import LARGE, POOL, ArrayPool

SIZE = LARGE // 8
"""Numbers of the smallest array that is handed on."""


def address(array: np.ndarray) -> int:
    """Where an array lies."""
    return int(array.__array_interface__["data"][0])


def test_an_array_is_one_as_numpy_makes_it() -> None:
    for shape, dtype in (((3, SIZE), np.float64), ((LARGE,), np.bool_), ((2, LARGE), np.int8)):
        array = ArrayPool().empty(shape, dtype)
        array.fill(1)
        assert array.shape == shape and array.dtype == dtype
        assert array.flags.c_contiguous and array.flags.writeable and array.flags.aligned
        assert array.sum() == np.prod(shape)
        assert (pickle.loads(pickle.dumps(array)) == array).all()


def test_the_next_array_of_the_size_gets_the_memory_of_one_that_is_gone() -> None:
    pool = ArrayPool()
    first = pool.empty((2, SIZE))
    there, size = address(first), first.nbytes
    assert pool.spare == 0
    del first
    assert pool.spare == size
    other = pool.empty((3, SIZE))
    assert address(other) != there and pool.spare == size
    again = pool.empty((SIZE, 2))
    assert address(again) == there and pool.spare == 0


def test_memory_is_not_lent_again_while_anything_looks_into_it() -> None:
    pool = ArrayPool()
    looks = (
        lambda array: array[1:, ::2],
        lambda array: array[0].reshape(2, -1)[1],
        memoryview,
        lambda array: np.frombuffer(array, dtype=np.uint8),
        lambda array: array.view(np.int64),
        lambda array: np.broadcast_to(array[:, :1], (2, 5)),
    )
    for look in looks:
        held = look(pool.empty((2, SIZE)))
        assert pool.spare == 0, look
        other = pool.empty((2, SIZE))
        assert not np.shares_memory(np.asarray(held), other)
        del held, other
        pool.clear()


def test_only_so_much_is_spare_and_what_came_back_longest_ago_goes_first() -> None:
    pool = ArrayPool(3 * LARGE)
    arrays = [pool.empty((k, SIZE)) for k in (1, 2, 1, 4)]
    second, third = address(arrays[1]), address(arrays[2])
    del arrays[0], arrays[0]  # one part and two parts: full
    assert pool.spare == 3 * LARGE
    del arrays[0]  # one more: the first has to go
    assert pool.spare == 3 * LARGE
    assert {address(pool.empty((2, SIZE))), address(pool.empty((1, SIZE)))} == {second, third}
    arrays.clear()  # larger than all that may be spare
    assert pool.spare <= 3 * LARGE
    pool.clear()
    assert pool.spare == 0


def test_small_arrays_are_left_to_the_c_library() -> None:
    pool = ArrayPool()
    pool.empty((SIZE - 1,))
    assert pool.spare == 0


def test_threads_never_get_the_same_memory() -> None:
    pool = ArrayPool(8 * LARGE)

    def use(number: int) -> bool:
        for _ in range(50):
            array = pool.empty((1 + number % 2, SIZE))
            array[:, ::4096] = number
            if (array[:, ::4096] != number).any():
                return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(use, range(8)))
    assert 0 < pool.spare <= 8 * LARGE


def test_results_that_are_kept_stay_what_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freed_memory, "LARGE", 1)
    give_back_freed_memory()
    facts = engine.simulate("service-seller", 7, 300, 12, "2026-01")
    plan = engine.load_plan("service-seller")
    moved = plan.with_values({"monthly_steps": [[0.5, 0.5]]})
    kept = engine.evaluate(plan, facts, engine.Memory(), measures=True)
    expected = kept.table(measures=True)
    gross = kept.amounts("gross_pay")
    view, before = gross[3, 10:], gross[3, 10:].copy()
    del gross
    for _ in range(3):
        other = engine.evaluate(moved, facts, engine.Memory(), measures=True)
        assert other.total != kept.total
        other.amounts("gross_pay").fill(-1.0)
    assert kept.table(measures=True).equals(expected)
    assert (view == before).all()
    del other
    assert POOL.spare > 0
    give_back_freed_memory()
    assert POOL.spare == 0
