"""A plan held against what was paid, worked by hand: shares, totals, parts and cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.analysis import Reconciliation, reconcile
from engine.text import Refused
from tests.analysis.paid_people import SALES, commission, facts_of
from tests.small_plan import small_plan


def against(folder: Path, *paid: str) -> Reconciliation:
    """Ann's 2 % of 10,000 a month, 200 yuan by the plan, against what she was paid."""
    plan = commission()
    rows = [f"ann,2026-{i:02d},10000,{cell}" for i, cell in enumerate(paid, 1)]
    return reconcile(plan, facts_of(folder, plan, "sales,paid", rows), {"gross_pay": "paid"})


@pytest.mark.parametrize(
    ("paid", "fen", "yuan", "percent"),
    [
        ("200", True, True, True),
        ("200.00", True, True, True),
        ("200.01", False, True, True),
        ("201", False, True, True),  # 1 yuan sharp
        ("201.01", False, False, True),
        ("199", False, True, True),
        ("198.02", False, False, True),  # 1.98 of 198.02 is a fen below 1 %
        ("198.01", False, False, False),  # 1.99 of 198.01 is more than 1 %
        ("202.02", False, False, True),  # 2.02 of 202.02 is a fen below 1 %
        ("202.03", False, False, False),
        ("0", False, False, False),
        ("-200", False, False, False),
    ],
)
def test_what_agrees_and_how_nearly(
    tmp_path: Path, paid: str, fen: bool, yuan: bool, percent: bool
) -> None:
    found = against(tmp_path, paid)
    assert (found.to_the_fen, found.to_one_yuan, found.to_one_percent) == (fen, yuan, percent)


@pytest.mark.parametrize(("paid", "percent"), [("200.00", True), ("200.01", False)])
def test_one_per_cent_sharp_is_within_it(tmp_path: Path, paid: str, percent: bool) -> None:
    plan = commission()  # 2 % of 9,900 are 198: 2 less than 200, 2.01 less than 200.01
    facts = facts_of(tmp_path, plan, "sales,paid", [f"ann,2026-01,9900,{paid}"])
    assert reconcile(plan, facts, {"gross_pay": "paid"}).to_one_percent == percent


def test_totals_and_cases_are_exact(tmp_path: Path) -> None:
    found = against(tmp_path, "200", "700", "199.99", "", "150")
    # Paid 200 + 700 + 199.99 + 150 against four times 200; nothing is known of April.
    assert (found.compared, found.blank) == (4, 1)
    assert (found.total_paid, found.total_plan, found.difference) == (124_999, 80_000, 44_999)
    assert found.open_amount == 50_000 + 1 + 5_000
    assert found.to_the_fen == 1 / 4
    assert [(c.month, c.line, c.paid, c.plan, c.difference) for c in found.cases] == [
        ("2026-02", "gross_pay", 70_000, 20_000, 50_000),
        ("2026-05", "gross_pay", 15_000, 20_000, -5_000),
        ("2026-03", "gross_pay", 19_999, 20_000, -1),
    ]
    assert found.cases.table()["difference"].to_pylist() == ["500.00", "-50.00", "-0.01"]
    assert [p.key for p in found.notes] == ["paid_blank"]
    assert "¥200.00" in found.notes[0].text("en")


def test_cases_of_one_size_go_by_employee_month_and_line(tmp_path: Path) -> None:
    plan = small_plan({"one": "sales", "two": "sales"}, {}, SALES)
    rows = ["bob,2026-01,10,11,9", "ann,2026-02,10,9,10", "ann,2026-01,10,10,11"]
    facts = facts_of(tmp_path, plan, "sales,first,second", rows)
    found = reconcile(plan, facts, {"one": "first", "two": "second"})
    assert [(c.employee, c.month, c.line) for c in found.cases] == [
        ("ann", "2026-01", "two"),
        ("ann", "2026-02", "one"),
        ("bob", "2026-01", "one"),
        ("bob", "2026-01", "two"),
    ]
    assert [c.difference for c in found.cases[1:3]] == [-100, 100]
    # Bob was paid the same altogether, and still both lines are open.
    assert (found.difference, found.open_amount) == (0, 400)


