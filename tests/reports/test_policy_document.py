"""The plan as a document: complete, in words, the same in every format, true to the statements."""

from __future__ import annotations

import re
from dataclasses import replace
from string import Formatter

import pytest

import engine
from engine.formula import FUNCTIONS
from engine.plan import READING, Edit, Terms
from engine.reports import FORMATS, Document, design_notes, policy_document, write
from engine.reports.document import Heading
from engine.reports.policy_document.closing_terms import BLANK
from engine.reports.policy_document.policy_phrases import split_summary
from engine.reports.policy_document.standard_figures import phrased
from engine.reports.policy_document.worked_examples import Company
from engine.text import LANGUAGES, SENTENCES, chinese_numeral, quantity
from engine.wording import Rules
from tests.evaluation.test_every_function import EVERYONE, PERSON
from tests.reports.reading import document_texts, sections, tables, texts
from tests.small_plan import PARAMETERS, small_plan

PLANS = (*engine.catalogue(), *engine.samples())


@pytest.fixture(scope="module", params=PLANS)
def plan(request: pytest.FixtureRequest) -> engine.Plan:
    return engine.load_plan(request.param)


@pytest.fixture(scope="module")
def document(plan: engine.Plan) -> Document:
    return policy_document(plan)


@pytest.fixture(scope="module")
def notes(plan: engine.Plan) -> Document:
    return design_notes(plan)


@pytest.fixture(scope="module")
def seller() -> engine.Plan:
    return engine.load_plan("service-seller")


FIGURES = {
    **PARAMETERS,
    "grade_score": {"table": {"junior": 1, "senior": 2}, "by": "grade"},
}
"""What the formulas of `test_every_function` read."""


# -- every plan ----------------------------------------------------------------------------


