"""What the plan's policy says beside pay: who issues it, when it holds, when pay is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from engine.plan import TERMS_MOST, TERMS_TEXTS, Edit
from engine.text import LANGUAGES
from pages.ui.editor import entry_details
from pages.ui.kit import bound, language, t
from pages.ui.session import DraftSession, DraftStore

_SECTION = "terms"
_EXAMPLES = {"effective_date": "2026-01-01", "version": "1.0"}
_TALL = ("leavers", "confidentiality")


def policy_terms(store: DraftStore) -> None:
    """All terms, those that are not given empty."""
    terms = _terms(store.present)
    with st.expander(t("editor.terms"), key="editor_terms"):
        st.caption(t("editor.terms_help"))
        columns = st.columns(4)
        for column, (key, example) in zip(columns[:2], _EXAMPLES.items(), strict=True):
            with column:
                st.text_input(
                    t(f"editor.terms_{key}"),
                    placeholder=example,
                    **bound(store, f"terms.{key}", str(terms.get(key) or ""), _put(key)),
                )
        for column, key in zip(columns[2:], TERMS_MOST, strict=True):
            now = terms.get(key)
            with column:
                entry_details.number(
                    store,
                    f"terms.{key}",
                    t(f"editor.terms_{key}"),
                    now if isinstance(now, int | float) else None,
                    _number_put(key),
                    clear=lambda session, key=key: _put(key)(session, None),
                    placeholder=t("editor.terms_open"),
                )
        for key in TERMS_TEXTS:
            _texts(store, terms, key)


def _texts(store: DraftStore, terms: Mapping[str, Any], key: str) -> None:
    """A text in each language, side by side."""
    now = _both(terms.get(key))
    order = dict.fromkeys((language(), *LANGUAGES))
    for column, lang in zip(st.columns(2), order, strict=True):

        def change(session: DraftSession, text: str, lang: str = lang) -> DraftSession:
            both = _both(_terms(session).get(key)) | {lang: text.strip()}
            return _put(key)(session, both if any(both.values()) else None)

        with column:
            draw = st.text_area if key in _TALL else st.text_input
            draw(
                t(
                    "editor.in_language",
                    label=t(f"editor.terms_{key}"),
                    language=t(f"editor.language_{lang}"),
                ),
                **bound(store, f"terms.{key}.{lang}", now[lang], change),
            )


def _put(key: str) -> Callable[[DraftSession, Any], DraftSession]:
    """Another value for one term; one that is emptied goes."""

    def put(session: DraftSession, to: Any) -> DraftSession:
        new = {**_terms(session), key: to.strip() if isinstance(to, str) else to}
        left = {name: one for name, one in new.items() if one not in (None, "")}
        return session.edited(Edit((_SECTION,), left, remove=not left))

    return put


def _number_put(key: str) -> Callable[[DraftSession, float], DraftSession]:
    return lambda session, to: _put(key)(session, entry_details.tidy(to))


def _terms(session: DraftSession) -> dict[str, Any]:
    given = session.draft.data.get(_SECTION)
    return dict(given) if isinstance(given, Mapping) else {}


def _both(given: Any) -> dict[str, str]:
    """A text in each language, empty where it is not given."""
    found = given if isinstance(given, Mapping) else {}
    return {lang: str(found.get(lang, "")) for lang in LANGUAGES}
