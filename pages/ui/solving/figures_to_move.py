"""Which figures may be moved, from where to where, and by which steps."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from engine.companies import Company
from engine.solving import Movable
from pages.ui.kit import Store, escape_markdown, language, number_field, pick, t
from pages.ui.solving.solving_form import SolvingForm, bounded, figures_of

_BOUNDS = ("low", "high", "step")
_WIDE = 86


def figures_to_move(store: Store[SolvingForm], company: Company) -> None:
    """A list to choose from, and a row for each figure that was chosen."""
    st.markdown(f"**{t('solving.figures')}**")
    known = figures_of(company)
    chosen = {(one.unit, one.parameter, one.paths) for one in store.present.moves}
    rest = {
        name: one
        for name, one in known.items()
        if (one.unit, one.parameter, one.paths) not in chosen
    }
    # Streamlit knows a box by its words: one that was chosen from chooses anew.
    key = f"solving_add.{language()}.{hash(tuple(rest))}"

    def add() -> None:
        one = rest.get(str(st.session_state.get(key) or ""))
        if one is not None:
            store.switch_to(store.present.with_move(one))

    st.selectbox(
        t("solving.add"),
        list(rest),
        index=None,
        format_func=lambda name: pick(rest[name].label(company)),
        placeholder=t("solving.add"),
        key=key,
        on_change=add,
        label_visibility="collapsed",
    )
    if not store.present.moves:
        st.caption(t("solving.no_figures"))
    else:
        st.caption(t("solving.bounds_proposed"))
    for place, one in enumerate(store.present.moves):
        _row(store, company, place, one)


def _row(store: Store[SolvingForm], company: Company, place: int, one: Movable) -> None:
    name = f"{place}.{one.unit}.{one.parameter}.{hash(one.paths)}"
    with st.container(key=f"solving_figure-{place}", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            now = "" if one.moves_together else pick(one.said(company, one.own(company)))
            label = escape_markdown(pick(one.label(company)))
            st.markdown(f"{label} :gray[{escape_markdown(now)}]", width="stretch")
            st.button(
                t("panel.remove_row"),
                icon=":material/close:",
                type="tertiary",
                key=f"solving_remove-{name}",
                on_click=lambda: store.switch_to(store.present.without_move(place)),
            )
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            for bound in _BOUNDS:
                number_field(
                    store,
                    f"{name}.{bound}",
                    t(f"solving.{bound}"),
                    getattr(one, bound),
                    _bounding(company, one, bound),
                    unit=one.unit_of(company),
                    near=(one.low, one.high, one.own(company)),
                    label_visibility="visible",
                    width=_WIDE,
                )
        for bound in _BOUNDS:
            if reason := store.refused(f"{name}.{bound}"):
                st.error(escape_markdown(reason))


def _bounding(
    company: Company, one: Movable, bound: str
) -> Callable[[SolvingForm, float], SolvingForm]:
    """How another bound or step of a figure is set."""
    return lambda form, typed: form.with_move(bounded(company, one, **{bound: typed}))
