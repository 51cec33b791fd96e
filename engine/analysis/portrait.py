"""A plan at a glance: what kinds of pay it has, how often it pays, and its mix in what is paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.evaluation import Payouts
from engine.formula import FUNCTIONS, Arithmetic, Call, Name, Negation, Node
from engine.plan import Line, Plan

KINDS = (
    *("fixed", "time", "commission", "tiers", "piece", "steps", "score", "result"),
    *("pool", "rank", "memory", "deduction"),
)
"""Kinds of pay lines; a line may be of several."""
_RESULTS = ("money", "share", "score", "count", "number", "flag")
_TIME = ("CNY/day", "CNY/hour", "CNY/shift")
_STANDING = ("CNY/month", "CNY/year")
_MEMORY = ("carry_over", "career_ladder", "expiring_balance", "recent_sum", "previous", "streak")


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
    words = {node.function for line in plan.lines.values() for node in _calls(line)}
    return Portrait(
        {line.id: _kinds(plan, line) for line in plan.pay_lines},
        tuple(dict.fromkeys(line.every.word for line in plan.pay_lines)),
        any(FUNCTIONS[function].scope == "everyone" for function in words),
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
    words = {node.function for own in lines for node in _calls(own)}
    names = {name for own in lines for name in own.formula.reads}
    columns = [plan.facts[name] for name in names if name in plan.facts]
    units = {plan.parameters[name].unit for name in names if name in plan.parameters}
    results = [column for column in columns if column.kind in _RESULTS]
    counted = any(column.kind in ("count", "number") for column in results)
    found = {
        "tiers": bool(words & {"tiers", "whole_tiers"}),
        "steps": bool(words & {"step", "curve"} and results),
        "score": any(column.kind == "score" for column in results)
        or any(own.unit == "points" for own in lines),
        "commission": any(_is_commission(plan, own.formula.tree) for own in lines),
        "time": counted and bool(units & set(_TIME)),
        "piece": counted
        and any(u.startswith("CNY/") and u not in (*_TIME, *_STANDING) for u in units),
        "pool": "split" in words,
        "rank": bool(words & {"rank", "forced_distribution"}),
        "memory": bool(words & set(_MEMORY)),
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
    name = node
    if (
        isinstance(node, Call)
        and node.function in ("step", "tiers", "whole_tiers")
        and node.arguments
    ):
        name = node.arguments[0]
    if not isinstance(name, Name) or name.name not in plan.parameters:
        return False
    return plan.parameters[name.name].unit == "share"


def _is_money(plan: Plan, node: Node) -> bool:
    """Whether an amount of the facts stands in a part of a formula, not only in what it rests on
    through lines that are paid."""
    names = {part.name for part in node.walk() if isinstance(part, Name)}
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


def _calls(line: Line) -> Iterator[Call]:
    return (node for node in line.formula.tree.walk() if isinstance(node, Call))


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
