"""Hypothesis strategies of the plans, one module a plan, named as the oracle's.

Each has `REPLACED`, the parameters that may be replaced and by what, and `facts(draw, figures,
employees, rows)`, the cells of one person's rows. `TENURE = True` adds the columns of tenure.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


def drawn(plan_id: str) -> ModuleType:
    """The strategies of a plan."""
    return import_module(f"tests.oracle.drawn.{plan_id.replace('-', '_')}")
