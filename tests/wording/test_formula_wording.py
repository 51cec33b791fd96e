"""How formulas read: brackets, limits, conditions, and what stands in place of arguments."""

from __future__ import annotations

import pytest

from engine.text import LANGUAGES, spaced
from engine.wording import FormulaWording, Rules, Units
from engine.wording.tree import kinds_of
from tests.small_plan import FACTS, small_plan

LABELS = {
    "sales": {"en": "Sales", "zh": "销售额"},
    "quota": {"en": "Quota", "zh": "任务额"},
    "score": {"en": "Score", "zh": "得分"},
    "team": {"en": "Team", "zh": "团队"},
    "grade": {"en": "Grade", "zh": "职级"},
}
COLUMNS = {
    "late": {"kind": "flag", "label": {"en": "Whether late", "zh": "是否迟到"}},
    **{name: FACTS[name] | {"label": label} for name, label in LABELS.items()},
}
PARAMETERS = {
    "ladder": {"steps": [[0, 1], [10, 2]], "label": {"en": "Rates", "zh": "比例"}},
    "base": {
        "table": {"junior": 1, "senior": 2, "principal": 3},
        "by": "grade",
        "label": {"en": "Base pay", "zh": "基本工资"},
    },
    "gifts": {"months": [2, 6], "label": {"en": "Gift months", "zh": "节日"}},
}


@pytest.mark.parametrize(
    ("formula", "english", "chinese"),
    [
        ("sales - (quota - score)", "Sales − (Quota − Score)", "销售额 −（任务额 − 得分）"),
        ("(sales + quota) * -score", "(Sales + Quota) × (−Score)", "（销售额 + 任务额）×（−得分）"),
        ("2 * min(sales, 100)", "2 × (Sales, at most ¥100)", "2 ×（销售额，最高按 100 元计）"),
        (
            "max(sales, quota, score)",
            "the largest of (Sales; Quota; Score)",
            "取较大值（销售额；任务额；得分）",
        ),
        (
            "2 * clip(sales - quota, -5, 5)",
            "2 × (Sales − Quota, at most ¥5 up or down)",
            "2 ×（销售额 − 任务额，增减均不超过 5 元）",
        ),
        (
            "clip(sales, 0, 5)",
            "Sales, at least 0 and at most ¥5",
            "销售额，最低按 0、最高按 5 元计",
        ),
        (
            "floor(sales / 3) * 2",
            "(Sales ÷ 3, rounded down to a whole number) × 2",
            "（销售额 ÷ 3，向下取整）× 2",
        ),
        ("ratio(sales, quota) * 2", "Sales ÷ Quota × 2", "销售额 ÷ 任务额 × 2"),
        (
            "1 if ratio(sales, quota) >= 0.8 else 0",
            "1 where the ratio of Sales to Quota is at least 0.8, otherwise 0",
            "销售额与任务额之比不低于 0.8 的取 1，其他取 0",
        ),
        (
            "1 if calendar_month in gifts else 0",
            "1 where the month is February or June, otherwise 0",
            "当月为2月或6月的取 1，其他取 0",
        ),
        (
            "1 if late == 1 and not sales > 3 or score == 1 else 0",
            "1 where late and not (Sales is more than ¥3) or Score is 1, otherwise 0",
            "迟到，且非（销售额超过 3 元）或得分为 1 的取 1，其他取 0",
        ),
        (
            "rank(-sales, by=team)",
            "the place from the bottom by Sales (among everyone of the same Team)",
            "销售额在同团队中由低到高的名次",
        ),
        (
            "rank(sales, among=score > 1)",
            "the place by Sales (among everyone for whom Score is more than 1)",
            "销售额在全员（限得分超过 1）中的名次",
        ),
        ("total(1, by=team)", "the number of people (everyone of the same Team)", "同团队人数"),
        (
            "total(sales if score > 1 else 0)",
            "the total of Sales over everyone, counting only where Score is more than 1",
            "全员销售额合计（限得分超过 1 的人员）",
        ),
        (
            "split(2 * sales, score + 1)",
            "the amount shared out × the employee’s weight ÷ the total of weight over everyone",
            "分配总额 × 本人分配权重 ÷ 全员分配权重合计",
        ),
        ("split(sales, 1)", "Sales ÷ the number of people (everyone)", "销售额 ÷ 全员人数"),
        (
            "2 * split(sales, score)",
            "2 × Sales × the employee’s Score ÷ the total of Score over everyone",
            "2 × 销售额 × 本人得分 ÷ 全员得分合计",
        ),
        ("step(ladder, sales + 1)", "Rates (by Sales + 1)", "比例（按销售额 + 1 确定）"),
        ("base[grade] * 2", "Base pay (by Grade) × 2", "基本工资（按职级）× 2"),
        ('base["junior"]', "Base pay (junior)", "基本工资（junior）"),
        (
            '1 if grade in ("junior", "senior") else 0',
            "1 where Grade is junior or senior, otherwise 0",
            "职级为 junior 或 senior 的取 1，其他取 0",
        ),
        (
            "previous(sales, first=0) * 2",
            "Sales of the previous month in service (0 where there is none) × 2",
            "上一在岗月份的销售额（没有的取 0）× 2",
        ),
        (
            "recent_sum(sales + 1, 3)",
            "the total of (Sales + 1) over the last 3 months, this one included",
            "最近 3 个月（含当月）（销售额 + 1）合计",
        ),
        (
            "(1 if sales > 2 else 0) * 3",
            "(1 where Sales is more than ¥2, otherwise 0) × 3",
            "（销售额超过 2 元的取 1，其他取 0）× 3",
        ),
        ("abs(sales - quota)", "(Sales − Quota) without its sign", "（销售额 − 任务额）的绝对值"),
    ],
)
def test_a_formula_reads(formula: str, english: str, chinese: str) -> None:
    used = {name: value for name, value in PARAMETERS.items() if name in formula}
    plan = small_plan({"pay": formula}, used, COLUMNS)
    tree = plan.lines["pay"].formula.tree
    texts = [
        spaced(FormulaWording(plan, kinds_of(plan), Units(plan), language).text(tree))
        for language in LANGUAGES
    ]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in texts] == [english, chinese]


def test_what_bears_no_name_is_named_beside_the_formula() -> None:
    plan = small_plan({"pay": "split(2 * sales, score + 1)"}, {}, COLUMNS)
    rule = Rules(plan).of(plan.lines["pay"])
    assert [(term["en"], meaning["zh"]) for term, meaning in rule.where] == [
        ("the amount shared out", "2 × 销售额"),
        ("weight", "得分 + 1"),
    ]
