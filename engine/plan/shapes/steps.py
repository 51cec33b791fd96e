"""A figure from each breakpoint on."""

from __future__ import annotations

from dataclasses import dataclass

from engine.plan.shapes.points import Points


@dataclass(frozen=True)
class Steps(Points):
    """The figure of the last breakpoint reached."""

    shape = "steps"
    key = "steps"
