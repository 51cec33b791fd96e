"""A company's employer's cost and payroll: everybody is insured and taxed once, whatever units they
are paid in."""

from __future__ import annotations

from dataclasses import replace

from engine.companies.company_payouts import CompanyPayouts
from engine.evaluation import Payouts
from engine.payroll import (
    PaidPeople,
    Payroll,
    PayrollSettings,
    each_with_employer_cost,
    payroll_of_people,
    people_of,
)


def company_with_employer_cost(
    payouts: CompanyPayouts, settings: PayrollSettings, before: CompanyPayouts | None = None
) -> CompanyPayouts:
    """The same payouts, every unit's with the lines of `engine.payroll.with_employer_cost`.

    A unit with a place of its own is insured there, whatever the settings say. People who move
    between units share one base: the average month of their pay in all units. The company stays as
    it is; the plans of the units' payouts have the further lines. Raises Refused with all that does
    not fit about settings and facts.
    """
    people = company_people(payouts, settings)
    earlier = None if before is None else company_people(before, settings)
    found = each_with_employer_cost(people, earlier)
    return replace(payouts, units=dict(zip(payouts.units, found, strict=True)))


def company_payroll(
    payouts: CompanyPayouts, settings: PayrollSettings, before: CompanyPayouts | None = None
) -> Payroll:
    """The payroll of all people of a company, in the order of `payouts.employees`; payouts have
    amounts. Places, base and what is refused as in `company_with_employer_cost`."""
    earlier = None if before is None else company_people(before, settings)
    return payroll_of_people(company_people(payouts, settings), earlier)


def company_people(payouts: CompanyPayouts, settings: PayrollSettings) -> PaidPeople:
    """All people of a company with what they are paid in its units, in the order of these."""
    return people_of(*_parts(payouts, settings))


def _parts(
    payouts: CompanyPayouts, settings: PayrollSettings
) -> tuple[list[Payouts], list[PayrollSettings]]:
    units = payouts.company.units
    return list(payouts.units.values()), [
        settings.of_unit(u, units[u].place) for u in payouts.units
    ]
