"""For whom a variant changes pay: how many gain and lose, at which level, in which group, and along
the payout curve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from engine.analysis import BANDS, PayoutCurve
from engine.comparison import (
    UNIT,
    ChangedPeople,
    Compared,
    GroupChange,
    UnitRow,
    compared_curves,
)
from engine.papers.amounts_told import TELLING, more_in_full, share, share_more
from engine.papers.paper import Chart, ChartUnit, Finding, Role, Series
from engine.papers.paper_look import phrase
from engine.plan import CurveAxis, Plan
from engine.text import (
    Kind,
    Text,
    in_each_language,
    tick,
)

MOST_GROUPS, MOST_CURVES = 12, 2
"""So many are shown on a slide at most; the others are left to the workbook."""
MOST_TOGETHER = 0.5
"""The share of people up to which groups that are too small to be told of may stand together."""
MOVED = 0.5
"""Yuan a month by which a payout curve has moved."""


def winners(people: ChangedPeople) -> Finding:
    """How many gain and lose, and how much."""
    everyone = len(people.employees)
    much = people.bands["lose_much"]
    told = {"gain": share(people.gain / everyone), "lose": share(people.lose / everyone)}
    if not people.lose:
        title = phrase("f_all_gain") if people.gain == everyone else phrase("f_only_gain", **told)
    elif not people.gain:
        title = phrase("f_all_lose") if people.lose == everyone else phrase("f_only_lose", **told)
    else:
        title = phrase("f_winners", **told)
    points = [_counted("lose_much", much), _counted("gain_much", people.bands["gain_much"])]
    names = tuple(phrase(f"band_{band}") for band in BANDS)
    counts = tuple(float(people.bands[band]) for band in BANDS)
    chart = Chart("column", names, (Series(phrase("people"), counts, "after"),), "people")
    return Finding(title, chart, points=tuple(points), notes=(phrase("note_people"),))


def _counted(key: str, count: int) -> Text:
    return phrase(key, count=count) if count else phrase(f"nobody_{key}")


def by_level(people: ChangedPeople) -> Iterator[Finding]:
    """How pay changes from the least to the best paid."""
    shares = [
        (tenth.variant / tenth.baseline - 1) if tenth.baseline > 0 else None
        for tenth in people.tenths
    ]
    known = [share for share in shares if share is not None]
    if len(known) < 2 or len(known) < len(shares):
        return
    most = max(range(len(shares)), key=lambda i: abs(known[i]))
    if max(known) - min(known) < TELLING:
        title = phrase("f_levels_alike", share=share_more(known[most]))
    else:
        title = phrase("f_levels", count=len(known), place=most + 1, share=share_more(known[most]))
    names = tuple(phrase("level", place=i + 1) for i in range(len(known)))
    chart = Chart(
        *("column", names, (Series(phrase("change_of_pay"), tuple(known), "after"),), "share"),
        bottom=phrase("levels_axis"),
        side=phrase("change_of_pay"),
    )
    yield Finding(title, chart, notes=(phrase("note_levels"),))


def by_group(people: ChangedPeople) -> Iterator[Finding]:
    """How pay changes by unit, or by the first column that parts most people in a few groups."""
    for column, label in people.groupings.items():
        groups = people.by_group(column)
        together = sum(group.people for group in groups if group.merged)
        if together > MOST_TOGETHER * sum(group.people for group in groups):
            continue
        known = [(group, group.change) for group in groups if group.change is not None]
        if 2 <= len(known) <= MOST_GROUPS and len(known) == len(groups):
            yield _groups(known, label, is_unit=column == UNIT)
            return


def _groups(known: Sequence[tuple[GroupChange, float]], label: Text, *, is_unit: bool) -> Finding:
    group, most = max(known, key=lambda pair: abs(pair[1]))
    told = {"group": group.label, "share": share_more(most)}
    shares = [change for _, change in known]
    if max(shares) - min(shares) < TELLING:
        title = phrase("f_groups_alike", label=label, share=share_more(most))
    elif is_unit:
        title = phrase("f_units", **told)
    else:
        title = phrase("f_groups", label=label, **told)
    names = tuple(phrase("group_of", group=one.label, count=one.people) for one, _ in known)
    values = tuple(change for _, change in known)
    chart = Chart(
        *("bar", names, (Series(phrase("change_of_pay"), values, "after"),), "share"),
        side=phrase("change_of_pay"),
    )
    note = phrase("note_units" if is_unit else "note_groups")
    return Finding(title, chart, notes=(note,))


def curves(compared: Compared, place: int) -> Iterator[Finding]:
    """Payout curves that have moved, of the units where they moved most."""
    found: list[tuple[float, Finding]] = []
    for row in compared.by_unit:
        drawn = compared_curves(compared, row.unit).curves
        before, after = drawn[0], drawn[place]
        if before is None or after is None or not np.array_equal(before.x, after.x):
            continue
        gap = after.pay - before.pay
        most = int(np.abs(gap).argmax())
        if abs(gap[most]) >= MOVED:
            finding = _curve(compared, place, (before, after), most, row)
            found.append((abs(float(gap[most])), finding))
    found.sort(key=lambda pair: -pair[0])
    yield from (finding for _, finding in found[:MOST_CURVES])


def _curve(
    compared: Compared, place: int, pair: tuple[PayoutCurve, PayoutCurve], most: int, row: UnitRow
) -> Finding:
    before, after = pair
    axis, gap = before.curve, float(after.pay[most] - before.pay[most])
    plan = compared.baseline.units[row.unit].plan
    kind, x = _kind(plan, axis), float(before.x[most])
    at = in_each_language(lambda language: tick(kind, x, language))
    title = phrase("f_curve", measure=axis.label, at=at, amount=more_in_full(gap))
    if len(compared.by_unit) > 1:
        title = phrase("of_unit", unit=row.title, what=title)
    roles: tuple[Role, Role] = ("before", "after")
    shown = zip(pair, (0, place), roles, strict=True)
    series = tuple(
        Series(compared.names[own], tuple(curve.pay.tolist()), role, tuple(curve.x.tolist()))
        for curve, own, role in shown
    )
    units: dict[Kind, ChartUnit] = {"share": "share", "money": "CNY", "number": "number"}
    chart = Chart(
        *("curve", (), series, "CNY"),
        bottom=axis.label,
        side=phrase("pay_a_month"),
        across_unit=units[kind],
    )
    return Finding(title, chart, notes=(phrase("note_curve"),))


def _kind(plan: Plan, axis: CurveAxis) -> Kind:
    """How the measure along a payout curve is read."""
    if axis.against is not None:
        return "share"
    known = plan.facts[axis.move].kind
    return "money" if known == "money" else "share" if known == "share" else "number"


def losers(compared: Compared) -> Iterator[Finding]:
    """How many gain and lose under each variant that is for the same people."""
    known = [(i, people) for i, people in enumerate(compared.people) if people is not None]
    if not known:
        return
    place, fewest = min(known, key=lambda pair: pair[1].lose)
    title = phrase("f_losers", name=compared.names[place], count=fewest.lose)
    names = tuple(compared.names[i] for i, _ in known)
    series = (
        Series(phrase("paid_more"), tuple(float(p.gain) for _, p in known), "gain"),
        Series(phrase("paid_less"), tuple(float(p.lose) for _, p in known), "loss"),
    )
    chart = Chart("column", names, series, "people")
    yield Finding(title, chart, notes=(phrase("note_people"),))
