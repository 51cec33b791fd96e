"""Formulas as a pay policy says them: terms marked, single figures beside their names."""

from __future__ import annotations

from engine.formula import Name, Node
from engine.plan import Line, Parameter, Plan, shapes
from engine.text import MINUS, is_share, listed, marked, quantity, value_text
from engine.wording.formula_wording import SIGNS, FormulaWording
from engine.wording.fragment import Fragment, Precedence
from engine.wording.part_units import Units
from engine.wording.tree import conjuncts, kinds_of


class PolicyWording(FormulaWording):
    """Writes the formulas of a plan for everybody, in one language."""

    def __init__(self, plan: Plan, units: Units, language: str) -> None:
        super().__init__(plan, kinds_of(plan), units, language)

    def term(self, node: Node, sign: str) -> str:
        """A term of a sum, with its sign where one is needed."""
        written = self.visit(node)
        if not sign:
            return written.text
        level = Precedence.PRODUCT if sign == "-" else Precedence.SUM
        if written.text.startswith(MINUS):
            level = Precedence.ATOM
        return f"{SIGNS[sign]} {written.within(level, self.language)}"

    def all_of(self, conditions: tuple[Node, ...]) -> str:
        """Conditions that must all hold."""
        parts = [part for condition in conditions for part in conjuncts(condition)]
        level = Precedence.CHOICE if len(parts) == 1 else Precedence.AND
        texts = [self.condition(part).within(level, self.language) for part in parts]
        return listed(texts, "and", self.language)

    def outcome(self, value: float, unit: str, yes_or_no: bool) -> str:
        """A number that a case comes to; one that nothing reckons with may be a yes or no."""
        if yes_or_no:
            return value_text(bool(value), "", self.language)
        return quantity(value, "share" if is_share(unit) else unit, self.language)

    def line_met(self, line: Line) -> str:
        """That a line which is a yes or no is a yes."""
        return self.met(Name(0, 0, line.id), True)

    def label(self, name: str) -> str:
        return marked(super().label(name), self.language)

    def parameter(self, parameter: Parameter) -> Fragment:
        label = self.label(parameter.id)
        if not isinstance(parameter.value, shapes.Number):
            return Fragment(label)
        unit = "share" if is_share(parameter.unit) else parameter.unit
        value = quantity(parameter.json, unit, self.language)
        if self.language == "zh" and label.endswith("）"):
            return Fragment(f"{label}{value}")
        return Fragment(self._say("with_figure", label=label, value=value))

    def entry(self, parameter: Parameter, key: str) -> str:
        if not isinstance(parameter.value, shapes.Table):
            return super().entry(parameter, key)
        unit = self._units.of_entry(parameter, key)
        entry = parameter.value.entries.get(key)
        value = quantity(entry, "share" if is_share(unit) else unit, self.language)
        label = self.key(parameter, key)
        return self._say("entry_of", table=self.label(parameter.id), key=label, value=value)

    def met(self, node: Node, met: bool) -> str:
        if isinstance(node, Name) and node.name in self._plan.parameters:
            value = value_text(self._plan.parameters[node.name].json, "", self.language)
            return self._say("in_force_now", name=self.label(node.name), value=value)
        return super().met(node, met)

    def _measured(self, table: Parameter, x: Node) -> str:
        return marked(super()._measured(table, x), self.language) if table.of else self.text(x)
