"""Why one person is paid what they are paid in one month, expandable down to the facts."""

from __future__ import annotations

import streamlit as st

from engine.explain import explain
from engine.reports import (
    compared_statements,
    pay_statement,
    statement_document,
    to_html_part,
    with_assumptions,
)
from engine.text import Refused, short_month
from pages.ui.documents import download_menu
from pages.ui.kit import choice, distinct_labels, escape_markdown, language, pick, t
from pages.ui.payroll import offer_take_home, slip_of, uncertain_mark
from pages.ui.session import health_policy, memory, person_name, scenario_store
from pages.ui.statement import statement_page
from pages.ui.what_if.answers import Answers

MONTH = "statement_month"
"""Where the session keeps which month is open."""
_PROPOSED_MONTH = f"{MONTH}/proposed"
FEW = 12
"""So many people are chosen among rather than looked up."""


def statement(answers: Answers, person: str, among: Answers) -> None:
    """The statement of the employee kept under `person` in the session, month by month; looked up
    among the people of other answers, of all units where these are of one."""
    facts, lang = answers.facts, language()
    place = facts.position[st.session_state[person]]
    months = [
        text
        for text, there in zip(facts.month_texts(), facts.present[:, place], strict=True)
        if there
    ]
    choices = st.container(horizontal=True, gap="small", vertical_alignment="bottom")
    with choices:
        _employee(among, person)
        _propose_month(answers, st.session_state[person], months)
        chosen = choice(
            t("statement.month"),
            months,
            key=MONTH,
            written=lambda text: short_month(text, lang),
            first=months[-1],
            width=200,
        )
        which = st.segmented_control(
            t("statement.plan"),
            ("variant", "baseline"),
            format_func=lambda name: t(f"figure.{name}"),
            default="variant",
            required=True,
            key="statement_plan",
            disabled=not answers.is_changed,
        )
    if unknown := st.session_state.pop(_UNKNOWN, ""):
        st.warning(t("statement.unknown", employee=unknown))
    before, after = (answers.base, answers.facts_before), (answers.plan, facts)
    plan, facts = before if which == "baseline" else after
    session = answers.session
    try:
        explained = explain(plan, facts, st.session_state[person], chosen, memory())
        slip = None
        if session.payroll is not None:
            whole = session.whole.held_against if which == "baseline" else session.whole
            slip = slip_of(whole, session.payroll, st.session_state[person], chosen)
    except Refused as refused:
        st.error(escape_markdown(refused.text(lang)))
        return
    fewest = health_policy.policy().smallest_group
    who = st.session_state[person]
    brief = pay_statement(explain(plan, facts, who, chosen, memory(), fewest), slip)
    with choices:
        name = f"{pick(plan.title)} {explained.employee} {explained.month}"
        download_menu(
            lambda: with_assumptions(brief, facts),
            f"{name} {t('statement.brief')}",
            "pay_statement",
        )
        download_menu(
            lambda: with_assumptions(statement_document(explained, slip), facts),
            name,
            "statement_document",
            t("statement.audit_document"),
        )
    if answers.is_changed:
        other, of_other = after if which == "baseline" else before
        both = [explain(other, of_other, who, chosen, memory()), explained]
        if which == "baseline":
            both.reverse()
        compared = compared_statements(both[0], both[1])
        with choices:
            words = t("statement.compared_document")
            download_menu(lambda: compared, f"{name} {words}", "compared_statements", words)
        st.html(to_html_part(compared, lang))
    if session.payroll is None:
        offer_take_home(scenario_store())
    elif mark := uncertain_mark(session.whole, facts.first, facts.months, net=True):
        st.html(mark)
    st.html(statement_page(explained, brief, session))


def _propose_month(answers: Answers, employee: str, months: list[str]) -> None:
    """Opens the last month whose pay changes, unless another month was chosen."""
    if st.session_state.get(MONTH) != st.session_state.get(_PROPOSED_MONTH):
        return
    facts = answers.facts

    def changes(month: str) -> bool:
        old, new = (
            explain(plan, people, employee, month, memory()).gross
            for plan, people in (
                (answers.base, answers.facts_before),
                (answers.plan, facts),
            )
        )
        return old != new

    felt = answers.comparison.share_by_person[facts.position[employee]] != 0
    month = next(filter(changes, reversed(months)), months[-1]) if felt else months[-1]
    st.session_state[MONTH] = st.session_state[_PROPOSED_MONTH] = month


def _employee(answers: Answers, person: str) -> None:
    """Whose statement it is: looked up, or chosen where there are few."""
    facts = answers.facts
    if facts.size <= FEW:
        names = {employee: person_name(answers.session, employee) for employee in facts.employees}
        choice(
            t("statement.employee"),
            facts.employees,
            key=person,
            written=distinct_labels(names).__getitem__,
            width=240,
        )
        return
    st.text_input(
        t("statement.employee"),
        value=st.session_state[person],
        key=f"statement_search-{st.session_state[person]}",
        on_change=_search,
        args=(person, facts.position),
        width=240,
    )


_UNKNOWN = "statement/unknown"


def _search(person: str, employees: dict[str, int]) -> None:
    shown = st.session_state.get(person, "")
    typed = str(st.session_state.get(f"statement_search-{shown}", "")).strip()
    if typed in employees:
        st.session_state[person] = typed
        return
    near = [name for name in employees if typed.casefold() in name.casefold()] if typed else []
    if len(near) == 1:
        st.session_state[person] = near[0]
    elif typed:
        st.session_state[_UNKNOWN] = typed
