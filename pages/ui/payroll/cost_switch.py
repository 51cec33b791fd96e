"""The choice between pay and employer cost, the same on every page, and what costs then are."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from engine.companies import (
    Company,
    budget_told,
    legal_figures,
    of_employer,
    uncertain_told,
    year_told,
)
from engine.payroll import PayrollSettings
from pages.ui.kit import Store, frame, pick, t
from pages.ui.payroll.place_and_rates import place_and_rates
from pages.ui.payroll.place_fields import column_of_places, offered_places
from pages.ui.payroll.where_insured import people_of_places, places_told, where_insured
from pages.ui.session import SessionScenario

_PAY, _EMPLOYER = "pay", "employer"
_LEFT = "payroll/left"
"""Where the session keeps place and rates while costs are what people are paid."""


def cost_switch(store: Store[SessionScenario], first: int, months: int) -> None:
    """The choice; with employer cost, place and rates beside it, and the legal figures of `months`
    months from the month number `first`."""
    settings = store.present.payroll
    now = _PAY if settings is None else _EMPLOYER
    names = {_PAY: t("payroll.pay"), _EMPLOYER: t("payroll.employer")}
    # Streamlit knows a choice by its words: another language has a box of its own.
    key = frame.on_this_page(f"cost_switch.{hash(tuple(names.values()))}")
    if st.session_state.get(key) != now:
        st.session_state[key] = now
    with st.container(key="cost_switch", horizontal=True, gap="small", vertical_alignment="center"):
        st.segmented_control(
            t("payroll.switch"),
            list(names),
            format_func=names.__getitem__,
            required=True,
            key=key,
            on_change=lambda: _switch(store, st.session_state.get(key, now)),
            label_visibility="collapsed",
            help=t("payroll.switch_help"),
        )
        if settings is not None:
            place_and_rates(store, settings, first, months)
            if mark := uncertain_mark(store.present.whole, first, months):
                st.html(mark)
        if (other := budget_told(store.present.whole, settings)) is not None:
            st.html(f'<p class="pc-other-budget">{escape(pick(other))}</p>')


def _switch(store: Store[SessionScenario], wanted: str) -> None:
    settings = store.present.payroll
    if wanted == _EMPLOYER:
        show_employer_cost(store)
    elif settings is not None:
        st.session_state[_LEFT] = (store.present.plan_key, settings)
        store.commit(store.present.with_payroll(None))


def show_employer_cost(store: Store[SessionScenario]) -> None:
    """From now on costs are all that the employer pays, where and as it was left."""
    if store.present.payroll is None:
        store.commit(store.present.with_payroll(_as_left(store.present)))


def _as_left(session: SessionScenario) -> PayrollSettings:
    """The settings that were left; on another plan without units and columns that it may not have,
    in another currency at a place of that. People who have a column of places
    are insured by it."""
    whose, left = st.session_state.get(_LEFT, ("", PayrollSettings()))
    if whose != session.plan_key:
        column = column_of_places(session.whole)
        left = replace(left, place_column=column, column_places={}, unit_places={})
    known = offered_places(session.whole)
    return left if left.place in known or not known else PayrollSettings(next(iter(known)))


def cost_told(company: Company) -> str:
    """What costs are, where they are not what people are paid."""
    if company.payroll is None:
        return ""
    return t("payroll.told", places=places_told(company, company.payroll))


def cost_cautions(company: Company, first: int, months: int, *, net: bool = False) -> list[str]:
    """That costs rest on legal figures that are not verified for these months, or take-home pay
    where `net`."""
    settings = company.payroll
    if settings is None or not where_insured(company, settings):
        return []
    facts = people_of_places(company, settings)
    found = [
        figure
        for place, figures in legal_figures(company, settings, first, months, facts).items()
        for figure in figures
        if net or of_employer(place, figure)
    ]
    open_ones = sum(not figure.certain for figure in found)
    key = "payroll.caution_net" if net else "payroll.caution"
    return [t(key, count=open_ones, all=len(found))] if open_ones else []


def uncertain_mark(company: Company, first: int, months: int, *, net: bool = False) -> str:
    """The same as HTML, with which figures these are to be opened; "" where all are certain."""
    settings, cautions = company.payroll, cost_cautions(company, first, months, net=net)
    if settings is None or not cautions:
        return ""
    facts = people_of_places(company, settings)
    told = uncertain_told(company, settings, first, months, facts, net=net)
    each = "".join(f"<li>{escape(pick(sentence))}</li>" for sentence in told)
    return (
        f'<details class="pc-unsure" role="status"><summary>⚠ {escape(cautions[0])}</summary>'
        f"<ul>{each}</ul></details>"
    )


def year_cautions(company: Company, first: int) -> list[str]:
    """What of the year before the month number `first` is not known, which take-home pay rests on;
    nothing where that is January or costs are what people are paid."""
    settings = company.payroll
    if settings is None or not where_insured(company, settings):
        return []
    return [
        pick(s) for s in year_told(company, settings, first, people_of_places(company, settings))
    ]
