"""One person under every scenario: each line, and the way to the statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from engine.comparison import ChangedPeople, ComparedPerson, compared_person
from engine.text import DASH, money_with_fen, percent, signed
from pages.ui.compare.all_people import PERSON
from pages.ui.compare.compare_answers import Shown
from pages.ui.compare.compare_findings import line_name
from pages.ui.kit import Store, escape_markdown, frame, language, pick, t
from pages.ui.payroll import uncertain_mark
from pages.ui.session import SessionScenario, memory, person_name
from pages.ui.statement import open_statement


def one_person(store: Store[SessionScenario], shown: Shown, people: ChangedPeople) -> None:
    """Somebody chosen by id, else whoever was chosen in the table, else who loses most."""
    proposed = _proposed(shown, people)
    if not proposed:
        return
    st.session_state.setdefault(_TYPED, proposed)
    if st.session_state.pop(f"{PERSON}/fresh", False):
        st.session_state[_TYPED] = st.session_state[PERSON]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        typed = str(
            st.text_input(t("details.employee"), key=_TYPED, persist_state="session", width=240)
        ).strip()
        try:
            found = _person(shown, typed)
        except KeyError:
            st.info(t("compare.nobody_called", employee=typed))
            return
        st.session_state[PERSON] = typed
        _to_statement(store, shown, found)
    st.markdown(f"**{escape_markdown(_finding(store, shown, found))}**")
    st.html(_table(shown, found))
    if _is_after_tax(shown):
        facts = next(iter(shown.compared.baseline.units.values())).facts
        whole = replace(shown.company, payroll=shown.compared.payroll)
        if mark := uncertain_mark(whole, facts.first, facts.months, net=True):
            st.html(mark)
    st.caption(shown.caption)


_TYPED = "compare/person_typed"


def _proposed(shown: Shown, people: ChangedPeople) -> str:
    """Whoever was looked at last, else who loses most under the scenario in focus."""
    chosen = str(st.session_state.get(PERSON, ""))
    places = [own.facts.position for own in shown.compared.baseline.units.values()]
    if any(chosen in position for position in places):
        return chosen
    return people.employees[int(people.change_by_person.argmin())] if people.employees else ""


def _person(shown: Shown, employee: str) -> ComparedPerson:
    key = ("compare person", shown.key, employee)
    return memory().cached(key, lambda: compared_person(shown.compared, employee))


def _to_statement(store: Store[SessionScenario], shown: Shown, found: ComparedPerson) -> None:
    """The statement of this person, on the page where figures are moved."""
    unit = found.lines[-1].unit

    def lead() -> None:
        session = store.present
        if session.company is not None and session.unit != unit:
            store.switch_to(session.go_to_unit(unit))
        open_statement(found.employee)

    if st.button(
        t("compare.to_statement"),
        key="compare_statement",
        icon=":material/receipt_long:",
        on_click=lead,
        help=t("compare.to_statement_help"),
    ):
        frame.go("what_if")


def _finding(store: Store[SessionScenario], shown: Shown, found: ComparedPerson) -> str:
    lang, gap = language(), found.difference(shown.place)
    who = found.employee if shown.is_company else person_name(store.present, found.employee)
    name, before = shown.name(shown.place), found.total(0)
    share = f" ({signed(percent(gap / before, lang))})" if before > 0 else ""
    if not gap:
        return t("compare.person_same", employee=who, name=name)
    key = "compare.person_gains" if gap > 0 else "compare.person_loses"
    amount = money_with_fen(abs(gap), lang)
    return t(key, employee=who, name=name, amount=amount, share=share)


def _table(shown: Shown, found: ComparedPerson) -> str:
    lang, why_not = language(), shown.compared.why_not
    places = [place for place in range(len(found.present)) if why_not[place] is None]
    body, units = "", {line.unit for line in found.lines}
    for line in found.lines:
        totals = [line.total(place) for place in places]
        label = pick(line.label)
        name = line_name(shown, line.unit, label) if len(units) > 1 else label
        body += f"<tr><th scope='row'>{escape(name)}</th>{_cells(totals, lang)}</tr>"
    totals = [found.total(place) for place in places]
    total = f"<th scope='row'>{escape(t('details.total'))}</th>{_cells(totals, lang)}"
    body += f"<tr class='pc-sum'>{total}</tr>"
    for label, by_person in _after_tax(shown, places):
        ends = [each.get(found.employee) for each in by_person]
        body += f"<tr><th scope='row'>{escape(label)}</th>{_cells(ends, lang)}</tr>"
    heads = "".join(
        f"<th scope='col'><i class='pc-dot pc-dot-{shown.colour(place)}'></i>"
        f"{escape(shown.name(place))}</th>"
        for place in places
    )
    return (
        f"<table class='pc-table pc-scenarios pc-person'><thead><tr><td></td>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _is_after_tax(shown: Shown) -> bool:
    """Whether it is told what is taken home."""
    return shown.compared.payroll is not None and not (shown.unit and shown.is_company)


def _after_tax(shown: Shown, places: Sequence[int]) -> list[tuple[str, list[Mapping[str, float]]]]:
    """Yuan that everybody takes home and costs the employer under each scenario, all months
    together; nothing where costs are pay, or where one unit of several is looked at: tax and
    contributions are those of a person, not of a unit."""
    if not _is_after_tax(shown):
        return []

    def worked_out(place: int) -> tuple[Mapping[str, float], Mapping[str, float]]:
        payroll, own = shown.compared.payroll_of(place), shown.compared.each[place].employees
        net, cost = (each.sum(axis=0) / 100 for each in (payroll.net, payroll.employer_cost))
        return (
            dict(zip(own, net.tolist(), strict=True)),
            dict(zip(own, cost.tolist(), strict=True)),
        )

    kept = memory()
    known = [
        kept.cached(("after tax", shown.key, place), partial(worked_out, place)) for place in places
    ]
    labels = t("payroll.row_net"), t("payroll.row_cost")
    return [(label, [each[row] for each in known]) for row, label in enumerate(labels)]


def _cells(totals: Sequence[float | None], lang: str) -> str:
    cells, base = "", totals[0]
    for place, total in enumerate(totals):
        written = DASH if total is None else money_with_fen(total, lang)
        small = ""
        if place and total is not None and base is not None:
            gap = total - base
            told = signed(money_with_fen(gap, lang)) if abs(gap) >= 0.005 else DASH
            small = f"<small>{escape(told)}</small>"
        cells += f"<td><span>{escape(written)}</span>{small}</td>"
    return cells
