"""Months and periods in both languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.text import moment, months, short_month, short_month_names


@pytest.mark.parametrize(
    ("first", "last", "english", "chinese"),
    [
        ("2026-01", "2026-12", "Jan–Dec 2026", "2026年1月至12月"),
        ("2026-11", "2027-02", "Nov 2026 – Feb 2027", "2026年11月至2027年2月"),
        ("2026-03", "2026-03", "Mar 2026", "2026年3月"),
    ],
)
def test_periods(first: str, last: str, english: str, chinese: str) -> None:
    assert months(first, last, "en") == english
    assert months(first, last, "zh") == chinese


def test_months() -> None:
    assert short_month("2026-09", "en") == "Sep 2026"
    assert short_month(2026 * 12 + 8, "zh") == "2026年9月"
    assert short_month_names("en")[::11] == ("Jan", "Dec")
    assert short_month_names("zh")[::11] == ("1月", "12月")


def test_moments_are_on_the_clock_of_the_reader() -> None:
    when = datetime(2026, 11, 22, 6, 2, tzinfo=UTC)
    assert moment(when, "en", "Asia/Shanghai") == "22 Nov 2026, 14:02"
    assert moment(when, "zh", "Asia/Shanghai") == "2026年11月22日 14:02"
    assert moment(when, "en", "America/New_York") == "22 Nov 2026, 01:02"
    assert moment(when, "en", "Nowhere/At_all").startswith("22 Nov 2026")
