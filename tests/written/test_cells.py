"""Dates, months and numbers as files write them."""

from __future__ import annotations

import pyarrow as pa
import pytest

from engine.written.written_dates import month_within, read_day, read_days, year_within
from engine.written.written_numbers import read_numbers, unusual_numbers


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("2026-03", "2026-03"),
        ("2026/3", "2026-03"),
        ("202603", "2026-03"),
        ("2026年3月", "2026-03"),
        ("2026年03月份", "2026-03"),
        ("２０２６年３月", "2026-03"),
        ("Mar-26", "2026-03"),
        ("March 2026", "2026-03"),
        ("03/2026", "2026-03"),
        ("2026-3-1", "2026-03-01"),
        ("2026/03/01 08:15:00", "2026-03-01"),
        ("20260301", "2026-03-01"),
        ("2026年3月1日", "2026-03-01"),
        ("1-Mar-26", "2026-03-01"),
        ("Mar 1, 2026", "2026-03-01"),
        ("2026-03-01T00:00:00", "2026-03-01"),
        ("26年3月", "2026-03"),
        ("2026年第3期", "2026-03"),
        ("2026-03-01至2026-03-31", "2026-03"),
        ("2026.3.1-3.31", "2026-03"),
    ],
)
def test_a_day_or_month_is_read_in_every_usual_form(cell: str, meant: str) -> None:
    day = read_day(cell)
    assert day is not None
    assert day.text == meant


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-26~2026-04-25",
        "2026.3.26-4.25",
        "2026年第13期",
        "2026-13",
        "1.5",
        "12345",
        "85%",
        "March",
        "A-2026-03",
        "32/13/2026",
    ],
)
def test_what_is_no_day_with_a_year_is_not_taken_for_one(cell: str) -> None:
    day = read_day(cell)
    assert day is None or day.year == 0


def test_a_workbooks_number_of_a_day_is_one_only_where_days_are_expected() -> None:
    assert read_day("46082") is None
    day = read_day("46082", serial=True)
    assert day is not None
    assert day.text == "2026-03-01"


def test_the_whole_column_tells_whether_the_day_comes_first() -> None:
    days = read_days(["03/04/2026", "30/04/2026"])
    assert days.read["03/04/2026"].text == "2026-04-03"
    assert not days.lacks_order
    months = read_days(["03/04/2026", "04/30/2026"])
    assert months.read["03/04/2026"].text == "2026-03-04"


def test_days_that_may_be_months_are_left_open() -> None:
    assert read_days(["03/04/2026", "05/06/2026"]).lacks_order
    both = read_days(["30/04/2026", "04/30/2026"])
    assert both.lacks_order


def test_months_without_a_year_wait_for_it() -> None:
    assert read_days(["1月", "2月"]).lacks_year
    assert read_days(["1月", "十二月"], year=2026).read["十二月"].text == "2026-12"


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("2019-2月份工资条，请查收", (2019, 2)),
        ("工资明细表（2019.1.1至2019.1.31）", (2019, 1)),
        ("销售明细 202603", (2026, 3)),
        ("3月", (0, 3)),
        ("2019年1月至2019年3月", None),
        ("2021", None),
    ],
)
def test_a_title_names_a_month_or_more_than_one(title: str, month: tuple[int, int] | None) -> None:
    day = month_within(title)
    assert (day and (day.year, day.month)) == month


