"""A plan that gives way to another one in a month, as one plan on facts with a flag; and base pay
that is raised person by person.

Monthly lines read the earlier plan before the change and the later one from it on. What is paid
for a quarter, half-year or year goes by the plan in force in the month of payment, on monthly
figures as they were in each month: a quarterly bonus on the quarter's base pay reads the earlier
base pay in the months before the change. Functions that carry a state from month to month follow
the rule of the plan in force from the beginning.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from engine.facts import Facts, category
from engine.formula import NUMBER, Choice, FormulaError, Name, parse
from engine.plan import Line, Plan, build
from engine.text import Problem, Refused, in_each_language, say
from engine.yaml_files import Document

FLAG = "plan_changed"
RAISED = "salary_index"
BASE_LINES = ("base_pay", "fixed_pay", "post_pay", "guarantee")
"""What the catalogue calls the pay line of base pay."""


# -- a change of plan -------------------------------------------------------------------------


def merged(plan: Plan, later: Plan, flag: str = FLAG) -> Plan:
    """One plan that pays by `plan` where the column `flag` is 0 and by `later` where it is 1.

    The plan itself where both are the same. Raises Refused where their columns or lines do not go
    together.
    """
    if plan.content == later.content:
        return plan
    return _Merging(plan, later, flag).plan()


def flagged(facts: Facts, flag: str, row: int) -> Facts:
    """The facts with a flag that is 1 from a row on."""
    column = np.zeros((facts.months, facts.size))
    column[max(row, 0) :] = 1.0
    return facts.with_numbers(flag, column * facts.present)


class _Merging:
    """Two plans on their way into one: names of the later one that are taken get a suffix."""

    def __init__(self, plan: Plan, later: Plan, flag: str) -> None:
        self.before, self.after, self.flag = plan, later, flag
        self.content = copy.deepcopy(dict(plan.content))
        self.taken = {flag, *plan.facts, *plan.parameters, *plan.lines}
        self.taken |= {*later.facts, *later.parameters, *later.lines}
        self.renamed: dict[str, str] = {}

    def plan(self) -> Plan:
        for key in ("personas", "curve", "adds_up", "not_modelled", "terms"):
            self.content.pop(key, None)
        self._columns()
        self._parameters()
        self._lines()
        return build(Document.holding(self.content, self.before.file))

    def _columns(self) -> None:
        facts = self.content.setdefault("facts", {})
        wrong = []
        for name, column in self.after.facts.items():
            own = self.before.facts.get(name)
            if own is None:
                facts[name] = copy.deepcopy(self.after.content["facts"][name])
            elif (own.kind, tuple(own.values)) != (column.kind, tuple(column.values)):
                wrong.append(Problem("change_column", {"plan": self.after.title}, column=name))
        if wrong:
            raise Refused(wrong)
        label = in_each_language(lambda language: say(language, "projection.flag_column"))
        facts[self.flag] = {"kind": "flag", "label": dict(label)}

    def _parameters(self) -> None:
        own = self.content.get("parameters") or {}
        theirs = self.after.content.get("parameters") or {}
        for name, entry in theirs.items():
            if name in own and own[name] == entry:
                continue
            new = name if name not in own else self._free(name)
            own[new] = copy.deepcopy(entry)
            if new != name:
                self.renamed[name] = new
        self.content["parameters"] = own

    def _free(self, name: str) -> str:
        number = 2
        while f"{name}_{number}" in self.taken:
            number += 1
        self.taken.add(f"{name}_{number}")
        return f"{name}_{number}"

    def _lines(self) -> None:
        for name, line in self.after.lines.items():
            own = self.before.lines.get(name)
            if own is not None and not _go_together(own, line):
                self.renamed[name] = self._free(name)
        entries: dict[str, Any] = self.content["lines"]
        for name, line in self.before.lines.items():
            if name not in self.after.lines or name in self.renamed:
                entries[name][line.role] = self._while(line, line.formula.text, "0")
        for name, line in self.after.lines.items():
            text = renamed(line.formula.text, self.renamed)
            entry = copy.deepcopy(self.after.content["lines"][name])
            own = self.before.lines.get(name)
            if own is None or name in self.renamed:
                entry[line.role] = self._while(line, text, "1")
                entries[self.renamed.get(name, name)] = entry
                continue
            if text != own.formula.text:
                entry[line.role] = f"({text}) if {self.flag} == 1 else ({own.formula.text})"
            else:
                entry[line.role] = text
            if "values" in entry:
                entry["values"] = {**entries[name].get("values", {}), **entry["values"]}
            entries[name] = entry

    def _while(self, line: Line, text: str, flag: str) -> str:
        """The formula of a pay line that only one of the plans has."""
        return f"({text}) if {self.flag} == {flag} else 0" if line.paid else text


def _go_together(own: Line, later: Line) -> bool:
    """Whether two lines of one name can be one line."""
    if (own.role, own.every, own.counts_as) != (later.role, later.every, later.counts_as):
        return False
    if own.settled_early != later.settled_early:
        return False
    kinds = own.formula.kind, later.formula.kind
    return all(kind == NUMBER for kind in kinds) or all(isinstance(k, Choice) for k in kinds)


def renamed(text: str, names: Mapping[str, str]) -> str:
    """A formula with other names for some of what it reads."""
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    try:
        tree = parse(text)
    except FormulaError:  # formulas of plans have been parsed before
        return text
    found = [node for node in tree.walk() if isinstance(node, Name) and node.name in names]
    for node in sorted(found, key=lambda node: -node.at):
        text = text[: node.at] + names[node.name] + text[node.end :]
    return text


# -- base pay that is raised ------------------------------------------------------------------


def base_line(plan: Plan, named: str | None = None) -> str:
    """The monthly pay line that a salary review raises: the one named, else the first that has the
    name of base pay; "" where there is none."""
    monthly = base_lines(plan)
    return next((name for name in ([named] if named else BASE_LINES) if name in monthly), "")


def base_lines(plan: Plan) -> list[str]:
    """The pay lines that a salary review may raise."""
    return [line.id for line in plan.pay_lines if line.every.value == 1]


def raised_column(plan: Plan, line: str) -> str:
    """The column of money that base pay is, where its formula is nothing else; "" otherwise."""
    tree = parse(plan.lines[line].formula.text)
    if isinstance(tree, Name) and tree.name in plan.facts:
        return tree.name
    return ""


def with_raises(plan: Plan, line: str) -> Plan:
    """The plan with the line of base pay multiplied by the column RAISED; the plan itself where
    base pay is a column of the facts, which is raised there, for all that reads it."""
    if raised_column(plan, line):
        return plan
    content = copy.deepcopy(dict(plan.content))
    content.pop("personas", None)
    content.pop("curve", None)
    label = in_each_language(lambda language: say(language, "projection.index_column"))
    content["facts"] = {
        **content.get("facts", {}),
        RAISED: {"kind": "number", "above": 0, "label": dict(label)},
    }
    role = plan.lines[line].role
    content["lines"][line][role] = f"({plan.lines[line].formula.text}) * {RAISED}"
    return build(Document.holding(content, plan.file))


def only(plan: Plan, *lines: str) -> Plan:
    """The plan with some lines and what they read; nothing else is worked out."""
    wanted = set(lines)
    for name in reversed(plan.order):
        if name in wanted:
            wanted |= set(plan.lines[name].formula.reads)
    return replace(
        plan,
        facts={k: v for k, v in plan.facts.items() if k in wanted},
        parameters={k: v for k, v in plan.parameters.items() if k in wanted},
        lines={k: v for k, v in plan.lines.items() if k in wanted},
    )


def columns_of(plan: Plan, facts: Facts) -> Facts:
    """The facts with the columns of a plan alone."""
    read = plan.facts
    found = replace(
        facts,
        numbers={k: v for k, v in facts.numbers.items() if k in read},
        categories={k: v for k, v in facts.categories.items() if k in read},
        people={k: v for k, v in facts.people.items() if k in read},
        further={},
    )
    return found.known(facts.key, {name: facts.decimals(name) for name in found.numbers})


def first_rows(facts: Facts, months: int) -> Facts:
    """The facts of the first months alone, of the same people."""
    found = replace(
        facts,
        present=facts.present[:months],
        numbers={k: v[:months] for k, v in facts.numbers.items()},
        categories={k: category(c.values, c.codes[:months]) for k, c in facts.categories.items()},
        people={k: v[:months] for k, v in facts.people.items()},
        further={},
        origin=None,
    )
    decimals = {name: facts.decimals(name) for name in facts.numbers}
    return found.known(f"{facts.key} {months} months", decimals)
