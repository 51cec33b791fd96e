"""A company: units with a plan and people each, their managers, and what they are paid together."""

from engine.companies.company import Company, Fill, Management, Move, Unit, unknown_unit
from engine.companies.company_facts import (
    CompanyFacts,
    company_facts,
    drawn,
    read_company_facts,
    unit_seed,
)
from engine.companies.company_file import companies, company_of
from engine.companies.company_links import fill_problems
from engine.companies.company_named import (
    company_named,
    load_company,
    names_company,
)
from engine.companies.company_payouts import CompanyPayouts, evaluate_company, paid_in_order
from engine.companies.company_payroll import (
    company_payroll,
    company_people,
    company_with_employer_cost,
)
from engine.companies.employer_costs import (
    cost_to_employer,
    needs_amounts,
    paid_before,
    with_amounts,
)
from engine.companies.legal_basis import (
    basis_told,
    budget_told,
    legal_basis,
    legal_figures,
    of_employer,
    open_told,
    other_budget_told,
    places_of,
    uncertain_told,
    year_told,
)
from engine.companies.managers import filled, managers_of, unfit
from engine.companies.moved_people import moved
from engine.companies.one_payroll import as_one
from engine.companies.paid_person import paid_to
from engine.companies.whole_company import (
    WHOLE,
    company_json,
    definition_json,
    is_shipped,
    read_company,
)

__all__ = [
    "WHOLE",
    "Company",
    "CompanyFacts",
    "CompanyPayouts",
    "Fill",
    "Management",
    "Move",
    "Unit",
    "as_one",
    "basis_told",
    "budget_told",
    "companies",
    "company_facts",
    "company_json",
    "company_named",
    "company_of",
    "company_payroll",
    "company_people",
    "company_with_employer_cost",
    "cost_to_employer",
    "definition_json",
    "drawn",
    "evaluate_company",
    "fill_problems",
    "filled",
    "is_shipped",
    "legal_basis",
    "legal_figures",
    "load_company",
    "managers_of",
    "moved",
    "names_company",
    "needs_amounts",
    "of_employer",
    "open_told",
    "other_budget_told",
    "paid_before",
    "paid_in_order",
    "paid_to",
    "places_of",
    "read_company",
    "read_company_facts",
    "uncertain_told",
    "unfit",
    "unit_seed",
    "unknown_unit",
    "with_amounts",
    "year_told",
]
