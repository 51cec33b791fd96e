"""The messages of a projection: when it costs how much, how sure that is, what moves it, which
lines it comes from, and what is owed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from engine.papers.amounts_told import amount, more, share
from engine.papers.month_labels import month_labels
from engine.papers.paper import Chart, Finding, Role, Series
from engine.papers.paper_look import scale_of
from engine.projection import (
    Bridge,
    Driver,
    TornadoRow,
    accrual,
    cost_histogram,
    entry_of,
    expected,
    expected_by_month,
    forfeits,
    spread,
    total_range,
    volatility_and_sensitivity,
)
from engine.reports import (
    Projected,
    Table,
    as_known,
    cost_lines,
    error_text,
    fewest_of_sets,
    line_name,
    of_sets,
)
from engine.text import (
    DASH,
    Phrases,
    Text,
    count,
    in_each_language,
    named_month,
    number,
    untranslated,
)

phrase = Phrases("projection_paper")
MOST_ROWS = 8
"""Assumptions, and lines, that a chart shows; the document has all."""
TELLING = 0.01
"""An assumption or a line of less than this share of the first one is not shown by itself."""
BINS = 13
"""Bins of a histogram, or one more: their edges and counts can be read side by side."""
MOST_FORFEITS = 3
"""Lines of which it is told what leavers forfeit; the others are put together."""
NOTHING = 0.005
"""A step of less than this in yuan is none."""


def projection_findings(found: Projected) -> Iterator[Finding]:
    """Everything there is to say of a projection."""
    yield _by_month(found)
    yield _added_up(found)
    yield _how_sure(found)
    if found.bridge is not None:
        yield _bridge(found, found.bridge)
    if found.rows:
        yield _levers(found)
    yield from _drivers(found)
    if len(found.sets) > 1:
        yield _sets(found)
    if found.trials.owed:
        yield _owed(found)


def _by_month(found: Projected) -> Finding:
    trials = found.trials
    means = expected_by_month(trials)
    most = int(means.argmax())
    title = phrase(
        "f_month", month=named_month(trials.first + most), amount=amount(float(means[most]))
    )
    chart = Chart("band", _labels(found), _range(found), limit=None, side=phrase("cost_of_month"))
    return Finding(title, chart, notes=(trials_of(found),))


def _added_up(found: Projected) -> Finding:
    trials, budget = found.trials, found.question.budget
    added = spread(trials, cumulative=True)
    middle = added[0.5]
    limit = None
    if budget is None:
        title = phrase("f_added", amount=amount(float(middle[-1])))
    else:
        limit = (phrase("budget"), budget)
        beyond = np.flatnonzero(middle > budget)
        left = budget - float(middle[-1])
        if beyond.size:
            month = named_month(trials.first + int(beyond[0]))
            title = phrase("f_used_up", month=month, amount=amount(-left))
        else:
            title = phrase("f_left", amount=amount(left))
    chart = Chart(
        "band", _labels(found), _range(found, cumulative=True), limit=limit,
        side=phrase("added_up"),
    )  # fmt: skip
    return Finding(title, chart, notes=(trials_of(found),))


def _how_sure(found: Projected) -> Finding:
    """How totals spread over the trials, and what that comes from."""
    trials = found.trials
    totals = sum(paid.sum(axis=1) for paid in trials.by_line.values())
    low, high = float(np.min(totals)), float(np.max(totals))
    width = _round_width((high - low) / BINS)
    edges = np.arange(np.floor(low / width), np.floor(high / width) + 1.5) * width
    counts = cost_histogram(trials, edges)
    starts = [float(edge) for edge in edges[: len(counts)]]
    labels = tuple(_starting_at(start, starts, width) for start in starts)
    ends = total_range(trials)
    whole = expected(trials)
    title = phrase(
        "f_sure", low=as_known(ends[0.1].value, whole), high=as_known(ends[0.9].value, whole)
    )
    chart = Chart(
        "column",
        labels,
        (Series(phrase("trials"), tuple(float(n) for n in counts), "after"),),
        unit="number",
        bottom=phrase("total_from", width=amount(width), unit=_unit_of(starts)),
        side=phrase("trials"),
    )
    return Finding(title, chart, points=tuple(_reasons(found)), notes=(trials_of(found),))


def _starting_at(start: float, starts: Sequence[float], width: float) -> Text:
    """Where a bin begins, in the unit that `_unit_of` names."""

    def written(language: str) -> str:
        scale = scale_of("CNY", starts, language)
        apart = max(0, math.ceil(-math.log10(width * scale.factor) - 1e-9))
        return number(scale.scaled(start), max(scale.decimals, apart))

    return in_each_language(written)


def _unit_of(starts: Sequence[float]) -> Text:
    return in_each_language(lambda language: scale_of("CNY", starts, language).unit or "¥")


def _reasons(found: Projected) -> Iterator[Text]:
    parts = volatility_and_sensitivity(found.trials)
    if np.isfinite(parts.total.value):
        yield phrase("deviation", amount=amount(parts.total.value))
        if parts.negative:
            yield phrase("market_unknown")
        else:
            yield phrase(
                "comes_from", market=amount(parts.market.value), people=amount(parts.people.value)
            )
    if found.target is not None:
        change = found.target.difference
        key = "target_more" if change.value >= 0 else "target_less"
        yield phrase(key, amount=amount(abs(change.value)), error=error_text(change))


def _bridge(found: Projected, bridge: Bridge) -> Finding:
    """What lies between the cost of the company's own months and what is expected."""
    steps = [step for step in bridge.steps if abs(step.change.value) >= NOTHING]
    most = max(bridge.steps, key=lambda step: abs(step.change.value))
    title = phrase(
        "f_bridge",
        start=as_known(bridge.start, expected(found.trials)),
        end=as_known(bridge.end, expected(found.trials)),
        step=phrase(f"bridge_{most.id}"),
        amount=more(most.change.value),
    )
    names = (phrase("bridge_start"), *(phrase(f"bridge_{step.id}") for step in steps))
    values = (bridge.start, *(step.change.value for step in steps), bridge.end)
    series = (Series(phrase("cost"), values),)
    chart = Chart("waterfall", (*names, phrase("bridge_end")), series)
    points = tuple(
        phrase(
            "bridge_step",
            step=phrase(f"bridge_{step.id}"),
            amount=more(step.change.value),
            error=error_text(step.change),
        )
        for step in steps
    )
    return Finding(title, chart, points=points, notes=(phrase("note_bridge"), trials_of(found)))


