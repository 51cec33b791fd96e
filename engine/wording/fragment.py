"""Pieces of a formula in words, and how tightly each holds together."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from engine.text import say


class Precedence(IntEnum):
    """How tightly a piece holds together; a looser one inside a tighter one needs brackets."""

    CHOICE = 0
    OR = 1
    AND = 2
    COMPARISON = 3
    SUM = 4
    PRODUCT = 5
    ATOM = 6


class Fragment(NamedTuple):
    """A piece of a formula in words."""

    text: str
    precedence: Precedence = Precedence.ATOM

    def within(self, precedence: Precedence, language: str) -> str:
        """The text inside something that holds as tightly: in brackets, where it is looser."""
        if self.precedence >= precedence:
            return self.text
        return say(language, "formula.bracketed", text=self.text)
