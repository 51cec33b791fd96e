"""What people are like, by numbers worked by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pytest

from engine.analysis import (
    Bins,
    category_shares,
    group_spreads,
    groups_by_month,
    headcount,
    measure_names,
    measure_shape,
    measured,
    month_course,
    month_ranks,
    pair_density,
    people_portrait,
    persistence,
    rank_links,
    reporting_spans,
)
from engine.facts import Facts, category

JANUARY = 2026 * 12


def table(
    rows: Sequence[Sequence[float | None]],
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([[np.nan if cell is None else cell for cell in row] for row in rows])


def facts(
    numbers: Mapping[str, Sequence[Sequence[float | None]]], **further: Mapping[str, object]
) -> Facts:
    """People of whom each is there where the first column of numbers has a number."""
    tables = {name: table(rows) for name, rows in numbers.items()}
    present = ~np.isnan(next(iter(tables.values())))
    people = present.shape[1]
    return Facts(
        JANUARY,
        tuple(f"e{place}" for place in range(people)),
        present,
        {name: np.nan_to_num(rows) for name, rows in tables.items()},
        further.get("categories", {}),  # type: ignore[arg-type]
        further.get("people", {}),  # type: ignore[arg-type]
        further=further.get("beyond", {}),  # type: ignore[arg-type]
    )


def test_blank_is_no_zero() -> None:
    values = table([[0.0, 4.0, None, 8.0]])
    shape = measure_shape(values, 4)
    assert (shape.count, shape.blank) == (3, 1)
    assert shape.mean == 4.0 and shape.median == 4.0
    assert shape.quantiles == pytest.approx((0.8, 2.0, 4.0, 6.0, 7.2))
    assert shape.zero == pytest.approx(1 / 3)
    assert shape.points == ((0.0, 1 / 3), (4.0, 1 / 3), (8.0, 1 / 3))


def test_nobody_with_a_value_has_a_shape_without_figures() -> None:
    shape = measure_shape(table([[None, None]]), 2)
    assert (shape.count, shape.blank, shape.points) == (0, 2, ())
    assert np.isnan(shape.median) and np.isnan(shape.zero)


def test_a_value_that_many_share_is_a_mass_point_and_no_bar() -> None:
    """Ninety different values from 0.001 to 0.090 and ten people at exactly 1."""
    values = table([[*(k / 1000 for k in range(1, 91)), *([1.0] * 10)]])
    shape = measure_shape(values, 100)
    assert not shape.is_discrete
    assert shape.points == ((1.0, 0.1),)
    assert shape.bars.sum() == pytest.approx(0.9)
    assert (shape.below, shape.beyond) == (0.0, 0.0)


def test_a_frequent_value_among_frequent_ones_is_no_mass_point() -> None:
    """Of whole numbers from 0 to 39 the middle ones are twice as frequent: no value stands out."""
    values = np.repeat(np.arange(40.0), [1] * 15 + [2] * 10 + [1] * 15)[None, :]
    assert measure_shape(values, 50).points == ()
    assert measure_shape(np.append(values, [[7.0] * 4], axis=1), 54).points == ((7.0, 5 / 54),)


def test_values_on_an_edge_belong_to_the_bar_that_begins_there() -> None:
    """0.3 is a hair below three tenths of binary numbers."""
    bins = Bins(0.1, 0, 4)
    assert bins.places(np.array([0.0, 0.1, 0.3, 0.3999, 0.4, -0.01])).tolist() == [
        0,
        1,
        3,
        3,
        4,
        -1,
    ]
    shape = measure_shape(np.arange(1000.0)[None, :], 1000, Bins(100.0, 1, 8))
    assert shape.bars.tolist() == pytest.approx([0.1] * 8)
    assert (shape.below, shape.beyond) == pytest.approx((0.1, 0.1))


def test_months_are_told_by_their_own_people() -> None:
    course = month_course(table([[1, 2, 3], [10, None, 30], [None, None, None]]))
    assert course.median[:2].tolist() == [2.0, 20.0] and np.isnan(course.median[2])
    assert course.low[1] == pytest.approx(12.0) and course.high[1] == pytest.approx(28.0)
    assert course.count.tolist() == [3, 2, 0]
    assert course.season[:2].tolist() == pytest.approx([2 / 11, 20 / 11])


def test_ranks_are_those_of_the_month_and_ties_share_theirs() -> None:
    ranks = month_ranks(table([[5, 5, 9, None], [3, 2, 1, 0]]))
    assert ranks[0, :3].tolist() == pytest.approx([1 / 3, 1 / 3, 2.5 / 3])
    assert np.isnan(ranks[0, 3])
    assert ranks[1].tolist() == [0.875, 0.625, 0.375, 0.125]


def test_a_season_that_all_share_is_no_link() -> None:
    """Within each month the two go against each other; over both months they rise together."""
    one = table([range(6), range(100, 106)])
    other = table([range(5, -1, -1), range(105, 99, -1)])
    found = rank_links({"one": one, "other": other})
    assert found.correlation[0, 1] == pytest.approx(-1.0)
    assert found.pairs[0, 1] == 12


def test_a_correlation_is_spearman_s() -> None:
    """Σd² = 2 of ten people: 1 − 6 · 2 / (10 · 99)."""
    one = table([range(10)])
    other = table([[1, 0, 2, 3, 4, 5, 6, 7, 8, 9]])
    found = rank_links({"one": one, "other": other})
    assert found.correlation[0, 1] == pytest.approx(1 - 12 / 990)
    assert found.strongest() == [("one", "other", pytest.approx(1 - 12 / 990))]


def test_blanks_and_few_pairs_take_part_in_no_correlation() -> None:
    whole = table([range(11)])
    holed = table([[None, *range(1, 11)]])
    found = rank_links({"whole": whole, "holed": holed})
    assert found.pairs[0, 1] == 10 and found.correlation[0, 1] == pytest.approx(1.0)
    nine = rank_links({"whole": whole, "holed": table([[None, None, *range(2, 11)]])})
    assert nine.pairs[0, 1] == 9 and np.isnan(nine.correlation[0, 1])
    flat = rank_links({"whole": whole, "flat": table([[7] * 11])})
    assert np.isnan(flat.correlation[0, 1]) and flat.strongest() == []


def test_who_keeps_a_rank_for_good_and_who_does_not() -> None:
    same = persistence(table([range(20), range(50, 70), range(20)]))
    assert same.next_month == pytest.approx(1.0) and same.of_person == pytest.approx(1.0)
    turned = persistence(table([range(20), range(19, -1, -1)]))
    assert turned.next_month == pytest.approx(-1.0) and turned.of_person == 0.0
    single = persistence(table([range(20)]))
    assert np.isnan(single.next_month) and np.isnan(single.of_person)


def test_the_part_that_lasts_is_the_intraclass_correlation() -> None:
    """Twelve people in two months, in the second each with the neighbour's rank. The squares of the
    ranks' distances from 0.5 add up to 2 · 143 / 144 = S; pairs of neighbours differ by 1/12, so
    within W = 12 · 2 · (1/24)² / 12, between B = (S − 12 W) / 11, and (B − W) / (B + W)."""
    first = list(range(12))
    second = [k + 1 if k % 2 == 0 else k - 1 for k in first]
    found = persistence(table([first, second]))
    within = 2 * (1 / 24) ** 2
    between = (2 * 143 / 144 - 12 * within) / 11
    assert found.of_person == pytest.approx((between - within) / (between + within))


def test_who_comes_goes_and_is_away() -> None:
    """e0 stays, e1 joins in February, e2 leaves after February, e3 is away in February."""
    people = facts(
        {"tenure_months": [[0, None, 5, 70], [1, 0, 6, None], [2, 1, None, 72]]},
    )
    found = headcount(people)
    assert found.there.tolist() == [3, 3, 3]
    assert found.joined.tolist() == [0, 1, 0]
    assert found.left.tolist() == [0, 1, 0]
    assert found.away.tolist() == [0, 1, 0]
    assert found.leaving_rate == pytest.approx(1 / 6)
    assert [(row.band, row.months, row.left) for row in found.by_tenure] == [
        ("0–2", 3, 0),
        ("3–5", 1, 0),
        ("6–11", 1, 1),
        ("≥ 60", 1, 0),
    ]


def test_of_a_single_month_nobody_knows_who_leaves() -> None:
    found = headcount(facts({"tenure_months": [[1, 2]]}))
    assert found.left.tolist() == [0] and found.by_tenure == () and np.isnan(found.leaving_rate)


def test_groups_are_those_of_the_month_and_small_ones_are_not_told() -> None:
    grades = category(("junior", "senior"), np.array([[0, 0, 1], [1, 0, 2]]))
    people = facts({"sales": [[1, 3, 8], [6, 5, None]]}, categories={"grade": grades})
    names, places = groups_by_month(people, "grade")
    assert places.tolist() == [[0, 0, 1], [1, 0, -1]]
    shown, hidden = group_spreads(measured(people, "sales"), names, places, 2)
    assert [(g.group, g.people, g.median, g.mean) for g in shown] == [
        ("junior", 2, 3.0, 3.0),
        ("senior", 2, 7.0, 7.0),
    ]
    assert hidden == 0
    assert group_spreads(measured(people, "sales"), names, places, 3) == ([], 2)
    shares = category_shares(people, "grade")
    assert shares.shares.tolist() == [[pytest.approx(2 / 3), 0.5], [pytest.approx(1 / 3), 0.5]]
    assert shares.people.tolist() == [2, 2]


def test_bands_of_tenure_are_groups() -> None:
    people = facts({"tenure_months": [[2, 3, 60, None]]})
    names, places = groups_by_month(people, "tenure")
    assert [names[place] for place in places[0, :3]] == ["0–2", "3–5", "≥ 60"]
    assert places[0, 3] == -1


def test_managers_and_their_spans_in_the_last_month() -> None:
    managers = np.array([[-1, 0, 0, 0], [-1, 0, 0, 1]], np.int32)
    people = facts({"sales": [[1, 1, 1, 1], [1, 1, 1, 1]]}, people={"manager_id": managers})
    found = reporting_spans(people)["manager_id"]
    assert found.spans.tolist() == [1, 2] and found.without == 1 and found.median == 1.5


def test_a_pair_is_counted_in_the_bars_of_both() -> None:
    one, other = table([[0.5, 1.5, 1.5, 9.0, None]]), table([[0.5, 0.5, 1.5, 0.5, 0.5]])
    cells = pair_density(one, other, Bins(1.0, 0, 2), Bins(1.0, 0, 3))
    assert cells.tolist() == [[1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]


def test_a_portrait_has_every_measure_and_what_only_the_file_has() -> None:
    people = facts(
        {"sales": [[*range(1, 13)], [*range(2, 14)]], "flat": [[5.0] * 12] * 2},
        beyond={"paid": table([[*range(12)], [None, *range(11)]])},
    )
    steps: list[float] = []
    portrait = people_portrait(people, steps.append)
    assert tuple(portrait.shapes) == measure_names(people) == ("sales", "flat", "paid")
    assert portrait.shapes["paid"].blank == 1
    assert portrait.links.names == ("sales", "paid")
    assert portrait.links.correlation[0, 1] == pytest.approx(1.0)
    assert all(a <= b for a, b in pairwise(steps)) and steps[-1] == pytest.approx(1.0)
