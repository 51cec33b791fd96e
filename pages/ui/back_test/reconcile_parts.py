"""Where the differences lie: a chart by month, line, group or size, whose bars pick cases."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from engine.analysis import Part, Reconciliation, amount_text, fen_text, share_text
from engine.text import count, short_month, signed
from pages.ui.charts import column_label, difference_charts
from pages.ui.charts.difference_charts import Bar
from pages.ui.kit import Axis, chart, clicked, escape_markdown, language, pick, scales, t
from pages.ui.session import people_and_period

WAYS = ("month", "line", "size")
HEIGHT = 150
MOST_ROWS = 8
FEN = 100
"""In a yuan, in which axes are marked."""
_PICKED = "reconcile/picked"


@dataclass(frozen=True)
class Picked:
    """What was picked in the chart: a month, a line, or a value of a column; "" is all."""

    month: str = ""
    line: str = ""
    column: str = ""
    value: str = ""
    label: str = ""


def chart_of_parts(found: Reconciliation) -> Picked:
    """The chart with the choice of its parts; what was picked in it. Where nothing is open, people
    by the size of their difference alone."""
    way = _chosen_way(found) if found.open_amount else "size"
    parts = _parts(found, way)
    lang = language()
    words = "reconcile.size_caption" if way == "size" else "reconcile.parts_caption"
    caption = t(words, people=people_and_period(found.facts, lang))
    bars = [_bar(part, way) for part in parts]
    longest = max((bar.value for bar in bars), default=0.0)
    end = scales.top(longest, longest, 1.25)
    title = _finding(found, parts, way)
    if way == "month":
        figure = difference_charts.upright_bars(bars, up=Axis("", 0.0, end, ticks=3), lang=lang)
    else:
        figure = difference_charts.level_bars(
            bars, across=Axis("", 0.0, end), lang=lang, faint="0" if way == "size" else ""
        )
    name = f"reconcile_parts-{way}"
    if way == "size":
        chart(figure, key=name, title=title, caption=caption, height=HEIGHT)
    else:
        chart(
            figure,
            key=name,
            title=title,
            caption=caption,
            height=HEIGHT,
            on_click=lambda: _pick(name, way, parts),
        )
    return _picked(found)


def _chosen_way(found: Reconciliation) -> str:
    ways = [*WAYS[:2], *found.groupings, WAYS[2]]
    chosen = st.segmented_control(
        t("reconcile.by"),
        ways,
        format_func=lambda way: _way(found, way),
        default=WAYS[0],
        required=True,
        key=f"reconcile_by.{language()}.{len(ways)}",
        persist_state="session",
        label_visibility="collapsed",
    )
    return chosen or WAYS[0]


def _way(found: Reconciliation, way: str) -> str:
    if way in WAYS:
        return t(f"reconcile.by_{way}")
    return escape_markdown(column_label(found.plan, way))


def _parts(found: Reconciliation, way: str) -> list[Part]:
    if way == "month":
        return found.by_month()
    if way == "line":
        return found.by_line()
    if way == "size":
        return found.by_size()
    parts = sorted(found.by_group(way), key=lambda part: -part.open_amount)
    return parts[:MOST_ROWS]


def _bar(part: Part, way: str) -> Bar:
    lang = language()
    name = short_month(part.key, lang) if way == "month" else pick(part.label)
    open_amount = pick(amount_text(part.open_amount))
    rows = [
        (t("reconcile.row_open"), pick(fen_text(part.open_amount))),
        (t("reconcile.row_difference"), signed(pick(fen_text(part.difference)))),
        (
            t("reconcile.row_agree"),
            t("reconcile.some_of", some=count(part.agreeing), of=count(part.compared)),
        ),
    ]
    if way == "size":
        return Bar(part.key, name, part.compared, count(part.compared), rows)
    return Bar(part.key, name, part.open_amount / FEN, open_amount, rows)


def _finding(found: Reconciliation, parts: list[Part], way: str) -> str:
    if not found.open_amount:
        return t("reconcile.finding_none")
    if way == "size":
        agree = pick(share_text(found.to_the_fen))
        return t("reconcile.finding_size", share=agree)
    most = max(parts, key=lambda part: part.open_amount)
    name = short_month(most.key, language()) if way == "month" else pick(most.label)
    if most.open_amount == found.open_amount:
        return t("reconcile.finding_all", name=name, all=pick(amount_text(found.open_amount)))
    return t(
        "reconcile.finding_most",
        name=name,
        amount=pick(amount_text(most.open_amount)),
        all=pick(amount_text(found.open_amount)),
    )


def _pick(name: str, way: str, parts: list[Part]) -> None:
    point = clicked(name)
    part = next((part for part in parts if point is not None and part.key == point.id), None)
    if part is None:
        return
    label = short_month(part.key, language()) if way == "month" else pick(part.label)
    picked = (
        Picked(month=part.key, label=label)
        if way == "month"
        else Picked(line=part.key, label=label)
        if way == "line"
        else Picked(column=way, value=part.key, label=label)
    )
    st.session_state[_PICKED] = None if st.session_state.get(_PICKED) == picked else picked


def _picked(found: Reconciliation) -> Picked:
    picked: Picked | None = st.session_state.get(_PICKED)
    if picked is None or picked.column == "tenure":
        return Picked()
    known = found.facts.categories.get(picked.column)
    if picked.column and (known is None or picked.value not in known.values):
        return Picked()
    if picked.line and picked.line not in [figures.line for figures in found.figures]:
        return Picked()
    return picked


def unpick() -> None:
    """All cases again."""
    st.session_state.pop(_PICKED, None)
