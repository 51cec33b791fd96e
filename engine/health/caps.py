"""A plan with its caps lifted: the same formulas, nothing stops a result from counting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from engine.evaluation import Memory
from engine.formula import Arithmetic, Checked, Lookup, Name, Node, Symbol, check, parse
from engine.health.breakpoints import Cap
from engine.plan import Plan, symbols

ENDLESS = "1e15"


def binding(plan: Plan, caps: Iterable[Cap]) -> tuple[Cap, ...]:
    """The caps behind which nothing goes on being paid (as min(x, t) + rate * (x - t) does)."""
    return tuple(cap for cap in caps if not _goes_on(plan, cap))


def lifted(plan: Plan, caps: Sequence[Cap], memory: Memory) -> Plan:
    """The plan without these caps."""
    places = tuple((cap.x.line, cap.bound.at, cap.bound.end) for cap in caps)
    key = ("lifted", plan.structure, places)
    formulas = memory.cached(key, lambda: _endless(plan, caps))
    lines = {x.id: replace(x, formula=formulas.get(x.id, x.formula)) for x in plan.lines.values()}
    return replace(plan, lines=lines)


def _endless(plan: Plan, caps: Sequence[Cap]) -> dict[str, Checked]:
    """The formulas that have these caps, without them, by line."""
    by_line: dict[str, list[Node]] = {}
    for cap in caps:
        by_line.setdefault(cap.x.line, []).append(cap.bound)
    scope = symbols(plan.facts, plan.parameters)
    for line in plan.lines.values():
        scope[line.id] = Symbol(line.formula.kind, "line", line.every, line.paid)
    formulas = {}
    for name, bounds in by_line.items():
        line = plan.lines[name]
        text = line.formula.text
        for bound in sorted(bounds, key=lambda node: -node.at):
            text = text[: bound.at] + ENDLESS + text[bound.end :]
        formulas[name] = check(text, parse(text), scope, line.every)
    return formulas


def _goes_on(plan: Plan, cap: Cap) -> bool:
    """Whether the formula takes the bound off the same result somewhere else."""
    for node in plan.lines[cap.x.line].formula.tree.walk():
        if isinstance(node, Arithmetic) and node.sign == "-" and cap.parameter:
            below = node.right.table if isinstance(node.right, Lookup) else node.right
            if isinstance(below, Name) and below.name == cap.parameter:
                return True
    return False
