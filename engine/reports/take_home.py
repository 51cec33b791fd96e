"""The part of a statement that goes from gross pay to what is taken home."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from engine.companies import open_told
from engine.payroll import DeadZone, FineBonus, PaySlip, Slip
from engine.reports.document import Block, Heading, Note, Paragraph, Table
from engine.text import Phrases, Text, in_each_language, money_of_fen

phrase = Phrases("take_home")


def take_home_blocks(slip: PaySlip) -> Iterator[Block]:
    """Contributions by scheme, tax, take-home pay and employer's cost of the month and of the year
    to date, and what must be said of the figures."""
    yield Heading(1, phrase("heading"), "take-home")
    yield Paragraph(phrase("insured", place=slip.place.label, base=_money(slip.base)))
    yield _table(
        [
            (phrase("pay"), slip.pay, 1),
            *([] if slip.salary is None else [(phrase("salary"), slip.salary, 1)]),
            *((label, own, -1) for label, own in _schemes(slip, slip.employee)),
            (phrase("tax"), slip.tax, -1),
            (phrase("net"), slip.net, 1),
        ]
    )
    if slip.year_missing:
        yield Note(phrase("year_missing"))
    if slip.fine is not None:
        yield Note(_fine(slip.fine))
    yield Heading(1, phrase("cost_heading"), "employer-cost")
    yield _table(
        [
            (phrase("pay"), slip.pay, 1),
            *([] if slip.salary is None else [(phrase("salary"), slip.salary, 1)]),
            *((label, own, 1) for label, own in _schemes(slip, slip.employer)),
            (phrase("cost"), slip.cost, 1),
        ]
    )
    unsure = [figure for figure in slip.figures if not figure.certain]
    if unsure:
        named = open_told(unsure)
        said = {"count": len(unsure), "all": len(slip.figures), "figures": named}
        yield Note(phrase("unsure", place=slip.place.label, **said))


def dead_zone_told(zone: DeadZone) -> tuple[Text, ...]:
    """Whose annual bonus leaves less than a smaller one would, in sentences; none where nobody's
    does."""
    if not zone.count:
        return ()
    found = {"count": zone.count, "lost": _money(int(zone.lost.sum()))}
    told = [phrase("dead_zone", **found)]
    better = int(np.unique(zone.people[zone.saved > 0]).size)
    if better:
        moved = _money(int((zone.bonus - zone.best)[zone.saved > 0].sum()))
        told.append(
            phrase("dead_zone_split", count=better, rest=moved, saved=_money(int(zone.saved.sum())))
        )
    return tuple(told)


def _table(rows: list[tuple[Text, Slip, int]]) -> Table:
    heads = tuple(phrase(key) for key in ("item", "this_month", "to_date"))
    cells = tuple(
        (label, _money(sign * own.month), _money(sign * own.to_date)) for label, own, sign in rows
    )
    return Table(heads, cells, (False, True, True), total=True)


def _schemes(slip: PaySlip, paid: Mapping[str, Slip]) -> Iterator[tuple[Text, Slip]]:
    for scheme, own in paid.items():
        yield slip.place.law.schemes[scheme].label, own


def _fine(fine: FineBonus) -> Text:
    amounts = {name: _money(getattr(fine, name)) for name in ("bonus", "edge", "lost")}
    if not fine.saved:
        return phrase("fine", **amounts)
    split = {"best": _money(fine.best), "rest": _money(fine.bonus - fine.best)}
    return phrase("fine_split", **amounts, **split, saved=_money(fine.saved))


def _money(fen: int) -> Text:
    return in_each_language(lambda language: money_of_fen(fen, language))
