"""Formulas in words, once for all who read them."""

from engine.wording.formula_wording import FormulaWording
from engine.wording.fragment import Fragment, Precedence
from engine.wording.month_growth import Extent
from engine.wording.own_months import OwnMonths, own_months, own_months_told
from engine.wording.part_units import Units
from engine.wording.rules import Case, Rule, Rules
from engine.wording.tree import calls_in_force, in_force, names_in_force

__all__ = [
    "Case",
    "Extent",
    "FormulaWording",
    "Fragment",
    "OwnMonths",
    "Precedence",
    "Rule",
    "Rules",
    "Units",
    "calls_in_force",
    "in_force",
    "names_in_force",
    "own_months",
    "own_months_told",
]
