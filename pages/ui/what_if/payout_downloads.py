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
from pages.ui.documents import TABLE_MIME, TABLE_NAMES
from pages.ui.kit import escape_markdown, language, t
from pages.ui.session import SessionScenario, memory, people_facts, reconciliation_session
from pages.ui.what_if.answers import Answers


def downloads(answers: Answers) -> None:
    """A button for each kind of file."""
    rows = answers.facts.person_months * (len(answers.plan.pay_lines) + 1)
    with st.popover(t("download.label"), icon=":material/download:", width="stretch", key="files"):
        st.markdown(t("download.help", rows=count(rows)))
        if seal := reconciliation_session.seal(answers.session, answers.facts):
            st.caption(escape_markdown(seal))
        for ending in TABLE_WRITERS:
            too_long = ending == ".xlsx" and rows > MOST_ROWS
            st.download_button(
                TABLE_NAMES[ending],
                data=_writer(answers.session, answers.facts, ending),
                file_name=f"{answers.plan.id}-payouts{ending}",
                mime=TABLE_MIME[ending],
                on_click="ignore",
                key=f"download-{ending[1:]}",
                disabled=too_long,
                help=t("download.too_long") if too_long else None,
                width="stretch",
            )


def _writer(session: SessionScenario, facts: Facts, ending: str) -> Callable[[], bytes]:
    """Writes the file when called, outside of the page; holds on to no facts until then."""
    known, people = memory(), session.people
    assert people is not None
    told = _told(session, facts)
    writer = {**TABLE_WRITERS, ".csv": spreadsheet_csv_bytes}[ending]

    def written() -> bytes:
        facts = people_facts.facts_of(people, session.base)
        table = _typed(evaluate(session.plan, facts, known).table(), ending)
        return writer(with_told(table, told))

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
