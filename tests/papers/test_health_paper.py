"""A health check as a paper: whether to sign, and every check in it once."""

from __future__ import annotations

import pytest

import engine
from engine.companies import (
    CompanyFacts,
    company_facts,
    company_named,
    company_of,
    evaluate_company,
)
from engine.health import Health, check, check_company
from engine.papers import Paper, health_paper, to_pdf
from engine.scenario import Scenario
from tests.two_units import two_units


@pytest.fixture(scope="module")
def seller() -> Health:
    return check(engine.load_plan("service-seller"))


def _said(paper: Paper, language: str) -> str:
    parts = [finding.title[language] for finding in paper.findings]
    parts += [point[language] for finding in paper.findings for point in finding.points]
    parts += [
        cell[language]
        for finding in paper.findings
        if finding.table is not None
        for row in finding.table.rows
        for cell in row
    ]
    return "\n".join(parts)


def test_a_plan_alone_is_told_with_all_its_checks(seller: Health) -> None:
    company = company_of(Scenario(seller.plan))
    paper = health_paper(company, {seller.plan.id: seller})
    counts = seller.counts
    asked = counts["fail"] + counts["watch"] + counts["pass"]
    assert counts["fail"] > 0
    assert f"{counts['fail']} of {asked} checks fail" in paper.decision.sentence["en"]
    assert f"{asked} 项检查中有 {counts['fail']} 项不通过" in paper.decision.sentence["zh"]
    for language in ("en", "zh"):
        said = _said(paper, language)
        for finding in seller.findings:
            is_told = finding.sentence[language] in said
            assert is_told == (finding.outcome != "not_applicable"), finding.check
    assert ("Nobody: from the plan alone") in {how["en"] for _, how in paper.basis}
    jumps = next(finding.chart for finding in paper.findings if finding.chart is not None)
    assert jumps.series[0].values == tuple(cliff.jump for cliff in seller.cliffs[:10])


def test_units_of_a_company_stand_side_by_side(tmp_path_factory: pytest.TempPathFactory) -> None:
    company = company_named(two_units(tmp_path_factory.mktemp("company")))
    facts: CompanyFacts = company_facts(company)
    payouts = evaluate_company(company, facts, amounts=False)
    found = {
        name: check(unit.plan, payouts.units[name].facts) for name, unit in company.units.items()
    }
    paper = health_paper(company, found, check_company(payouts), facts)
    units = paper.findings[0].chart
    assert units is not None
    assert units.series[0].values == tuple(health.counts["fail"] for health in found.values())
    failing = [(name, one) for name, health in found.items() for one in health.of("fail")]
    said = _said(paper, "en")
    for name, finding in failing:
        assert finding.sentence["en"] in said
        assert f"{company.units[name].title['en']}: {finding.label['en']}" in said
    assert "Months" in {name["en"] for name, _ in paper.basis}
    assert to_pdf(paper, "zh").startswith(b"%PDF")
