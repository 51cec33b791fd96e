"""What looks at everyone as loops: what the kernels in numpy come to, as Python and as code."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.formula import FUNCTIONS, Span, exact
from engine.vectors import (
    EVERYONE_FUNCTIONS,
    PROCESSOR,
    LoopRun,
    NotInVectors,
    everyone_functions,
    group_entries,
    pool_loops,
    rank_loops,
)
from tests.examples import TIMES

FIRST = 2026 * 12 + 1
NEAR = 2.0**-50


class InPython:
    """Runs loops as the Python that they are written in."""

    missing = False

    def __call__(self, loop: Callable[..., int], *arguments: Any) -> int:
        return int(loop(*arguments))


def parts_run(name: str, span: Span, arguments: tuple[Any, ...], run: Any) -> Any:
    out, steps = EVERYONE_FUNCTIONS[name](span, *arguments)
    for parts in steps:
        for part in reversed(parts):
            part(run)
    return out


def in_code(name: str, span: Span, arguments: tuple[Any, ...]) -> Any:
    for _ in range(4):  # what is needed only after something else was found is asked for then
        run = LoopRun()
        out = parts_run(name, span, arguments, run)
        if not run.missing:
            return out
        PROCESSOR.wait()
    raise AssertionError(name)


def held(name: str, decimals: tuple[int | None, ...], present: Any, arguments: Any) -> Any:
    """The result of the kernel, which both others come to."""
    span = Span(FIRST, present, range(len(present)), decimals)
    with np.errstate(invalid="ignore", over="ignore"):
        return held_on(name, span, arguments)


def held_both_ways(decimals: tuple[int | None, ...], present: Any, arguments: Any) -> None:
    """Standings by looking for the first of each group, and by putting all in order."""
    for few in (0, 10**6):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(everyone_functions, "FEW_OF_A_GROUP", few)
            held("forced_distribution", decimals, present, arguments)


def in_code_without_entries(name: str, span: Span, arguments: tuple[Any, ...]) -> Any:
    """As for groups that are too large to be held against one another."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(group_entries, "ROOM", -1000)
        return in_code(name, span, arguments)


def held_on(name: str, span: Span, arguments: Any) -> Any:
    right = FUNCTIONS[name].kernel(span, *arguments)
    for found in (
        parts_run(name, span, arguments, InPython()),
        in_code(name, span, arguments),
        in_code_without_entries(name, span, arguments),
    ):
        assert found.dtype == right.dtype
        assert np.array_equal(found, right, equal_nan=found.dtype == np.float64), name
    return right


@st.composite
def months(draw: st.DrawFn) -> tuple[Any, ...]:
    """(present, among, groups, managers, seed): people who come and go, down to nobody."""
    rows, people = draw(st.integers(1, 5)), draw(st.integers(1, 23))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    shape = rows, people
    present = random.random(shape) < draw(st.sampled_from([0.0, 0.3, 0.9, 1.0]))
    among = random.random(shape) < draw(st.sampled_from([0.0, 0.5, 1.0]))
    groups = random.integers(0, draw(st.sampled_from([1, 2, 7])), shape).astype(
        draw(st.sampled_from([np.int8, np.int16, np.int32]))
    )
    managers = random.integers(-1, people, shape).astype(np.int32)
    return present, among, groups, managers, random


def decimal_figures(random: np.random.Generator, shape: tuple[int, int], decimals: int) -> Any:
    """Few different ones, so that many are equal, as they are worked out in binary."""
    whole = random.integers(-3, 12, shape)
    binary = whole / 10.0**decimals
    return np.where(random.random(shape) < 0.3, binary * (1 + 2.0**-52), binary)


def quotients(random: np.random.Generator, shape: tuple[int, int]) -> Any:
    """Ones that differ by a hair, are far apart, or no numbers."""
    whole = random.integers(-3, 9, shape).astype(np.float64)
    hair = 1 + NEAR * random.integers(-3, 4, shape)
    odd = np.array([np.nan, np.inf, -np.inf, -0.0, 1e300, 1e-300])
    return np.where(random.random(shape) < 0.1, random.choice(odd, shape), whole * hair)


