"""Figures that must add up, such as weights: which ones, and to what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from engine.plan import Edit
from engine.text import read_number
from pages.ui.editor import entry_details
from pages.ui.kit import bound, distinct_labels, pick, t
from pages.ui.session import DraftSession, DraftStore

Rule = Mapping[str, Any]


def sums(store: DraftStore) -> None:
    """All sums of the plan, each to be changed or taken out."""
    rules = _rules(store.present)
    if not rules:
        return
    with st.container(border=True, key="sums", gap="small"):
        st.markdown(f"**{t('editor.sums')}**", help=t("editor.sums_help"))
        labels = choices(store.present)
        for place, rule in enumerate(rules):
            _row(store, place, rule, labels)


def choices(session: DraftSession) -> dict[str, str]:
    """The figures that can be part of a sum, with labels unlike each other."""
    known = session.plan.parameters.items()
    return distinct_labels({k: pick(p.label) for k, p in known if p.value.addable})


def new(store: DraftStore) -> None:
    """The form for a further sum."""
    labels = choices(store.present)
    with st.container(border=True, key="form-adds_up", gap="small"):
        left, right = st.columns([5, 2], vertical_alignment="bottom")
        with left:
            chosen = st.multiselect(
                t("editor.sum_of"),
                list(labels),
                format_func=labels.__getitem__,
                placeholder=t("editor.sum_choose"),
                key=entry_details.by_labels("new-adds_up", *labels.values()),
            )
        with right:
            st.session_state.setdefault("new-adds_up-to", "1")
            typed = st.text_input(t("editor.sum_to"), autocomplete="off", key="new-adds_up-to")

        def change(session: DraftSession) -> DraftSession:
            rule = {"parameters": chosen, "to": entry_details.tidy(read_number(typed))}
            return session.edited(Edit(("adds_up",), [*_rules(session), rule]))

        st.button(
            t("editor.add"),
            key="new-adds_up-add",
            type="primary",
            disabled=not chosen,
            on_click=lambda: entry_details.added(store, "adds_up", change),
        )
        entry_details.show_problems(store, "new.adds_up", ())


def _rules(session: DraftSession) -> list[Rule]:
    rules = session.draft.data.get("adds_up")
    return [r for r in rules if isinstance(r, Mapping)] if isinstance(rules, list) else []


def _row(store: DraftStore, place: int, rule: Rule, labels: Mapping[str, str]) -> None:
    names = [str(name) for name in rule.get("parameters") or ()]
    left, right, last = st.columns([5, 2, 0.6], vertical_alignment="bottom")
    with left:
        st.multiselect(
            t("editor.sum_of"),
            list(dict.fromkeys((*names, *labels))),
            format_func=lambda name: labels.get(name, name),
            **bound(
                store,
                entry_details.by_labels(f"adds_up.{place}", *labels.values()),
                names,
                _changed(place, "parameters"),
            ),
        )
    with right:
        entry_details.number(
            store,
            f"adds_up.{place}.to",
            t("editor.sum_to"),
            float(rule.get("to", 1)),
            _changed(place, "to"),
        )
    with last:
        st.button(
            t("editor.remove"),
            icon=":material/delete:",
            key=f"remove-adds_up.{place}",
            help=t("editor.remove_sum"),
            type="tertiary",
            on_click=lambda: store.attempt_switch(
                f"adds_up.{place}", lambda session: _with(session, place, None)
            ),
        )


def _changed(place: int, key: str) -> Callable[[DraftSession, Any], DraftSession]:
    """A sum with another figure or total; of nothing it is no sum."""

    def change(session: DraftSession, to: Any) -> DraftSession:
        if key == "parameters":
            return _with(session, place, {**_rules(session)[place], key: list(to)} if to else None)
        return _with(session, place, {**_rules(session)[place], key: entry_details.tidy(to)})

    return change


def _with(session: DraftSession, place: int, rule: Rule | None) -> DraftSession:
    rules: Sequence[Rule | None] = [
        rule if number == place else old for number, old in enumerate(_rules(session))
    ]
    left = [one for one in rules if one]
    return session.edited(Edit(("adds_up",), left, remove=not left))
