"""The steps of a statement: calls, entries of ledgers, facts, and figures with where they are
from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from engine.explain.phrases import joined, phrase
from engine.explain.situation import Situation
from engine.explain.statement import Figure, Step
from engine.explain.statement_texts import Texts
from engine.formula import FUNCTIONS, Call, Choice, Kind, Node
from engine.plan import Value, shapes
from engine.text import DASH, Text, month_name, untranslated


class Steps(Texts):
    """Makes single steps of one person's month."""

    def __init__(self, situation: Situation) -> None:
        super().__init__(situation)
        self._owners: dict[Node, str] = {
            node: line.id
            for line in situation.formulas.values()
            for node in line.formula.tree.walk()
        }

    def call_step(
        self,
        node: Call,
        sentence: Text,
        children: Iterable[Step] = (),
        figures: Iterable[Figure] = (),
        label: Text | None = None,
        adds_up: bool = False,
    ) -> Step:
        """The step of a call."""
        unit = self.units.of(node)
        formula = self.formula(node)
        return Step(
            "call",
            self.identity(node),
            label or formula,
            self.value(node, unit),
            self.number(node),
            sentence,
            unit,
            formula,
            function=node.function,
            about=FUNCTIONS[node.function].sentence,
            figures=tuple(figures),
            children=tuple(children),
            adds_up=adds_up,
        )

    def state_step(
        self,
        node: Call,
        outcome: Text,
        number: float | bool | str,
        unit: str,
        sentence: Text,
        about: Text,
        children: Iterable[Step],
        figures: Iterable[Figure],
    ) -> Step:
        """The step of a call that gives several results: `outcome` and `number` stand for them."""
        formula = self.formula(node)
        return Step(
            "call",
            self.identity(node),
            formula,
            outcome,
            number,
            sentence,
            unit,
            formula,
            function=node.function,
            about=about,
            figures=tuple(figures),
            children=tuple(children),
        )

    def entry(
        self,
        node: Node,
        key: str,
        label: Text,
        number: float | bool,
        unit: str = "",
        sentence: Text | None = None,
        kind: str = "entry",
    ) -> Step:
        """A figure of a group, a slice or a ledger below the step of a call."""
        value = self.written(number, unit)
        return Step(
            kind,
            f"{self.identity(node)} {key}",
            label,
            value,
            number,
            sentence or phrase("line", label=label, value=value),
            unit,
        )

    def result(self, node: Call, name: str, label: Text, kind: Kind, number: float | bool) -> Step:
        """One of several results of a function; of a category, the code of its value."""
        if not isinstance(kind, Choice):
            return self.entry(node, name, label, number, self.units.of(node))
        values = kind.values or ()
        value = self.category(values[int(number)]) if number < len(values) else untranslated(DASH)
        return replace(self.entry(node, name, label, number), value=value)

    def fact(self, name: str) -> Step:
        """A fact of the person's month."""
        column, unit = self.plan.facts[name], self.units.of_name(name)
        number = self.situation.fact(name)
        if column.kind == "flag":
            number = bool(number)
        if not isinstance(number, str):
            value = self.written(number, unit)
        elif column.kind == "person":
            value = untranslated(number or DASH)
        else:
            value = self.category(number, name)
        return Step(
            "fact", name, column.label, value, number, phrase("fact", month=self.month), unit
        )

    def figure(
        self,
        name: str,
        value: Text | None = None,
        key: str = "",
        used: Mapping[float, float | None] | None = None,
    ) -> Figure:
        """A parameter as it is used here; `key` and `used` are the row and the breakpoints of it
        that applied, where it was not used as a whole (see `Parameter.is_own`)."""
        parameter = self.plan.parameters[name]
        if value is None:
            value = self._whole_value(name, parameter.value)
        before = parameter.documented
        if before is None or not parameter.is_own(key, used):
            ground = parameter.provenance_of(key)
            document = "" if ground == "assumption" else self.plan.source.document
            return Figure(name, parameter.label, value, ground, document, parameter.note)
        documented = self._documented(name, before, key)
        return Figure(name, parameter.label, value, "own", "", parameter.note, documented)

    def _documented(self, name: str, before: Value, key: str) -> Text:
        """What the plan has in place of figures of the scenario."""
        naming = self.plan.naming(self.plan.parameters[name])
        if isinstance(before, shapes.Keyed):
            entries = {key: before.entries[key]} if key in before.entries else before.entries
            return type(before)(entries).phrase(naming)
        return self._whole_value(name, before)

    def _whole_value(self, name: str, own: Value) -> Text:
        parameter = self.plan.parameters[name]
        match own:
            case shapes.Number(constant=constant) | shapes.Flag(constant=constant):
                return self.written(constant, parameter.unit)
            case shapes.Months(months=months):
                return joined([month_name(month) for month in months])
            case shapes.Keyed(keys=keys):
                return phrase("entries_for", keys=joined([self.key(name, key) for key in keys]))
            case value:
                return value.phrase(self.plan.naming(parameter))

    def identity(self, node: Node) -> str:
        """A name for a part of a formula: its line and where it stands."""
        return f"{self._owners[node]}:{node.at}-{node.end}"
