"""The choices in the sidebar, beginning with the plan or company, and what a link brings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

import engine
from engine.companies import companies, load_company
from engine.plan import plan_listing
from engine.text import Refused
from engine.workspace import PLAN, Item
from pages.ui.kit import (
    Store,
    distinct_labels,
    escape_markdown,
    frame,
    language,
    pick,
    t,
    undo_and_redo,
)
from pages.ui.scenario import company_choice, people_choice, variant_choice
from pages.ui.scenario.people_choice import REFUSED
from pages.ui.session import SessionScenario, address, company_key, from_json, kept_items, link

_COMPANIES, _OWN, _CATALOGUE, _SAMPLES = _HEADINGS = ("+", "=", "#", "-")
"""The headings above companies and the three kinds of plans, which are none themselves."""


def open_link(store: Store[SessionScenario]) -> None:
    """Open the scenario of the link this session came by; say so where it cannot be opened."""
    try:
        content = link.scenario_in_address()
        if content is not None:
            store.switch_to(from_json(content))
    except link.BadLink as broken:
        st.session_state[_LINK_PROBLEM] = t(broken.words)
    except Refused as refused:
        st.session_state[_LINK_PROBLEM] = f"{t('link.misfit')} {refused.text(language())}"
    except ValueError:
        st.session_state[_LINK_PROBLEM] = t("link.unreadable")


def link_problem() -> None:
    """What was wrong with the link, until it is dismissed by the next link."""
    if problem := st.session_state.pop(_LINK_PROBLEM, ""):
        st.warning(escape_markdown(problem), icon=":material/link_off:")


_LINK_PROBLEM = "link/problem"


def choices(store: Store[SessionScenario]) -> None:
    """Plan, people and variant, or company, unit and variant, with undo, redo and the link, which
    is the address as well."""
    kept = kept_items.items()
    _plan(store, kept)
    if store.present.company is None:
        people_choice.people(store, kept)
    else:
        company_choice.unit(store)
        company_choice.about_company(store)
    variant_choice.variant(store, kept)
    undo_and_redo(store)
    address.keep(store.present)


def _plan(store: Store[SessionScenario], kept: Sequence[Item]) -> None:
    samples = engine.samples()
    current = store.present.plan_key
    own = {
        item.id: item for item in kept if item.kind == PLAN and not item.current.detail["problems"]
    }
    known = _companies(store.present)
    named = (*((item.id, item.name) for item in own.values()), *known.items())
    key = frame.on_this_page(f"scenario.plan.{language()}.{hash(named)}")
    if st.session_state.get(key) != current:
        st.session_state[key] = current
    titles = {plan: pick(plan_listing(plan).title) for plan in (*engine.catalogue(), *samples)}
    titles = {
        _COMPANIES: t("choose.companies"),
        **known,
        **({_OWN: t("choose.own_plans")} if own else {}),
        **{item.id: _own_title(item, titles.values()) for item in own.values()},
        _CATALOGUE: t("choose.catalogue"),
        **{plan: title for plan, title in titles.items() if plan not in samples},
        _SAMPLES: t("choose.samples"),
        **{plan: title for plan, title in titles.items() if plan in samples},
    }
    titles.setdefault(current, pick(store.present.title))  # one that was put away meanwhile
    titles = distinct_labels(titles)

    def choose() -> None:
        session, chosen = store.present, st.session_state.get(key)
        if chosen in (*_HEADINGS, session.plan_key) or chosen not in titles:
            return
        try:
            if chosen in known:
                opened = _company(session, chosen)
            else:
                opened = session.go_to_plan(own[chosen].current if chosen in own else chosen)
        except Refused as refused:
            return kept_items.report(refused)
        st.session_state[REFUSED] = ()
        store.switch_to(opened)

    with st.container(key="plan"):
        st.selectbox(
            t("choose.plan"),
            list(titles),
            format_func=titles.__getitem__,
            key=key,
            on_change=choose,
            help=escape_markdown(pick(_about(store.present))),
        )


def _companies(session: SessionScenario) -> dict[str, str]:
    """The titles of the companies that come with Paycurve and those opened in this session, by
    key."""
    found = [load_company(name) for name in companies()]
    titles = {company_key(company): pick(company.title) for company in found}
    for opened in (session, *session.on_other_plans.values()):
        if opened.company is not None:
            titles.setdefault(opened.plan_key, pick(opened.company.title))
    return titles


def _company(session: SessionScenario, key: str) -> SessionScenario:
    """A company by its key, as it was left in this session."""
    shipped = {company_key(company): company for company in map(load_company, companies())}
    return session.open_company(shipped[key]) if key in shipped else session.go_to_key(key)


def _about(session: SessionScenario) -> Mapping[str, str]:
    return session.base.summary if session.company is None else session.company.description


def _own_title(item: Item, others: Iterable[str]) -> str:
    """What a kept plan is called beside the plans of the catalogue."""
    name = kept_items.plan_name(item)
    return f"{name} · {kept_items.saved_at(item.current)}" if name in others else name
