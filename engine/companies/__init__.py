"""A company: units with a plan and people each, their managers, and what they are paid together."""

from engine.companies.company import Company, Fill, Management, Move, Unit
from engine.companies.company_facts import (
    CompanyFacts,
    company_facts,
    drawn,
    read_company_facts,
    unit_seed,
)
from engine.companies.company_file import companies, company_of, load_company
from engine.companies.company_named import (
    company_named,
    names_company,
)
from engine.companies.company_payouts import CompanyPayouts, evaluate_company, paid_in_order
from engine.companies.managers import filled, managers_of
from engine.companies.moved_people import moved
from engine.companies.one_payroll import as_one

__all__ = [
    "Company",
    "CompanyFacts",
    "CompanyPayouts",
    "Fill",
    "Management",
    "Move",
    "Unit",
    "as_one",
    "companies",
    "company_facts",
    "company_named",
    "company_of",
    "drawn",
    "evaluate_company",
    "filled",
    "load_company",
    "managers_of",
    "moved",
    "names_company",
    "paid_in_order",
    "read_company_facts",
    "unit_seed",
]
