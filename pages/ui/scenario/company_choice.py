"""The choice of a company's unit, what the company is, and a company of one's own."""

from __future__ import annotations

from html import escape

import streamlit as st

from engine.companies import Company, Unit
from engine.scenario import FromFile, Personas, Simulated
from engine.text import DASH, Refused, compact_money, count, months
from pages.ui.kit import Store, StoredFile, escape_markdown, frame, language, pick, t, upload
from pages.ui.scenario.people_choice import REFUSED, REFUSED_FILE
from pages.ui.session import COMPANY_KINDS, SessionScenario, company_from_files


def unit(store: Store[SessionScenario]) -> None:
    """The unit whose figures are moved."""
    session = store.present
    whole = session.whole
    changed = whole.changed
    titles = {
        name: t("company.unit_changed", unit=pick(u.title), count=len(changed[name]))
        if name in changed
        else pick(u.title)
        for name, u in whole.units.items()
    }
    # Streamlit knows a choice by its words: a box that outlives a change of them chooses anew.
    key = frame.on_this_page(f"scenario.unit.{hash((session.plan_key, *titles.values()))}")
    if st.session_state.get(key) != session.unit:
        st.session_state[key] = session.unit

    def choose() -> None:
        chosen = st.session_state.get(key, session.unit)
        if chosen != store.present.unit and chosen in store.present.whole.units:
            store.switch_to(store.present.go_to_unit(chosen))

    with st.container(key="unit"):
        st.selectbox(
            t("company.unit"),
            list(titles),
            format_func=titles.__getitem__,
            key=key,
            on_change=choose,
            help=t("company.unit_help"),
        )


def about_company(store: Store[SessionScenario]) -> None:
    """Its units, people, managers and budget, and the way to bring another."""
    company = store.present.whole
    box = st.popover(
        t("company.units", count=len(company.units)),
        icon=":material/domain:",
        width="stretch",
        key="company",
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        st.markdown(f"**{escape_markdown(pick(company.title))}**")
        st.caption(escape_markdown(pick(company.description)))
        st.html(_units(company))
        st.caption(_calendar(company))
        st.divider()
        own_company(store)
        frame.link("library", t("company.all"))


def own_company(store: Store[SessionScenario]) -> None:
    """A field for a company of one's own and what it names."""
    upload.uploader_of_several(
        t("company.bring"),
        name="company",
        take=lambda files: take_company(store, files),
        kinds=COMPANY_KINDS,
        help=t("company.bring_help"),
    )


def take_company(store: Store[SessionScenario], files: list[StoredFile]) -> None:
    """Go on with the company of some files, or say what is wrong with it."""
    st.session_state[REFUSED_FILE] = None
    try:
        company, definition = company_from_files(files)
    except Refused as refused:
        st.session_state[REFUSED] = refused.problems
        return
    st.session_state[REFUSED] = ()
    store.switch_to(store.present.open_variant(company, definition))
    st.session_state[_BROUGHT] = store.present.plan_key


def is_brought(session: SessionScenario) -> bool:
    """Whether the company before the session is the one that was brought last."""
    return st.session_state.get(_BROUGHT) == session.plan_key


_BROUGHT = "company/brought"


def _units(company: Company) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(pick(unit.title))}</th><td>{escape(_heads(unit))}</td>"
        f"<td>{escape(pick(unit.plan.title))}</td></tr>"
        for unit in company.units.values()
    )
    heads = "".join(
        f"<th scope='col'>{escape(t(key))}</th>"
        for key in ("company.unit", "company.people_at_first", "company.plan")
    )
    return f"<table class='pc-table'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _heads(unit: Unit) -> str:
    match unit.scenario.people:
        case FromFile(name=name):
            return name
        case Personas():
            return count(len(unit.plan.personas))
        case Simulated(employees=employees):
            return count(employees if unit.headcount is None else unit.headcount)
    return DASH


def _calendar(company: Company) -> str:
    parts = []
    if company.months:
        last = company.first + company.months - 1
        parts = [months(company.first, last, language()), t("company.seed", seed=company.seed)]
    for name, budget in (
        ("budget", company.budget),
        ("employer_budget", company.employer_budget),
    ):
        if budget is not None:
            parts.append(t(f"company.{name}", amount=compact_money(budget, language())))
    return " · ".join(parts)
