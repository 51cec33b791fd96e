"""Figures that must add up, such as weights: which ones, and to what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from engine.plan import Edit
from pages.ui.editor import entry_details
from pages.ui.kit import bound, pick, t
from pages.ui.session import Desk, DeskStore, kept_items

Rule = Mapping[str, Any]


def sums(store: DeskStore) -> None:
    """All sums of the plan, each to be changed or taken out."""
    rules = _rules(store.present)
    if not rules:
        return
    with st.container(border=True, key="sums", gap="small"):
        st.markdown(f"**{t('editor.sums')}**", help=t("editor.sums_help"))
        labels = choices(store.present)
        for place, rule in enumerate(rules):
            _row(store, place, rule, labels)


def choices(desk: Desk) -> dict[str, str]:
    """The figures that can be part of a sum, with labels unlike each other."""
    known = desk.plan.parameters.items()
    return kept_items.distinct({k: pick(p.label) for k, p in known if p.value.addable})


def new(store: DeskStore) -> None:
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
                key=entry_details.by_words("new-adds_up", *labels.values()),
            )
        with right:
            to = st.number_input(t("editor.sum_to"), value=1.0, format="%g", key="new-adds_up-to")

        def change(desk: Desk) -> Desk:
            rule = {"parameters": chosen, "to": entry_details.tidy(to)}
            return desk.edited(Edit(("adds_up",), [*_rules(desk), rule]))

        st.button(
            t("editor.add"),
            key="new-adds_up-add",
            type="primary",
            disabled=not chosen,
            on_click=lambda: entry_details.added(store, "adds_up", change),
        )


def _rules(desk: Desk) -> list[Rule]:
    rules = desk.draft.data.get("adds_up")
    return [r for r in rules if isinstance(r, Mapping)] if isinstance(rules, list) else []


def _row(store: DeskStore, place: int, rule: Rule, labels: Mapping[str, str]) -> None:
    names = [str(name) for name in rule.get("parameters") or ()]
    left, right, last = st.columns([5, 2, 0.6], vertical_alignment="bottom")
    with left:
        st.multiselect(
            t("editor.sum_of"),
            list(dict.fromkeys((*names, *labels))),
            format_func=lambda name: labels.get(name, name),
            **bound(
                store,
                entry_details.by_words(f"adds_up.{place}", *labels.values()),
                names,
                _changed(place, "parameters"),
            ),
        )
    with right:
        st.number_input(
            t("editor.sum_to"),
            format="%g",
            **bound(
                store,
                f"adds_up.{place}.to",
                float(rule.get("to", 1)),
                _changed(place, "to"),
            ),
        )
    with last:
        st.button(
            t("editor.remove"),
            icon=":material/delete:",
            key=f"remove-adds_up.{place}",
            help=t("editor.remove_sum"),
            type="tertiary",
            on_click=lambda: store.attempt_jump(
                f"adds_up.{place}", lambda desk: _with(desk, place, None)
            ),
        )


def _changed(place: int, key: str) -> Callable[[Desk, Any], Desk]:
    """A sum with another figure or total; of nothing it is no sum."""

    def change(desk: Desk, to: Any) -> Desk:
        if key == "parameters":
            return _with(desk, place, {**_rules(desk)[place], key: list(to)} if to else None)
        return _with(desk, place, {**_rules(desk)[place], key: entry_details.tidy(to)})

    return change


def _with(desk: Desk, place: int, rule: Rule | None) -> Desk:
    rules: Sequence[Rule | None] = [
        rule if number == place else old for number, old in enumerate(_rules(desk))
    ]
    left = [one for one in rules if one]
    return desk.edited(Edit(("adds_up",), left, remove=not left))
