"""Worked examples: what the plan's personas are paid, worked through in their own statements."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from engine.calendar import month_text
from engine.evaluation import Memory, Payouts, evaluate
from engine.explain import Statement, Step, explain
from engine.facts import persona_facts
from engine.formula import FUNCTIONS
from engine.plan import Persona, Plan, shapes
from engine.reports.document import Block, Heading, Paragraph, Table
from engine.reports.policy_document.policy_phrases import NOTHING, joined, phrase
from engine.text import Text, chinese_numeral, in_each_language, money_of_fen, named_month, say

UNPAID = ("measure", "working")
LINES = ("pay", *UNPAID)


def worked_examples(plan: Plan) -> Iterator[Block]:
    """The year of all personas, then a month of each; a persona is named by its situation."""
    company = Company(plan)
    yield Heading(2, phrase("year_title"), "annex-year")
    yield from company.year()
    for persona in plan.personas.values():
        situation = phrase("example_of", number=company.name(persona), story=persona.story)
        yield Heading(2, situation, f"annex-{persona.id}")
        yield from company.month_of(persona)


class Company:
    """The personas as one company, paid for one year."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def memory(self) -> Memory:
        return Memory()

    @cached_property
    def payouts(self) -> Payouts:
        return evaluate(self.plan, persona_facts(self.plan), self.memory)

    def name(self, persona: Persona) -> Text:
        """What the annex calls a persona: Example 2, 示例二."""
        place = [*self.plan.personas].index(persona.id) + 1
        return {
            "en": say("en", "document.example", number=place),
            "zh": say("zh", "document.example", number=chinese_numeral(place)),
        }

    def year(self) -> list[Block]:
        """What each persona is paid in the year, line by line."""
        people = list(self.plan.personas.values())
        facts = self.payouts.facts
        rows: list[tuple[Text, ...]] = []
        sums = np.zeros(len(people))
        places = [facts.position[persona.id] for persona in people]
        for line in self.plan.pay_lines:
            amounts = self.payouts.amounts(line.id).sum(axis=0)[places]
            sums += amounts
            rows.append((line.label, *(_fen(amount) for amount in amounts)))
        rows.append((phrase("total"), *(_fen(amount) for amount in sums)))
        heads = (phrase("pay_line"), *map(self.name, people))
        numbers = (False, *(True for _ in people))
        return [
            Paragraph(phrase("year_text")),
            Table(heads, tuple(rows), numbers, total=True),
        ]

    def month_of(self, persona: Persona) -> Iterator[Block]:
        """The month of the year in which most lines pay a persona, worked through."""
        statement = self.statement(persona)
        when = self.payouts.facts.first + self._fullest_month(persona)
        facts = [
            phrase("datum_is", label=step.label, value=self._fact_value(step))
            for step in statement.facts
        ]
        yield Paragraph(
            phrase("persona_month", month=named_month(when), facts=joined(facts, "semicolon"))
        )
        rows = list(_rows(statement))
        rows.append((phrase("gross"), NOTHING, _fen(statement.gross)))
        heads = tuple(phrase(key) for key in ("item", "working", "result"))
        yield Table(heads, tuple(rows), (False, False, True), total=True)

    def statement(self, persona: Persona) -> Statement:
        """The statement of the persona's month."""
        facts = self.payouts.facts
        when = month_text(facts.first + self._fullest_month(persona))
        return explain(self.plan, facts, persona.id, when, self.memory)

    def _fact_value(self, step: Step) -> Text:
        """A fact's value; a person is one of the examples."""
        known = self.plan.personas.get(str(step.number))
        if known is not None and self.plan.facts[step.id].kind == "person":
            return self.name(known)
        return step.value

    def _fullest_month(self, persona: Persona) -> int:
        """The row of the latest of the months in which most lines pay something."""
        place = self.payouts.facts.position[persona.id]
        paid = np.zeros(self.payouts.facts.months)
        for line in self.plan.pay_lines:
            paid += self.payouts.amounts(line.id)[:, place] != 0
        present = self.payouts.facts.present[:, place]
        paid[~present] = -1
        return int(np.flatnonzero(paid == paid.max())[-1])


def _rows(statement: Statement) -> Iterator[tuple[Text, Text, Text]]:
    """The lines of a statement, what pay rests on first: label, how it came about, result."""
    for step in (*_unpaid_lines(statement), *statement.lines):
        yield step.label, _working(statement.plan, step), step.value


def _unpaid_lines(statement: Statement) -> list[Step]:
    """Every measure and working of the month, in the order of the plan."""
    found: dict[str, Step] = {}
    waiting = [*statement.measures, *statement.lines]
    while waiting:
        step = waiting.pop()
        waiting += step.children
        if step.kind in UNPAID:
            found.setdefault(step.id, step)
    return [found[name] for name in statement.plan.lines if name in found]


def _working(plan: Plan, step: Step) -> Text:
    """The statement's own working of a line, and the sentences of the functions it rests on."""
    if not step.due:
        return step.sentence
    texts: list[Text] = []
    if step.function:
        texts.append(step.sentence)
    texts += step.worked
    texts += [child.sentence for child in _explained_below(step)]
    result = step.value["en"].replace("¥", "")
    seen: dict[str, Text] = {}
    for text in texts:
        bare = text["en"].lstrip("=≈ ")
        if bare != result and not result.startswith(f"{bare} "):  # the result has a column
            seen.setdefault(text["en"], text)
    if not seen:
        return _taken_from(plan, step)
    return in_each_language(lambda language: "\n".join(text[language] for text in seen.values()))


def _taken_from(plan: Plan, step: Step) -> Text:
    """Where a result comes from that nothing was worked out for: a standard, a datum, a line."""
    values = {name: parameter.value for name, parameter in plan.parameters.items()}
    figures = [f for f in step.figures if not isinstance(values[f.id], shapes.Flag)]
    if figures:
        used = [phrase("used", label=figure.label, value=figure.value) for figure in figures]
        return joined(used, "semicolon")
    facts = [child for child in step.children if child.kind == "fact"]
    if facts:
        used = [phrase("used", label=fact.label, value=fact.value) for fact in facts]
        same_name = len(facts) == 1 and facts[0].label == step.label
        return phrase("recorded") if same_name else joined(used, "semicolon")
    lines = [phrase("see_line", label=c.label) for c in step.children if c.kind in LINES]
    return joined(lines, "semicolon")


def _explained_below(step: Step) -> Iterator[Step]:
    """The functions and limits a line rests on, as far as no other line explains them."""
    for child in step.children:
        if child.kind in LINES:
            continue
        called = child.kind == "call" and not _is_of_own_months(child)
        if called or child.kind in ("limit", "settled"):
            yield child
        yield from _explained_below(child)


def _is_of_own_months(step: Step) -> bool:
    """Whether a function took the person's own months of a period, which the formula says."""
    function = FUNCTIONS[step.function]
    return function.scope == "person" and function.period is not None


def _fen(amount: float) -> Text:
    return in_each_language(lambda language: money_of_fen(int(amount), language))
