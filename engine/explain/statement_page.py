"""A statement as a page of Markdown: who and when, the pay slip, how each amount comes about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.calendar import month_number
from engine.explain.statement import Figure, Statement, Step
from engine.explain.telling import Telling, Told
from engine.text import Text, fen, month, say

BREAK = "  "
"""Two spaces at the end of a line keep the line break in Markdown."""


def to_markdown(statement: Statement, language: str = "en") -> str:
    """The statement in one language, for the terminal and for reports."""
    return "\n".join(_Page(statement, language).page()) + "\n"


class _Page:
    def __init__(self, statement: Statement, language: str) -> None:
        self.statement, self.language = statement, language
        self.telling = Telling(language)

    def page(self) -> Iterator[str]:
        statement = self.statement
        plan = statement.plan
        yield f"# {_safe(self.say('title', plan=plan.title))}"
        yield ""
        when = month(month_number(statement.month))[self.language]
        yield self.labelled(self.say("employee"), statement.employee) + BREAK
        yield self.labelled(self.say("month"), when) + BREAK
        yield self.labelled(self.say("facts"), self.list(statement.facts))
        yield ""
        yield from self.slip()
        yield f"## {self.say('explained')}"
        yield ""
        for line in statement.lines:
            yield from self.section(line)
        for measure in statement.measures:
            if measure.id not in self.telling.told:
                yield from self.section(measure)
        yield from self.figures(statement.figures())
        note = plan.source.note[self.language]
        if not plan.source.is_own:
            note = self.say("document", document=plan.source.document, note=note.rstrip(".。"))
        yield _safe(note)
        if plan.not_modelled:
            listed = self.say("semicolon").join(text[self.language] for text in plan.not_modelled)
            yield ""
            yield _safe(self.say("not_modelled", list=listed))

    # -- tables -----------------------------------------------------------------------------

    def slip(self) -> Iterator[str]:
        """Pay lines with amounts, then measures with values."""
        yield _row(self.say("pay_line"), self.say("amount"))
        yield "|:---|---:|"
        for line in self.statement.lines:
            yield _row(line.label[self.language], line.value[self.language])
        gross = fen(self.statement.gross, self.language)
        yield _row(f"**{self.say('gross')}**", f"**{gross}**")
        yield ""
        if self.statement.measures:
            yield _row(self.say("measures"), self.say("value"))
            yield "|:---|---:|"
            for measure in self.statement.measures:
                yield _row(measure.label[self.language], measure.value[self.language])
            yield ""

    def figures(self, figures: Iterable[Figure]) -> Iterator[str]:
        """What the plan laid down, and on which ground."""
        yield f"## {self.say('figures')}"
        yield ""
        yield _row(*(self.say(key) for key in ("figure", "used", "basis", "note")))
        yield "|:---|:---|:---|:---|"
        for figure in figures:
            yield _row(
                figure.label[self.language],
                figure.value[self.language],
                self.say(f"basis_{figure.provenance}"),
                figure.note[self.language] if figure.note else "",
            )
        yield ""

    # -- steps ------------------------------------------------------------------------------

    def section(self, line: Step) -> Iterator[str]:
        """A line with all it rests on."""
        told = self.telling.line(line)
        yield f"### {self.labelled(told.label, told.value)}"
        yield ""
        if told.texts:
            yield from _broken([_safe(text) for text in told.texts])
            yield ""
        for item in told.below:
            yield from self.bullet(item, 0)
        if told.below:
            yield ""

    def bullet(self, told: Told, depth: int) -> Iterator[str]:
        """A step as an item of a list, with what it rests on."""
        head = self.labelled(told.label, told.value) if told.label else _safe(told.value)
        if told.kind == "line":
            head = f"**{head}**"
        if told.goes_on:
            head += f" {_safe(told.goes_on)}"
        if told.aside:
            head += _safe(self.say("aside", text=told.aside))
        texts = [_safe(text) for text in told.texts]
        first, *others = [head, *texts] if told.headed else texts
        lines = [_item(first, depth), *(f"{'  ' * (depth + 1)}{text}" for text in others)]
        yield from _broken(lines)
        for item in told.below:
            yield from self.bullet(item, depth + 1)

    # -- texts ------------------------------------------------------------------------------

    def list(self, steps: Iterable[Step]) -> str:
        """Labels with values in a row."""
        return self.say("semicolon").join(self.named(step.label, step.value) for step in steps)

    def named(self, label: Text, value: Text) -> str:
        """A label and its value, in a row of others."""
        return self.say("item", label=label, value=value)

    def labelled(self, label: str, text: str) -> str:
        """A label and what it is."""
        return self.say("labelled", label=_safe(label), text=_safe(text))

    def say(self, key: str, /, **values: object) -> str:
        return say(self.language, f"statement.{key}", **values)


def _item(text: str, depth: int) -> str:
    return f"{'  ' * depth}- {text}"


def _broken(texts: list[str]) -> Iterator[str]:
    """Lines that stay lines when the page is set."""
    for i, text in enumerate(texts):
        yield text if i == len(texts) - 1 else text + BREAK


def _row(*cells: str) -> str:
    inner = " | ".join(re.sub(r"(?<!\\)\|", r"\\|", cell) for cell in cells)
    return f"| {inner} |"


_MARKUP = re.compile(r"(?<!\\)(\*|`|\$|<(?=[A-Za-z/!?])|(?<=\])\()")


def _safe(text: str) -> str:
    """A text in which ids and names from files mean no markup."""
    return _MARKUP.sub(r"\\\1", text)
