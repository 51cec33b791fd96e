"""Corners of the language that once went wrong or easily could, each in a situation to check by
hand. People come and go: B has no row in February, and only March ends a quarter."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from engine import Memory, Refused, evaluate, load_plan, read_facts
from tests.evaluation.results import measures
from tests.small_plan import paid, small_plan

PEOPLE = """
    employee_id,month,sales,quota,score,grade,former_grade,region,team,manager_id,tenure_months
    A,2026-01,10,100,1,junior,junior,north,red,,0
    A,2026-02,20,100,2,junior,junior,north,red,,1
    A,2026-03,30,100,3,senior,junior,north,red,,2
    B,2026-01,40,100,4,senior,senior,south,red,A,30
    B,2026-03,50,100,5,principal,senior,south,blue,A,32
"""


def yuan(
    folder: Path,
    formula: str,
    others: Mapping[str, Any] | None = None,
    parameters: Mapping[str, Any] | None = None,
    every: str = "month",
    people: str = PEOPLE,
) -> list[list[float]]:
    """What a pay line pays: a row a month, a column a person."""
    lines = {**(others or {}), "tried": {"pay": formula, "every": every}}
    payouts = paid(small_plan(lines, parameters), people, folder)
    found: list[list[float]] = (payouts.amounts("tried") / 100).tolist()
    return found


def test_nobody_is_paid_in_a_month_without_a_row(tmp_path: Path) -> None:
    for formula in (
        "7",
        "7 + 0 * sales",
        "7 if sales >= 0 else 1",
        'base_by_grade["junior" if sales > 5 else "senior"] + 6 - (1 if sales <= 5 else 0)',
        "calendar_month * 0 + 7",
        "rows() * 0 + 7",
    ):
        assert yuan(tmp_path, formula) == [[7, 7], [7, 0], [7, 7]], formula


def test_a_quarterly_line_counts_in_longer_sums_where_it_falls_due(tmp_path: Path) -> None:
    """B is away when the second quarter ends, and gets nothing of it by being there in April."""
    head = PEOPLE.strip().splitlines()[0]
    rest = "100,0,junior,junior,north,red,,0"
    months = {"A": (1, 2, 3, 4, 5, 6, 7), "B": (3, 4, 7, 8, 9)}
    people = "\n".join(
        [head, *(f"{who},2026-{m:02},{m},{rest}" for who, all_ in months.items() for m in all_)]
    )
    quarterly = {
        "quarterly": {"working": "quarter_sum(sales)", "every": "quarter"},
        "one": {"working": "1", "every": "quarter"},
    }

    def of_months(formula: str) -> tuple[list[float], list[float]]:
        """For A from January to July, for B in the months they are there."""
        found = yuan(tmp_path, formula, quarterly, people=people)
        a, b = ([found[m - 1][k] for m in months[who]] for k, who in enumerate("AB"))
        return a, b

    assert of_months("year_sum(quarterly)") == ([0, 0, 6, 6, 6, 21, 21], [3, 3, 3, 3, 27])
    assert of_months("year_mean(quarterly)") == ([0, 0, 6, 6, 6, 10.5, 10.5], [3, 3, 3, 3, 13.5])
    # what is known every month is taken in the months in which the quarterly line falls due
    assert of_months("year_sum(quarterly * sales)")[0] == [0, 0, 18, 18, 18, 108, 108]
    assert of_months("half_sum(one)") == ([0, 0, 1, 1, 1, 2, 0], [1, 1, 0, 0, 1])
    with pytest.raises(Refused, match="exists only once a quarter"):
        small_plan({**quarterly, "tried": "recent_sum(quarterly, 3)"})


def test_a_month_without_a_row_counts_for_nothing_in_sums(tmp_path: Path) -> None:
    looked_up = 'base_by_grade["junior" if sales > 5 else "principal"]'
    assert yuan(tmp_path, f"year_sum({looked_up})") == [[1, 1], [2, 0], [3, 2]]
    assert yuan(tmp_path, "year_sum(5)") == [[5, 5], [10, 0], [15, 10]]
    assert yuan(tmp_path, "year_mean(5 + sales)") == [[15, 45], [20, 0], [25, 50]]
    assert yuan(tmp_path, "recent_sum(1, 2)") == [[1, 1], [2, 0], [2, 1]]
    assert yuan(tmp_path, "total(1)") == [[2, 2], [1, 0], [2, 2]]


def test_a_quarterly_line_counts_where_it_is_due_also_if_it_is_one_figure(tmp_path: Path) -> None:
    for formula in ("500", "cap / 2", "500 + 0 * sales", "100 * 5 + calendar_month * 0"):
        quarterly = {"quarterly": {"pay": formula, "every": "quarter"}}
        found = yuan(tmp_path, "quarterly + 1", quarterly)
        assert found == [[1, 1], [1, 0], [501, 501]], formula
        assert yuan(tmp_path, "year_sum(quarterly)", quarterly)[2] == [500, 500]


def test_a_half_yearly_line_counts_in_every_second_quarter(tmp_path: Path) -> None:
    months = "".join(f"A,2026-{m:02},10,100,1,junior,junior,north,red,,0\n" for m in range(1, 13))
    people = PEOPLE.strip().splitlines()[0].strip() + "\n" + months
    half = {"half": {"pay": "sales * 6", "every": "half"}}
    found = yuan(tmp_path, "half + 1", half, every="quarter", people=people)
    assert [month[0] for month in found] == [0, 0, 1, 0, 0, 61, 0, 0, 1, 0, 0, 61]


def test_a_line_is_never_due_where_no_period_ends(tmp_path: Path) -> None:
    january = "\n".join(
        line for line in PEOPLE.splitlines() if "-02" not in line and "-03" not in line
    )
    for every in ("quarter", "half", "year"):
        for formula in ("ratio(sales, score)", "sales / quota", "rank(sales)", "min(sales, score)"):
            assert yuan(tmp_path, formula, every=every, people=january) == [[0, 0]]


def test_words_of_time_also_take_what_is_the_same_for_everyone(tmp_path: Path) -> None:
    assert yuan(tmp_path, "previous(5, first=1)") == [[1, 1], [5, 0], [5, 5]]
    assert yuan(tmp_path, "previous(calendar_month, first=9)") == [[9, 9], [1, 0], [2, 1]]
    assert yuan(tmp_path, "1 if streak(generous, 2) else 0") == [[0, 0], [1, 0], [0, 0]]
    assert yuan(tmp_path, "quarter_sum(cap)") == [[1000, 1000], [2000, 0], [3000, 2000]]


def test_the_months_of_a_streak_count_once_and_must_follow_each_other(tmp_path: Path) -> None:
    people = PEOPLE + "    A,2026-04,30,100,3,senior,junior,north,red,,3\n"
    found = yuan(tmp_path, "1 if streak(sales > 5, 2) else 0", people=people)
    assert [month[0] for month in found] == [0, 1, 0, 1]
    assert [month[1] for month in found] == [0, 0, 0, 0]


def test_groups_may_be_worked_out(tmp_path: Path) -> None:
    by_size = 'total(sales, by="junior" if sales >= 30 else "senior")'
    assert yuan(tmp_path, by_size) == [[10, 40], [20, 0], [80, 80]]
    by_month = 'total(sales, by="junior" if calendar_month == 1 else "senior")'
    assert yuan(tmp_path, by_month) == [[50, 50], [20, 0], [80, 80]]


def test_a_ledger_kept_monthly_can_be_read_quarterly(tmp_path: Path) -> None:
    ledger = {
        "ledger": {
            "working": "carry_over(receipts=sales, target=15, base_share=1,"
            " no_carry_above=1000, exempt=1 > 2)"
        },
        "again": {"working": "ledger", "every": "quarter"},
    }
    monthly = yuan(tmp_path, "ledger.carry", ledger)
    for formula in ("ledger.carry", "again.carry"):
        assert yuan(tmp_path, formula, ledger, every="quarter") == [[0, 0], [0, 0], monthly[2]]
    # A: short of 5, then filled (releasing the base) exactly, then 15 over; B: 25, then 60 over.
    assert monthly == [[0, 25], [0, 0], [15, 60]]


def test_the_prize_of_a_rank_between_two_is_the_lower(tmp_path: Path) -> None:
    prizes = {"prizes": {"prizes": [[1, 100], [3, 50]]}}
    for rank, prize in ((0, 0), (0.5, 0), (1, 100), (1.5, 50), (3, 50), (3.1, 0), (4, 0)):
        assert yuan(tmp_path, f"prize(prizes, {rank})", parameters=prizes)[0][0] == prize


NO_LIMIT = {"limit": {"value": None, "no_limit": True}}


@pytest.mark.parametrize(
    ("formula", "january"),
    [
        ("min(sales, limit)", [10, 40]),
        ("clip(sales, 20, limit)", [20, 40]),
        ("1 if sales > limit else 2", [2, 2]),
        ("1 if sales >= limit else 2", [2, 2]),
        ("1 if sales < limit else 2", [1, 1]),
        ("1 if sales == limit else 2", [2, 2]),
        ("1 if sales != limit else 2", [1, 1]),
        ("1 if sales in (10, limit) else 2", [1, 2]),
        ("min(sales, (limit - sales) if sales > 25 else 7)", [7, 40]),
        ("ratio(sales, limit)", [0, 0]),
        ("sales if sales >= 0 else limit", [10, 40]),
        ("year_sum(sales if sales > 0 else limit)", [10, 40]),
        ("recent_sum(sales, limit)", [10, 40]),
        ("1 if streak(sales > 0, limit) else 2", [2, 2]),
        ("1 if limit >= limit else 2", [1, 1]),
        ("floor(min(limit, sales))", [10, 40]),
    ],
)
def test_a_parameter_without_a_figure_is_no_limit(
    tmp_path: Path, formula: str, january: list[float]
) -> None:
    assert yuan(tmp_path, formula, parameters=NO_LIMIT)[0] == january


def test_who_is_absent_has_nothing_even_where_there_is_no_limit(tmp_path: Path) -> None:
    unlimited = "limit if score == 0 else sales"
    assert yuan(tmp_path, unlimited, parameters=NO_LIMIT) == [[10, 40], [20, 0], [30, 50]]
    summed = yuan(tmp_path, f"year_sum({unlimited})", parameters=NO_LIMIT)
    assert summed == [[10, 40], [30, 0], [60, 90]]


@pytest.mark.parametrize(
    ("formula", "parameters"),
    [
        ("limit", NO_LIMIT),
        ("limit - limit", NO_LIMIT),
        ("0 * limit * sales", NO_LIMIT),
        ("total(limit)", NO_LIMIT),
        (" * ".join(["big"] * 26), {"big": {"value": 9 * 10**12}}),
    ],
)
def test_pay_that_is_no_finite_number_is_refused_in_words(
    tmp_path: Path, formula: str, parameters: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        yuan(tmp_path, formula, parameters=parameters)
    [problem] = refused.value.problems
    assert (problem.key, problem.column) == ("not_finite", "tried")
    assert "A" in problem.text("en") and problem.sentence("zh")


BIG = {"big": {"value": 3_333_333_333.33}}
"""Three months of it are 9,999,999,999.99; ten billion yuan a person and line are too much."""


def test_pay_is_exact_up_to_ten_billion(tmp_path: Path) -> None:
    paid_out = yuan(tmp_path, "big", parameters=BIG)
    assert paid_out == [[3_333_333_333.33] * 2, [3_333_333_333.33, 0], [3_333_333_333.33] * 2]


@pytest.mark.parametrize(
    "formula",
    [
        "big + (0.01 if sales == 10 else 0)",
        "-big - (0.01 if sales == 10 else 0)",
        "big * 3.1",
        "big * (4 if sales == 10 else -4)",
        "big * (-2 if sales == 10 else 4 if sales == 20 else -2)",
    ],
    ids=["a fen more", "a fen less", "a month", "what another month takes back", "in the middle"],
)
def test_pay_of_ten_billion_and_more_is_refused_in_words(tmp_path: Path, formula: str) -> None:
    with pytest.raises(Refused) as refused:
        yuan(tmp_path, formula, parameters=BIG)
    [problem] = refused.value.problems
    assert (problem.key, problem.column) == ("pay_too_large", "tried")
    assert "employee A" in problem.sentence("en") and "100 亿元" in problem.sentence("zh")


def test_what_is_known_of_a_category_holds_for_this_person_and_month_only(tmp_path: Path) -> None:
    award = {"award": {"table": {"senior": 5}, "by": "grade"}}
    guarded = "year_sum(award[grade] if grade in award else 0)"
    assert yuan(tmp_path, guarded, parameters=award) == [[0, 5], [0, 0], [5, 5]]
    with pytest.raises(Refused, match="junior"):
        yuan(tmp_path, "year_sum(award[grade]) if grade in award else 0", parameters=award)


def test_texts_can_be_measured_and_chosen(tmp_path: Path) -> None:
    lines = {
        "tried": {"pay": "1"},
        "own": {"measure": "grade"},
        "same": {"measure": '"late"'},
        "chosen": {"measure": "grade if sales > 10 else former_grade", "every": "quarter"},
        "place": {"measure": "forced_distribution(sales, 0.5, 0.5)"},
    }
    found = measures(paid(small_plan(lines), PEOPLE, tmp_path, measures=True))
    assert found["B", "2026-03", "own"] == "principal"
    assert found["A", "2026-01", "same"] == "late"
    assert found["A", "2026-03", "chosen"] == "senior"
    assert ("A", "2026-01", "chosen") not in found
    assert (found["A", "2026-03", "place"], found["B", "2026-03", "place"]) == ("bottom", "top")


def test_rounding_is_half_away_from_zero_at_the_end_only(tmp_path: Path) -> None:
    for amount, paid_out in (
        ("0.005", 0.01), ("0.0049", 0), ("-0.005", -0.01), ("1.005", 1.01), ("2.675", 2.68),
        ("1.115 * 100 / 100", 1.12), ("0.1 + 0.2 + 0.005 - 0.3", 0.01), ("-1.005", -1.01),
        ("1000000.005", 1000000.01), ("8.345 * 3", 25.04),
    ):  # fmt: skip
        assert yuan(tmp_path, amount)[0][0] == paid_out, amount
    third = {"third": {"pay": "0.004"}}
    assert yuan(tmp_path, "third * 3", third)[0][0] == 0.01


def test_decisions_are_taken_on_the_exact_values(tmp_path: Path) -> None:
    for condition in (
        "0.1 + 0.2 == 0.3", "0.1 * 3 >= 0.3", "not 0.1 * 3 > 0.3", "0.3 <= 0.1 * 3",
        "0.7 + 0.1 >= 0.8", "floor(0.3 / 0.1) == 3", "ceil(0.1 * 3 / 0.1) == 3",
        "floor((0.1 + 0.7) * 10) == 8", "0.3 in (0.1 * 3, 7)",
        "rank(0.1 * 3 + sales) == rank(0.3 + sales)", "0.1 + 0.2 - 0.3 == 0",
        "not 0.1 + 0.2 - 0.3 > 0", "ratio(1, 0.1 + 0.2 - 0.3) == 0",
    ):  # fmt: skip
        assert yuan(tmp_path, f"1 if {condition} else 0")[0] == [1, 1], condition


def test_facts_of_another_plan_are_refused(tmp_path: Path) -> None:
    seller = load_plan("service-seller")
    facts = read_facts(Path(__file__).parents[1] / "cases/service-seller/facts.csv", seller)
    with pytest.raises(Refused) as refused:
        evaluate(load_plan("points-pay"), facts)
    problems = refused.value.problems
    assert {p.key for p in problems} == {"facts_lack"}
    assert "calls" in {p.column for p in problems}
    assert "Points" in problems[0].text("en") or "points" in problems[0].text("en")


def test_a_memory_too_small_for_anything_still_gives_results(tmp_path: Path) -> None:
    plan = small_plan({"tried": "rank(sales) + total(score, by=team)"})
    usual = paid(plan, PEOPLE, tmp_path)
    memory = Memory(0)
    for _ in range(2):
        again = evaluate(plan, usual.facts, memory, measures=True)
        assert (again.amounts("tried") == usual.amounts("tried")).all()


def test_a_measure_that_is_nought_is_written_as_nought(tmp_path: Path) -> None:
    lines = {
        "residue": {"measure": "0.1 + 0.2 - 0.3 + 0 * sales"},
        "below": {"measure": "-0.0 * sales"},
        "tried": {"pay": "residue + below"},
    }
    table = paid(small_plan(lines), PEOPLE, tmp_path, measures=True).table(measures=True)
    written = dict(zip(table["line"].to_pylist(), table["amount"].to_pylist(), strict=True))
    assert (written["residue"], written["below"]) == ("0", "0")


def test_a_figure_that_lines_of_two_cycles_share_has_the_months_of_each(tmp_path: Path) -> None:
    lines = {
        "monthly": {"measure": "7"},
        "quarterly": {"measure": "7", "every": "quarter"},
        "tried": {"pay": "sales"},
    }
    reported = paid(small_plan(lines), PEOPLE, tmp_path, measures=True).measures
    assert {name: found.array.tolist() for name, found in reported.items()} == {
        "monthly": [[7, 7], [7, 7], [7, 7]],
        "quarterly": [[7, 7]],
    }


def test_weights_of_any_size_share_a_pool_exactly(tmp_path: Path) -> None:
    """Fen times weight has more than 63 bits; the two equal weights differ by a fen, by id."""
    rows = """
        employee_id,month,sales,quota,score,grade,former_grade,region,team,manager_id,tenure_months
        A,2026-01,8000000.01,100,999999.999999,junior,junior,north,red,,0
        B,2026-01,0,100,999999.999999,junior,junior,north,red,,0
        C,2026-01,0,100,0.000002,junior,junior,north,red,,0
    """
    payouts = paid(small_plan({"share": "split(total(sales), score)"}), rows, tmp_path)
    # 400000000.5 fen less 0.0004 each; 0.0008 fen for C: the one missing goes to A.
    assert payouts.amounts("share")[0].tolist() == [400000001, 400000000, 0]
