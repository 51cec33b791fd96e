"""A health check as a document: what fails, what to watch, what passes, what does not apply."""

from __future__ import annotations

from collections.abc import Iterator

from engine.health import OUTCOMES, Finding, Health, held_against
from engine.plan import Plan
from engine.reports.document import Block, Document, Heading, Item, List, Paragraph
from engine.text import Phrases, Text, count, in_each_language, untranslated

phrase = Phrases("health")
SIGNS = {"fail": "✗", "watch": "!", "pass": "✓"}
MOST_CASES = 3
MOST_MENDING = 4


def health_document(health: Health) -> Document:
    """All findings, the worst first, and how many of each outcome there are."""
    plan = health.plan
    title = phrase("title", plan=plan.title)
    if health.people:
        title = phrase("title_people", plan=plan.title, count=health.people)
    return Document(title, tuple(_blocks(health)), keywords=plan.id)


def _blocks(health: Health) -> Iterator[Block]:
    counts = [phrase(f"count_{outcome}", n=health.counts[outcome]) for outcome in OUTCOMES]
    yield Paragraph(phrase.joined(counts, "separator"))
    for outcome in ("fail", "watch", "pass"):
        if found := health.of(outcome):
            yield Heading(1, phrase(f"part_{outcome}"), outcome)
            yield List(tuple(_item(finding, health.plan) for finding in found))
    if others := health.of("not_applicable"):
        yield Heading(1, phrase("part_not_applicable"), "not_applicable")
        yield List(tuple(_not_applicable(others)))


def _item(finding: Finding, plan: Plan) -> Item:
    """A finding: its value against its limit, then what is behind it."""

    def lead(language: str) -> str:
        label = f"{SIGNS[finding.outcome]} {finding.label[language]}"
        return phrase.say(language, "labelled", label=label, text=held_against(finding, language))

    lines = [untranslated(""), finding.sentence]
    if finding.outcome != "pass":
        lines += _behind(finding, plan)
    return Item(
        in_each_language(lambda language: "\n".join(line[language] for line in lines)),
        in_each_language(lead),
    )


def _behind(finding: Finding, plan: Plan) -> Iterator[Text]:
    """More cases, who is affected, why it matters, what would mend it."""
    for case in finding.further_cases[: MOST_CASES - 1]:
        yield case.sentence
    people = finding.affected
    if people is not None and people.count:
        yield phrase("affected", count=people.count, of=count(people.of))
    yield finding.why
    if finding.parameters:
        named = [
            phrase("figure", label=plan.parameters[name].label, id=name)
            for name in finding.parameters[:MOST_MENDING]
        ]
        more = "_more" if len(finding.parameters) > MOST_MENDING else ""
        yield phrase(f"mend{more}", figures=phrase.joined(named, "comma"))


def _not_applicable(findings: tuple[Finding, ...]) -> Iterator[Item]:
    """The checks that share a reason together."""
    because: dict[str, list[Finding]] = {}
    for finding in findings:
        because.setdefault(finding.sentence["en"], []).append(finding)
    for found in because.values():
        label = phrase.joined([finding.label for finding in found], "comma")
        yield Item(phrase("labelled", label=label, text=found[0].sentence))
