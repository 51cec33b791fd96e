"""Formulas worked out literally, for one person in one month at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from engine.calendar import Every, month_number, month_text
from engine.formula import (
    FUNCTIONS,
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Field,
    Function,
    Logical,
    Lookup,
    Membership,
    Name,
    Negation,
    Node,
    Not,
    Number,
    TextLiteral,
    bind,
)
from engine.plan import Line, Plan
from tests.reference.functions import MEANINGS, At, People, Value, is_due
from tests.reference.number import UNLIMITED, Figure, Judge, number, whole

Row = Mapping[str, str]
Key = tuple[str, str, str]


class Reference:
    """A plan worked out on the rows of a facts file, cells as text.

    `amounts` are yuan of every pay line and gross_pay, `measures` the exact values (or texts) of
    the measures, both by (employee_id, month, line). `too_close` lists the decisions that float64
    cannot be expected to take; where it is not empty, differences prove nothing.
    """

    def __init__(self, plan: Plan, rows: Sequence[Row]) -> None:
        self.plan = plan
        self.judge = Judge()
        self.rows = {(row["employee_id"], month_number(row["month"])): row for row in rows}
        self.people = People(self.judge, frozenset(self.rows))
        self.parameters = {p.id: _figures(p.json) for p in plan.parameters.values()}
        self._known: dict[tuple[Node, At], Value] = {}
        self.amounts = self._amounts()
        self.measures = self._measures()

    @property
    def too_close(self) -> list[str]:
        return self.judge.too_close

    def _amounts(self) -> dict[Key, Fraction]:
        amounts: dict[Key, Fraction] = {}
        for who, month in self.rows:
            gross = Fraction(0)
            for line in self.plan.pay_lines:
                yuan = Fraction(self.judge.fen(self._paid(line, who, month)), 100)
                amounts[who, month_text(month), line.id] = yuan
                gross += yuan
            amounts[who, month_text(month), "gross_pay"] = gross
        return amounts

    def _measures(self) -> dict[Key, Figure | str]:
        return {
            (who, month_text(month), line.id): self._line(line, who, month)
            for who, month in self.rows
            for line in self.plan.measures
            if is_due(line.every, month)
        }

    def _paid(self, line: Line, who: str, month: int) -> Any:
        """A pay line in one month; where it is settled early, also in the last month of a person
        who is not there when it falls due, as if its period ended with it."""
        end = max(m for _, m in self.rows)
        if line.leavers == "settled" and self.people.is_last(who, month, line.every, end):
            return self.value(line.formula.tree, At(who, month, line.every, line.every))
        return self._line(line, who, month)

    def _line(self, line: Line, who: str, month: int) -> Any:
        """A line in one month; 0 where it is not due."""
        if not is_due(line.every, month):
            return whole(0)
        return self.value(line.formula.tree, At(who, month, line.every))

    def value(self, node: Node, at: At) -> Any:
        """What a part of a formula is for one person in one month."""
        if (node, at) not in self._known:
            self._known[node, at] = self._worked_out(node, at)
        return self._known[node, at]

    def _worked_out(self, node: Node, at: At) -> Value:
        match node:
            case Number(text=text):
                return number(text)
            case TextLiteral(value=value):
                return value
            case Name(name=name):
                return self._name(name, at)
            case Negation(of=of):
                return -self.value(of, at)
            case Arithmetic(sign=sign, left=left, right=right):
                return _calculated(sign, self.value(left, at), self.value(right, at))
            case Comparison(sign=sign, left=left, right=right):
                return self._compared(sign, self.value(left, at), self.value(right, at))
            case Membership():
                return self._is_among(node, at) != node.negated
            case Logical(sign="and", left=left, right=right):
                return self.value(left, at) and self.value(right, at)
            case Logical(sign="or", left=left, right=right):
                return self.value(left, at) or self.value(right, at)
            case Not(of=of):
                return not self.value(of, at)
            case Conditional(condition=condition, then=then, other=other):
                return self.value(then if self.value(condition, at) else other, at)
            case Lookup(table=table, key=key):
                return self.value(table, at)[self.value(key, at)]
            case Field(of=of, name=name):
                return self.value(of, at)[name]
            case Call():
                return self._called(node, at)
        raise AssertionError(node)

    def _name(self, name: str, at: At) -> Value:
        if name == "calendar_month":
            return whole(at.month % 12 + 1)
        if name in self.parameters:
            return self.parameters[name]
        if name in self.plan.lines:
            line = self.plan.lines[name]
            if line.every is at.ended:
                return self.value(line.formula.tree, at)
            return self._line(line, at.who, at.month)
        row, column = self.rows[at.who, at.month], self.plan.facts[name]
        if column.kind == "tenure":
            return _tenure(row, at.month)
        return number(row[name]) if column.is_number else row[name]

    def _compared(self, sign: str, left: Any, right: Any) -> bool:
        if isinstance(left, str):
            return (left == right) == (sign == "==")
        match sign:
            case "==":
                return self.judge.equal(left, right)
            case "!=":
                return not self.judge.equal(left, right)
            case ">":
                return self.judge.above(left, right)
            case "<":
                return self.judge.above(right, left)
            case ">=":
                return self.judge.at_least(left, right)
            case "<=":
                return self.judge.at_least(right, left)
        raise AssertionError(sign)

    def _is_among(self, node: Membership, at: At) -> bool:
        of = self.value(node.of, at)
        among = [self.value(item, at) for item in node.among]
        if isinstance(among[0], dict):
            return of in among[0]
        if isinstance(among[0], list):
            among = among[0]
        if isinstance(of, str):
            return of in among
        return any([self.judge.equal(of, item) for item in among])

    def _called(self, node: Call, at: At) -> Value:
        """A function gets its arguments as functions: it decides in whose month they are asked."""
        given: dict[str, Any] = {"values": []}
        for argument, part in bind(node, FUNCTIONS[node.function]):
            ask = _Asked(self, part, _rarest(part, self.plan.lines))
            if argument.kinds == ("table",):
                given[argument.name] = self._whole_table(part)
            elif argument.many:
                given["values"].append(ask)
            else:
                given[argument.name] = ask
        if not given["values"]:
            del given["values"]
        return MEANINGS[node.function](self.people, at, **given)

    def _whole_table(self, part: Node) -> list[tuple[str, Figure | None]]:
        """A table in the order of its category, None where it has no figure."""
        assert isinstance(part, Name)
        return [
            (key, self.parameters[part.name].get(key))
            for key in self.plan.parameters[part.name].keys or ()
        ]


@dataclass(frozen=True)
class _Asked:
    """An argument as a function of whose month is asked for."""

    reference: Reference
    part: Node
    every: Every

    def __call__(self, at: At) -> Any:
        return self.reference.value(self.part, at)


def _rarest(node: Node, lines: Mapping[str, Line]) -> Every:
    """How often all the lines that a part reads fall due together; what looks at months by itself
    can be asked in any of them, and a pay line is 0 where it is not due."""
    if isinstance(node, Name) and node.name in lines:
        return Every.MONTH if lines[node.name].paid else lines[node.name].every
    if isinstance(node, Call) and _looks_at_months(FUNCTIONS[node.function]):
        return Every.MONTH
    return max((_rarest(part, lines) for part in node.parts()), key=_length, default=Every.MONTH)


def _looks_at_months(function: Function) -> bool:
    own = function.scope == "person" and function.monthly_arguments
    return own or (function.scope == "everyone" and function.period is not None)


def _length(every: Every) -> int:
    return every.value


def _calculated(sign: str, left: Figure, right: Figure) -> Figure:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
    raise AssertionError(sign)


def _tenure(row: Row, month: int) -> Figure:
    """The figure given, or else whole months since the month of hire; never below 0."""
    if row.get("tenure_months"):
        return max(number(row["tenure_months"]), whole(0), key=lambda figure: figure.exact)
    return whole(max(0, month - month_number(row["hire_date"][:7])))


def _figures(value: Any) -> Any:
    """A parameter in its own shape, every number exactly as written."""
    if value is None:
        return UNLIMITED
    if isinstance(value, bool):
        return value
    if isinstance(value, Mapping):
        by_key = {key: _figures(inner) for key, inner in value.items()}
        if all(
            isinstance(inner, list) and len(inner) == 2 and isinstance(inner[0], Figure)
            for inner in by_key.values()
        ):
            return {key: {"min": low, "max": high} for key, (low, high) in by_key.items()}
        return by_key
    if isinstance(value, list):
        return [_figures(inner) for inner in value]
    return number(value)
