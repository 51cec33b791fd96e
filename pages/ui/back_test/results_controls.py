"""What is compared on the year and against what, which plan is in focus, and how the year is
shifted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.facts import Facts
from pages.ui.back_test.focus import Focus
from pages.ui.back_test.tested_plans import (
    MOST,
    Other,
    Shift,
    choose,
    set_shift,
    shift,
)
from pages.ui.charts import column_label, value_label
from pages.ui.kit import (
    Store,
    choice,
    escape_markdown,
    language,
    percent_format,
    pick,
    popover,
    t,
)
from pages.ui.session import SessionScenario

AGAINST = ("paid", "plan")
_AGAINST, _FOCUS = "results/against", "results/focus"
MOST_SHIFT, MOST_VACANT = 20, 30
"""Percent."""


def controls(
    store: Store[SessionScenario],
    facts: Facts,
    known: Mapping[str, Other],
    compared: Sequence[Other],
    paid_known: bool,
) -> DeltaGenerator:
    """The choices in one row; returns the place at its end."""
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="results_controls"
    ):
        _compared(store, known, compared)
        if paid_known:
            choice(
                t("results.against"),
                AGAINST,
                key=_AGAINST,
                written=lambda name: t(f"results.against_{name}"),
                disabled=bool(shift() != Shift()),
                width=210,
            )
        _shift(store, facts)
        return st.container(key="results_end", width="content")


def is_against_paid() -> bool:
    """Whether plans are held against what was paid, where that is known."""
    return bool(st.session_state.get(_AGAINST, AGAINST[0]) == AGAINST[0])


def focus_place(focus: Focus) -> int:
    """The place of the plan in focus: as chosen, else the last one."""
    each = focus.tested.each
    wanted = st.session_state.get(_FOCUS)
    places = {pick(one.name): place for place, one in enumerate(each)}
    return places.get(str(wanted), len(each) - 1) or len(each) - 1


def focus_choice(focus: Focus) -> None:
    """Which of the plans is in focus."""
    names = [pick(one.name) for one in focus.tested.each[1:]]
    if len(names) < 2:
        return
    choice(
        t("results.focus"),
        names,
        key=_FOCUS,
        written=str,
        first=names[-1],
        label_visibility="collapsed",
        width=260,
    )


def _compared(
    store: Store[SessionScenario], known: Mapping[str, Other], compared: Sequence[Other]
) -> None:
    session, keys = store.present, [one.key for one in compared]
    names = {one.key: _named(one) for one in known.values()}
    key = f"results_compared.{language()}.{hash((tuple(names.items()), tuple(keys)))}"
    st.multiselect(
        t("results.compared"),
        list(names),
        default=keys,
        format_func=names.__getitem__,
        max_selections=MOST,
        placeholder=t("results.compared_some"),
        key=key,
        on_change=lambda: choose(session, list(st.session_state.get(key, keys))),
        help=t("results.compared_help"),
    )


def _named(one: Other) -> str:
    if one.lacking:
        return t("results.reads_more", name=one.name, count=len(one.lacking))
    return one.name


def _shift(store: Store[SessionScenario], facts: Facts) -> None:
    now = _as_far_as_known(shift(), facts)
    label = t("results.shift" if now == Shift() else "results.shift_on")
    with popover(label, icon=":material/tune:", key="results_shift", width="content") as is_open:
        if not is_open:
            return
        st.markdown(t("results.shift_help"))
        _slider("attainment", -MOST_SHIFT, MOST_SHIFT, now.attainment)
        _slider("vacancies", 0, MOST_VACANT, now.vacancies)
        _mix(store, facts, now)
        st.button(
            t("results.shift_none"),
            key="results_shift_none",
            icon=":material/restart_alt:",
            disabled=now == Shift(),
            on_click=_unshift,
        )


def _as_far_as_known(now: Shift, facts: Facts) -> Shift:
    """The same without another share of a group that these people do not have."""
    column = facts.categories.get(now.column)
    if now.column and (column is None or now.value not in column.values):
        set_shift(column="", value="", share=0.0)
    return shift()


def _slider(name: str, low: int, high: int, value: float) -> None:
    """A whole percent of something."""
    key = f"results_{name}"
    percent = round(100 * value)
    if st.session_state.get(key) != percent:
        st.session_state[key] = percent
    st.slider(
        t(f"results.shift_{name}"),
        low,
        high,
        step=1,
        format=percent_format(sign="+" if low < 0 else ""),
        key=key,
        on_change=lambda: set_shift(**{name: st.session_state.get(key, percent) / 100}),
    )


def _mix(store: Store[SessionScenario], facts: Facts, now: Shift) -> None:
    """Another share of one group of people."""
    plan = store.present.base
    columns = [name for name, column in facts.categories.items() if 1 < len(column.values) <= 12]
    if not columns:
        return
    column = choice(
        t("results.mix"),
        ["", *columns],
        key="results_mix_column",
        written=lambda name: (
            escape_markdown(column_label(plan, name)) if name else t("results.mix_none")
        ),
    )
    if not column:
        if now.column:
            set_shift(column="", value="", share=0.0)
            st.rerun()
        return
    value = choice(
        t("results.mix_value"),
        list(facts.categories[column].values),
        key=f"results_mix-{column}",
        written=lambda name: escape_markdown(value_label(plan, column, name)),
    )
    is_taken = (now.column, now.value) == (column, value)
    first = round(100 * now.share) if is_taken else 50
    key = f"results_mix_share-{column}-{value}"
    label = t("results.mix_share")
    share = st.slider(label, 0, 100, first, step=5, format=percent_format(), key=key) / 100
    st.button(
        t("results.mix_take"),
        key="results_mix_take",
        disabled=(now.column, now.value, now.share) == (column, value, share),
        on_click=lambda: set_shift(column=column, value=value, share=share),
    )


def _unshift() -> None:
    st.session_state["results_mix_column"] = ""
    set_shift(attainment=0.0, vacancies=0.0, column="", value="", share=0.0)
