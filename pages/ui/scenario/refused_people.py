"""A file that was not taken, and people who are not here: what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

import pyarrow as pa
import streamlit as st

from engine.payroll import PAYROLL, PayrollSettings
from engine.plan import Plan
from engine.reports import spreadsheet_csv_bytes
from engine.scenario import FromFile, People
from engine.sheets import EMPLOYEE, MONTH
from engine.statutory import places
from engine.text import Problem, Refused
from pages.ui.kit import Store, end_page, escape_markdown, frame, language, pick, t
from pages.ui.scenario.company_choice import own_company
from pages.ui.scenario.people_choice import REFUSED, REFUSED_FILE, column_list, file_field
from pages.ui.scenario.problem_list import number_of, problem_table, show_problems
from pages.ui.session import (
    MissingFile,
    SessionScenario,
    import_session,
    named_as_brought,
    title_of,
)

T = TypeVar("T")

_OF_DEDUCTIONS = {
    *("payroll_no_deductions", "payroll_no_deductions_bare"),
    *("payroll_blank", "payroll_deductions"),
}
"""The problems of a column of deductions."""


def refused_file() -> None:
    """What is wrong with the last files, until it is dismissed; what was open before stays."""
    problems: Sequence[Problem] = st.session_state.get(REFUSED, ())
    if not problems:
        return
    table = problem_table(problems, language())
    with st.container(border=True, key="refused_file"):
        files = dict.fromkeys(problem.file for problem in problems if problem.file)
        names = t("list.comma").join(map(escape_markdown, files))
        st.error(
            t("refusal.title", count=number_of(problems), name=names),
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
        heading_alone(store.present)
        _absent(store, missing)
    except Refused as refused:
        heading_alone(store.present)
        _misfit(store, named_as_brought(refused.problems, store.present.whole))
    end_page()


def heading_alone(session: SessionScenario) -> None:
    """What the session works on and what that is, where there is nobody to pay."""
    about = session.base.summary if session.company is None else session.company.description
    frame.heading(title_of(session), "", pick(about))


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
        if store.present.company is not None:
            st.markdown(t("nobody.absent_company"))
            return own_company(store)
        st.markdown(t("nobody.absent_text"))
        _bring(store, store.present.base)


def _misfit(store: Store[SessionScenario], problems: Sequence[Problem]) -> None:
    """The people cannot be paid by the plan; of a company those of any unit."""
    session = store.present
    files = {problem.file for problem in problems}
    settings = session.payroll
    if settings is not None and all(p.key.startswith(PAYROLL) for p in problems):
        return _unplaced(store, settings, problems)
    with st.container(border=True, key="misfit"):
        if len(problems) > 1:
            st.error(t("nobody.misfit", count=number_of(problems)), icon=":material/error:")
            show_problems(problems)
        else:
            st.error(escape_markdown(problems[0].sentence(language())), icon=":material/error:")
        if session.company is None:
            _understand(session.people)
            _bring(store, session.base)
            return
        for name, unit in session.whole.units.items():
            people = unit.scenario.people
            if isinstance(people, FromFile) and people.name in files:
                st.markdown(
                    t(
                        "nobody.of_unit",
                        file=escape_markdown(people.name),
                        unit=escape_markdown(pick(unit.title)),
                    )
                )
                _understand(people, name, before=partial(_go_to_unit, store, name))


def _unplaced(
    store: Store[SessionScenario], settings: PayrollSettings, problems: Sequence[Problem]
) -> None:
    """The people can be paid, but not insured as it is asked: the ways on."""
    session, lang = store.present, language()
    alike = replace(settings, place_column="", column_places={})
    kept = _left_out(settings, problems)
    with st.container(border=True, key="unplaced"):
        for problem in problems:
            said = f"{problem.text(lang)} {problem.remedy(lang)}"
            said = said if problem.line is None else problem.sentence(lang)
            st.error(escape_markdown(said), icon=":material/error:")
        with st.container(horizontal=True, gap="small"):
            if kept != settings:
                st.button(
                    t("payroll.leave_out"),
                    key="leave_out",
                    type="primary",
                    help=t("payroll.leave_out_help"),
                    on_click=lambda: store.commit(session.with_payroll(kept)),
                )
            elif alike != settings:
                place = pick(places()[settings.place].label)
                st.button(
                    t("payroll.all_there", place=escape_markdown(place)),
                    key="all_at_one_place",
                    type="primary",
                    help=t("payroll.all_there_help"),
                    on_click=lambda: store.commit(session.with_payroll(alike)),
                )
            st.button(
                t("payroll.back_to_pay"),
                key="back_to_pay",
                on_click=lambda: store.commit(session.with_payroll(None)),
            )


def _left_out(settings: PayrollSettings, problems: Sequence[Problem]) -> PayrollSettings:
    """The settings without the columns of deductions and of the year so far that do not fit."""
    keys = {problem.key for problem in problems}
    if keys & _OF_DEDUCTIONS:
        settings = replace(settings, deductions_column="")
    if any(key.startswith("payroll_year") for key in keys):
        settings = replace(settings, taxed_before_column="", withheld_before_column="")
    if any(key.startswith("payroll_relief") for key in keys):
        settings = replace(settings, first_wage_column="", whole_year_column="")
    return settings


def _go_to_unit(store: Store[SessionScenario], unit: str) -> None:
    if unit != store.present.unit:
        store.switch_to(store.present.go_to_unit(unit))


def _understand(
    people: People | None, unit: str = "", before: Callable[[], None] = lambda: None
) -> None:
    """The way to the page that understands files whose columns are not the plan's; `before` goes
    to the unit whose people they are."""
    if not isinstance(people, FromFile):
        return
    if st.button(
        t("refusal.understand"),
        key=f"understand_file-{unit}" if unit else "understand_file",
        type="primary",
        icon=frame.PAGES["back_test"],
        help=t("refusal.understand_help"),
    ):
        st.session_state[REFUSED] = ()
        before()
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
