"""The health check of a company: what was found of it as a whole, and of its units."""

from __future__ import annotations

from functools import partial

from engine.reports import company_health_document
from pages.ui.documents import download_menu
from pages.ui.health import health_papers
from pages.ui.health.company_units import company_heading, units
from pages.ui.health.threshold_fields import common
from pages.ui.kit import Loading, Store, pick, t
from pages.ui.scenario import reading_notice, show_unit, unless_refused
from pages.ui.session import SessionScenario, check_company, session_facts


def of_company(store: Store[SessionScenario]) -> None:
    """All of the page, once a company is shown as a whole."""
    session = store.present
    loading = Loading("health", lambda share: (t("health.checking"), share), cancel=show_unit)
    found = unless_refused(store, lambda: check_company(session, loading))
    loading.done()
    reading_notice(store, session_facts(session))
    company_heading(session, found)
    company = session.whole
    made = partial(company_health_document, company, found.whole, found.units)
    name = f"{pick(company.title)} {t('page.health')}"
    paper = health_papers.of_company(company, found)
    book = health_papers.book_of_company(company, found)
    again = health_papers.again_of_company(company, found)
    download_menu(made, name, "health_document", paper=paper, book=book, again=again)
    common(next(iter(found.units.values())).policy)
    units(store, found)
