"""Every error a formula can have: a situation that produces it, and the character it points at.

In the formulas, «» stand around the part that is wrong; they are taken out before it is read.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from engine import Refused
from engine.formula import syntax
from engine.formula.spreadsheet import WITHOUT_TWIN
from engine.plan import symbols
from engine.text import Problem
from tests.small_plan import load, plan_of, small_plan

ENGINE = Path(__file__).parents[2] / "engine"

# (key, formula, what the message must mention)
ERRORS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("formula_syntax", "sales +«»", ()),
    ("formula_syntax", "«(»sales + 1", ()),
    ("formula_syntax", '1 if grade == ")" else min(1, 2) * «(»2', ()),
    ("formula_syntax", "sales «)»", ()),
    ("formula_syntax", "total(«sales by»=team)", ()),
    ("spreadsheet", "sales «＋» 2", ("sales + 2",)),
    ("formula_syntax", "«sales score»", ()),
    ("formula_syntax", "«»", ()),
    ("formula_syntax", "«sales) + (score»", ()),
    ("formula_form", "«sales ** 2»", ()),
    ("formula_form", "«sales // 2»", ()),
    ("formula_form", "«sales % 2»", ()),
    ("spreadsheet", "«IF»(sales > 10, 10%, 0) * sales", ("(0.1 if sales > 10 else 0) * sales",)),
    ("spreadsheet", "«if»(sales>10;1;0)", ("1 if sales>10 else 0",)),
    ("spreadsheet", '«IF»(AND(grade="junior",sales<>0),1,2)', ('1 if (grade=="junior" and ',)),
    ("spreadsheet", "«10%» * sales", ("0.1 * sales",)),
    ("spreadsheet", "sales * «12.5 %»", ("sales * 0.125",)),
    ("spreadsheet", "«=» sales * 2", ("sales * 2",)),
    ("spreadsheet", "1 if sales «=» 2 else 0", ("1 if sales == 2 else 0",)),
    ("spreadsheet", "1 if sales «<>» 2 else 0", ("1 if sales != 2 else 0",)),
    ("spreadsheet", "1 if sales > 2 «&&» score > 2 else 0", ("sales > 2 and score > 2",)),
    ("spreadsheet", "sales «×» 2", ("sales * 2",)),
    ("spreadsheet", "«1,000» * sales", ("1000 * sales",)),
    ("spreadsheet", "1 if grade == «“»junior” else 0", ('grade == "junior"',)),
    ("spreadsheet", "«SUM»(sales, score)", ("sales + score",)),
    ("spreadsheet", "«AVERAGE»(sales, score)", ("(sales + score) / 2",)),
    ("spreadsheet", "«MAX»(sales, 1)", ("max(sales, 1)",)),
    ("spreadsheet", "«IFERROR»(sales/quota, 0)", ("ratio(sales, quota)",)),
    ("spreadsheet", "«ROUNDDOWN»(sales, 0)", ("floor(sales)",)),
    ("spreadsheet", "total(sales, by=team) + «IF»(sales=1,2,3)", ("by=team) + (2 if sales==1",)),
    ("spreadsheet_sum", "«SUM»(sales)", ("quarter_sum(sales)", "total(sales)")),
    ("spreadsheet_average", "«AVERAGE»(sales)", ("quarter_mean(sales)",)),
    ("spreadsheet_round", "«ROUND»(sales * rate, 2)", ("sales * rate",)),
    ("spreadsheet_lookup", "«VLOOKUP»(grade, base_by_grade, 2)", ("base_by_grade[grade]",)),
    ("spreadsheet_condition", "«SUMIF»(grade, sales)", ("total(",)),
    ("spreadsheet_joined", '"a" «&» "b"', ("and",)),
    ("formula_form", "sales * «1e999»", ()),
    ("formula_form", "«sales, score»", ()),
    ("spreadsheet", "«True»", ("1",)),
    ("formula_form", "1 if grade in «()» else 0", ()),
    ("wrong_kind", "«grade» + 1", ("category", "number")),
    ("wrong_kind", "1 if «sales» else 0", ("number", "condition")),
    ("wrong_kind", "not sales > 0 and «1»", ("number", "condition")),
    ("wrong_kind", "«base_by_grade» * 2", ("table", "number")),
    ("wrong_kind", "«ladder» + 1", ("steps", "number")),
    ("wrong_kind", "1 if sales > «grade» else 0", ("category", "number")),
    ("wrong_kind", "1 if grade == «sales» else 0", ("number", "category")),
    ("wrong_kind", '1 if sales in (1, «"junior"») else 0', ("category", "number")),
    ("wrong_kind", '1 if grade in ("junior", «former_grade») else 0', ("category", "text")),
    ("wrong_kind", "1 if grade in «ladder» else 0", ("steps", "table")),
    ("wrong_kind", "1 if «grade» in festival_months else 0", ("category", "number")),
    ("wrong_kind", "«manager_id» + 1", ("person", "number")),
    ("two_kinds", "1 if sales > 0 else «grade»", ("number", "category")),
    ("two_kinds", "1 if sales > 0 else «sales > 1»", ("number", "condition")),
    ("unknown_name", "«slaes» + 1", ("slaes", "sales")),
    ("unknown_name", "rate + «rat»", ("rate",)),
    ("unknown_name", "«calender_month»", ("calendar_month",)),
    ("unknown_name_bare", "«xyzzy» + 1", ("xyzzy",)),
    ("function_as_name", "«year_sum» + 1", ("year_sum",)),
    ("too_rare", "quarter_sum(«yearly»)", ("yearly", "year")),
    (
        "table_by",
        "career_ladder(start=region, review=sales > 0, promote=sales > 0,"
        " min_months=«base_by_grade»).change",
        ("min_months", "start"),
    ),
    (
        "table_by",
        "career_ladder(start=team, review=sales > 0, promote=sales > 0,"
        " min_months=«base_by_grade»).change",
        ("min_months", "start"),
    ),
    (
        "too_few",
        "«career_ladder(start=grade, review=sales > 0, promote=sales > 0,"
        " min_months=base_by_grade, score=sales)».change",
        ("min_score",),
    ),
    ("text_order", '1 if «grade > "junior"» else 0', ()),
    ("unknown_value", '1 if grade == «"juniro"» else 0', ("juniro", "junior")),
    ("unknown_value", '1 if «"seniro"» == grade else 0', ("senior",)),
    ("unknown_value", '1 if grade in ("junior", «"seniour"») else 0', ("senior",)),
    ("unknown_value_bare", '1 if grade != «"boss"» else 0', ("boss", "junior, senior, principal")),
    ("two_categories", "1 if grade == «region» else 0", ()),
    ("open_category", '1 if «team» == "red" else 0', ()),
    ("open_category", '1 if "red" == «team» else 0', ()),
    ("open_category", "1 if «team» in award else 0", ()),
    ("open_category", "total(sales, by=(«team» if sales > 0 else team))", ()),
    ("not_a_table", "«ladder»[grade]", ("steps",)),
    ("not_a_table", "«sales»[grade]", ("number",)),
    ("not_a_key", "base_by_grade[«sales»]", ("number",)),
    ("not_a_key", "base_by_grade[«team»]", ("category",)),
    ("no_figure_for", "«award[grade]»", ("award", "junior, principal", "if grade in award")),
    ("no_figure_for", '«award[grade]» if grade != "junior" else 0', ("principal",)),
    ("no_figure_for", "year_sum(«award[grade]») if grade in award else 0", ("junior",)),
    ("no_figure_for", "total(«award[grade]») if grade in award else 0", ("junior",)),
    ("no_results", "«sales.min»", ("number",)),
    ("unknown_result", "bands[grade].«mim»", ("mim", "min")),
    ("unknown_result", "ledger.«cary»", ("carry",)),
    ("unknown_result_bare", "ledger.«xyzzy»", ("bonus_base",)),
    ("unknown_function", "«quater_sum»(sales)", ("quarter_sum",)),
    ("unknown_function_bare", "«xyzzy»(sales)", ("xyzzy",)),
    ("wrong_argument", "step(«base_by_grade», sales)", ("steps", "step", "table")),
    ("wrong_argument", "tiers(«ladder», sales)", ("tiers", "steps")),
    ("wrong_argument", "total(«grade»)", ("x", "total", "category", "number")),
    ("wrong_argument", 'total(sales, by=«region == "north"»)', ("by", "condition", "category")),
    ("wrong_argument", 'total(sales, by=«"north"»)', ("by", "text", "category")),
    ("wrong_argument", "rank(sales, among=«sales»)", ("among", "number", "condition")),
    ("wrong_argument", "reports_total(sales, by=«team»)", ("by", "category", "person")),
    ("not_fixed", "recent_sum(sales, «score»)", ("months", "recent_sum")),
    ("not_fixed", "recent_sum(sales, «calendar_month»)", ("months",)),
    ("not_fixed", "recent_sum(sales, «base_by_grade[grade]»)", ("months",)),
    ("divisor", "sales / «score»", ()),
    ("divisor", "sales / («quota - 1»)", ()),
    ("divisor", "sales / «rate»", ()),
    ("divisor", "sales / «floor_»", ()),
    ("divisor", "sales / «0»", ()),
    ("divisor", "sales / «total(quota)»", ()),
    ("too_few", "«min(sales)»", ("min", "values")),
    ("too_few", "«clip(sales)»", ("clip", "low, high")),
    ("too_few", "«split(100)»", ("weight",)),
    ("too_many", "floor(sales, «score»)", ("floor", "x")),
    ("too_many", "rows(«sales»)", ("rows",)),
    ("unknown_argument", "total(sales, bye=«team»)", ("bye", "by")),
    ("unknown_argument_bare", "total(sales, xyzzy=«team»)", ("xyzzy", "x, by")),
    ("argument_twice", "total(sales, x=«score»)", ("x",)),
    ("argument_twice", "total(x=sales, x=«score»)", ("x",)),
    ("formula_too_deep", "-" * (syntax.DEEPEST + 1) + "«sales»", ()),
    ("formula_too_long", "1 + " * (syntax.LONGEST // 4) + "«100»", ()),
    ("line_kind", "«grade»", ("category",)),
    ("line_kind", "«sales > 0»", ("condition",)),
    ("line_kind", "«ledger»", ("record",)),
)

LEDGER = "carry_over(receipts=sales, target=quota, base_share=0.5, no_carry_above=9, exempt=1 > 2)"
OTHER_LINES = {
    "yearly": {"working": "sales", "every": "year"},
    "ledger": {"working": LEDGER},
}


@pytest.mark.parametrize(("key", "marked", "mentions"), ERRORS)
def test_the_error_points_at_the_character(
    key: str, marked: str, mentions: tuple[str, ...]
) -> None:
    at, end = marked.index("«"), marked.index("»") - 1
    problem = only_problem(marked.replace("«", "").replace("»", ""))
    assert problem.key == key
    shown, caret = (line[4:] for line in problem.excerpt.split("\n"))
    assert shown == marked.replace("«", "").replace("»", "")
    expected = min(at, max(0, len(shown) - 1)), max(1, end - at)
    assert (len(caret) - len(caret.lstrip()), caret.count("^")) == expected
    for language in ("en", "zh"):
        said = problem.sentence(language)
        for mention in mentions:
            if mention in said or mention.replace(", ", "、") in said:
                continue
            # Kinds are said in the reader's language; names and values are not translated.
            assert language == "zh" and mention.isalpha(), (mention, said)


def only_problem(formula: str) -> Problem:
    document = plan_of({"pay_line": formula, **OTHER_LINES})
    with pytest.raises(Refused) as refused:
        load(document)
    [problem] = refused.value.problems
    assert problem.column == "pay_line"
    return problem


def test_every_error_of_formulas_has_its_situation() -> None:
    covered = {key.removesuffix("_bare") for key, _, _ in ERRORS}
    assert raised_keys() == covered


def raised_keys() -> set[str]:
    """The keys of all FormulaErrors in the engine's source."""
    keys: set[str] = set()
    for path in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="FormulaError"), args=[ast.Constant(value=key), *_]):
                    keys.add(str(key))
    return keys | set(WITHOUT_TWIN.values())


