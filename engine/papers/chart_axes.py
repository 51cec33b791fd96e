"""Where values lie along an axis, and what is written beside it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.papers.font_letters import length
from engine.papers.paper_look import Scale
from engine.text import number, percent

INTERVALS, INTERVALS_ACROSS = 6, 9
"""An axis of values has at most so many, and one along the bottom."""
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
MOST_DECIMALS = 6
_PIECES = re.compile(r"\d+[年月日]|[^\u2e80-\u9fff\uff00-\uffef\s]+|\S|\s")


@dataclass(frozen=True)
class Axis:
    """Values from `low` to `high`, in the unit they are shown in, laid out between two places."""

    low: float
    high: float
    step: float
    begin: float
    end: float
    is_share: bool
    language: str

    def place(self, value: float) -> float:
        """Where a value lies."""
        return self.begin + (value - self.low) / (self.high - self.low) * (self.end - self.begin)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Values with what is written at them."""
        decimals = _decimals(self.step)
        for count in range(round((self.high - self.low) / self.step) + 1):
            value = self.low + count * self.step
            yield value, written(value, decimals, self.language, is_share=self.is_share)


def axis_over(
    values: Sequence[float],
    scale: Scale,
    language: str,
    *,
    start: float | None = 0.0,
    intervals: int = INTERVALS,
) -> Axis:
    """An axis whose ticks are round and hold all values, given as they are shown, with at most so
    many `intervals`; it begins at `start` or below, or near the lowest value where that is None.
    `laid` gives it its place."""
    low, high = min(values), max(values)
    if start is not None:
        low, high = min(low, start), max(high, start)
    if low == high:
        low, high = (min(low, 0.0), max(high, 0.0)) if low else (0.0, 1.0)
    step = _round_step((high - low) / intervals)
    first, last = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return Axis(first, last, step, 0.0, 1.0, scale.is_share, language)


def laid(axis: Axis, begin: float, end: float) -> Axis:
    """The same axis between two places."""
    return Axis(axis.low, axis.high, axis.step, begin, end, axis.is_share, axis.language)


def written(value: float, decimals: int, language: str, *, is_share: bool) -> str:
    """A value as it is shown: 1,234.5 or 12.3 % (values of shares are in percent)."""
    if is_share:
        return percent(round(value / 100, 15), language, decimals)
    return number(value, decimals)


def shown(value: float, scale: Scale, language: str) -> str:
    """A value of a series, not yet scaled, as it is written beside its mark."""
    if scale.is_share:
        return percent(value, language, scale.decimals)
    return number(scale.scaled(value), scale.decimals)


def scaled(value: float, scale: Scale) -> float:
    """A value as its axis has it: shares in percent."""
    return scale.scaled(value) * (100 if scale.is_share else 1)


def lines(text: str, size: float, width: float) -> list[str]:
    """A text in lines no longer than a width; Chinese breaks anywhere, other words where they are
    longer than a line."""
    found, line = [], ""
    for piece in _pieces(text, size, width):
        if piece == "\n" or (line and length((line + piece).rstrip(), size) > width):
            found.append(line.strip())
            line = ""
        line += piece.strip("\n") if line else piece.strip()
    return [line for line in found if line] or [""]


def longest_word(text: str, size: float) -> float:
    """How long the longest part of a text is that no line parts."""
    return max((length(piece, size) for piece in _PIECES.findall(text)), default=0.0)


def shortened(text: str, size: float, width: float) -> str:
    """A text in one line no longer than a width, its end left out where it must be."""
    if length(text, size) <= width:
        return text
    while text and length(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _pieces(text: str, size: float, width: float) -> Iterator[str]:
    """What may not be parted, in its order, and the ends of rows."""
    for row in text.split("\n"):
        for piece in _PIECES.findall(row):
            if length(piece, size) <= width:
                yield piece
            else:
                yield from piece
        yield "\n"


def _round_step(least: float) -> float:
    """The smallest round number that is no less."""
    power: float = 10.0 ** math.floor(math.log10(least))
    return next(power * step for step in STEPS if power * step >= least * (1 - 1e-9))


def _decimals(step: float) -> int:
    """How many decimals tell ticks apart."""
    return next(
        (
            decimals
            for decimals in range(MOST_DECIMALS)
            if abs(step * 10**decimals - round(step * 10**decimals)) < 1e-6
        ),
        MOST_DECIMALS,
    )
