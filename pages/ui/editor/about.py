"""What the plan says of itself: title, summary, source, what it leaves out, its payout curve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from engine.plan.edits import Edit
from pages.ui.editor import details
from pages.ui.editor.desk import Desk, DeskStore
from pages.ui.state import bound
from pages.ui.words import t

_MOVABLE = ("money", "share", "score", "count", "number")


def about(store: DeskStore) -> None:
    """Everything that is no line, figure or column."""
    data = store.present.draft.data
    details.texts(store, ("title",), data.get("title"), t("editor.title"))
    details.texts(store, ("summary",), data.get("summary"), t("editor.summary"), tall=True)
    source: Mapping[str, Any] = data.get("source") or {}
    left, right = st.columns(2)
    with left:
        st.text_input(
            t("editor.id"),
            help=t("editor.id_help"),
            **bound(store, "id", str(data.get("id") or ""), _put("id")),
        )
    with right:
        st.text_input(
            t("editor.document"),
            help=t("editor.document_help"),
            **bound(
                store,
                "source.document",
                str(source.get("document") or ""),
                lambda desk, to: desk.edited(Edit(("source", "document"), to.strip())),
            ),
        )
    if source:
        details.texts(store, ("source", "note"), source.get("note"), t("editor.source_note"), True)
    _curve(store, data)


def _put(key: str) -> Callable[[Desk, str], Desk]:
    return lambda desk, to: desk.edited(Edit((key,), to.strip()))


def _curve(store: DeskStore, data: Mapping[str, Any]) -> None:
    """Which column the payout curve moves, and from where to where."""
    facts = data.get("facts") or {}
    numbers = [
        str(name)
        for name, given in facts.items()
        if isinstance(given, Mapping) and given.get("kind") in _MOVABLE
    ]
    if not numbers:
        return
    curve: dict[str, Any] = dict(data.get("curve") or {})

    def label(name: str) -> str:
        return details.label_of(facts[name], name) if name in facts else t("editor.none")

    def change(key: str) -> Callable[[Desk, Any], Desk]:
        def put(desk: Desk, to: Any) -> Desk:
            new = {**curve, key: to}
            if key == "move":
                if not to:
                    return desk.edited(Edit(("curve",), remove=True))
                new.setdefault("from", 0)
                new.setdefault("to", 1.5 if new.get("against") else 100000)
                if "label" not in new:
                    new["label"] = dict(facts[to]["label"])
            if key == "against" and not to:
                new.pop("against")
            if key == "against" and to and float(new.get("to", 0)) > 10:
                new["to"] = 1.5
            return desk.edited(Edit(("curve",), new))

        return put

    st.markdown(f"**{t('editor.curve')}**", help=t("editor.curve_help"))
    columns = st.columns(4)
    for column, key in zip(columns[:2], ("move", "against"), strict=True):
        with column:
            st.selectbox(
                t(f"editor.curve_{key}"),
                ["", *numbers],
                format_func=label,
                disabled=key == "against" and not curve,
                **bound(store, f"curve.{key}", str(curve.get(key) or ""), change(key)),
            )
    for column, key in zip(columns[2:], ("from", "to"), strict=True):
        with column:
            st.number_input(
                t(f"editor.curve_{key}"),
                format="%g",
                disabled=not curve,
                **bound(store, f"curve.{key}", float(curve.get(key, 0)), change(key)),
            )
    if curve:
        details.texts(store, ("curve", "label"), curve.get("label"), t("editor.curve_label"))
