"""Formulas in words, for everybody alike."""

from engine.wording.naming import ATOM, COMPARE, COMPARED, MULTIPLY, Naming, Written, rises
from engine.wording.part_units import Units
from engine.wording.rules import Case, Rule, Rules

__all__ = [
    "ATOM",
    "COMPARE",
    "COMPARED",
    "MULTIPLY",
    "Case",
    "Naming",
    "Rule",
    "Rules",
    "Units",
    "Written",
    "rises",
]