def _levers(found: Projected) -> Finding:
    """What moving each assumption down and up does to the expected cost."""
    first = found.rows[0]
    rows = [row for row in found.rows[:MOST_ROWS] if row.width >= TELLING * first.width]
    title = phrase(
        "f_levers",
        lever=first.label,
        down=more(first.low_change.value),
        up=more(first.high_change.value),
    )
    labels = tuple(_lever(row) for row in rows)
    series = (
        Series(phrase("moved_down"), tuple(row.low_change.value for row in rows), "before"),
        Series(phrase("moved_up"), tuple(row.high_change.value for row in rows), "after"),
    )
    notes = (phrase("note_levers"),)
    return Finding(title, Chart("bar", labels, series), notes=notes)


def _lever(row: TornadoRow) -> Text:
    """An assumption with the two values it is moved to."""
    entry_found = entry_of(row.path)
    if entry_found is None:
        return phrase("swing", lever=row.label)
    return in_each_language(
        lambda language: phrase.say(
            language,
            "lever",
            lever=row.label,
            low=entry_found.text(row.low_value, language),
            high=entry_found.text(row.high_value, language),
        )
    )


def _drivers(found: Projected) -> Iterator[Finding]:
    """Which lines an overrun comes from; without one, what each line costs."""
    lines = cost_lines(found)
    if not lines.lines:
        return
    titles = {"documented": "f_documented", "overrun": "f_drivers", "level": "f_lines"}
    whole = lines.whole.value
    told_so = more(whole) if lines.of == "documented" else amount(whole)
    note = phrase("note_drivers" if lines.of == "overrun" else "note_lines")
    yield _lines(found, titles[lines.of], lines.lines, told_so, note)


