"""A formula as text and as a tree. Parsing allows a small list of forms; nothing is ever executed.

The tree knows where each part stands in the text, so that errors can point at the character.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property

LONGEST = 4000
DEEPEST = 60


@dataclass(frozen=True, eq=False)
class Node:
    """A part of a formula; `at` and `end` are character offsets in its text."""

    at: int
    end: int

    def parts(self) -> tuple[Node, ...]:
        """The parts this one is made of, from left to right."""
        return self._parts

    @cached_property
    def _parts(self) -> tuple[Node, ...]:
        found: list[Node] = []
        for value in (getattr(self, item.name) for item in fields(self)):
            several = value if isinstance(value, tuple) else (value,)
            found += (part for part in several if isinstance(part, Node))
        return tuple(found)

    def walk(self) -> Iterator[Node]:
        """This part and everything below it."""
        yield self
        for part in self.parts():
            yield from part.walk()


@dataclass(frozen=True, eq=False)
class Number(Node):
    """A number as written."""

    text: str

    @property
    def value(self) -> float:
        """The number in binary."""
        return float(self.text)


@dataclass(frozen=True, eq=False)
class TextLiteral(Node):
    """A value of a category, in quotes."""

    value: str


@dataclass(frozen=True, eq=False)
class Name(Node):
    """A column, parameter, line or name of the calendar."""

    name: str


@dataclass(frozen=True, eq=False)
class Negation(Node):
    """Minus something."""

    of: Node


@dataclass(frozen=True, eq=False)
class Arithmetic(Node):
    """a + b, a - b, a * b or a / b."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, eq=False)
class Comparison(Node):
    """a < b and its kin."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, eq=False)
class Membership(Node):
    """x in (…) or x in a table or list of months; `negated` for not in."""

    of: Node
    among: tuple[Node, ...]
    negated: bool


@dataclass(frozen=True, eq=False)
class Logical(Node):
    """a and b, or a or b (`sign` says which)."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, eq=False)
class Not(Node):
    """not a."""

    of: Node


@dataclass(frozen=True, eq=False)
class Conditional(Node):
    """then if condition else other."""

    condition: Node
    then: Node
    other: Node


@dataclass(frozen=True, eq=False)
class Lookup(Node):
    """table[key]."""

    table: Node
    key: Node


@dataclass(frozen=True, eq=False)
class Field(Node):
    """One of the results of a function, or an end of a band: ledger.carry, bands[grade].min."""

    of: Node
    name: str


@dataclass(frozen=True, eq=False)
class Call(Node):
    """function(arguments); named ones carry their name."""

    function: str
    arguments: tuple[Node, ...]
    named: tuple[tuple[str, Node], ...]

    @cached_property
    def _parts(self) -> tuple[Node, ...]:
        return (*self.arguments, *(node for _, node in self.named))


class FormulaError(Exception):
    """Something wrong in a formula: which sentence of the messages, and where it stands."""

    def __init__(self, key: str, node: Node | tuple[int, int], /, **values: object) -> None:
        self.key = key
        self.at, self.end = (node.at, node.end) if isinstance(node, Node) else node
        self.values = values
        super().__init__(key, values)


_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


def parse(text: str) -> Node:
    """The tree of a formula. Raises FormulaError at the first form that is not allowed."""
    if len(text) > LONGEST:
        raise FormulaError("formula_too_long", (LONGEST, len(text)), longest=LONGEST)
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    try:
        expression = ast.parse(f"({text}\n)", mode="eval").body
    except SyntaxError as error:
        raise FormulaError("formula_syntax", _place(error, text)) from None
    except (ValueError, RecursionError, MemoryError):
        raise FormulaError("formula_syntax", (0, len(text))) from None
    if not text.strip():
        raise FormulaError("formula_syntax", (0, len(text)))
    starts_at_our_bracket = (expression.lineno, expression.col_offset) == (1, 0)
    if starts_at_our_bracket and not isinstance(expression, ast.Tuple | ast.GeneratorExp):
        raise FormulaError("formula_syntax", (0, len(text)))  # such as "1) + (2"
    return _Reader(text).read(expression, 0)


def _place(error: SyntaxError, text: str) -> tuple[int, int]:
    """Where in the text a complaint about the text in brackets points."""
    line, column = error.lineno or 1, (error.offset or 1) - 1
    if (line, column) == (1, 0):  # our own bracket is the one that stays open
        at = _last_open(text)
        return at, at + 1
    start = sum(len(part) + 1 for part in text.split("\n")[: line - 1]) - (line == 1)
    at = min(max(0, start + column), max(0, len(text) - 1))
    if error.end_lineno == line and (error.end_offset or 0) - 1 > column:
        return at, max(at + 1, min(start + (error.end_offset or 0) - 1, len(text)))
    return at, at + 1


