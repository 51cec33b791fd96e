"""Figures as papers write them, in every language."""

from __future__ import annotations

from engine.text import Decimals, Text, compact_money, in_each_language, money, percent, signed

TELLING = 0.0005
"""A share that is 0.1 % or more once it is rounded."""
ONE_DECIMAL = 0.001
"""A share from which one decimal tells it well enough."""


def amount(yuan: float, change: float = 0.0) -> Text:
    """¥11.6 M; beside an amount that differs by `change`, so that it shows."""
    return in_each_language(lambda language: compact_money(yuan, language, change))


def more(yuan: float) -> Text:
    """+¥1.2 M, −¥300,000."""
    return in_each_language(lambda language: signed(compact_money(yuan, language)))


def more_in_full(yuan: float) -> Text:
    """+¥1,234."""
    return in_each_language(lambda language: signed(money(yuan, language)))


def share(value: float) -> Text:
    """7.3 %, 100 %."""
    return in_each_language(lambda language: percent(value, language, Decimals(0, 1)))


def shift_of(value: float) -> Text:
    """+10 %, −2.5 %: a share that somebody chose."""
    return in_each_language(lambda language: signed(percent(value, language, Decimals(0, 1))))


def share_more(value: float) -> Text:
    """+0.4 %, with two decimals below 0.1 %."""
    decimals = 1 if abs(value) >= ONE_DECIMAL else 2
    return in_each_language(lambda language: signed(percent(value, language, decimals)))
