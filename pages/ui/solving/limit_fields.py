"""What it may cost, what else has to hold, and what is wanted most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from engine.companies import Company
from engine.solving import COSTS, GOALS, YEAR
from engine.text import money
from pages.ui.kit import Store, bound, escape_markdown, language, number_field, t
from pages.ui.payroll import cost_told, uncertain_mark
from pages.ui.session import company_facts_of
from pages.ui.solving.solving_form import LEVERAGE, LOSERS, SolvingForm, cost_label, cost_now

Change = Callable[[SolvingForm, Any], SolvingForm]
_WIDE = 96
_SWITCHES = ("minimum_wage", "no_new_cliff", "no_further_failed_check", "no_failed_check")


def cost_fields(store: Store[SolvingForm], company: Company) -> None:
    """The budget, and which figure of the cost is held against it."""
    form, lang = store.present, language()
    st.markdown(f"**{t('solving.cost')}**")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        number_field(
            store,
            "budget",
            t("solving.budget"),
            form.budget_of(company),
            lambda form, typed: form.with_budget(company, typed),
            clear=lambda form: form.with_budget(company, None),
            unit="CNY",
            placeholder=t("solving.no_budget"),
            label_visibility="visible",
        )
        names = {one: cost_label(one, company.payroll is not None) for one in COSTS}
        st.selectbox(
            t("solving.cost_measure"),
            COSTS,
            index=COSTS.index(form.cost),
            format_func=names.__getitem__,
            help=t("solving.cost_help"),
            **bound(
                store,
                f"cost.{lang}",
                form.cost,
                lambda form, to: replace(form, cost=to),
            ),
        )
    if reason := store.refused("budget"):
        st.error(escape_markdown(reason))
    if told := cost_told(company):
        st.caption(escape_markdown(t("solving.held_against", what=told)))
        facts = next(iter(company_facts_of(company).units.values()))
        if mark := uncertain_mark(company, facts.first, facts.months):
            st.html(mark)
    if not company.of_plan:
        st.caption(t("solving.whole_company"))
    if form.cost != YEAR:
        st.caption(t("solving.ahead"))
    else:
        st.caption(t("solving.costs_now", cost=money(cost_now(company), lang)))


def limit_fields(store: Store[SolvingForm]) -> None:
    """Limits that are switched on, with their figures."""
    limits = store.present.limits
    st.markdown(f"**{t('solving.limits')}**")
    is_on = limits.most_losers is not None
    _switch(
        store, "losers", is_on, lambda form, on: form.limited(most_losers=LOSERS if on else None)
    )
    if is_on:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            for name, value in (
                ("most_losers", limits.most_losers),
                ("losing_more_than", limits.losing_more_than),
            ):
                number_field(
                    store,
                    name,
                    t(f"solving.{name}"),
                    value,
                    _limiting(name),
                    unit="share",
                    label_visibility="visible",
                    width=_WIDE * 2,
                )
    is_on = limits.leverage is not None
    _switch(
        store, "leverage", is_on, lambda form, on: form.limited(leverage=LEVERAGE if on else None)
    )
    if is_on:
        number_field(
            store,
            "leverage_least",
            t("solving.leverage_least"),
            limits.leverage,
            lambda form, typed: form.limited(leverage=typed),
            label_visibility="visible",
            width=_WIDE,
        )
    for name in _SWITCHES:
        _switch(
            store,
            name,
            getattr(limits, name),
            _limiting(name),
        )
    for name in ("most_losers", "losing_more_than", "leverage_least"):
        if reason := store.refused(name):
            st.error(escape_markdown(reason))


def goal_field(store: Store[SolvingForm]) -> None:
    """What is wanted most where several figures would do."""
    form, names = store.present, {one: t(f"solving.goal_{one}") for one in GOALS}
    st.selectbox(
        t("solving.goal"),
        GOALS,
        index=GOALS.index(form.goal),
        format_func=names.__getitem__,
        **bound(
            store,
            f"goal.{language()}",
            form.goal,
            lambda form, to: replace(form, goal=to),
        ),
    )


def _limiting(name: str) -> Change:
    """How a limit is set."""
    return lambda form, value: form.limited(**{name: value})


def _switch(store: Store[SolvingForm], name: str, is_on: bool, change: Change) -> None:
    st.checkbox(
        t(f"solving.limit_{name}"),
        value=is_on,
        help=t(f"solving.limit_{name}_help"),
        **bound(store, f"switch_{name}", is_on, change),
    )
