"""Gate, cap, floor and tiers of a line, chosen without writing a formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import streamlit as st

from engine.drafting import (
    WAYS,
    Draft,
    Measure,
    Mechanic,
    is_empty,
    measures,
    mechanics,
    with_amount,
    with_measure,
    with_mechanic,
    without_mechanic,
)
from pages.ui.editor import draft_pay, entry_details
from pages.ui.kit import bound, distinct_labels, pick, t
from pages.ui.session import TAB, DraftSession, DraftStore

V = TypeVar("V")
OFFERED = ("gate", "cap", "floor", "tiers")
WIDTH = 230
"""Pixels of a box that says what a gate or tiers are held against."""


def line_mechanics(store: DraftStore, name: str) -> None:
    """The choices on one line; for a line that pays nothing yet, what it is to pay."""
    draft = store.present.draft
    has = mechanics(draft, name)
    if has is None:
        return
    known = measures(draft, name)
    labels = distinct_labels({of: pick(measure.label) for of, measure in known.items()})
    with st.container(
        key=f"mechanics-{name}", horizontal=True, vertical_alignment="center", gap="small"
    ):
        if is_empty(draft, name):
            _amount(store, name, known, labels)
        else:
            _chosen(store, name, has)
            _ways(store, name, has)
            for kind, mechanic in has.items():
                if mechanic.of:
                    _measure(store, name, kind, mechanic, labels)
    if "gate" in has and "floor" in has:
        st.caption(t("editor.floor_holds"))
    entry_details.show_problems(store, entry_details.by_labels(f"mechanics.{name}"), ())


def _amount(
    store: DraftStore, name: str, known: Mapping[str, Measure], labels: Mapping[str, str]
) -> None:
    """What a new line pays: an amount as it is, or a rate of it."""
    amounts = [of for of, measure in known.items() if measure.unit != "share"]
    if not amounts:
        st.caption(t("editor.no_amounts"))
        st.button(
            t("editor.add_column"),
            key=f"to_columns-{name}",
            icon=":material/add:",
            on_click=_to_columns,
        )
        return

    def change(session: DraftSession, one: tuple[str, bool] | None) -> Draft:
        return with_amount(session.draft, name, *one) if one else session.draft

    choices = {(of, is_rate): labels[of] for is_rate in (True, False) for of in amounts}
    look: dict[str, Any] = {"index": None, "placeholder": t("editor.begins_with")}
    st.selectbox(
        t("editor.begins_with"),
        list(choices),
        format_func=lambda one: t(
            "editor.rate_of" if one[1] else "editor.as_it_is", of=choices[one]
        ),
        label_visibility="collapsed",
        width=2 * WIDTH,
        **look,
        **_switching(
            store,
            entry_details.by_labels(f"begins.{name}", *labels.values()),
            None,
            change,
        ),
    )


def _to_columns() -> None:
    st.session_state[TAB] = "columns"
    entry_details.open_form("facts")


def _chosen(store: DraftStore, name: str, has: Mapping[str, Mechanic]) -> None:
    def change(session: DraftSession, to: Sequence[str]) -> Draft:
        draft, usual = session.draft, _usual(session, name)
        for kind in OFFERED:
            if kind in has and kind not in to:
                draft = without_mechanic(draft, name, kind)
            elif kind in to and kind not in has:
                draft = with_mechanic(draft, name, kind, usual=usual)
        return draft

    st.pills(
        t("editor.mechanics"),
        OFFERED,
        selection_mode="multi",
        format_func=lambda kind: t(f"editor.mechanic_{kind}"),
        label_visibility="collapsed",
        width="content",
        **_switching(
            store,
            entry_details.by_labels(f"mechanics.{name}"),
            [kind for kind in OFFERED if kind in has],
            change,
        ),
    )


def _ways(store: DraftStore, name: str, has: Mapping[str, Mechanic]) -> None:
    """How the tiers work."""
    if "tiers" not in has:
        return

    def change(session: DraftSession, way: str) -> Draft:
        plain = without_mechanic(session.draft, name, "tiers")
        return with_mechanic(plain, name, "tiers", way=way)

    st.selectbox(
        t("editor.mechanic_tiers"),
        WAYS["tiers"],
        format_func=lambda way: t(f"editor.tiers_{way}"),
        label_visibility="collapsed",
        width=WIDTH,
        **_switching(
            store,
            entry_details.by_labels(f"ways.{name}"),
            has["tiers"].way,
            change,
        ),
    )


def _measure(
    store: DraftStore, name: str, kind: str, mechanic: Mechanic, labels: Mapping[str, str]
) -> None:
    """What the gate or the tiers are held against."""
    offered = [*labels, *([] if mechanic.of in labels else [mechanic.of])]
    st.selectbox(
        t(f"editor.mechanic_{kind}"),
        offered,
        format_func=lambda of: t(f"editor.{kind}_by", of=labels.get(of, of)),
        label_visibility="collapsed",
        width=WIDTH,
        **_switching(
            store,
            entry_details.by_labels(f"measure.{name}.{kind}", *offered),
            mechanic.of,
            lambda session, of: with_measure(session.draft, name, kind, of),
        ),
    )


def _switching(
    store: DraftStore, name: str, value: V, change: Callable[[DraftSession, V], Draft]
) -> dict[str, Any]:
    """As `bound`, for a choice that gives another draft."""
    return bound(store, name, value, lambda session, to: session.changed(change(session, to)))


def _usual(session: DraftSession, line: str) -> float | None:
    """About what the line pays typical people in a month in which it pays."""
    found = draft_pay.outcome(session).now
    if found is None or line not in found.fen:
        return None
    amounts = np.abs(np.concatenate(list(found.fen[line].values()))) / 100.0
    paid = amounts[np.nan_to_num(amounts) > 0]
    return float(np.median(paid)) if paid.size else None
