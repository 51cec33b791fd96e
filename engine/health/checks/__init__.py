"""The rules of the health check; each registers itself under its own name."""

from engine.health.check_register import RULES
from engine.health.checks import (
    bounds,
    careers,
    clarity,
    fairness,
    law,
    leaving,
    paying_month,
    reach,
    shape,
    sharing,
    spread,
    steering,
    weighing,
)

__all__ = [
    "RULES",
    "bounds",
    "careers",
    "clarity",
    "fairness",
    "law",
    "leaving",
    "paying_month",
    "reach",
    "shape",
    "sharing",
    "spread",
    "steering",
    "weighing",
]
