"""Numbers as people read them, above all where rounding reaches the next unit."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.kit import numbers


@pytest.mark.parametrize(
    ("yuan", "whole", "with_fen"),
    [
        (0, "¥0", "¥0.00"),
        (-0.0, "¥0", "¥0.00"),
        (0.5, "¥1", "¥0.50"),
        (-0.5, "−¥1", "−¥0.50"),
        (-0.4, "¥0", "−¥0.40"),
        (1.005, "¥1", "¥1.01"),
        (5103.25, "¥5,103", "¥5,103.25"),
        (-1234567.895, "−¥1,234,568", "−¥1,234,567.90"),
        (math.nan, "–", "–"),
    ],
)
def test_money(yuan: float, whole: str, with_fen: str) -> None:
    assert numbers.money(yuan) == whole
    assert numbers.money(yuan, fen=True) == with_fen


@pytest.mark.parametrize(
    ("yuan", "english", "chinese"),
    [
        (0, "¥0", "¥0"),
        (5_103, "¥5,103", "¥5,103"),
        (12_340, "¥12,340", "¥12,340"),
        (99_999.4, "¥99,999", "¥99,999"),
        (99_999.5, "¥100.0 K", "10 万"),
        (345_600, "¥345.6 K", "34.6 万"),
        (999_949, "¥999.9 K", "100 万"),
        (999_950, "¥1.0 M", "100 万"),
        (11_600_000, "¥11.6 M", "1,160 万"),
        (-11_600_000, "−¥11.6 M", "−1,160 万"),
        (11_655_000, "¥11.7 M", "1,165.5 万"),
        (99_500_000, "¥99.5 M", "9,950 万"),
        (99_999_499, "¥100.0 M", "9,999.9 万"),
        (99_999_500, "¥100.0 M", "1 亿"),
        (120_000_000, "¥120.0 M", "1.2 亿"),
        (612_400_000, "¥612.4 M", "6.12 亿"),
        (999_949_999, "¥999.9 M", "10 亿"),
        (999_950_000, "¥1.0 B", "10 亿"),
        (12_345_678_901, "¥12.3 B", "123.46 亿"),
        (math.inf, "–", "–"),
    ],
)
def test_compact_money(yuan: float, english: str, chinese: str) -> None:
    assert plain(numbers.compact_money(yuan, "en")) == english
    assert plain(numbers.compact_money(yuan, "zh")) == chinese


@pytest.mark.parametrize(
    ("share", "english", "chinese"),
    [
        (0.081, "8.1 %", "8.1%"),
        (0, "0.0 %", "0.0%"),
        (-0.0004, "0.0 %", "0.0%"),
        (-0.0005, "−0.1 %", "−0.1%"),
        (0.9995, "100.0 %", "100.0%"),
        (12.5, "1,250.0 %", "1,250.0%"),
        (math.nan, "–", "–"),
    ],
)
def test_percent(share: float, english: str, chinese: str) -> None:
    assert plain(numbers.percent(share, "en")) == english
    assert numbers.percent(share, "zh") == chinese


@pytest.mark.parametrize(
    ("difference", "english", "chinese"),
    [
        (0.002, "+0.2 pt", "+0.2 个百分点"),
        (-0.0125, "−1.3 pt", "−1.3 个百分点"),
        (0.0004, "0.0 pt", "0.0 个百分点"),
    ],
)
def test_points(difference: float, english: str, chinese: str) -> None:
    assert plain(numbers.points(difference, "en")) == english
    assert plain(numbers.points(difference, "zh")) == chinese


def test_differences_carry_their_sign() -> None:
    assert numbers.signed(numbers.money(103)) == "+¥103"
    assert numbers.signed(numbers.money(-103)) == "−¥103"
    assert numbers.signed(numbers.money(0.2)) == "¥0"
    assert plain(numbers.signed(numbers.percent(0.019, "en"))) == "+1.9 %"
    assert numbers.signed(numbers.money(math.nan)) == "–"


@pytest.mark.parametrize(
    ("kind", "value", "english", "chinese"),
    [
        ("share", 0.8, "80 %", "80%"),
        ("share", 0.125, "12.5 %", "12.5%"),
        ("money", 12_000_000, "¥12 M", "1,200 万"),
        ("money", 2_500, "¥2,500", "¥2,500"),
        ("number", 0.5, "0.5", "0.5"),
        ("number", 12_000, "12,000", "12,000"),
        ("number", -3, "−3", "−3"),
    ],
)
def test_ticks(kind: numbers.Kind, value: float, english: str, chinese: str) -> None:
    assert plain(numbers.read_as(kind, value, "en")) == english
    assert plain(numbers.read_as(kind, value, "zh")) == chinese


def test_plain_numbers() -> None:
    assert numbers.count(12_345) == "12,345"
    assert numbers.number(1234.5, 2) == "1,234.50"
    assert plain(numbers.span("money", 4000, 4500, "en")) == "¥4,000 – ¥4,500"


@pytest.mark.parametrize(
    ("first", "last", "english", "chinese"),
    [
        ("2026-01", "2026-12", "Jan–Dec 2026", "2026年1月至12月"),
        ("2026-11", "2027-02", "Nov 2026 – Feb 2027", "2026年11月至2027年2月"),
        ("2026-03", "2026-03", "Mar 2026", "2026年3月"),
    ],
)
def test_periods(first: str, last: str, english: str, chinese: str) -> None:
    assert numbers.months(first, last, "en") == english
    assert numbers.months(first, last, "zh") == chinese


def test_months() -> None:
    assert numbers.month("2026-09", "en") == "Sep 2026"
    assert numbers.month_names("en")[::11] == ("Jan", "Dec")
    assert numbers.month_names("zh")[::11] == ("1月", "12月")


@given(st.floats(-1e13, 1e13), st.sampled_from(["en", "zh"]))
def test_a_loss_reads_like_the_gain_with_a_minus(yuan: float, lang: str) -> None:
    gain, loss = numbers.compact_money(abs(yuan), lang), numbers.compact_money(-abs(yuan), lang)
    assert loss.removeprefix(numbers.MINUS) == gain


@given(st.floats(0, 1e12), st.sampled_from(["en", "zh"]))
def test_compact_money_is_near(yuan: float, lang: str) -> None:
    text = plain(numbers.compact_money(yuan, lang)).removeprefix("¥").replace(",", "")
    digits, _, unit = text.partition(" ")
    size = {"": 1, "K": 1e3, "M": 1e6, "B": 1e9, "万": 1e4, "亿": 1e8}[unit]
    assert float(digits) * size == pytest.approx(yuan, rel=0.051, abs=0.51)


def plain(text: str) -> str:
    return text.replace(numbers.SPACE, " ")
