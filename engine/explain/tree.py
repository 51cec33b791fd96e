"""Builds a statement: every line due this month, worked out again from what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from engine.calendar import calendar_month
from engine.explain import balances, careers, groups, indicators, ledger, periods, tables
from engine.explain.numbers import (
    NOTHING,
    bare,
    both,
    fen,
    is_exact,
    joined,
    month,
    month_name,
    phrase,
    same,
    with_unit,
)
from engine.explain.situation import Situation
from engine.explain.statement import Figure, Statement, Step
from engine.explain.units import Units
from engine.explain.wording import ARITHMETIC, Wording
from engine.facts.arrays import Facts
from engine.formula import exact
from engine.formula.check import bind
from engine.formula.kinds import Choice
from engine.formula.tree import Call, Choose, Field, Lookup, Name, Node
from engine.formula.words import WORDS
from engine.memory import Memory
from engine.messages import LANGUAGES, Problem, Refused, Text, say
from engine.plan.schema import Plan

TELLERS = {
    **tables.TELLERS,
    **periods.TELLERS,
    **groups.TELLERS,
    **ledger.TELLERS,
    **careers.TELLERS,
    **balances.TELLERS,
    **indicators.TELLERS,
}
"""How each word that is not plain arithmetic is told."""


def explain(
    plan: Plan, facts: Facts, employee: str, month: str, memory: Memory | None = None
) -> Statement:
    """Why an employee was paid what they were paid in a month (YYYY-MM).

    A `memory` that has seen the plan evaluated on these facts saves working out what concerns
    everyone. Raises Refused for an employee or a month without a row.
    """
    memory = memory if memory is not None else Memory()
    return Builder(Situation(plan, facts, employee, month, memory)).statement()


@dataclass
class Found:
    """What a formula rests on, each thing once, in the order of the formula."""

    steps: dict[str, Step] = field(default_factory=dict)
    used: dict[tuple[str, str], Figure] = field(default_factory=dict)

    def add(self, step: Step) -> None:
        """Takes a step in."""
        self.steps.setdefault(step.id, step)

    def use(self, figure: Figure, row: str = "*") -> None:
        """Takes a figure in. One without a row gives way to a row of the same table."""
        self.used.setdefault((figure.id, row), figure)

    @property
    def children(self) -> tuple[Step, ...]:
        """The steps."""
        return tuple(self.steps.values())

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures."""
        looked_up = {name for name, value in self.used if value}
        return tuple(f for (name, value), f in self.used.items() if value or name not in looked_up)


