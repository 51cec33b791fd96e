"""A parameter of a plan on the screen: its label, where it comes from and acts, its figures."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from engine.formula import FUNCTIONS, calls_in
from engine.plan import Parameter, Plan
from engine.text import unit_name, value_text
from pages.ui.kit import Store, escape_markdown, language, pick, t
from pages.ui.parameters.figure_change import F, name_of
from pages.ui.parameters.figure_entry import entry, is_compact, understood


def figure(store: Store[F], plan: Plan, parameter: Parameter, is_named: bool = False) -> None:
    """A parameter with its label, where it comes from, and its figures to move or type; if wished,
    with its name for formulas."""
    documented = store.present.base.parameters.get(parameter.id, parameter)
    if type(documented.value) is not type(parameter.value):
        documented = parameter
    is_changed = parameter.value != documented.value
    mark = f'<i class="pc-changed" title="{t("panel.is_changed")}"></i> ' if is_changed else ""
    box = st.container(key=f"figure-{parameter.id}", gap="xxsmall")
    with box:
        if is_compact(parameter):
            left, right = st.columns([5, 6], vertical_alignment="center", gap="small")
        else:
            left, right = st.container(gap="xxsmall"), st.container()
        with left, st.container(horizontal=True, gap="xsmall", key=f"about-{parameter.id}"):
            name = f" {name_for_formulas(parameter.id)}" if is_named else ""
            label = f"{mark}{escape(pick(parameter.label))}{name}"
            st.html(f'<p class="pc-label">{label}</p>', width="content")
            _about(plan, parameter, documented if is_changed else None)
            if words := understood(parameter):
                st.html(f'<p class="pc-unit">{escape(words)}</p>', width="content")
            if is_changed:
                _reset(store, parameter, documented)
        with right:
            entry(store, parameter, documented)
        entered = name_of(store, parameter)
        for key in (entered, f"{entered}.unlimited"):
            if is_compact(parameter) and (reason := store.refused(key)):
                st.error(escape_markdown(reason))


def name_for_formulas(name: str) -> str:
    """What formulas call an entry of the plan, as HTML; a click selects it."""
    return f'<code class="pc-name" title="{escape(t("editor.name"))}">{escape(name)}</code>'


def _reset(store: Store[F], parameter: Parameter, documented: Parameter) -> None:
    back = (
        value_text(documented.json, documented.unit, language())
        if is_compact(parameter)
        else t("panel.reset")
    )
    st.button(
        escape_markdown(back),
        icon=":material/undo:",
        type="tertiary",
        key=f"reset-{parameter.id}",
        help=t("panel.reset_help"),
        on_click=lambda: store.switch_to(store.present.reset(parameter.id)),
    )


def _about(plan: Plan, parameter: Parameter, documented: Parameter | None) -> None:
    """Where the figure comes from, on hover; where it acts, one click away. One that was changed is
    the reader's own, and `documented` is what the plan has."""
    ground = parameter.ground if documented is None else "own"
    note = pick(parameter.note) if parameter.note else t(f"panel.{parameter.provenance}_note")
    if documented is not None:
        figures = pick(documented.value.phrase(plan.naming(documented)))
        note = f"{t('panel.own_instead', value=figures)} {note}"
    origin = st.popover(
        t(f"panel.{ground}"),
        type="tertiary",
        help=escape_markdown(note),
        key=f"origin-{ground}-{parameter.id}",
    )
    with origin, st.container(key=f"explained-{parameter.id}"):
        st.markdown("\n\n".join(_explained(plan, parameter, ground, note)))


def _explained(plan: Plan, parameter: Parameter, ground: str, note: str) -> Iterable[str]:
    lang = language()
    label, unit = pick(parameter.label), unit_name(parameter.unit, lang)
    yield f"**{escape_markdown(label)}** · {escape_markdown(unit)}"
    yield f"{t(f'panel.{ground}_is')} {escape_markdown(note)}"
    if parameter.not_used:
        yield escape_markdown(pick(parameter.not_used))
    lines = [plan.lines[name] for name in plan.readers(parameter.id)]
    if lines:
        yield f"**{t('panel.acts_in')}**"
    reads: dict[str, None] = {}
    for line in lines:
        written = f"{_FENCE}\n{_broken(line.formula.text)}\n{_FENCE}"
        yield f"{escape_markdown(pick(line.label))}\n{written}"
        reads |= dict.fromkeys(line.formula.reads)
    called = {call.function for line in lines for call in calls_in(line.formula.tree)}
    for name, function in FUNCTIONS.items():
        if name in called:
            yield f"`{name}` {function.sentence[lang]}"
    named = [
        f"`{name}` {escape_markdown(pick(known[name].label))}"
        for name in reads
        for known in (plan.facts, plan.parameters, plan.lines)
        if name in known
    ]
    yield " · ".join(named)


_FENCE = "`" * 40
"""Longer than any run of its sign in a formula."""


def _broken(formula: str) -> str:
    """A long formula on several lines, at its sums."""
    text = " ".join(formula.split())
    return text if len(text) < 60 else text.replace(" + ", "\n+ ")
