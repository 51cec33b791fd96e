"""What cost is to meet where a figure is tuned, asked for in words: of_sales=2%, a_month=50000."""

from __future__ import annotations

import re
from typing import cast

from engine.backtesting.asked_shift import asked_share
from engine.backtesting.hold_out import GOALS, GoalKind
from engine.text import Problem, Refused

_AMOUNT = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_AMOUNTS = ("a_month", "a_head")


def asked_goal(text: str) -> tuple[GoalKind, float]:
    """The kind of goal and its figure; shares are in per cent. Raises Refused for anything else."""
    kind, _, figure = (part.strip() for part in text.partition("="))
    if kind in _AMOUNTS and _AMOUNT.fullmatch(figure):
        return cast(GoalKind, kind), float(figure)
    if kind in GOALS and kind not in _AMOUNTS:
        return cast(GoalKind, kind), asked_share(figure)
    raise Refused([Problem("goal_asked", {"known": GOALS}, value=text)])