def _last_open(text: str) -> int:
    """The last bracket that is opened and not closed."""
    opened, quote = [0], ""
    for place, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "([{":
            opened.append(place)
        elif character in ")]}" and len(opened) > 1:
            opened.pop()
    return opened[-1]


class _Reader:
    """Turns Python's tree into ours, form by form."""

    def __init__(self, text: str) -> None:
        self._lines = f"({text}".split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def _offset(self, line: int, column: int) -> int:
        encoded = self._lines[line - 1].encode()[:column] if line <= len(self._lines) else b""
        return max(0, self._starts[line - 1] + len(encoded.decode(errors="ignore")) - 1)

    def _span(self, node: ast.expr | ast.keyword) -> tuple[int, int]:
        end_line, end_column = node.end_lineno or 1, node.end_col_offset or 0
        return self._offset(node.lineno, node.col_offset), self._offset(end_line, end_column)

    def read(self, node: ast.expr, depth: int) -> Node:
        at, end = self._span(node)
        parts = 0  # a chain such as "a and b and c" becomes one inside the other
        if isinstance(node, ast.BoolOp | ast.Compare):
            parts = len(node.values if isinstance(node, ast.BoolOp) else node.ops) - 1
        if depth + parts > DEEPEST:
            raise FormulaError("formula_too_deep", (at, end))

        def inner(part: ast.expr) -> Node:
            return self.read(part, depth + 1)

        match node:
            case ast.Constant(value=bool() | None | bytes() | complex()):
                raise FormulaError("formula_form", (at, end))
            case ast.Constant(value=int() | float() as value):
                if not math.isfinite(float(repr(value))):
                    raise FormulaError("formula_form", (at, end))
                return Number(at, end, repr(value))
            case ast.Constant(value=str() as value):
                return TextLiteral(at, end, value)
            case ast.Name(id=name):
                return Name(at, end, name)
            case ast.UnaryOp(op=ast.USub()):
                return Negation(at, end, inner(node.operand))
            case ast.UnaryOp(op=ast.UAdd()):
                return inner(node.operand)
            case ast.UnaryOp(op=ast.Not()):
                return Not(at, end, inner(node.operand))
            case ast.BinOp() if type(node.op) in _SIGNS:
                return Arithmetic(
                    at, end, _SIGNS[type(node.op)], inner(node.left), inner(node.right)
                )
            case ast.BoolOp():
                sign = "and" if isinstance(node.op, ast.And) else "or"
                joined = inner(node.values[0])
                for part in node.values[1:]:
                    right = inner(part)
                    joined = Logical(joined.at, right.end, sign, joined, right)
                return joined
            case ast.Compare():
                return self._compare(node, at, end, depth)
            case ast.IfExp():
                return Conditional(at, end, inner(node.test), inner(node.body), inner(node.orelse))
            case ast.Subscript():
                return Lookup(at, end, inner(node.value), inner(node.slice))
            case ast.Attribute():
                return Field(at, end, inner(node.value), node.attr)
            case ast.Call(func=ast.Name(id=function)):
                named = []
                for keyword in node.keywords:
                    if keyword.arg is None:
                        raise FormulaError("formula_form", self._span(keyword))
                    named.append((keyword.arg, inner(keyword.value)))
                return Call(at, end, function, tuple(inner(a) for a in node.args), tuple(named))
            case _:
                raise FormulaError("formula_form", (at, end))

    def _compare(self, node: ast.Compare, at: int, end: int, depth: int) -> Node:
        operands = [node.left, *node.comparators]
        joined: Node | None = None
        for left, op, right in zip(operands, node.ops, operands[1:], strict=False):
            first = self.read(left, depth + 1)
            part: Node
            if isinstance(op, ast.In | ast.NotIn):
                items = right.elts if isinstance(right, ast.Tuple | ast.List) else [right]
                if not items:
                    raise FormulaError("formula_form", self._span(right))
                among = tuple(self.read(item, depth + 1) for item in items)
                part = Membership(
                    first.at, self._span(right)[1], first, among, isinstance(op, ast.NotIn)
                )
            elif type(op) in _COMPARISONS:
                second = self.read(right, depth + 1)
                part = Comparison(first.at, second.end, _COMPARISONS[type(op)], first, second)
            else:
                raise FormulaError("formula_form", (at, end))
            joined = part if joined is None else Logical(at, end, "and", joined, part)
        assert joined is not None
        return joined
