"""The page: plans loaded, checked, edited, compared and described."""

from engine.plan import shapes, sum_rules
from engine.plan.cell_limits import limits, refused, unusual
from engine.plan.changes import describe, described
from engine.plan.currency import any_currency
from engine.plan.edits import ORDER, SECTIONS, Edit, apply, diff, revise
from engine.plan.load import PLAN_FOLDERS, build, catalogue, load_plan, plan_listing, samples
from engine.plan.parameter import READING, Parameter, unknown_parameter
from engine.plan.persona_years import JANUARY, MONTHS
from engine.plan.read_plan import UNREAD, UNUSED, read_plan
from engine.plan.schema import (
    COLUMN_KINDS,
    FORFEITED,
    KIND_UNITS,
    LEAVERS,
    NUMBER_KINDS,
    OWN_SOURCE,
    PAY_KINDS,
    ROLES,
    SETTLED,
    TENURE,
    Column,
    CurveAxis,
    Line,
    Persona,
    PersonaValue,
    Plan,
    SumRule,
    usual_kind,
)
from engine.plan.settling import worked_out_with
from engine.plan.shapes import FIGURE_KEYS, Naming, Sheet, Value
from engine.plan.symbols import symbols
from engine.plan.terms import MOST as TERMS_MOST
from engine.plan.terms import TEXTS as TERMS_TEXTS
from engine.plan.terms import Terms

__all__ = [
    "COLUMN_KINDS",
    "FIGURE_KEYS",
    "FORFEITED",
    "JANUARY",
    "KIND_UNITS",
    "LEAVERS",
    "MONTHS",
    "NUMBER_KINDS",
    "ORDER",
    "OWN_SOURCE",
    "PAY_KINDS",
    "PLAN_FOLDERS",
    "READING",
    "ROLES",
    "SECTIONS",
    "SETTLED",
    "TENURE",
    "TERMS_MOST",
    "TERMS_TEXTS",
    "UNREAD",
    "UNUSED",
    "Column",
    "CurveAxis",
    "Edit",
    "Line",
    "Naming",
    "Parameter",
    "Persona",
    "PersonaValue",
    "Plan",
    "Sheet",
    "SumRule",
    "Terms",
    "Value",
    "any_currency",
    "apply",
    "build",
    "catalogue",
    "describe",
    "described",
    "diff",
    "limits",
    "load_plan",
    "plan_listing",
    "read_plan",
    "refused",
    "revise",
    "samples",
    "shapes",
    "sum_rules",
    "symbols",
    "unknown_parameter",
    "unusual",
    "usual_kind",
    "worked_out_with",
]
