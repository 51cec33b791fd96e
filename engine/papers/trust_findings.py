"""How far a back-test can be trusted: with other people, and in months that were not looked at."""

from __future__ import annotations

from engine.backtesting import BackTest, Bootstrap, HoldOut
from engine.papers.amounts_told import amount, more, share_more
from engine.papers.paper import Finding
from engine.reports import Table
from engine.text import (
    Phrases,
    Text,
    count,
    in_each_language,
    months,
    named_month,
)

phrase = Phrases("backtest_paper")


def of_draws(year: BackTest, drawn: Bootstrap) -> Finding:
    """The range of each plan's cost, and of what it costs more than the first, as people are drawn
    anew from those who are there."""
    first = drawn.total[0]
    apart = first.high - first.low
    if drawn.difference:
        widest = max(range(len(drawn.difference)), key=lambda i: abs(drawn.difference[i].found))
        gap = drawn.difference[widest]
        title = phrase(
            "f_range_more",
            plan=year.each[widest + 1].name,
            base=year.baseline.name,
            low=more(gap.low),
            high=more(gap.high),
        )
    else:
        title = phrase(
            "f_range",
            plan=year.baseline.name,
            low=amount(first.low, apart),
            high=amount(first.high, apart),
        )
    rows: list[tuple[Text, ...]] = [
        (one.name, *(amount(x, apart) for x in (of.found, of.low, of.middle, of.high)))
        for one, of in zip(year.each, drawn.total, strict=True)
    ]
    rows += [
        (phrase("against_base", plan=one.name), *map(more, (of.found, of.low, of.middle, of.high)))
        for one, of in zip(year.each[1:], drawn.difference, strict=True)
    ]
    heads = ("what", "this_year", "in_a_tenth", "in_half", "in_nine_tenths")
    table = Table(tuple(map(phrase, heads)), tuple(rows), (False, *(True,) * 4))
    return Finding(title, table=table, points=drawn.told, notes=(_drawn(drawn),))


def _drawn(drawn: Bootstrap) -> Text:
    key = "note_groups_drawn" if drawn.whole_groups else "note_drawn"
    return phrase(key, draws=count(drawn.draws), units=count(drawn.units), seed=str(drawn.seed))


def of_hold_out(year: BackTest, held: HoldOut) -> Finding:
    """How far a figure that was tuned on some months misses its goal in the ones after them."""
    label = held.plan.parameters[held.parameter].label
    title = phrase("f_hold_out", label=label, error=share_more(held.worst_error))
    first = year.facts.first
    rows = [
        (
            span_of(first, fold.tuned_on),
            span_of(first, fold.judged_on)
            if fold is not held.whole_year
            else phrase("same_months"),
            fold.said,
            share_more(fold.error_tuned),
            share_more(fold.error_judged),
        )
        for fold in (*held.folds, held.whole_year)
    ]
    heads = ("tuned_on", "judged_on", "value", "error_tuned", "error_judged")
    table = Table(tuple(map(phrase, heads)), tuple(rows), (False, False, True, True, True))
    return Finding(title, table=table, points=held.told, notes=(phrase("note_hold_out"),))


def span_of(first: int, rows: range) -> Text:
    """Rows of facts as months, the first of which is the number `first`."""
    if len(rows) == 1:
        return named_month(first + rows.start)
    start, end = first + rows.start, first + rows.stop - 1
    return in_each_language(lambda language: months(start, end, language))
