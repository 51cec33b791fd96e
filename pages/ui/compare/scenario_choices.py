"""The row of choices: what is compared, against which baseline, what is looked at more closely."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.compare.compare_answers import FOCUS, LEVEL, Shown
from pages.ui.compare.compared_scenarios import MOST, Chosen, choose, with_baseline
from pages.ui.kit import Store, beside, choice, escape_markdown, language, pick, t
from pages.ui.session import SessionScenario

BESIDE, LEFT = 2, {1: 6, 2: 7}
"""So many variants leave room for the waterfall beside the table; how wide the table is then."""


def choices(store: Store[SessionScenario], shown: Shown) -> DeltaGenerator:
    """The choices in one row, where there is anything to choose; returns the place at its end."""
    if len(shown.known) < 2:
        return st.container()
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="compare_choices"
    ):
        _baseline(store.present, shown)
        _variants(store.present, shown)
        if len(shown.variants) > 1:
            choice(
                t("compare.focus"),
                list(shown.chosen.variants),
                key=FOCUS,
                written=lambda key: pick(shown.known[key].name),
                first=shown.chosen.variants[shown.place - 1],
                width=190,
            )
        if shown.is_company:
            units = shown.company.units
            choice(
                t("compare.level"),
                ["", *units],
                key=LEVEL,
                written=lambda unit: (
                    escape_markdown(pick(units[unit].title)) if unit else t("compare.whole")
                ),
                width=190,
            )
        return st.container(key="compare_end", width="content")


def two_places(shown: Shown) -> tuple[DeltaGenerator, DeltaGenerator]:
    """The places of table and waterfall: side by side as long as the columns have room."""
    if not is_beside(shown):
        return st.container(), st.container()
    left = LEFT[len(shown.variants)]
    return beside(left, 12 - left, "compare_top")


def is_beside(shown: Shown) -> bool:
    """Whether the waterfall stands beside the table rather than below."""
    return len(shown.variants) <= BESIDE


def _baseline(session: SessionScenario, shown: Shown) -> None:
    now, names = shown.chosen, {key: pick(one.name) for key, one in shown.known.items()}
    key = f"compare_baseline.{language()}.{hash((tuple(names.items()), now))}"
    st.selectbox(
        t("compare.baseline"),
        list(names),
        index=list(names).index(now.baseline),
        format_func=names.__getitem__,
        key=key,
        on_change=lambda: choose(
            session, with_baseline(now, str(st.session_state.get(key, now.baseline)))
        ),
        help=t("compare.baseline_help"),
        width=210,
    )


def _variants(session: SessionScenario, shown: Shown) -> None:
    now = shown.chosen
    names = {key: pick(one.name) for key, one in shown.known.items() if key != now.baseline}
    key = f"compare_variants.{language()}.{hash((tuple(names.items()), now))}"
    st.multiselect(
        t("compare.variants"),
        list(names),
        default=list(now.variants),
        format_func=names.__getitem__,
        max_selections=MOST,
        placeholder=t("compare.variants_some"),
        key=key,
        on_change=lambda: choose(
            session, Chosen(now.baseline, tuple(st.session_state.get(key, now.variants)))
        ),
        help=t("compare.variants_help"),
    )
