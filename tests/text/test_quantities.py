"""Figures of plans with their units, in both languages."""

from __future__ import annotations

import math

import pytest

from engine.text import (
    OWN,
    SPACE,
    difference,
    further_decimals,
    is_exact,
    operand,
    quantities,
    quantity,
    unit_name,
    value_text,
)


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (3000, "CNY", "¥3,000", "3,000 元"),
        (3000, "CNY/month", "¥3,000 a month", "3,000 元/月"),
        (0.5, "CNY/point", "¥0.50 a point", "0.50 元/分"),
        (0.00125, "CNY/call", "¥0.00125 a call", "0.00125 元/通"),
        (-600, "CNY", "−¥600", "−600 元"),
        (1e-7, "CNY", "¥0.0000001", "0.0000001 元"),
        (3, "CNY/bale", "¥3/bale", "3 元/bale"),
        (0.1, "share", "10 %", "10%"),
        (0.1, "share of base pay", "10 % of base pay", "基本工资的 10%"),
        (0.0805, "share", "8.05 %", "8.05%"),
        (60, "points", "60 points", "60 分"),
        (1, "points", "1 point", "1 分"),
        (1.5, "points", "1.5 points", "1.5 分"),
        (1, "times", "once", "1 次"),
        (2, "times", "2 times", "2 次"),
        (1200, "calls", "1,200 calls", "1,200 通"),
        (20, "calls/hour", "20 calls an hour", "20 通/小时"),
        (2.5, "bales", "2.5 bales", "2.5 bales"),
        (0.4, "weight", "0.4", "0.4"),
        (7, OWN, "7", "7"),
        (7, "", "7", "7"),
        (True, "", "yes", "是"),
        (False, "", "no", "否"),
        (None, "CNY/month", "no limit", "不设上限"),
        (math.inf, "CNY/month", "no limit", "不设上限"),
        ("senior", "", "senior", "senior"),
    ],
)
def test_quantity(value: object, unit: str, english: str, chinese: str) -> None:
    assert plain(quantity(value, unit, "en")) == english
    assert plain(quantity(value, unit, "zh")) == chinese


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (3500, "CNY/month", "¥3,500.00 a month", "3,500.00 元/月"),
        (0.5, "CNY", "¥0.50", "0.50 元"),
        (1234.56789, "CNY", "¥1,234.5679", "1,234.5679 元"),
        (0.98105263, "share", "98.1053 %", "98.1053%"),
        (math.nan, "CNY", "–", "–"),
    ],
)
def test_quantity_with_fen(value: float, unit: str, english: str, chinese: str) -> None:
    assert plain(quantity(value, unit, "en", fen=True)) == english
    assert plain(quantity(value, unit, "zh", fen=True)) == chinese


def test_a_value_may_show_the_sign_of_its_unit_alone() -> None:
    assert value_text(3000, "CNY/month", "en") == "¥3,000"
    assert plain(value_text(0.1, "share of base pay", "en")) == "10 %"
    assert value_text(60, "points", "en") == "60"


def test_a_number_in_a_formula_has_no_unit_but_percent() -> None:
    assert operand(3500, "CNY/month", "en") == "3,500.00"
    assert plain(operand(0.925, "share", "en")) == "92.5 %"
    assert operand(math.inf, "", "en") == "no limit"


def test_values_in_a_row_say_their_unit_once() -> None:
    assert quantities([3000, 3200], "CNY/month", "en") == ["¥3,000", "¥3,200 a month"]
    chinese = [plain(text) for text in quantities([3000, 3200.5], "CNY/month", "zh")]
    assert chinese == ["3,000", "3,200.50 元/月"]
    assert quantities([0.1, 0.2], "share of base pay", "zh") == ["基本工资的 10%", "20%"]
    assert quantities([None, 60], "points", "en") == ["no limit", "60 points"]


def test_a_difference_shows_that_there_is_one() -> None:
    assert difference(0.1, "share", "en") == "10 percentage points"
    assert plain(difference(0.1, "share", "zh")) == "10 个百分点"
    assert difference(0.00001, "CNY", "en") == "¥0.00001"
    assert further_decimals(80.0, 79.999999999999, "") > 0
    assert further_decimals(80.0, 80.0, "") == 0


def test_whether_a_number_is_written_without_rounding() -> None:
    assert is_exact(0.1 + 0.2, "")
    assert is_exact(0.925, "share")
    assert not is_exact(1 / 3, "")
    assert is_exact(0.125, "CNY") and not is_exact(0.12345, "CNY")


def test_units_in_words() -> None:
    assert unit_name("CNY/month", "en") == "yuan a month"
    assert unit_name("CNY/month", "zh") == "元/月"
    assert unit_name("bales", "zh") == "bales"


def plain(text: str) -> str:
    return text.replace(SPACE, " ")
