"""What a statement says, in the order in which it is told: everything once, nothing twice over.

A page only sets what is told here: page.py as Markdown, the app as a list to open and close.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from engine.explain.statement import Figure, Step
from engine.text import Text, say

LINES = ("pay", "measure", "working")
TABLES = ("step", "tiers", "whole_tiers", "curve", "prize", "places")
"""Words whose sentence names what applied of their figure."""
RULED = ("carry_over", "career_ladder", "expiring_balance")
"""Words whose rule is told before what came of it."""
SUMS = ("quarter_sum", "half_sum", "year_sum", "recent_sum")
NAME, LOOK_UP, RESULT = (
    re.compile(pattern) for pattern in (r"\w+", r"\w+\s*\[\s*\w+\s*\]", r"\w+\s*\.\s*\w+")
)
"""Formulas that only point at something: it is told below, so its value is not told here too."""


@dataclass(frozen=True)
class Told:
    """One thing that is told, in one language.

    `kind` is "line" (a line of the plan), "step", "entry" (a figure with how it was found), "list"
    (several named values in `value`) or "remark" (a sentence in `value`). `goes_on` continues the
    value ("= 1 + 2"), `aside` remarks on it, `texts` are the lines of the working below it. A step
    that is not `headed` is a formula whose own text says what it is.
    """

    kind: Literal["line", "step", "entry", "list", "remark"]
    label: str
    value: str
    goes_on: str = ""
    aside: str = ""
    texts: tuple[str, ...] = ()
    below: tuple[Told, ...] = ()
    headed: bool = True


class Telling:
    """Tells the steps of one statement.

    `once` tells a line of the plan where it comes first and refers to it later on; without it each
    line can be read by itself.
    """

    def __init__(self, language: str, *, once: bool = True) -> None:
        self.language, self.once = language, once
        self.told: set[str] = set()

    def line(self, step: Step) -> Told:
        """A line of the plan with all it rests on."""
        self.told.add(step.id)
        return self._told("line", step, self._working(step))

    # -- steps ------------------------------------------------------------------------------

    def _step(self, step: Step) -> Told:
        """A step below another."""
        label, value = step.label[self.language], step.value[self.language]
        if step.kind == "limit":
            return Told("remark", label, step.sentence[self.language])
        if step.kind == "entry":
            return self._entry(step)
        if step.kind in LINES and self.once:
            if step.kind == "pay":
                return Told("line", label, value)
            if step.id in self.told:
                return Told("line", label, value, aside=self.say("see_above"))
            self.told.add(step.id)
        if step.kind == "word" and step.function in SUMS:
            return self._told("step", step, [], goes_on=f"= {self._months(step)}")
        texts = self._working(step)
        if texts == [value]:
            texts = []
        if step.kind in LINES:
            return self._told("line", step, texts)
        return self._told(
            "step", step, texts, headed=bool(step.function) or step.label != step.formula
        )

    def _told(
        self,
        kind: Literal["line", "step"],
        step: Step,
        texts: list[str],
        *,
        goes_on: str = "",
        headed: bool = True,
    ) -> Told:
        return Told(
            kind,
            step.label[self.language],
            step.value[self.language],
            goes_on,
            texts=tuple(texts),
            below=tuple(self._below(step)),
            headed=headed or not texts,
        )

    def _entry(self, step: Step) -> Told:
        """A figure of a group or ledger, with how it was found."""
        label, value = step.label[self.language], step.value[self.language]
        goes_on = " ".join(worked[self.language] for worked in step.worked)
        own = step.sentence[self.language]
        plain = say(self.language, "statement.line", label=step.label, value=step.value)
        return Told("entry", label, value, goes_on, "" if own == plain else own.rstrip(".。"))

    def _working(self, step: Step) -> list[str]:
        """The formula, what the word did, the numbers down to the result; as far as there are."""
        if step.kind in LINES and step.due and not step.function and len(step.worked) == 1:
            if NAME.fullmatch(step.text) or LOOK_UP.fullmatch(step.text):
                return []
            if RESULT.fullmatch(step.text) and step.formula:
                return [step.formula[self.language]]
        texts = []
        verdict = isinstance(step.number, bool) and step.kind == "part"
        if step.formula and step.kind != "word" and not verdict:
            texts.append(step.formula[self.language])
        if step.function in RULED and step.about:
            texts.append(step.about[self.language])
        if step.function or not step.due:
            texts.append(step.sentence[self.language])
        return texts + [text[self.language] for text in step.worked]

    def _below(self, step: Step) -> Iterator[Told]:
        """What a step rests on: figures and facts in a row each, months in one, then the rest."""
        figures = [] if step.function in TABLES else list(step.figures)
        if figures:
            yield Told("list", self.say("figures_used"), self._figures(figures))
        children = [_fact_itself(child) for child in step.children]
        facts = [child for child in children if child.kind == "fact"]
        looked_up = figures and LOOK_UP.fullmatch(step.text)  # the row names them
        if facts and not looked_up:
            yield Told("list", self.say("facts_used"), self._list(dict.fromkeys(facts)))
        if step.function and (step.function not in SUMS or step.kind != "word"):
            months = [child for child in children if child.kind == "month"]
            if months:
                yield Told("list", "", self._list(months))
        for child in dict.fromkeys(children):
            if child.kind not in ("fact", "month", "group"):
                yield self._step(child)

    # -- texts ------------------------------------------------------------------------------

    def _figures(self, figures: list[Figure]) -> str:
        """Figures as they were used, those of one table together."""
        tables: dict[str, list[Figure]] = {}
        for figure in figures:
            tables.setdefault(figure.id, []).append(figure)
        return self.say("semicolon").join(
            self.say(
                "item",
                label=used[0].label,
                value=self.say("comma").join(figure.value[self.language] for figure in used),
            )
            for used in tables.values()
        )

    def _months(self, step: Step) -> str:
        """The months of a sum with their values."""
        parts = [
            f"{child.label[self.language]} {child.value[self.language]}"
            for child in step.children
            if child.kind == "month"
        ]
        return " + ".join(parts) or step.value[self.language]

    def _list(self, steps: Iterable[Step]) -> str:
        """Labels with values in a row."""
        return self.say("semicolon").join(self.named(step.label, step.value) for step in steps)

    def named(self, label: Text, value: Text) -> str:
        """A label and its value, in a row of others."""
        return self.say("item", label=label, value=value)

    def say(self, key: str, /, **values: object) -> str:
        """A phrase of the statement."""
        return say(self.language, f"statement.{key}", **values)


def _fact_itself(step: Step) -> Step:
    """The fact that a part of a formula is nothing but, told as a fact."""
    if step.kind == "part" and not step.figures and len(step.children) == 1:
        only = step.children[0]
        if only.kind == "fact" and only.label == step.label and only.value == step.value:
            return only
    return step
