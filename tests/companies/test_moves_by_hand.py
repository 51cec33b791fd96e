"""One who goes over, one who is promoted and one who leaves, under plans with lines of a month, a
quarter and a year, worked out in decimals to the fen."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from engine.companies import CompanyPayouts, company_facts, evaluate_company, load_company

SELLING = """\
id: selling
title: {en: Selling, zh: 销售}
source: {document: none, note: {en: none, zh: 无}}
facts:
  grade:
    kind: category
    values: {junior: {en: Junior, zh: 初级}, senior: {en: Senior, zh: 高级}}
    label: {en: Grade, zh: 职级}
  sales: {kind: money, label: {en: Sales, zh: 销售额}}
parameters:
  base: {table: {junior: 3100.35, senior: 4200.15}, by: grade,
    label: {en: Base, zh: 底薪}, provenance: source}
  rate: {value: 0.015, label: {en: Rate, zh: 比例}, provenance: source}
  quarterly: {value: 0.0033, label: {en: Quarterly, zh: 季度比例}, provenance: source}
  annual: {value: 0.085, label: {en: Annual, zh: 年度比例}, provenance: source}
lines:
  base_pay: {pay: "base[grade]", label: {en: Base pay, zh: 底薪}}
  commission: {pay: rate * sales, label: {en: Commission, zh: 提成}}
  quarter: {pay: quarterly * quarter_sum(sales), every: quarter, leavers: settled,
    label: {en: Quarterly bonus, zh: 季度奖}}
  year: {pay: annual * year_sum(base_pay), every: year, label: {en: Annual bonus, zh: 年终奖}}
"""
SERVING = """\
id: serving
title: {en: Serving, zh: 服务}
source: {document: none, note: {en: none, zh: 无}}
facts:
  score: {kind: score, range: [0, 100], label: {en: Score, zh: 评分}}
parameters:
  a_point: {value: 41.115, label: {en: A point, zh: 每分}, provenance: source}
  annual: {value: 7.77, label: {en: Annual, zh: 年度每分}, provenance: source}
lines:
  pay: {pay: a_point * score, label: {en: Pay, zh: 工资}}
  quarter: {pay: 100 * quarter_mean(score), every: quarter,
    label: {en: Quarterly bonus, zh: 季度奖}}
  year: {pay: annual * year_sum(score), every: year, leavers: settled,
    label: {en: Annual bonus, zh: 年终奖}}
"""
COMPANY = """\
id: moves
title: {en: Moves, zh: 调动}
description: {en: Moves, zh: 调动}
first: 2026-01
months: 12
units:
  selling: {plan: selling.yaml, people: {file: selling.csv}}
  serving: {plan: serving.yaml, people: {file: serving.csv}}
"""
SALES = [333.37, 1000, 70.01, 12_345.67, 333.33, 0, 801.55, 90, 17.77, 2_000.05, 333.33, 5_000.21]
SCORES = [91.5, 88, 70.25, 99, 81, 77.75, 100, 64.5]
"""Of May to December."""


def fen(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def dec(*numbers: float) -> list[Decimal]:
    return [Decimal(str(number)) for number in numbers]


@pytest.fixture
def paid(tmp_path: Path) -> CompanyPayouts:
    """T sells until April and serves from May, P is promoted in July, L leaves after May; S serves
    all year for 50 points a month."""
    selling = ["employee_id,month,grade,sales"]
    for i, sold in enumerate(SALES, start=1):
        there = [("T", "junior")] * (i <= 4) + [("L", "senior")] * (i <= 5)
        for name, grade in (*there, ("P", "senior" if i >= 7 else "junior")):
            selling.append(f"{name},2026-{i:02},{grade},{sold}")
    serving = ["employee_id,month,score"]
    serving += [f"T,2026-{i:02},{score}" for i, score in enumerate(SCORES, start=5)]
    serving += [f"S,2026-{i:02},50" for i in range(1, 13)]
    for name, text in (
        *(("selling.yaml", SELLING), ("serving.yaml", SERVING), ("moves.yaml", COMPANY)),
        *(("selling.csv", "\n".join(selling)), ("serving.csv", "\n".join(serving))),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    company = load_company(tmp_path / "moves.yaml")
    return evaluate_company(company, company_facts(company))


def of(paid: CompanyPayouts, unit: str, line: str, name: str) -> list[Decimal]:
    """What a line pays somebody in each month."""
    payouts = paid.units[unit]
    return [Decimal(int(x)) / 100 for x in payouts.amounts(line)[:, payouts.facts.position[name]]]


def test_each_month_quarter_and_year_is_paid_by_its_own_months(paid: CompanyPayouts) -> None:
    sales, scores = dec(*SALES), dec(*SCORES)
    junior, senior = dec(3100.35, 4200.15)
    rate, quarterly, annual, point, yearly = dec(0.015, 0.0033, 0.085, 41.115, 7.77)
    nothing = Decimal(0)
    quarters = [sum(sales[i : i + 3], nothing) for i in range(0, 12, 3)]
    every_quarter = [
        fen(quarterly * quarters[i // 3]) if i % 3 == 2 else nothing for i in range(12)
    ]

    base = [junior] * 6 + [senior] * 6
    commission = [fen(rate * sold) for sold in sales]
    year = [nothing] * 11 + [fen(annual * (6 * junior + 6 * senior))]
    assert of(paid, "selling", "base_pay", "P") == base
    assert of(paid, "selling", "commission", "P") == commission
    assert of(paid, "selling", "quarter", "P") == every_quarter
    assert of(paid, "selling", "year", "P") == year
    promoted = sum(map(sum, (base, commission, every_quarter, year)), nothing)

    last = fen(quarterly * (sales[3] + sales[4]))  # the quarter that L leaves in is settled in May
    quarter = [*every_quarter[:4], last, *[nothing] * 7]
    assert of(paid, "selling", "quarter", "L") == quarter
    assert of(paid, "selling", "year", "L") == [nothing] * 12
    left = 5 * senior + sum(commission[:5], nothing) + sum(quarter, nothing)

    quarter = [*every_quarter[:3], fen(quarterly * sales[3]), *[nothing] * 8]  # T's, in April
    assert of(paid, "selling", "quarter", "T") == quarter
    assert of(paid, "selling", "year", "T") == [nothing] * 12
    before = 4 * junior + sum(commission[:4], nothing) + sum(quarter, nothing)

    pay = [nothing] * 4 + [fen(point * score) for score in scores]
    means = [sum(scores[:2]) / 2, sum(scores[2:5]) / 3, sum(scores[5:]) / 3]
    served = [nothing] * 12
    served[5], served[8], served[11] = (fen(100 * mean) for mean in means)
    year = [nothing] * 11 + [fen(yearly * sum(scores))]
    assert of(paid, "serving", "pay", "T") == pay
    assert of(paid, "serving", "quarter", "T") == served
    assert of(paid, "serving", "year", "T") == year
    went_over = before + sum(map(sum, (pay, served, year)), nothing)

    stayed = 12 * fen(50 * point) + 4 * 5000 + fen(600 * yearly)
    everybody = [left, promoted, stayed, went_over]
    assert paid.employees == ("L", "P", "S", "T")
    assert dec(*paid.pay_by_person.tolist()) == everybody
    assert Decimal(str(paid.total)) == sum(everybody)
    assert paid.months_by_person.tolist() == [5, 12, 12, 12]
    assert paid.headcount_by_month.tolist() == [4] * 5 + [3] * 7
