"""How often the arguments of a call are worked out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from engine.calendar import Every
from engine.formula.functions import FUNCTIONS
from engine.formula.syntax import Call, Name, Node


class Timed(Protocol):
    """Something a formula names: how often it falls due, and whether it is paid."""

    @property
    def every(self) -> Every: ...

    @property
    def paid(self) -> bool: ...


def argument_cycle(call: Call, every: Every, named: Mapping[str, Timed]) -> Every:
    """How often the arguments of a call are worked out whose result is wanted `every` period.

    A sum or mean of a calendar period takes what falls due less often than every month in the
    months in which it does; a pay line is 0 in the others. `named` are at least the lines.
    """
    function = FUNCTIONS[call.function]
    usual = function.argument_cycle(every)
    if function.scope != "person" or function.period is None:
        return usual
    rarest = max(
        (rarest_cycle(part, named) for part in call.parts()), key=_length, default=Every.MONTH
    )
    return rarest if function.period.contains(rarest) else usual


def rarest_cycle(node: Node, named: Mapping[str, Timed]) -> Every:
    """How often everything that a part of a formula reads falls due together."""
    match node:
        case Name(name=name) if name in named and not named[name].paid:
            return named[name].every
        case Call(function=name) if name in FUNCTIONS and _looks_at_months(name):
            return Every.MONTH
    cycles = (rarest_cycle(part, named) for part in node.parts())
    return max(cycles, key=_length, default=Every.MONTH)


def _looks_at_months(function: str) -> bool:
    """Whether a function looks at months by itself, however rarely its result is wanted."""
    return FUNCTIONS[function].argument_cycle(Every.YEAR) is Every.MONTH


def _length(every: Every) -> int:
    return every.value
