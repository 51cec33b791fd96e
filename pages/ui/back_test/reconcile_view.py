"""The second step: what was paid beside what the plan says."""

from __future__ import annotations

from html import escape
from typing import Literal

import streamlit as st

from engine.analysis import Reconciliation, amount_text, fen_text, share_text
from engine.facts import Facts
from engine.scenario import FromFile
from engine.text import Refused, count, signed
from pages.ui.back_test import (
    reconcile_accepted,
    reconcile_cases,
    reconcile_paid,
    reconcile_parts,
    reconcile_suspects,
)
from pages.ui.back_test.understanding import STEP, session_facts
from pages.ui.kit import (
    Card,
    Loading,
    Store,
    card_row,
    escape_markdown,
    frame,
    language,
    pick,
    stop_waiting,
    t,
    wait_for,
)
from pages.ui.session import ImportStore, SessionScenario, reconciliation_session

SIDES = ("suspects", "accepted")
_SIDE = "reconcile/side"


def state(store: Store[SessionScenario]) -> str:
    """How far the step is, in one line: the seal once it is known."""
    facts = session_facts(store)
    if facts is None:
        return t("back_test.state_first")
    people = _people(store)
    if not facts.further:
        return t("reconcile.state_nothing")
    is_shown = st.session_state.get(STEP) == "reconcile"
    if not is_shown and not reconciliation_session.is_known(store.present.plan, people, facts):
        return t("back_test.state_ready")
    found = _found(store, people, facts, "reconcile_state")
    return pick(found.seal) if isinstance(found, Reconciliation) else t("reconcile.state_choose")


def reconcile(store: Store[SessionScenario], files: ImportStore) -> None:
    """The step itself."""
    facts = session_facts(store)
    if facts is None:
        return nobody(files)
    people = _people(store)
    if not facts.further:
        return _nothing_paid()
    found = _found(store, people, facts, "reconcile")
    if not isinstance(found, Reconciliation):
        return _ask_for_paid(store, people, facts, found)
    with st.container(key="reconcile"):
        _seal(store, people, found)
        _tried(store)
        left, right = frame.beside(7, 5, "reconcile")
        with left:
            picked = reconcile_parts.chart_of_parts(found)
            reconcile_cases.cases(store, people, found, picked)
        with right:
            side = _side(found)
            place = st.container(key="reconcile_side", height=536, border=False)
        if side == "accepted":
            with place:
                reconcile_accepted.accepted(people, found)
        else:
            reconcile_suspects.suspects(store, people, found, place)
    reconcile_cases.open_statement(store, found)


def nobody(files: ImportStore) -> None:
    """There are no facts yet: what to do first."""
    words = "back_test.nobody_open" if files.present.files else "back_test.nobody_text"
    with st.container(border=True, key="back_test_nobody"):
        st.subheader(t("back_test.nobody_title"), anchor=False)
        st.markdown(t(words))
        _step_button("understand", t("back_test.to_first"), key="to_first", type="primary")


def _people(store: Store[SessionScenario]) -> FromFile:
    people = store.present.people
    assert isinstance(people, FromFile)
    return people


def _found(
    store: Store[SessionScenario], people: FromFile, facts: Facts, shown_as: str
) -> Reconciliation | Refused | None:
    """The reconciliation; None where no column says what was paid, or why it cannot be."""
    plan = store.present.plan
    loading = Loading(shown_as, lambda share: (t("reconcile.working"), share), cancel=_back)
    decided = reconciliation_session.decided(plan, people, facts)
    try:
        return wait_for("reconcile", decided.key, decided.reconciled, loading)
    except Refused as refused:
        return refused
    finally:
        loading.done()


# -- without paid figures ----------------------------------------------------------------------


def _nothing_paid() -> None:
    """No column could say what was paid: what is needed, and the way on without it."""
    with st.container(border=True, key="reconcile_nothing"):
        st.subheader(t("reconcile.nothing_title"), anchor=False)
        st.markdown(t("reconcile.nothing_text"))
        with st.container(horizontal=True, gap="small"):
            _step_button(
                "understand",
                t("reconcile.add_column"),
                key="reconcile_add",
                type="primary",
                icon=":material/table_view:",
            )
            _without_paid()


def _ask_for_paid(
    store: Store[SessionScenario], people: FromFile, facts: Facts, refused: Refused | None
) -> None:
    with st.container(border=True, key="reconcile_nothing"):
        st.subheader(t("reconcile.ask_title"), anchor=False)
        if refused is not None:
            st.error(escape_markdown(refused.text(language())))
        st.markdown(t("reconcile.ask_text"))
        reconcile_paid.paid_fields(store, people, facts)
        _without_paid()


