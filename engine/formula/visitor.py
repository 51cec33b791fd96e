"""Going over the tree of a formula: by what each part is, and to its calls and names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, ParamSpec, TypeVar

from engine.formula.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Field,
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

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Visitor(Generic[Given, Result]):
    """Works something out for a part of a formula by what it is.

    `visit` calls the method of the part: `visit_call` for a call, `visit_name` for a name and so
    on. A subclass writes those that matter to it; all others lead to `visit_other`. A method goes
    on to the parts below by calling `visit` itself. `Given` is what is handed down beside the
    part: `Visitor[[], str]` gives a text for each part, `Visitor[[Every], Kind]` a kind where it is
    worked out so often. What a method does with a call goes by the traits of its function, never
    by its name.
    """

    def visit(self, node: Node, *given: Given.args, **named: Given.kwargs) -> Result:
        """What this part comes to."""
        match node:
            case Number():
                return self.visit_number(node, *given, **named)
            case TextLiteral():
                return self.visit_text(node, *given, **named)
            case Name():
                return self.visit_name(node, *given, **named)
            case Negation():
                return self.visit_negation(node, *given, **named)
            case Arithmetic():
                return self.visit_arithmetic(node, *given, **named)
            case Comparison():
                return self.visit_comparison(node, *given, **named)
            case Membership():
                return self.visit_membership(node, *given, **named)
            case Logical():
                return self.visit_logical(node, *given, **named)
            case Not():
                return self.visit_not(node, *given, **named)
            case Conditional():
                return self.visit_conditional(node, *given, **named)
            case Lookup():
                return self.visit_lookup(node, *given, **named)
            case Field():
                return self.visit_field(node, *given, **named)
            case Call():
                return self.visit_call(node, *given, **named)
        raise TypeError(f"{type(node).__name__} is no part of a formula")

    def visit_other(self, node: Node, *given: Given.args, **named: Given.kwargs) -> Result:
        """What a part comes to that has no method of its own. Raises TypeError."""
        raise TypeError(f"{type(self).__name__} has nothing for {type(node).__name__}")

    def visit_number(self, node: Number, *given: Given.args, **named: Given.kwargs) -> Result:
        """A number as written."""
        return self.visit_other(node, *given, **named)

    def visit_text(self, node: TextLiteral, *given: Given.args, **named: Given.kwargs) -> Result:
        """A value of a category."""
        return self.visit_other(node, *given, **named)

    def visit_name(self, node: Name, *given: Given.args, **named: Given.kwargs) -> Result:
        """A column, parameter, line or name of the calendar."""
        return self.visit_other(node, *given, **named)

    def visit_negation(self, node: Negation, *given: Given.args, **named: Given.kwargs) -> Result:
        """Minus something."""
        return self.visit_other(node, *given, **named)

    def visit_arithmetic(
        self, node: Arithmetic, *given: Given.args, **named: Given.kwargs
    ) -> Result:
        """+, -, * or /."""
        return self.visit_other(node, *given, **named)

    def visit_comparison(
        self, node: Comparison, *given: Given.args, **named: Given.kwargs
    ) -> Result:
        """<, <=, >, >=, == or !=."""
        return self.visit_other(node, *given, **named)

    def visit_membership(
        self, node: Membership, *given: Given.args, **named: Given.kwargs
    ) -> Result:
        """In, or not in."""
        return self.visit_other(node, *given, **named)

    def visit_logical(self, node: Logical, *given: Given.args, **named: Given.kwargs) -> Result:
        """And, or or."""
        return self.visit_other(node, *given, **named)

    def visit_not(self, node: Not, *given: Given.args, **named: Given.kwargs) -> Result:
        """Not."""
        return self.visit_other(node, *given, **named)

    def visit_conditional(
        self, node: Conditional, *given: Given.args, **named: Given.kwargs
    ) -> Result:
        """If … else."""
        return self.visit_other(node, *given, **named)

    def visit_lookup(self, node: Lookup, *given: Given.args, **named: Given.kwargs) -> Result:
        """A figure of a table."""
        return self.visit_other(node, *given, **named)

    def visit_field(self, node: Field, *given: Given.args, **named: Given.kwargs) -> Result:
        """One of several results, or an end of a band."""
        return self.visit_other(node, *given, **named)

    def visit_call(self, node: Call, *given: Given.args, **named: Given.kwargs) -> Result:
        """A call of a function."""
        return self.visit_other(node, *given, **named)


def calls_in(tree: Node) -> Iterator[Call]:
    """The calls of a formula, outer ones before those inside them."""
    return (node for node in tree.walk() if isinstance(node, Call))


def names_in(tree: Node) -> tuple[str, ...]:
    """The names a formula mentions, each once, in order, whether or not they are known."""
    return tuple(dict.fromkeys(n.name for n in tree.walk() if isinstance(n, Name)))
