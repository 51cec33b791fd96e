"""Which columns say what was paid: chosen for gross pay and for each line."""

from __future__ import annotations

import streamlit as st

from engine.analysis import line_label
from engine.evaluation import GROSS
from engine.facts import Facts
from engine.scenario import FromFile
from pages.ui.kit import Store, choice, escape_markdown, pick, popover, t
from pages.ui.session import SessionScenario, reconciliation_session


def paid_choice(store: Store[SessionScenario], people: FromFile, facts: Facts) -> None:
    """The choice behind a button, which says whether it is a proposal."""
    paid = reconciliation_session.paid_columns(people, store.present.plan, facts)
    label = t("reconcile.paid" if paid.chosen else "reconcile.paid_proposed")
    with popover(
        label, icon=":material/payments:", key="reconcile_paid", width="content"
    ) as is_open:
        if is_open:
            paid_fields(store, people, facts)


def paid_fields(store: Store[SessionScenario], people: FromFile, facts: Facts) -> None:
    """A field for gross pay and one for each line, and the button that takes them."""
    plan = store.present.plan
    paid = reconciliation_session.paid_columns(people, plan, facts)
    if not paid.chosen and paid.columns:
        st.caption(t("reconcile.paid_why"))
    chosen: dict[str, str] = {}
    for line in (GROSS, *(line.id for line in plan.pay_lines)):
        column = choice(
            pick(line_label(plan, line)),
            ["", *facts.further],
            key=f"reconcile_paid-{people.sha256}-{plan.id}-{line}",
            written=lambda name: escape_markdown(name) if name else t("reconcile.no_column"),
            first=paid.columns.get(line, ""),
        )
        if column:
            chosen[line] = column
    twice = len(set(chosen.values())) < len(chosen)
    if twice:
        st.warning(t("reconcile.paid_twice"))
    st.button(
        t("reconcile.take_paid"),
        key="reconcile_take_paid",
        type="primary",
        disabled=twice or not chosen or (paid.chosen and chosen == dict(paid.columns)),
        on_click=reconciliation_session.choose_paid,
        args=(people, plan, chosen),
    )
