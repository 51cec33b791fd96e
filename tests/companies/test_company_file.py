"""Companies' files: what is read of them, and every fault of one, told with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.companies import companies, load_company
from engine.companies.company_file import company_from
from engine.scenario import Simulated
from engine.text import Refused
from engine.workforce import load_workforce, movable
from engine.yaml_files import Document

BEGIN = """\
id: small
title: {en: Small, zh: 小公司}
description: {en: Small, zh: 小公司}
first: 2026-01
"""
UNITS = """\
units:
  sellers: {plan: service-seller, headcount: 30}
  leaders: {plan: service-seller, headcount: 3}
  pool: {plan: department-pool, headcount: 9}
"""


def read(text: str, folder: Path = Path()) -> None:
    company_from(Document(text, "small.yaml"), folder)


def managed(
    fills: str = "", by: str = "team", manages: str = "sellers", unit: str = "leaders"
) -> str:
    whole = (
        f"management:\n  - {{unit: {unit}, manages: [{manages}], by: {by}, fills: {{{fills}}}}}\n"
    )
    return BEGIN + UNITS + whole


def moved(*moves: str) -> str:
    return BEGIN + UNITS + "moves:\n" + "".join(f"  - {{{move}}}\n" for move in moves)


FAULTS = [
    (
        BEGIN + "colour: red\n" + UNITS,
        *(5, "“colour” is not a known key.", "“colour”不是有效的 key。"),
    ),
    (
        BEGIN + "currency: USD\n" + UNITS,
        *(
            5,
            "amounts are in USD, those of its plans in CNY",
            "公司金额币种为 USD，方案",
        ),
    ),
    (
        BEGIN + "months: 61\n" + UNITS,
        *(5, "“61” is not a whole number from 1 to 60", "“61”不是 1 到 60 之间的整数"),
    ),
    (
        BEGIN + "seed: 1.5\n" + UNITS,
        *(5, "“1.5” is not a whole number from 0 to", "“1.5”不是 0 到"),
    ),
    (BEGIN + "budget: 0\n" + UNITS, 5, "“0” is not a budget", "“0”不能作为预算"),
    (BEGIN + "employer_budget: -3\n" + UNITS, 5, "employer_budget", "“-3”不能作为预算"),
    (BEGIN + "budget: -3\n" + UNITS, 5, "above 0, or leave the budget out", "大于 0"),
    (
        BEGIN.replace("2026-01", "2026-13") + UNITS,
        *(4, "“2026-13” is not a month", "“2026-13”不是有效月份"),
    ),
    (BEGIN, 1, "The entry “units” is missing", "缺少"),
    (
        BEGIN + UNITS + "  sellers: {plan: service-seller}\n",
        *(9, "“sellers”", "“sellers”"),
    ),
    (
        BEGIN + "units:\n  a-b: {plan: service-seller}\n",
        *(6, "“a-b” cannot be the name of a unit", "“a-b”不能作为业务单元代码"),
    ),
    (BEGIN + "units:\n  a: {headcount: 3}\n", 6, "The entry “plan” is missing", "plan"),
    (
        BEGIN + "units:\n  a: {plan: service-seler}\n",
        *(6, "no plan “service-seler”. Did you mean “service-seller”", "没有方案“service-seler”"),
    ),
    (
        BEGIN + "units:\n  a: {plan: service-seller, people: {workforce: nobody}}\n",
        *(6, "no workforce model “nobody”", "没有人员模型“nobody”"),
    ),
    (
        BEGIN + "units:\n  a: {plan: service-seller, people: {workforce: cs-department}}\n",
        *(
            6,
            "lack columns that the plan Customer-service seller reads: grade",
            "所需的列：grade",
        ),
    ),
    (
        BEGIN + "units:\n  a: {plan: sample-flat-commission, people: 3}\n",
        *(6, "“3” names no people", "“3”没有指明人员"),
    ),
    (
        BEGIN + "units:\n  a: {plan: sample-bonus-curve, people: {file: people.doc}}\n",
        *(6, "“people.doc” names no people", "“people.doc”没有指明人员"),
    ),
    (
        BEGIN + "units:\n  a: {plan: sample-bonus-curve, people: {file: no.csv}}\n",
        *(6, "There is no file “no.csv”", "没有文件“no.csv”"),
    ),
    (
        BEGIN
        + "units:\n  a: {plan: service-seller, people: {workforce: service-seller, "
        + "figures: {quality_correlation: 3}}}\n",
        *(6, "3 is not a number from", "“3”不是"),
    ),
    (
        BEGIN + "units:\n  a: {plan: service-seller, headcount: 0}\n",
        *(6, "“0” is not a whole number from 1 to", "“0”不是 1 到"),
    ),
    (
        BEGIN + "units:\n  a: {plan: service-seller, figures: {weight_sale: 1}}\n",
        *(6, "no parameter “weight_sale”", "没有参数“weight_sale”"),
    ),
    (
        BEGIN + "units:\n  a: {plan: service-seller, figures: {weight_sales: x}}\n",
        *(6, "weight_sales", "weight_sales"),
    ),
    (
        managed(manages="nowhere"),
        *(10, "“nowhere” is not a known unit. Known are: sellers", "公司没有业务单元“nowhere”"),
    ),
    (managed(unit="nowhere"), 10, "“nowhere” is not a known unit", "公司没有业务单元“nowhere”"),
    (
        managed(manages="leaders"),
        *(10, "The unit “leaders” is to manage itself", "业务单元“leaders”被设为管理自己"),
    ),
    (
        managed(manages="sellers, sellers"),
        *(10, "The unit “sellers” is managed twice", "业务单元“sellers”被重复设置了上级"),
    ),
    (
        managed() + "  - {unit: sellers, manages: [leaders], by: team}\n",
        *(9, "in a circle: leaders → sellers → leaders", "形成循环：leaders → sellers → leaders"),
    ),
    (
        managed(by="colour"),
        *(10, "have no column “colour”", "没有“colour”列，无法判断所属团队"),
    ),
    (
        managed("sales: {of: sales, how: total}"),
        *(10, "“total” is not a known how. Known are: sum, mean, share_at_target", "“total”"),
    ),
    (
        managed("grade: {of: sales, how: sum}"),
        *(10, "no column of numbers “grade”. It has: sales, quota", "没有名为“grade”的数值列"),
    ),
    (
        managed("sales: {of: turnover, how: sum}"),
        *(10, "no column, measure or pay line “turnover”", "列、指标或薪酬项“turnover”"),
    ),
    (
        managed("sales: {of: quarterly_bonus, how: sum}"),
        *(10, "“Quarterly bonus” of Customer-service seller is not calculated", "不是每月计算"),
    ),
    (
        managed("csat: {of: csat, how: sum}"),
        *(10, "taken as sum, gives a sum of rates", "按 sum 汇总得到没有意义的比率合计"),
    ),
    (
        managed("csat: {of: sales, how: mean}"),
        *(10, "gives an amount of money; “Customer satisfaction” is a share", "需要比率"),
    ),
    (
        managed("team_score: {of: attainment, how: share_at_target, target: 1}"),
        *(10, "gives a share; “Teamwork score” is a score", "需要分数"),
    ),
    (
        managed("csat: {of: sales, how: share_at_target}"),
        *(10, "There is no target to hold people against", "没有给出达标线"),
    ),
    (
        managed("csat: {of: sales, how: share_at_target, target: aim}"),
        *(10, "no column, measure or pay line “aim”", "薪酬项“aim”"),
    ),
    (
        managed("csat: {of: csat, how: mean, target: 3}"),
        *(10, "A target means nothing to “mean”", "“mean”方式不需要达标线"),
    ),
    (
        managed("sales: {of: sales, how: sum, target: 3}"),
        *(10, "A target means nothing to “sum”", "“sum”方式不需要达标线"),
    ),
    (
        managed("sales: {of: sales, how: sum}")
        + "  - {unit: leaders, manages: [pool], by: team, "
        + "fills: {sales: {of: base_pay, how: sum}}}\n",
        *(11, "The column “sales” of the same managers is filled twice", "“sales”列重复取数"),
    ),
    (
        moved("from: sellers, to: sellers, share: 0.1"),
        *(10, "A move from “sellers” leads to the same unit", "又回到同一业务单元"),
    ),
    (
        moved("from: sellers, to: nowhere, share: 0.1"),
        *(10, "“nowhere” is not a known unit", "公司没有业务单元“nowhere”"),
    ),
    (
        moved("from: sellers, to: leaders, share: 1.2"),
        *(10, "1.2 is not a share of people", "“1.2”不是人员比例"),
    ),
    (
        moved("from: sellers, to: leaders, share: 0.7", "from: sellers, to: pool, share: 0.4"),
        *(
            11,
            "More than all people of “sellers” are to move",
            "“sellers”一年内调出的人员",
        ),
    ),
    (
        moved("from: sellers, to: leaders, share: 0.1", "from: sellers, to: leaders, share: 0.1"),
        *(
            11,
            "The move from sellers to leaders is named twice",
            "到 leaders 的调动重复设置",
        ),
    ),
]


@pytest.mark.parametrize(("text", "line", "english", "chinese"), FAULTS)
def test_every_fault_is_told_with_its_line(
    text: str, line: int, english: str, chinese: str
) -> None:
    with pytest.raises(Refused) as refused:
        read(text)
    said = [p.sentence("en") for p in refused.value.problems if p.line == line]
    assert any(english in one and one.startswith("small.yaml, line") for one in said), said
    said = [p.sentence("zh") for p in refused.value.problems if p.line == line]
    assert any(chinese in one for one in said), said


def test_all_faults_are_told_together_in_the_order_of_lines() -> None:
    text = managed("sales: {of: x, how: sum}", by="colour").replace("headcount: 9", "headcount: 0")
    with pytest.raises(Refused) as refused:
        read(text + "budget: 0\n")
    assert [p.line for p in refused.value.problems] == [8, 10, 10, 11]


def test_nobody_is_told_where_no_model_belongs_to_a_plan(tmp_path: Path) -> None:
    text = Path("data/plans/goal-award.yaml").read_text(encoding="utf-8")
    (tmp_path / "own.yaml").write_text(text.replace("id: goal-award", "id: own-award", 1))
    with pytest.raises(Refused, match="No model of a workforce belongs to the plan"):
        read(BEGIN + "units:\n  a: {plan: own.yaml}\n", tmp_path)


def test_figures_of_a_unit_are_part_of_the_company_as_written() -> None:
    entry = "{plan: department-pool, figures: {budget: 480000}, headcount: 40}"
    company = company_from(Document(BEGIN + f"units:\n  a: {entry}\n", "c.yaml"), Path())
    assert company.units["a"].plan.parameters["budget"].json == 480000
    assert (company.changed, company.describe("en")) == ({}, [])


def test_a_kept_variant_brings_its_figures_and_its_people(tmp_path: Path) -> None:
    people = {"simulated": "department-pool", "seed": 3, "employees": 70, "months": 6}
    edit = {"at": ["parameters", "budget", "value"], "to": 5}
    kept = {"plan": "department-pool", "edits": [edit], "people": {**people, "first": "2025-01"}}
    (tmp_path / "kept.json").write_text(json.dumps(kept))
    text = BEGIN + "units:\n  a: {plan: kept.json, headcount: 4}\n"
    company = company_from(Document(text, "c.yaml"), tmp_path)
    assert company.units["a"].plan.parameters["budget"].json == 5
    named = company.units["a"].scenario.people
    assert isinstance(named, Simulated) and named.workforce == "department-pool"


@pytest.mark.parametrize("company", companies())
def test_shipped_companies_are_sound(company: str) -> None:
    loaded = load_company(company)
    assert loaded.id == company and loaded.budget
    assert len(loaded.units) > 2 and loaded.management


def test_ends_of_what_is_allowed_are_allowed() -> None:
    ends = movable(load_workforce("service-seller"))
    for end in ("low", "high"):
        figures = {name: getattr(figure, end) for name, figure in ends.items()}
        people = f"{{workforce: service-seller, figures: {json.dumps(figures)}}}"
        unit = f"units:\n  a: {{plan: service-seller, headcount: 1, people: {people}}}\n"
        company = company_from(Document(BEGIN + "months: 60\n" + unit, "c.yaml"), Path())
        drawn = company.units["a"].scenario.people
        assert isinstance(drawn, Simulated) and dict(drawn.figures) == figures
    read(moved("from: sellers, to: leaders, share: 1"))
