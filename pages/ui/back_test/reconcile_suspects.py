"""What may explain the differences: a card for each suspect, to be tried or accepted."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.analysis import Reconciliation, Suspect
from engine.scenario import FromFile
from engine.text import Refused
from engine.workspace import plan_content
from pages.ui.back_test.reconcile_reason import reason_button
from pages.ui.kit import (
    CANCELLABLE,
    Store,
    escape_markdown,
    language,
    pick,
    stop_waiting,
    t,
    wait_for,
)
from pages.ui.session import (
    SessionScenario,
    draft_session,
    kept_items,
    reconciliation_session,
)

MOST_SHOWN = 12
_ENDED = "reconcile/suspects_ended"


def suspects(
    store: Store[SessionScenario], people: FromFile, found: Reconciliation, place: DeltaGenerator
) -> None:
    """Looks for suspects, which takes long: call it when all else is on the page."""
    if not found.open_amount and not (found.sizes > 0).any():
        place.success(t("reconcile.suspects_none_needed"), icon=":material/verified:")
        return
    decided = reconciliation_session.decided(found.plan, people, found.facts)
    key = decided.key
    if st.session_state.get(_ENDED) == key:
        return _ended(place)
    with place:
        waiting, way_out = st.empty(), st.empty()
    offered: list[bool] = []

    def show(seconds: float, share: float) -> None:
        waiting.progress(share, text=t("reconcile.suspects_looking"))
        if seconds >= CANCELLABLE and not offered:
            offered.append(True)
            way_out.button(t("waiting.cancel"), key="suspects_cancel", on_click=_end, args=(key,))

    searched = wait_for("suspects", key, decided.with_suspects, show)
    waiting.empty()
    way_out.empty()
    if searched is not None:
        with place:
            _cards(store, people, searched)


def _end(key: Hashable) -> None:
    """Nobody waits for suspects any more."""
    stop_waiting("suspects")
    st.session_state[_ENDED] = key


def _ended(place: DeltaGenerator) -> None:
    """The search was ended by hand: the way to begin it again."""
    with place:
        st.info(t("reconcile.suspects_ended"), icon=":material/search_off:")
        st.button(
            t("reconcile.suspects_again"),
            key="suspects_again",
            on_click=lambda: st.session_state.pop(_ENDED, None),
        )


def _cards(store: Store[SessionScenario], people: FromFile, found: Reconciliation) -> None:
    if not found.suspects:
        st.info(t("reconcile.suspects_none"), icon=":material/search_off:")
    for suspect in found.suspects[:MOST_SHOWN]:
        _card(store, people, found, suspect)
    if found.stopped:
        st.caption(t("reconcile.suspects_stopped"))


def _card(
    store: Store[SessionScenario], people: FromFile, found: Reconciliation, suspect: Suspect
) -> None:
    with st.container(border=True, key=f"suspect-{suspect.id}", gap="small"):
        st.markdown(f"**{escape_markdown(pick(suspect.text))}**")
        st.progress(min(suspect.explains / max(suspect.of, 1), 1.0))
        with st.container(horizontal=True, gap="small"):
            if suspect.edits:
                st.button(
                    t("reconcile.try"),
                    key=f"try-{suspect.id}",
                    icon=":material/play_arrow:",
                    help=t("reconcile.try_help"),
                    on_click=_try,
                    args=(store, suspect),
                )
            if _is_accepted(found, suspect):
                st.button(
                    t("reconcile.suspect_accepted"),
                    key=f"accepted-{suspect.id}",
                    icon=":material/check:",
                    disabled=True,
                )
                return
            reason_button(
                f"suspect-{suspect.id}",
                t("reconcile.accept_suspect"),
                lambda reason: _accept(people, found, suspect, reason),
                proposed=pick(suspect.text),
            )


def _is_accepted(found: Reconciliation, suspect: Suspect) -> bool:
    """Whether what a suspect explains is accepted by it, as it is now."""
    return any(
        one.suspect == suspect.id and bool((found.accepted_by == place).any())
        for place, one in enumerate(found.accepted)
    )


def _try(store: Store[SessionScenario], suspect: Suspect) -> None:
    """The edits of a suspect, as one step that can be undone."""
    session = store.present
    with store.refusing("reconcile_try"):
        edits = (*session.scenario.edits, *suspect.edits)
        scenario = replace(session.scenario, edits=edits)
        store.switch_to(replace(session, scenario=scenario.compact()))


def _accept(people: FromFile, found: Reconciliation, suspect: Suspect, reason: str) -> None:
    signed = reconciliation_session.signed_now(reason)
    reconciliation_session.accept(people, [found.accept(suspect=suspect.id, **signed)])


def make_plan(store: Store[SessionScenario]) -> None:
    """Keep the plan with the figures that are tried as a plan of one's own, and go on with it as
    the plan that was in force."""
    session = store.present
    try:
        if session.plan_item:
            content = session.into_plan()
        else:
            draft = draft_session.draft_of_plan(session.base).draft
            name = t("reconcile.plan_name", plan=pick(session.base.title))
            content = plan_content(draft.edited(session.scenario.edits).text, name)
        saved = kept_items.save(content, item=session.plan_item, note=_note(session))
        if saved is not None:
            opened = session.open_kept_plan(saved.version)
            store.switch_to(opened.with_people(session.people))
    except Refused as refused:
        kept_items.report(refused)


def _note(session: SessionScenario) -> str:
    return "; ".join(session.scenario.describe(language()))[:1000]
