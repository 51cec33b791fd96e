"""Papers for a meeting: one model of a decision with its findings, and its writers."""

from engine.papers.paper import (
    ACROSS_NUMBERS,
    Chart,
    ChartKind,
    ChartUnit,
    Decision,
    Finding,
    KeyFigure,
    Paper,
    Role,
    Series,
)

__all__ = [
    "ACROSS_NUMBERS",
    "Chart",
    "ChartKind",
    "ChartUnit",
    "Decision",
    "Finding",
    "KeyFigure",
    "Paper",
    "Role",
    "Series",
]