def _without_paid() -> None:
    """The way on where nobody says what was paid."""
    label, icon = t("reconcile.go_on"), ":material/arrow_forward:"
    _step_button("results", label, key="reconcile_go_on", icon=icon)


def _step_button(
    step: str,
    label: str,
    *,
    key: str,
    type: Literal["primary", "secondary"] = "secondary",
    icon: str | None = None,
) -> None:
    """A button that shows another step."""
    st.button(label, key=key, type=type, icon=icon, on_click=_go, args=(step,))


def _back() -> None:
    """Nobody waits for the comparison any more: show the step before."""
    stop_waiting("reconcile")
    _go("understand")


def _go(step: str) -> None:
    st.session_state[STEP] = step


# -- the seal ----------------------------------------------------------------------------------


def _seal(store: Store[SessionScenario], people: FromFile, found: Reconciliation) -> None:
    """How far it is reconciled, with the figures that it is made of."""
    with st.container(key="reconcile_seal", horizontal=True, vertical_alignment="center"):
        whole = not found.open_amount
        sign = "✓" if whole else "◐"
        of = t(
            "reconcile.compared",
            compared=count(found.compared),
            count=found.facts.person_months,
            columns=t("list.comma").join(figures.column for figures in found.figures),
        )
        kind = "whole" if whole else "open"
        st.html(
            f'<div class="pc-seal pc-seal-{kind}" role="status"><i aria-hidden="true">{sign}</i>'
            f"<div><h2>{escape(pick(found.seal))}</h2><p>{escape(of)}</p></div></div>"
        )
        reconcile_paid.paid_choice(store, people, found.facts)
        _step_button(
            "results",
            t("reconcile.to_results"),
            key="go_on_results",
            type="primary",
            icon=":material/arrow_forward:",
        )
    st.html(card_row(_cards(found)))
    if found.notes:
        with st.expander(t("reconcile.notes", count=len(found.notes)), icon=":material/info:"):
            st.markdown(
                "\n".join(
                    f"- {escape_markdown(f'{note.text(language())} {note.remedy(language())}')}"
                    for note in found.notes
                )
            )


def _cards(found: Reconciliation) -> list[Card]:
    share = (
        ("fen", found.to_the_fen),
        ("yuan", found.to_one_yuan),
        ("percent", found.to_one_percent),
    )
    cards = [
        Card(
            t(f"reconcile.card_{name}"), escape(pick(share_text(value))), t(f"reconcile.of_{name}")
        )
        for name, value in share
    ]
    cards.append(
        Card(
            t("reconcile.card_difference"),
            escape(signed(pick(amount_text(found.difference)))),
            t("reconcile.of_difference", paid=pick(amount_text(found.total_paid))),
            t(
                "reconcile.exact_difference",
                paid=pick(fen_text(found.total_paid)),
                plan=pick(fen_text(found.total_plan)),
            ),
        )
    )
    cards.append(
        Card(
            t("reconcile.card_open"),
            escape(pick(amount_text(found.open_amount))),
            t("reconcile.of_open", count=int(found.open.sum())),
            pick(fen_text(found.open_amount)),
        )
    )
    return cards


def _tried(store: Store[SessionScenario]) -> None:
    """What is tried: figures unlike the plan as documented, and what can become of them."""
    session = store.present
    changes = session.scenario.describe(language())
    if not changes:
        return
    with st.container(key="reconcile_tried", horizontal=True, vertical_alignment="center"):
        named = t("list.comma").join(changes[:2])
        more = len(changes) - 2
        words = t("reconcile.tried", changes=named)
        if more > 0:
            words = t("reconcile.tried_more", changes=named, count=more)
        st.markdown(escape_markdown(words), width="stretch")
        st.button(
            t("reconcile.untry"),
            key="reconcile_untry",
            icon=":material/undo:",
            on_click=lambda: store.switch_to(store.present.reset_all()),
        )
        st.button(
            t("reconcile.make_plan"),
            key="reconcile_make_plan",
            icon=":material/save:",
            help=t("reconcile.make_plan_help"),
            on_click=reconcile_suspects.make_plan,
            args=(store,),
        )


def _side(found: Reconciliation) -> str:
    chosen = st.segmented_control(
        t("reconcile.side"),
        SIDES,
        format_func=lambda name: t(f"reconcile.side_{name}", count=len(found.accepted)),
        default=st.session_state.get(_SIDE, SIDES[0]),
        required=True,
        key=f"{_SIDE}.{language()}.{len(found.accepted)}",
        label_visibility="collapsed",
    )
    st.session_state[_SIDE] = chosen or SIDES[0]
    return chosen or SIDES[0]
