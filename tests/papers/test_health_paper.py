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
from engine.health import Health, check, check_company, load_policy
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


def test_limits_of_ones_own_are_not_told_with_the_source_of_others(seller: Health) -> None:
    policy = load_policy().with_values({"cliffs.fail": 11.0, "pay_mix.watch": [0.1, 0.2]})
    health = check(seller.plan, policy=policy)
    paper = health_paper(company_of(Scenario(seller.plan)), {seller.plan.id: health})
    notes = {f.title["en"]: f.notes[0]["en"] for f in paper.findings}
    (cliffs,) = (note for title, note in notes.items() if title.startswith("Cliffs"))
    assert cliffs.startswith("Threshold: Changed from the standard; that rests on: ")
    basis = dict((what["en"], how["en"]) for what, how in paper.basis)
    assert basis["Thresholds"] == "Standard thresholds; changed here: Cliffs, Pay mix"
    others = [f.source for f in health.findings if f.check not in ("cliffs", "pay_mix")]
    assert others == [f.source for f in seller.findings if f.check not in ("cliffs", "pay_mix")]


def test_a_sum_is_told_with_its_largest_part() -> None:
    """Where the finding is of all caps together, the one that binds most is a case of its own; the
    largest cliff, which the finding is of, is not told twice."""
    plan = engine.load_plan("service-kpi-360")
    found = {f.check: f for f in check(plan, engine.simulate(plan.id, 7, 60)).findings}
    assert found["caps"].further_cases == found["caps"].cases
    cliffs = next(f for f in check(engine.load_plan("service-seller")).of("fail"))
    assert cliffs.check == "cliffs" and cliffs.further_cases == cliffs.cases[1:]


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
