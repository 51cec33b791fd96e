"""Parts of what a paper stands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.papers.paper_look import phrase
from engine.plan import Plan
from engine.reports import version_of
from engine.text import Text, in_each_language


def plan_versions(plans: Iterable[Plan]) -> list[Text]:
    """Plans with their versions, each once."""
    found: list[Text] = []
    for plan in plans:
        text = phrase("plan_version", plan=plan.title, version=version_of(plan))
        if text not in found:
            found.append(text)
    return found


def on_lines(texts: Sequence[Text]) -> Text:
    """Texts on a line each."""
    return in_each_language(lambda language: "\n".join(text[language] for text in texts))
