"""What the plan says of itself: title, summary, source, what it leaves out, its payout curve."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from engine.plan import Edit
from engine.text import LANGUAGES
from pages.ui.editor import entry_details
from pages.ui.editor.policy_terms import policy_terms
from pages.ui.kit import bound, language, t
from pages.ui.session import DraftSession, DraftStore

_MOVABLE = ("money", "share", "score", "count", "number")


def about(store: DraftStore) -> None:
    """Everything that is no line, figure or column."""
    data = store.present.draft.data
    entry_details.texts(store, ("title",), data.get("title"), t("editor.title"))
    entry_details.texts(store, ("summary",), data.get("summary"), t("editor.summary"), tall=True)
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
                lambda session, to: session.edited(Edit(("source", "document"), to.strip())),
            ),
        )
    if source:
        entry_details.texts(
            store, ("source", "note"), source.get("note"), t("editor.source_note"), True
        )
    policy_terms(store)
    _left_out(store, data)
    _curve(store, data)


def _put(key: str) -> Callable[[DraftSession, str], DraftSession]:
    return lambda session, to: session.edited(Edit((key,), to.strip()))


def _left_out(store: DraftStore, data: Mapping[str, Any]) -> None:
    """What the plan does not work out, point by point; a last row takes another point."""
    given = data.get("not_modelled")
    points = [dict(point) for point in given or () if isinstance(point, Mapping)]
    st.markdown(f"**{t('editor.left_out')}**", help=t("editor.left_out_help"))
    order = dict.fromkeys((language(), *LANGUAGES))
    for place, point in enumerate((*points, {})):
        *halves, last = st.columns([5, 5, 0.8], vertical_alignment="center")
        for half, lang in zip(halves, order, strict=True):
            with half:
                st.text_area(
                    t("editor.left_out_more", language=t(f"editor.language_{lang}")),
                    height=68,
                    placeholder=t("editor.left_out_more", language=t(f"editor.language_{lang}")),
                    label_visibility="collapsed",
                    **bound(
                        store,
                        f"not_modelled.{place}.{lang}",
                        str(point.get(lang, "")),
                        _point(points, place, lang),
                    ),
                )
        with last:
            if point:
                st.button(
                    t("editor.remove"),
                    icon=":material/delete:",
                    key=f"remove-not_modelled.{place}",
                    help=t("editor.remove"),
                    type="tertiary",
                    on_click=lambda rest=[*points[:place], *points[place + 1 :]]: store.switch_to(
                        _with_points(store.present, rest)
                    ),
                )


def _point(
    points: Sequence[Mapping[str, str]], place: int, lang: str
) -> Callable[[DraftSession, str], DraftSession]:
    """A point in other words; what a new point lacks in one language is taken from the other."""

    def change(session: DraftSession, text: str) -> DraftSession:
        old = points[place] if place < len(points) else {}
        new = {**dict.fromkeys(LANGUAGES, text.strip()), **old, lang: text.strip()}
        return _with_points(session, [*points[:place], new, *points[place + 1 :]])

    return change


def _with_points(session: DraftSession, points: Sequence[Mapping[str, str]]) -> DraftSession:
    left = [point for point in points if any(point.values())]
    return session.edited(Edit(("not_modelled",), left, remove=not left))


def _curve(store: DraftStore, data: Mapping[str, Any]) -> None:
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
        return entry_details.label_of(facts[name], name) if name in facts else t("editor.none")

    def change(key: str) -> Callable[[DraftSession, Any], DraftSession]:
        def put(session: DraftSession, to: Any) -> DraftSession:
            new = {**curve, key: entry_details.tidy(to) if isinstance(to, float) else to}
            if key == "move":
                if not to:
                    return session.edited(Edit(("curve",), remove=True))
                new.setdefault("from", 0)
                new.setdefault("to", 1.5 if new.get("against") else 100000)
                if "label" not in new:
                    new["label"] = dict(facts[to]["label"])
            if key == "against" and not to:
                new.pop("against")
            if key == "against" and to and float(new.get("to", 0)) > 10:
                new["to"] = 1.5
            return session.edited(Edit(("curve",), new))

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
                **bound(
                    store,
                    entry_details.by_labels(f"curve.{key}", *map(label, numbers)),
                    str(curve.get(key) or ""),
                    change(key),
                ),
            )
    for column, key in zip(columns[2:], ("from", "to"), strict=True):
        with column:
            entry_details.number(
                store,
                f"curve.{key}",
                t(f"editor.curve_{key}"),
                float(curve.get(key, 0)),
                change(key),
                unit="share" if curve.get("against") else "",
                disabled=not curve,
            )
    if curve:
        entry_details.texts(store, ("curve", "label"), curve.get("label"), t("editor.curve_label"))
