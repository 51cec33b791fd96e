"""One person's month re-worked: what every part of every formula is for them, and for others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every, month_number, month_text, paying_rows, period_start
from engine.evaluation import Memory, Term, compile_plan, evaluate, trace
from engine.facts import Facts
from engine.formula import (
    FUNCTIONS,
    PERSON,
    Arithmetic,
    Call,
    Checked,
    Choice,
    Conditional,
    Coupling,
    Name,
    Node,
    Span,
    State,
    TextLiteral,
    arguments,
    bind,
    calls_in,
    names_in,
    rarest_cycle,
)
from engine.plan import Line, Plan
from engine.text import Problem, Refused, nearest

S = TypeVar("S", bound=State)

NEAR = 50
"""How many ids on either side of where an unknown one would stand are looked at for a likeness."""


class Situation:
    """A person and a month: `row` is the month's row in the facts.

    Formulas are those the program was made from (`formulas`): values are found by their nodes.
    Where a plan has no function of several people, only the person's own facts are looked at.
    `fewest` is how many people a group must have for anything to be told of it; 0 tells all.
    """

    def __init__(
        self,
        plan: Plan,
        facts: Facts,
        employee: str,
        month: str,
        memory: Memory,
        fewest: int = 0,
    ) -> None:
        self.fewest = fewest
        self.plan, self.memory, self.employee, self.month = plan, memory, employee, month
        self.position = _position(facts, employee)
        self.row = _row(facts, self.position, employee, month)
        self.whole_facts = facts
        self.facts = facts
        if all(not term.coupled for term in compile_plan(plan).terms):
            self.facts, self.memory = facts.take([self.position]), Memory()
        self._binding, self.values = trace(plan, self.facts, employee, self.memory)
        self.program = self._binding.program
        self.formulas, self.kinds = self.program.formulas, self.program.kinds

    def month_of(self, row: int) -> int:
        """The month number of a row."""
        return self.facts.first + row

    def present(self, row: int) -> bool:
        """Whether the person has a row in that month."""
        return bool(self.whole_facts.present[row, self.position])

    def rows(self, every: Every) -> range:
        """The rows in which something falls due."""
        facts = self.facts
        return range(*paying_rows(facts.first, facts.months, every).indices(facts.months))

    # -- values -----------------------------------------------------------------------------

    def term(self, node: Node) -> Term:
        """The step of the program that a part of a formula became."""
        return self.program.parts[node]

    def value(self, node: Node, row: int | None = None) -> Any:
        """What a part of a formula is for this person: a number, yes or no, a code or a tuple."""
        return self._value(self.term(node), self.row if row is None else row)

    def falls_due(self, node: Node, row: int) -> bool:
        """Whether everything that a part of a formula reads falls due in that month."""
        return row in self.rows(rarest_cycle(node, self.plan.lines))

    def amounts(self, name: str) -> dict[int, float]:
        """What a line came to in the calendar year of the month, unrounded, by row."""
        start = period_start(self.facts.first, self.row, Every.YEAR)
        end = start + Every.YEAR.value - (self.facts.first + start) % Every.YEAR.value
        term = self.program.lines[name]
        rows = self.rows(self.formulas[name].paid_every)
        return {
            row: float(self._value(term, row))
            for row in rows
            if start <= row < end and self.present(row)
        }

    def is_due(self, name: str) -> bool:
        """Whether a line is worked out this month."""
        return self.row in self.rows(self.formulas[name].every) or self.ends_early(name)

    def ends_early(self, name: str) -> bool:
        """Whether a line is worked out this month as the person is not there when it falls due."""
        every = self.formulas[name].every
        return name in self.program.ended and self.row == self.settled_in(every)

    def settled_in(self, every: Every) -> int | None:
        """The row of the last month that the person has in the calendar period of the month, where
        they have none in its last."""
        start = period_start(self.facts.first, self.row, every)
        end = self.paying_row(every)
        if end >= self.facts.months or self.present(end):
            return None
        return max(row for row in range(start, end) if self.present(row))

    def paying_row(self, every: Every) -> int:
        """The row, which may lie beyond the facts, of the last month of the calendar period of the
        month."""
        return self.row + (-1 - self.facts.first - self.row) % every.value

    def _value(self, term: Term, row: int) -> Any:
        value = self.values[term.index]
        if term.width == 0:
            return value
        k = self.rows(term.every).index(row)
        if isinstance(value, tuple):
            return tuple(array[k, 0].item() for array in value)
        assert isinstance(value, np.ndarray)
        return value[k, 0].item()

    def category(self, node: Node) -> str:
        """The value of a category as the facts write it; "" where there is none."""
        if isinstance(node, TextLiteral):
            return node.value
        kind = self.kinds[node]
        values = kind.values if isinstance(kind, Choice) else None
        if values is None:
            values = self.facts.categories[self.term(node).column].values
        code = int(self.value(node))
        return values[code] if code < len(values) else ""

    def history(self, call: Call, kind: type[S]) -> list[S]:
        """The states of a function that carries one on, up to this month: arrays of one column."""
        function, given = FUNCTIONS[call.function], dict(bind(call, FUNCTIONS[call.function]))
        assert function.history is not None
        term = self.term(call)
        values = iter([self.values[argument.index] for argument in term.args])
        decimals = iter(self._binding.decimals_of_arguments(term))
        span = Span(
            self.facts.first,
            self.whole_facts.present[:, [self.position]],
            self.rows(term.every),
            tuple(next(decimals) if argument in given else 0 for argument in function.takes),
        )
        arguments = [next(values) if argument in given else None for argument in function.takes]
        found = []
        with np.errstate(invalid="ignore", over="ignore"):
            for state in function.history(span, *arguments):
                if state.row > self.row:
                    break
                assert isinstance(state, kind)
                found.append(state)
        return found

    def fact(self, name: str) -> float | str:
        """A column of the person's row; for a person column, their employee id or ""."""
        facts, at = self.whole_facts, (self.row, self.position)
        if name in facts.numbers:
            return float(facts.numbers[name][at])
        if name in facts.people:
            found = int(facts.people[name][at])
            return facts.employees[found] if found >= 0 else ""
        column = facts.categories[name]
        return column.values[int(column.codes[at])]

    # -- everyone ---------------------------------------------------------------------------

    def members(self, call: Call) -> NDArray[np.bool_]:
        """The people that a function of several people looks at together with this person."""
        given = arguments(call)
        here: NDArray[np.bool_] = self.facts.present[self.row].copy()
        if "among" in given:
            here &= self.everyone(given["among"], self.row).astype(np.bool_)
        if "by" in given:
            groups = self.everyone(given["by"], self.row)
            of_reports = self.kinds[given["by"]] == PERSON
            here &= groups == (self.position if of_reports else groups[self.position])
        return here

    def hides(self, node: Node) -> bool:
        """Whether a figure of others must not be told: that of one person, or of few people, also
        added up over months, within limits, or with something added."""
        if not self.fewest:
            return False
        if isinstance(node, Name) and node.name in self.formulas:
            line = self.formulas[node.name]
            return not line.paid and self.hides(line.formula.tree)
        if isinstance(node, Conditional):
            return self.hides(node.then) or self.hides(node.other)
        if isinstance(node, Arithmetic) and node.sign in ("+", "-"):
            return self.hides(node.left) or self.hides(node.right)
        if not isinstance(node, Call):
            return False
        function = FUNCTIONS[node.function]
        if function.period is not None or function.is_arithmetic:
            return any(self.hides(argument) for argument in node.parts())
        adds = any(argument.kinds == ("number",) for argument in function.takes)
        if function.coupling is not Coupling.GROUP or not adds:
            return False
        return function.singles_out or int(self.members(node).sum()) < self.fewest

    def everyone(self, node: Node, row: int) -> NDArray[Any]:
        """An argument of a function of several people, for everyone in one month.

        The arguments were kept when the functions were worked out, so this mostly reads them back.
        """
        found: NDArray[Any] = self._arguments[node][self.rows(self._every[node]).index(row)]
        return found

    @cached_property
    def _every(self) -> Mapping[Node, Every]:
        """The arguments of functions of several people, and how often each is worked out."""
        found: dict[Node, Every] = {}
        for line in self.formulas.values():
            for call in calls_in(line.formula.tree):
                if FUNCTIONS[call.function].scope == "everyone":
                    cycle = FUNCTIONS[call.function].argument_cycle(self.term(call).every)
                    found |= dict.fromkeys(arguments(call).values(), cycle)
        return found

    @cached_property
    def _arguments(self) -> Mapping[Node, NDArray[Any]]:
        """Asks the engine for the arguments as if they were measures of the plan."""
        asked: dict[str, Line] = {}
        nodes = {}
        for line in self.formulas.values():
            asked[line.id] = replace(line, role="working")
            for part in line.formula.tree.walk():
                if part in self._every:
                    name = f"{line.id} {part.at}"
                    own = Checked(name, part, line.formula.kinds, names_in(part))
                    asked[name] = Line(name, "measure", own, self._every[part], line.label)
                    nodes[name] = part
        plan = replace(self.plan, lines=asked)
        found = evaluate(plan, self.facts, self.memory, amounts=False, measures=True).measures
        return {node: found[name].array for name, node in nodes.items()}


def _position(facts: Facts, employee: str) -> int:
    """The position of an employee. Raises Refused with the id most like it."""
    position = facts.position.get(employee)
    if position is None:
        at = bisect_left(facts.employees, employee)
        around = facts.employees[max(0, at - NEAR) : at + NEAR]
        close = nearest(employee, around)
        key = "unknown_employee" if close else "unknown_employee_bare"
        raise Refused([Problem(key, {"nearest": close}, facts.source, None, "", employee)])
    return position


def _row(facts: Facts, position: int, employee: str, month: str) -> int:
    """The row of a month in which the employee has one. Raises Refused."""
    try:
        row = month_number(month) - facts.first
    except ValueError:
        key = "not_a_month"
    else:
        if 0 <= row < facts.months and facts.present[row, position]:
            return row
        key = "no_row"
    served = [month_text(facts.first + int(i)) for i in np.flatnonzero(facts.present[:, position])]
    values = {"employee": employee, "first": served[0], "last": served[-1]}
    raise Refused([Problem(key, values, facts.source, None, "", month)])
