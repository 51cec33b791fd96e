"""What a pay slip has beside the lines of the plan: contributions, tax, take-home pay, and what it
all costs the employer."""

from __future__ import annotations

import numpy as np

from engine.payroll.counted_pay import EMPLOYER_CONTRIBUTIONS, SALARY_BESIDE, Array, counted
from engine.payroll.paid_people import PaidPeople
from engine.payroll.people_payroll import Payroll
from engine.payroll.some_people import of_people

EMPLOYEE_CONTRIBUTIONS, INCOME_TAX = "employee_contributions", "income_tax"
NET_PAY, EMPLOYER_COST = "net_pay", "employer_cost"
OF_NET = (SALARY_BESIDE, EMPLOYEE_CONTRIBUTIONS, INCOME_TAX, NET_PAY)
"""From the plan's pay to what is taken home: the salary beside it added, the others taken off."""
OF_COST = (SALARY_BESIDE, EMPLOYER_CONTRIBUTIONS, EMPLOYER_COST)
"""From the plan's pay to what it costs the employer."""


def pay_slip_lines(people: PaidPeople, found: Payroll) -> tuple[dict[str, Array], ...]:
    """Of each of the payouts of people whose payroll was worked out: whole fen [months, its people]
    by the names of OF_NET and OF_COST; SALARY_BESIDE only where the plan has a salary.

    What is taken off and paid in once a month stands with the payouts that people are there by, so
    the lines of several payouts add up to the payroll.
    """
    lines = []
    for payouts, at, own in zip(people.payouts, people.at, people.first_there, strict=True):
        pay = counted(payouts, people.law)
        employee, tax, employer = (
            np.where(own, of_people(fen, at), 0.0)
            for fen in (found.employee, found.tax, found.employer)
        )
        salary = {} if payouts.plan.salary is None else {SALARY_BESIDE: pay.salary}
        lines.append(
            {
                **salary,
                EMPLOYEE_CONTRIBUTIONS: employee,
                INCOME_TAX: tax,
                NET_PAY: pay.gross - employee - tax,
                EMPLOYER_CONTRIBUTIONS: employer,
                EMPLOYER_COST: pay.gross + employer,
            }
        )
    return tuple(lines)
