"""Numbers of people added up, counted and picked by code: what numpy comes to, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evaluation import people_counts
from engine.evaluation.compiled_pass import wait_for_code
from engine.evaluation.people_counts import added_up, cell_sums, histogram, percentiles
from engine.vectors import LANES, elementwise_code
from tests.examples import examples

COLUMNS = 3
SHARES = [0.0, 0.1, 0.25, 0.5, 0.9, 1.0]
EDGES = np.linspace(-1000.0, 50_000.0, 61)

fen = st.one_of(st.integers(-5, 5), st.integers(-(10**7), 10**8), st.just(10**12 - 1))
people = st.lists(st.tuples(*[fen] * COLUMNS), min_size=1, max_size=5 * LANES + 3)


@pytest.fixture(autouse=True)
def code_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few people there are, code is made, and the range of most is taken from some."""
    monkeypatch.setattr(people_counts, "MANY", 0)
    monkeypatch.setattr(people_counts, "LOOKED_AT", 3)
    monkeypatch.setattr(elementwise_code, "LEAST", 0)


def worked_out(
    columns: list[np.ndarray], months: np.ndarray | float
) -> tuple[list[float], list[float], list[int], list[float]]:
    paid, a_month = added_up(columns, 100.0, months)
    counts = histogram(paid, EDGES).tolist()
    return paid.tolist(), a_month.tolist(), counts, percentiles(paid, SHARES)


@examples(150)
@given(rows=people, every_month=st.booleans())
def test_code_comes_to_what_numpy_does(rows: list[tuple[int, ...]], every_month: bool) -> None:
    served = [(row[0] + row[1]) % 13 for row in rows]
    months = 7.0 if every_month else np.array(served, dtype=np.float64)
    columns = [np.array(column, dtype=np.float64) for column in zip(*rows, strict=True)]
    worked_out(columns, months)
    wait_for_code()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people_counts, "_places", only_for_the_last(LANES))
        by_code = worked_out(columns, months)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people_counts, "MANY", len(rows) + 1)
        patch.setattr(elementwise_code, "LEAST", len(rows) + 1)
        assert worked_out(columns, months) == by_code
    paid, a_month, counts, found = by_code
    assert paid == [sum(row) / 100 for row in rows]
    each = [7] * len(rows) if every_month else [max(one, 1) for one in served]
    assert a_month == [pay / months for pay, months in zip(paid, each, strict=True)]
    assert sum(counts) == len(rows)
    np.testing.assert_allclose(found, np.percentile(paid, [100 * s for s in SHARES]), rtol=1e-12)


@examples(100)
@given(rows=people, tables=st.integers(1, 4))
def test_tables_are_added_up_by_code_as_by_numpy(rows: list[tuple[int, ...]], tables: int) -> None:
    first = np.array(list(zip(*rows, strict=True)), dtype=np.float64)
    given = [first * times for times in range(1, tables + 1)]
    found = [np.full((COLUMNS, len(rows)), np.nan) for _ in range(2)]
    cell_sums(given, found[0])
    wait_for_code()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(elementwise_code, "_part", only_the_last_of(len(rows)))
        cell_sums(given, found[1])
    times = tables * (tables + 1) // 2
    right = [[fen * times for fen in column] for column in zip(*rows, strict=True)]
    assert found[0].tolist() == found[1].tolist() == right


def only_the_last_of(people: int):  # type: ignore[no-untyped-def]
    """What is given of some people in numpy: of those alone that do not fill the lanes."""
    in_numpy = elementwise_code._part

    def part(given: object, row: int, of: slice) -> object:
        assert of.start >= people - people % LANES
        return in_numpy(given, row, of)

    return part


def only_for_the_last(most: int):  # type: ignore[no-untyped-def]
    """The places in numpy, of the people alone that do not fill the lanes."""
    in_numpy = people_counts._places

    def places(values: np.ndarray, *of: float) -> np.ndarray:
        assert values.size < most
        return in_numpy(values, *of)

    return places


def test_a_number_that_is_none_is_counted_nowhere_outside() -> None:
    values = np.full(2 * LANES, 7.0)
    histogram(values, EDGES)
    wait_for_code()
    values[3] = np.nan
    assert histogram(values, EDGES).sum() == values.size


def test_a_column_of_every_other_number_is_counted_as_it_is() -> None:
    values = np.arange(4.0 * LANES)
    histogram(values, EDGES)
    wait_for_code()
    edges = np.array([0.0, 16.0, 32.0])
    assert histogram(values[::2], edges).tolist() == [LANES, LANES]
