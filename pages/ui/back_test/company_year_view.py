"""A company held against what was paid: its total, and each unit with the way to its cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from html import escape

import streamlit as st

import engine
from engine.analysis import Accepted, Part, amount_text, fen_text, share_text
from engine.backtesting import CompanyYear, drawn_units
from engine.companies import Company
from engine.papers import backtest_book, backtest_paper, can_reproduce, reproduce_backtest
from engine.progress import Progress
from engine.reports import company_year_document
from engine.scenario import FromFile
from engine.text import count, signed
from pages.ui.back_test.understanding import STEP
from pages.ui.documents import download_menu
from pages.ui.kit import (
    Card,
    Loading,
    Store,
    card_row,
    escape_markdown,
    frame,
    language,
    pick,
    t,
    wait_for,
)
from pages.ui.scenario import own_company, reading_notice, show_unit, unit_row, unless_refused
from pages.ui.session import (
    SessionScenario,
    check_files,
    company_content_key,
    company_payouts,
    memory,
    people_and_period,
    people_key,
    reconciliation_session,
    session_facts,
)


def of_company(store: Store[SessionScenario]) -> None:
    """All of the page, once a company is shown as a whole."""
    session = store.present
    if not _files(session.whole):
        return _nobody_paid(store)
    loading = Loading("company", lambda share: (t("reconcile.working"), share), cancel=show_unit)
    tested = unless_refused(store, lambda: _tested(session, loading))
    loading.done()
    reading_notice(store, session_facts(session))
    company, whole = session.whole, tested.whole({})
    frame.heading(pick(company.title), _about(tested), _finding(whole))
    with st.container(horizontal=True, vertical_alignment="center", key="company_year_tools"):
        st.caption(t("back_test.company_total_of", count=len(tested.reconciled)))
        made = partial(company_year_document, tested)
        name = f"{pick(company.title)} {t('page.back_test')}"
        download_menu(
            made,
            name,
            "company_year_document",
            paper=partial(backtest_paper, tested),
            book=lambda: backtest_book(backtest_paper(tested), tested),
            again=_again(tested),
        )
    if whole.compared:
        st.html(card_row(_cards(tested, whole)))
    parts = {part.key: part for part in tested.by_unit()}
    with st.container(key="company_years", gap="small"):
        for unit in company.units:
            _unit(store, tested, unit, parts.get(unit))


def _again(tested: CompanyYear) -> Callable[[], bytes] | None:
    """The files to come to the same figures again; None where these cannot be told elsewhere."""
    lang = language()
    if not can_reproduce(tested.company):
        return None
    return lambda: reproduce_backtest(tested, lang)


def without_cases(session: SessionScenario) -> bool:
    """Whether the unit before the session is paid on people who are drawn, so that what its people
    were paid says nothing; that is told then."""
    if session.company is None or not isinstance(session.people, FromFile):
        return False
    if drawn_units(session.whole).get(session.unit) != "of_drawn":
        return False
    with st.container(border=True, key="unit_of_drawn"):
        st.subheader(t("back_test.unit_of_drawn_title"), anchor=False)
        st.markdown(escape_markdown(t("back_test.unit_of_drawn", unit=pick(session.title))))
    return True


def _files(company: Company) -> dict[str, FromFile]:
    """The files of people, by unit."""
    people = {name: unit.scenario.people for name, unit in company.units.items()}
    return {name: one for name, one in people.items() if isinstance(one, FromFile)}


def _nobody_paid(store: Store[SessionScenario]) -> None:
    """All people are drawn: what a company needs to be held against what was paid."""
    frame.heading(pick(store.present.whole.title), "", t("back_test.company_drawn"))
    with st.container(border=True, key="company_nobody_paid"):
        st.markdown(t("back_test.company_drawn_text"))
        own_company(store)


def _tested(session: SessionScenario, loading: Loading) -> CompanyYear:
    """The company on its year, with what was decided of each unit's file. Raises MissingFile, and
    Refused where the people of a unit cannot be had or an amount is no number."""
    company = session.whole
    check_files(company)
    key = (people_key(company), company_content_key(company))
    paid = wait_for("company_people", key, lambda step: company_payouts(company, step), loading)
    columns: dict[str, Mapping[str, str]] = {}
    accepted: dict[str, tuple[Accepted, ...]] = {}
    for name, people in _files(company).items():
        plan, facts = company.units[name].plan, paid.units[name].facts
        found = reconciliation_session.paid_columns(people, plan, facts)
        columns[name] = found.columns
        accepted[name] = reconciliation_session.notes_of(people).accepted
    decided = tuple((n, tuple(columns[n].items()), accepted[n]) for n in columns)
    known = memory()

    def work(progress: Progress) -> CompanyYear:
        return engine.backtest(
            company, paid.facts, columns, accepted, memory=known, progress=progress
        )

    of_year = ("company year", key, decided)
    return wait_for(
        "company_year", of_year, lambda step: known.cached(of_year, lambda: work(step)), loading
    )


def _about(tested: CompanyYear) -> str:
    payouts = tested.payouts
    facts = next(iter(payouts.units.values())).facts
    return people_and_period(facts, language(), len(payouts.employees))


def _finding(whole: Part) -> str:
    if not whole.compared:
        return t("back_test.company_nothing_paid")
    if not whole.open:
        return t("back_test.company_all_settled", count=whole.compared)
    amount = pick(amount_text(whole.open_amount))
    return t("back_test.company_open", count=whole.open, all=count(whole.compared), amount=amount)


def _cards(tested: CompanyYear, whole: Part) -> list[Card]:
    paid, plan = pick(fen_text(whole.paid)), pick(fen_text(whole.plan))
    return [
        Card(
            t("reconcile.card_fen"),
            escape(pick(share_text(tested.to_the_fen))),
            t("reconcile.of_fen"),
        ),
        Card(
            t("reconcile.card_difference"),
            escape(signed(pick(amount_text(whole.difference)))),
            t("reconcile.of_difference", paid=pick(amount_text(whole.paid))),
            t("reconcile.exact_difference", paid=paid, plan=plan),
        ),
        Card(
            t("reconcile.card_open"),
            escape(pick(amount_text(whole.open_amount))),
            t("reconcile.of_open", count=whole.open),
            pick(fen_text(whole.open_amount)),
        ),
    ]


def _unit(store: Store[SessionScenario], tested: CompanyYear, name: str, part: Part | None) -> None:
    """A unit: its figures, or why it has none and what to do, and the way to it."""
    title = pick(tested.company.units[name].title)
    why = tested.not_compared.get(name)
    step = "understand" if why == "drawn" else "reconcile"
    if part is None:
        said, figures = t(f"back_test.unit_{why}", unit=title), ""
    else:
        said, figures = pick(tested.reconciled[name].seal), _figures(part)
    unit_row(
        store,
        name,
        title,
        f'<div class="pc-year"><h3>{escape(title)}</h3><p>{escape(said)}</p>{figures}</div>',
        key="company_year",
        opens=t("company.open_unit" if why == "of_drawn" else f"back_test.unit_open_{step}"),
        on_open=lambda: st.session_state.update({STEP: step}),
    )


def _figures(part: Part) -> str:
    shown = {
        "compared": count(part.compared),
        "paid": pick(fen_text(part.paid)),
        "plan": pick(fen_text(part.plan)),
        "difference": signed(pick(fen_text(part.difference))),
    }
    cells = "".join(
        f"<div><dt>{escape(t(f'back_test.unit_{name}'))}</dt><dd>{escape(value)}</dd></div>"
        for name, value in shown.items()
    )
    return f"<dl>{cells}</dl>"
