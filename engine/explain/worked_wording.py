"""Formulas as people read them: with labels for names, or with one person's numbers."""

from __future__ import annotations

from collections.abc import Callable

from engine.explain.situation import Situation
from engine.formula import (
    FUNCTIONS,
    Arithmetic,
    Call,
    Choice,
    Comparison,
    Conditional,
    Logical,
    Membership,
    Name,
    Negation,
    Node,
    Not,
    Number,
    TextLiteral,
    bind,
    exact,
)
from engine.text import MINUS, bare, is_exact, is_share, plain, say
from engine.wording import ATOM, COMPARE, COMPARED, MULTIPLY, Naming, Units, Written

ARITHMETIC = ("min", "max", "clip", "floor", "ceil", "abs", "ratio")
"""Words that are written out with their numbers; the others stand for their result."""


class Wording(Naming):
    """Writes the formulas of a plan in one language, also with one person's numbers."""

    def __init__(self, situation: Situation, units: Units, language: str) -> None:
        super().__init__(situation.plan, situation.kinds, language)
        self._situation, self._units = situation, units
        self._exact = True

    def _whole(self, node: Node) -> str:
        """A figure that is the same for everyone, as a number."""
        return bare(float(self._situation.at(node)), "", self.language)

    # -- numbers ----------------------------------------------------------------------------

    def worked(self, node: Node, value: float | bool | str, unit: str) -> list[str]:
        """A formula with the person's numbers, step by step to the result."""
        steps: list[str] = []
        taken = node
        conditions: list[str] = []
        while isinstance(taken, Conditional):
            met = bool(self._situation.at(taken.condition))
            conditions.append(self.verdict(taken.condition, met))
            taken = taken.then if met else taken.other
        if conditions:
            steps.append(" → ".join(conditions))
        if isinstance(value, bool):
            return [*steps, self.verdict(node, value)] if taken is node else steps
        seen = {self.names(node)}
        for write in self._stages(taken):
            self._exact = True
            text = write(taken)[0]
            if text not in seen:
                steps.append(f"{'=' if self._exact else '≈'} {text}")
            seen.add(text)
        if isinstance(value, str):
            return steps
        text = bare(value, unit, self.language)
        if text not in seen:
            steps.append(f"{'=' if is_exact(value, unit) else '≈'} {text}")
        return steps

    def _stages(self, node: Node) -> tuple[Callable[[Node], Written], ...]:
        """How a formula is written on the way to its result; a mere number is the result."""
        if isinstance(node, Number):
            return ()
        if isinstance(node, Call) and node.function in ARITHMETIC:
            return (self._numbers,)
        return self._numbers, self._folded

    def lacks_divisor(self, node: Call) -> bool:
        """Whether a quotient counts as 0 because there is nothing above 0 to divide by."""
        if node.function != "ratio":
            return False
        _, (_, below) = bind(node, FUNCTIONS["ratio"])
        return bool(self._situation.at(below) <= exact.LEAST)

    def verdict(self, condition: Node, met: bool) -> str:
        """A condition with the person's values, and whether it holds."""
        key = "verdict_yes" if met else "verdict_no"
        return self._say(key, condition=self._condition(condition)[0])

    def _numbers(self, node: Node) -> Written:
        """A formula with numbers; words of arithmetic are written out."""
        if isinstance(node, Call) and node.function in ARITHMETIC and not self.lacks_divisor(node):
            return self._call(node, self._numbers)
        return self._with_numbers(node, self._numbers)

    def _folded(self, node: Node) -> Written:
        """A formula with numbers; words of arithmetic stand for their result."""
        return self._with_numbers(node, self._folded)

    def _with_numbers(self, node: Node, write: Callable[[Node], Written]) -> Written:
        match node:
            case Number():
                return plain(node.value), ATOM
            case Negation() | Arithmetic():
                return self._operation(node, write)
            case Conditional():
                met = self._situation.at(node.condition)
                return write(node.then if met else node.other)
            case Comparison() | Membership() | Logical() | Not():
                return self._condition(node)
        return self._value(node)

    def _value(self, node: Node) -> Written:
        """What a part of a formula is for the person."""
        if isinstance(self._situation.kinds[node], Choice):
            return self.category(self._situation.text(node)), ATOM
        value = self._situation.at(node)
        if isinstance(value, bool):
            return say(self.language, "figure.yes" if value else "figure.no"), ATOM
        if not isinstance(value, int | float):
            return self.names(node), ATOM
        unit = self._units.of(node)
        self._exact &= is_exact(value, unit)
        text = bare(value, unit, self.language)
        return text, MULTIPLY if text.startswith(MINUS) else ATOM

    # -- conditions -------------------------------------------------------------------------

    def _condition(self, node: Node) -> Written:
        match node:
            case Comparison(left=Name(), right=Number(value=value)) if flag := self._flag(node):
                return (self.names(node.left), ATOM) if value else flag
            case Comparison(left=left, right=right) if not self._is_arithmetic(left):
                sides = (self._named_value(left), self._compared(right, left))
                return f"{sides[0]} {COMPARED[node.sign]} {sides[1]}", COMPARE
            case Comparison():
                return self._operation(node, self._numbers)
            case Membership(of=of):
                return self._membership(node, self._named_value(of)), COMPARE
            case Logical():
                return self._operation(node, self._condition)
            case Not(of=part):
                return self._say("not", of=self._condition(part)[0]), ATOM
        return self.names(node), ATOM

    def _is_arithmetic(self, node: Node) -> bool:
        return isinstance(node, Arithmetic | Negation | Number | Conditional) or (
            isinstance(node, Call) and node.function in ARITHMETIC
        )

    def _named_value(self, node: Node) -> str:
        """A name with its value, so that a condition can be read without its formula."""
        value = self._value(node)[0]
        name = self.names(node)
        return name if value == name else self._say("with_value", name=name, value=value)

    def _compared(self, node: Node, other: Node) -> str:
        if isinstance(node, TextLiteral):
            return self.category(node.value, other.name if isinstance(other, Name) else "")
        if isinstance(node, Number) and node.value and is_share(unit := self._units.of(other)):
            return bare(node.value, unit, self.language)
        return self._numbers(node)[0]
