"""Who is there from month to month, who comes and goes, and what they are."""

from __future__ import annotations

import numpy as np
import streamlit as st

from engine.analysis import category_shares, groupings
from engine.text import count
from pages.ui.charts import value_label
from pages.ui.kit import beside, chart, language, t
from pages.ui.session import health_policy, people_and_period, people_summary
from pages.ui.workforce import move_charts
from pages.ui.workforce.column_choice import chosen_column
from pages.ui.workforce.measure_words import Said
from pages.ui.workforce.portrait_loading import Shown

COLUMN = "workforce/column"
HEIGHT = 280
MOST_VALUES = 12


def moves(shown: Shown) -> None:
    """Headcount with joiners and leavers; leaving by tenure; the shares of categories."""
    lang, said = language(), Said(shown.plan, language())
    people, months = shown.portrait.headcount, shown.facts.month_texts()
    rows = _leaving_rows(shown)
    left, right = beside(7, 5, "moves") if rows else (st.container(), None)
    with left:
        names = (t("workforce.there_now"), t("workforce.joiners"), t("workforce.leavers_now"))
        chart(
            move_charts.headcount_figure(people, months, names, lang),
            key="headcount",
            title=said.headcount(people),
            caption=t(
                "workforce.headcount_caption",
                people=people_summary(shown.people, shown.facts, lang),
            ),
            height=HEIGHT,
        )
    if right is not None:
        with right:
            chart(
                move_charts.leaving_figure(rows, lang),
                key="leaving",
                title=said.leaving(people),
                caption=t("workforce.leaving_caption"),
                height=HEIGHT,
            )
    _shares(shown, said)


def _leaving_rows(shown: Shown) -> list[tuple[str, float, str]]:
    """Who leaves by tenure: (band, share a month, note); nothing where nobody was seen leaving."""
    rows = shown.portrait.headcount.by_tenure
    if not any(row.left for row in rows):
        return []
    return [
        (
            row.band,
            row.rate,
            t("workforce.leaving_note", left=count(row.left), rows=count(row.months)),
        )
        for row in rows
    ]


def _shares(shown: Shown, said: Said) -> None:
    plan, lang = shown.plan, language()
    columns = groupings(shown.facts)
    if not columns:
        return
    column = chosen_column(
        shown, columns, key=COLUMN, label="workforce.shares_of", place="column_choice"
    )
    found = category_shares(shown.facts, column)
    fewest = health_policy.policy().smallest_group
    large = np.flatnonzero(found.people >= fewest)
    order = (
        large
        if large.size <= MOST_VALUES
        else np.sort(large[np.argsort(-found.people[large], kind="stable")[:MOST_VALUES]])
    )
    caption = [t("workforce.shares_caption", people=people_and_period(shown.facts, lang))]
    hidden = int(np.count_nonzero((found.people > 0) & (found.people < fewest)))
    if hidden:
        caption.append(t("details.too_few", count=hidden, fewest=fewest))
    if order.size < large.size:
        caption.append(t("workforce.largest_groups", most=MOST_VALUES, count=int(large.size)))
    if not order.size:
        st.caption(" ".join(caption))
        return
    labels = [value_label(plan, column, found.values[place]) for place in order]
    chart(
        move_charts.shares_figure(labels, found.shares[order], shown.facts.month_texts(), lang),
        key="category_shares",
        title=said.shares(column, labels, found.shares[order]),
        caption=" ".join(caption),
        height=30 * order.size + 60,
    )