@pytest.mark.parametrize("name", ["total", "quarter_total", "half_total", "year_total", "highest"])
@settings(max_examples=10 * TIMES, deadline=None)
@given(of=months(), decimals=st.sampled_from([0, 2, None]))
def test_what_a_group_comes_to(name: str, of: Any, decimals: int | None) -> None:
    present, among, groups, _, random = of
    if decimals is None:
        x = quotients(random, present.shape)
    else:
        x = decimal_figures(random, present.shape, decimals)
    for by in (None, groups):
        held(name, (decimals, 0), present, (x, by))
    held(name, (0, 0), present, (1.0, groups))
    held("count", (0, 0), present, (among, groups))
    held("count", (0, 0), present, (True, None))


@settings(max_examples=10 * TIMES, deadline=None)
@given(of=months(), decimals=st.sampled_from([0, 1, None]))
def test_what_reports_come_to(of: Any, decimals: int | None) -> None:
    present, _, _, managers, random = of
    x = quotients(random, present.shape)
    x = x if decimals is None else decimal_figures(random, present.shape, decimals)
    held("reports_total", (decimals, 0), present, (x, managers))


@settings(max_examples=25 * TIMES, deadline=None)
@given(of=months(), decimals=st.sampled_from([0, 1, 3, None]))
def test_where_people_stand(of: Any, decimals: int | None) -> None:
    present, among, groups, _, random = of
    x = quotients(random, present.shape)
    x = x if decimals is None else decimal_figures(random, present.shape, decimals)
    for by in (None, groups):
        held("rank", (decimals, 0, 0), present, (x, by, among))
        held("rank", (decimals, 0, 0), present, (x, by, None))
        held_both_ways((decimals, 0, 0, 0), present, (x, 0.2, 0.3, by))