def test_every_line_has_an_article_and_a_time(plan: engine.Plan, document: Document) -> None:
    ids = [block.id for block in document.blocks if isinstance(block, Heading) and block.id]
    assert len(set(ids)) == len(ids)
    left_out = [line for name, line in plan.lines.items() if name not in ids]
    assert all(line.role == "working" for line in left_out)
    said = " ".join(text["zh"] for text in document_texts(document))
    assert not [line.label["zh"] for line in left_out if line.label["zh"] in said]
    (overview,) = tables(document, "policy-overview")
    assert [row[0] for row in overview.rows] == [line.label for line in plan.pay_lines]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_standard_appears_with_its_figure_and_ground(
    plan: engine.Plan, document: Document, notes: Document, language: str
) -> None:
    rows = {
        row[0][language]: [cell[language] for cell in row]
        for table in tables(notes, "standards")
        for row in table.rows
    }
    said = {
        text
        for section in sections(document)
        if section in plan.lines
        for text in texts(document, language, section)
    }
    for parameter in plan.parameters.values():
        row = rows[parameter.label[language]]
        assert row[1] == phrased(plan, parameter)[language]
        ground = SENTENCES.entries(language)[f"document.ground_{parameter.ground}"]
        before, blank, after = ground.partition("{parts}")
        assert row[2].startswith(before) and row[2].endswith(after)
        reading = SENTENCES.entries(language)["document.ground_reading"]
        for key in parameter.assumed:
            part = reading if key == READING else plan.key_label(parameter, key)[language]
            assert part in row[2]
        assert bool(blank) == bool(parameter.assumed)
        if (
            parameter.value.shape == "number"
            and parameter.json is not None
            and not parameter.not_used
        ):
            unit = "share" if parameter.unit.startswith("share") else parameter.unit
            number = quantity(parameter.json, unit, language).replace("\N{NO-BREAK SPACE}", " ")
            digits = re.search(r"[−\d.,]+", number)
            assert digits is not None
            assert any(digits[0] in text for text in said), (parameter.id, number)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_policy_has_no_names_of_the_program(document: Document, language: str) -> None:
    for section in sections(document):
        for text in texts(document, language, section):
            assert not re.search(r"[a-z]_[a-z]|\b(True|False|nan)\b|\{|\}", text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_policy_says_nothing_of_its_making(
    plan: engine.Plan, document: Document, language: str
) -> None:
    """Source, provenance, readings and formulas stand in the design notes alone."""
    said = " ".join(text[language] for text in document_texts(document))
    for word in (plan.source.document.removesuffix(".txt"), "our reading", "我们的理解", "假设"):
        assert plan.source.is_own or word not in said, word
    for word in ("worked out", "whoever", "Assumption", "来源文件", "罚款标准"):
        assert word not in said, word
    names = {persona.name[language] for persona in plan.personas.values()}
    assert not [name for name in names if name in said]


def test_every_plan_of_the_catalogue_says_whom_it_is_for() -> None:
    for name in engine.catalogue():
        who, what = split_summary(engine.load_plan(name).summary)
        assert set(who) == set(LANGUAGES) and all(who.values()) and all(what.values()), name


def test_worked_examples_add_up_to_the_statements(plan: engine.Plan, document: Document) -> None:
    company = Company(plan)
    pay = {line.label["en"] for line in plan.pay_lines}
    for persona in plan.personas.values():
        statement = company.statement(persona)
        table = tables(document, f"annex-{persona.id}")[-1]
        assert table.total
        amounts = [_fen(row[2]["en"]) for row in table.rows[:-1] if row[0]["en"] in pay]
        assert sum(amounts[-len(plan.pay_lines) :]) == statement.gross
        assert _fen(table.rows[-1][2]["en"]) == statement.gross
    (year,) = tables(document, "annex-year")
    for column in range(1, len(year.heads)):
        *lines, total = (_fen(row[column]["en"]) for row in year.rows)
        assert sum(lines) == total


# -- what it says --------------------------------------------------------------------------


def test_a_changed_figure_is_told_in_words(seller: engine.Plan) -> None:
    variant = seller.with_values({"monthly_steps": [[0.85, 0.1], [1.0, 0.2]]})
    document = policy_document(variant, seller)
    assert texts(document, "en", "changes") == [
        "Each change as before → after:",
        "Monthly bonus by attainment: threshold 80 % → 85 %",
    ]
    assert texts(document, "zh", "changes")[1] == "月度奖金比例：门槛 80% → 85%"
    assert "80 %" not in " ".join(texts(document, "en", "monthly_bonus"))


@pytest.mark.parametrize(
    ("source", "en", "zh"),
    [
        (
            {"document": "own", "note": {"en": "Agreed in May.", "zh": "五月议定。"}},
            "Agreed in May.",
            "五月议定。",
        ),
        (
            {"document": "", "note": {"en": "", "zh": ""}},
            "The plan is the organisation’s own design.",
            "本方案由本单位自行拟定。",
        ),
    ],
)
def test_a_plan_of_ones_own_follows_no_document(
    seller: engine.Plan, source: dict[str, object], en: str, zh: str
) -> None:
    document = design_notes(engine.Scenario(seller).edited(Edit(("source",), source)).plan)
    for language, said in (("en", en), ("zh", zh)):
        (first, generated) = texts(document, language, "source_title")
        assert first == said
        assert generated == SENTENCES.entries(language)["document.generated"]
    assert "来源文件" not in " ".join(texts(document, "zh", "standards"))
    assert "the source document" not in " ".join(texts(document, "en", "standards"))


def test_a_changed_rule_is_told_without_its_formula(seller: engine.Plan) -> None:
    formula = "base_pay * step(monthly_steps, attainment) if csat >= 0.8 else 0"
    edits = (
        Edit(("lines", "monthly_bonus", "pay"), formula),
        Edit(("lines", "attainment", "label"), {"en": "Attainment", "zh": "达成率"}),
        Edit(("lines", "base_deduction"), {"pay": "-csat_target", "label": _label("Fee")}),
    )
    variant = engine.Scenario(seller).edited(*edits).plan
    changes = texts(policy_document(variant, seller), "en", "changes")
    assert changes[1].endswith(
        "to “Base pay × Monthly bonus by attainment (by Attainment of the month) where Customer"
        " satisfaction is at least 80 %, otherwise 0”"
    )
    assert changes[2].startswith("New line: Fee = ")
    assert len(changes) == 3  # a label changes nobody's pay


def test_an_unchanged_plan_says_so(seller: engine.Plan) -> None:
    document = policy_document(seller, seller)
    assert texts(document, "zh", "changes") == ["影响薪酬的规定没有变动。"]
    assert "changes" not in sections(policy_document(seller))


def test_a_plan_without_personas_parameters_and_summary_has_a_document_too() -> None:
    plan = small_plan({"pay": "sales"}, {}, {"sales": {"kind": "money"}})
    document = policy_document(plan)
    assert list(sections(document))[-1] == "policy-in_force"
    notes = design_notes(plan)
    assert list(sections(notes)) == ["source_title", "standards", "not_modelled", "formulas"]
    for ending in FORMATS:
        assert write(document, ending, "zh") and write(notes, ending, "zh")


# -- terms ---------------------------------------------------------------------------------

TERMS = {
    "posts": {"en": "online sales agent", "zh": "在线销售客服"},
    "excluded": {"en": "interns", "zh": "实习生"},
    "owner": {"en": "Human Resources", "zh": "人力资源部"},
    "approver": {"en": "the general manager", "zh": "总经理"},
    "effective_date": "2026-03-01",
    "version": "2.1",
    "replaces": {"en": "the policy of 2024", "zh": "2024 版办法"},
    "pay_day": 15,
    "appeal_days": 5,
    "confidentiality": {"en": "Pay is confidential.", "zh": "薪酬信息保密。"},
    "leavers": {"en": "no bonus after notice", "zh": "提出离职后不再计奖"},
}


def test_terms_of_a_plan_stand_in_its_policy(seller: engine.Plan) -> None:
    document = policy_document(engine.Scenario(seller).edited(Edit(("terms",), TERMS)).plan)
    for language, said in {
        "en": ("on day 15 of", "within 5 working days", "takes effect on 1 March 2026"),
        "zh": ("次月 15 日", "5 个工作日内，向人力资源部书面申诉", "自2026年3月1日起施行"),
    }.items():
        text = "\n".join(text[language] for text in document_texts(document))
        given = [term[language] for term in TERMS.values() if isinstance(term, dict)]
        for part in (*said, *given, "2.1"):
            assert part in text, part
        assert BLANK["en"] not in text


def test_a_policy_has_a_line_to_fill_in_for_each_term_that_is_not_given(
    seller: engine.Plan,
) -> None:
    said = [text["zh"] for text in document_texts(policy_document(replace(seller, terms=Terms())))]
    assert sum(BLANK["zh"] in text for text in said) == 12


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("service-seller", "逐月累计，每个在岗月份各计其应得部分"),
        ("service-seller", "按全年各在岗月份当月的职级、销售额、销售指标核定"),
        ("sales-service", "全额核定，不按在岗月数折算"),
        ("sales-service", "按核定月份的学历、司龄（月）、个人年终系数核定"),
        ("service-seller", "当期不予核发"),
        ("growth-ladder", "计发至最后在岗月份"),
    ],
)
def test_a_policy_says_what_joiners_and_leavers_get(name: str, said: str) -> None:
    document = policy_document(engine.load_plan(name))
    assert any(said in text for text in texts(document, "zh", "policy-movement"))


