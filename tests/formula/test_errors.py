"""What a writer of plans is told: the character, what is wrong there, and what was meant."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import engine
from engine.formula.tree import DEEPEST, LONGEST, FormulaError, parse
from engine.messages import LANGUAGES, Problem, Refused, catalogue
from engine.plan.document import Document
from engine.plan.load import build

LABEL = "label: {en: x, zh: x}"
PLAN = f"""
id: tried
title: {{en: Tried, zh: 试}}
source: {{document: none, note: {{en: none, zh: 无}}}}
facts:
  grade:
    {{kind: category, {LABEL}, values: {{junior: {{en: J, zh: 初}}, senior: {{en: S, zh: 高}}}}}}
  rank_name: {{kind: category, {LABEL}, values: {{a: {{en: A, zh: 甲}}, b: {{en: B, zh: 乙}}}}}}
  team: {{kind: group, {LABEL}}}
  boss: {{kind: person, {LABEL}}}
  sales: {{kind: money, {LABEL}}}
  target: {{kind: money, above: 0, {LABEL}}}
parameters:
  base: {{table: {{junior: 1, senior: 2}}, by: grade, min: 0, provenance: source, {LABEL}}}
  extra: {{table: {{senior: 2}}, by: grade, min: 0, provenance: source, {LABEL}}}
  steps: {{steps: [[0, 1], [1, 2]], provenance: source, {LABEL}}}
  rate: {{value: 0.1, min: 0, provenance: source, {LABEL}}}
  unit: {{value: 10, min: 1, provenance: source, {LABEL}}}
  spare: {{value: 1, provenance: source, not_used: {{en: n, zh: 无}}, {LABEL}}}
lines:
  quarterly: {{measure: quarter_sum(sales), every: quarter, {LABEL}}}
  tried: {{pay: FORMULA, {LABEL}}}
  more: {{working: "base[grade] + (extra[grade] if grade in extra else 0)", {LABEL}}}
  uses: {{pay: "more + step(steps, sales) + rate + sales / unit", {LABEL}}}
