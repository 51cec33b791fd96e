"""A figure tuned on some months and judged on the others."""

from __future__ import annotations

from collections.abc import Hashable
from html import escape

import streamlit as st

from engine.backtesting import HoldOut, hold_out
from engine.evaluation import Memory
from engine.plan import Plan, shapes
from engine.progress import Progress, no_progress
from engine.text import Refused, months, percent, signed
from pages.ui.back_test.focus import Focus
from pages.ui.kit import choice, escape_markdown, language, pick, t, wait_for
from pages.ui.session import content_key, memory

_ASKED = "results/hold_out"


def hold_out_panel(focus: Focus) -> None:
    """The choice of a figure, and what came of it."""
    plan = _plan(focus)
    figures = [
        one.id
        for one in plan.parameters.values()
        if isinstance(one.value, shapes.Number) and plan.pays_into(one.id)
    ]
    if not figures:
        return
    st.markdown(f"**{t('results.hold_out')}**", help=t("results.hold_out_help"))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        figure = choice(
            t("results.hold_out_figure"),
            figures,
            key=f"results_hold_out-{plan.id}",
            written=lambda name: escape_markdown(pick(plan.parameters[name].label)),
            label_visibility="collapsed",
        )
        st.button(
            t("results.hold_out_go"),
            key="results_hold_out_go",
            icon=":material/event_busy:",
            on_click=lambda: st.session_state.update({_ASKED: figure}),
        )
    if st.session_state.get(_ASKED) == figure:
        _held(focus, figure)


def asked_figure(focus: Focus) -> str | None:
    """The figure of the plan in focus that was asked for, if one was."""
    figure: str | None = st.session_state.get(_ASKED)
    return figure if figure in _plan(focus).parameters else None


def held_once(
    focus: Focus, figure: str, kept: Memory, progress: Progress = no_progress
) -> HoldOut | Refused:
    """The figure tuned on some months and judged on the others, or why it cannot be. It can be
    called outside of the session."""
    plan, facts, baseline = _plan(focus), focus.tested.facts, focus.baseline.payouts

    def found() -> HoldOut | Refused:
        try:
            return hold_out(
                plan, facts, figure, 1.0, baseline=baseline, memory=kept, progress=progress
            )
        except Refused as refused:
            return refused

    return kept.cached(_key(focus, figure), found)


def _plan(focus: Focus) -> Plan:
    return focus.tested.plans[focus.plan_place]


def _key(focus: Focus, figure: str) -> Hashable:
    paid = focus.baseline.payouts.cost_by_month.tobytes()
    return "hold out", content_key(_plan(focus)), figure, focus.tested.facts.key, paid


def _held(focus: Focus, figure: str) -> None:
    kept, place = memory(), st.empty()

    def work(progress: Progress) -> HoldOut | Refused:
        return held_once(focus, figure, kept, progress)

    def show(seconds: float, share: float) -> None:
        place.progress(share, text=t("results.hold_out_working"))

    held = wait_for("hold_out", _key(focus, figure), work, show)
    if isinstance(held, Refused):
        place.warning(escape_markdown(held.text(language())))
        return
    place.html(_table(held, focus.tested.facts.month_texts()))
    for words in held.told:
        st.caption(escape_markdown(pick(words)))


def _table(held: HoldOut, texts: list[str]) -> str:
    lang = language()
    heads = "".join(
        f"<th scope='col'>{escape(t(f'results.hold_{name}'))}</th>"
        for name in ("tuned", "judged", "value", "error_tuned", "error_judged")
    )
    rows = []
    for fold in (*held.folds, held.whole_year):
        cells = (
            months(texts[fold.judged_on[0]], texts[fold.judged_on[-1]], lang),
            pick(fold.said),
            signed(percent(fold.error_tuned, lang)),
            signed(percent(fold.error_judged, lang)),
        )
        tuned = months(texts[fold.tuned_on[0]], texts[fold.tuned_on[-1]], lang)
        body = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        rows.append(f"<tr><th scope='row'>{escape(tuned)}</th>{body}</tr>")
    return (
        f"<table class='pc-table'><thead><tr>{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
