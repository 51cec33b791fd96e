"""People that nobody needs to know: facts drawn from a model of a workforce."""

from engine.workforce.draw import simulate
from engine.workforce.load import load_workforce, workforce_of, workforces
from engine.workforce.model import Workforce

__all__ = ["Workforce", "load_workforce", "simulate", "workforce_of", "workforces"]
