"""What a reader sees: what pages say of a few small situations, word for word."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import engine
from engine.explain import explain
from tests.explain.situations import page_of, section, statement

SELLER = """
    employee_id, month, grade, sales, quota, csat, complaint_rate, team_score
    E1, 2026-01, intermediate, 57000, 60000, 0.92, 0.018, 85
    E1, 2026-02, intermediate, 47999.99, 60000, 0.92, 0.018, 85
    E1, 2026-03, intermediate, 39000, 60000, 0.92, 0.018, 85
"""

LEDGER = """
    employee_id, month, collected, implementation_collected, service_collected, target,\
 kpi_factor, tenure_months
    E1, 2026-01, 30000, 0, 0, 100000, 1, 20
    E1, 2026-03, 10000, 0, 0, 100000, 1, 22
    E1, 2026-04, 80000, 0, 0, 100000, 1, 23
    E1, 2026-06, 40000, 15000, 0, 100000, 0.9, 25
"""

POOL_COLUMNS = (
    "employee_id, month, post, skill_group, hours, calls, review_score, overtime_hours,"
    " night_shifts, shortfall_excused"
)
POOL = f"""
    {POOL_COLUMNS}
    E1, 2026-03, agent, north, 100, 5400, 90, 0, 0, 0
    E2, 2026-03, agent, north, 100, 3600, 80, 0, 0, 0
    E3, 2026-03, shift_lead, north, 160, 0, 100, 0, 0, 0
    E4, 2026-03, director, north, 160, 0, 100, 0, 0, 0
    E5, 2026-03, agent, south, 100, 2500, 100, 0, 0, 0
    E1, 2026-04, agent, north, 100, 3400, 90, 0, 0, 0
    E5, 2026-04, agent, south, 200, 500, 0, 0, 0, 0
"""

DEPARTMENT = """
    employee_id, month, role, manager_id, sales
    D, 2025-12, director, , 0
    R, 2025-12, regional_manager, D, 60000
    K1, 2025-12, key_account_manager, R, 30000.5
    K2, 2025-12, key_account_manager, R, 20000
"""


def test_the_page_as_a_whole(tmp_path: Path) -> None:
    told = statement(tmp_path, "service-seller", SELLER, "E1", "2026-03")
    page = page_of(told, "zh").replace("\N{NO-BREAK SPACE}", " ")
    assert page.startswith(
        dedent("""\
        # 客服销售 · 审计明细

        员工：E1  
        月份：2026年3月  
        当月数据：职级 = 中级；销售额 = 39,000.00 元；销售指标 = 60,000.00 元；客户满意度 = 92%；\