@pytest.mark.parametrize("together", [1, 2048])
@pytest.mark.parametrize("largest", [1, 15, 16, 17, 31, 32, 33, 64, 65])
def test_groups_that_just_fill_their_entries(largest: int, together: int) -> None:
    """Side by side with smaller and empty ones, with equal figures, people who come and go, and
    some who are of another group in the last month."""
    random = np.random.default_rng(largest)
    sizes = [largest, 1, 0, max(largest - 1, 1), largest, largest // 2]
    of_each = random.permutation(np.repeat(np.arange(6), sizes)).astype(np.int16)
    shape = 3, len(of_each)
    for stay in (True, False):
        by = np.broadcast_to(of_each, shape).copy()
        if not stay:
            by[-1] = random.permutation(of_each)
        present = random.random(shape) < 0.9
        x = decimal_figures(random, shape, 2)
        pools = np.where(by % 2 == 0, 100.0, -0.07)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(group_entries, "TOGETHER", together)
            held("rank", (2, 0, 0), present, (x, by, None))
            held("forced_distribution", (2, 0, 0, 0), present, (x, 0.2, 0.3, by))
            held("split", (2, 2, 0, 0), present, (pools, x, by, None))


@pytest.mark.parametrize("limit", [2**30, 2**31, 2**32])
def test_figures_about_the_largest_key_of_a_group_stand_in_order(limit: int) -> None:
    """With a share of 30 bits as well, above and below which small groups are held side by side."""
    units = np.array([[limit - 1, limit, limit + 1, -limit, 1 - limit, 3, limit // 2, limit]])
    by = np.array([[0, 0, 0, 0, 0, 0, 1, 1]], dtype=np.int8)
    present = np.ones(units.shape, dtype=bool)
    for some in (present, present & (np.abs(units) < limit)):
        held("rank", (2, 0, 0), some, (units / 100.0, by, None))
        held("forced_distribution", (2, 0, 0, 0), some, (units / 100.0, 0.4, 0.4, by))
        for pool in (limit / 100 - 0.01, limit / 100):
            held("split", (2, 0, 0, 0), some, (np.full(units.shape, pool), units, by, None))
            alone = np.where(np.arange(8) < 2, 1, 0)[None]
            held("split", (2, 0, 0, 0), some, (np.full(units.shape, pool), alone, by, None))


def test_a_pool_that_differs_within_a_group_is_that_of_the_last_who_is_there() -> None:
    pools = np.array([[100.0, 90.0, 80.0, 7.0, 5.0, 60.0], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]])
    by = np.array([[0, 0, 0, 1, 1, 0]] * 2, dtype=np.int8)
    present = np.array([[1, 1, 1, 1, 1, 0], [0, 1, 1, 0, 1, 1]], dtype=bool)
    weights = np.array([[3.0, 1.0, 1.0, 1.0, 2.0, 1.0]] * 2)
    held("split", (2, 0, 0, 0), present, (pools, weights, by, None))


def test_entries_are_known_of_a_column_as_long_as_it_is_there() -> None:
    by = np.tile(np.arange(40, dtype=np.int32) % 4, (3, 1)).copy()
    by.setflags(write=False)
    found = entries_of(by)
    assert entries_of(by) is found
    assert entries_of(by[1:]) is not found
    assert entries_of(by[1:]).entries.shape == (2, 40)
    copied = by.copy()
    assert entries_of(copied) is not entries_of(copied), "it may be written to"
    assert np.array_equal(entries_of(copied).persons, found.persons)
    others = np.tile(np.arange(40, dtype=np.int32) % 5, (3, 1)).copy()
    for of in (others, others[::-1]):
        of.setflags(write=False)
        assert entries_of(of).persons[0, :9].tolist() == [0, 5, 10, 15, 20, 25, 30, 35, -1]


def test_what_is_known_of_a_column_that_is_gone_is_not_told_of_another_in_its_place() -> None:
    by, gone = np.zeros((1, 40), dtype=np.int32), np.zeros(1)
    by.setflags(write=False)
    known = group_entries.group_column(by)
    key = next(reversed(group_entries._kept))
    group_entries._kept[key] = weakref.ref(gone), known
    assert group_entries.group_column(by) is not known


def test_entries_are_only_for_groups_of_about_the_same_size() -> None:
    by = np.zeros((1, 1000), dtype=np.int32)
    by[0, :500] = np.arange(500)
    assert entries_of(by) is None


def entries_of(by: Any) -> Any:
    for _ in range(2):
        run = LoopRun()
        found = group_entries.group_column(by).entries(by, run)
        PROCESSOR.wait()
    assert not run.missing
    return found


@settings(max_examples=25 * TIMES, deadline=None)
@given(
    of=months(),
    decimals=st.sampled_from([0, 2, None]),
    pool=st.sampled_from([0.0, 0.01, -0.07, 100.0, 99.99, -1234.56, 4e9, 0.005]),
    large=st.sampled_from([1.0, 1e6, 3e11]),
)
def test_how_pools_are_shared(of: Any, decimals: int | None, pool: float, large: float) -> None:
    present, among, groups, _, random = of
    shape = present.shape
    if decimals is None:
        weights, units = random.integers(0, 12, shape) / 9.0, 9.0
    else:
        weights, units = decimal_figures(random, shape, decimals) * large, 10.0**decimals
    pools = np.where(groups % 2 == 0, pool, 5.0)
    for by, taking in ((None, among), (groups, among), (groups, None)):
        found = held("split", (2, decimals, 0, 0), present, (pools, weights, by, taking))
        if by is None or taking is not None:
            continue
        for row, here in enumerate(present):
            for group in np.unique(groups[row, here]):
                own = here & (groups[row] == group)
                cents = Decimal(str(pools[row, own][0])) * 100
                fen = int(cents.to_integral_value(ROUND_HALF_UP))
                paid = found[row, own]
                assert np.rint(paid * 100).sum() == fen
                if decimals is not None or abs(fen) < 10**6:
                    assert paid.tolist() == shared(fen, np.rint(weights[row, own] * units))


def shared(fen: int, weights: Any) -> list[float]:
    """The shares in a pool by weights, which are whole numbers, in exact fractions."""
    counted = [max(int(weight), 0) for weight in weights]
    counted = counted if any(counted) else [1] * len(counted)
    exactly = [Fraction(fen * weight, sum(counted)) for weight in counted]
    paid = [floor(share) for share in exactly]
    by_remainder = sorted(range(len(paid)), key=lambda i: (paid[i] - exactly[i], i))
    for i in by_remainder[: fen - sum(paid)]:
        paid[i] += 1
    return [own / 100 for own in paid]


def split_in_one_group(pool: float, weights: Any, decimals: int | None) -> list[float]:
    present = np.ones((1, len(weights)), dtype=bool)
    given = np.full(present.shape, pool), np.array([weights]), None, None
    found: list[float] = held("split", (2, decimals, 0, 0), present, given)[0].tolist()
    return found


@pytest.mark.parametrize(
    ("pool", "ninths"), [(1.0, [8, 2, 2]), (0.80, [3, 12, 3]), (3.10, [1, 2, 7, 10, 10])]
)
def test_remainders_that_only_binary_tells_apart_are_equal(pool: float, ninths: Any) -> None:
    """Two of a group leave the same part of a fen, and binary gives the later one more of it."""
    weights = np.array(ninths) / 9.0
    found = split_in_one_group(pool, weights, None)
    assert found == shared(round(pool * 100), ninths)


@pytest.mark.parametrize(
    ("fen", "ninths"),
    [
        (174, [1, 4, 7]),
        (275, [4, 7, 11]),
        (56, [1, 1, 13, 1]),
        (390, [9, 9, 1, 5]),
        (215, [12, 13, 4, 10, 1]),
        (221, [8, 9, 5, 4, 8]),
        (42, [2, 11, 1, 5, 1, 8]),
    ],
)
def test_equal_remainders_on_both_sides_of_where_bins_end_are_equal(fen: int, ninths: Any) -> None:
    """Half or a quarter of a fen, of which binary gives some a hair more and some a hair less."""
    assert split_in_one_group(fen / 100, np.array(ninths) / 9.0, None) == shared(fen, ninths)


@pytest.mark.parametrize(
    ("pool", "weights"),
    [
        (43496942576304.77, [1, 9]),
        (44944334642231.95, [19, 4]),
        (38345407875635.03, [2, 10, 1]),
        (44076163083437.26, [1, 1, 18]),
        (29168405586065.84, [6, 5]),
        (38787601758765.74, [1, 2, 3]),
    ],
)
def test_a_share_that_binary_rounds_up_to_a_whole_fen_is_put_right(
    pool: float, weights: Any
) -> None:
    """The fen that is taken back goes to somebody else, who leaves more; the last two are products
    above 2**53, of which binary loses the last unit."""
    fen = np.empty(1)
    exact.to_fen(np.array([pool]), fen)
    assert split_in_one_group(pool, np.array(weights) * 1.0, 0) == shared(int(fen[0]), weights)


@pytest.mark.parametrize("absent", [0, 1])
@pytest.mark.parametrize("group", [2**12 - 1, 2**12, 2**13 - 1, 2**13, 2**17])
def test_groups_and_figures_too_many_for_one_word_are_put_in_order_as_numbers(
    group: int, absent: int
) -> None:
    """Of 62 bits a figure takes 46 here and the place 3, which leaves 13 for the group, or 12 where
    somebody is absent."""
    units = np.array([[-(2**45) + 1, 2**45 - 1, 2**45 - 2, 5, 5, 2**45 - 1, 2**45 - 1]])
    by = np.array([[0, group, group, group, 0, group, group]], dtype=np.int32)
    present = np.array([[True] * 6 + [not absent]])
    found = held("rank", (2, 0, 0), present, (units / 100.0, by, None))
    assert found.tolist() == [[2, 1, 4 - absent, 5 - absent, 1, 1, 1 - absent]]
    held_both_ways((2, 0, 0, 0), present, (units / 100.0, 0.4, 0.4, by))


@pytest.mark.parametrize("people", [2**20 - 1, 2**20 + 3])
def test_more_than_a_million_people_are_put_in_order(people: int) -> None:
    """A place takes 20 bits of a word, or 21; the figure so many that neighbours are exchanged."""
    random = np.random.default_rng(people)
    units = random.integers(0, 2**20, (1, people)) * 2**9 + random.integers(0, 7, (1, people))
    by = random.integers(0, 3, (1, people)).astype(np.int32)
    present = np.ones(units.shape, dtype=bool)
    for decimals, x in ((2, units / 100.0), (None, units / 7.0)):
        span = Span(FIRST, present, range(1), (decimals, 0, 0, 0))
        for name, arguments in (
            ("rank", (x, by, None)),
            ("forced_distribution", (x, 0.1, 0.2, None)),
        ):
            right = FUNCTIONS[name].kernel(span, *arguments)
            assert np.array_equal(in_code(name, span, arguments), right)


@pytest.mark.parametrize("decimals", [0, None])
@pytest.mark.parametrize("groups", [1, 3])
def test_many_who_share_the_leading_bits_of_a_word_are_told_apart(
    decimals: int | None, groups: int
) -> None:
    """One who is far away, and one below 0, leave the others so few leading bits that more of them
    are to be moved than is allowed; quotients differ in bits for which a word has no room."""
    random = np.random.default_rng(7)
    size = 1_500
    near = 2.0**40 + random.permutation(size)
    if decimals is None:
        near = 1e6 * (1.0 + random.permutation(size) * 2.0**-46)
    x = np.stack([near, near[::-1]])
    x[:, 5], x[:, 9], x[1, 11] = -7.0, 3.0, np.nan if decimals is None else 0.0
    present = np.ones(x.shape, dtype=bool)
    present[0, :3] = False
    by = random.integers(0, groups, x.shape).astype(np.int8) if groups > 1 else None
    held("rank", (decimals, 0, 0), present, (x, by, None))
    held_both_ways((decimals, 0, 0, 0), present, (x, 0.2, 0.3, by))


@pytest.mark.parametrize("people", [1, 2, 127, 128, 129, 256, 257])
@pytest.mark.parametrize("different", [1, 10**4])
def test_the_doubtful_are_found_wherever_they_stand(people: int, different: int) -> None:
    random = np.random.default_rng(people)
    x = random.integers(0, different, (2, people)) / 100.0
    present = random.random(x.shape) < 0.9
    for by in (None, random.integers(0, 2, x.shape).astype(np.int16)):
        for share in (0.0, 0.01, 0.5, 1.0):
            held_both_ways((2, 0, 0, 0), present, (x, share, 0.25, by))
        held("split", (2, 2, 0, 0), present, (np.full(x.shape, 77.77), x, by, None))


@pytest.mark.parametrize("more", [-1, 0, 1])
@pytest.mark.parametrize("weights", [[2**20, 3, 7], [2**20 - 1, 2**20, 1], [2**51 - 2, 1, 1]])
def test_products_of_pool_and_weight_are_divided_exactly_at_every_size(
    weights: list[int], more: int
) -> None:
    """Below 2**51 as numbers, from there on as whole numbers."""
    fen = (2**51 + max(weights) - 1) // max(weights) + more
    found = split_in_one_group(fen / 100, np.array(weights) * 1.0, 0)
    assert found == shared(fen, weights)


@pytest.mark.parametrize("decimals", [0, 2, 4])
@pytest.mark.parametrize("power", [46, 47, 48, 49, 50])
def test_figures_too_large_to_be_counted_in_units_are_told_apart_as_numbers(
    power: int, decimals: int
) -> None:
    """A unit is less than what counts as equal from a certain size on."""
    units = 2.0**power - np.array([[500, 501, 502, 504, 508, 516]])
    present = np.ones(units.shape, dtype=bool)
    found = held("rank", (decimals, 0, 0), present, (units / 10.0**decimals, None, None))
    if power <= 47:
        assert found[0].tolist() == [1, 2, 3, 4, 5, 6]
    if power == 50:
        assert found[0, :4].tolist() == [1, 1, 1, 1]


def test_what_differs_by_just_as_much_as_counts_as_equal_is_equal() -> None:
    """At 16 that is 2**-43, which a double there can hold, and one that differs by a bit more."""
    just, more = 16.0 - 2.0**-43, np.nextafter(16.0 - 2.0**-43, 0.0)
    present = np.ones((1, 2), dtype=bool)
    for other, place in ((just, 1.0), (more, 2.0)):
        x = np.array([[other, 16.0]])
        assert held("rank", (None, 0, 0), present, (x, None, None)).tolist() == [[place, 1.0]]


def test_many_people_who_differ_by_bits_are_told_apart() -> None:
    """Keys that share their leading bits: moved one by one, and counted where that is too much."""
    random = np.random.default_rng(3)
    size = 3_000
    close = 1e6 + np.arange(size) * 1e-7
    falling = np.array([close, random.permutation(close), close[::-1], np.full(size, 7.0)])
    present = np.ones(falling.shape, dtype=bool)
    found = held("rank", (None, 0, 0), present, (falling, None, None))
    assert found[0].tolist() == list(range(size, 0, -1))
    assert found[3].tolist() == [1.0] * size


@pytest.mark.parametrize("groups", [1, 3, 40])
@pytest.mark.parametrize("people", [63, 64, 700])
@pytest.mark.parametrize(
    "figures",
    [
        lambda random, shape: random.gamma(2.0, 50_000.0, shape),
        lambda random, shape: random.lognormal(5.0, 3.0, shape),
        lambda random, shape: np.where(
            random.random(shape) < 0.4, 0, random.gamma(2.0, 1e5, shape)
        ),
        lambda random, shape: random.integers(-9, 9, shape),
        lambda random, shape: random.integers(0, 33, shape) + 2**40,
        lambda random, shape: random.integers(0, 2, shape) * 2**28 + random.integers(0, 40, shape),
        lambda random, shape: np.where(random.random(shape) < 0.01, 2**29, 0),
        lambda random, shape: np.where(random.random(shape) < 0.5, -(2**45), 2**45),
    ],
    ids=["skew", "far", "many 0", "few", "other units", "two heaps", "outliers", "too wide"],
)
def test_places_however_figures_are_distributed(figures: Any, people: int, groups: int) -> None:
    """Buckets with few, with many who are equal, and with many who are not."""
    random = np.random.default_rng(people)
    shape = (6, people)
    units = np.rint(figures(random, shape))
    by = random.integers(0, groups, shape).astype(np.int16) if groups > 1 else None
    for share in (1.0, 0.5):
        present = random.random(shape) < share
        held("rank", (2, 0, 0), present, (units / 100.0, by, None))


@pytest.mark.parametrize("bits", [rank_loops.WIDEST - 1, rank_loops.WIDEST])
@pytest.mark.parametrize("least", [-3, 2**31 - 2, 2**45])
def test_places_of_figures_that_take_all_bits_of_a_key(bits: int, least: int) -> None:
    units = least + np.array([[0, 2**bits - 1, 2**bits - 2, 1, 0, 2**bits, 2**bits + 1]])
    for last in (5, 6, 7):
        x = units[:, :last] / 100.0
        found = held("rank", (2, 0, 0), np.ones(x.shape, dtype=bool), (x, None, None))
        assert found[0, 0] == last - 1


@pytest.mark.parametrize("room", [rank_loops.LINE, rank_loops.LINE + rank_loops.MORE])
@pytest.mark.parametrize("more", [-1, 0, 1])
@pytest.mark.parametrize("alike", [1, 2])
def test_as_many_keys_in_a_bucket_as_there_is_room_for(room: int, more: int, alike: int) -> None:
    """Others are so far away that these share a bucket, in both orders, or all are equal."""
    size = alike * (room + more)
    near = np.arange(size) // alike
    far = 2.0**29 - np.append(np.arange(50.0) * 2**22, np.full(2 * size, 60 * 2**22))
    units = np.stack([np.append(near, far), np.append(near[::-1], far), np.append(near * 0, far)])
    present = np.ones(units.shape, dtype=bool)
    present[:, 7] = False
    held("rank", (0, 0, 0), present, (units, None, None))
    held("rank", (0, 0, 0), present, (-units, None, None))


def test_more_people_than_buckets_can_tell_places_of_are_left_to_others() -> None:
    x, here = np.ones((1, 3)), np.ones((1, 3), dtype=bool)
    of = 1.0, here, here.astype(np.int8), 1, rank_loops.MOST_PEOPLE, 1, 0
    assert rank_loops.ranks_by_buckets(x, *of, *[x] * 10) == 1


@pytest.mark.parametrize("groups", [1, 40, 900])
@pytest.mark.parametrize("different", [1, 3, 200, 10**7])
def test_the_first_of_many_are_found_without_an_order(groups: int, different: int) -> None:
    """Bins with nobody, with a few who are told apart by their last bits, and with all of a group
    who are equal."""
    random = np.random.default_rng(different)
    shape = (2, 2_500)
    whole = random.integers(0, different, shape)
    whole[0] += 10**9 * (random.random(shape[1]) < 0.02)
    present = random.random(shape) < 0.9
    by = random.integers(0, groups, shape).astype(np.int32) if groups > 1 else None
    held("rank", (1, 0, 0), present, (whole / 10.0, by, None))
    held_both_ways((1, 0, 0, 0), present, (whole / 10.0, 0.31, 0.07, by))
    for pool in (0.03, 1_234.57, 9e8):
        pools = np.full(shape, pool)
        held("split", (2, 0, 0, 0), present, (pools, whole * 1.0, by, None))
        held("split", (2, None, 0, 0), present, (pools, whole / 7.0, by, None))


@pytest.mark.parametrize("shape", [(0, 5), (2, 0), (0, 0)])
@pytest.mark.parametrize("decimals", [0, None])
def test_there_may_be_no_month_that_falls_due_and_nobody(
    shape: tuple[int, int], decimals: int | None
) -> None:
    present, x = np.ones(shape, dtype=bool), np.ones(shape)
    for by in (None, np.zeros(shape, dtype=np.int32)):
        for name in ("total", "year_total", "highest"):
            held(name, (decimals, 0), present, (x, by))
        held("rank", (decimals, 0, 0), present, (x, by, None))
        held_both_ways((decimals, 0, 0, 0), present, (x, 0.2, 0.3, by))
        held("split", (2, decimals, 0, 0), present, (x, x, by, None))
    held("reports_total", (decimals, 0), present, (x, np.zeros(shape, dtype=np.int32)))


def test_what_is_no_finite_number_shares_its_place_with_nobody() -> None:
    falling = np.array([[np.inf, -np.inf, 1.0, np.nan, np.inf, -np.inf, 1.0, np.nan]])
    present = np.ones(falling.shape, dtype=bool)
    found = held("rank", (None, 0, 0), present, (falling, None, None))
    assert found.tolist() == [[1, 5, 3, 7, 2, 6, 3, 8]]


def test_pools_too_large_to_be_divided_exactly_are_left_to_numpy() -> None:
    span = Span(FIRST, np.ones((1, 3), dtype=bool), range(1), (2, 0, 0, 0))
    for pool, weights in ((1e15, np.ones((1, 3))), (5.0, np.full((1, 3), 2.0**60))):
        with pytest.raises(NotInVectors):
            parts_run("split", span, (np.full((1, 3), pool), weights, None, None), InPython())
    assert pool_loops.LARGEST_WHOLE == 2**61


@pytest.mark.parametrize(
    "odd", [0.0, -(2.0**33), 2.0**34, 2.0**49, 3e15, 1e300, np.inf, -np.inf, np.nan]
)
@pytest.mark.parametrize("people", [1, 4, 7, 258])
def test_a_sum_of_all_does_not_depend_on_how_it_is_added_up(odd: float, people: int) -> None:
    random = np.random.default_rng(people)
    x = random.integers(-9_999, 99_999, (2, people)) / 100
    x[1, people // 2] = odd
    present = random.random(x.shape) < 0.9
    present[1, people // 2] = True
    if np.abs(x[1]).sum() * 100 >= 2.0**53:  # asks for the code of sums whose order counts
        in_code("total", Span(FIRST, present, range(2), (None,)), (x, None))
        parts_run("total", Span(FIRST, present, range(2), (2,)), (x, None), LoopRun())
    held("total", (2,), present, (x, None))


def test_each_function_that_looks_at_everyone_has_loops() -> None:
    everyone = {name for name, f in FUNCTIONS.items() if f.scope == "everyone"}
    assert set(EVERYONE_FUNCTIONS) == everyone
