"""The shapes of parameters, a class each: which JSON fits, what it calculates, its words.

A further shape is a subclass of `Value` in a file of its own, listed in `SHAPES`.
"""

from __future__ import annotations

from engine.plan.shapes.bands import Band, Bands
from engine.plan.shapes.curve import Curve
from engine.plan.shapes.figure_phrases import captioned, joined, words, written
from engine.plan.shapes.flag import Flag
from engine.plan.shapes.keyed import Keyed
from engine.plan.shapes.keyed_steps import KeyedSteps
from engine.plan.shapes.months import Months
from engine.plan.shapes.number import Number
from engine.plan.shapes.points import Points, band, is_counted
from engine.plan.shapes.prizes import Prizes
from engine.plan.shapes.scorecard import Indicator, Scorecard
from engine.plan.shapes.steps import Steps
from engine.plan.shapes.table import Table
from engine.plan.shapes.tiers import Tiers
from engine.plan.shapes.value import Naming, Row, Sheet, Value

__all__ = [
    "FIGURE_KEYS",
    "SHAPES",
    "Band",
    "Bands",
    "Curve",
    "Flag",
    "Indicator",
    "Keyed",
    "KeyedSteps",
    "Months",
    "Naming",
    "Number",
    "Points",
    "Prizes",
    "Row",
    "Scorecard",
    "Sheet",
    "Steps",
    "Table",
    "Tiers",
    "Value",
    "band",
    "captioned",
    "is_counted",
    "joined",
    "shape_of",
    "words",
    "written",
]

SHAPES: tuple[type[Value], ...] = (
    *(Number, Flag, Table, Steps, KeyedSteps, Tiers, Curve, Prizes, Bands, Scorecard, Months),
)
"""All shapes, in the order in which forms and messages name them."""
FIGURE_KEYS = tuple(dict.fromkeys(shape.key for shape in SHAPES))
"""The keys under which a plan file gives a parameter's figures."""


def shape_of(key: str, data: object) -> type[Value]:
    """The shape of figures that stand under one of FIGURE_KEYS."""
    return next(shape for shape in SHAPES if shape.key == key and shape.takes(data))