"""


def problem(formula: str) -> Problem:
    with pytest.raises(Refused) as caught:
        build(Document(PLAN.replace("FORMULA", f"'{formula}'"), "tried.yaml"))
    (found,) = caught.value.problems
    return found


@pytest.mark.parametrize(
    ("formula", "key", "at", "says"),
    [
        ("sales * raet", "unknown_name", "raet", '"rate"'),
        ("sales * zzzzzz", "unknown_name_bare", "zzzzzz", "facts, parameters"),
        ("sales * spent", "unknown_name", "spent", "spare"),
        ("stepp(steps, sales)", "unknown_word", "stepp", '"step"'),
        ("qqqqqq(sales)", "unknown_word_bare", "qqqqqq", "reference"),
        ("min + 1", "word_as_name", "min", "min(…)"),
        ("quarterly + 1", "too_rare", "quarterly", "quarter"),
        ("sales +", "formula_syntax", "", "brackets"),
        ("(sales", "formula_syntax", "", "brackets"),
        ("sales.real", "no_results", "sales.real", "number"),
        ("[s for s in sales]", "formula_form", "[s for s in sales]", "words of the language"),
        ("sales ** 2", "formula_form", "sales ** 2", "+ - * /"),
        ("lambda: 1", "formula_form", "lambda: 1", ""),
        ("(x := 1)", "formula_form", "x := 1", ""),
        ('f"{{sales}}"', "formula_form", 'f"{{sales}}"', ""),
        ("True", "formula_form", "True", ""),
        ("min(*sales)", "formula_form", "*sales", ""),
        ("sales[0:1]", "formula_form", "0:1", ""),
        ("base + 1", "wrong_kind", "base", "table"),
        ("steps * 2", "wrong_kind", "steps", "number"),
        ("grade + 1", "wrong_kind", "grade", "category"),
        ("1 if sales else 0", "wrong_kind", "sales", "condition"),
        ("step(sales, steps)", "wrong_argument", "sales", "steps"),
        ("step(base, sales)", "wrong_argument", "base", "steps"),
        ("rank(sales, by=sales)", "wrong_argument", "sales", "category"),
        ("reports_total(sales, by=team)", "wrong_argument", "team", "person"),
        (
            'sales if grade == "senior" else grade == "junior"',
            "two_kinds",
            'grade == "junior"',
            "number",
        ),
        ('1 if grade == "senor" else 0', "unknown_value", '"senor"', '"senior"'),
        ('1 if grade == "xyzxyz" else 0', "unknown_value_bare", '"xyzxyz"', "junior"),
        ("1 if grade == rank_name else 0", "two_categories", "rank_name", "same values"),
        ('1 if team == "north" else 0', "open_category", "team", "category"),
        ('1 if grade < "senior" else 0', "text_order", 'grade < "senior"', "=="),
        ("sales[grade]", "not_a_table", "sales", "base_by_grade"),
        ("base[sales]", "not_a_key", "sales", "category"),
        ("extra[grade]", "no_figure_for", "extra[grade]", "junior"),
        ("sales / rate", "divisor", "rate", "ratio"),
        ("sales / (target - 1)", "divisor", "target - 1", "ratio"),
        ("ratio(sales)", "too_few", "ratio(sales)", "b"),
        ("floor(sales, 1)", "too_many", "1", "x"),
        ("rank(sales, bye=team)", "unknown_argument", "team", '"by"'),
        ("rank(sales, zzzz=team)", "unknown_argument_bare", "team", "among"),
        ("ratio(sales, target, a=1)", "argument_twice", "1", "twice"),
        ("recent_sum(sales, sales)", "not_fixed", "sales", "same for everyone"),
        ("grade", "line_kind", "grade", "pay"),
        ("sales > 0", "line_kind", "sales > 0", "pay"),
    ],
)
def test_an_error_points_at_the_character_and_says_what_was_meant(
    formula: str, key: str, at: str, says: str
) -> None:
    found = problem(formula)
    assert found.key == key
    assert found.file == "tried.yaml"
    assert PLAN.splitlines()[(found.line or 0) - 1].lstrip().startswith("tried:")
    shown, caret = (line[4:] for line in found.excerpt.split("\n"))
    marked = shown[caret.index("^") : caret.rindex("^") + 1]
    assert marked == at or not at
    for language in LANGUAGES:
        assert found.sentence(language)
    assert says in found.sentence("en")


def test_a_formula_as_long_or_deep_as_an_attack_is_refused_quietly() -> None:
    for text in ("1+" * LONGEST + "1", "(" * 300 + "1" + ")" * 300, "-" * (DEEPEST + 5) + "1"):
        with pytest.raises(FormulaError) as caught:
            parse(text)
        assert caught.value.key in ("formula_too_long", "formula_too_deep", "formula_syntax")


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('touch pwned')",
        "open('pwned', 'w')",
        "sales.__class__",
        "(1).__class__",
        "eval('1')",
        "print",
        "{}",
        "[1]",
        "(1, 2)",
        "1; 2",
        "await x",
        "yield",
        "b'x'",
        "1j",
        "None",
        "...",
        "x if y",
        "not",
        "a is b",
        "a @ b",
        "a // b",
        "a % b",
        "~a",
        "a << 1",
        "1e999",
    ],
)
def test_nothing_outside_the_list_passes_and_nothing_runs(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused):
        build(Document(PLAN.replace("FORMULA", repr(text)), "tried.yaml"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("rate: {value: 0.1, min: 0", "rate: {value: eight, min: 0", "parameter_number"),
        ("steps: [[0, 1], [1, 2]]", "steps: [[1, 1], [0, 2]]", "parameter_unordered"),
        ("steps: [[0, 1], [1, 2]]", "steps: [[1, 1], [1, 2]]", "parameter_overlap"),
        ("steps: [[0, 1], [1, 2]]", "steps: [0.8, 0.1]", "parameter_points"),
        ("rate: {value: 0.1, min: 0", "rate: {value: 8, unit: share, min: 0", "parameter_percent"),
        ("rate: {value: 0.1, min: 0", "rate: {value: -1, min: 0", "parameter_negative"),
        ("unit: {value: 10, min: 1", "unit: {value: 0, min: 1", "parameter_above_zero"),
        (
            "spare: {value: 1, provenance: source, not_used: {en: n, zh: 无}",
            "spare: {value: 1, provenance: source",
            "unused_parameter",
        ),
        ("rate: {value: 0.1", "rate: {value: 0.1, not_used: {en: n, zh: 无}", "used_after_all"),
        (
            "by: grade, min: 0, provenance: source",
            "by: grad, min: 0, provenance: source",
            "not_one_of",
        ),
        ("provenance: source", "provenance: hearsay", "not_one_of"),
        ("kind: money, above", "kind: mony, above", "not_one_of"),
        ("every: quarter", "every: fortnight", "not_one_of"),
        ("id: tried", "ident: tried", "not_one_of"),
        ("id: tried", "id: tried\nid: again", "yaml"),
        ("  sales: {kind", "  rate: {kind", "two_meanings"),
        ("label: {en: x, zh: x}", "label: {en: x}", "two_languages"),
        ("measure: quarter_sum(sales)", "measure: quarter_sum(sales), pay: sales", "one_role"),
        ("table: {junior: 1, senior: 2}", "table: {junior: 1, senor: 2}", "unknown_value"),
    ],
)
def test_a_faulty_plan_names_its_line(old: str, new: str, key: str) -> None:
    text = PLAN.replace("FORMULA", "sales")
    assert old in text
    with pytest.raises(Refused) as caught:
        build(Document(text.replace(old, new, 1), "tried.yaml"))
    keys = [p.key for p in caught.value.problems]
    assert key in keys
    found = caught.value.problems[keys.index(key)]
    assert found.file == "tried.yaml"
    assert found.line
    for language in LANGUAGES:
        assert found.sentence(language)


def test_a_circle_names_its_members() -> None:
    text = PLAN.replace("FORMULA", "other").replace(
        "  uses:",
        f"  other: {{working: third, {LABEL}}}\n  third: {{working: tried, {LABEL}}}\n  uses:",
    )
    with pytest.raises(Refused) as caught:
        build(Document(text, "tried.yaml"))
    assert "tried → other → third → tried" in caught.value.text("en")


def test_tiers_must_begin_at_0_and_rates_be_fractions() -> None:
    plan = engine.load_plan("sample-graduated-commission")
    (rates,) = (p.id for p in plan.parameters.values() if p.shape == "tiers")
    for value, key in (([[0.5, 0.02]], "parameter_gap"), ([[0, 2.0]], "parameter_percent")):
        with pytest.raises(Refused) as caught:
            plan.with_values({rates: value})
        assert caught.value.problems[0].key == key


def test_all_that_does_not_fit_is_told_together() -> None:
    plan = engine.load_plan("service-seller")
    values: dict[str, Any] = {"weight_sales": "a", "base_by_grade": {"junior": 1}, "nothing": 1}
    with pytest.raises(Refused) as caught:
        plan.with_values(values)
    assert {p.column for p in caught.value.problems} == {"weight_sales", "base_by_grade", "nothing"}


def test_every_sentence_has_the_same_blanks_in_both_languages_and_a_remedy() -> None:
    english, chinese = (catalogue(language) for language in LANGUAGES)
    assert english.keys() == chinese.keys()
    for key, sentence in english.items():
        assert set(re.findall(r"{(\w+)}", sentence)) == set(re.findall(r"{(\w+)}", chinese[key])), (
            key
        )
        if key.startswith("problem."):
            assert f"remedy.{key.removeprefix('problem.')}" in english


def test_every_problem_the_code_names_has_its_sentence() -> None:
    named = set()
    for file in (Path(__file__).parents[2] / "engine").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        named |= set(re.findall(r'(?:Problem|FormulaError|_problem)\(\s*"(\w+)"', text))
    assert len(named) > 60
    assert {f"problem.{key}" for key in named} <= catalogue("en").keys()
