"""A plan at a glance: what kinds of pay it has, how often it pays, and its mix in what is paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.evaluation import Payouts
from engine.formula import (
    FUNCTIONS,
    Arithmetic,
    Call,
    Coupling,
    Function,
    Method,
    Name,
    Negation,
    Node,
    Role,
    calls_in,
    names_in,
    parts_with,
)
from engine.plan import Line, Plan

KINDS = (
    *("fixed", "time", "commission", "tiers", "piece", "steps", "score", "result"),
    *("pool", "rank", "memory", "deduction"),
)
"""Kinds of pay lines; a line may be of several."""
_RESULTS = ("money", "share", "score", "count", "number", "flag")
_TIME = ("CNY/day", "CNY/hour", "CNY/shift")
_STANDING = ("CNY/month", "CNY/year")
_BY_SLICES = (Method.GRADUATED, Method.WHOLE)
_BY_LEVEL = (Method.STEP, Method.CURVE)


@dataclass(frozen=True)
class Portrait:
    """`kinds` holds the kinds of each pay line, `cycles` how often lines are paid (month, quarter,
    half, year); `couples` says that what one person is paid depends on others."""

    kinds: Mapping[str, tuple[str, ...]]
    cycles: tuple[str, ...]
    couples: bool

    @property
    def all_kinds(self) -> tuple[str, ...]:
        """The kinds of all lines."""
        found = {kind for kinds in self.kinds.values() for kind in kinds}
        return tuple(kind for kind in KINDS if kind in found)


def portrait(plan: Plan) -> Portrait:
    """What kind of plan this is, read from its formulas."""
    return Portrait(
        {line.id: _kinds(plan, line) for line in plan.pay_lines},
        tuple(dict.fromkeys(line.every.key for line in plan.pay_lines)),
        any(f.coupling is not None for line in plan.lines.values() for f in _functions(line)),
    )


def pay_mix(payouts: Payouts) -> dict[str, float]:
    """The share of each pay line in all that is paid; deductions are below 0. Empty where nothing
    is paid."""
    total = payouts.total
    if total <= 0:
        return {}
    return {line: amount / total for line, amount in payouts.line_totals.items()}


def _kinds(plan: Plan, line: Line) -> tuple[str, ...]:
    lines = list(_rests_on(plan, line))
    functions = [function for own in lines for function in _functions(own)]
    methods = {function.method for function in functions}
    couplings = {function.coupling for function in functions}
    names = {name for own in lines for name in own.formula.reads}
    columns = [plan.facts[name] for name in names if name in plan.facts]
    units = {plan.parameters[name].unit for name in names if name in plan.parameters}
    results = [column for column in columns if column.kind in _RESULTS]
    counted = any(column.kind in ("count", "number") for column in results)
    found = {
        "tiers": not methods.isdisjoint(_BY_SLICES),
        "steps": not methods.isdisjoint(_BY_LEVEL) and bool(results),
        "score": any(column.kind == "score" for column in results)
        or any(own.unit == "points" for own in lines),
        "commission": any(_is_commission(plan, own.formula.tree) for own in lines),
        "time": counted and bool(units & set(_TIME)),
        "piece": counted
        and any(u.startswith("CNY/") and u not in (*_TIME, *_STANDING) for u in units),
        "pool": Coupling.SHARE in couplings,
        "rank": Coupling.RANK in couplings,
        "memory": any(f.stateful or f.looks_back for f in functions),
        "deduction": _takes_off(line.formula.tree),
    }
    kinds = tuple(kind for kind in KINDS if found.get(kind))
    if kinds:
        return kinds
    return ("result",) if results and line.formula.text not in plan.facts else ("fixed",)


def _is_commission(plan: Plan, tree: Node) -> bool:
    """Whether a rate (a share, or slices at their rates) is taken of an amount that was sold."""
    for node in tree.walk():
        if isinstance(node, Arithmetic) and node.sign == "*":
            factors = list(_factors(node))
            rates = [factor for factor in factors if _is_rate(plan, factor)]
            rest = (factor for factor in factors if factor not in rates)
            if rates and any(_is_money(plan, factor) for factor in rest):
                return True
    return False


def _factors(node: Node) -> Iterator[Node]:
    if isinstance(node, Arithmetic) and node.sign == "*":
        yield from _factors(node.left)
        yield from _factors(node.right)
    else:
        yield node


def _is_rate(plan: Plan, node: Node) -> bool:
    parts = parts_with(node, Role.TABLE) if isinstance(node, Call) else (node,)
    names = [part.name for part in parts if isinstance(part, Name)]
    return any(n in plan.parameters and plan.parameters[n].unit == "share" for n in names)


def _is_money(plan: Plan, node: Node) -> bool:
    """Whether an amount of the facts stands in a part of a formula, not only in what it rests on
    through lines that are paid."""
    names = names_in(node)
    reached = {name for name in names if name in plan.facts}
    for name in names:
        line = plan.lines.get(name)
        if line is not None and not line.paid:
            reached |= {read for own in _rests_on(plan, line) for read in own.formula.reads}
    return any(name in plan.facts and plan.facts[name].kind == "money" for name in reached)


def _rests_on(plan: Plan, line: Line) -> Iterator[Line]:
    """The line with the measures and workings it rests on; other pay lines speak for themselves."""
    seen = {line.id}
    waiting = [line]
    while waiting:
        own = waiting.pop()
        yield own
        for name in own.formula.reads:
            other = plan.lines.get(name)
            if other is not None and not other.paid and name not in seen:
                seen.add(name)
                waiting.append(other)


def _functions(line: Line) -> Iterator[Function]:
    return (FUNCTIONS[call.function] for call in calls_in(line.formula.tree))


def _takes_off(node: Node) -> bool:
    """Whether a formula, or a case of it, begins with a minus sign."""
    match node:
        case Negation():
            return True
        case Arithmetic(sign="*" | "/", left=left):
            return _takes_off(left)
        case Name() | Call():
            return False
    return any(_takes_off(part) for part in node.parts())
