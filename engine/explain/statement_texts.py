"""How a statement writes one person's month, in every language: names, values and workings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from engine.evaluation import Program
from engine.explain.phrases import phrase
from engine.explain.situation import Situation
from engine.explain.worked_wording import WorkedWording
from engine.formula import Call, Choice, Kind, Node
from engine.plan import Plan
from engine.text import (
    LANGUAGES,
    Text,
    in_each_language,
    named_month,
    operand,
    quantity,
    say,
    spaced,
)
from engine.wording import FormulaWording, Fragment, Units


class Labels(FormulaWording):
    """Formulas in words, which are the same for everybody, so each part is written once."""

    def __init__(self, plan: Plan, kinds: Mapping[Node, Kind], units: Units, language: str) -> None:
        super().__init__(plan, kinds, units, language)
        self._known: dict[Node, Fragment] = {}

    def visit(self, node: Node) -> Fragment:
        if node not in self._known:
            self._known[node] = super().visit(node)
        return self._known[node]


@lru_cache(maxsize=16)
def _of_the_plan(plan: Plan, program: Program) -> tuple[Units, Mapping[str, Labels]]:
    """The units and the names of a plan's formulas, by language."""
    units = Units(plan, program.formulas)
    return units, {language: Labels(plan, program.kinds, units, language) for language in LANGUAGES}


class Texts:
    """Writes what concerns one person's month."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.plan = situation.plan
        self.units, self._labels = _of_the_plan(situation.plan, situation.program)
        self._worked = {
            language: WorkedWording(situation, self.units, labels)
            for language, labels in self._labels.items()
        }
        self.month = named_month(situation.month_of(situation.row))

    def formula(self, node: Node) -> Text:
        """A part of a formula in words."""
        return in_each_language(lambda language: spaced(self._labels[language].text(node)))

    def condition(self, node: Node) -> Text:
        """A condition as a statement."""
        return in_each_language(lambda language: spaced(self._labels[language].statement(node)))

    def rules(self, call: Call) -> Text:
        """What a function of several results does."""
        told = {language: labels.rules(call) for language, labels in self._labels.items()}
        return {"en": spaced(" ".join(told["en"])), "zh": spaced("".join(told["zh"]))}

    def key(self, table: str, key: str) -> Text:
        """The label of a key of a table."""
        parameter = self.plan.parameters[table]
        return in_each_language(lambda language: self._labels[language].key(parameter, key))

    def category(self, value: str, column: str = "") -> Text:
        """The label of a category's value."""
        return in_each_language(lambda language: self._labels[language].category(value, column))

    def worked(self, node: Node, number: float | bool | str, unit: str) -> tuple[Text, ...]:
        """A formula with numbers, step by step."""
        steps = {
            language: wording.steps(node, number, unit)
            for language, wording in self._worked.items()
        }
        return tuple(
            {language: spaced(text) for language, text in zip(steps, texts, strict=True)}
            for texts in zip(*steps.values(), strict=False)
        )

    def lacks_divisor(self, call: Call) -> bool:
        """Whether a quotient counts as 0 because there is nothing above 0 to divide by."""
        return self._worked["en"].lacks_divisor(call)

    def number(self, node: Node) -> float | bool | str:
        """What a part of a formula is for the person."""
        if isinstance(self.situation.kinds[node], Choice):
            return self.situation.category(node)
        value: float | bool = self.situation.value(node)
        return value

    def value(self, node: Node, unit: str) -> Text:
        """What a part of a formula is for the person, with its unit."""
        if self.situation.hides(node):
            return phrase("not_told")
        number = self.number(node)
        return self.category(number) if isinstance(number, str) else self.written(number, unit)

    def bare(self, number: float, unit: str) -> Text:
        """A number as it stands in a formula."""
        return in_each_language(lambda language: operand(number, unit, language))

    def written(self, number: float | bool, unit: str) -> Text:
        """A number with its unit; yes or no."""
        if isinstance(number, bool):
            key = "figure.yes" if number else "figure.no"
            return in_each_language(lambda language: say(language, key))
        return in_each_language(lambda language: quantity(number, unit, language, fen=True))

    def in_row(self, table: str, key: str, value: Text) -> Text:
        """The row of a table that applied."""
        return phrase("row", key=self.key(table, key), value=value)
