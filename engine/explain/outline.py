"""A statement as an outline: what it says, in the order of reading, everything once and nothing
twice over. Documents and pages only set what stands here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from engine.explain.phrases import joined, phrase
from engine.explain.statement import Figure, Step
from engine.formula import FUNCTIONS, Method
from engine.text import Text, in_each_language

LINES = ("pay", "measure", "working")
NAME, LOOK_UP, RESULT = (
    re.compile(pattern) for pattern in (r"\w+", r"\w+\s*\[\s*\w+\s*\]", r"\w+\s*\.\s*\w+")
)
"""Formulas that only point at something: it is told below, so its value is not told here too."""


@dataclass(frozen=True)
class Entry:
    """An entry of the outline.

    `kind` is "line" (a line of the plan), "step", "entry" (a figure with how it was found), "list"
    (several named values in `value`) or "remark" (a sentence in `value`). `working` continues the
    value ("= 1 + 2"), `remark` is a remark on it, `texts` are the lines of the working below it. A
    step that is not `headed` is a formula whose own text says what it is.
    """

    kind: Literal["line", "step", "entry", "list", "remark"]
    label: Text | None
    value: Text
    working: Text | None = None
    remark: Text | None = None
    texts: tuple[Text, ...] = ()
    below: tuple[Entry, ...] = ()
    headed: bool = True


class Outline:
    """Lays out the steps of one statement.

    `once` lays a line of the plan out where it comes first and refers to it later on; without it
    each line can be read by itself.
    """

    def __init__(self, *, once: bool = True) -> None:
        self.once = once
        self.seen: set[str] = set()

    def line(self, step: Step) -> Entry:
        """A line of the plan with all it rests on."""
        self.seen.add(step.id)
        return self._with_all_below("line", step, _working(step))

    def _step(self, step: Step) -> Entry:
        """A step below another."""
        if step.kind in ("limit", "settled"):
            return Entry("remark", step.label, step.sentence)
        if step.kind == "entry":
            return _figure_found(step)
        if step.kind in LINES and self.once:
            if step.kind == "pay":
                return Entry("line", step.label, step.value)
            if step.id in self.seen:
                return Entry("line", step.label, step.value, remark=phrase("see_above"))
            self.seen.add(step.id)
        if step.kind == "call" and _adds_own_months(step):
            return self._with_all_below("step", step, [], working=_months(step))
        texts = _working(step)
        if texts == [step.value]:
            texts = []
        if step.kind in LINES:
            return self._with_all_below("line", step, texts)
        headed = bool(step.function) or step.label != step.formula
        return self._with_all_below("step", step, texts, headed=headed)

    def _with_all_below(
        self,
        kind: Literal["line", "step"],
        step: Step,
        texts: list[Text],
        *,
        working: Text | None = None,
        headed: bool = True,
    ) -> Entry:
        return Entry(
            kind,
            step.label,
            step.value,
            working,
            texts=tuple(texts),
            below=tuple(self._below(step)),
            headed=headed or not texts,
        )

    def _below(self, step: Step) -> Iterator[Entry]:
        """What a step rests on: figures and facts in a row each, months in one, then the rest."""
        figures = [] if _names_its_figures(step) else list(step.figures)
        if figures:
            yield Entry("list", phrase("figures_used"), _figures(figures))
        children = [_fact_itself(child) for child in step.children]
        facts = [child for child in children if child.kind == "fact"]
        looked_up = figures and LOOK_UP.fullmatch(step.text)  # the row names them
        if facts and not looked_up:
            yield Entry("list", phrase("facts_used"), named_values(dict.fromkeys(facts)))
        if step.function and not (step.kind == "call" and _adds_own_months(step)):
            months = [child for child in children if child.kind == "month"]
            if months:
                yield Entry("list", None, named_values(months))
        for child in dict.fromkeys(children):
            if child.kind not in ("fact", "month", "group"):
                yield self._step(child)


def _adds_own_months(step: Step) -> bool:
    """Whether a step is the sum of the person's own months."""
    return step.adds_up and FUNCTIONS[step.function].scope == "person"


def _names_its_figures(step: Step) -> bool:
    """Whether the sentence of a step says what applied of its table."""
    method = FUNCTIONS[step.function].method if step.function else None
    return method not in (None, Method.INDICATOR)


def named_values(steps: Iterable[Step]) -> Text:
    """Labels with values in a row."""
    return joined(
        [phrase("item", label=step.label, value=step.value) for step in steps], "semicolon"
    )


def _figure_found(step: Step) -> Entry:
    """A figure of a group or ledger, with how it was found."""
    working = in_each_language(lambda language: " ".join(text[language] for text in step.worked))
    if step.sentence == phrase("line", label=step.label, value=step.value):
        return Entry("entry", step.label, step.value, working if step.worked else None)
    remark = in_each_language(lambda language: step.sentence[language].rstrip(".。"))
    return Entry("entry", step.label, step.value, working if step.worked else None, remark)


def _working(step: Step) -> list[Text]:
    """The formula, what the function did, the numbers down to the result; as far as there are."""
    if step.kind in LINES and step.due and not step.function and len(step.worked) == 1:
        if NAME.fullmatch(step.text) or LOOK_UP.fullmatch(step.text):
            return []
        if RESULT.fullmatch(step.text) and step.formula:
            return [step.formula]
    texts = []
    verdict = isinstance(step.number, bool) and step.kind == "part"
    if step.formula and step.kind != "call" and not verdict:
        texts.append(step.formula)
    if step.function and FUNCTIONS[step.function].stateful and step.about:
        texts.append(step.about)
    if step.function or not step.due:
        texts.append(step.sentence)
    return [*texts, *step.worked]


def _figures(figures: list[Figure]) -> Text:
    """Figures as they were used, those of one table together."""
    tables: dict[str, list[Figure]] = {}
    for figure in figures:
        tables.setdefault(figure.id, []).append(figure)
    items = [
        phrase("item", label=used[0].label, value=joined([figure.value for figure in used]))
        for used in tables.values()
    ]
    return joined(items, "semicolon")


def _months(step: Step) -> Text:
    """The months of a sum with their values, as they are added up."""
    months = [child for child in step.children if child.kind == "month"]

    def sum_of(language: str) -> str:
        parts = [f"{month.label[language]} {month.value[language]}" for month in months]
        return f"= {' + '.join(parts) or step.value[language]}"

    return in_each_language(sum_of)


def _fact_itself(step: Step) -> Step:
    """The fact that a part of a formula is nothing but, told as a fact."""
    if step.kind == "part" and not step.figures and len(step.children) == 1:
        only = step.children[0]
        if only.kind == "fact" and only.label == step.label and only.value == step.value:
            return only
    return step
