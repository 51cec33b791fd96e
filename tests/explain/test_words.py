"""Every word of the language is told: a plan that uses them all, on a few people."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import engine
from engine.explain import Statement, Step, explain, to_markdown
from engine.explain.tree import TELLERS
from engine.explain.wording import ARITHMETIC
from engine.formula.words import WORDS
from engine.messages import catalogue
from tests.explain.situations import statement

PLAN = Path(__file__).with_name("all_words.yaml")
PEOPLE = """
    employee_id, month, team, boss, grade, sales, quota, position, ok
    a, 2026-01, x, , low, 1000, 1000, 0.5, 1
    b, 2026-01, x, a, high, 2000, 2000, 0.25, 1
    c, 2026-01, x, b, low, 500, 1000, 0.5, 1
    b, 2026-02, x, a, high, 1500, 2000, 0.25, 1
    a, 2026-03, x, , low, 4000, 5000, 0.5, 1
    b, 2026-03, x, a, high, 2199.99, 2000, 0.25, 1
    c, 2026-03, x, b, low, 600, 0, 0.5, 0
    d, 2026-03, y, b, low, 900, 1000, 0.5, 1
"""


@cache
def told(employee: str, month: str = "2026-03") -> Statement:
    """A statement under the plan of all words."""
    plan = engine.load_plan(PLAN)
    file = Path(__file__).with_name("all_words.csv")
    return explain(plan, engine.read_facts(file, plan), employee, month)
