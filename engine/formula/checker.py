"""Checks a formula against the names it may use and finds the kind of every part.

A name is a column, a parameter, a line or a name of the calendar; each has a Symbol. Whatever does
not fit is a FormulaError that points at the character and says what was meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.calendar import Every
from engine.formula.calls import bind
from engine.formula.cycles import argument_cycle
from engine.formula.functions import FUNCTIONS, Argument
from engine.formula.kinds import BAND, CONDITION, NUMBER, Choice, Kind, Record, Shape
from engine.formula.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Field,
    FormulaError,
    Logical,
    Lookup,
    Membership,
    Name,
    Negation,
    Node,
    Not,
    Number,
    TextLiteral,
)
from engine.formula.visitor import Visitor
from engine.text import nearest

CALENDAR = {"calendar_month": NUMBER}
"""Names every formula may use: the calendar month, 1 for January."""


@dataclass(frozen=True)
class Symbol:
    """What a name stands for. `positive` and `not_negative` hold for every value it can have."""

    kind: Kind
    origin: str
    every: Every = Every.MONTH
    paid: bool = False
    positive: bool = False
    not_negative: bool = False


@dataclass(frozen=True)
class Checked:
    """A formula that is in order: its tree, the kind of each part, and the names it reads."""

    text: str
    tree: Node
    kinds: Mapping[Node, Kind]
    reads: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """The kind of the result."""
        return self.kinds[self.tree]


Possible = Mapping[str, frozenset[str]]
"""For columns compared so far on this branch, the values they can still have."""


def check(text: str, tree: Node, scope: Mapping[str, Symbol], every: Every) -> Checked:
    """Checks a formula that is worked out `every` period. Raises FormulaError."""
    checker = _Checker(scope)
    checker.visit(tree, {}, every)
    return Checked(text, tree, checker.kinds, tuple(dict.fromkeys(checker.reads)))


@dataclass
class _Checker(Visitor[[Possible, Every], Kind]):
    scope: Mapping[str, Symbol]
    kinds: dict[Node, Kind] = field(default_factory=dict)
    reads: list[str] = field(default_factory=list)

    def visit(self, node: Node, possible: Possible, every: Every) -> Kind:
        kind = self.kinds[node] = super().visit(node, possible, every)
        return kind

    def visit_number(self, node: Number, possible: Possible, every: Every) -> Kind:
        return NUMBER

    def visit_text(self, node: TextLiteral, possible: Possible, every: Every) -> Kind:
        return Choice(values=(node.value,))

    def visit_negation(self, node: Negation, possible: Possible, every: Every) -> Kind:
        return self._expect(node.of, possible, every, NUMBER)

    def visit_arithmetic(self, node: Arithmetic, possible: Possible, every: Every) -> Kind:
        self._expect(node.left, possible, every, NUMBER)
        self._expect(node.right, possible, every, NUMBER)
        if node.sign == "/":
            self._divisor(node.right)
        return NUMBER

    def visit_logical(self, node: Logical, possible: Possible, every: Every) -> Kind:
        self._expect(node.left, possible, every, CONDITION)
        met = node.sign == "and"
        self._expect(node.right, self._narrowed(node.left, possible, met), every, CONDITION)
        return CONDITION

    def visit_not(self, node: Not, possible: Possible, every: Every) -> Kind:
        return self._expect(node.of, possible, every, CONDITION)

    def _expect(self, node: Node, possible: Possible, every: Every, *wanted: Kind) -> Kind:
        found = self.visit(node, possible, every)
        if found not in wanted:
            raise FormulaError(
                "wrong_kind", node, found=_kind_text(found), wanted=_kind_text(wanted[0])
            )
        return found

    def visit_name(self, node: Name, possible: Possible, every: Every) -> Kind:
        if node.name in CALENDAR:
            return CALENDAR[node.name]
        symbol = self.scope.get(node.name)
        if symbol is None:
            if node.name in FUNCTIONS:
                raise FormulaError("function_as_name", node, name=node.name)
            raise FormulaError(
                "unknown_name",
                node,
                name=node.name,
                nearest=nearest(node.name, (*self.scope, *CALENDAR)),
            )
        if not symbol.paid and not every.contains(symbol.every):
            raise FormulaError("too_rare", node, name=node.name, every=symbol.every.key)
        self.reads.append(node.name)
        return symbol.kind

    def visit_comparison(self, node: Comparison, possible: Possible, every: Every) -> Kind:
        left = self.visit(node.left, possible, every)
        right = self.visit(node.right, possible, every)
        if isinstance(left, Choice) and isinstance(right, Choice):
            if node.sign not in ("==", "!="):
                raise FormulaError("text_order", node)
            self._same_values(node.left, left, node.right, right)
            return CONDITION
        if isinstance(left, Choice):
            raise FormulaError(
                "wrong_kind", node.right, found=_kind_text(right), wanted=_kind_text(left)
            )
        for part, kind in ((node.left, left), (node.right, right)):
            if kind != NUMBER:
                raise FormulaError(
                    "wrong_kind", part, found=_kind_text(kind), wanted=_kind_text(NUMBER)
                )
        return CONDITION

    def _same_values(self, at: Node, left: Choice, other: Node, right: Choice) -> None:
        """A text that the category can never be is a slip of the pen."""
        if not isinstance(at, TextLiteral) and not isinstance(other, TextLiteral):
            if left.values is None or left.values != right.values:
                raise FormulaError("two_categories", other)
            return
        if left.values is None or right.values is None:
            raise FormulaError("open_category", at if left.values is None else other)
        for node, own, against in ((other, right, left), (at, left, right)):
            if (
                isinstance(node, TextLiteral)
                and against.values is not None
                and own.values is not None
            ):
                value = own.values[0]
                if value not in against.values:
                    raise FormulaError(
                        "unknown_value",
                        node,
                        value=value,
                        nearest=nearest(value, against.values),
                        values=tuple(against.values),
                    )

    def visit_membership(self, node: Membership, possible: Possible, every: Every) -> Kind:
        of = self.visit(node.of, possible, every)
        if len(node.among) == 1 and isinstance(node.among[0], Name):
            among = self.visit(node.among[0], possible, every)
            if isinstance(among, Shape) and among.name == "months":
                self._expect(node.of, possible, every, NUMBER)
                return CONDITION
            if isinstance(among, Shape) and among.keys is not None and isinstance(of, Choice):
                if of.values is None:
                    raise FormulaError("open_category", node.of)
                return CONDITION
            raise FormulaError(
                "wrong_kind", node.among[0], found=_kind_text(among), wanted="table / months"
            )
        for item in node.among:
            kind = self.visit(item, possible, every)
            if (
                isinstance(of, Choice)
                and isinstance(kind, Choice)
                and isinstance(item, TextLiteral)
            ):
                self._same_values(node.of, of, item, kind)
            elif kind != of or kind != NUMBER:
                wanted = "text" if isinstance(of, Choice) else _kind_text(of)
                raise FormulaError("wrong_kind", item, found=_kind_text(kind), wanted=wanted)
        return CONDITION

    def visit_conditional(self, node: Conditional, possible: Possible, every: Every) -> Kind:
        self._expect(node.condition, possible, every, CONDITION)
        then = self.visit(node.then, self._narrowed(node.condition, possible, True), every)
        other = self.visit(node.other, self._narrowed(node.condition, possible, False), every)
        if isinstance(then, Choice) and isinstance(other, Choice):
            for branch, kind in ((node.then, then), (node.other, other)):
                if kind.values is None:
                    raise FormulaError("open_category", branch)
            assert then.values is not None and other.values is not None
            return Choice(values=tuple(dict.fromkeys((*then.values, *other.values))))
        if then != other or then not in (NUMBER, CONDITION):
            raise FormulaError(
                "two_kinds", node.other, found=_kind_text(other), wanted=_kind_text(then)
            )
        return then

    def visit_lookup(self, node: Lookup, possible: Possible, every: Every) -> Kind:
        table = self.visit(node.table, possible, every)
        if not isinstance(table, Shape) or table.keys is None or not isinstance(node.table, Name):
            raise FormulaError("not_a_table", node.table, found=_kind_text(table))
        key = self.visit(node.key, possible, every)
        if not isinstance(key, Choice) or key.values is None:
            raise FormulaError("not_a_key", node.key, found=_kind_text(key))
        values = frozenset(key.values)
        if isinstance(node.key, Name):
            values = possible.get(node.key.name, values)
        missing = [value for value in key.values if value in values and value not in table.keys]
        if missing:
            raise FormulaError(
                "no_figure_for",
                node,
                table=node.table.name,
                missing=tuple(missing),
                key=node.key.name if isinstance(node.key, Name) else "…",
            )
        if table.name == "table":
            return NUMBER
        if table.name == "bands":
            return BAND
        return Shape("indicator" if table.name == "scorecard" else "steps")

    def visit_field(self, node: Field, possible: Possible, every: Every) -> Kind:
        of = self.visit(node.of, possible, every)
        fields: Mapping[str, Kind] = {}
        if of == BAND:
            fields = {"min": NUMBER, "max": NUMBER}
        elif isinstance(of, Record):
            fields = of.by_name
        if node.name not in fields:
            if not fields:
                raise FormulaError("no_results", node, found=_kind_text(of))
            raise FormulaError(
                "unknown_result",
                (node.end - len(node.name), node.end),
                name=node.name,
                nearest=nearest(node.name, fields),
                known=tuple(fields),
            )
        return fields[node.name]

    def visit_call(self, node: Call, possible: Possible, every: Every) -> Kind:
        function = FUNCTIONS.get(node.function)
        if function is None:
            raise FormulaError(
                "unknown_function",
                (node.at, node.at + len(node.function)),
                name=node.function,
                nearest=nearest(node.function, FUNCTIONS),
            )
        inside = argument_cycle(node, every, self.scope)
        if function.scope != "cell":
            possible = {}  # what this person can be in this month says nothing about others
        given: dict[str, Kind] = {}
        for argument, part in bind(node, function):
            found = given[argument.name] = self.visit(part, possible, inside)
            if _fits(found) not in argument.kinds or isinstance(part, TextLiteral):
                raise FormulaError(
                    "wrong_argument",
                    part,
                    function=function.name,
                    argument=argument.name,
                    found="text" if isinstance(part, TextLiteral) else _kind_text(found),
                    wanted=" / ".join(argument.kinds),
                )
            if argument.fixed and not self._fixed(part):
                raise FormulaError(
                    "not_fixed", part, function=function.name, argument=argument.name
                )
            if argument.by:
                self._table_by(argument, part, found, given[argument.by])
        return _settled(function.gives, given)

    def _table_by(self, argument: Argument, part: Node, table: Kind, by: Kind) -> None:
        """A table that a function looks up itself must be by the category it looks it up by."""
        assert isinstance(table, Shape) and isinstance(by, Choice)
        if table.of is None or table.of != by.values:
            raise FormulaError("table_by", part, argument=argument.name, by=argument.by)

    def _fixed(self, node: Node) -> bool:
        """Whether a part is made of numbers and parameters only."""
        return all(
            not isinstance(n, Call | Lookup)
            and (not isinstance(n, Name) or self._is_parameter(n.name))
            for n in node.walk()
        )

    def _is_parameter(self, name: str) -> bool:
        symbol = self.scope.get(name)
        return symbol is not None and symbol.origin == "parameter"

    def _narrowed(self, condition: Node, possible: Possible, met: bool) -> Possible:
        """The values categories can still have where a condition is met (or is not)."""
        match condition:
            case Not(of=part):
                return self._narrowed(part, possible, not met)
            case Logical(sign=sign, left=left, right=right) if (sign == "and") == met:
                return self._narrowed(right, self._narrowed(left, possible, met), met)
            case Comparison(
                sign="==" | "!=" as sign, left=Name(name=name), right=TextLiteral(value=v)
            ):
                return self._kept(possible, name, {v}, (sign == "==") == met)
            case Membership(of=Name(name=name), among=among, negated=negated):
                values: set[str] = set()
                for item in among:
                    if isinstance(item, TextLiteral):
                        values.add(item.value)
                    elif isinstance(item, Name):
                        symbol = self.scope.get(item.name)
                        if symbol and isinstance(symbol.kind, Shape) and symbol.kind.keys:
                            values.update(symbol.kind.keys)
                return self._kept(possible, name, values, negated != met)
        return possible

    def _kept(self, possible: Possible, name: str, values: set[str], inside: bool) -> Possible:
        symbol = self.scope.get(name)
        if symbol is None or not isinstance(symbol.kind, Choice) or symbol.kind.values is None:
            return possible
        now = possible.get(name, frozenset(symbol.kind.values))
        return {**possible, name: now & values if inside else now - values}

    def _divisor(self, node: Node) -> None:
        if not self._positive(node):
            raise FormulaError("divisor", node)

    def _positive(self, node: Node) -> bool:
        match node:
            case Number():
                return node.value > 0
            case Name(name=name):
                symbol = self.scope.get(name)
                return symbol is not None and symbol.positive
            case Arithmetic(sign="*" | "/", left=left, right=right):
                return self._positive(left) and self._positive(right)
            case Arithmetic(sign="+", left=left, right=right):
                return (self._positive(left) and self._not_negative(right)) or (
                    self._not_negative(left) and self._positive(right)
                )
            case Lookup(table=table):
                return self._positive(table)
            case Field(of=of, name="min" | "max"):
                return self._positive(of)
        return False

    def _not_negative(self, node: Node) -> bool:
        match node:
            case Number():
                return node.value >= 0
            case Name(name=name):
                symbol = self.scope.get(name)
                return symbol is not None and (symbol.positive or symbol.not_negative)
            case Arithmetic(sign="*" | "+" | "/", left=left, right=right):
                return self._not_negative(left) and self._not_negative(right)
            case Lookup(table=part) | Field(of=part, name="min" | "max"):
                return self._not_negative(part)
        return self._positive(node)


def _settled(gives: Kind, given: Mapping[str, Kind]) -> Kind:
    """What a function gives, with the values of an argument where the result has the same."""
    if isinstance(gives, Record):
        fields = tuple((name, _settled(kind, given)) for name, kind in gives.fields)
        return Record(fields=fields)
    return given[gives.like] if isinstance(gives, Choice) and gives.like else gives


def _fits(kind: Kind) -> str:
    return "category" if isinstance(kind, Choice) else kind.name


def _kind_text(kind: Kind) -> str:
    if isinstance(kind, Choice):
        return "category"
    return kind.name
