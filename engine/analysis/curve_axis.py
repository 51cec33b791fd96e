"""Whose breakpoints stand on the axis of a plan's payout curve."""

from __future__ import annotations

from engine.formula import FUNCTIONS, Arithmetic, Call, Conditional, Name, Node, Role, calls_in
from engine.plan import Plan

_DIVIDES = (Role.DIVISOR, Role.GOAL)
"""What the second argument is to a function that divides one column by another, or sums of them, as
the curve does."""


def is_along_curve(plan: Plan, parameter: str) -> bool:
    """Whether the breakpoints of a parameter are places on the payout curve: every formula that
    reads it does so in a function whose other argument is what the curve moves."""
    calls = [
        call
        for line in plan.readers(parameter)
        for call in calls_in(plan.lines[line].formula.tree)
        if any(isinstance(one, Name) and one.name == parameter for one in call.arguments)
    ]
    if plan.curve is None or plan.curve.rising_from is not None or not calls:
        return False
    return all(_is_moved(plan, call, parameter) for call in calls)


def _is_moved(plan: Plan, call: Call, parameter: str) -> bool:
    others = [
        one for one in call.arguments if not (isinstance(one, Name) and one.name == parameter)
    ]
    return len(others) == 1 and not call.named and _is_axis(plan, others[0])


def _is_axis(plan: Plan, node: Node) -> bool:
    """Whether an expression is what stands along the curve, wherever there is something."""
    curve = plan.curve
    assert curve is not None
    match node:
        case Name(name=name) if name in plan.lines:
            return _is_axis(plan, plan.lines[name].formula.tree)
        case Name(name=name):
            return curve.against is None and curve.months == 1 and name == curve.move
        case Conditional(then=then, other=other):
            return _is_axis(plan, then) or _is_axis(plan, other)
        case Arithmetic(sign="/", left=Name(name=of), right=Name(name=by)):
            return (of, by) == (curve.move, curve.against)
        case Call(function=function, arguments=(Name(name=of), Name(name=by))):
            divides = any(second.role in _DIVIDES for second in FUNCTIONS[function].takes[1:2])
            return divides and (of, by) == (curve.move, curve.against)
    return False