def _lines(
    found: Projected, title: str, drivers: Sequence[Driver], whole: Text, note: Text
) -> Finding:
    first = drivers[0]
    said = phrase(
        title,
        line=_line(found, first.unit, first.line),
        amount=amount(first.amount),
        share=share(first.share),
        whole=whole,
    )
    least = TELLING * abs(first.amount)
    shown = [one for one in drivers[:MOST_ROWS] if abs(one.amount) >= least]
    others = [one for one in drivers if one not in shown and abs(one.amount) >= NOTHING]
    labels = [_line(found, one.unit, one.line) for one in shown]
    values = [one.amount for one in shown]
    if others:
        labels.append(phrase("further", count=len(others)))
        values.append(float(sum(one.amount for one in others)))
    chart = Chart("bar", tuple(labels), (Series(phrase("amount"), tuple(values), "after"),))
    return Finding(said, chart, notes=(note, trials_of(found)))


def _line(found: Projected, unit: str, line: str) -> Text:
    question = found.question
    label = line_name(question, unit, line)
    units = question.company.units
    if len(units) == 1:
        return label
    return phrase("of_unit", unit=units[unit].title, line=label)


def _sets(found: Projected) -> Finding:
    """Named sets of assumptions side by side."""
    sets, whole = of_sets(found), expected(found.trials)
    most = max(sets, key=lambda row: row.expected)
    title = phrase("f_sets", set=most.title, change=more(most.change.value))
    rows = tuple(
        (
            *(row.title, as_known(row.expected, whole), more(row.change.value)),
            *(as_known(row.low, whole), as_known(row.high, whole)),
            untranslated(DASH) if row.over is None else share(row.over),
        )
        for row in sets
    )
    heads = ("set", "expected", "set_change", "p10", "p90", "over_budget")
    table = Table(tuple(map(phrase, heads)), rows, (False, *(True,) * 5))
    chart = Chart(
        "bar",
        tuple(row.title for row in sets),
        (Series(phrase("set_change"), tuple(row.change.value for row in sets), "after"),),
        bottom=phrase("set_change"),
    )
    note = phrase("note_sets", trials=count(fewest_of_sets(found)))
    return Finding(title, chart, table, notes=(note,))


def _owed(found: Projected) -> Finding:
    """What stands open of the lines that are paid for more than a month."""
    trials = found.trials
    owed = accrual(trials)
    most = int(owed.owed.argmax())
    title = phrase(
        "f_owed",
        amount=amount(float(owed.owed[most])),
        month=named_month(trials.first + most),
    )
    series = (
        Series(phrase("owed"), tuple(owed.owed.tolist()), "after"),
        Series(phrase("paid"), tuple(owed.paid.tolist()), "before"),
    )
    chart = Chart("column", _labels(found), series)
    notes = (phrase("note_owed"), trials_of(found))
    return Finding(title, chart, points=tuple(_forfeited(found)), notes=notes)


def _forfeited(found: Projected) -> Iterator[Text]:
    """What people forfeit who leave before a line is paid."""
    lost = forfeits(found.trials)
    if not lost:
        yield phrase("nobody_forfeits")
    for each in lost[:MOST_FORFEITS]:
        yield phrase(
            "forfeited",
            line=_line(found, each.unit, each.line),
            amount=amount(each.amount.value),
            error=error_text(each.amount),
            count=round(each.people.value),
        )
    if others := lost[MOST_FORFEITS:]:
        rest = float(sum(each.amount.value for each in others))
        yield phrase("forfeited_further", count=len(others), amount=amount(rest))


def _range(found: Projected, *, cumulative: bool = False) -> tuple[Series, ...]:
    by_share = spread(found.trials, cumulative=cumulative)
    roles: dict[float, Role] = {0.1: "low", 0.5: "middle", 0.9: "high"}
    return tuple(
        Series(phrase(f"p{part * 100:.0f}"), tuple(by_share[part].tolist()), role)
        for part, role in roles.items()
    )


def _round_width(least: float) -> float:
    """A round width of bins, no less than asked for."""
    power: float = 10.0 ** np.floor(np.log10(max(least, 0.01)))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= least)


def trials_of(found: Projected) -> Text:
    """How many trials figures are of, and their seed."""
    return phrase("of_trials", trials=count(found.trials.size), seed=str(found.question.seed))


def _labels(found: Projected) -> tuple[Text, ...]:
    return month_labels(found.trials.first, found.trials.months)
