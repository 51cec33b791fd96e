"""The top of the page: whose pay it is, and what the scenario in focus costs in one sentence."""

from __future__ import annotations

from pages.ui.compare.compare_answers import Shown
from pages.ui.compare.compare_findings import headline
from pages.ui.kit import frame, language, pick


def heading(shown: Shown) -> None:
    """Title, people and finding; what every scenario changes on hover."""
    frame.heading(pick(shown.company.title), shown.source, headline(shown), _changes(shown))


def _changes(shown: Shown) -> str:
    lines = []
    for place in shown.variants:
        lines.append(shown.name(place))
        lines += [f"  {edit}" for edit in shown.whole.edits(place, language())]
    return "\n".join(lines)
