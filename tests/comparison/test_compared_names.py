"""What compared companies are called: by their names, else by what they change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.companies import company_facts, company_named, evaluate_company
from engine.comparison import compare_companies
from tests.two_units import two_units


def test_a_variant_without_a_name_is_called_by_what_it_changes(tmp_path: Path) -> None:
    company = company_named(two_units(tmp_path))
    capped = company.set("sellers", "factor_cap", 1.4)
    raised = {"junior": 3200, "intermediate": 3500, "senior": 4000, "principal": 4500}
    variants = [
        *(capped, capped.set("sellers", "base_by_grade", raised), capped),
        *(replace(capped, name="Ours"), company),
    ]
    facts = company_facts(company)
    paid = [evaluate_company(one, facts, amounts=False) for one in (company, *variants)]
    names = compare_companies(paid[0], paid[1:]).names
    assert [name["en"] for name in names] == [
        *("Two units", "Cap on each indicator 1.4", "Base pay by grade and 1 more"),
        *("Cap on each indicator 1.4 (2)", "Ours", "Two units (2)"),
    ]