def test_deductions_come_with_the_legal_floor() -> None:
    document = policy_document(engine.load_plan("service-engineer"))
    told = " ".join(texts(document, "zh", "policy-deductions"))
    assert "考核扣减" in told and "不是罚款" in told and "20%" in told and "最低工资标准" in told
    assert "policy-deductions" not in sections(policy_document(engine.load_plan("goal-award")))
    assert "不低于当地最低工资标准" in " ".join(texts(document, "zh", "policy-floor"))


@pytest.mark.parametrize(
    ("terms", "value"),
    [
        ({"pay_day": 40}, "40"),
        ({"pay_day": "soon"}, "soon"),
        ({"appeal_days": 2.5}, "2.5"),
        ({"effective_date": "2026-02-30"}, "2026-02-30"),
        ({"owner": "HR"}, "owner"),
        ({"payday": 15}, "payday"),
    ],
)
def test_terms_that_make_no_sense_are_refused(
    seller: engine.Plan, terms: dict[str, object], value: str
) -> None:
    with pytest.raises(engine.Refused, match=re.escape(value)):
        engine.Scenario(seller).edited(Edit(("terms",), terms))


# -- words of the language -----------------------------------------------------------------


def test_every_function_can_be_told_to_everybody() -> None:
    for name, function in FUNCTIONS.items():
        for language in LANGUAGES:
            template = function.wording.text[language]
            blanks = {blank for _, blank, _, _ in Formatter().parse(template) if blank}
            given = {a.name for a in function.takes} | {"list", "whom", "table", "of", "x"}
            assert blanks <= given, name


