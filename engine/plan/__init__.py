"""The page: plans loaded, checked, edited, compared and described."""

from engine.plan import adds_up, shapes
from engine.plan.cell_limits import limits, refused, unusual
from engine.plan.changes import describe, described
from engine.plan.edits import ORDER, SECTIONS, Edit, apply, diff, revise
from engine.plan.load import (
    SHELVES,
    UNREAD,
    build,
    catalogue,
    load_plan,
    samples,
    survey,
    symbols,
)
from engine.plan.parameter import Parameter, unknown_parameter
from engine.plan.persona_years import JANUARY, MONTHS
from engine.plan.schema import (
    COLUMN_KINDS,
    KIND_UNITS,
    OWN_SOURCE,
    ROLES,
    TENURE,
    AddsUp,
    Cell,
    Column,
    Curve,
    Line,
    Persona,
    Plan,
)
from engine.plan.shapes import FIGURE_KEYS, Naming, Sheet, Value

__all__ = [
    "COLUMN_KINDS",
    "FIGURE_KEYS",
    "JANUARY",
    "KIND_UNITS",
    "MONTHS",
    "ORDER",
    "OWN_SOURCE",
    "ROLES",
    "SECTIONS",
    "SHELVES",
    "TENURE",
    "UNREAD",
    "AddsUp",
    "Cell",
    "Column",
    "Curve",
    "Edit",
    "Line",
    "Naming",
    "Parameter",
    "Persona",
    "Plan",
    "Sheet",
    "Value",
    "adds_up",
    "apply",
    "build",
    "catalogue",
    "describe",
    "described",
    "diff",
    "limits",
    "load_plan",
    "refused",
    "revise",
    "samples",
    "shapes",
    "survey",
    "symbols",
    "unknown_parameter",
    "unusual",
]
