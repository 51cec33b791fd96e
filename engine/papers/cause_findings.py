"""Why a variant costs more or less: what each change adds, or what plan, people and performance
do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.comparison import (
    Cause,
    Compared,
    Explained,
    Split,
    Waterfall,
)
from engine.papers.amounts_told import more
from engine.papers.cost_findings import NOTHING, cost_name
from engine.papers.paper import Chart, Finding, Series
from engine.papers.paper_look import phrase
from engine.reports import Table
from engine.text import (
    Phrases,
    Text,
)

compared_words = Phrases("comparison")
MOST_STEPS = 6
"""So many changes are shown on a slide at most; the others are put together."""


def _changed(compared: Compared, place: int) -> Iterator[Finding]:
    """What the variant changes, in sentences."""
    said = {language: compared.edits(place, language) for language in ("en", "zh")}
    edits: list[Text] = [
        {"en": en, "zh": zh} for en, zh in zip(said["en"], said["zh"], strict=True)
    ]
    if edits:
        title = phrase("f_edits", count=len(edits), name=compared.names[place])
        table = Table((phrase("change"),), tuple((text,) for text in edits), (False,))
        yield Finding(title, table=table, notes=(phrase("note_edits"),))


def why(compared: Compared, place: int, explained: Explained | None) -> Iterator[Finding]:
    """What each change adds, else what plan, people and performance do; and what is changed, where
    the steps do not say it."""
    found = None if explained is None else explained.waterfall
    if found is not None and all(abs(cause.amount) < NOTHING for cause in found.causes):
        found = None  # nothing is to be seen in steps of nothing
    if found is not None:
        yield _steps(compared, place, found)
    elif explained is not None and explained.split is not None:
        yield _split(compared, place, explained.split)
    if found is None or len(found.causes) > MOST_STEPS + 1:
        yield from _changed(compared, place)


def _steps(compared: Compared, place: int, found: Waterfall) -> Finding:
    causes = sorted(found.causes, key=lambda cause: -abs(cause.amount))
    shown, others = causes[:MOST_STEPS], causes[MOST_STEPS:]
    if len(others) == 1:
        shown, others = causes, []
    names = [_name(compared, cause, step) for step, cause in enumerate(shown, start=1)]
    amounts = [cause.amount for cause in shown]
    if others:
        names.append(phrase("further_changes", count=len(others)))
        amounts.append(sum(round(cause.amount * 100) for cause in others) / 100)
    first = causes[0]
    if len(causes) == 1:
        title = phrase("f_why_alone", what=names[0], amount=more(first.amount))
    else:
        title = phrase("f_why", what=names[0], amount=more(first.amount), count=len(causes))
    points = tuple(
        compared_words.joined(cause.sentences, "semicolon") for cause in shown if cause.sentences
    )
    note = phrase("note_why") if found.is_exact else phrase("note_why_drawn", count=found.orders)
    return Finding(
        title,
        _falls(compared, place, names, (found.baseline, *amounts, found.variant)),
        points=points,
        notes=(note,),
    )


def _name(compared: Compared, cause: Cause, step: int) -> Text:
    """A change by the figures that it moves, short enough for an axis."""
    plan = compared.baseline.company.units[cause.unit].plan
    labels = [
        plan.parameters[name].label
        for name in dict.fromkeys(edit.at[1] for edit in cause.edits if edit.at[0] == "parameters")
        if name in plan.parameters
    ]
    name = phrase.joined(labels[:2]) if labels else phrase("change_number", place=step)
    if len(compared.by_unit) > 1:
        return phrase("of_unit", unit=cause.title, what=name)
    return name


def _split(compared: Compared, place: int, found: Split) -> Finding:
    amounts = (found.plan, found.people, found.performance)
    values = dict(zip(("plan", "people", "performance"), map(more, amounts), strict=True))
    names = [phrase(f"cause_{name}") for name in values]
    return Finding(
        phrase("f_split", **values),
        _falls(compared, place, names, (found.baseline, *amounts, found.variant)),
        notes=(phrase("note_split"), *found.told),
    )


def _falls(compared: Compared, place: int, names: Sequence[Text], values: Sequence[float]) -> Chart:
    ends = (compared.names[0], compared.names[place])
    return Chart(
        "waterfall", (ends[0], *names, ends[1]), (Series(cost_name(compared), tuple(values)),)
    )
