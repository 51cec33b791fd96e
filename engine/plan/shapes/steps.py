"""A figure from each breakpoint on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.plan.shapes.points import Points


@dataclass(frozen=True)
class Steps(Points):
    """The figure of the last breakpoint reached."""

    shape = "steps"
    key = "steps"
    example = ((0.8, 0.05), (1.0, 0.1))
    example_unit = "share"

    @classmethod
    def takes(cls, data: object) -> bool:
        return not isinstance(data, Mapping)
