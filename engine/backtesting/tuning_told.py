"""What must be said beside a back-test: it is no forecast, and who was tuned on the year."""

from __future__ import annotations

from engine.plan import Plan
from engine.scenario import FromFile, People, Scenario
from engine.text import Phrases, Text

phrase = Phrases("backtest")
MOST_NAMED = 4


def not_a_forecast() -> Text:
    """The words that stand beside every back-test."""
    return phrase("not_a_forecast")


def changed_by(given: Plan | Scenario) -> tuple[Text, ...]:
    """What somebody changed, by the labels of the figures; formulas count as one."""
    plan = given.plan if isinstance(given, Scenario) else given
    own = {p.id for p in plan.parameters.values() if p.documented is not None}
    if isinstance(given, Scenario):
        own |= set(given.changed)
    labels = [p.label for p in plan.parameters.values() if p.id in own]
    if isinstance(given, Scenario) and any(not edit.parameter for edit in given.edits):
        labels.append(phrase("tuned_rules"))
    return tuple(labels)


def tuned(
    name: Text, changed: tuple[Text, ...], given: Plan | Scenario, people: People | None
) -> Text | None:
    """That a plan was tuned on the year it is judged by, or perhaps was, as another file may hold
    the same year; None where its figures are as they were written, or changed for people who were
    made up."""
    if not changed:
        return None
    made_for = given.people if isinstance(given, Scenario) else None
    if made_for is None or people is None:
        key = "perhaps_tuned"
    elif same_people(made_for, people):
        key = "tuned"
    elif isinstance(made_for, FromFile):
        key = "perhaps_tuned"
    else:
        return None
    more = len(changed) - MOST_NAMED
    named = phrase.joined(changed[:MOST_NAMED])
    if more > 0:
        named = phrase("and_more", named=named, count=more)
    return phrase(key, name=name, figures=named)


def same_people(one: People, other: People) -> bool:
    """Whether two names of people mean the same; files go by their content, or by their name where
    that of one is not known."""
    if isinstance(one, FromFile) and isinstance(other, FromFile):
        if one.sha256 and other.sha256:
            return one.sha256 == other.sha256
        return one.name == other.name
    return one == other
