"""A company of a few people in files, and what its files are made of."""

from __future__ import annotations

from pathlib import Path

from engine.companies import Company, load_company

LEADERS = """\
id: leaders
title: {en: Leaders, zh: 主管}
source: {document: none, note: {en: none, zh: 无}}
facts:
  sales: {kind: money, label: {en: Sales of the team, zh: 团队销售额}}
  reached: {kind: share, label: {en: Share at target, zh: 达标占比}}
  mean_sales: {kind: money, label: {en: Sales a head, zh: 人均销售额}}
  earned: {kind: money, label: {en: Commission of the team, zh: 团队提成}}
  goal: {kind: money, label: {en: Goal, zh: 目标}, above: 0}
parameters:
  rate: {value: 0.01, label: {en: Rate, zh: 比例}, provenance: source}
lines:
  leading_pay: {pay: rate * sales, label: {en: Leading pay, zh: 管理提成}}
"""

HEAD = """\
id: small
title: {en: Small, zh: 小公司}
description: {en: Small, zh: 小公司}
first: 2026-01
months: 2
"""
UNITS = """\
units:
  sellers:
    title: {en: Sellers, zh: 销售}
    plan: sample-flat-commission
    people: {file: people.csv}
  leaders: {plan: leaders.yaml, people: {file: leaders.csv}}
"""
MANAGED = """\
management:
  - unit: leaders
    manages: [sellers]
    by: leader
    fills:
      sales: {of: sales, how: sum}
      mean_sales: {of: sales, how: mean}
      reached: {of: attainment, how: share_at_target, target: 1}
      earned: {of: commission, how: sum}
"""
SELLERS = """\
employee_id,month,target,sales,leader
A,2026-01,1000,1000.10,L1
B,2026-01,1000,900.20,L1
C,2026-01,1000,1500,L2
A,2026-02,1000,2000,L2
B,2026-02,1000,1000,L1
C,2026-02,1000,10,L2
"""
TWO = """\
employee_id,month,goal
L1,2026-01,5
L2,2026-01,5
L1,2026-02,5
L2,2026-02,5
"""


def written(
    folder: Path,
    text: str = HEAD + UNITS + MANAGED,
    sellers: str = SELLERS,
    leaders: str = TWO,
    **others: str,
) -> Company:
    """The company of these files, read."""
    files = {"people.csv": sellers, "leaders.csv": leaders, "leaders.yaml": LEADERS}
    for name, content in {**files, **others, "small.yaml": text}.items():
        (folder / name).write_text(content, encoding="utf-8")
    return load_company(folder / "small.yaml")
