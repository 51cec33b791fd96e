"""What people type is read as what it says, or refused with the reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.text import LANGUAGES, Refused, compact_money, number, read_number

SHARE, MONEY = "share of base pay", "CNY/month"


@pytest.mark.parametrize(
    ("typed", "unit", "meant"),
    [
        ("85", SHARE, 0.85),
        ("85%", SHARE, 0.85),
        ("85\N{NO-BREAK SPACE}%", SHARE, 0.85),
        ("８５％", SHARE, 0.85),
        ("0.85 %", SHARE, 0.0085),
        ("12.5", SHARE, 0.125),
        ("0", SHARE, 0.0),
        ("3,000", MONEY, 3000.0),
        ("¥3,000.50", MONEY, 3000.5),
        ("３０００元", MONEY, 3000.0),
        ("-¥20", MONEY, -20.0),
        ("91亿", MONEY, 9.1e9),
        ("１．５ 亿元", MONEY, 1.5e8),
        ("9,100 万", MONEY, 9.1e7),
        ("¥685.3 M", MONEY, 685.3e6),
        ("1.4b", MONEY, 1.4e9),
        ("0.29万", MONEY, 2900.0),
        (" \N{MINUS SIGN}1,234,567.8 ", "", -1234567.8),
        ("-.5", "", -0.5),
        ("0.4", "weight", 0.4),
        ("007", "", 7.0),
    ],
)
def test_a_number_is_what_was_typed(typed: str, unit: str, meant: float) -> None:
    assert read_number(typed, unit, [0.8]) == meant


@pytest.mark.parametrize(
    ("typed", "unit", "said"),
    [
        ("abc", MONEY, "is not a number"),
        ("", MONEY, "is not a number"),
        ("85,5", SHARE, "does not part thousands"),
        ("1,23,456", MONEY, "is not a number"),
        ("85.5.1", SHARE, "is not a number"),
        ("1e5", MONEY, "is not a number"),
        ("nan", MONEY, "is not a number"),
        ("１e５", MONEY, "is not a number"),
        ("8³", "", "is not a number"),
        ("½", "", "is not a number"),
        ("٨٥", "", "is not a number"),
        ("3_000", MONEY, "is not a number"),
        ("=1+1", MONEY, "is not a number"),
        ("80 85", SHARE, "is not a number"),
        ("85%%", SHARE, "is not a number"),
        ("10%", MONEY, "no share of anything"),
        ("3万", "score", "is not a number"),
        ("万", MONEY, "is not a number"),
        ("3亿万", MONEY, "is not a number"),
        ("1.00000000001万", MONEY, "more than 6 decimals"),
        ("10000000亿", MONEY, "more digits"),
        ("1234567890.1234567", MONEY, "more digits"),
        ("85.12345", SHARE, "more than 4 decimals"),
        ("85.0000000001 %", SHARE, "more than 4 decimals"),
        ("0.1234567", "", "more than 6 decimals"),
        ("1" + "0" * 15, MONEY, "more digits"),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(typed: str, unit: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_number(typed, unit, [0.8])


@pytest.mark.parametrize("typed", ["0.85", ".85", "1", "1.05", "０.８５"])
def test_a_share_where_percents_stand_is_not_guessed_at(typed: str) -> None:
    with pytest.raises(Refused, match="may mean"):
        read_number(typed, SHARE, [0.8, 1.0])


def test_small_percents_among_small_percents_need_no_sign() -> None:
    assert read_number("1", SHARE, [0.01, 0.02]) == 0.01
    assert read_number("0.5", SHARE, [0.01, 0.02]) == 0.005


@given(st.integers(10**5, 10**12), st.sampled_from(LANGUAGES))
def test_a_short_amount_is_read_as_it_is_shown(yuan: int, language: str) -> None:
    shown = compact_money(yuan, language)
    assert compact_money(read_number(shown, MONEY), language) == shown


@given(st.decimals(-(10**9), 10**9, places=4, allow_nan=False))
def test_every_number_that_is_written_is_read_again(value: Decimal) -> None:
    assert read_number(number(float(value))) == float(value)
    assert read_number(f"{value * 100}%", SHARE) == float(value)