客户投诉率 = 1.8%；团队协作得分 = 85

        | 薪酬项 | 金额 |
        |:---|---:|
        | 基本工资 | 3,500.00 元 |
        | 绩效工资 | 3,050.83 元 |
        | 月度奖金 | 0.00 元 |
        | 季度奖金 | 0.00 元 |
        | 年度奖金 | 本月不发 |
        | **应发合计** | **6,550.83 元** |

        | 当月指标 | 数值 |
        |:---|---:|
        | 销售达成率 | 65% |
        | 绩效系数 | 0.871667 |

        ## 各项金额的由来
        """)
    )
    assert "| 销售额权重 | 0.4 | 自拟 | 文件列出四项指标及其方向，未规定权重。 |" in page
    assert "| 各职级基本工资 | 中级 → 3,500.00 元/月 | 制度原文 |  |" in page
    assert "标准出自 000_e4f811668a51d010.txt（" in page
    assert "本明细不含：五项社会保险（养老、医疗、失业、工伤、生育）；" in page


def test_a_plan_of_ones_own_names_no_document(tmp_path: Path) -> None:
    source = {"document": "own", "note": {"en": "Agreed in May.", "zh": "五月议定。"}}
    plan = engine.Scenario(engine.load_plan("service-seller"))
    own = plan.edited(engine.Edit(("source",), source)).plan
    page = page_of(statement(tmp_path, own, SELLER, "E1", "2026-03"), "zh")
    assert "\n五月议定。\n" in page
    assert "标准出自" not in page


def test_a_formula_is_worked_down_to_its_result(tmp_path: Path) -> None:
    told = statement(tmp_path, "service-seller", SELLER, "E1", "2026-01")
    text = section(told, "Performance pay", "en")
    assert text == dedent("""\
        Performance pay: ¥3,470.83

        Base pay × Performance coefficient
        ≈ 3,500.00 × 0.991667
        ≈ 3,470.8333
        rounded to the fen: ¥3,470.83

        - **Base pay: ¥3,500.00**
        - **Performance coefficient: 0.991667**
          Weight of sales × (Quota attainment, at least 0 and at most Cap on each indicator)\
 + Weight of satisfaction × (Customer satisfaction ÷ Satisfaction target, at least 0 and at most\
 Cap on each indicator) + Weight of complaints × (2 − Complaint rate ÷ Complaint-rate target, at\
 least 0 and at most Cap on each indicator) + Weight of teamwork × (Teamwork score ÷ 100, at least\
 0 and at most Cap on each indicator)
          = 0.4 × (95 %, at least 0 and at most 1.5) + 0.3 × (92 % ÷ 90 %, at least 0 and at most\
 1.5) + 0.2 × (2 − 1.8 % ÷ 2 %, at least 0 and at most 1.5) + 0.1 × (85 ÷ 100, at least 0 and at\
 most 1.5)
          ≈ 0.4 × 95 % + 0.3 × 1.022222 + 0.2 × 1.1 + 0.1 × 0.85
          ≈ 0.991667
          - Figures: Weight of sales = 0.4; Cap on each indicator = 1.5; Weight of satisfaction =\
 0.3; Satisfaction target = 90 %; Weight of complaints = 0.2; Complaint-rate target = 2 %; Weight\
 of teamwork = 0.1
          - Data: Customer satisfaction = 92 %; Complaint rate = 1.8 %; Teamwork score = 85
          - **Quota attainment: 95 %**
            Sales ÷ Quota
            = 57,000.00 ÷ 60,000.00
            = 95 %
            - Data: Sales = ¥57,000.00; Quota = ¥60,000.00
        """)


def test_a_step_missed_by_one_fen_does_not_look_reached(tmp_path: Path) -> None:
    told = statement(tmp_path, "service-seller", SELLER, "E1", "2026-02")
    assert section(told, "Monthly bonus", "en") == dedent("""\
        Monthly bonus: ¥0.00

        Base pay × Monthly bonus by attainment (by Attainment of the month)
        = 3,500.00 × 0 %
        = 0.00

        - **Base pay: ¥3,500.00**
        - Monthly bonus by attainment: 0 % of base pay
          Attainment of the month: 79.99998 %, below the first band: nothing. The first band\
 (10 % of base pay) starts at 80 %: 0.00002 percentage points to go.
          - **Quota attainment: 79.99998 %** (see above)
        """)


def test_a_quarter_shows_its_months_and_an_idle_line_when_it_is_paid(tmp_path: Path) -> None:
    told = statement(tmp_path, "service-seller", SELLER, "E1", "2026-03")
    assert section(told, "季度奖金", "zh") == dedent("""\
        季度奖金：0.00 元

        当季基本工资合计 × 季度奖金比例（按当季达成率确定）
        = 10,500.00 × 0%
        = 0.00

        - 标准：季度、年度奖金以整个期间的基本工资为基数 = 是
        - 当季基本工资合计：10,500.00 元 = 2026年1月 3,500.00 元 + 2026年2月 3,500.00 元\
 + 2026年3月 3,500.00 元
        - 季度奖金比例：基本工资的 0%
          当季达成率为 79.99999%，未达到第一档，取 0；\
第一档（基本工资的 15%）自 80% 起，还差 0.00001 个百分点。
          - 当季销售额 ÷ 当季销售指标：79.99999%
            本季度截至2026年3月共 3 个月：143,999.99 元 ÷ 180,000.00 元 = 79.99999%。
            - 2026年1月 = 57,000.00 元／60,000.00 元；2026年2月 = 47,999.99 元／60,000.00 元；\
2026年3月 = 39,000.00 元／60,000.00 元
        """)
    assert section(told, "年度奖金", "zh").endswith("年终发放（12月），下次为2026年12月。\n")
    annual = section(told, "Annual bonus", "en")
    assert annual.endswith("Paid once a year, in December; next in December 2026.\n")


def test_a_quarter_of_the_ledger(tmp_path: Path) -> None:
    told = statement(tmp_path, "key-account-seller", LEDGER, "E1", "2026-06")
    assert "缺口由以后各期超出" not in section(told, "固定工资", "zh")
    text = section(told, "季度奖金", "zh")
    assert text.startswith(
        dedent("""\
        季度奖金：5,880.00 元

        奖金计提比例 × 计奖回款额 × 奖金兑现比例
        = 4% × 150,000.00 × 98%
        = 5,880.00
        """)
    )
    assert text.endswith(
        dedent("""\
          考核回款 135,000.00 元，已达到任务额 100,000.00 元；计奖 150,000.00 元，\
结转下期 25,000.00 元。
          - 标准：任务基数比 = 任务额的 50%；超额不再结转的季度回款额 = 300,000.00 元；\
