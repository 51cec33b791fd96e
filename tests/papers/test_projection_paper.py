"""A projection as a paper: the question of the budget, and figures that are those of the trials."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.companies import company_named
from engine.papers import Chart, Finding, projection_paper, to_pdf
from engine.projection import (
    Bridge,
    BridgeStep,
    Estimate,
    budget_risk,
    expected,
    forfeits,
    question_of,
    reserve,
    run,
    spread,
    tornado,
    total_range,
)
from engine.reports import Projected
from engine.text import compact_money
from tests.two_units import two_units


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Projected:
    company = company_named(two_units(tmp_path_factory.mktemp("company")))
    question = question_of(company, seed=9)
    trials = run(question, range(20))
    return Projected(question, trials, tornado(question, range(4)))


def _asked(found: Projected, budget: float | None) -> Projected:
    return replace(found, question=replace(found.question, budget=budget))


def _about(paper_findings: tuple[Finding, ...], words: str) -> tuple[Finding, Chart]:
    (one,) = [finding for finding in paper_findings if words in finding.title["en"]]
    assert one.chart is not None
    return one, one.chart


def test_without_a_budget_one_is_proposed(found: Projected) -> None:
    decision = projection_paper(_asked(found, None)).decision
    ends = total_range(found.trials)
    assert decision.sentence["en"].startswith("What to budget for Jan–Dec 2026?")
    assert "suffices in 90 % of trials" in decision.sentence["en"].replace("\u00a0", " ")
    whole = expected(found.trials)
    assert compact_money(ends[0.9].value, "en", 10 * whole.error) in decision.sentence["en"]


def test_a_budget_that_fails_says_what_is_missing(found: Projected) -> None:
    budget = round(float(sorted(found.trials.total)[-8]) - 0.01, 2)  # by a fen, eight times of 20
    paper = projection_paper(_asked(found, budget))
    risk, missing = budget_risk(found.trials, budget), reserve(found.trials, budget, 0.9)
    assert risk.probability.value == 0.4
    said = paper.decision.sentence
    for language in ("en", "zh"):
        assert {"en": "40\u00a0%", "zh": "40%"}[language] in said[language]
        assert compact_money(missing.value, language) in said[language]
    _, added = _about(paper.findings, "of the budget is left at the end")
    assert added.limit is not None
    assert added.limit[1] == budget
    assert ("Budget", "预算") in {(name["en"], name["zh"]) for name, _ in paper.basis}


@pytest.mark.parametrize(("budget", "words"), [(1e12, "in none of 20"), (1.0, "in 100 %")])
def test_far_off_budgets_are_told_as_they_are(found: Projected, budget: float, words: str) -> None:
    sentence = projection_paper(_asked(found, budget)).decision.sentence["en"]
    assert words in sentence.replace("\u00a0", " ")


def test_charts_hold_the_figures_of_the_trials(found: Projected) -> None:
    paper = projection_paper(_asked(found, None))
    _, months = _about(paper.findings, "is expected to cost the most")
    by_share = spread(found.trials)
    assert [one.role for one in months.series] == ["low", "middle", "high"]
    assert months.series[2].values == pytest.approx(by_share[0.9].tolist())
    _, histogram = _about(paper.findings, "Eight of ten trials")
    assert sum(value or 0 for value in histogram.series[0].values) == found.trials.size
    counts = histogram.series[0].values
    assert counts[0] and counts[-1] and len(counts) <= 14
    labels = [label["zh"] for label in histogram.categories]
    assert len(set(labels)) == len(labels) and not any("元" in label for label in labels)
    assert histogram.bottom is not None and "元" in histogram.bottom["zh"]
    _, lines = _about(paper.findings, "costs the most:")
    total = sum(value or 0.0 for value in lines.series[0].values)
    assert total == pytest.approx(expected(found.trials).value)
    assert len(lines.categories) == len(lines.series[0].values)


def test_the_bridge_leads_from_the_companys_own_months_to_what_is_expected(
    found: Projected,
) -> None:
    whole = expected(found.trials).value
    steps = (BridgeStep("ahead", Estimate(-300.0, 10.0)), BridgeStep("unsure", Estimate(40.0, 5.0)))
    crossed = Bridge(whole + 260.0, steps)
    shown, chart = _about(
        projection_paper(replace(found, bridge=crossed)).findings, "the most is made by"
    )
    assert chart.kind == "waterfall"
    assert chart.series[0].values == (whole + 260.0, -300.0, 40.0, crossed.end)
    assert "people drawn anew: −¥300" in shown.title["en"]
    assert [point["en"].replace("\u00a0", " ") for point in shown.points] == [
        "people drawn anew: −¥300 (± ¥10)",
        "what hits everyone: +¥40 (± ¥5)",
    ]
    assert not any("made by" in one.title["en"] for one in projection_paper(found).findings)


def test_the_first_page_holds_p90_against_the_plans_as_documented(found: Projected) -> None:
    by_line = {key: paid * 2 for key, paid in found.trials.by_line.items()}
    doubled = replace(found.trials, by_line=by_line)
    figure = projection_paper(replace(_asked(found, None), documented=doubled)).decision.figures[1]
    whole, own = expected(found.trials), total_range(found.trials)[0.9].value
    assert figure.value["en"] == compact_money(own, "en", 10 * whole.error)
    assert figure.note is not None
    assert compact_money(2 * own, "en", 10 * whole.error) in figure.note["en"]
    assert f"−{compact_money(own, 'en')}" in figure.note["en"]
    plain = projection_paper(_asked(found, None)).decision.figures[1].note
    assert plain is not None and plain["en"].startswith("eight of ten: ")


def test_what_leavers_forfeit_stands_beside_what_is_owed(found: Projected) -> None:
    lost = forfeits(found.trials)
    owed, _ = _about(projection_paper(found).findings, "is owed at the end of a month")
    if not lost:
        assert [point["en"] for point in owed.points] == ["Nobody who leaves forfeits anything."]
    for each, point in zip(lost[:3], owed.points, strict=False):
        assert compact_money(each.amount.value, "en") in point["en"]


def test_what_it_stands_on_is_named_and_on_every_page(found: Projected) -> None:
    paper = projection_paper(found)
    names = [name["en"] for name, _ in paper.basis]
    assert names[:6] == [
        "Scenario", "Plan and version", "People", "Months", "Assumptions", "Seed",
    ]  # fmt: skip
    assert "projection 9, 20 trials" in dict(zip(names, paper.basis, strict=True))["Seed"][1]["en"]
    assert "20 trials, seed 9" in paper.footer["en"]
    people = sum(float(own[:, 0].mean()) for own in found.trials.headcount.values())
    assert f"{people:,.0f} people in the first month" in paper.footer["en"]
    told = dict((name["en"], how["en"]) for name, how in paper.basis)["People"]
    for line in told.split("\n"):
        assert "in the first month" in line and "seed" in line
    assert "20 次" in paper.footer["zh"]


def test_it_can_be_written(found: Projected) -> None:
    for language in ("en", "zh"):
        assert to_pdf(projection_paper(found), language).startswith(b"%PDF")
