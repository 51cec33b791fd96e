"""What each month would have cost, and all the plans side by side."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from engine.text import DASH, compact_money, money, percent, short_month, signed
from pages.ui.back_test.focus import Focus
from pages.ui.back_test.results_controls import focus_choice
from pages.ui.charts import axis_of_gaps, cost_charts, difference_charts, finding_sentences
from pages.ui.charts.difference_charts import Bar
from pages.ui.kit import Axis, beside, chart, language, pick, scales, t

HEIGHT = 340


def overview(focus: Focus) -> None:
    """The months of the plan in focus beside a table of all plans."""
    left, right = beside(6, 6, "results_overview")
    with left:
        _months(focus)
    with right:
        focus_choice(focus)
        st.html(_table(focus))
        if len(focus.tested.each) > 1:
            st.caption(t("results.table_caption"))


def _months(focus: Focus) -> None:
    lang = language()
    before, after = focus.baseline.payouts.cost_by_month, focus.one.payouts.cost_by_month
    months = focus.tested.facts.month_texts()
    documented = focus.documented
    third = None
    if documented not in (focus.one, focus.baseline):
        third = (pick(documented.name), documented.payouts.cost_by_month)
    highest = [before, after] + ([third[1]] if third else [])
    top = float(max(cost.max() for cost in highest))
    apart = axis_of_gaps(after - before)
    said = [t("results.months_caption")]
    if apart is None and third is None:
        said.append(focus.against(focus.baseline))
        if focus.is_compared:
            said.append(t("results.no_change"))
        up = Axis("", 0.0, scales.top(top, top, 1.25))
        figure = difference_charts.upright_bars(_one_side(focus, months), up=up, lang=lang)
    else:
        figure = cost_charts.cost_by_month(
            months,
            before,
            after,
            up=Axis("", 0.0, scales.top(top, top, 1.45)),
            lang=lang,
            apart=apart,
            called=focus.called,
            beside=third,
        )
    chart(
        figure,
        key="results_months",
        title=finding_sentences.by_month(months, before, after, lang),
        caption=focus.chart_caption(*said),
        height=HEIGHT,
    )


def _one_side(focus: Focus, months: Sequence[str]) -> list[Bar]:
    """A bar a month, where the plan in focus costs what it is held against."""
    lang = language()
    names = focus.called if focus.is_compared else focus.called[1:]
    costs = map(float, focus.one.payouts.cost_by_month)
    return [
        Bar(
            month,
            short_month(month, lang),
            cost,
            compact_money(cost, lang),
            [(name, money(cost, lang)) for name in names],
        )
        for month, cost in zip(months, costs, strict=True)
    ]


def _nearest(focus: Focus) -> float:
    """How far the plan that costs most nearly as much as the baseline is from it; 0 for none."""
    gaps = (abs(one.difference) for one in focus.tested.comparisons)
    return min((gap for gap in gaps if gap >= finding_sentences.NOTHING), default=0.0)


def _table(focus: Focus) -> str:
    """Cost, pay a head, and who gets more and less, a row for each plan."""
    lang = language()
    heads = ("plan", "cost", "difference", "per_head", "more", "less")
    people = max(focus.tested.facts.size, 1)
    rows, nearest = [], _nearest(focus)
    for place, one in enumerate(focus.tested.each):
        cells = [compact_money(one.payouts.total, lang, nearest)]
        if place:
            against = focus.tested.comparisons[place - 1]
            difference = against.difference
            is_moved = abs(difference) >= finding_sentences.NOTHING
            amount, share = compact_money(difference, lang), percent(against.share, lang)
            cells.append(f"{signed(amount)} ({signed(share)})" if is_moved else DASH)
            shares = [percent(n / people, lang, 0) for n in (against.gain, against.lose)]
        else:
            cells.append(DASH)
            shares = [DASH, DASH]
        cells += [money(one.per_head, lang), *shares]
        strong = " class='pc-in-focus' aria-current='true'" if place == focus.place else ""
        body = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        rows.append(f"<tr{strong}><th scope='row'>{escape(pick(one.name))}</th>{body}</tr>")
    head = "".join(f"<th scope='col'>{escape(t(f'results.head_{name}'))}</th>" for name in heads)
    return (
        f"<table class='pc-table pc-plans'><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