class Builder:
    """Tells the steps of one person's month. Words are told by `TELLERS`."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.plan = situation.plan
        self.units = Units(situation.plan, situation.formulas)
        self.wordings = {lang: Wording(situation, self.units, lang) for lang in LANGUAGES}
        self.month = month(situation.month_of(situation.row))
        self._lines: dict[str, Step] = {}
        self._owners: dict[Node, str] = {
            node: line.id
            for line in situation.formulas.values()
            for node in line.formula.tree.walk()
        }

    def statement(self) -> Statement:
        """The statement of the month."""
        situation = self.situation
        lines = tuple(self.line(line.id) for line in self.plan.pay_lines)
        measures = [line.id for line in self.plan.measures if situation.is_due(line.id)]
        return Statement(
            self.plan,
            situation.employee,
            situation.month,
            sum(line.amount or 0 for line in lines),
            lines,
            tuple(self.line(name) for name in measures),
            tuple(self.fact(name) for name in self.plan.facts),
        )

    # -- lines ------------------------------------------------------------------------------

    def line(self, name: str) -> Step:
        """A line of the plan."""
        if name not in self._lines:
            due = self.situation.is_due(name)
            self._lines[name] = self._due(name) if due else self._not_due(name)
        return self._lines[name]

    def _not_due(self, name: str) -> Step:
        line = self.plan.lines[name]
        row = self.situation.row
        every = line.every
        coming = next(
            number
            for number in range(self.situation.month_of(row), self.situation.month_of(row) + 12)
            if calendar_month(number) % every.value == 0
        )
        return Step(
            line.role,
            name,
            line.label,
            phrase("not_this_month"),
            0.0,
            phrase("not_due", every=phrase(f"every_{every.word}"), next=month(coming)),
            self.units.of_name(name),
            self.names(self.situation.formulas[name].formula.tree),
            line.formula.text,
            amount=0 if line.paid else None,
            due=False,
        )

    def _due(self, name: str) -> Step:
        line = self.plan.lines[name]
        node = self.situation.formulas[name].formula.tree
        unit = self.units.of_name(name)
        raw = self.situation.at(node)
        if isinstance(node, Call) and node.word not in ARITHMETIC:
            step = replace(self.word(node), kind=line.role, id=name, label=line.label)
            if not isinstance(raw, tuple):
                step = replace(step, unit=unit, value=self.value(node, unit))
        else:
            value = self.value(node, unit)
            number = self.number(node)
            found = self.found(node)
            step = Step(
                line.role,
                name,
                line.label,
                value,
                number,
                phrase("line", label=line.label, value=value),
                unit,
                worked=self.worked(node, number, unit),
                figures=found.figures,
                children=found.children,
            )
        step = replace(step, formula=self.names(node), text=line.formula.text)
        return self._paid(step) if line.paid else step

    def _paid(self, step: Step) -> Step:
        """A pay line with its amount, and the rounding if there was any."""
        assert isinstance(step.number, float | int)
        raw = float(step.number)
        if not np.isfinite(raw):
            employee = self.situation.employee
            raise Refused([Problem("not_finite", {"employee": employee}, column=step.id)])
        out = np.empty(1)
        exact.to_fen(np.array([raw]), out)
        amount = int(out[0])
        value = both(lambda language: fen(amount, language))
        worked = step.worked
        if abs(raw * 100 - amount) > exact.LEAST * 100:
            sign = "=" if is_exact(raw, step.unit) else "≈"
            unrounded = both(lambda language: f"{sign} {bare(raw, step.unit, language)}")
            worked = (*(worked or (unrounded,)), phrase("rounded", value=value))
        sentence = step.sentence if step.word else phrase("line", label=step.label, value=value)
        return replace(step, value=value, worked=worked, sentence=sentence, amount=amount)

    # -- parts of formulas ------------------------------------------------------------------

    def part(self, node: Node, label: Text, unit: str | None = None) -> Step:
        """A part of a formula as a step of its own; a mere name is told as what it stands for."""
        found = self.found(node)
        told = found.children
        single = len(told) == 1 and isinstance(node, Name | Call | Field)
        if single and not found.figures and not _is_arithmetic(node):
            return told[0]
        unit, number = self.units.of(node) if unit is None else unit, self.number(node)
        value = self.value(node, unit)
        return Step(
            "part",
            self.identity(node),
            label,
            value,
            number,
            phrase("line", label=label, value=value),
            unit,
            self.names(node),
            worked=self.worked(node, number, unit),
            figures=found.figures,
            children=told,
        )

    def found(self, *nodes: Node) -> Found:
        """The steps and figures that parts of a formula rest on."""
        found = Found()
        for node in nodes:
            self._collect(node, found)
        return found

    def _collect(self, node: Node, found: Found, whole: bool = True) -> None:
        match node:
            case Name(name=name):
                self._name(name, found)
            case Lookup(table=Name(name=name)):
                self._look_up(name, node.key, found)
            case Field(of=Lookup(table=Name(name=name)) as of):
                self._look_up(name, of.key, found)
            case Choose() if whole:
                taken = node.then if self.situation.at(node.condition) else node.other
                self._collect(node.condition, found, False)
                self._collect(taken, found, isinstance(taken, Choose))
            case Choose():
                found.add(self._choice(node))
            case Call() if node.word not in ARITHMETIC:
                found.add(self.word(node))
            case Call():
                self._limit(node, found)
                for part in node.parts():
                    self._collect(part, found, False)
            case _:
                for part in node.parts():
                    self._collect(part, found, False)

    def _name(self, name: str, found: Found) -> None:
        if name in self.plan.lines:
            found.add(self.line(name))
        elif name in self.plan.facts:
            found.add(self.fact(name))
        elif name in self.plan.parameters:
            keyed = isinstance(self.plan.parameters[name].value, Mapping)
            found.use(self.figure(name), "" if keyed else "*")

    def _look_up(self, table: str, key: Node, found: Found) -> None:
        parameter = self.plan.parameters[table]
        chosen = self.situation.text(key)
        value = parameter.value.get(chosen, 0.0)

        def written(language: str) -> str:
            if isinstance(value, list | tuple):
                low, high = (with_unit(v, parameter.unit, language) for v in value)
                return say(language, "statement.band", low=low, high=high)
            return with_unit(value, parameter.unit, language)

        found.use(self.figure(table, self.in_row(table, chosen, both(written))), chosen)
        self._collect(key, found, False)

    def _choice(self, node: Choose) -> Step:
        found = self.found(node)
        unit, number = self.units.of(node), self.number(node)
        worked = self.worked(node, number, unit)
        return Step(
            "choice",
            self.identity(node),
            self.names(node),
            self.value(node, unit),
            number,
            phrase("sentence", text=worked[0]),
            unit,
            self.names(node),
            worked=worked,
            figures=found.figures,
            children=found.children,
        )

    def _limit(self, node: Call, found: Found) -> None:
        """Says so where a limit or a missing divisor changes a number."""
        given = {argument.name: part for argument, part in bind(node, WORDS[node.word])}
        values = {name: self.situation.at(part) for name, part in given.items()}
        key = ""
        label: Node = node
        if node.word == "clip":
            label = given["x"]
            if values["x"] > values["high"] + exact.slack(values["high"]):
                key = "limited_above"
            elif values["x"] < values["low"] - exact.slack(values["low"]):
                key = "limited_below"
        elif self.wordings["en"].lacks_divisor(node):
            key = "no_divisor"
        if not key:
            return
        written = {name: self.value(part, self.units.of(part)) for name, part in given.items()}
        if "b" in given:
            written |= {"of": self.names(given["b"]), "value": written["b"]}
        unit = self.units.of(node)
        found.add(
            Step(
                "limit",
                self.identity(node),
                self.names(label),
                self.value(node, unit),
                self.number(node),
                phrase(key, **written),
                unit,
            )
        )

    def word(self, node: Call) -> Step:
        """A word of the language, with what it looked at."""
        teller = TELLERS.get(node.word)
        if teller is not None:
            return teller(self, node)
        word = WORDS[node.word]
        given = [part for _, part in bind(node, word)]
        found = self.found(*given)
        return self.told(node, word.sentence, found.children, found.figures)

    # -- making steps -----------------------------------------------------------------------

    def told(
        self,
        node: Call,
        sentence: Text,
        children: Iterable[Step] = (),
        figures: Iterable[Figure] = (),
        label: Text | None = None,
    ) -> Step:
        """The step of a word."""
        unit = self.units.of(node)
        formula = self.names(node)
        return Step(
            "word",
            self.identity(node),
            label or formula,
            self.value(node, unit),
            self.number(node),
            sentence,
            unit,
            formula,
            word=node.word,
            about=WORDS[node.word].sentence,
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
        """A figure of a group, a slice or a ledger below the step of a word."""
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

    def fact(self, name: str) -> Step:
        """A fact of the person's month."""
        column, unit = self.plan.facts[name], self.units.of_name(name)
        number = self.situation.fact(name)
        if column.kind == "flag":
            number = bool(number)
        if not isinstance(number, str):
            value = self.written(number, unit)
        elif column.kind == "person":
            value = same(number or NOTHING)
        else:
            value = self.category(number, name)
        return Step(
            "fact", name, column.label, value, number, phrase("fact", month=self.month), unit
        )

    def figure(self, name: str, value: Text | None = None) -> Figure:
        """A parameter as it is used here."""
        parameter = self.plan.parameters[name]
        if value is None:
            value = self._whole_value(name)
        document = self.plan.source.document if parameter.provenance == "source" else ""
        return Figure(name, parameter.label, value, parameter.provenance, document, parameter.note)

    def _whole_value(self, name: str) -> Text:
        parameter = self.plan.parameters[name]
        found: Any = parameter.value
        if isinstance(found, Mapping):
            return phrase("entries_for", keys=joined([self.key(name, key) for key in found]))
        if isinstance(found, list):
            return joined([month_name(item) for item in found])
        return self.written(np.inf if found is None else found, parameter.unit)

    def in_row(self, table: str, key: str, value: Text) -> Text:
        """The row of a table that applied."""
        return phrase("row", key=self.key(table, key), value=value)

    # -- texts ------------------------------------------------------------------------------

    def names(self, node: Node) -> Text:
        """A part of a formula in words."""
        return both(lambda language: self.wordings[language].names(node))

    def stated(self, node: Node) -> Text:
        """A condition as a statement."""
        return both(lambda language: self.wordings[language].stated(node))

    def key(self, table: str, key: str) -> Text:
        """The label of a key of a table."""
        parameter = self.plan.parameters[table]
        return both(lambda language: self.wordings[language].key(parameter, key))

    def category(self, value: str, column: str = "") -> Text:
        """The label of a category's value."""
        return both(lambda language: self.wordings[language].category(value, column))

    def whom(self, node: Call) -> Text:
        """Whom a word over everyone looks at."""
        return both(lambda language: self.wordings[language].whom(node))

    def worked(self, node: Node, number: float | bool | str, unit: str) -> tuple[Text, ...]:
        """A formula with numbers, step by step."""
        steps = {
            language: wording.worked(node, number, unit)
            for language, wording in self.wordings.items()
        }
        count = min(len(texts) for texts in steps.values())
        return tuple({lang: texts[i] for lang, texts in steps.items()} for i in range(count))

    def number(self, node: Node) -> float | bool | str:
        """What a part of a formula is for the person."""
        if isinstance(self.situation.kinds[node], Choice):
            return self.situation.text(node)
        value: float | bool = self.situation.at(node)
        return value

    def value(self, node: Node, unit: str) -> Text:
        """What a part of a formula is for the person, with its unit."""
        number = self.number(node)
        return self.category(number) if isinstance(number, str) else self.written(number, unit)

    def bare(self, number: float, unit: str) -> Text:
        """A number as it stands in a formula."""
        return both(lambda language: bare(number, unit, language))

    def written(self, number: float | bool, unit: str) -> Text:
        """A number with its unit; yes or no."""
        if isinstance(number, bool):
            key = "figure.yes" if number else "figure.no"
            return both(lambda language: say(language, key))
        return both(lambda language: with_unit(number, unit, language))

    def identity(self, node: Node) -> str:
        """A name for a part of a formula: its line and where it stands."""
        return f"{self._owners[node]}:{node.at}-{node.end}"


def _is_arithmetic(node: Node) -> bool:
    return isinstance(node, Call) and node.word in ARITHMETIC
