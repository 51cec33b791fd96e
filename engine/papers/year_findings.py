"""What a year of people says of the plans on it: cost, winners, months, lines, groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from engine.analysis import column_name, value_name
from engine.backtesting import BackTest, OnYear, ShiftedCost
from engine.papers.amounts_told import amount, more, share_more, shift_of
from engine.papers.month_labels import month_labels
from engine.papers.paper import Chart, ChartKind, Finding, Role, Series
from engine.papers.trust_findings import span_of
from engine.text import Phrases, count

phrase = Phrases("backtest_paper")
MOST_LINES, MOST_GROUPS, MOST_GROUPINGS, MOST_COLUMNS = 10, 12, 2, 40
"""So many are shown of each; the document has all."""
NOTHING = 0.005
"""A difference of less than this in yuan is none."""


def of_year(year: BackTest, course: Sequence[ShiftedCost]) -> Iterator[Finding]:
    """What the plans come to on the year, and as attainment is shifted."""
    if len(year.each) > 1:
        yield _compared(year)
        yield _winners(year)
    yield _by_month(year)
    yield from _by_line(year)
    if len(year.each) > 1:
        groups = (finding for column in year.groupings for finding in _by_group(year, column))
        yield from islice(groups, MOST_GROUPINGS)
    if len(course) > 1:
        yield _course(year, course)


def gap_of(one: OnYear, base: OnYear) -> float:
    """Yuan that a plan costs more than another one, in whole fen."""
    return (round(one.payouts.total * 100) - round(base.payouts.total * 100)) / 100


def _compared(year: BackTest) -> Finding:
    """What each plan costs on the year."""
    base = year.baseline
    most = max(year.each[1:], key=lambda one: abs(gap_of(one, base)))
    gap = gap_of(most, base)
    if abs(gap) < NOTHING:
        title = phrase("f_same", base=base.name)
    else:
        part = gap / base.payouts.total if base.payouts.total > 0 else None
        change = (
            more(gap)
            if part is None
            else phrase("with_share", amount=more(gap), share=share_more(part))
        )
        title = phrase("f_cost", plan=most.name, base=base.name, change=change)
    series = Series(phrase("cost"), tuple(one.payouts.total for one in year.each), "after")
    chart = Chart("bar", tuple(one.name for one in year.each), (series,))
    return Finding(title, chart, notes=(year.population, phrase("note_cost")))


def _winners(year: BackTest) -> Finding:
    """How many people each further plan pays more and less."""
    gain = [int((found.share_by_person > 0).sum()) for found in year.comparisons]
    lose = [int((found.share_by_person < 0).sum()) for found in year.comparisons]
    most = max(range(len(lose)), key=lose.__getitem__)
    title = phrase(
        "f_losers",
        plan=year.each[most + 1].name,
        base=year.baseline.name,
        count=lose[most],
        people=count(year.facts.size),
    )
    series = (
        Series(phrase("gain"), tuple(map(float, gain)), "gain"),
        Series(phrase("lose"), tuple(map(float, lose)), "loss"),
    )
    labels = tuple(one.name for one in year.each[1:])
    chart = Chart("bar", labels, series, unit="people")
    return Finding(title, chart, notes=(year.population, phrase("note_people")))


def _by_month(year: BackTest) -> Finding:
    """What each plan costs by month, or by spans of months with people enough."""
    first, spans = year.facts.first, year.month_spans
    labels = tuple(span_of(first, rows) for rows in spans)
    shown = month_labels(first, len(spans)) if all(len(rows) == 1 for rows in spans) else labels
    costs = [
        [float(one.payouts.cost_by_month[rows.start : rows.stop].sum()) for rows in spans]
        for one in year.each
    ]
    most = int(np.argmax(costs[0]))
    title = phrase(
        "f_month", month=labels[most], amount=amount(costs[0][most]), plan=year.baseline.name
    )
    first_role: Role = "before" if len(year.each) > 1 else "after"
    others: list[Role] = ["plain"] * (len(year.each) - 1)
    kind: ChartKind = "column" if len(year.each) * len(spans) <= MOST_COLUMNS else "line"
    chart = Chart(
        kind,
        shown,
        tuple(
            Series(one.name, tuple(own), role)
            for one, own, role in zip(year.each, costs, [first_role, *others], strict=True)
        ),
    )
    return Finding(title, chart, notes=(year.population,))


def _by_line(year: BackTest) -> Iterator[Finding]:
    """What each pay line costs under each plan."""
    found = {
        line: amounts
        for line, amounts in year.by_line().items()
        if any(line in plan.lines for plan in year.plans)
    }
    if len(found) < 2:
        return
    size = {line: max(abs(a or 0.0) for a in amounts) for line, amounts in found.items()}
    shown = sorted(found, key=lambda line: -size[line])[:MOST_LINES]
    labels = [next(p.lines[line] for p in year.plans if line in p.lines).label for line in shown]
    places = [
        place
        for place in range(len(year.each))
        if any(found[line][place] is not None for line in shown)
    ]
    series = tuple(
        Series(year.each[place].name, tuple(found[line][place] for line in shown))
        for place in places
    )
    title = phrase("f_lines", line=labels[0], amount=amount(size[shown[0]]))
    yield Finding(
        title, Chart("bar", tuple(labels), series), notes=(year.population, phrase("note_lines"))
    )


def _by_group(year: BackTest, column: str) -> Iterator[Finding]:
    """By how much more each further plan pays to each group, where the groups are few."""
    groups = [group for group in year.by_group(column) if group.cost[0] > 0]
    if not 2 <= len(groups) <= MOST_GROUPS:
        return
    places = range(1, len(year.each))
    labels = tuple(
        phrase("small_groups", fewest=year.fewest)
        if not group.group
        else value_name(column, group.group, year.plans)
        for group in groups
    )
    series = tuple(
        Series(year.each[place].name, tuple(group.change(place) for group in groups))
        for place in places
    )
    place, row = max(
        ((p, r) for p in places for r in range(len(groups))),
        key=lambda at: abs(groups[at[1]].change(at[0])),
    )
    title = phrase(
        "f_groups",
        label=column_name(column, year.plans),
        group=labels[row],
        share=share_more(groups[row].change(place)),
        plan=year.each[place].name,
    )
    chart = Chart("bar", labels, series, unit="share")
    yield Finding(title, chart, notes=(year.population, phrase("note_groups")))


def _course(year: BackTest, course: Sequence[ShiftedCost]) -> Finding:
    """What the plans cost as everybody achieves less or more."""
    names = [one.name for one in year.each[-len(year.plans) :]]
    shifts = tuple(one.shift for one in course)
    series = tuple(
        Series(name, tuple(one.totals[place] for one in course), across=shifts)
        for place, name in enumerate(names)
    )
    low, high = course[0], course[-1]
    apart = high.totals[0] - low.totals[0]
    title = phrase(
        "f_course",
        plan=names[0],
        shift=shift_of(high.shift),
        amount=amount(high.totals[0], apart),
        low_shift=shift_of(low.shift),
        low=amount(low.totals[0], apart),
    )
    chart = Chart("curve", (), series, bottom=phrase("shift"), across_unit="share")
    told = tuple(dict.fromkeys(tuple(text.items()) for one in course for text in one.year.told))
    return Finding(title, chart, notes=tuple(dict(text) for text in told))