新人不承担任务的月数 = 3 个月
          - 数据：季度任务额 = 100,000.00 元；司龄（月）= 25 个月
          - 当季计任务回款净额合计：135,000.00 元 = 2026年4月 80,000.00 元 + 2026年6月 55,000.00 元
            - **计任务回款净额：55,000.00 元**
              产品回款净额 + 实施回款净额
              = 40,000.00 + 15,000.00
              = 55,000.00
              - 数据：产品回款净额 = 40,000.00 元；实施回款净额 = 15,000.00 元
          - 上期结转：0.00 元
          - 本期考核回款：135,000.00 元 = 135,000.00 + 0.00
          - 任务基数：50,000.00 元 = 100,000.00 × 50%
          - 以前各期待补缺口：10,000.00 元
          - 超出基数部分：85,000.00 元 = 135,000.00 − 50,000.00
          - 补2026年3月的缺口：10,000.00 元（缺口 10,000.00 元全部补足，\
释放当期基数 50,000.00 元计奖）
          - 计奖回款额：150,000.00 元 =（50,000.00 + 75,000.00，最高按 100,000.00 计）+ 50,000.00
          - 结转下期：25,000.00 元 = 50,000.00 + 75,000.00 − 100,000.00
          - 待补缺口：0.00 元
        - **奖金兑现比例：98%**
          奖金中的固定部分 + 奖金中的 KPI 部分 × KPI 奖金系数
          = 0.8 + 0.2 × 90%
          = 98%
          - 标准：奖金中的固定部分 = 0.8；奖金中的 KPI 部分 = 0.2
          - 数据：KPI 奖金系数 = 90%
        """)
    )
    missed = statement(tmp_path, "key-account-seller", LEDGER, "E1", "2026-03")
    text = section(missed, "Performance deduction", "en")
    assert "the base quota is missed: yes\n= −600.00\n" in text
    text = section(missed, "Quarterly bonus", "en")
    assert (
        "¥40,000.00 count, ¥10,000.00 short of the base quota of ¥50,000.00: nothing earns bonus,"
        " and the shortfall stays open until later receipts make it up." in text
    )


def test_a_mean_of_quarters_tells_the_quarters() -> None:
    plan = engine.load_plan("pay-architecture")
    told = explain(plan, engine.persona_facts(plan), "newcomer", "2026-12")
    text = section(told, "年度奖金", "zh")
    assert "全年月度系数月平均值 +（1 − 年度奖金中月度系数的权重）× 全年季度系数平均值" in text
    assert (
        "- 全年季度系数平均值：1\n"
        "    本年度截至2026年12月共核定 3 次，合计 3，平均 1。\n"
        "    - 2026年6月 = 1；2026年9月 = 1；2026年12月 = 1\n" in text
    )
    assert "Calculated 3 times in the year up to December 2026" in page_of(told, "en")


def test_a_share_of_a_pool(tmp_path: Path) -> None:
    told = statement(tmp_path, "service-centre-pool", POOL, "E2", "2026-03")
    text = section(told, "Share of the volume pool", "en")
    assert "Volume pool (¥500.00) is at least 0: yes\n= 141.12\n" in text
    assert (
        "Volume pool × the employee’s Weight in the centre ÷ the total of Weight in the centre over"
        " everyone for whom Production post applies" in text
    )
    assert (
        "Shared among 4 people (Production post applies): ¥500.00. This employee’s weight is"
        " ¥3,499.7468 of ¥12,400.00 altogether, or 28.22 %, which comes to ¥141.12.\n" in text
    )
    assert (
        "- Share of all weights: 28.2238 % (¥500.00 × ¥3,499.7468 ÷ ¥12,400.00 = ¥141.1188; whole"
        " fen are handed out so that all shares add up to the pool)\n" in text
    )
    assert "Calls above the baseline (2,500) is at least 0: yes\n" in text
    assert (
        "The band “2,000 calls to below 5,000 calls” applies: ¥0.20 a call. The next band (¥0.30 a"
        " call) starts at 5,000 calls: 2,500 calls to go." in text
    )
    director = statement(tmp_path, "service-centre-pool", POOL, "E4", "2026-03")
    text = section(director, "计件工资", "zh")
    assert "不参加分配，参加者为全员 4 人（生产及一线岗位）。" in text


def test_a_share_of_a_shortfall_is_limited(tmp_path: Path) -> None:
    told = statement(tmp_path, "service-centre-pool", POOL, "E5", "2026-04")
    text = section(told, "Share of the volume pool", "en")
    assert text.startswith("Share of the volume pool: −¥560.00\n")
    assert "Volume pool (−¥1,020.00) is at least 0: no" in text
    assert "the smallest of (−(−1,020.00); 20 % × (2,800.00 + 0.00, at least 0))" in text
    above = statement(tmp_path, "service-centre-pool", POOL, "E1", "2026-04")
    assert section(above, "计件工资", "zh").startswith("计件工资：0.00 元\n")


def test_the_branches_that_were_taken(tmp_path: Path) -> None:
    told = statement(tmp_path, "key-account-operations", DEPARTMENT, "R", "2025-12")
    text = section(told, "Target award", "en")
    assert (
        "\nRole (Regional manager) is Director: no → Role (Regional manager) has a figure in Own"
        " sales of the year for award and accelerator: yes → Own sales of the year (¥60,000.00) is"
        " at least ¥1,000,000.00: no\n= 0.00\n" in text
    )
    text = section(told, "管理提成", "zh")
    assert text.endswith(
        """\
    - **下属大客户经理业绩：50,000.50 元**
      直接下属个人业绩合计（限岗位为大客户经理的人员）
      2025年12月直接下属 2 人，合计 50,000.50 元。
      - K1：30,000.50 元
      - K2：20,000.00 元
