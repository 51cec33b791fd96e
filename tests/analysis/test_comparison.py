"""Two payouts for the same people, worked by hand: cost, bands of change, lines and groups."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine import Facts, compare, evaluate
from engine.analysis import grouped, groupings
from engine.projection.changing_plans import first_rows
from tests.analysis.companies import compared, month_of
from tests.small_plan import paid, small_plan


def test_the_cost_of_a_change_is_summed_and_shared(tmp_path: Path) -> None:
    found = compared(
        tmp_path,
        "employee_id,month,before,after\n"
        "ann,2026-01,1000,1100\n"
        "ann,2026-02,1000,1100\n"
        "bob,2026-01,2000,1900\n"
        "bob,2026-02,4000,4300",
    )
    # Ann: 2 × 100 more. Bob: 100 less, then 300 more. Of 1000 + 1000 + 2000 + 4000 = 8000 yuan.
    assert found.difference == 200 + 200
    assert found.share == 400 / 8000
    assert found.change_by_person.tolist() == [200, 200]
    assert found.share_by_person.tolist() == [200 / 2000, 200 / 6000]


def test_a_change_of_a_plan_that_paid_nothing_has_no_share(tmp_path: Path) -> None:
    found = compared(tmp_path, month_of({"ann": (0, 300), "bob": (0, 0)}))
    assert (found.difference, found.share) == (300, 0)


@pytest.mark.parametrize(
    ("before", "after", "band"),
    [
        (10_000, 9_000, "lose_much"),
        (10_000, 9_499, "lose_much"),  # −5.01 %
        (10_000, 9_500, "lose_much"),  # −5 % sharp
        (10_000, 9_501, "lose"),  # −4.99 %
        (10_000, 9_999.99, "lose"),  # a fen
        (10_000, 10_000, "same"),
        (10_000, 10_000.01, "gain"),  # a fen
        (10_000, 10_499, "gain"),  # 4.99 %
        (10_000, 10_500, "gain_much"),  # 5 % sharp
        (10_000, 10_501, "gain_much"),  # 5.01 %
        (10_000, 10_590, "gain_much"),  # 5.9 %
        (0.2, 0.21, "gain_much"),  # 1 fen on 20 is 5 %, in binary a little less
        (0.2, 0.19, "lose_much"),
        (8.6, 9.03, "gain_much"),  # 43 fen on 860 are 5 %, in binary a little less
        (8.6, 8.17, "lose_much"),
        (0, 0, "same"),
        (0, 0.01, "gain_much"),  # out of nothing
        (0.01, 0, "lose_much"),
        (0, -0.01, "lose_much"),
        (-1000, -960, "gain"),  # who owes 1000 and then 960 gains 4 % of 1000
        (-1000, -1050, "lose_much"),
    ],
)
def test_a_change_falls_into_its_band(
    tmp_path: Path, before: float, after: float, band: str
) -> None:
    found = compared(tmp_path, month_of({"ann": (before, after)}))
    assert [name for name, count in found.bands.items() if count] == [band]


def test_bands_count_people_from_the_largest_loss_to_the_largest_gain(tmp_path: Path) -> None:
    before = [1000] * 11 + [0]
    after = [
        *(800, 950, 700),  # −20 %, −5 %, −30 %
        *(951, 999),  # −4.9 %, −0.1 %
        1000,
        *(1001, 1020, 1040, 1049),  # 4.9 % at most
        *(1050, 5),  # 5 %, and out of nothing
    ]
    pay = dict(zip("abcdefghijkl", zip(before, after, strict=True), strict=True))
    found = compared(tmp_path, month_of(pay))
    assert list(found.bands.items()) == [
        *(("lose_much", 3), ("lose", 2), ("same", 1)),
        *(("gain", 4), ("gain_much", 2)),
    ]
    assert (found.lose, found.gain) == (3 + 2, 4 + 2)
    assert found.band_by_person.tolist() == [0, 0, 0, 1, 1, 2, 3, 3, 3, 3, 4, 4]


def test_out_of_nothing_a_change_is_the_whole_of_pay(tmp_path: Path) -> None:
    pay = {"ann": (0, 250), "bob": (0, -250), "cho": (0, 0), "dan": (0.01, 0.03)}
    shares = compared(tmp_path, month_of(pay)).share_by_person
    assert shares.tolist()[:3] == [1, -1, 0]
    assert shares[3] == pytest.approx(2.0)  # 2 fen on 1


def test_ups_and_downs_of_a_year_cancel(tmp_path: Path) -> None:
    sheet = (
        "employee_id,month,before,after\n"
        "ann,2026-01,1000,1200\n"
        "ann,2026-02,1000,800\n"
        "bob,2026-01,1000,1060\n"
        "bob,2026-02,1000,1000"
    )
    found = compared(tmp_path, sheet)
    # Ann: 2000 and 2000. Bob: 60 on 2000, 3 % of what he is paid in both months.
    assert found.bands["same"] == 1 and found.bands["gain"] == 1


def test_each_line_is_compared_wherever_it_is_paid(tmp_path: Path) -> None:
    columns = {"sales": {"kind": "money"}}
    sheet = "employee_id,month,sales\nann,2026-01,1000\nbob,2026-01,3000"
    before = small_plan({"base": "500", "bonus": "sales * 0.1"}, {}, columns)
    after = small_plan({"award": "50", "base": "600"}, {}, columns)
    found = compare(paid(before, sheet, tmp_path), paid(after, sheet, tmp_path))
    assert list(found.by_line.items()) == [
        ("award", (0, 2 * 50)),
        ("base", (2 * 500, 2 * 600)),
        ("bonus", (100 + 300, 0)),
    ]


def test_other_people_cannot_be_compared(tmp_path: Path) -> None:
    plan = small_plan({"salary": "sales"}, {}, {"sales": {"kind": "money"}})
    one = paid(plan, "employee_id,month,sales\nann,2026-01,1000", tmp_path)
    other = paid(plan, "employee_id,month,sales\nann,2026-01,1000.01", tmp_path)
    with pytest.raises(ValueError, match="same facts"):
        compare(one, other)


# -- groups ----------------------------------------------------------------------------------------


def rows_of(sheet: str, tmp_path: Path, column: str) -> list[tuple[object, ...]]:
    return [
        (row.group, row.people, row.baseline, row.variant, row.gain, row.lose)
        for row in compared(tmp_path, sheet).by_group(column)
    ]


def test_a_group_is_paid_a_head_and_month_in_service(tmp_path: Path) -> None:
    sheet = (
        "employee_id,month,before,after,grade\n"
        "ann,2026-01,1000,1030,junior\n"
        "ann,2026-02,1000,1030,junior\n"
        "ann,2026-03,1000,1030,junior\n"
        "bob,2026-02,3000,2400,junior\n"  # one month only
        "cho,2026-01,5000,5000,senior\n"
        "dan,2026-01,2000,2900,senior\n"
        "dan,2026-03,2000,2900,senior"  # away in February
    )
    assert rows_of(sheet, tmp_path, "grade") == [
        # 3 × 1000 + 3000 over 3 + 1 months; 3 × 1030 + 2400 = 5490
        ("junior", 2, 6000 / 4, 5490 / 4, 1, 1),
        # 5000 + 2 × 2000 over 1 + 2 months; 5000 + 2 × 2900 = 10800; Cho neither gains nor loses
        ("senior", 2, 9000 / 3, 10_800 / 3, 1, 0),
    ]


def test_groups_keep_the_order_of_the_plan_and_count_large_and_small_changes(
    tmp_path: Path,
) -> None:
    pay = {
        "a": (1000, 900, "principal"),
        "b": (1000, 990, "principal"),
        "c": (1000, 1000, "principal"),
        "d": (1000, 1010, "principal"),
        "e": (1000, 1100, "principal"),
        "f": (2000, 2000, "junior"),
    }
    rows = [f"{name},2026-01,{b},{a},{grade}" for name, (b, a, grade) in pay.items()]
    found = rows_of("\n".join(["employee_id,month,before,after,grade", *rows]), tmp_path, "grade")
    assert found == [
        ("junior", 1, 2000, 2000, 0, 0),
        ("principal", 5, 1000, 1000, 2, 2),  # nobody is senior: no row
    ]


SOMEBODY_JOINS = (
    "employee_id,month,before,after,grade,tenure_months\n"
    "ann,2026-01,1000,1100,junior,1\n"
    "bob,2026-01,3000,3000,junior,70\n"
    "cho,2026-02,5000,5000,senior,0\n"
    "dan,2026-01,2000,1000,senior,70"
)


def before_somebody_joins(folder: Path) -> Facts:
    return first_rows(compared(folder, SOMEBODY_JOINS).baseline.facts, 1)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("grade", [("junior", 2, 2000, 2050), ("senior", 1, 2000, 1000)]),
        ("tenure", [("0–2", 1, 1000, 1100), ("≥ 60", 2, 2500, 2000)]),
    ],
)
def test_who_is_in_no_month_is_in_no_group(
    column: str, expected: list[object], tmp_path: Path
) -> None:
    facts = before_somebody_joins(tmp_path)
    whole = compared(tmp_path, SOMEBODY_JOINS)
    found = compare(*(evaluate(one.plan, facts) for one in (whole.baseline, whole.variant)))
    rows = found.by_group(column)
    assert [(row.group, row.people, row.baseline, row.variant) for row in rows] == expected
    together = grouped(facts, column, 1)
    assert together is not None
    assert list(zip(together.names, together.people.tolist(), strict=True)) == [
        (group, people) for group, people, *_ in expected
    ]
    assert together.sums(np.ones(4)).tolist() == together.people.tolist()


def test_who_moved_belongs_to_the_group_of_the_last_month(tmp_path: Path) -> None:
    sheet = (
        "employee_id,month,before,after,team\n"
        "ann,2026-01,1000,1000,red\n"
        "ann,2026-02,1000,1000,blue\n"
        "bob,2026-01,2000,2000,red\n"  # left in red; February is not his
        "cho,2026-01,3000,3000,blue\n"
        "cho,2026-02,3000,3000,blue"
    )
    found = {row[0]: row[1:4] for row in rows_of(sheet, tmp_path, "team")}
    assert found == {"red": (1, 2000, 2000), "blue": (2, 8000 / 4, 8000 / 4)}


@pytest.mark.parametrize(
    ("tenure", "group"),
    [
        *((0, "0–2"), (2, "0–2"), (3, "3–5"), (5, "3–5"), (6, "6–11"), (11, "6–11")),
        *((12, "12–23"), (23, "12–23"), (24, "24–59"), (59, "24–59"), (60, "≥ 60"), (300, "≥ 60")),
    ],
)
def test_tenure_groups_by_months_of_service(tmp_path: Path, tenure: int, group: str) -> None:
    sheet = f"employee_id,month,before,after,tenure_months\nann,2026-01,1000,1000,{tenure}"
    assert rows_of(sheet, tmp_path, "tenure") == [(group, 1, 1000, 1000, 0, 0)]


def test_tenure_is_that_of_the_last_month(tmp_path: Path) -> None:
    sheet = (
        "employee_id,month,before,after,tenure_months\n"
        "ann,2026-01,1000,1000,11\nann,2026-02,1000,1000,12\nbob,2026-01,1000,1000,2"
    )
    found = rows_of(sheet, tmp_path, "tenure")
    assert [row[:2] for row in found] == [("0–2", 1), ("12–23", 1)]


def test_people_are_grouped_by_whatever_tells_them_apart(tmp_path: Path) -> None:
    columns = "employee_id,month,before,after,region,grade,team"
    rows = "ann,2026-01,1,1,north,junior,red\nbob,2026-01,1,1,north,junior,blue"
    without = compared(tmp_path, f"{columns}\n{rows}").variant.facts
    # One region only: no grouping. Grades have three values, even where only one is met.
    assert groupings(without) == ("grade", "team")
    tenure = "\n".join(f"{row},{place}" for place, row in enumerate(rows.splitlines()))
    facts = compared(tmp_path, f"{columns},tenure_months\n{tenure}").variant.facts
    assert groupings(facts) == ("grade", "team", "tenure")


def test_a_name_is_no_group(tmp_path: Path) -> None:
    rows = [f"e{i},2026-01,1,1,name {i},{team}" for i, team in enumerate("aabbc")]
    sheet = "\n".join(["employee_id,month,before,after,name,team", *rows])
    assert groupings(compared(tmp_path, sheet).variant.facts) == ("team",)


def test_changes_are_whole_fen(tmp_path: Path) -> None:
    # As doubles 1000.1 − 1000 is 0.10000000000002274, and less than 500.1 − 500.
    found = compared(tmp_path, month_of({"ann": (1000, 1000.1), "bob": (500, 500.1)}))
    assert found.change_by_person.tolist() == [0.1, 0.1]
    assert found.difference == 0.2