def test_the_caret_stands_under_the_right_line_of_a_long_formula() -> None:
    formula = "sales\n  + slaes\n  + score"
    problem = only_problem(formula)
    assert problem.excerpt == "      + slaes\n        ^^^^^"


def test_the_caret_counts_characters_not_bytes() -> None:
    problem = only_problem('1 if grade == "初级" else slaes')
    assert problem.key == "unknown_value_bare"
    assert problem.excerpt.split("\n")[1] == " " * (4 + len("1 if grade == ")) + "^^^^"


@pytest.mark.parametrize(
    ("formula", "same"),
    [
        ("sales + (1 -\n  score)", "sales + (1 - score)"),
        ("sales +\r\n  score", "sales + score"),
        ("sales +\r  score", "sales + score"),
        ("sales  # what was sold\n  + score  # and more", "sales + score"),
        ("+sales", "sales"),
        (
            "0 < sales <= 5 if sales in (1, 2) else score > 1",
            "0 < sales and sales <= 5 if sales in (1, 2) else score > 1",
        ),
        ("1_000 * sales", "1000 * sales"),
    ],
)
def test_ways_of_writing_the_same(formula: str, same: str) -> None:
    assert _shape(syntax.parse(formula)) == _shape(syntax.parse(same))


def _shape(node: Any) -> Any:
    """A tree without places."""
    if isinstance(node, syntax.Node):
        return type(node).__name__, *(
            _shape(getattr(node, name))
            for name in node.__dataclass_fields__
            if name not in ("at", "end")
        )
    return tuple(map(_shape, node)) if isinstance(node, tuple) else node