"""
    )


def test_a_variant_is_told_with_its_own_figures(tmp_path: Path) -> None:
    base = engine.load_plan("service-seller")
    variant = base.with_values({"monthly_steps": [[0.9, 0.3], [1.0, 0.4]]})
    memory = engine.Memory()
    file = tmp_path / "facts.csv"
    file.write_text(dedent(SELLER).strip().replace(" ", ""), encoding="utf-8")
    facts = engine.read_facts(file, base)
    paid = [
        next(line.amount for line in explain(plan, facts, "E1", "2026-01", memory).lines[2:3])
        for plan in (base, variant)
    ]
    assert paid == [35_000, 105_000]
    told = explain(variant, facts, "E1", "2026-01", memory)
    assert (
        "适用“90% 及以上、不足 100%”一档：基本工资的 30%；下一档（基本工资的 40%）自 100% 起"
        in page_of(told, "zh")
    )


def test_names_from_files_are_no_markup(tmp_path: Path) -> None:
    table = f"""
        {POOL_COLUMNS}
        E1, 2026-03, agent, **a|b**, 100, 5400, 90, 0, 0, 0
        [x](http://y), 2026-03, agent, **a|b**, 100, 5400, 90, 0, 0, 0
    """
    told = statement(tmp_path, "service-centre-pool", table, "[x](http://y)", "2026-03")
    page = page_of(told, "en")
    assert "Employee: [x]\\(http://y)" in page
    assert "**a|b**" not in page
    assert "\\*\\*a|b\\*\\*" in page


def test_a_changed_figure_is_told_as_a_change_with_what_the_plan_has(tmp_path: Path) -> None:
    steps = [[0.85, 0.1], [1.0, 0.2]]
    by_grade = {"junior": 3000, "intermediate": 3600, "senior": 4000, "principal": 4500}
    plan = engine.load_plan("service-seller").with_values(
        {"monthly_steps": steps, "base_by_grade": by_grade, "weight_sales": 0.45}
    )
    below, reached = (
        {figure.id: figure for figure in statement(tmp_path, plan, SELLER, "E1", month).figures()}
        for month in ("2026-03", "2026-01")
    )
    assert below["weight_sales"].provenance == "own"
    assert below["weight_sales"].documented == {"en": "0.4", "zh": "0.4"}
    grade = below["base_by_grade"]
    assert grade.provenance == "own" and grade.documented is not None
    assert grade.documented["en"].replace("\N{NO-BREAK SPACE}", " ").endswith("¥3,500 a month")
    assert below["monthly_steps"].provenance == "own", "the place of the first step was moved"
    assert reached["monthly_steps"].value["en"].startswith("85")
    assert reached["monthly_steps"].provenance == "own"
    assert below["weight_team"].provenance == "assumption"


def test_a_row_that_is_assumed_is_no_figure_of_the_document(tmp_path: Path) -> None:
    grounds = {
        employee: {
            figure.id: (figure.provenance, bool(figure.document))
            for figure in statement(
                tmp_path, "key-account-operations", DEPARTMENT, employee, "2025-12"
            ).figures()
        }
        for employee in ("R", "K1")
    }
    assert grounds["R"]["guarantee_by_role"] == ("source", True)
    assert grounds["K1"]["guarantee_by_role"] == ("assumption", False)
    assert grounds["K1"]["monthly_standard"] == ("assumption", False)


def test_only_the_rows_that_were_changed_are_ones_own(tmp_path: Path) -> None:
    by_grade = {"junior": 3000, "intermediate": 3500, "senior": 4100, "principal": 4500}
    plan = engine.load_plan("service-seller").with_values(
        {"base_by_grade": by_grade, "monthly_steps": [[0.8, 0.1], [1.0, 0.25]]}
    )
    told = statement(tmp_path, plan, SELLER, "E1", "2026-01")
    used = {figure.id: figure.provenance for figure in told.figures()}
    assert used["base_by_grade"] == used["monthly_steps"] == "source"
    back = plan.with_values({"base_by_grade": dict(by_grade, senior=4000)})
    assert back.parameters["base_by_grade"].ground == "source"
