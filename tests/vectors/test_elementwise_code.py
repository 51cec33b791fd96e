"""Functions of arrays as code for the processor: bit for bit what numpy makes of them, or numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine.vectors import LANES, PROCESSOR, Elementwise, elementwise_code
from tests.code_and_numpy import alike

PEOPLE = (1, LANES - 1, LANES, LANES + 1, 5 * LANES + 3)
EDGES = (0.0, -0.0, 1.0, -1.0, 0.5, 1e-300, 1e300, -1e300, np.inf, -np.inf, np.nan, 2.0**53, 0.1)


def numbers(seed: int, *shape: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.where(rng.random(shape) < 0.3, rng.choice(EDGES, shape), rng.normal(0, 1e6, shape))


def everything(
    a: Any, b: Any, flag: Any, factor: float, table: tuple[tuple[float, float], ...]
) -> tuple[Any, ...]:
    """All operations that there are."""
    steps = np.floor(a / 7) - b * factor
    for bound, share in table:
        steps = np.where(a > bound, a * share, steps)
    steps += flag * a
    within = np.minimum(np.maximum(b, 2.0), 1e5)
    return (
        steps,
        within,
        np.where(a >= b, 1.0, -1.0),
        np.where(a < b, within, factor),
        np.where(a <= factor, a, b),
        np.where(flag, a, b) + (1.0 - flag),
    )


@pytest.fixture(autouse=True)
def warnings_of_edges() -> Any:
    with np.errstate(all="ignore"):
        yield


@pytest.mark.parametrize("people", PEOPLE)
@pytest.mark.parametrize("rows", [0, 1, 3])
def test_code_comes_to_what_numpy_comes_to(people: int, rows: int) -> None:
    shape = (rows, people) if rows else (people,)
    a, one_row = numbers(1, *shape), numbers(2, people)
    flag = np.random.default_rng(3).random(shape) < 0.5
    work, table = Elementwise(everything), ((0.0, 1.5), (10.0, -0.25), (np.inf, 3.0))

    def worked() -> list[np.ndarray]:
        out = [np.full(shape, np.nan) for _ in range(6)]
        work.write(out, a, one_row, flag, 0.3, table)
        return out

    found = alike(worked)
    by_hand = everything(a, np.broadcast_to(one_row, shape), flag, 0.3, table)
    for each, right in zip(found, by_hand, strict=True):
        np.testing.assert_array_equal(each, right)


@pytest.mark.parametrize("people", PEOPLE)
def test_an_array_without_rows_is_carried_from_row_to_row(people: int) -> None:
    added = np.rint(np.random.default_rng(5).normal(0, 1e6, (4, people)))

    def so_far(each: Any, before: Any) -> tuple[Any, Any]:
        now = before + each
        return now, now

    work = Elementwise(so_far)

    def worked() -> list[np.ndarray]:
        rows, state = np.empty(added.shape), np.full(people, 5.0)
        work.write((rows, state), added, state)
        return [rows, state]

    found = alike(worked)
    np.testing.assert_array_equal(found[0], 5.0 + np.cumsum(added, axis=0))
    np.testing.assert_array_equal(found[1], found[0][-1])


def test_parts_of_arrays_and_rows_that_stand_for_all_are_read_where_they_lie() -> None:
    whole = numbers(7, 3, 40)
    work = Elementwise(lambda a, b, c: (a * b - c,))

    def worked() -> list[np.ndarray]:
        out = np.zeros((3, 40))
        part = slice(5, 29)
        row = np.broadcast_to(whole[1], whole.shape)
        work.write((out[:, part],), whole[:, part], row[:, part], whole[2:, part])
        return [out]

    (found,) = alike(worked)
    np.testing.assert_array_equal(found[:, 5:29], (whole * whole[1] - whole[2])[:, 5:29])
    assert not found[:, :5].any()
    assert not found[:, 29:].any()


@pytest.mark.parametrize(
    "given",
    [
        np.arange(24),  # whole numbers are not stored as doubles
        np.arange(48.0)[::2],  # not one beside the other
        np.ones(1),  # one for all people
    ],
    ids=["integers", "strided", "one"],
)
def test_what_code_cannot_read_is_left_to_numpy(given: np.ndarray) -> None:
    work = Elementwise(lambda a: (a * 2.0 + 1.0,))

    def worked() -> list[np.ndarray]:
        out = np.zeros(24)
        work.write((out,), given)
        return [out]

    np.testing.assert_array_equal(alike(worked)[0], np.broadcast_to(given, 24) * 2.0 + 1.0)


def test_a_figure_that_is_no_number_is_left_to_numpy() -> None:
    work = Elementwise(lambda a, figure: (np.minimum(a, figure),))

    def worked(figure: float) -> list[np.ndarray]:
        out = np.zeros(24)
        work.write((out,), np.arange(24.0), figure)
        return [out]

    alike(lambda: worked(3.0))
    assert np.isnan(alike(lambda: worked(np.nan))[0]).all()


@pytest.mark.parametrize(
    "work",
    [
        lambda a, b: (np.sqrt(a),),
        lambda a, b: (np.clip(a, 0.0, 1.0),),
        lambda a, b: (a if b > 0 else -a,),
        lambda a, b: (np.add.reduce(a) * a,),
        lambda a, b: ((a > 0.0) + (a > 1.0),),
    ],
)
def test_what_has_no_form_as_code_is_left_to_numpy(work: Any) -> None:
    a, asked = np.arange(24.0), Elementwise(work)

    def worked() -> list[np.ndarray]:
        out = np.zeros(24)
        asked.write((out,), a, 2.0)
        return [out]

    np.testing.assert_array_equal(alike(worked)[0], work(a, 2.0)[0])
    assert list(asked._texts.values()) == [None]


def test_other_figures_need_no_other_code_and_code_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elementwise_code, "LEAST", 1)
    called: list[int] = []

    def work(a: Any, table: tuple[tuple[float, float], ...]) -> tuple[Any]:
        called.append(1)
        for factor, more in table:
            a = a * factor + more
        return (a,)

    asked, out = Elementwise(work), np.empty(2 * LANES)
    asked.write((out,), np.ones(2 * LANES), ((2.0, 1.0), (3.0, 4.0)))
    PROCESSOR.wait()
    made, before = len(PROCESSOR), len(called)
    asked.write((out,), np.ones(2 * LANES), ((5.0, 1.0), (0.5, 2.0)))
    assert out.tolist() == [5.0] * len(out)
    assert (len(PROCESSOR), len(called)) == (made, before)
