"""Figures of a company that meet a budget and other limits: what may be moved, what is asked, and
the answer."""

from engine.solving.asked import COSTS, GOALS, YEAR, Asked, Goal, Limits, check
from engine.solving.asked_limits import NAMES, asked_limits
from engine.solving.asked_moves import asked_move
from engine.solving.front import AGAINST, Against, Front, front
from engine.solving.limits_held import cost_name
from engine.solving.movable import Movable, between_neighbours, movable, movables, nearby
from engine.solving.reached import Reached
from engine.solving.solution import Miss, MovedFigure, Solution
from engine.solving.solving import solve

__all__ = [
    "AGAINST",
    "COSTS",
    "GOALS",
    "NAMES",
    "YEAR",
    "Against",
    "Asked",
    "Front",
    "Goal",
    "Limits",
    "Miss",
    "Movable",
    "MovedFigure",
    "Reached",
    "Solution",
    "asked_limits",
    "asked_move",
    "between_neighbours",
    "check",
    "cost_name",
    "front",
    "movable",
    "movables",
    "nearby",
    "solve",
]
