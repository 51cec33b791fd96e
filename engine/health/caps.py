"""A plan with its caps lifted: the same formulas, nothing stops a result from counting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.formula import Arithmetic, Lookup, Name, Node, Symbol, check, parse
from engine.health.breakpoints import Cap
from engine.plan import Plan, symbols

ENDLESS = "1e15"


def binding(plan: Plan, caps: Iterable[Cap]) -> tuple[Cap, ...]:
    """The caps behind which nothing goes on being paid (as min(x, t) + rate * (x - t) does)."""
    return tuple(cap for cap in caps if not _goes_on(plan, cap))


def lifted(plan: Plan, caps: Iterable[Cap]) -> Plan:
    """The plan without these caps."""
    by_line: dict[str, list[Node]] = {}
    for cap in caps:
        by_line.setdefault(cap.x.line, []).append(cap.bound)
    scope = symbols(plan.facts, plan.parameters)
    for line in plan.lines.values():
        scope[line.id] = Symbol(line.formula.kind, "line", line.every, line.paid)
    lines = dict(plan.lines)
    for name, bounds in by_line.items():
        line = lines[name]
        text = line.formula.text
        for bound in sorted(bounds, key=lambda node: -node.at):
            text = text[: bound.at] + ENDLESS + text[bound.end :]
        lines[name] = replace(line, formula=check(text, parse(text), scope, line.every))
    return replace(plan, lines=lines)


def _goes_on(plan: Plan, cap: Cap) -> bool:
    """Whether the formula takes the bound off the same result somewhere else."""
    for node in plan.lines[cap.x.line].formula.tree.walk():
        if isinstance(node, Arithmetic) and node.sign == "-" and cap.parameter:
            below = node.right.table if isinstance(node.right, Lookup) else node.right
            if isinstance(below, Name) and below.name == cap.parameter:
                return True
    return False
