"""The rules of the health check; each registers itself under its own name."""

from engine.analysis.health.register import RULES
from engine.analysis.health.rules import (
    bounds,
    clarity,
    fairness,
    law,
    reach,
    shape,
    spread,
    steering,
    weighing,
)

__all__ = [
    "RULES",
    "bounds",
    "clarity",
    "fairness",
    "law",
    "reach",
    "shape",
    "spread",
    "steering",
    "weighing",
]
