"""The share of one person of a pool is what sharing it among everyone gives that person."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.formula import FUNCTIONS, Span
from engine.vectors import ONE_PERSON_FUNCTIONS, PROCESSOR, LoopRun, NotInVectors
from tests.examples import TIMES

PLACES = 5


class InPython:
    """Runs loops as the Python that they are written in."""

    missing = False

    def __call__(self, loop: Any, *arguments: Any) -> int:
        return int(loop(*arguments))


def run_with(run: Any, *asked: Any) -> Any:
    out, [parts] = ONE_PERSON_FUNCTIONS["split"](*asked)
    for part in parts:
        part(run)
    return out


def in_code(*asked: Any) -> Any:
    for _ in range(4):
        run = LoopRun()
        out = run_with(run, *asked)
        if not run.missing:
            return out
        PROCESSOR.wait()
    raise AssertionError("no code")


def held(span: Span, person: int, everyone: list[Any], own: list[Any]) -> bool:
    """Whether the short way gives an answer; it is the one of the long way then."""
    try:
        found = run_with(InPython(), span, person, everyone, own)
    except NotInVectors:
        with pytest.raises(NotInVectors):
            in_code(span, person, everyone, own)
        return False
    assert np.array_equal(in_code(span, person, everyone, own), found)
    for place in range(found.shape[1]):
        moved = [np.array(one) if np.ndim(one) else one for one in everyone]
        moved[1][:, person] = own[1][:, place]
        if moved[3] is not None:
            moved[3][:, person] = own[3][:, place]
        if np.ndim(moved[0]) and moved[0].shape[1] > 1:
            moved[0][:, person] = own[0][:, place]
        right = FUNCTIONS["split"].kernel(span, *moved)[:, person]
        assert found[:, place].tolist() == right.tolist()
    return True


@settings(max_examples=60 * TIMES, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    people=st.integers(1, 25),
    decimals=st.sampled_from([None, 0, 2]),
    grouped=st.booleans(),
    some=st.booleans(),
    wide=st.booleans(),
    largest=st.sampled_from([1, 3, 400]),
)
def test_the_share_of_one_is_that_among_all(
    seed: int,
    people: int,
    decimals: int | None,
    grouped: bool,
    some: bool,
    wide: bool,
    largest: int,
) -> None:
    """Few different weights, so that many leave the same; nobody with any; pools of 0, below 0."""
    random = np.random.default_rng(seed)
    shape, person = (3, people), int(random.integers(people))
    unit = 1.0 if decimals is None else 10.0**-decimals

    def weights(count: int) -> Any:
        whole = random.integers(-1, largest, (3, count)) * unit
        return whole / 7 if decimals is None else whole

    pool = random.choice([0.0, 0.01, 1.0, 99.99, 123456.78, -50.05], (3, 1))
    own_pool = np.repeat(pool, PLACES, axis=1)
    among = random.random(shape) < 0.7 if some else None
    counted = np.repeat(random.random((3, 1)) < 0.8, PLACES, axis=1) if some else None
    by = random.integers(0, 3, shape) if grouped else None
    own_by = None if by is None else np.repeat(by[:, [person]], PLACES, axis=1)
    everyone = [np.repeat(pool, people, axis=1) if wide else pool, weights(people), by, among]
    own = [own_pool, weights(PLACES), own_by, counted]
    span = Span(2026 * 12, random.random(shape) < 0.8, range(3), (2, decimals, 0, 0))
    assert held(span, person, everyone, own) or decimals is None


def test_pools_that_are_not_the_same_for_everyone_are_left_to_the_long_way() -> None:
    here = np.ones((1, 3), dtype=np.bool_)
    span = Span(2026 * 12, here, range(1), (2, 0, 0, 0))
    pools, weight = np.array([[10.0, 10.0, 20.0]]), np.array([[1.0, 2.0, 3.0]])
    own = [np.array([[10.0]]), np.array([[4.0]]), None, None]
    assert not held(span, 0, [pools, weight, None, None], own)
    assert held(span, 0, [np.full((1, 3), 10.0), weight, None, None], own)


def test_what_quotients_leave_is_told_apart_where_it_can_be() -> None:
    here = np.ones((1, 4), dtype=np.bool_)
    span = Span(2026 * 12, here, range(1), (2, None, 0, 0))
    weight = np.array([[1 / 3, 1 / 7, 1 / 11, 0.0]])
    everyone = [np.array([[100.0]]), weight, None, None]
    assert held(span, 1, everyone, [np.array([[100.0]]), np.array([[1 / 13]]), None, None])
    assert not held(span, 1, everyone, [np.array([[100.0]]), np.array([[1 / 3]]), None, None])
