"""From pay to what it costs the employer and what people take home."""

from engine.payroll.allowance_reliefs import reliefs
from engine.payroll.bonus_dead_zone import DeadZone, dead_zone_of
from engine.payroll.counted_pay import EMPLOYER_CONTRIBUTIONS, SALARY_BESIDE
from engine.payroll.declared_deductions import declared
from engine.payroll.employer_cost import (
    each_with_employer_cost,
    plan_with_lines,
    with_employer_cost,
)
from engine.payroll.insured_places import Insured, insured, place_called
from engine.payroll.paid_people import PaidPeople, people_of
from engine.payroll.pay_slip import FineBonus, PaySlip, Slip, pay_slip
from engine.payroll.pay_slip_lines import OF_COST, OF_NET, pay_slip_lines
from engine.payroll.payroll_settings import (
    BASES,
    BONUSES,
    PAYROLL,
    RELIEFS,
    YEAR_SO_FAR,
    PayrollSettings,
    payroll_of,
)
from engine.payroll.people_payroll import Payroll, payroll, payroll_of_people
from engine.payroll.year_so_far import year_missing, year_so_far

__all__ = [
    "BASES",
    "BONUSES",
    "EMPLOYER_CONTRIBUTIONS",
    "OF_COST",
    "OF_NET",
    "PAYROLL",
    "RELIEFS",
    "SALARY_BESIDE",
    "YEAR_SO_FAR",
    "DeadZone",
    "FineBonus",
    "Insured",
    "PaidPeople",
    "PaySlip",
    "Payroll",
    "PayrollSettings",
    "Slip",
    "dead_zone_of",
    "declared",
    "each_with_employer_cost",
    "insured",
    "pay_slip",
    "pay_slip_lines",
    "payroll",
    "payroll_of",
    "payroll_of_people",
    "people_of",
    "place_called",
    "plan_with_lines",
    "reliefs",
    "with_employer_cost",
    "year_missing",
    "year_so_far",
]
