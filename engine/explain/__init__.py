"""Why one employee was paid what they were paid in one month: the formulas, worked again by hand.

`explain` gives the statement as a tree, `to_markdown` writes it for people.
"""

from engine.explain.page import to_markdown
from engine.explain.statement import Figure, Statement, Step
from engine.explain.tree import explain

__all__ = ["Figure", "Statement", "Step", "explain", "to_markdown"]
