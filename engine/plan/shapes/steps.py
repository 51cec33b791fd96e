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
    usual_unit = "share"

    @classmethod
    def takes(cls, data: object) -> bool:
        return not isinstance(data, Mapping)
