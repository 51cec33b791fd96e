"""What a reconciliation says in a paper: how much agrees, where the rest is, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.analysis import Part, Reconciliation, amount_text, share_text
from engine.calendar import month_number
from engine.papers.amounts_told import amount, more
from engine.papers.month_labels import month_labels
from engine.papers.paper import Chart, ChartKind, Finding, KeyFigure, Series
from engine.text import Phrases, Text

phrase = Phrases("backtest_paper")
MOST_SUSPECTS = 6
"""So many are shown; the document has all."""


def agreement(
    share: float, compared: int, paid: int, plan: int, difference: int, open_amount: int
) -> tuple[KeyFigure, ...]:
    """The share of months that agree to the fen, and what was paid, is owed by the plan and is
    open; amounts in fen."""
    gap = difference / 100
    return (
        KeyFigure(phrase("to_the_fen"), share_text(share), phrase("of_months", count=compared)),
        KeyFigure(phrase("paid"), amount(paid / 100, gap)),
        KeyFigure(
            *(phrase("by_plan"), amount(plan / 100, gap), phrase("paid_more", amount=more(gap)))
        ),
        KeyFigure(phrase("open"), amount_text(open_amount), phrase("open_note")),
    )


def reconciled(found: Reconciliation, unit: Text | None = None) -> Iterator[Finding]:
    """Where the rest lies, and what would explain it."""
    if not found.open_amount:
        return
    facts, parts = found.facts, found.by_month()
    names = month_labels(facts.first, facts.months)
    labels = tuple(names[month_number(part.key) - facts.first] for part in parts)
    most = _most_open(parts)
    title = phrase("f_open", where=most.label, amount=amount_text(most.open_amount))
    yield Finding(
        _titled(title, unit), _open("column", labels, parts), notes=(phrase("note_open"),)
    )
    if found.suspects:
        points = tuple(one.text for one in found.suspects[:MOST_SUSPECTS])
        yield Finding(
            _titled(phrase("f_suspects", count=len(found.suspects)), unit),
            points=points,
            notes=(phrase("note_suspects"),),
        )


def open_units(parts: Sequence[Part]) -> Finding:
    """What is open by unit."""
    most = _most_open(parts)
    title = phrase("f_open_units", where=most.label, amount=amount_text(most.open_amount))
    chart = _open("bar", tuple(part.label for part in parts), parts)
    return Finding(title, chart, notes=(phrase("note_open"),))


def _most_open(parts: Sequence[Part]) -> Part:
    return max(parts, key=lambda part: part.open_amount)


def _open(kind: ChartKind, labels: tuple[Text, ...], parts: Sequence[Part]) -> Chart:
    series = Series(phrase("open"), tuple(part.open_amount / 100 for part in parts), "after")
    return Chart(kind, labels, (series,), side=phrase("open"))


def _titled(title: Text, unit: Text | None) -> Text:
    return title if unit is None else phrase("of_unit", unit=unit, what=title)
