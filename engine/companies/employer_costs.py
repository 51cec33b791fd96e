"""What a company costs its employer, with all that is needed for it and not known yet."""

from __future__ import annotations

from dataclasses import replace

from engine.companies.company import Company
from engine.companies.company_payouts import CompanyPayouts, evaluate_company
from engine.companies.company_payroll import company_with_employer_cost
from engine.evaluation import Memory, Payouts, evaluate
from engine.payroll import PayrollSettings
from engine.statutory import places_in


def cost_to_employer(
    payouts: CompanyPayouts,
    settings: PayrollSettings,
    memory: Memory | None = None,
    before: CompanyPayouts | None = None,
) -> CompanyPayouts:
    """The same as `company_with_employer_cost`; amounts are worked out where they are needed and
    missing, and so is `before`, as `paid_before` has it."""
    memory = memory if memory is not None else Memory()
    if before is None:
        before = paid_before(payouts, settings, memory)
    if needs_amounts(payouts.company, settings):
        units = {name: with_amounts(own, memory) for name, own in payouts.units.items()}
        payouts = replace(payouts, units=units)
    return company_with_employer_cost(payouts, settings, before)


def needs_amounts(company: Company, settings: PayrollSettings) -> bool:
    """Whether contributions depend on when somebody is paid what, rather than on how much."""
    known = places_in(company.currency).values()
    return settings.base == "month" or any(p.law.insurance_base == "month" for p in known)


def paid_before(
    payouts: CompanyPayouts, settings: PayrollSettings, memory: Memory | None = None
) -> CompanyPayouts | None:
    """What the plans as documented pay the same people, where the base of contributions goes by
    that; None where it does not."""
    if settings.base != "last_year":
        return None
    return evaluate_company(payouts.company.documented, payouts.facts, memory, amounts=False)


def with_amounts(payouts: Payouts, memory: Memory) -> Payouts:
    """The payouts with what each line pays everybody in each month."""
    if all(line.amounts is not None for line in payouts.lines.values()):
        return payouts
    return evaluate(payouts.plan, payouts.facts, memory)
