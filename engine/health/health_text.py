"""Findings as text: for a terminal, and as a page to read."""

from __future__ import annotations

from collections.abc import Iterator

from engine.health.finding import OUTCOMES, Finding, Health
from engine.health.finding_texts import by_unit
from engine.health.policy import Limit
from engine.plan import Plan
from engine.text import say

SIGNS = {"fail": "✗", "watch": "!", "pass": "✓", "not_applicable": "–"}
MOST_MENDING = 4
MOST_CASES = 3


def value_text(finding: Finding, language: str) -> str:
    """The value of a finding with its unit; a dash where there is none."""
    if finding.value is None:
        return "–"
    return by_unit(finding.value, finding.unit)[language]


def limit_text(finding: Finding, language: str) -> str:
    """The limit a finding is held against: "at most 10 %"; nothing where there is none."""
    return limit_words(finding.limit, finding.good, finding.unit, language)


def limit_words(limit: Limit, good: str, unit: str, language: str) -> str:
    """A limit in words; nothing where there is none."""
    if limit is None:
        return ""
    if isinstance(limit, tuple):
        low, high = (by_unit(end, unit)[language] for end in limit)
        return say(language, "health.limit_within", low=low, high=high)
    return say(language, f"health.limit_{good}", limit=by_unit(limit, unit)[language])


def health_text(health: Health, language: str) -> str:
    """All findings for a terminal, the worst first, and how many of each there are."""
    return "\n".join((*_lines(health, language), "", summary(health, language)))


def summary(health: Health, language: str) -> str:
    """How many checks fail, want watching, pass and do not apply, in one line."""
    parts = [
        say(language, f"health.count_{outcome}", n=health.counts[outcome]) for outcome in OUTCOMES
    ]
    return say(language, "health.separator").join(parts)


def health_markdown(health: Health, language: str) -> str:
    """What fails or wants watching as a table of Markdown; below it, what passes and what does not
    apply and why."""
    heads = [
        say(language, f"health.head_{h}") for h in ("outcome", "check", "value", "finding", "mend")
    ]
    rows = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for finding in (*health.of("fail"), *health.of("watch")):
        limit = limit_text(finding, language)
        value = value_text(finding, language) + (f" ({limit})" if limit else "")
        rows.append(
            f"| {say(language, f'health.{finding.outcome}')} | {finding.label[language]} | {value}"
            f" | {finding.sentence[language]} | {_mending(finding)} |"
        )
    parts = ["\n".join(rows)] if len(rows) > 2 else []
    comma = say(language, "health.comma")
    if passing := [f"{f.label[language]} {value_text(f, language)}" for f in health.of("pass")]:
        parts.append(say(language, "health.passing", names=comma.join(passing)))
    because: dict[str, list[str]] = {}
    for finding in health.of("not_applicable"):
        because.setdefault(finding.sentence[language], []).append(finding.label[language])
    if because:
        told = [
            say(language, "health.because", names=comma.join(names), reason=reason)
            for reason, names in because.items()
        ]
        parts.append("\n".join([say(language, "health.others"), "", *told]))
    return "\n\n".join(parts)


def _lines(health: Health, language: str) -> Iterator[str]:
    plan: Plan = health.plan
    title = plan.title[language]
    if health.people:
        yield say(language, "health.title_people", plan=title, people=f"{health.people:,}")
    else:
        yield say(language, "health.title", plan=title)
    for outcome in OUTCOMES:
        for finding in health.of(outcome):
            yield from _finding(finding, language)


def _finding(finding: Finding, language: str) -> Iterator[str]:
    sign, label = SIGNS[finding.outcome], finding.label[language]
    if finding.outcome == "not_applicable":
        yield f"{sign} {label}: {finding.sentence[language]}"
        return
    limit = limit_text(finding, language)
    value = value_text(finding, language) + (f" ({limit})" if limit else "")
    yield f"{sign} {label}: {value}"
    yield f"    {finding.sentence[language]}"
    if finding.outcome == "pass":
        return
    for case in finding.cases[1:MOST_CASES]:
        yield f"    {case.sentence[language]}"
    if finding.affected is not None and finding.affected.count:
        yield "    " + say(
            language,
            "health.affected",
            count=f"{finding.affected.count:,}",
            of=f"{finding.affected.of:,}",
        )
    yield f"    {finding.why[language]}"
    if finding.parameters:
        yield "    " + say(language, "health.mend", ids=_mending(finding))


def _mending(finding: Finding) -> str:
    named = ", ".join(f"`{name}`" for name in finding.parameters[:MOST_MENDING])
    return f"{named}, …" if len(finding.parameters) > MOST_MENDING else named
