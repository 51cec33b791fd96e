"""Figures of a company that meet a budget: what may be moved, what is asked, and the answer."""

from engine.solving.asked import GOALS, Asked, Goal, check
from engine.solving.asked_moves import asked_move
from engine.solving.movable import Movable, movable, movables
from engine.solving.solution import Miss, MovedFigure, Reached, Solution
from engine.solving.solving import solve

__all__ = [
    "GOALS",
    "Asked",
    "Goal",
    "Miss",
    "Movable",
    "MovedFigure",
    "Reached",
    "Solution",
    "asked_move",
    "check",
    "movable",
    "movables",
    "solve",
]
