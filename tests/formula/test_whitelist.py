"""Nothing outside the language passes, however it is written, and nothing is ever executed."""

from __future__ import annotations

import ast
import keyword
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Refused
from engine.formula import FUNCTIONS, FormulaError, parse, syntax
from tests.examples import examples
from tests.small_plan import FACTS, PARAMETERS, small_plan

ENGINE = Path(__file__).parents[2] / "engine"

NOT_FORMS = (
    # other values
    "True", "None", "...", "b'x'", "1j", "f'{sales}'", "{1, 2}", "{1: 2}", "[1]", "(1, 2)", "(1,)",
    "1,", "sales,", "*sales",
    # other operators
    "sales ** 2", "sales // 2", "sales % 2", "sales @ 2", "sales << 1", "sales >> 1", "sales & 1",
    "sales | 1", "sales ^ 1", "~sales", "sales is score", "sales is not score",
    # other constructions
    "lambda: 1", "(lambda x: x)(1)", "[x for x in sales]", "{x for x in sales}",
    "{x: x for x in sales}", "(x for x in sales)", "x for x in sales", "(x := 1)", "x := 1",
    "sales[1:2]", "sales[:]", "sales[1, 2]", "min(*sales)", "min(**sales)", "min(1, *(2, 3))",
    "total(sales, **sales)", "(yield)", "(yield sales)", "(await sales)",
    # calls of what is no function
    "sales.total()", "min.max(1, 2)", "(min)(1)(2)", "''.join(sales)", "bands[grade].min()",
    "open('x')", "eval('1')", "exec('1')", "print(sales)", "getattr(sales, 'x')", "type(sales)",
    "__import__('os')", "__import__('os').system('true')", "globals()", "().__class__",
    "sales.__class__", "sales.__class__.__mro__", "__builtins__", "__name__", "__debug__",
    "(1).__class__", "'a'.__class__", "'a'.format(sales)", "'%s' % sales", "'a' * 3",
    "grade.values", "ladder.starts", "bands[grade]['min']",
)  # fmt: skip
NO_EXPRESSIONS = (
    "sales = 1", "sales; score", "import os", "del sales", "pass", "return sales", "if sales: 1",
    "for x in sales: x", "def f(): 1", "class A: 1", "assert sales", "raise sales", "@sales",
    "sales\x00", "\x00", "sales !", "sales ? 1 : 2", "sales && score", "!sales", "$sales",
    "`sales`", "1 2", ")", "(", "]", "1) + (2", "1)(2", "1) if (2) else (3", "f)(x", "sales]",
    "[sales", "'abc", '"""', "0777", "1__0", "0x", "1e", "sales..min", ".5.5",
)  # fmt: skip


@pytest.mark.parametrize("formula", NOT_FORMS)
def test_other_forms_of_python_are_refused(formula: str) -> None:
    with pytest.raises(Refused) as refused:
        small_plan({"pay_line": formula})
    assert {problem.column for problem in refused.value.problems} == {"pay_line"}


@pytest.mark.parametrize("formula", NO_EXPRESSIONS)
def test_what_is_no_expression_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError) as error:
        parse(formula)
    assert error.value.key == "formula_syntax"


@pytest.mark.parametrize(
    "formula",
    [
        "1" + "0" * 10_000,
        "9" * (syntax.LONGEST - 1),
        "(" * 1500 + "1" + ")" * 1500,
        "-" * 3000 + "1",
        "not " * 900 + "1",
        "min(1, " * 500 + "1" + ")" * 500,
        "sales" + ".a" * 1500,
        "sales" + "[grade]" * 500,
        "1" + " if 1 > 0 else 1" * 230,
        "1 + " * 990 + "1",
        "1 < " * 990 + "1",
        "1 > 0 and " * 390 + "1 > 0",
        " " * (syntax.LONGEST + 1) + "1",
    ],
    ids=lambda formula: f"{formula[:8]}x{len(formula)}",
)
def test_huge_and_deep_formulas_are_refused_in_words(formula: str) -> None:
    with pytest.raises((FormulaError, Refused)):
        parse(formula)
        small_plan({"pay_line": formula})


def test_depth_is_counted_on_every_path() -> None:
    deepest = "-" * syntax.DEEPEST + "1"
    assert parse(deepest)
    with pytest.raises(FormulaError, match="formula_too_deep"):
        parse("-" + deepest)


def test_nothing_is_executed(tmp_path: Path) -> None:
    trap = tmp_path / "sprung"
    for formula in (
        f"__import__('pathlib').Path({str(trap)!r}).touch()",
        f"open({str(trap)!r}, 'w')",
        f"(lambda: open({str(trap)!r}, 'w'))()",
        f"[open({str(trap)!r}, 'w') for x in (1,)]",
        f"min(1, open({str(trap)!r}, 'w'))",
        f"base_by_grade[open({str(trap)!r}, 'w')]",
    ):
        with pytest.raises(Refused):
            small_plan({"pay_line": formula})
    assert not trap.exists()


def test_the_engine_has_no_means_to_execute_text() -> None:
    for path in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Name):
                assert node.id not in ("eval", "exec", "compile", "__import__"), path
            if isinstance(node, ast.Attribute):
                inside = isinstance(node.value, ast.Name) and node.value.id in ("builtins", "ast")
                assert not inside or node.attr not in ("eval", "exec", "literal_eval"), path


NAMES = sorted({*FACTS, *PARAMETERS, *FUNCTIONS, "calendar_month", "pay_line", "x"})
PIECES = st.sampled_from(
    (
        *NAMES, *keyword.kwlist, *"+-*/%@&|^~<>=!()[]{}.,:;'\"\\`$?#\n\r\t\x00",
        "==", "!=", ">=", "<=", ":=", "->", "**", "//", "0", "1.5", "1e999", '"junior"', "f'", "初",
        "by=", "x=", ".min", "if", "else", "in", "not in", "and", "or", "not", " ",
    )
)  # fmt: skip


@examples(250)
@given(st.one_of(st.lists(PIECES, max_size=25).map(" ".join), st.text(max_size=40)))
def test_any_text_is_a_plan_or_refused(formula: str) -> None:
    try:
        parse(formula)
    except FormulaError as error:
        assert 0 <= error.at <= max(error.at, error.end) <= max(1, len(formula)) + 1
    try:
        small_plan({"pay_line": formula})
    except Refused as refused:
        assert refused.problems
        assert all(p.sentence("en") and p.sentence("zh") for p in refused.problems)
