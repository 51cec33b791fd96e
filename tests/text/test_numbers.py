"""Numbers as people read them, above all where rounding reaches the next unit."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.text import (
    AS_NEEDED,
    DASH,
    FEN,
    LANGUAGES,
    MINUS,
    SPACE,
    Decimals,
    Kind,
    compact_money,
    count,
    money,
    money_with_fen,
    multiple,
    number,
    percent,
    points,
    signed,
    span,
    tick,
    tick_texts,
)

WORKED = Decimals(0, 6, further=4)


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0, AS_NEEDED, "0"),
        (1234567, AS_NEEDED, "1,234,567"),
        (0.5, AS_NEEDED, "0.5"),
        (-3, AS_NEEDED, "−3"),
        (-0.0, AS_NEEDED, "0"),
        (1e-7, AS_NEEDED, "0"),
        (-1e-7, AS_NEEDED, "0"),
        (0.0000005, AS_NEEDED, "0.000001"),
        (1e22, AS_NEEDED, "10,000,000,000,000,000,000,000"),
        (1234.5, 2, "1,234.50"),
        (0.125, 2, "0.13"),
        (-0.125, 2, "−0.13"),
        (2.675, 2, "2.68"),  # in binary a little less
        (1.005, 2, "1.01"),
        (2.5, 0, "3"),
        (0.5, Decimals(2, 4), "0.50"),
        (0.12345, Decimals(2, 4), "0.1235"),
        # a number shows more only where it would look exact
        (99.7707699, WORKED, "99.77077"),
        (79.9999996, WORKED, "79.9999996"),
        (1.0000000004, WORKED, "1.0000000004"),
        (0.1 + 0.2, WORKED, "0.3"),
        (1e-7, WORKED, "0.0000001"),
        (math.nan, AS_NEEDED, "–"),
        (math.inf, 2, "–"),
        (-math.inf, 2, "–"),
    ],
)
def test_number(value: float, decimals: Decimals | int, written: str) -> None:
    assert number(value, decimals) == written


@pytest.mark.parametrize(
    ("yuan", "whole", "with_fen"),
    [
        (0, "0", "0.00"),
        (-0.0, "0", "0.00"),
        (0.5, "1", "0.50"),
        (-0.5, "−1", "−0.50"),
        (-0.4, "0", "−0.40"),
        (1.005, "1", "1.01"),
        (5103.25, "5,103", "5,103.25"),
        (-1234567.895, "−1,234,568", "−1,234,567.90"),
        (1e-7, "0", "0.00"),
    ],
)
def test_money(yuan: float, whole: str, with_fen: str) -> None:
    for digits, write in ((whole, money), (with_fen, money_with_fen)):
        minus, size = digits[: digits.startswith(MINUS)], digits.removeprefix(MINUS)
        assert write(yuan, "en") == f"{minus}¥{size}"
        assert plain(write(yuan, "zh")) == f"{minus}{size} 元"
    assert money(math.nan, "zh") == DASH


@pytest.mark.parametrize(
    ("yuan", "english", "chinese"),
    [
        (0, "¥0", "0 元"),
        (5_103, "¥5,103", "5,103 元"),
        (12_340, "¥12,340", "12,340 元"),
        (99_999.4, "¥99,999", "99,999 元"),
        (99_999.5, "¥100.0 K", "10 万元"),
        (345_600, "¥345.6 K", "34.6 万元"),
        (999_949, "¥999.9 K", "100 万元"),
        (999_950, "¥1.0 M", "100 万元"),
        (11_600_000, "¥11.6 M", "1,160 万元"),
        (-11_600_000, "−¥11.6 M", "−1,160 万元"),
        (11_655_000, "¥11.7 M", "1,165.5 万元"),
        (99_500_000, "¥99.5 M", "9,950 万元"),
        (99_999_499, "¥100.0 M", "9,999.9 万元"),
        (99_999_500, "¥100.0 M", "1.00 亿元"),
        (120_000_000, "¥120.0 M", "1.20 亿元"),
        (612_400_000, "¥612.4 M", "6.12 亿元"),
        (720_000_000, "¥720.0 M", "7.20 亿元"),
        (999_949_999, "¥999.9 M", "10.00 亿元"),
        (999_950_000, "¥1.0 B", "10.00 亿元"),
        (12_345_678_901, "¥12.3 B", "123.46 亿元"),
        (math.inf, "–", "–"),
    ],
)
def test_compact_money(yuan: float, english: str, chinese: str) -> None:
    assert plain(compact_money(yuan, "en")) == english
    assert plain(compact_money(yuan, "zh")) == chinese


@pytest.mark.parametrize(
    ("yuan", "change", "english", "chinese"),
    [
        (7_203_000_000, 19_700_000, "¥7.203 B", "72.03 亿元"),
        (7_183_300_000, -19_700_000, "¥7.183 B", "71.83 亿元"),
        (720_000_000, 0, "¥720.0 M", "7.20 亿元"),
        (720_000_000, 4_000_000, "¥720.0 M", "7.200 亿元"),
        (11_600_000, 600, "¥11,600,000", "1,160.000 万元"),
        (720_000_000, 600, "¥720,000,000", "720,000,000 元"),
        (720_000_000.25, 0.25, "¥720,000,000.25", "720,000,000.25 元"),
        (5_103.25, 0.5, "¥5,103.25", "5,103.25 元"),
        (5_103.25, 300, "¥5,103", "5,103 元"),
    ],
)
def test_a_total_shows_the_change_beside_it(
    yuan: float, change: float, english: str, chinese: str
) -> None:
    assert plain(compact_money(yuan, "en", change)) == english
    assert plain(compact_money(yuan, "zh", change)) == chinese


@pytest.mark.parametrize(
    ("share", "english", "chinese"),
    [
        (0.081, "8.1 %", "8.1%"),
        (0, "0.0 %", "0.0%"),
        (-0.0004, "0.0 %", "0.0%"),
        (-0.0005, "−0.1 %", "−0.1%"),
        (0.9995, "100.0 %", "100.0%"),
        (0.10005, "10.0 %", "10.0%"),
        (0.1005, "10.1 %", "10.1%"),  # times 100 it is a little less in binary
        (12.5, "1,250.0 %", "1,250.0%"),
        (math.nan, "–", "–"),
    ],
)
def test_percent(share: float, english: str, chinese: str) -> None:
    assert plain(percent(share, "en")) == english
    assert percent(share, "zh") == chinese


@pytest.mark.parametrize(
    ("difference", "english", "chinese"),
    [
        (0.002, "+0.2 pt", "+0.2 个百分点"),
        (-0.0125, "−1.3 pt", "−1.3 个百分点"),
        (0.0004, "0.0 pt", "0.0 个百分点"),
    ],
)
def test_points(difference: float, english: str, chinese: str) -> None:
    assert plain(points(difference, "en")) == english
    assert plain(points(difference, "zh")) == chinese


def test_differences_carry_their_sign() -> None:
    assert signed(money(103, "en")) == "+¥103"
    assert signed(money(-103, "en")) == "−¥103"
    assert plain(signed(money(103, "zh"))) == "+103 元"
    assert signed(money(0.2, "en")) == "¥0"
    assert plain(signed(percent(0.019, "en"))) == "+1.9 %"
    assert signed(money(math.nan, "en")) == DASH


@pytest.mark.parametrize(
    ("kind", "value", "english", "chinese"),
    [
        ("share", 0.8, "80 %", "80%"),
        ("share", 0.125, "12.5 %", "12.5%"),
        ("money", 12_000_000, "¥12 M", "1,200 万元"),
        ("money", 750_000_000, "¥750 M", "7.50 亿元"),
        ("money", 200_000_000, "¥200 M", "2 亿元"),
        ("money", 2_500, "¥2,500", "2,500 元"),
        ("number", 0.5, "0.5", "0.5"),
        ("number", 12_000, "12,000", "12,000"),
        ("number", -3, "−3", "−3"),
    ],
)
def test_ticks(kind: Kind, value: float, english: str, chinese: str) -> None:
    assert plain(tick(kind, value, "en")) == english
    assert plain(tick(kind, value, "zh")) == chinese


def test_counts_spans_and_multiples() -> None:
    assert count(12_345) == "12,345"
    assert span("money", 4000, 4500, "en") == "¥4,000 – ¥4,500"
    assert multiple(2.3, "en") == "2.3×"
    assert plain(multiple(2.3, "zh")) == "2.3 倍"


EVERY: tuple[Callable[[float, str], str], ...] = (
    money,
    money_with_fen,
    compact_money,
    percent,
    points,
    multiple,
    lambda value, language: number(value),
    lambda value, language: number(value, WORKED),
    *(lambda value, language, k=k: tick(k, value, language) for k in ("money", "share", "number")),
)
finite = st.floats(-1e15, 1e15) | st.floats(-2, 2)
every = st.sampled_from(EVERY)
language = st.sampled_from(LANGUAGES)


@given(finite, st.integers(0, 8))
def test_the_digits_shown_are_the_number_within_half_a_unit(value: float, decimals: int) -> None:
    shown = Decimal(number(value, decimals).replace(",", "").replace(MINUS, "-"))
    exact = Decimal(repr(value))
    assert shown == exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, Context(prec=60))
    assert abs(shown - exact) <= Decimal("0.5").scaleb(-decimals)


@given(st.floats(allow_nan=True, allow_infinity=True), every, language)
def test_no_number_has_an_exponent_or_a_hyphen(
    value: float, write: Callable[[float, str], str], language: str
) -> None:
    text = write(value, language)
    assert text == DASH or any(digit.isdigit() for digit in text)
    assert not set(text) & set("-eE'_")
    assert not any(space in text for space in " \N{THIN SPACE}\N{NARROW NO-BREAK SPACE}")


@given(finite, every, language)
def test_a_loss_reads_like_the_gain_with_a_minus(
    value: float, write: Callable[[float, str], str], language: str
) -> None:
    gain, loss = write(abs(value), language), write(-abs(value), language)
    assert loss.removeprefix(MINUS) == gain.removeprefix("+")


@given(finite, every)
def test_both_languages_show_the_same_digits(
    value: float, write: Callable[[float, str], str]
) -> None:
    shown = [write(value, language) for language in LANGUAGES]
    if not any(unit in text for text in shown for unit in "KMB万亿"):
        assert digits(shown[0]) == digits(shown[1])


@given(finite, finite, st.integers(0, 6), language)
def test_the_larger_number_never_reads_smaller(
    one: float, other: float, decimals: int, language: str
) -> None:
    low, high = sorted((one, other))
    shown = [Decimal(digits(percent(value, language, decimals))) for value in (low, high)]
    assert shown[0] <= shown[1]


@given(st.floats(0, 1e12), language)
def test_compact_money_is_near(yuan: float, language: str) -> None:
    text = plain(compact_money(yuan, language)).removeprefix("¥").removesuffix("元")
    shown, _, unit = text.replace(",", "").partition(" ")
    size = {"": 1, "K": 1e3, "M": 1e6, "B": 1e9, "万": 1e4, "亿": 1e8}[unit]
    assert float(shown) * size == pytest.approx(yuan, rel=0.051, abs=0.51)


def test_money_with_fen_and_exactly_two_decimals_are_one() -> None:
    assert money(5103.25, "en", FEN) == money_with_fen(5103.25, "en")


def digits(text: str) -> str:
    return "".join(
        "-" if letter == MINUS else letter for letter in text if letter in f"{MINUS}.0123456789"
    )


def plain(text: str) -> str:
    return text.replace(SPACE, " ")


@pytest.mark.parametrize(
    ("values", "chinese", "english"),
    [
        ([0, 5e7, 1e8, 1.5e8], ["0 元", "0.5 亿元", "1.0 亿元", "1.5 亿元"], "¥50 M"),
        ([0, 2e7, 4e7], ["0 元", "2,000 万元", "4,000 万元"], "¥20 M"),
        ([0, 5e3, 1e4], ["0 元", "5,000 元", "10,000 元"], "¥5,000"),
    ],
)
def test_the_ticks_of_an_axis_have_one_unit_and_one_number_of_decimals(
    values: list[float], chinese: list[str], english: str
) -> None:
    assert [plain(text) for text in tick_texts("money", values, "zh")] == chinese
    assert plain(tick_texts("money", values, "en")[1]) == english
