"""Trade-offs between cost and what it is held against, and the answer that was chosen of them."""

from __future__ import annotations

from collections.abc import Hashable

import streamlit as st

from engine.solving import AGAINST, Against, Front, Solution
from engine.text import compact_money
from pages.ui.kit import chart, clicked, language, t
from pages.ui.solving.solving_form import cost_label
from pages.ui.solving.trade_off_chart import TradeOffs, trade_offs

_CHOSEN, _AGAINST, _CHART = "solving/chosen", "solving/against", "solving_front"
HEIGHT = 260


def against_what() -> Against:
    """What cost is held against, as it was chosen."""
    names = {one: t(f"solving.against_{one}") for one in AGAINST}
    chosen: Against = st.session_state.get(_AGAINST, AGAINST[0])
    key = f"solving_against.{language()}"
    st.session_state[key] = chosen
    st.segmented_control(
        t("solving.trade_offs"),
        AGAINST,
        format_func=names.__getitem__,
        required=True,
        key=key,
        on_change=lambda: st.session_state.update({_AGAINST: st.session_state.get(key, chosen)}),
        label_visibility="collapsed",
    )
    return chosen


def front_view(front: Front, budget: float | None, key: Hashable) -> Solution | None:
    """The chart of the front; the point that was chosen of it, if any."""
    if not front.points:
        st.info(t("solving.no_front"))
        return None
    kept: tuple[Hashable, int] | None = st.session_state.get(_CHOSEN)
    chosen = kept[1] if kept is not None and kept[0] == key else None
    first, last, lang = front.points[0], front.points[-1], language()

    def choose() -> None:
        point = clicked(_CHART)
        if point is not None and point.id is not None:
            st.session_state[_CHOSEN] = (key, int(point.id))

    shown = TradeOffs(
        [point.after.cost for point in front.points],
        [front.value(point) for point in front.points],
        (first.before.cost, _value_before(front)),
        chosen,
        budget,
        front.against == "losers",
        cost_label(front.asked.cost, front.asked.of_employer is not None),
    )
    written = {
        "low": compact_money(first.after.cost, lang, last.after.cost - first.after.cost),
        "high": compact_money(last.after.cost, lang, last.after.cost - first.after.cost),
        "worst": shown.said(front.value(first), lang),
        "best": shown.said(front.value(last), lang),
    }
    title = f"solving.front_{front.against}" if len(front.points) > 1 else "solving.front_one"
    chart(
        trade_offs(shown, lang),
        key=_CHART,
        title=t(title, **written),
        caption=t("solving.front_caption"),
        height=HEIGHT,
        on_click=choose,
    )
    return None if chosen is None else front.points[chosen]


def _value_before(front: Front) -> float:
    """What cost is held against as it is now."""
    before = front.points[0].before
    value = before.spread if front.against == "spread" else before.losers_share
    return value or 0.0
