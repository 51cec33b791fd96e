"""The companies as cards: what each is, its units, and where it goes on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

import streamlit as st

from engine.companies import Company, companies, load_company
from engine.reports import company_document
from engine.text import Refused, compact_money, count
from engine.workspace import COMPANY, Version
from pages.ui.documents import download_menu
from pages.ui.kit import LANGUAGE_NAMES, Store, escape_markdown, frame, language, pick, t
from pages.ui.scenario import (
    is_brought,
    number_of,
    own_company,
    refused_file,
    show_problems,
)
from pages.ui.session import (
    MissingFile,
    SessionScenario,
    company_definitions,
    company_facts_of,
    company_headcount,
    kept_items,
    memory,
)

Open = Callable[[], SessionScenario]
WAYS = ("what_if", "compare", "projection")
"""The pages that a company goes on to."""


def company_cards(store: Store[SessionScenario]) -> None:
    """The companies that come with Paycurve, then one's own; while somebody searches, those that
    fit."""
    words = str(st.session_state.get("library_search", "")).casefold().split()
    found = {
        key: known
        for key, known in _known(store.present).items()
        if all(word in _text(known[0]) for word in words)
    }
    if words and not found:
        return
    st.html(f'<h2 class="pc-group">{escape(t("library.group_companies"))}</h2>')
    with st.container(key="library_companies", gap="small"):
        for key, (company, opened) in found.items():
            _card(store, key, company, opened)
    with st.expander(t("company.bring"), icon=":material/upload:", key="bring_company"):
        own_company(store)
    refused_file()
    if is_brought(store.present):
        _brought(store.present)


def _brought(session: SessionScenario) -> None:
    """That a company is open, and whether its people can be paid."""
    name = escape_markdown(pick(session.whole.title))
    try:
        company_facts_of(session.whole)
    except MissingFile as missing:
        file = escape_markdown(missing.file.name)
        st.warning(t("company.brought_lacks", name=name, file=file), icon=":material/error:")
    except Refused as refused:
        found = number_of(refused.problems)
        st.warning(t("company.brought_misfit", name=name, count=found), icon=":material/error:")
        show_problems(refused.problems)
    else:
        st.success(t("company.brought", name=name), icon=":material/check:")


def _known(session: SessionScenario) -> dict[str, tuple[Company, Open]]:
    """Companies by the id or the content that tells each from all others, and the way to go on
    with each: those that come with Paycurve, those of this session, those that are kept."""
    found: dict[str, tuple[Company, Open]] = {}
    for company in map(load_company, companies()):
        found[company.id] = company, partial(session.open_company, company)
    for left in (session, *session.on_other_plans.values()):
        if left.company is not None and left.definition:
            known = left.company, partial(session.go_to_key, left.plan_key)
            found.setdefault(left.definition, known)
    for item in kept_items.items(COMPANY):
        try:
            company, definition = _kept(item.current)
        except Refused:
            continue
        known = company, partial(session.open_kept_company, item.current)
        found.setdefault(definition or company.id, known)
    return found


def _kept(version: Version) -> tuple[Company, str]:
    company = kept_items.company(version.id)
    definition = memory().cached(
        ("definition of a kept company", version.id),
        lambda: company_definitions.digest_of(company),
    )
    return company, definition


def _text(company: Company) -> str:
    texts = [company.title, company.description, *(u.title for u in company.units.values())]
    return " ".join(text[lang] for text in texts for lang in LANGUAGE_NAMES).casefold()


def _card(store: Store[SessionScenario], key: str, company: Company, opened: Open) -> None:
    with st.container(border=True, key=f"company-{key}", gap="small"):
        st.html(_told(company))
        with st.container(horizontal=True, gap="small", key=f"company_actions-{key}"):
            for page in WAYS:
                if st.button(
                    t(f"page.{page}"), key=f"company_{page}-{key}", icon=frame.PAGES[page]
                ):
                    _go_on(store, opened, page)
            made = partial(company_document, company)
            download_menu(made, pick(company.title), f"company_document-{key}")


def _go_on(store: Store[SessionScenario], opened: Open, page: str) -> None:
    try:
        store.switch_to(opened())
    except Refused as refused:
        kept_items.report(refused)
        st.rerun()
    frame.go(page)


def _told(company: Company) -> str:
    units = "".join(
        f"<li>{escape(pick(unit.title))} <b>{escape(_size(unit.headcount))}</b></li>"
        for unit in company.units.values()
    )
    parts = []
    if people := company_headcount(company):
        parts.append(t("figure.heads", count=people))
    for name, budget in (
        ("budget", company.budget),
        ("employer_budget", company.employer_budget),
    ):
        if budget is not None:
            parts.append(t(f"company.{name}", amount=compact_money(budget, language())))
    return (
        f'<section class="pc-plan"><h3>{escape(pick(company.title))}</h3>'
        f"<p>{escape(pick(company.description))}</p>"
        f'<ol class="pc-legend">{units}</ol>'
        f'<p class="pc-of-company">{escape(" · ".join(parts))}</p></section>'
    )


def _size(headcount: int | None) -> str:
    return "" if headcount is None else count(headcount)
