"""What each person got against what they would have got."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from engine.analysis import ORDERS, find, sample, telling_order
from engine.text import DASH, money_with_fen, percent, signed
from pages.ui.back_test.focus import Focus
from pages.ui.charts import earner_charts, finding_sentences
from pages.ui.kit import Axis, beside, chart, choice, language, pick, scales, t

HEIGHT, MOST_DOTS, MOST_LISTED = 330, 300, 200
ROW, MOST_HEIGHT = 35, 320


def people(focus: Focus) -> None:
    """A dot each, and a table to search."""
    if not focus.is_compared:
        st.info(t("results.nothing_beside"))
        return
    left, right = beside(5, 7, "results_people")
    with left:
        _dots(focus)
    with right:
        _table(focus)


def _dots(focus: Focus) -> None:
    lang = language()
    found = sample(focus.comparison, MOST_DOTS)
    pay = [person.baseline for person in found]
    change = [person.change for person in found]
    high = scales.top(max(pay, default=1.0), 0.0, 1.02)
    low = scales.bottom(min(pay, default=0.0), math.inf, high)
    reach = scales.top(0.02 * high, max(map(abs, change), default=0.0), 1.0)
    words = "results.dots_paid" if focus.knows_paid else "results.dots"
    chart(
        earner_charts.changes_by_pay(
            {person.employee: person.employee for person in found},
            pay,
            change,
            across=Axis(
                t("results.got" if focus.knows_paid else "chart_caption.pay_now"), low, high
            ),
            up=Axis("", -reach, reach),
            lang=lang,
            called=focus.called,
        ),
        key="results_dots",
        title=finding_sentences.winners(focus.comparison, lang),
        caption=focus.chart_caption(t(words, count=len(found))),
        height=HEIGHT,
    )


def _table(focus: Focus) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        search = st.text_input(
            t("details.search"),
            key="results_search",
            placeholder=focus.tested.facts.employees[0],
            persist_state="session",
            width=200,
        )
        order = choice(
            t("details.order"),
            ORDERS,
            key=f"results_order-{telling_order(focus.comparison)}",
            first=telling_order(focus.comparison),
            written=lambda name: t(f"order.{name}"),
            width=220,
        )
    found = find(focus.comparison, (search or "").strip(), order=order, most=MOST_LISTED)
    if not found.people:
        st.info(t("results.nobody", search=search))
        return
    lang = language()
    old, new = (pick(one.name) for one in (focus.baseline, focus.one))
    table = pd.DataFrame(
        {
            t("details.employee"): [person.employee for person in found.people],
            t("details.months"): [person.months for person in found.people],
            old: [money_with_fen(person.baseline, lang) for person in found.people],
            new: [money_with_fen(person.variant, lang) for person in found.people],
            t("figure.difference"): [_signed(person.change) for person in found.people],
            t("details.whole"): [_signed(person.whole_change) for person in found.people],
            t("details.change"): [
                signed(percent(person.share, lang)) if person.share else DASH
                for person in found.people
            ],
        }
    )
    right = st.column_config.TextColumn(alignment="right")
    st.dataframe(
        table,
        hide_index=True,
        key="results_people",
        column_config={
            **dict.fromkeys(table.columns[2:], right),
            t("details.employee"): st.column_config.TextColumn(width=90),
            t("details.months"): st.column_config.NumberColumn(width=60),
            t("details.change"): st.column_config.TextColumn(width=80, alignment="right"),
        },
        alt=t("results.tab_people"),
        height=min(ROW * (len(found.people) + 1) + 3, MOST_HEIGHT),
    )
    st.caption(t("results.some_listed", shown=f"{len(found.people):,}", count=found.count))


def _signed(value: float) -> str:
    return signed(money_with_fen(value, language())) if abs(value) >= 0.005 else DASH
