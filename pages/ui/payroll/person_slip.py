"""What one person takes home of a month, and the way to it."""

from __future__ import annotations

import streamlit as st

from engine.calendar import month_number
from engine.companies import Company, company_payroll, paid_to
from engine.payroll import PayrollSettings, PaySlip, pay_slip
from pages.ui.kit import Store, t
from pages.ui.payroll.cost_switch import show_employer_cost
from pages.ui.session import SessionScenario, company_payouts


def slip_of(company: Company, settings: PayrollSettings, employee: str, month: str) -> PaySlip:
    """From pay to take-home pay of one person in a month (YYYY-MM), over all units that they are
    in. Raises Refused where place or rates do not fit, KeyError for somebody who is not there."""
    own = paid_to(company_payouts(company, amounts=True), employee)
    before = None
    if settings.base == "last_year":
        before = paid_to(company_payouts(company.documented, amounts=True), employee)
    found = company_payroll(own, settings, before)
    return pay_slip(found, 0, month_number(month) - found.pay.first)


def offer_take_home(store: Store[SessionScenario]) -> None:
    """The way to take-home pay, where costs are what people are paid."""
    st.button(
        t("payroll.show_take_home"),
        key="show_take_home",
        type="tertiary",
        icon=":material/account_balance_wallet:",
        help=t("payroll.switch_help"),
        on_click=lambda: show_employer_cost(store),
    )