DIVISORS = (
    "2",
    "cap",
    "quota",
    "(quota * cap)",
    "(1 + quota)",
    "(quota + floor_)",
    "(quota / 12)",
    "(2 * 3 + floor_)",
    "positive_table[grade]",
    "positive_bands[grade].min",
)


@pytest.mark.parametrize("divisor", DIVISORS)
def test_divisors_that_are_certainly_above_zero(divisor: str) -> None:
    parameters = {
        "cap": {"value": 1000, "min": 1},
        "floor_": {"value": 0, "min": 0},
        "positive_table": {
            "table": {"junior": 1, "senior": 2, "principal": 3},
            "by": "grade",
            "min": 0.5,
        },
        "positive_bands": {
            "bands": {"junior": [1, 2], "senior": [2, 3], "principal": [3, 4]},
            "by": "grade",
            "min": 0.5,
        },
    }
    used = {name: entry for name, entry in parameters.items() if name in divisor}
    assert small_plan({"pay_line": f"sales / {divisor}"}, used)


@pytest.mark.parametrize(
    "formula",
    [
        "award[grade] if grade in award else 0",
        "0 if grade not in award else award[grade]",
        'award[grade] if grade == "senior" else 0',
        'award[grade] if not (grade == "junior" or grade == "principal") else 0',
        'award[grade] if grade != "junior" and grade != "principal" else 0',
        'award[grade] if grade in ("senior",) else 0',
        "(award[grade] if sales > 0 else 1) if grade in award and sales > 1 else 0",
        "year_sum(award[grade] if grade in award else 0)",
        "1 if grade in award and award[grade] > 2 else 0",
        "1 if grade not in award or award[grade] > 2 else 0",
        'award["senior"]',
    ],
)
def test_a_table_for_some_keys_is_read_where_it_has_a_figure(formula: str) -> None:
    assert small_plan({"pay_line": formula})


def test_names_are_resolved_against_facts_parameters_lines_and_the_calendar() -> None:
    plan = small_plan({"first": "sales * rate * calendar_month", "second": "first + 1"})
    assert plan.lines["second"].formula.reads == ("first",)
    assert plan.lines["first"].formula.reads == ("sales", "rate")
    assert set(symbols(plan.facts, plan.parameters)) == {*plan.facts, "rate"}
