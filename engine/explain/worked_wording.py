"""Formulas with one person's numbers, step by step to the result."""

from __future__ import annotations

import math

from engine.explain.situation import Situation
from engine.formula import (
    FUNCTIONS,
    NUMBER,
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
    Role,
    exact,
    parts_with,
)
from engine.text import MINUS, difference, is_exact, is_money, is_share, operand, say, value_text
from engine.wording import FormulaWording, Fragment, Precedence, Units, in_force

_BY_SIZE = (">=", ">", "<=", "<")
_CONDITIONS = (Comparison, Membership, Logical, Not)
_OPERATIONS = (Number, Negation, Arithmetic, Conditional, *_CONDITIONS)


def is_arithmetic(node: Node) -> bool:
    """Whether a part is a call that is written out with its numbers; others stand for their
    result."""
    return isinstance(node, Call) and FUNCTIONS[node.function].is_arithmetic


class WorkedWording(FormulaWording):
    """Writes formulas with a person's numbers in place of names, and conditions with both.

    `labels` writes the names. `is_exact` says whether no number has been rounded since it was last
    set.
    """

    def __init__(self, situation: Situation, units: Units, labels: FormulaWording) -> None:
        super().__init__(situation.plan, situation.kinds, units, labels.language)
        self._situation, self._labels = situation, labels
        self._folded = False
        self.is_exact = True

    def steps(self, node: Node, value: float | bool | str, unit: str) -> list[str]:
        """A formula with the person's numbers, step by step to the result."""
        steps: list[str] = []
        plan = self._situation.plan
        taken = in_force(plan, node)
        verdicts: list[str] = []
        while isinstance(taken, Conditional):
            met = bool(self._situation.value(taken.condition))
            verdicts.append(self.verdict(taken.condition, met))
            taken = in_force(plan, taken.then if met else taken.other)
        if verdicts:
            steps.append(" → ".join(verdicts))
        if isinstance(value, bool):
            return [*steps, self.verdict(node, value)] if taken is node else steps
        seen = {self._labels.text(node)}
        for folded in self._stages(taken):
            self._folded, self.is_exact = folded, True
            text = self.text(taken)
            if text not in seen:
                steps.append(f"{'=' if self.is_exact else '≈'} {text}")
            seen.add(text)
        if isinstance(value, str):
            return steps
        text = operand(value, unit, self.language)
        if text not in seen:
            steps.append(f"{'=' if is_exact(value, unit) else '≈'} {text}")
        return steps

    def verdict(self, condition: Node, met: bool) -> str:
        """A condition with the person's values, and whether it holds."""
        self._folded = False
        if self._situation.fewest and not met:
            return say(self.language, "statement.semicolon").join(self._missed(condition))
        if isinstance(condition, _CONDITIONS):
            text = self.text(condition)
        else:
            text = self._labels.text(condition)
        return say(self.language, f"statement.verdict_{'yes' if met else 'no'}", condition=text)

    def _missed(self, condition: Node) -> list[str]:
        """The parts of a condition that do not hold, each with how far it is missed."""
        if isinstance(condition, Logical) and condition.sign == "and":
            parts = (condition.left, condition.right)
            return [text for part in parts if not self._holds(part) for text in self._missed(part)]
        is_operation = isinstance(condition, _CONDITIONS)
        text = self.text(condition) if is_operation else self._labels.text(condition)
        gap = self._gap(condition)
        if gap:
            return [say(self.language, "statement.verdict_missed", condition=text, gap=gap)]
        key = "verdict_does" if self._is_absence(condition) else "verdict_no"
        return [say(self.language, f"statement.{key}", condition=text)]

    def _is_absence(self, condition: Node) -> bool:
        """Whether a condition asks that something with a yes or no be a no."""
        if isinstance(condition, Not):
            return isinstance(condition.of, Name)
        if not isinstance(condition, Comparison) or not self._is_flag(condition):
            return False
        right = in_force(self._situation.plan, condition.right)
        return isinstance(right, Number) and right.value == 0

    def _holds(self, condition: Node) -> bool:
        return bool(self._situation.value(condition))

    def _gap(self, condition: Node) -> str:
        """How far the two sides of a comparison by size lie apart; nothing for other conditions."""
        if not isinstance(condition, Comparison) or condition.sign not in _BY_SIZE:
            return ""
        sides = [self._situation.value(side) for side in (condition.left, condition.right)]
        if not all(isinstance(side, int | float) and math.isfinite(side) for side in sides):
            return ""
        apart = abs(sides[0] - sides[1])
        unit = self._units.of(condition.left) or self._units.of(condition.right)
        return difference(apart, unit, self.language) if apart > exact.ABSOLUTE else ""

    def lacks_divisor(self, node: Call) -> bool:
        """Whether a quotient counts as 0 because there is nothing above 0 to divide by."""
        divisor = parts_with(node, Role.DIVISOR)
        return bool(divisor) and bool(self._situation.value(divisor[0]) <= exact.ABSOLUTE)

    def visit(self, node: Node) -> Fragment:
        """An operation with numbers; anything else stands for what it comes to."""
        if isinstance(node, _OPERATIONS) or self._is_written_out(node):
            return super().visit(node)
        return self._value(node)

    def visit_conditional(self, node: Conditional) -> Fragment:
        return self.visit(node.then if self._situation.value(node.condition) else node.other)

    def _stages(self, node: Node) -> tuple[bool, ...]:
        """Whether calls are folded at each stage to the result; a mere number is the result."""
        if isinstance(node, Number):
            return ()
        if is_arithmetic(node):
            return (False,)
        return False, True

    def _is_written_out(self, node: Node) -> bool:
        return (
            isinstance(node, Call)
            and not self._folded
            and is_arithmetic(node)
            and not self.lacks_divisor(node)
        )

    def _value(self, node: Node) -> Fragment:
        """What a part of a formula is for the person."""
        if self._situation.hides(node):
            return self._labels.visit(node)
        if isinstance(self._situation.kinds[node], Choice):
            return Fragment(self.category(self._situation.category(node)))
        value = self._situation.value(node)
        if isinstance(value, bool):
            return Fragment(say(self.language, "figure.yes" if value else "figure.no"))
        if not isinstance(value, int | float):
            return self._labels.visit(node)
        unit = self._units.of(node)
        self.is_exact &= is_exact(value, unit)
        text = operand(value, unit, self.language)
        return Fragment(text, Precedence.PRODUCT if text.startswith(MINUS) else Precedence.ATOM)

    # -- conditions -------------------------------------------------------------------------

    def met(self, node: Node, met: bool) -> str:
        return self._labels.met(node, met)

    def beside(self, node: Node, other: Node) -> str:
        if (amount := self._amount(node, self._units.of(other))) is not None:
            return amount
        if isinstance(node, Number):
            unit = self._units.of(other)
            return operand(node.value, unit if node.value and is_share(unit) else "", self.language)
        if isinstance(node, _OPERATIONS) or self._is_written_out(node):
            return self._within(node, Precedence.SUM)
        return super().beside(node, other)

    def _compared(self, node: Node) -> str:
        """A name with its value, so that a condition can be read without its formula."""
        if isinstance(node, Arithmetic | Negation | Number | Conditional) or is_arithmetic(node):
            return self._within(node, Precedence.SUM)
        name = self._labels.text(node)
        value = self._amount(node, self._units.of(node)) or self._value(node).text
        if value == name:
            return name
        return say(self.language, "statement.with_value", name=name, value=value)

    def _amount(self, node: Node, unit: str) -> str | None:
        """An amount that a condition is about, with its sign; None for anything else."""
        if not is_money(unit) or isinstance(node, Arithmetic | Negation | Conditional):
            return None
        if not isinstance(node, Number) and self._situation.kinds[node] != NUMBER:
            return None
        if self._situation.hides(node):
            return None
        value = node.value if isinstance(node, Number) else self._situation.value(node)
        if isinstance(value, bool) or not isinstance(value, int | float) or not value:
            return None
        return value_text(value, "CNY", self.language, fen=True)

    def _month_numbers(self, part: Node) -> list[int] | None:
        """The months that a figure names, or the month that the person's own number is."""
        named = super()._month_numbers(part)
        if named is not None or self._situation.hides(part):
            return named
        month = self._situation.value(part)
        return [int(month)] if month in range(1, 13) else None

    def condition(self, node: Node) -> Fragment:
        return self.visit(node) if isinstance(node, _CONDITIONS) else self._labels.condition(node)

    def fixed(self, node: Node) -> str:
        return operand(float(self._situation.value(node)), "", self.language)
