"""A file that was not taken, and people who are not here: what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import pyarrow as pa
import streamlit as st

from engine.plan import Plan
from engine.reports import spreadsheet_csv_bytes
from engine.scenario import FromFile, People
from engine.sheets import EMPLOYEE, MONTH
from engine.text import Problem, Refused
from pages.ui.kit import Store, escape_markdown, frame, language, pick, t
from pages.ui.scenario.people_choice import REFUSED, REFUSED_FILE, column_list, file_field
from pages.ui.scenario.problem_list import problem_table, show_problems
from pages.ui.session import MissingFile, SessionScenario, import_session

T = TypeVar("T")


def refused_file() -> None:
    """What is wrong with the last file, until it is dismissed; the people before it stay."""
    problems: Sequence[Problem] = st.session_state.get(REFUSED, ())
    if not problems:
        return
    table = problem_table(problems, language())
    with st.container(border=True, key="refused_file"):
        name = problems[0].file
        st.error(
            t("refusal.title", count=len(problems), name=name),
            icon=":material/error:",
        )
        show_problems(problems)
        with st.container(horizontal=True, gap="small"):
            st.download_button(
                t("refusal.download"),
                data=lambda: spreadsheet_csv_bytes(
                    pa.Table.from_pandas(table, preserve_index=False)
                ),
                file_name="paycurve-problems.csv",
                mime="text/csv",
                on_click="ignore",
                key="refused_download",
                icon=":material/download:",
            )
            st.button(
                t("refusal.dismiss"),
                key="refused_dismiss",
                on_click=lambda: st.session_state.update({REFUSED: ()}),
            )
            _understand(st.session_state.get(REFUSED_FILE))


def unless_refused(store: Store[SessionScenario], ask: Callable[[], T]) -> T:
    """What `ask` gives; the page ends here, saying why, where the people are missing or misfit."""
    try:
        return ask()
    except MissingFile as missing:
        plan_heading(store.present.base)
        _absent(store, missing)
    except Refused as refused:
        plan_heading(store.present.base)
        _misfit(store, refused.problems)
    st.stop()


def plan_heading(plan: Plan) -> None:
    """The plan and what it is, where there is nobody to pay."""
    frame.heading(pick(plan.title), "", pick(plan.summary))


def ask_for_people(store: Store[SessionScenario]) -> None:
    """The plan has no people yet: what to do first."""
    plan = store.present.base
    with st.container(border=True, key="nobody"):
        st.subheader(t("nobody.title"))
        st.markdown(t("nobody.text"))
        _bring(store, plan)


def _absent(store: Store[SessionScenario], missing: MissingFile) -> None:
    """The people of a link come from a file that is not on this server."""
    with st.container(border=True, key="absent"):
        st.subheader(t("nobody.absent_title", name=escape_markdown(missing.file.name)))
        st.markdown(t("nobody.absent_text"))
        _bring(store, store.present.base)


def _misfit(store: Store[SessionScenario], problems: Sequence[Problem]) -> None:
    """The people cannot be paid by the plan."""
    with st.container(border=True, key="misfit"):
        sentences = (escape_markdown(problem.sentence(language())) for problem in problems[:5])
        st.error("\n\n".join(sentences))
        _understand(store.present.people)
        _bring(store, store.present.base)


def _understand(people: People | None) -> None:
    """The way to the page that understands files whose columns are not the plan's."""
    if not isinstance(people, FromFile):
        return
    if st.button(
        t("refusal.understand"),
        key="understand_file",
        type="primary",
        icon=frame.PAGES["back_test"],
        help=t("refusal.understand_help"),
    ):
        st.session_state[REFUSED] = ()
        import_session.bring(people)
        frame.go("back_test")


def _headings(plan: Plan) -> pa.Table:
    """The columns that a plan reads, without a row."""
    names = [EMPLOYEE, MONTH, *plan.facts]
    return pa.table({name: pa.array([], pa.string()) for name in names})


def _bring(store: Store[SessionScenario], plan: Plan) -> None:
    left, right = st.columns([1, 1], gap="large")
    with left:
        file_field(store, "first", t("choose.file"))
        st.download_button(
            t("nobody.headings"),
            data=lambda: spreadsheet_csv_bytes(_headings(plan)),
            file_name=f"{plan.id}.csv",
            mime="text/csv",
            on_click="ignore",
            key="headings",
            icon=":material/download:",
        )
    with right:
        st.markdown(column_list(plan))
