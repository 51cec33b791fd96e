"""Plans on a year of real people as blocks of a document. Every table says whose year it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from engine.analysis import BANDS, PayoutCurve, column_name, same_axis, value_name
from engine.backtesting import (
    BackTest,
    Bootstrap,
    Fold,
    HoldOut,
    OnYear,
    Range,
    ShiftedCost,
)
from engine.evaluation import GROSS
from engine.health import Health
from engine.reports.document import Block, Heading, Item, List, Note, Table
from engine.text import (
    DASH,
    Phrases,
    Text,
    count,
    in_each_language,
    money_with_fen,
    months,
    named_month,
    percent,
    quantity,
    signed,
    tick,
    untranslated,
)

phrase = Phrases("backtest")
STANDINGS = 9
"""Bands of attainment that people are told in."""
NOTHING = untranslated(DASH)


def year_blocks(
    tested: BackTest, health: Sequence[Health] = (), *, assumed: bool = True
) -> Iterator[Block]:
    """What each plan costs, by month, line and group, what it makes of people's pay, where people
    stand, and the health checks given. What must be said of it all comes first; what is assumed
    only where it does not stand before."""
    yield Heading(1, phrase("part_cost"), "cost")
    yield List(tuple(map(Item, (*tested.told, *(_assumed(tested) if assumed else ())))))
    yield _costs(tested)
    if len(tested.each) > 1:
        yield _winners(tested)
    if tested.pay_bands:
        yield _pay_bands(tested)
    yield Heading(1, phrase("part_months"), "months")
    yield _by_month(tested)
    yield Heading(1, phrase("part_lines"), "lines")
    yield _by_line(tested)
    for column in tested.groupings:
        yield Heading(1, phrase("part_group", label=column_name(column, tested.plans)), column)
        yield _by_group(tested, column)
    yield from _standing(tested)
    if health:
        yield Heading(1, phrase("part_health"), "health")
        yield _health(tested, health)


def course_blocks(tested: BackTest, course: Sequence[ShiftedCost]) -> Iterator[Block]:
    """What the plans cost as attainment is shifted step by step, and what was changed each time."""
    yield Heading(1, phrase("part_course"), "course")
    rows = [
        (_change(cost.shift) if cost.shift else phrase("as_it_was"), *map(yuan, cost.totals))
        for cost in course
    ]
    heads = [_head("attainment"), *(one.name for one in tested.each[-len(tested.plans) :])]
    yield _titled(tested, heads, rows, 1)
    told = [text for cost in course for text in cost.year.told]
    yield List(tuple(map(Item, told)))


def shifted_blocks(tested: BackTest, changed: BackTest) -> Iterator[Block]:
    """What the plans cost in the year shifted, beside the year as it was; both have the same plans.
    What was changed comes first."""
    yield Heading(1, phrase("part_shifted"), "shifted")
    new = changed.facts.assumptions[len(tested.facts.assumptions) :]
    yield List(tuple(Item(in_each_language(problem.sentence)) for problem in new))
    count_of = len(tested.plans)
    rows = []
    for before, after in zip(tested.each[-count_of:], changed.each[-count_of:], strict=True):
        old, total = before.payouts.total, after.payouts.total
        share = total / old - 1 if old > 0 else None
        heads = (before.per_head, after.per_head)
        rows.append((before.name, yuan(old), yuan(total), _change(share), *map(yuan, heads)))
    heads_of = ("plan", "as_it_was", "shifted", "change", "per_head_was", "per_head_shifted")
    caption = phrase("was_and_is", was=tested.population, now=changed.population)
    yield replace(_table(tested, heads_of, rows, 1), caption=caption)
    yield _by_month(changed)


def range_blocks(tested: BackTest, drawn: Bootstrap) -> Iterator[Block]:
    """The ranges of a back-test, and what they rest on."""
    yield Heading(1, phrase("part_ranges"), "ranges")
    yield List(tuple(map(Item, drawn.told)))
    if not drawn.total:
        return
    yield _ranges(tested, _head("total"), tested.each, drawn.total, yuan)
    yield _ranges(tested, _head("per_head"), tested.each, drawn.per_head, yuan)
    if drawn.difference:
        yield _ranges(tested, _against(tested), tested.each[1:], drawn.difference, _more)


def hold_out_blocks(held: HoldOut, first: int, population: Text) -> Iterator[Block]:
    """A figure tuned on some months and judged on the others; `first` is the first month of the
    facts."""
    plan = held.plan
    label = plan.parameters[held.parameter].label
    yield Heading(1, phrase("part_hold_out", label=label, plan=plan.title), "hold_out")
    yield List(tuple(map(Item, held.told)))
    goal = phrase(f"goal_{held.kind}", goal=_goal(held))
    caption = phrase("captioned", what=goal, population=population)

    def row(fold: Fold, name: Text) -> tuple[Text, ...]:
        errors = (fold.error_tuned, fold.error_judged)
        return (_span(first, fold.tuned_on), name, fold.said, *map(_change, errors))

    rows = [row(fold, _span(first, fold.judged_on)) for fold in held.folds]
    rows.append(row(held.whole_year, phrase("same_months")))
    heads = ("tuned_on", "judged_on", "value", "error_tuned", "error_judged")
    yield Table(tuple(map(_head, heads)), tuple(rows), (False,) * 2 + (True,) * 3, caption)


def yuan(amount: float) -> Text:
    """An amount with its fen."""
    return in_each_language(lambda language: money_with_fen(amount, language))


# -- tables --------------------------------------------------------------------------------


def _assumed(tested: BackTest) -> Iterator[Text]:
    for problem in tested.facts.assumptions:
        yield in_each_language(problem.sentence)


def _costs(tested: BackTest) -> Table:
    base = tested.baseline

    def row(one: OnYear) -> tuple[Text, ...]:
        total = one.payouts.total
        more = total - base.payouts.total
        share = more / base.payouts.total if base.payouts.total > 0 else None
        change = (NOTHING, NOTHING) if one is base else (_more(more), _change(share))
        return one.name, yuan(total), *change, yuan(one.per_head)

    heads = [_head("plan"), _head("total"), _against(tested), _head("change"), _head("per_head")]
    return _titled(tested, heads, [row(one) for one in tested.each], 1)


def _winners(tested: BackTest) -> Table:
    rows = [
        (one.name, *(_count(found.bands[band]) for band in BANDS))
        for one, found in zip(tested.each[1:], tested.comparisons, strict=True)
    ]
    title = phrase("winners", base=tested.baseline.name)
    return _table(tested, ("plan", *BANDS), rows, 1, title)


def _pay_bands(tested: BackTest) -> Table:
    rows = [
        (
            untranslated(str(place)),
            _count(band.people),
            *map(yuan, band.per_head),
            *(
                untranslated(f"{count(g)} / {count(x)}")
                for g, x in zip(band.gain, band.lose, strict=True)
            ),
        )
        for place, band in enumerate(tested.pay_bands, start=1)
    ]
    others = [phrase("gain_lose", plan=one.name) for one in tested.each[1:]]
    heads = [_head("band"), _head("people"), *_names(tested), *others]
    title = phrase("pay_bands", base=tested.baseline.name)
    return _titled(tested, heads, rows, 1, title)


def _by_month(tested: BackTest) -> Table:
    facts = tested.facts
    people = facts.present.sum(axis=1)

    def row(rows: range) -> tuple[Text, ...]:
        single = named_month(facts.first + rows.start)
        name = single if len(rows) == 1 else _span(facts.first, rows)
        cut = slice(rows.start, rows.stop)
        costs = (float(one.payouts.cost_by_month[cut].sum()) for one in tested.each)
        return name, _count(int(people[cut].sum())), *map(yuan, costs)

    rows = [row(span) for span in tested.month_spans]
    rows.append((_head("sum"), _count(int(people.sum())), *_totals(tested)))
    heads = [_head("month"), _head("people_months"), *_names(tested)]
    return _titled(tested, heads, rows, 1, total=True)


def _by_line(tested: BackTest) -> Table:
    found = tested.by_line()
    rows = [
        (
            _line_label(tested, line, only=len(found) == 1),
            *(NOTHING if amount is None else yuan(amount) for amount in amounts),
        )
        for line, amounts in found.items()
    ]
    rows.append((_head("sum"), *_totals(tested)))
    return _titled(tested, [_head("line"), *_names(tested)], rows, 1, total=True)


def _by_group(tested: BackTest, column: str) -> Table:
    label = column_name(column, tested.plans)
    found = tested.by_group(column)
    rows = [
        (
            _group_label(tested, column, group.group),
            _count(group.people),
            _count(group.months),
            *map(yuan, group.cost),
        )
        for group in found
    ]
    months_of = sum(group.months for group in found)
    rows.append((_head("sum"), _count(tested.facts.size), _count(months_of), *_totals(tested)))
    heads = [label, _head("people"), _head("people_months"), *_names(tested)]
    return _titled(tested, heads, rows, 1, total=True)


def _standing(tested: BackTest) -> Iterator[Block]:
    """Where people stand on the x of the payout curve, and what each plan with the same x pays
    there."""
    curves = [tested.curve(place) for place in range(len(tested.plans))]
    first = next((curve for curve in curves if curve is not None), None)
    if first is None:
        return
    drawn = [
        (one.name, curve)
        for one, curve in zip(tested.each[-len(tested.plans) :], curves, strict=True)
        if curve is not None and same_axis(curve, first)
    ]
    axis = first.curve
    unit = "share" if axis.against is not None else "number"

    def at(x: float) -> Text:
        return in_each_language(lambda language: tick(unit, x, language))  # type: ignore[arg-type]

    places = np.linspace(axis.start, axis.stop, STANDINGS)
    rows = []
    for low, high in zip(places, [*places[1:], np.inf], strict=True):
        inside = (first.edges[:-1] >= low - 1e-9) & (first.edges[:-1] < high - 1e-9)
        people = int(first.density[inside].sum())
        rows.append(
            (
                at(float(low)),
                *(yuan(float(np.interp(low, curve.x, curve.pay))) for _, curve in drawn),
                NOTHING if high == np.inf else _people(people, tested.fewest),
            )
        )
    yield Heading(1, phrase("part_standing", label=axis.label), "standing")
    heads = [axis.label, *(name for name, _ in drawn), _head("people_from_here")]
    yield _titled(tested, heads, rows, 0, phrase("curve_of", who=_who(tested, first)))
    outside = tested.facts.size - int(first.density.sum())
    if outside:
        yield Note(phrase("outside", people=_people(outside, tested.fewest)))


def _ranges(
    tested: BackTest,
    what: Text,
    each: Sequence[OnYear],
    ranges: Sequence[Range],
    said: Callable[[float], Text],
) -> Table:
    """One figure of each plan, and where it lies in the draws."""
    rows = [
        (one.name, *map(said, (found.found, found.low, found.middle, found.high)))
        for one, found in zip(each, ranges, strict=True)
    ]
    return _table(tested, ("plan", "found", "low", "middle", "high"), rows, 1, what)


def _health(tested: BackTest, health: Sequence[Health]) -> Table:
    rows = [
        (
            one.name,
            *(_count(found.counts[outcome]) for outcome in ("fail", "watch", "pass")),
            phrase.joined([finding.label for finding in found.of("fail")]),
        )
        for one, found in zip(tested.each[-len(tested.plans) :], health, strict=True)
    ]
    heads = ("plan", "fail", "watch", "pass", "fails_of")
    table = _table(tested, heads, rows, 1)
    return Table(table.heads, table.rows, (False, True, True, True, False), table.caption)


# -- cells ---------------------------------------------------------------------------------


def _table(
    tested: BackTest,
    heads: Sequence[str],
    rows: Sequence[tuple[Text, ...]],
    texts: int,
    title: Text | None = None,
) -> Table:
    return _titled(tested, [_head(name) for name in heads], rows, texts, title)


def _titled(
    tested: BackTest,
    heads: Sequence[Text],
    rows: Sequence[tuple[Text, ...]],
    texts: int,
    title: Text | None = None,
    total: bool = False,
) -> Table:
    """A table whose caption says whose year it is; the first `texts` columns are no figures."""
    caption = tested.population
    if title is not None:
        caption = phrase("captioned", what=title, population=caption)
    numbers = tuple(i >= texts for i in range(len(heads)))
    return Table(tuple(heads), tuple(rows), numbers, caption, total)


def _head(name: str) -> Text:
    return phrase(f"head_{name}")


def _against(tested: BackTest) -> Text:
    return phrase("against", base=tested.baseline.name)


def _names(tested: BackTest) -> list[Text]:
    return [one.name for one in tested.each]


def _totals(tested: BackTest) -> list[Text]:
    return [yuan(one.payouts.total) for one in tested.each]


def _count(number: int) -> Text:
    return untranslated(count(number))


def _people(number: int, fewest: int) -> Text:
    """A number of people; of fewer than may be told only that they are."""
    return phrase("fewer", count=fewest) if 0 < number < fewest else _count(number)


def _more(amount: float) -> Text:
    return in_each_language(lambda language: signed(money_with_fen(amount, language)))


def _change(share: float | None) -> Text:
    if share is None:
        return NOTHING
    return in_each_language(lambda language: signed(percent(share, language)))


def _span(first: int, rows: range) -> Text:
    return in_each_language(
        lambda language: months(first + rows.start, first + rows.stop - 1, language)
    )


def _goal(held: HoldOut) -> Text:
    unit = "CNY" if held.kind in ("a_month", "a_head") else "share"
    return in_each_language(lambda language: quantity(held.goal, unit, language))


def _line_label(tested: BackTest, line: str, only: bool) -> Text:
    if not line:
        return phrase("few_paid_lines", fewest=tested.fewest)
    if line == GROSS:
        lines = tested.baseline.payouts.lines
        return phrase("gross" if only or len(lines) == 1 else "other_lines")
    known = (plan.lines[line] for plan in tested.plans if line in plan.lines)
    return next(known).label


def _group_label(tested: BackTest, column: str, value: str) -> Text:
    if not value:
        return phrase("small_groups", fewest=tested.fewest)
    return value_name(column, value, tested.plans)


def _who(tested: BackTest, curve: PayoutCurve) -> Text:
    if curve.person:
        return phrase("who_person")
    labels = [_group_label(tested, column, value) for column, value in curve.who.items() if value]
    return phrase("who_typical", who=phrase.joined(labels)) if labels else phrase("who_anybody")