@pytest.mark.parametrize("name", [*EVERYONE, *PERSON])
def test_no_word_is_told_as_a_formula(name: str) -> None:
    formula = (EVERYONE | PERSON)[name]
    own = {
        name: figure
        for name, figure in FIGURES.items()
        if re.search(rf"(?<!\.)\b{name}\b", formula)
    }
    plan = small_plan({"line": formula}, own)
    rule = Rules(plan).of(plan.lines["line"])
    for language in LANGUAGES:
        said = [term[language] for case in rule.cases for term in case.terms]
        said += [case.when[language] for case in rule.cases if case.when]
        said += [text[language] for text in rule.sentences]
        text = " ".join(said)
        assert text
        assert not re.search(r"[a-z]_[a-z]|==|>=|\(\)|\{", text), text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (35, "三十五"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
    ],
)
def test_chinese_numerals(number: int, text: str) -> None:
    assert chinese_numeral(number) == text


# -- reading documents ---------------------------------------------------------------------


def _label(text: str) -> dict[str, str]:
    return {"en": text, "zh": text}


def _fen(text: str) -> int:
    """The fen of an amount as statements write it; nothing for a line that is not paid."""
    digits = re.fullmatch(r"−?¥[\d,]+\.\d\d", text)
    return int(re.sub(r"[¥,.]", "", text).replace("−", "-")) if digits else 0


def test_a_policy_says_what_each_line_counts_for() -> None:
    plan = small_plan(
        {
            "base": {"pay": "sales"},
            "nights": {"pay": "sales", "counts_as": "premium"},
            "year": {"pay": "year_sum(sales)", "every": "year"},
            "trips": {"pay": "sales", "counts_as": "reimbursement"},
        }
    )
    said = [text["en"] for text in document_texts(policy_document(plan))]
    start = said.index("Towards the minimum wage") + 1
    rows = [tuple(said[at + 2 : at + 5]) for at in range(start, start + 20, 5)]
    assert rows == [
        ("yes", "with the month", "yes"),
        ("yes", "with the month", "no"),
        ("yes", "apart", "no"),
        ("no", "none", "no"),
    ]


def test_a_policy_says_what_is_withheld_of_part_time_staff() -> None:
    for name, part_time in (("part-time-service", True), ("service-seller", False)):
        document = policy_document(engine.load_plan(name))
        english = " ".join(texts(document, "en", "policy-withheld"))
        chinese = "".join(texts(document, "zh", "policy-withheld"))
        assert ("no social insurance or housing-fund contributions are" in english) is part_time
        assert ("the employee’s share of social insurance" in english) is not part_time
        assert ("不从工资中代扣社会保险费和住房公积金" in chinese) is part_time
        assert ("应由个人承担的社会保险费" in chinese) is not part_time


def test_a_policy_says_that_leavers_are_settled() -> None:
    edit = Edit(("lines", "annual_bonus", "leavers"), "settled")
    before = engine.load_plan("service-seller")
    after = engine.Scenario(before).edited(edit).plan
    document = policy_document(after)
    assert any(
        "按截至最后在岗月份的数据，在最后在岗月份核发" in text
        for text in texts(document, "zh", "policy-movement")
    )
    assert any(
        "are paid it in their last month in service of the period (section 4.2)" in text
        for text in texts(document, "en", "annual_bonus")
    )
    for one, other, change in (
        (before, after, "paid to employees not in service"),
        (after, before, "forfeited by employees not in service"),
    ):
        told = [text["en"] for text in document_texts(policy_document(other, against=one))]
        assert any("Annual bonus" in text and change in text for text in told)
