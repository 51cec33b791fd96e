"""A plan, what was changed in it, and whose pay it is about: one small value."""

from engine.scenario.scenario import Scenario

__all__ = ["Scenario"]
