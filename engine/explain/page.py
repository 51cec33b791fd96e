"""A statement as a page of Markdown: who and when, the pay slip, how each amount comes about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.calendar import month_number
from engine.explain.numbers import fen, month
from engine.explain.statement import Figure, Statement, Step
from engine.messages import Text, say

BREAK = "  "
"""Two spaces at the end of a line keep the line break in Markdown."""
LINES = ("pay", "measure", "working")
TABLES = ("step", "tiers", "whole_tiers", "curve", "prize", "places")
"""Words whose sentence names what applied of their figure."""
TOLD = ("carry_over", "career_ladder", "expiring_balance")
"""Words whose rule is told before what came of it."""
SUMS = ("quarter_sum", "half_sum", "year_sum", "recent_sum")


def to_markdown(statement: Statement, language: str = "en") -> str:
    """The statement in one language, for the terminal and for reports."""
    return "\n".join(_Page(statement, language).page()) + "\n"


class _Page:
    def __init__(self, statement: Statement, language: str) -> None:
        self.statement, self.language = statement, language
        self.told: set[str] = set()

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
            if measure.id not in self.told:
                yield from self.section(measure)
        yield from self.figures(statement.figures())
        note = plan.source.note[self.language]
        yield _safe(self.say("document", document=plan.source.document, note=note.rstrip(".。")))
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
        self.told.add(line.id)
        yield f"### {self.labelled(line.label[self.language], line.value[self.language])}"
        yield ""
        yield from _broken([_safe(text) for text in self.working(line)])
        below = list(self.below(line, 0))
        yield ""
        yield from below
        if below:
            yield ""

    def bullet(self, step: Step, depth: int) -> Iterator[str]:
        """A step as an item of a list, with what it rests on."""
        head = self.labelled(step.label[self.language], step.value[self.language])
        if step.kind in LINES:
            head = f"**{head}**"
            if step.kind == "pay":
                yield _item(head, depth)
                return
            if step.id in self.told:
                yield _item(head + self.say("aside", text=self.say("see_above")), depth)
                return
            self.told.add(step.id)
        match step.kind:
            case "limit":
                text = self.labelled(step.label[self.language], step.sentence[self.language])
                yield _item(text, depth)
                return
            case "entry":
                yield from self.entry(step, depth)
                return
        if step.word in SUMS and step.kind == "word":
            head = f"{head} = {self.months(step)}"
            yield _item(head, depth)
        else:
            texts = [_safe(text) for text in self.working(step)]
            if texts == [step.value[self.language]]:
                texts = []
            if step.kind in LINES or step.word or step.label != step.formula:
                texts.insert(0, head)
            yield from _broken(
                [_item(texts[0], depth), *(f"{'  ' * (depth + 1)}{text}" for text in texts[1:])]
            )
        yield from self.below(step, depth + 1)

    def entry(self, step: Step, depth: int) -> Iterator[str]:
        """A figure of a group or ledger, with how it was found."""
        text = self.labelled(step.label[self.language], step.value[self.language])
        text = " ".join([text, *(worked[self.language] for worked in step.worked)])
        own = step.sentence[self.language]
        if own != say(self.language, "statement.line", label=step.label, value=step.value):
            text += self.say("aside", text=own.rstrip(".。"))
        yield _item(_safe(text), depth)

    def working(self, step: Step) -> list[str]:
        """The formula, what the word did, the numbers down to the result; as far as there are."""
        texts = []
        verdict = isinstance(step.number, bool) and step.kind == "part"
        if step.formula and step.kind != "word" and not verdict:
            texts.append(step.formula[self.language])
        if step.word in TOLD and step.about:
            texts.append(step.about[self.language])
        if step.word or not step.due:
            texts.append(step.sentence[self.language])
        return texts + [text[self.language] for text in step.worked]

    def below(self, step: Step, depth: int) -> Iterator[str]:
        """What a step rests on: figures and facts in a line each, months in one, then the rest."""
        figures = [] if step.word in TABLES else list(step.figures)
        if figures:
            listed = self.say("semicolon").join(self.named(f.label, f.value) for f in figures)
            yield _item(self.labelled(self.say("figures_used"), listed), depth)
        facts = [child for child in step.children if child.kind == "fact"]
        if facts:
            yield _item(self.labelled(self.say("facts_used"), self.list(facts)), depth)
        if step.word and (step.word not in SUMS or step.kind != "word"):
            months = [child for child in step.children if child.kind == "month"]
            if months:
                yield _item(self.list(months), depth)
        for child in step.children:
            if child.kind not in ("fact", "month", "group"):
                yield from self.bullet(child, depth)

    # -- texts ------------------------------------------------------------------------------

    def months(self, step: Step) -> str:
        """The months of a sum with their values."""
        parts = [
            f"{child.label[self.language]} {child.value[self.language]}"
            for child in step.children
            if child.kind == "month"
        ]
        return " + ".join(parts) or step.value[self.language]

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
