"""A what-if and a comparison as papers: every figure on them by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine import Edit, Scenario, read_facts
from engine.companies import Company, CompanyFacts, company_of, evaluate_company
from engine.comparison import Compared, compare_companies, examine, explain
from engine.papers import Finding, Paper, compare_paper, what_if_paper
from engine.payroll import PayrollSettings
from engine.plan import Plan
from engine.text import Text, compact_money, signed
from engine.yaml_files import Json
from tests.small_plan import small_plan

SHEET = """employee_id,month,sales,hours
ann,2026-01,100000000,10
ann,2026-02,100000000,10
bob,2026-01,0,0
bob,2026-02,0,5
"""
"""By month, at a rate of 10 % and 20 yuan an hour: 10,000,200 and 10,000,300 yuan."""
COLUMNS: dict[str, dict[str, Any]] = {"sales": {"kind": "money"}, "hours": {"kind": "number"}}
FIGURES: dict[str, Any] = {
    "rate": {"value": 0.1, "min": 0, "max": 1, "step": 0.01, "unit": "share"},
    "wage": {"value": 20, "min": 0, "max": 100, "step": 1, "unit": "CNY/hour"},
}
NAMES: list[Text] = [
    {"en": "Now", "zh": "现行方案"},
    {"en": "Lower rate", "zh": "降低费率"},
    {"en": "Higher wage", "zh": "提高工价"},
]


def figure(name: str, value: Json) -> Edit:
    return Edit(("parameters", name, "value"), value)


LOWER = (figure("rate", 0.09), figure("wage", 22))
HIGHER = (figure("wage", 30),)


def compared(folder: Path, *variants: Sequence[Edit], budget: float | None = None) -> Compared:
    plan: Plan = small_plan({"bonus": "rate * sales", "pay": "wage * hours"}, FIGURES, COLUMNS)
    file = folder / "facts.csv"
    file.write_text(SHEET, encoding="utf-8")
    facts = CompanyFacts({plan.id: read_facts(file, plan)}, {})

    def company(edits: Sequence[Edit]) -> Company:
        return replace(company_of(Scenario(plan, tuple(edits))), budget=budget)

    base, *others = (evaluate_company(company(e), facts) for e in ((), *variants))
    return compare_companies(base, others, NAMES[: 1 + len(others)])


def paper_of(found: Compared) -> Paper:
    build = what_if_paper if len(found.each) < 3 else compare_paper
    return build(found, explain(found), examine(found))


def titled(paper: Paper, beginning: str) -> Finding:
    found = [f for f in paper.findings if f.title["en"].startswith(beginning)]
    assert len(found) == 1, [f.title["en"] for f in paper.findings]
    return found[0]


def values_of(finding: Finding) -> list[tuple[float | None, ...]]:
    assert finding.chart is not None
    return [one.values for one in finding.chart.series]


def test_a_what_if_asks_whether_to_adopt_the_variant(tmp_path: Path) -> None:
    paper = paper_of(compared(tmp_path, LOWER))
    # 2 × 10,000,000 + 25 × 20 = 20,000,500 before; 2 × 9,000,000 + 25 × 22 = 18,000,550 after.
    assert paper.decision.sentence["en"] == (
        "Adopt “Lower rate”? It costs ¥2.0\xa0M less than “Now” (−10.0\xa0%) in Jan–Feb 2026; "
        "1 of 2 people are paid less."
    )
    assert paper.decision.sentence["zh"] == (
        "是否采用“降低费率”？2026年1月至2月成本比“现行方案”减少 200\xa0万元（−10.0%），"
        "2 人中有 1 人薪酬减少。"
    )
    told = [(figure.label["en"], figure.value["en"]) for figure in paper.decision.figures]
    assert told[1:3] == [("Change", "−¥2.0\xa0M"), ("People paid less", "1")]


def test_the_steps_lead_from_the_cost_before_to_the_cost_after(tmp_path: Path) -> None:
    finding = titled(paper_of(compared(tmp_path, LOWER)), "The largest of 2 changes: Label, −¥2.0")
    assert values_of(finding) == [(20_000_500.0, -2_000_000.0, 50.0, 18_000_550.0)]
    assert len(finding.points) == 2
    assert any("Shapley" in note["en"] for note in finding.notes)


def test_months_and_people_are_those_of_both_sides(tmp_path: Path) -> None:
    paper = paper_of(compared(tmp_path, LOWER))
    months = titled(paper, "January 2026 changes the most")
    assert values_of(months) == [(10_000_200.0, 10_000_300.0), (9_000_220.0, 9_000_330.0)]
    assert months.chart is not None
    assert [name["zh"] for name in months.chart.categories] == ["1月", "2月"]
    # Ann loses 10 %, Bob gains a tenth of his 100 yuan.
    people = titled(paper, "50\xa0% of people are paid more, 50\xa0% are paid less")
    assert values_of(people) == [(1.0, 0.0, 0.0, 0.0, 1.0)]


def test_months_that_hardly_differ_show_by_how_much(tmp_path: Path) -> None:
    months = titled(paper_of(compared(tmp_path, (figure("rate", 0.0999),))), "January 2026 changes")
    assert values_of(months) == [(-10_000.0, -10_000.0)]
    assert months.chart is not None and months.chart.side is not None
    assert months.chart.side["en"] == "More or less than “Now”"


@pytest.mark.parametrize(
    ("edits", "title"),
    [
        (HIGHER, "Everybody is paid more"),  # each worked some hours
        ((figure("rate", 0.09),), "50\xa0% of people are paid less, nobody is paid more"),
        ((figure("rate", 0.11),), "50\xa0% of people are paid more, nobody is paid less"),
        ((figure("rate", 0.09), figure("wage", 10)), "Everybody is paid less"),
    ],
)
def test_who_gains_and_loses_is_said_in_plain_words(
    tmp_path: Path, edits: Sequence[Edit], title: str
) -> None:
    titled(paper_of(compared(tmp_path, edits)), title)


def test_a_table_of_lines_adds_up_and_leaves_out_what_did_not_move(tmp_path: Path) -> None:
    finding = titled(
        paper_of(compared(tmp_path, HIGHER)), "The pay line that changes the most: Label, +¥250"
    )
    assert finding.table is not None and finding.table.total
    cells = [[cell["en"] for cell in row] for row in finding.table.rows]
    assert cells == [
        ["Label", "¥500.00", "¥750.00", "+¥250.00"],
        ["1 further line", "¥20,000,000.00", "¥20,000,000.00", "¥0.00"],
        ["Total", "¥20,000,500.00", "¥20,000,750.00", "+¥250.00"],
    ]


@pytest.mark.parametrize(
    ("budget", "title"),
    [
        (21_000_000.0, "¥2,999,450"),
        (9_000_220.0, "The budget is used up in February 2026"),
        (9_000_219.99, "The budget is used up in January 2026"),
    ],
)
def test_the_budget_is_held_against_cost_added_up(
    tmp_path: Path, budget: float, title: str
) -> None:
    paper = paper_of(compared(tmp_path, LOWER, budget=budget))
    finding = next(f for f in paper.findings if f.chart and f.chart.limit)
    assert finding.chart is not None and finding.chart.limit is not None
    assert finding.chart.limit[1] == budget
    assert values_of(finding)[-1] == (9_000_220.0, 18_000_550.0)
    told = {figure.label["en"] for figure in paper.decision.figures}
    assert told & {"Left of the budget", "Over the budget"} == {
        "Left of the budget" if budget > 20_000_000 else "Over the budget"
    }
    if budget > 20_000_000:
        assert finding.title["en"] == "¥3.0\xa0M of the budget of ¥21.0\xa0M is left at the end"
    else:
        assert finding.title["en"].startswith(title)


def test_without_a_change_nothing_is_to_be_decided(tmp_path: Path) -> None:
    paper = paper_of(compared(tmp_path))
    assert (
        paper.decision.sentence["en"]
        == "“Now” costs ¥20.0\xa0M in Jan–Feb 2026. Nothing is changed."
    )
    assert [f.title["en"] for f in paper.findings] == ["February 2026 costs the most: ¥10.0\xa0M"]


def test_several_variants_are_a_choice(tmp_path: Path) -> None:
    paper = paper_of(compared(tmp_path, LOWER, HIGHER))
    assert paper.decision.sentence["en"].startswith("Which of 2 variants of “Now”? “Lower rate”")
    costs = titled(paper, "“Lower rate” costs the least")
    assert values_of(costs) == [(20_000_500.0, None, None), (None, 18_000_550.0, 20_000_750.0)]
    losers = titled(paper, "“Higher wage” has the fewest people paid less: 0")
    assert values_of(losers) == [(1.0, 2.0), (1.0, 0.0)]
    months = titled(paper, "“Lower rate” differs the most in January 2026")
    assert values_of(months) == [(-999_980.0, -999_970.0), (100.0, 150.0)]


def test_every_scenario_can_be_traced(tmp_path: Path) -> None:
    found = compared(tmp_path, LOWER, HIGHER)
    basis = {what["en"]: how["en"] for what, how in paper_of(found).basis}
    for name, payouts in zip(found.names, found.each, strict=True):
        assert f"{name['en']} ({payouts.company.fingerprint[:8]})" in basis["Scenario"]
    assert "Jan–Feb 2026" in basis["Months"]
    assert set(basis) == {"Scenario", "Plan and version", "People", "Months", "Assumptions", "Seed"}


def test_with_employer_cost_every_cost_is_all_that_the_employer_pays(tmp_path: Path) -> None:
    pay = compared(tmp_path, LOWER)
    found = compare_companies(
        pay.baseline, pay.each[1:], pay.names, payroll=PayrollSettings(place="shanghai")
    )
    totals = [payouts.total for payouts in found.costs]
    assert totals[0] > pay.baseline.total
    paper = paper_of(found)
    assert paper.decision.figures[0].label["en"] == "Employer cost"
    steps = next(f for f in paper.findings if f.chart and f.chart.kind == "waterfall")
    assert (values_of(steps)[0][0], values_of(steps)[0][-1]) == (totals[0], totals[1])
    months = next(f for f in paper.findings if f.chart and f.chart.kind == "column")
    assert [sum(v or 0.0 for v in one) for one in values_of(months)] == pytest.approx(totals)
    lines = next(f for f in paper.findings if f.table and f.table.total).table
    assert lines is not None
    assert lines.rows[-1][1]["en"] == f"¥{totals[0]:,.2f}"
    assert "Shanghai" in " ".join(text["en"] for text in paper.told)
    assert paper.footer["en"].endswith("costs are all that the employer pays")


def test_employer_cost_is_told_apart_into_what_arrives_and_what_does_not(tmp_path: Path) -> None:
    """Take-home pay, tax and contributions as the payroll of both sides has them; together they are
    the difference in cost."""
    pay = compared(tmp_path, LOWER)
    terms = PayrollSettings(place="shanghai", base="last_year")
    whole = compare_companies(pay.baseline, pay.each[1:], pay.names, payroll=terms)
    assert not [one for one in paper_of(pay).findings if "take-home" in one.title["en"]]
    shown = titled(paper_of(whole), "Employer cost changes by")
    before, after = (whole.payroll_of(place) for place in (0, 1))
    arrays = ("net", "tax", "employee", "employer")
    sums = [[float(getattr(one, name).sum()) / 100 for name in arrays] for one in (before, after)]
    (parts,) = values_of(shown)
    assert parts == pytest.approx([new - old for old, new in zip(*sums, strict=True)])
    assert sum(part or 0.0 for part in parts) == pytest.approx(whole.difference(1))
    assert parts[0] is not None and parts[0] < 0
    net = signed(compact_money(parts[0], "en"))
    assert shown.title["en"].endswith(f"; {net} of it is take-home pay")
    assert shown.table is not None
    assert [row[0]["en"] for row in shown.table.rows] == [
        "Take-home pay", "Income tax withheld", "Employees’ contributions",
        "Employer’s contributions", "Employer cost",
    ]  # fmt: skip
    assert [cell["en"].replace(",", "") for cell in shown.table.rows[0][1:3]] == [
        f"¥{own[0]:.2f}" for own in sums
    ]
    assert [cell["en"].replace(",", "") for cell in shown.table.rows[-1][1:3]] == [
        f"¥{one.total:.2f}" for one in whole.costs
    ]
