"""Limits asked for in words: most_losers=10%, leverage=2, minimum_wage."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields

from engine.solving.asked import Limits
from engine.text import Problem, Refused

_FIGURES = ("most_losers", "losing_more_than", "leverage")
NAMES = tuple(one.name for one in fields(Limits))


def asked_limits(texts: Sequence[str]) -> Limits:
    """The limits that are named, those of a figure with = and the figure; shares may be written in
    per cent. Raises Refused with all that is no limit."""
    found: dict[str, float | bool] = {}
    problems = []
    for text in texts:
        name, equals, figure = (part.strip() for part in text.partition("="))
        value = _figure(figure) if equals else None
        is_limit = name in NAMES and name not in found
        if (
            not is_limit
            or (name in _FIGURES) != (value is not None)
            or bool(equals) == (value is None)
        ):
            known = tuple(f"{n}=…" if n in _FIGURES else n for n in NAMES)
            problems.append(Problem("solve_limit", {"known": known}, column="limit", value=text))
            continue
        found[name] = True if value is None else value
    if problems:
        raise Refused(problems)
    return Limits(**found)  # type: ignore[arg-type]


def _figure(text: str) -> float | None:
    scale = 100.0 if text.endswith("%") else 1.0
    try:
        value = float(text.removesuffix("%")) / scale
    except ValueError:
        return None
    return round(value, 9) if math.isfinite(value) else None