def test_gross_pay_and_lines_are_not_counted_twice(tmp_path: Path) -> None:
    plan = small_plan({"one": "sales", "two": "2 * sales"}, {}, SALES)
    rows = ["ann,2026-01,10,10,25,35", "bob,2026-01,10,11,19,30", "cid,2026-01,10,10,20,30"]
    facts = facts_of(tmp_path, plan, "sales,first,second,all", rows)
    paid = {"gross_pay": "all", "one": "first", "two": "second"}
    found = reconcile(plan, facts, paid)
    # Ann: 5 more in one line, and in all. Bob: 1 more and 1 less. Cid agrees.
    assert (found.total_paid, found.total_plan) == (9_500, 9_000)
    assert found.to_the_fen == 1 / 3
    assert found.open_amount == 500 + 200
    assert {p.key: (p.compared, p.agreeing, p.difference) for p in found.by_line()} == {
        "gross_pay": (3, 2, 500),
        "one": (3, 2, 100),
        "two": (3, 1, 400),
    }


def test_parts_by_month_group_and_size(tmp_path: Path) -> None:
    plan = commission()
    rows = [
        "ann,2026-01,10000,north,200",
        "ann,2026-02,10000,south,201",
        "bob,2026-02,10000,south,1200.01",
        "cid,2026-02,10000,,200",
        "cid,2026-04,10000,north,",
    ]
    facts = facts_of(tmp_path, plan, "sales,office,paid", rows)
    found = reconcile(plan, facts, {"gross_pay": "paid"})
    assert [(p.key, p.compared, p.agreeing, p.open_amount) for p in found.by_month()] == [
        ("2026-01", 1, 1, 0),
        ("2026-02", 3, 1, 100 + 100_001),
    ]
    assert {p.key: (p.compared, p.difference) for p in found.by_group("office")} == {
        "north": (1, 0),
        "south": (2, 100_101),
        "—": (1, 0),
    }
    assert [(p.label["en"], p.compared) for p in found.by_size()] == [
        ("To the fen", 2),
        ("Up to ¥1", 1),
        ("Above ¥1,000", 1),
    ]


def test_the_seal_never_says_more_than_is_so(tmp_path: Path) -> None:
    assert against(tmp_path, "200").seal["en"] == (
        "Reconciled to the fen in all person-months compared"
    )
    plan = commission()
    rows = [f"e{i:04d},2026-01,10000,{200 if i else 200.4}" for i in range(3000)]
    facts = facts_of(tmp_path, plan, "sales,paid", rows)
    seal = reconcile(plan, facts, {"gross_pay": "paid"}).seal
    assert seal["en"] == "Reconciled to 99.9\u00a0% of person-months, ¥0.40 open"
    assert seal["zh"] == "核对：99.9% 的人月一致，尚有 0.40\u00a0元差异未说明"


def test_parts_of_a_fen_are_rounded_and_told(tmp_path: Path) -> None:
    found = against(tmp_path, "200.004", "200.005")
    assert [c.difference for c in found.cases] == [1]
    [note] = found.notes
    assert (note.key, note.values["count"]) == ("paid_beyond_fen", 2)


def test_where_either_side_has_nothing_is_told(tmp_path: Path) -> None:
    plan = commission()
    rows = ["ann,2026-01,0,50", "ann,2026-02,10000,0", "bob,2026-01,10000,200"]
    found = reconcile(plan, facts_of(tmp_path, plan, "sales,paid", rows), {"gross_pay": "paid"})
    told = {p.key: p.text("en") for p in found.notes}
    assert set(told) == {"paid_not_by_plan", "plan_not_paid"}
    assert "¥50.00" in told["paid_not_by_plan"] and "¥200.00" in told["plan_not_paid"]


@pytest.mark.parametrize(
    ("paid", "key"),
    [
        ({"gross_pay": "piad"}, "paid_no_column"),
        ({"comission": "paid"}, "paid_of_line"),
        ({"gross_pay": "empty"}, "paid_no_column"),
        ({}, "paid_none"),
    ],
)
def test_a_column_that_cannot_be_compared_is_refused(
    tmp_path: Path, paid: dict[str, str], key: str
) -> None:
    plan = commission()
    facts = facts_of(tmp_path, plan, "sales,paid,empty", ["ann,2026-01,10000,200,"])
    with pytest.raises(Refused) as caught:
        reconcile(plan, facts, paid)
    assert [p.key for p in caught.value.problems] == [key]
