"""The vocabulary: every word of the plan language, once.

A word is its kernel, what it takes and gives, one sentence in each language and a worked example.
The checker, the compiler, the editor's help, the reference page and the tests all read it here.
"""

from engine.formula.words import balances, careers, cells, everyone, indicators, persons, state
from engine.formula.words.word import WORDS, Argument, Example, Span, Word

__all__ = [
    "WORDS",
    "Argument",
    "Example",
    "Span",
    "Word",
    "balances",
    "careers",
    "cells",
    "everyone",
    "indicators",
    "persons",
    "state",
]
