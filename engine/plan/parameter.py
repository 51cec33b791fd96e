"""A named figure or table of a plan, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.text import Text

Json = Any
"""A value as JSON and YAML have it; parameters stand in the catalogue's shapes."""


@dataclass(frozen=True)
class Parameter:
    """A named figure or table of the plan.

    `value` is in the catalogue's shape: a number, true/false or None (no limit) for shape
    "number" and "flag"; {key: number} for "table"; [[from, value]] for "steps", "tiers", "curve"
    and "prizes"; {key: [[from, value]]} for "keyed_steps"; {key: [min, max]} for "bands"; {key:
    [weight, target, unit, up, down, floor]} for "scorecard"; [month] for "months". `keys` are the
    values of the category `by`. `min` and `max` say what is sensible; their sign is binding: a
    parameter with `min` ≥ 0 is never negative, with `min` > 0 never 0. A `whole` one has whole
    numbers only; one with `no_limit` may be None.
    """

    id: str
    shape: str
    value: Json
    label: Text
    unit: str
    provenance: str
    by: str | None = None
    keys: tuple[str, ...] | None = None
    of: Text | None = None
    of_unit: str = ""
    min: float | None = None
    max: float | None = None
    step: float | None = None
    whole: bool = False
    no_limit: bool = False
    note: Text | None = None
    not_used: Text | None = None
