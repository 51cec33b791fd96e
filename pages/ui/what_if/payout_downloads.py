"""The payouts as files; every amount is worked out when somebody asks for the file."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from engine import evaluate
from engine.facts import Facts
from engine.reports import (
    MOST_ROWS,
    TABLE_WRITERS,
    figures_told,
    spreadsheet_csv_bytes,
    with_told,
)
from engine.text import count
from pages.ui.documents import TABLE_MIME, TABLE_NAMES, letters_button
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
        st.markdown(t("download.help", rows=count(rows)))
        if seal := reconciliation_session.seal(answers.session, answers.facts):
            st.caption(escape_markdown(seal))
        for ending in TABLE_WRITERS:
            too_long = ending == ".xlsx" and rows > MOST_ROWS
            st.download_button(
                TABLE_NAMES[ending],
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
        return answers.facts.person_months * (len(answers.plan.pay_lines) + 1)
    return sum(
        paid.facts.person_months * (len(paid.plan.pay_lines) + 1)
        for paid in answers.whole[1].units.values()
    )


def _writer(answers: Answers, ending: str) -> Callable[[], bytes]:
    """Writes the file when called, outside of the page; holds on to no facts until then."""
    session, of_company = answers.session, answers.of_company
    told = _told(session, answers.facts)
    writer = {**TABLE_WRITERS, ".csv": spreadsheet_csv_bytes}[ending]
    known = memory()

    def written() -> bytes:
        if of_company:
            table = company_payouts(session.whole, amounts=True).table()
        else:
            table = evaluate(session.plan, session_facts(session), known).table()
        return writer(with_told(_typed(table, ending), told))

    return written


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
