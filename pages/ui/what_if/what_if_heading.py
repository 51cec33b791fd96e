"""The top of the page: the plan, its people, and what the variant costs in one sentence."""

from __future__ import annotations

from pages.ui.kit import frame, language, pick, t
from pages.ui.session import people_summary
from pages.ui.what_if import finding_sentences
from pages.ui.what_if.answers import Answers


def heading(answers: Answers) -> None:
    """Plan, people, finding; the changes in words on hover."""
    lang, session = language(), answers.session
    assert session.people is not None
    labels = {line.id: pick(line.label) for line in answers.plan.pay_lines}
    size = answers.facts.size
    finding = finding_sentences.headline(
        answers.comparison,
        len(session.scenario.changed),
        labels,
        t("figure.heads", count=size),
        lang,
    )
    changes = "\n".join(session.scenario.describe(lang))
    frame.heading(
        pick(answers.base.title),
        people_summary(session.people, answers.facts, lang),
        finding,
        changes,
    )
