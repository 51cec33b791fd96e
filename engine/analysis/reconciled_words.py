"""How a reconciliation says its shares, amounts, lines and sizes."""

from __future__ import annotations

import math

from engine.evaluation import GROSS
from engine.plan import Plan
from engine.text import Phrases, Text, in_each_language, money, money_of_fen, percent

phrase = Phrases("reconciliation")

WHOLE_YUAN_FROM = 100_000
"""From so many fen on an amount is said in whole yuan."""
_SHARE_DIGITS = 1000
_SIZES = ("agrees", "yuan", "ten", "hundred", "thousand", "more")


def share_text(share: float) -> Text:
    """A share of person-months in percent; one short of all never reads 100 %."""
    shown = math.floor(share * _SHARE_DIGITS + 1e-9) / _SHARE_DIGITS
    return in_each_language(lambda language: percent(shown, language))


def amount_text(fen: int) -> Text:
    """An amount, in whole yuan where it is large."""
    if abs(fen) < WHOLE_YUAN_FROM:
        return fen_text(fen)
    return in_each_language(lambda language: money(fen / 100, language))


def fen_text(fen: int) -> Text:
    """An amount to the fen."""
    return in_each_language(lambda language: money_of_fen(fen, language))


def line_label(plan: Plan, line: str) -> Text:
    """What a line, or gross pay, is called."""
    return phrase("gross_pay") if line == GROSS else plan.lines[line].label


def size_label(place: int) -> Text:
    """The band of differences in its place."""
    return phrase(f"size_{_SIZES[place]}")