def test_the_name_of_a_file_says_the_year() -> None:
    assert year_within("MetricData2021") == 2021
    assert year_within("2021 and 2022") is None


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("35188", "35188"),
        ("1,234.50", "1234.5"),
        ("1 234.50", "1234.5"),
        ("9.98%", "0.0998"),
        ("９９％", "0.99"),
        ("12.5万", "125000"),
        ("1.2亿", "120000000"),
        ("3.5k", "3500"),
        ("(300)", "-300"),
        ("300-", "-300"),
        ("\u2212300", "-300"),
        ("¥1,000.00", "1000"),
        ("US$ 1,000", "1000"),
        ("85分", "85"),
        ("１２３", "123"),
        ("1.5E+05", "150000"),
        ("0.10", "0.1"),
        ("007", "7"),
        ("1,23,456.50", "123456.5"),
        ("1'234.50", "1234.5"),
        ("\u2013300", "-300"),
        ("2.5千万", "25000000"),
        ("1.2 million", "1200000"),
        ("3‰", "0.003"),
    ],
)
def test_a_number_is_read_without_losing_a_digit(cell: str, meant: str) -> None:
    assert read_numbers([cell]).read == {cell: meant}


@pytest.mark.parametrize(
    "cell", ["1,23,4", "1,234,56", "123,45,678", "abc", "12-3", "(−3)", "1.2.3,4,5", "#N/A", "12月"]
)
def test_what_is_no_number_is_not_mended(cell: str) -> None:
    found = read_numbers([cell], decimal_comma=False)
    assert not found.read
    assert found.unread == (cell,)


def test_a_dash_says_that_there_is_no_value_and_is_not_taken_for_0() -> None:
    found = read_numbers(["-", "—", "n/a", "0"])
    assert found.empty == ("-", "—", "n/a")
    assert found.read == {"0": "0"}


def test_the_whole_column_tells_what_a_comma_parts() -> None:
    german = read_numbers(["1.234,50", "12,5", "1.000"])
    assert list(german.read.values()) == ["1234.5", "12.5", "1000"]
    english = read_numbers(["1,234", "12,345.5"])
    assert list(english.read.values()) == ["1234", "12345.5"]


def test_a_point_before_three_digits_alone_may_part_thousands_and_is_asked() -> None:
    column = pa.array(["1.234", "999", "12.500", ""])
    found = read_numbers(unusual_numbers(column))
    assert found.unclear == ("1.234", "12.500")
    assert not found.read
    decided = read_numbers(unusual_numbers(column), decimal_comma=True)
    assert decided.read == {"1.234": "1234", "12.500": "12500"}
    shown = pa.array(["1.234", "12.5"])
    assert unusual_numbers(shown) == []


def test_plain_decimals_beside_decimal_commas_are_not_taken_as_they_seem() -> None:
    column = pa.array(["1.234", "2.500,75"])
    assert read_numbers(unusual_numbers(column)).read == {"2.500,75": "2500.75", "1.234": "1234"}


def test_a_column_that_contradicts_itself_is_asked_for() -> None:
    column = pa.array(["1.234,50", "1,234.50", "12.5", "7"])
    found = read_numbers(unusual_numbers(column))
    assert set(found.unclear) == {"1.234,50", "1,234.50", "12.5"}
    assert not found.read


def test_2026_1_is_january_only_where_2026_10_stands_in_the_column_too() -> None:
    assert read_days(["2026.1", "2026.10"]).read["2026.1"].text == "2026-01"
    lost = read_days(["2026.1", "2026.9", "2026.11"])
    assert (lost.lacks_zero, lost.unread) == (True, ("2026.1",))
    assert read_days(["2026.1", "2026.9"], october=True).read["2026.1"].text == "2026-10"
    assert read_days(["2026.1", "2026.9"], october=False).read["2026.1"].text == "2026-01"


def test_a_few_cells_unlike_the_most_are_asked_for_and_the_others_are_read() -> None:
    column = pa.array([f"{n}.5" for n in range(10)] + ["1.234,50"])
    found = read_numbers(unusual_numbers(column))
    assert (found.unclear, found.unread) == ((), ("1.234,50",))
    assert found.read["3.5"] == "3.5"


def test_one_decimal_comma_among_whole_numbers_may_be_a_slip() -> None:
    column = pa.array([str(n) for n in range(20)] + ["1,23"])
    texts = unusual_numbers(column)
    assert read_numbers(texts, others=20).unclear == ("1,23",)
    assert read_numbers(texts, others=5).read == {"1,23": "1.23"}
