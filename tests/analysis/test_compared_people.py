"""The people behind a comparison, worked by hand: found, ordered, sampled, and the middle one."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import Comparison
from engine.analysis import find, middle_person, sample
from tests.analysis.companies import compared, month_of

SIX = {
    "E1": (1000, 1100),  # +10 %
    "e2": (3000, 2900),  # −3.3 %
    "E3": (500, 500),
    "x10": (2000, 2100),  # +5 %, as much as E1
    "x11": (100, 90),  # −10 %
    "x12": (2000, 2000),
}


@pytest.fixture
def six(tmp_path: Path) -> Comparison:
    return compared(tmp_path, month_of(SIX))


@pytest.mark.parametrize(
    ("order", "people"),
    [
        # Changes: E1 +100, E3 0, e2 −100, x10 +100, x11 −10, x12 0. Equal ones by id.
        ("gain", ["E1", "x10", "E3", "x12", "x11", "e2"]),
        ("loss", ["e2", "x11", "E3", "x12", "E1", "x10"]),
        # Paid: e2 2900, x10 2100, x12 2000, E1 1100, E3 500, x11 90.
        ("highest", ["e2", "x10", "x12", "E1", "E3", "x11"]),
        ("lowest", ["x11", "E3", "E1", "x12", "x10", "e2"]),
        ("id", ["E1", "E3", "e2", "x10", "x11", "x12"]),
    ],
)
def test_people_come_in_the_order_asked_for(six: Comparison, order: str, people: list[str]) -> None:
    assert [person.employee for person in find(six, order=order).people] == people


def test_without_a_word_the_largest_gain_comes_first(six: Comparison) -> None:
    assert find(six).people == find(six, order="gain").people


@pytest.mark.parametrize("order", ["highest", "lowest"])
def test_people_paid_the_same_come_by_id(tmp_path: Path, order: str) -> None:
    alike = compared(tmp_path, month_of({"b": (9, 700), "a": (5, 700), "c": (7, 700)}))
    assert [person.employee for person in find(alike, order=order).people] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("search", "people"),
    [
        ("", ["E1", "E3", "e2", "x10", "x11", "x12"]),
        ("e", ["E1", "E3", "e2"]),  # capitals or not
        ("1", ["E1", "x10", "x11", "x12"]),  # anywhere in the id
        ("X1", ["x10", "x11", "x12"]),
        ("zz", []),
    ],
)
def test_people_are_found_by_a_part_of_their_id(
    six: Comparison, search: str, people: list[str]
) -> None:
    found = find(six, search, order="id")
    assert [person.employee for person in found.people] == people
    assert found.count == len(people)


@pytest.mark.parametrize(
    ("band", "people"),
    [
        *(("lose_much", ["x11"]), ("lose", ["e2"]), ("same", ["E3", "x12"])),
        *(("gain", []), ("gain_much", ["E1", "x10"])),
    ],
)
def test_people_are_found_by_how_much_changes(
    six: Comparison, band: str, people: list[str]
) -> None:
    found = find(six, band=band, order="id")
    assert [person.employee for person in found.people] == people
    assert all(person.band == band for person in found.people)


def test_a_search_within_a_band_and_the_first_of_many(six: Comparison) -> None:
    assert [p.employee for p in find(six, "1", band="gain_much").people] == ["E1", "x10"]
    found = find(six, order="highest", most=2)
    assert ([p.employee for p in found.people], found.count) == (["e2", "x10"], 6)


def test_two_hundred_people_are_told_at_most(tmp_path: Path) -> None:
    crowd = {f"p{place:03d}": (100, 100 + place) for place in range(203)}
    found = find(compared(tmp_path, month_of(crowd)))
    assert (len(found.people), found.count) == (200, 203)
    # Those with the largest gain: 202 yuan down to 3.
    assert (found.people[0].change, found.people[-1].change) == (202, 3)


def test_a_person_is_told_a_month_in_service(tmp_path: Path) -> None:
    sheet = (
        "employee_id,month,before,after\n"
        "ann,2026-01,1000,1100\nann,2026-02,1000,1000\nann,2026-04,1000,1100\n"
        "bob,2026-01,1000,1150"
    )
    [first, second] = find(compared(tmp_path, sheet)).people
    # Bob: 150 in his one month. Ann: 200 more in three months, 3000 before, 3200 after.
    assert (first.employee, first.months, first.change, first.band) == ("bob", 1, 150, "gain_much")
    assert (second.employee, second.months, second.band) == ("ann", 3, "gain_much")
    assert (second.baseline, second.variant) == (3000 / 3, 3200 / 3)
    assert second.change == 200 / 3
    assert second.share == 200 / 3000


def test_an_unknown_order_is_refused(six: Comparison) -> None:
    with pytest.raises(ValueError, match="losses"):
        find(six, order="losses")


def test_an_unknown_band_is_refused(six: Comparison) -> None:
    with pytest.raises(ValueError):
        find(six, band="much")


def test_a_sample_sees_every_level_of_baseline_pay(tmp_path: Path) -> None:
    # Eleven people, paid the more the earlier their id, and the other way round afterwards.
    pay = {f"p{place:02d}": (1100 - 100 * place, 100 * place) for place in range(11)}
    seen = sample(compared(tmp_path, month_of(pay)), most=3)
    # The least, the middle and the best paid before: 100, 600, 1100.
    assert [person.baseline for person in seen] == [100, 600, 1100]
    assert [person.employee for person in seen] == ["p10", "p05", "p00"]


def test_a_sample_of_few_is_everyone_by_baseline_pay(six: Comparison) -> None:
    names = [person.employee for person in sample(six)]
    assert names == ["x11", "E3", "E1", "x10", "x12", "e2"]


def test_a_sample_holds_three_hundred_at_most(tmp_path: Path) -> None:
    crowd = {f"p{place:03d}": (place, place) for place in range(302)}
    seen = sample(compared(tmp_path, month_of(crowd)))
    assert len(seen) == 300
    assert (seen[0].baseline, seen[-1].baseline) == (0, 301)


def test_the_middle_person_is_paid_the_median_of_those_there_longest(tmp_path: Path) -> None:
    sheet = "employee_id,month,before,after\n" + "\n".join(
        f"{name},{month},0,{pay}"
        for name, pay, months in [
            ("ann", 500, ("2026-01", "2026-02")),
            ("bob", 100, ("2026-01", "2026-02")),
            ("cho", 300, ("2026-01", "2026-02")),
            # There for one month only, and between them.
            ("dan", 310, ("2026-01",)),
            ("eve", 320, ("2026-02",)),
        ]
        for month in months
    )
    assert middle_person(compared(tmp_path, sheet)) == "cho"


def test_of_two_in_the_middle_the_better_paid_is_taken(tmp_path: Path) -> None:
    pay = {"a": (0, 400), "b": (0, 100), "c": (0, 200), "d": (0, 300)}
    assert middle_person(compared(tmp_path, month_of(pay))) == "d"


@pytest.mark.parametrize(
    ("pay", "middle"),
    [
        # Two lose, one gains: of the two the better paid.
        ({"a": (500, 500), "b": (300, 200), "c": (400, 350), "d": (100, 900)}, "c"),
        ({"a": (500, 500), "b": (300, 300), "c": (400, 400), "d": (100, 101)}, "d"),
        ({"a": (500, 500), "b": (300, 300), "c": (400, 400)}, "c"),
    ],
    ids=["most lose", "one gains", "nothing happens"],
)
def test_the_middle_person_is_one_to_whom_something_happens(
    tmp_path: Path, pay: dict[str, tuple[int, int]], middle: str
) -> None:
    assert middle_person(compared(tmp_path, month_of(pay))) == middle


@pytest.mark.parametrize(
    ("order", "people"),
    [
        # "long" loses 60 in each of two months, "short" 100 in the only one.
        ("loss", ["short", "long"]),
        ("whole_loss", ["long", "short"]),
        ("gain", ["long", "short"]),
        ("whole_gain", ["short", "long"]),
    ],
)
def test_a_change_is_put_in_order_by_month_or_as_a_whole(
    tmp_path: Path, order: str, people: list[str]
) -> None:
    sheet = (
        "employee_id,month,before,after\nlong,2026-01,500,440\nlong,2026-02,500,440\n"
        "short,2026-01,500,400\n"
    )
    found = find(compared(tmp_path, sheet), order=order)
    assert [person.employee for person in found.people] == people
