"""Where the cost lies: by line and by group."""

from __future__ import annotations

from html import escape

import streamlit as st

from engine.backtesting import GroupCost
from engine.text import DASH, compact_money, money, percent, signed
from pages.ui.back_test.focus import Focus
from pages.ui.charts import column_label, cost_charts, difference_charts, value_label
from pages.ui.charts.difference_charts import Bar
from pages.ui.kit import (
    Axis,
    beside,
    chart,
    distinct_labels,
    escape_markdown,
    language,
    pick,
    scales,
    t,
)

SMALLEST = 0.0005
"""A smaller change of pay is none in per cent with one decimal."""


def parts(focus: Focus) -> None:
    """Cost by line and by group."""
    left, right = beside(6, 6, "results_parts")
    with left:
        _lines(focus)
    with right:
        _groups(focus)


# -- by line -----------------------------------------------------------------------------------


def _lines(focus: Focus) -> None:
    """The lines against those that were paid, where they are known, else those of the plan as
    documented."""
    lang = language()
    totals = focus.tested.by_line()
    plans = reversed(focus.tested.plans)
    labels = distinct_labels({one.id: pick(one.label) for plan in plans for one in plan.pay_lines})
    labels[""] = t("results.few_paid_lines", fewest=focus.tested.fewest)
    against = 0 if _are_known(focus, 0) else int(focus.knows_paid)
    rows = {
        labels[line]: (amounts[against] or 0.0, amounts[focus.place] or 0.0)
        for line, amounts in totals.items()
        if line in labels and not (amounts[against] is None and amounts[focus.place] is None)
    }
    old, new = (max((pair[side] for pair in rows.values()), default=0.0) for side in (0, 1))
    low = min((0.0, *(amount for pair in rows.values() for amount in pair)))
    start = -scales.top(-low, 0.0) if low < 0 else 0.0
    names = pick(focus.tested.each[against].name), pick(focus.one.name)
    most = max(rows, key=lambda name: abs(rows[name][1] - rows[name][0]))
    gap = rows[most][1] - rows[most][0]
    title = t("finding.line_moved", line=most, change=signed(compact_money(gap, lang)))
    if abs(gap) < 0.005:
        largest = max(rows, key=lambda name: rows[name][1])
        total = focus.one.payouts.total
        share = percent(rows[largest][1] / total if total else 0.0, lang, 0)
        title = t("finding.line_largest", line=largest, share=share)
    if abs(gap) < 0.005 and not start:
        bars = [
            Bar(name, name, cost, compact_money(cost, lang), [(names[1], money(cost, lang))])
            for name, (_, cost) in rows.items()
        ]
        figure = difference_charts.level_bars(
            bars, across=Axis("", 0.0, scales.top(new, new, 1.25)), lang=lang
        )
    else:
        figure = cost_charts.before_and_after(
            list(rows),
            [pair[0] for pair in rows.values()],
            [pair[1] for pair in rows.values()],
            across=Axis("", start, scales.top(old, new, 1.08), ticks=3),
            lang=lang,
            called=names,
        )
    chart(
        figure,
        key="results_lines",
        title=title,
        caption=focus.chart_caption(
            focus.against(focus.tested.each[against]), t("results.lines_caption")
        ),
        height=max(180, 58 * len(rows) + 60),
    )


def _are_known(focus: Focus, place: int) -> bool:
    """Whether lines of the plan are among those of `place`, as they are not where only the whole
    pay is known."""
    lines = {line.id for line in focus.tested.plans[0].pay_lines}
    return lines <= focus.tested.each[place].payouts.line_totals.keys()


# -- by group ----------------------------------------------------------------------------------


def _groups(focus: Focus) -> None:
    plan, columns = focus.tested.plans[0], focus.tested.groupings
    if not columns:
        st.info(t("results.no_groups", fewest=focus.tested.fewest))
        return
    column = st.segmented_control(
        t("details.group_by"),
        columns,
        format_func=lambda name: escape_markdown(column_label(plan, name)),
        default=columns[0],
        required=True,
        key=f"results_group-{plan.id}.{language()}",
        persist_state="session",
    )
    name = column or columns[0]
    rows = focus.tested.by_group(name)
    st.html(_group_table(focus, name, rows))
    st.caption(focus.chart_caption(t("results.groups_caption", fewest=focus.tested.fewest)))


def _group_table(focus: Focus, column: str, rows: tuple[GroupCost, ...]) -> str:
    lang, plan = language(), focus.tested.plans[0]
    old, new = focus.called
    heads = [column_label(plan, column), t("details.heads"), old]
    if focus.is_compared:
        heads += [new, t("details.change"), t("results.get_more"), t("results.get_less")]
    body = []
    for row in rows:
        name = value_label(plan, column, row.group) if row.group else t("results.small_groups")
        cells = [f"{row.people:,}", money(row.per_head(0), lang)]
        if focus.is_compared:
            change = row.change(focus.place)
            cells.append(money(row.per_head(focus.place), lang))
            cells.append(signed(percent(change, lang)) if abs(change) >= SMALLEST else DASH)
            cells += [percent(share, lang, 0) for share in row.gain_and_lose(focus.place)]
        tds = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        body.append(f"<tr><th scope='row'>{escape(name)}</th>{tds}</tr>")
    head = "".join(f"<th scope='col'>{escape(text)}</th>" for text in heads)
    return (
        f"<table class='pc-table'><caption>{escape(t('results.groups_title'))}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    )
