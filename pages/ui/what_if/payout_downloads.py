"""The payouts as files; every amount is worked out when somebody asks for the file."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from engine import evaluate
from engine.companies import company_people, legal_basis
from engine.facts import Facts
from engine.payroll import (
    OF_COST,
    OF_NET,
    PayrollSettings,
    dead_zone_of,
    pay_slip_lines,
    payroll_of_people,
)
from engine.plan import Plan
from engine.reports import (
    MOST_ROWS,
    TABLE_WRITERS,
    dead_zone_told,
    figures_told,
    spreadsheet_csv_bytes,
    with_told,
)
from engine.text import count
from pages.ui.documents import TABLE_MIME, letters_button, table_name
from pages.ui.kit import escape_markdown, language, t
from pages.ui.session import (
    SessionScenario,
    company_payouts,
    memory,
    reconciliation_session,
    session_facts,
)
from pages.ui.what_if.answers import Answers
from pages.ui.what_if.what_if_papers import letters, papers


def downloads(answers: Answers) -> None:
    """A button for each kind of file."""
    rows = _rows(answers)
    with st.popover(t("download.label"), icon=":material/download:", width="stretch", key="files"):
        papers(answers)
        st.markdown(f"**{t('download.payouts')}**")
        helps = "download.help" if answers.session.payroll is None else "download.help_employer"
        st.markdown(t(helps, rows=count(rows)))
        if seal := reconciliation_session.seal(answers.session, answers.facts):
            st.caption(escape_markdown(seal))
        for ending in TABLE_WRITERS:
            too_long = ending == ".xlsx" and rows > MOST_ROWS
            st.download_button(
                table_name(ending),
                data=_writer(answers, ending),
                file_name=f"{answers.plan.id}-payouts{ending}",
                mime=TABLE_MIME[ending],
                on_click="ignore",
                key=f"download-{ending[1:]}",
                disabled=too_long,
                help=t("download.too_long") if too_long else None,
                width="stretch",
            )
        letters_button(answers.is_changed)
    if answers.is_changed:
        letters(answers.session)


def _rows(answers: Answers) -> int:
    """Rows of the files: one for each month and line of everybody, and one for the sum."""
    if not answers.of_company or answers.whole is None:
        return answers.facts.person_months * _lines(answers, answers.plan)
    return sum(
        paid.facts.person_months * _lines(answers, paid.plan)
        for paid in answers.whole[1].units.values()
    )


def _lines(answers: Answers, plan: Plan) -> int:
    """Rows of a person and month."""
    paid = len(plan.pay_lines) + 1
    if answers.session.payroll is None:
        return paid
    further = set(OF_NET) | set(OF_COST)
    return paid + len(further) - (plan.salary is None)


def _writer(answers: Answers, ending: str) -> Callable[[], bytes]:
    """Writes the file when called, outside of the page; holds on to no facts until then."""
    session, of_company = answers.session, answers.of_company
    told = _told(session, answers.facts)
    writer = {**TABLE_WRITERS, ".csv": spreadsheet_csv_bytes}[ending]
    known, lang = memory(), language()

    def written() -> bytes:
        if session.payroll is not None:
            table, basis = _with_payroll(session, session.payroll, of_company, lang)
            return writer(with_told(_typed(table, ending), [*told, *basis]))
        if of_company:
            table = company_payouts(session.whole, amounts=True).table()
        else:
            table = evaluate(session.plan, session_facts(session), known).table()
        return writer(with_told(_typed(table, ending), told))

    return written


def _with_payroll(
    session: SessionScenario, settings: PayrollSettings, of_company: bool, lang: str
) -> tuple[pa.Table, list[str]]:
    """The payouts with what is kept, taken home and costs the employer, and what these rest on."""
    whole = session.whole
    paid = company_payouts(whole, amounts=True)
    people, before = company_people(paid, settings), None
    if settings.base == "last_year":
        before = company_people(company_payouts(whole.documented, amounts=True), settings)
    found = payroll_of_people(people, before)
    wanted = tuple(dict.fromkeys((*OF_NET, *OF_COST)))
    further = {
        name: {line: own[line] for line in wanted if line in own}
        for name, own in zip(paid.units, pay_slip_lines(people, found), strict=True)
    }
    facts = next(iter(paid.facts.units.values()))
    basis = legal_basis(
        *(whole, settings, facts.first, facts.months, paid.facts.units), cost=True, net=True
    )
    said = [text[lang] for text in (*dead_zone_told(dead_zone_of(found)), *basis)]
    if of_company:
        return paid.table(False, further), said
    unit = session.unit or next(iter(paid.units))
    return paid.units[unit].table(False, further[unit]), said


def _told(session: SessionScenario, facts: Facts) -> list[str]:
    seal = reconciliation_session.seal(session, facts)
    said = [text[language()] for text in figures_told(facts)]
    return [seal, *said] if seal else said


def _typed(table: pa.Table, ending: str) -> pa.Table:
    """Amounts as numbers where a file tells numbers from text."""
    if ending == ".csv":
        return table
    place = table.column_names.index("amount")
    return table.set_column(place, "amount", pc.cast(table["amount"], pa.float64()))
