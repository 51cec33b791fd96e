"""What people take home of their pay and what it costs, of everybody together, and whose annual
bonus leaves less than a smaller one would: worked out once for the whole server, kept small."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from engine.calendar import month_text
from engine.companies import Company, company_payroll
from engine.payroll import DeadZone, dead_zone_of
from engine.progress import Progress, no_progress
from engine.reports import dead_zone_told
from engine.text import DASH, Text, money_of_fen, money_with_fen, short_month, signed
from pages.ui.kit import escape_markdown, language, pick, t
from pages.ui.payroll.where_insured import where_insured
from pages.ui.session import company_content_key, company_payouts, memory

Array = NDArray[np.float64]

MOST_LISTED = 200
_LEAST = 0.005


@dataclass(frozen=True, eq=False)
class TakenHome:
    """Yuan of all months and people: `totals` as those of a payroll, `employee` and `employer` by
    scheme with its label. Of the bonuses in the dead `zone`, one entry each: `employees` and
    `months` (YYYY-MM)."""

    totals: Mapping[str, float]
    employee: Mapping[str, float]
    employer: Mapping[str, float]
    schemes: Mapping[str, Text]
    zone: DeadZone
    employees: tuple[str, ...]
    months: tuple[str, ...]


def has_bonus_apart(company: Company) -> bool:
    """Whether any pay of a company may be taxed by itself, as an annual bonus is."""
    settings = company.payroll
    if settings is None or settings.bonus == "together":
        return False
    laws = [place.law for place in where_insured(company, settings)]
    return any(
        law.counts[line.counts_as].tax == "apart"
        for law in laws
        for unit in company.units.values()
        for line in unit.plan.pay_lines
    )


def taken_home(company: Company, progress: Progress = no_progress) -> TakenHome:
    """What the people of a company take home of their pay. Raises MissingFile, and Refused where
    places, rates or people do not fit."""
    settings = company.payroll
    assert settings is not None
    paid = company_payouts(company, progress, amounts=True)
    key = (
        *("taken home", company_content_key(company), paid.facts.key, settings),
        tuple(unit.place for unit in company.units.values()),
    )

    def work() -> TakenHome:
        before = None
        if settings.base == "last_year":
            before = company_payouts(company.documented, amounts=True)
        found = company_payroll(paid, settings, before)
        zone = dead_zone_of(found)
        each = found.contributions
        return TakenHome(
            found.totals,
            {s: float(one.employee.sum()) / 100 for s, one in each.items()},
            {s: float(one.employer.sum()) / 100 for s, one in each.items()},
            {s: found.law.schemes[s].label for s in each},
            zone,
            tuple(paid.employees[person] for person in zone.people),
            tuple(month_text(found.pay.first + int(row)) for row in zone.months),
        )

    return memory().cached(key, work)


# -- tables ---------------------------------------------------------------------------------


def take_home_table(before: TakenHome | None, after: TakenHome) -> str:
    """From pay to what is taken home, and to what it costs the employer, as HTML; beside what the
    plans as documented come to, where those are others."""
    both = [after] if before is None else [before, after]
    heads = ["payroll.head_amount"]
    if before is not None:
        heads = ["figure.baseline", "figure.variant", "figure.difference"]
    drawn = "".join(f"<th scope='col'>{escape(t(head))}</th>" for head in heads)
    body = "".join(_row(label, [of(one) for one in both], mark) for label, of, mark in _rows(after))
    return (
        f"<table class='pc-table pc-take-home'><caption>{escape(t('details.exact'))}</caption>"
        f"<thead><tr><td></td>{drawn}</tr></thead><tbody>{body}</tbody></table>"
    )


def _rows(after: TakenHome) -> list[tuple[str, Callable[[TakenHome], float], bool]]:
    """Label and amount of each row, and whether it is a sum of those before."""
    pay: list[tuple[str, Callable[[TakenHome], float], bool]] = [
        (t("payroll.row_pay"), lambda one: one.totals["gross"] - one.totals["salary"], False)
    ]
    if after.totals["salary"]:
        pay.append((t("payroll.row_salary"), lambda one: one.totals["salary"], False))
    kept = [
        (t("payroll.row_employee", scheme=pick(label)), _less("employee", scheme), False)
        for scheme, label in after.schemes.items()
        if after.employee[scheme]
    ]
    added = [
        (t("payroll.row_employer", scheme=pick(label)), _more("employer", scheme), False)
        for scheme, label in after.schemes.items()
        if after.employer[scheme]
    ]
    return [
        *pay,
        *kept,
        (t("payroll.row_tax"), lambda one: -one.totals["tax"], False),
        (t("payroll.row_net"), lambda one: one.totals["net"], True),
        (t("payroll.row_gross"), lambda one: one.totals["gross"], False),
        *added,
        (t("payroll.row_cost"), lambda one: one.totals["employer_cost"], True),
    ]


def _more(side: str, scheme: str) -> Callable[[TakenHome], float]:
    return lambda one: getattr(one, side).get(scheme, 0.0)


def _less(side: str, scheme: str) -> Callable[[TakenHome], float]:
    return lambda one: -_more(side, scheme)(one)


def _row(label: str, amounts: Sequence[float], is_sum: bool) -> str:
    lang = language()
    cells = [money_with_fen(amount, lang) for amount in amounts]
    if len(amounts) > 1:
        gap = amounts[1] - amounts[0]
        cells.append(signed(money_with_fen(gap, lang)) if abs(gap) >= _LEAST else DASH)
    drawn = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    mark = " class='pc-sum'" if is_sum else ""
    return f"<tr{mark}><th scope='row'>{escape(label)}</th>{drawn}</tr>"


def dead_zone_list(
    found: TakenHome,
    key: str,
    name: Callable[[str], str],
    opened: Callable[[str, str], None] | None = None,
) -> None:
    """Whose annual bonus leaves less than a smaller one would: how many, what they lose, what would
    be better; each of them in a table, a row of which calls `opened`, where it is given, with
    employee and month."""
    told = dead_zone_told(found.zone)
    if not told:
        st.markdown(t("payroll.nobody_in_dead_zone"))
        return
    st.markdown(f"**{escape_markdown(pick(told[0]))}**")
    for sentence in told[1:]:
        st.markdown(escape_markdown(pick(sentence)))
    zone, lang = found.zone, language()
    order = sorted(range(len(found.employees)), key=lambda i: (-zone.lost[i], found.employees[i]))
    shown = order[:MOST_LISTED]

    def fen(amounts: Array) -> list[str]:
        return [money_of_fen(int(amounts[i]), lang) for i in shown]

    frame = pd.DataFrame(
        {
            t("details.employee"): [name(found.employees[i]) for i in shown],
            t("statement.month"): [short_month(found.months[i], lang) for i in shown],
            t("payroll.bonus_paid"): fen(zone.bonus),
            t("payroll.bonus_edge"): fen(zone.edge),
            t("payroll.bonus_lost"): fen(zone.lost),
            t("payroll.bonus_best"): fen(zone.best),
            t("payroll.bonus_rest"): fen(zone.bonus - zone.best),
            t("payroll.bonus_saved"): fen(zone.saved),
        }
    )

    def choose() -> None:
        rows = st.session_state.get(key, {}).get("selection", {}).get("rows")
        if opened is not None and rows and rows[0] < len(shown):
            opened(found.employees[shown[rows[0]]], found.months[shown[rows[0]]])

    st.dataframe(
        frame,
        hide_index=True,
        key=key,
        on_select="ignore" if opened is None else choose,
        selection_mode="single-row",
        alt=t("payroll.dead_zone_title"),
        height=min(36 * (len(shown) + 1) + 2, 420),
        column_config={
            column: st.column_config.TextColumn(alignment="right") for column in frame.columns[2:]
        },
    )
    st.caption(t("payroll.dead_zone_how", count=len(order)))
    if opened is not None:
        st.caption(t("payroll.dead_zone_row"))
