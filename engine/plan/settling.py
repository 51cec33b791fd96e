"""Pay lines of a longer period that are settled for whoever is not there when they fall due: in the
last month of theirs in the period, worked out as if the period ended with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.calendar import Every
from engine.formula import FUNCTIONS, Call, Name, Node
from engine.plan.schema import Line
from engine.text import Problem


def worked_out_with(line: Line, lines: Mapping[str, Line]) -> frozenset[str]:
    """The line and the lines of its own cycle that it rests on."""
    found = {line.id}
    waiting = [line]
    while waiting:
        for name in waiting.pop().formula.reads:
            if name in lines and name not in found and lines[name].every is line.every:
                found.add(name)
                waiting.append(lines[name])
    return frozenset(found)


def settling_problems(lines: Mapping[str, Line]) -> Iterator[tuple[str, Problem]]:
    """Why pay lines cannot be settled early that are to be, by the id of the line: what they rest
    on is known in paying months only, or others read them and would miss what leavers are paid."""
    for line in lines.values():
        if not line.settled_early:
            continue
        for name in lines:
            if name in worked_out_with(line, lines):
                for problem in _known_late(lines[name].formula.tree, line.every, lines):
                    yield line.id, problem
        for other in lines.values():
            if line.id in other.formula.reads:
                yield line.id, Problem("settled_read", {"reader": other.id})


def _known_late(
    node: Node, every: Every, lines: Mapping[str, Line], of_months: bool = False
) -> Iterator[Problem]:
    """The parts that cannot be worked out for a month before the paying month; `of_months` are
    arguments that are worked out for other months by themselves."""
    match node:
        case Name(name=name) if name in lines:
            own = lines[name].every
            fits = own.value < every.value if of_months else own in (Every.MONTH, every)
            if not fits:
                yield Problem("settled_cycle", {"name": name})
        case Call(function=name):
            function = FUNCTIONS[name]
            if not of_months and function.scope == "everyone" and not function.every_month:
                yield Problem("settled_others", {"function": name})
            if not of_months and not function.monthly_arguments:
                yield Problem("settled_carries", {"function": name})
            of_months |= function.scope == "person" or function.every_month
    for part in node.parts():
        yield from _known_late(part, every, lines, of_months)
