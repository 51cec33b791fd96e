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
from engine.plan.plain_json import plain, plain_json
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
from engine.plan.shapes.numbers import is_number
from engine.plan.shapes.value import Json

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
    "Json",
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
    "is_number",
    "limits",
    "load_plan",
    "plain",
    "plain_json",
    "refused",
    "revise",
    "samples",
    "shapes",
    "survey",
    "symbols",
    "unknown_parameter",
    "unusual",
]
