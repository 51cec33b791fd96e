"""Why one employee was paid what they were paid in one month: the formulas, worked again by hand.

`explain` gives the statement as a tree, `Telling` tells it in one language, `to_markdown` writes it
for people.
"""

from engine.explain.explain import explain
from engine.explain.statement import Figure, Statement, Step
from engine.explain.statement_page import to_markdown
from engine.explain.telling import Telling, Told

__all__ = ["Figure", "Statement", "Step", "Telling", "Told", "explain", "to_markdown"]
