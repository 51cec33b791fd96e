"""How a policy words what formulas say: a situation, and the phrase for it."""

from __future__ import annotations

import re
from functools import cache

import pytest

import engine
from engine.reports import Document, design_notes, policy_document, write
from engine.text import quantity
from tests.reports.reading import tables, texts
from tests.small_plan import small_plan


@cache
def document(name: str) -> Document:
    return policy_document(engine.load_plan(name))


@pytest.mark.parametrize(
    ("plan", "line", "language", "said"),
    [
        # outcomes that are mere numbers bear the unit of the line
        ("service-kpi-360", "improvement_due", "en", "In all other cases: no."),
        ("service-kpi-360", "improvement_due", "zh", "末位名次数 3 名的：是。"),
        # conditions: many in a list, a few in a sentence, one of several
        ("points-pay", "full_attendance_points", "en", "is more than 0 or Late log-ins is more"),
        ("points-pay", "full_attendance_points", "zh", "超过 0、调班次数超过 0 或延迟上号次数超过"),
        ("part-time-service", "annual_award", "zh", "年度目标达成率不低于年度奖达成率门槛 120%"),
        ("part-time-service", "annual_attainment", "zh", "全年业绩 ÷ 全年业绩目标"),
        ("part-time-service", "annual_attainment", "en", "Target is not above 0 are left out"),
        # limits
        (
            "merchant-development",
            "score",
            "en",
            "either way (5 points) up or down",
        ),
        (
            "merchant-development",
            "score",
            "zh",
            "增减均不超过特别表现加减分上限 5 分），",
        ),
        ("after-sales-supervisor", "overrun", "zh", "合计 ÷ 当季费用预算 − 1"),
        # tables: an entry with its figure, a band whose table names its key
        (
            "service-kpi-360",
            "callback_score",
            "en",
            "KPI targets (Callback rate: 95 %)",
        ),
        ("service-kpi-360", "callback_score", "zh", "各项 KPI 目标值（客户回访率）95%"),
        ("job-bands", "band_min", "en", "The bottom of Pay band by role × City factor"),
        # shares, places and totals
        ("department-pool", "pool_bonus", "zh", "分配总额 × 本人分配系数 ÷ 全员分配系数合计"),
        (
            "department-pool",
            "pool_bonus",
            "zh",
            "其中，分配总额 = 全员（分配系数，最低按",
        ),
        ("service-centre-pool", "bonus", "en", "Volume pool × the employee’s Weight in"),
        # deductions and what several lines rest on
        (
            "key-account-seller",
            "base_deduction",
            "zh",
            "未达基数的：按未达基数考核扣减标准 600 元扣减。",
        ),
        (
            "key-account-seller",
            "carry",
            "zh",
            "得出的结转下期的金额为准。",
        ),
        ("key-account-seller", "ledger", "en", "the target counts as reached, and open shortfalls"),
    ],
)
def test_a_line_is_worded(plan: str, line: str, language: str, said: str) -> None:
    assert any(said in text for text in texts(document(plan), language, line))


def test_a_ratio_of_totals_that_is_compared_is_named_as_one() -> None:
    reached = small_plan({"earned": "5 if ratio(year_sum(sales), year_sum(quota)) >= 1.2 else 0"})
    said = texts(policy_document(reached), "en", "earned")
    assert any("Where the ratio of the year’s total of" in text for text in said)
    said = texts(policy_document(reached), "zh", "earned")
    assert any("合计之比不低于 1.2" in text for text in said)


@pytest.mark.parametrize(
    ("plan", "rule", "there"),
    [
        ("goal-award", "A total over the last months goes by calendar months", True),
        ("goal-award", "Totals and averages of a quarter", False),
        ("service-kpi-360", "among the employees in service in its last month", False),
        ("part-time-service", "among the employees in service in its last month", True),
        ("pay-architecture", "quarterly or half-yearly results", True),
        ("key-account-seller", "quarterly or half-yearly results", False),
    ],
)
def test_a_rule_of_calculation_stands_where_formulas_need_it(
    plan: str, rule: str, there: bool
) -> None:
    said = texts(document(plan), "en", "policy-calculation")
    assert any(rule in text for text in said) is there


@pytest.mark.parametrize(
    ("plan", "line", "head"),
    [
        ("job-bands", "band_min", {"en": "Role", "zh": "岗位"}),
    ],
)
def test_a_table_says_what_it_is_looked_up_by(plan: str, line: str, head: dict[str, str]) -> None:
    heads = [table.heads[0] for table in tables(document(plan), line)]
    assert heads and all(found == head for found in heads)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("service-kpi-360", "The figures of KPI weights add up to 1."),
    ],
)
def test_the_standards_are_summed_up(plan: str, said: str) -> None:
    assert any(
        said in text for text in texts(design_notes(engine.load_plan(plan)), "en", "standards")
    )


def test_a_worked_example_tells_what_its_measures_rest_on() -> None:
    rows = texts(document("key-account-manager"), "en", "annex-newcomer")
    assert any(row.startswith("Attainment | = 186,400.00 ÷ 190,000.00 | 98.1053 %") for row in rows)
    ledger = texts(document("key-account-seller"), "en", "annex-newcomer")
    assert "Carried into the next quarter | see “Base quota ledger” | ¥20,350.00" in ledger
    own = texts(document("job-bands"), "zh", "annex-newcomer")
    assert any(row.startswith("现行月薪 | 按记录 |") for row in own)


@pytest.mark.parametrize(
    ("on_period", "base"),
    [(True, "The quarter’s total of *Base pay*"), (False, "*Base pay*")],
)
def test_a_switch_is_told_by_what_it_makes_the_rule(on_period: bool, base: str) -> None:
    seller = engine.load_plan("service-seller").with_values({"bonus_on_period": on_period})
    page = write(policy_document(seller), ".md", "en")
    bonus = page.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert f"> Quarterly bonus = {base} × *Quarterly bonus" in bonus
    assert "whole period" not in bonus


@pytest.mark.parametrize(
    ("prorated", "said"),
    [
        (False, "> Target of the year = *Department’s sales target of the year* (¥5,000,000)"),
        (True, "(¥5,000,000) × *Part of the year that counts*"),
        (True, "the number of months of the year in the same *Role* ÷ 12"),
        (True, "the year’s total of *Own sales* in the same *Role*"),
    ],
)
def test_a_factor_that_a_switch_makes_1_is_not_told(prorated: bool, said: str) -> None:
    plan = engine.load_plan("key-account-operations").with_values({"prorate_by_role": prorated})
    page = write(policy_document(plan), ".md", "en").decode().replace("\N{NO-BREAK SPACE}", " ")
    assert said.casefold() in page.casefold()
    assert prorated == ("Part of the year" in page)


def test_a_unit_nobody_has_named_is_written_as_it_stands() -> None:
    plan = small_plan({"pay": "rate * sales"}, {"rate": {"value": 3, "unit": "CNY/bale"}})
    assert quantity(3, "CNY/bale", "zh") == "3\u00a0元/bale"
    assert texts(policy_document(plan), "zh", "pay")[0] == "名称 = 名称 3 元/bale × 名称"


def test_a_figure_and_its_percent_sign_stay_on_one_line() -> None:
    seller = document("service-seller")
    page = write(seller, ".html", "en").decode()
    assert "90\N{NO-BREAK SPACE}%" in page
    assert not re.search("[\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}]", page)
    assert write(seller, ".docx", "en")
