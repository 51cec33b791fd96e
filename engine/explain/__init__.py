"""Why one employee was paid what they were paid in one month: the formulas, worked again by hand.

`explain` gives the statement as a tree, `Outline` what it says in the order of reading.
"""

from engine.explain.explain import explain
from engine.explain.outline import Entry, Outline, named_values
from engine.explain.statement import Figure, Statement, Step

__all__ = ["Entry", "Figure", "Outline", "Statement", "Step", "explain", "named_values"]
