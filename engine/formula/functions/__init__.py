"""The vocabulary: every word of the plan language, once.

A word is its kernel, what it takes and gives, one sentence in each language and a worked example.
The checker, the compiler, the editor's help, the reference page and the tests all read it here.
"""

from engine.formula.functions import (
    arithmetic,
    career_ladder,
    carry_over,
    expiring_balance,
    indicator_points,
    several_months,
    several_people,
    tables,
)
from engine.formula.functions.function import FUNCTIONS, Argument, Example, Function, Span

__all__ = [
    "FUNCTIONS",
    "Argument",
    "Example",
    "Function",
    "Span",
    "arithmetic",
    "career_ladder",
    "carry_over",
    "expiring_balance",
    "indicator_points",
    "several_months",
    "several_people",
    "tables",
]
