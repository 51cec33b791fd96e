"""The figures that do not agree, one by one: searched, opened beside the statement, accepted."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from engine.analysis import STATES, Case, Reconciliation, fen_text, find_cases, line_label
from engine.explain import explain
from engine.reports import pay_statement
from engine.scenario import FromFile
from engine.text import Refused, short_month, signed
from pages.ui.back_test.reconcile_parts import Picked, unpick
from pages.ui.back_test.reconcile_reason import reason_button
from pages.ui.kit import Store, choice, escape_markdown, language, pick, t
from pages.ui.session import SessionScenario, health_policy, memory, reconciliation_session
from pages.ui.statement import statement_page

PAGE = 100
"""So many cases are on a page of the table."""
_OPENED = "reconcile/opened"
ROW, MOST_HEIGHT = 35, 236


def cases(
    store: Store[SessionScenario], people: FromFile, found: Reconciliation, picked: Picked
) -> None:
    """Search, the table, and what to do with the cases chosen in it; nothing where all agree."""
    if not len(found.cases):
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="case_search"):
        search = st.text_input(
            t("reconcile.search"),
            key="reconcile_search",
            placeholder=t("reconcile.search_hint"),
            icon=":material/search:",
            persist_state="session",
            label_visibility="collapsed",
            width=170,
        )
        state = choice(
            t("reconcile.state"),
            STATES,
            key="reconcile_state",
            written=lambda name: t(f"reconcile.state_{name}"),
            label_visibility="collapsed",
            width=130,
        )
        if picked != Picked():
            st.button(
                escape_markdown(picked.label),
                key="reconcile_unpick",
                icon=":material/close:",
                help=t("reconcile.unpick"),
                on_click=unpick,
            )
        actions = st.container(horizontal=True, gap="small", key="case_actions")
    group = (picked.column, picked.value) if picked.column else None
    places = find_cases(
        found,
        (search or "").strip(),
        line=picked.line,
        month=picked.month,
        group=group,
        state=state,
    )
    if not places.size:
        st.info(t("reconcile.no_case"), icon=":material/check_circle:")
        return
    pages = -(-places.size // PAGE)
    turn = f"{hash((search, state, picked, places.size))}"
    table = st.container()
    page = 1
    with st.container(horizontal=True, vertical_alignment="center", key="case_pages"):
        st.caption(t("reconcile.case_count", count=int(places.size)), width="stretch")
        if pages > 1:
            page = st.pagination(int(pages), key=f"reconcile_page-{turn}", max_visible_pages=5)
    shown = [found.cases[int(place)] for place in places[(page - 1) * PAGE : page * PAGE]]
    with table:
        chosen = _table(found, shown, f"{turn}-{page}")
    with actions:
        st.button(
            t("reconcile.why"),
            key="reconcile_why",
            icon=":material/receipt_long:",
            help=t("reconcile.why_help"),
            disabled=len(chosen) != 1,
            on_click=lambda: st.session_state.update({_OPENED: chosen[0]}),
        )
        reason_button(
            f"cases-{len(found.accepted)}",
            t("reconcile.accept_some", count=len(chosen)) if chosen else t("reconcile.accept_none"),
            lambda reason: _accept(people, found, chosen, reason),
            disabled=not chosen,
        )


def _table(found: Reconciliation, shown: list[Case], turn: str) -> list[Case]:
    """The cases as a table; those chosen in it."""
    lang = language()
    several = len(found.figures) > 1
    columns = {
        t("details.employee"): [case.employee for case in shown],
        t("statement.month"): [short_month(case.month, lang) for case in shown],
    }
    if several:
        columns[t("details.line")] = [pick(line_label(found.plan, case.line)) for case in shown]
    columns |= {
        t("reconcile.head_paid"): [pick(fen_text(case.paid)) for case in shown],
        t("reconcile.head_plan"): [pick(fen_text(case.plan)) for case in shown],
        t("reconcile.head_difference"): [signed(pick(fen_text(c.difference))) for c in shown],
    }
    if any(case.reason for case in shown):
        columns[t("reconcile.head_reason")] = [case.reason for case in shown]
    right = st.column_config.TextColumn(alignment="right")
    heads = ("reconcile.head_paid", "reconcile.head_plan", "reconcile.head_difference")
    selected = st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        key=f"reconcile_cases-{turn}",
        on_select="rerun",
        selection_mode="multi-row",
        column_config={t(head): right for head in heads},
        alt=t("reconcile.cases"),
        height=min(ROW * (len(shown) + 1) + 3, MOST_HEIGHT),
    )
    rows = selected["selection"]["rows"]
    return [shown[row] for row in rows if row < len(shown)]


def _accept(people: FromFile, found: Reconciliation, chosen: list[Case], reason: str) -> None:
    signed_now = reconciliation_session.signed_now(reason)
    reconciliation_session.accept(
        people,
        [
            found.accept(employee=case.employee, month=case.month, line=case.line, **signed_now)
            for case in chosen
        ],
    )


# -- one case beside its statement -------------------------------------------------------------


def open_statement(store: Store[SessionScenario], found: Reconciliation) -> None:
    """The statement of the case that was asked for, beside what was paid."""
    case: Case | None = st.session_state.pop(_OPENED, None)
    if case is None:
        return
    who, when = case.employee, short_month(case.month, language())
    box = st.dialog(
        t("reconcile.statement", employee=escape_markdown(who), month=when), width="large"
    )
    box(_statement)(store.present, found, case)


def _statement(session: SessionScenario, found: Reconciliation, case: Case) -> None:
    figures = (
        ("reconcile.head_paid", pick(fen_text(case.paid))),
        ("reconcile.head_plan", pick(fen_text(case.plan))),
        ("reconcile.head_difference", signed(pick(fen_text(case.difference)))),
    )
    line = pick(line_label(found.plan, case.line))
    cells = "".join(
        f"<div><dt>{escape(t(head))}</dt><dd>{escape(amount)}</dd></div>"
        for head, amount in figures
    )
    st.html(f'<dl class="pc-paid"><div><dt>{escape(line)}</dt></div>{cells}</dl>')
    fewest = health_policy.policy().smallest_group
    try:
        explained = explain(found.plan, found.facts, case.employee, case.month, memory())
        brief = pay_statement(
            explain(found.plan, found.facts, case.employee, case.month, memory(), fewest)
        )
    except Refused as refused:
        st.error(escape_markdown(refused.text(language())))
        return
    st.html(statement_page(explained, brief, session))
