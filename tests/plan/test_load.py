"""Faulty plan files: every fault is told with its file and line, all of them together, and no file
whatever makes the loader stumble."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine import Plan, Refused
from engine.plan import build, catalogue, load_plan, plan_listing, samples
from engine.text import LANGUAGES, Problem
from engine.yaml_files import Document
from engine.yaml_files.yaml_document import LARGEST
from tests.examples import examples
from tests.reference import plans as random_plans
from tests.small_plan import load

PLAN = """\
id: tried
title: {en: Tried, zh: 试}
summary: {en: A plan, zh: 方案}
source: {document: none, note: {en: none, zh: 无}}
not_modelled: [{en: Tax, zh: 税}]
facts:
  grade: {kind: category, values: {junior: {en: J, zh: 初}, senior: {en: S, zh: 高}}, label: {en: G, zh: 级}}
  sales: {kind: money, label: {en: Sales, zh: 额}}
  score: {kind: score, range: [0, 100], label: {en: Score, zh: 分}}
  target: {kind: money, above: 0, label: {en: Target, zh: 指标}}
  tenure_months: {kind: tenure, label: {en: Months, zh: 月}}
  on_probation: {kind: flag, label: {en: On probation, zh: 试用}}
  stars: {kind: number, range: [1, 5], whole: true, label: {en: Stars, zh: 星级}}
  team: {kind: group, label: {en: Team, zh: 班组}}
  mentor: {kind: person, label: {en: Mentor, zh: 师傅}}
parameters:
  rate: {value: 0.1, unit: share, min: 0, max: 1, step: 0.01, provenance: source, label: {en: R, zh: 率}}
  days: {value: 21.75, min: 1, provenance: source, label: {en: D, zh: 天}}
  kind: {value: true, provenance: source, label: {en: K, zh: 否}}
  base: {table: {junior: 1, senior: 2}, by: grade, min: 0, provenance: source, label: {en: B, zh: 基}}
  bands: {bands: {junior: [1, 2], senior: [2, 3]}, by: grade, provenance: source, label: {en: B, zh: 带}}
  ladder: {steps: [[0, 1], [1, 2]], provenance: source, label: {en: L, zh: 档}}
  keyed: {steps: {junior: [[0, 1]], senior: [[0, 2]]}, by: grade, provenance: source, label: {en: L, zh: 档}}
  slices: {tiers: [[0, 0.1], [100, 0.2]], provenance: source, label: {en: T, zh: 段}}
  line_: {curve: [[0, 0], [1, 1]], provenance: source, label: {en: C, zh: 线}}
  prizes: {prizes: [[1, 100], [3, 50]], provenance: source, label: {en: P, zh: 奖}}
  card: {scorecard: {sales: [10, 1, 0.5, 1, 2, -0.1]}, provenance: source, label: {en: C, zh: 卡}}
  months: {months: [2, 6], provenance: source, label: {en: M, zh: 月}}
  spare: {value: 1, provenance: assumption, not_used: {en: Not, zh: 否}, label: {en: S, zh: 余}}
adds_up: [{parameters: [rate], to: 1}]
lines:
  first: {measure: rate * sales / days, label: {en: F, zh: 一}}
  second: {working: "base[grade] + bands[grade].min + step(ladder, score)", label: {en: S, zh: 二}}
  third: {pay: "first + second + step(keyed[grade], 1) + indicator_points(card['sales'], sales, 1)", label: {en: T, zh: 三}}
  fourth: {pay: "tiers(slices, sales) if kind else curve(line_, 1)", every: quarter, label: {en: F, zh: 四}}
  fifth: {pay: "prize(prizes, 1) if calendar_month in months else 0", label: {en: F, zh: 五}}
  sixth: {measure: '"low" if score < 60 else "high"', values: {low: {en: L, zh: 低}, high: {en: H, zh: 高}}, label: {en: S, zh: 六}}
curve: {move: sales, against: target, months: 1, from: 0, to: 2, label: {en: A, zh: 率}}
personas:
  newcomer:
    name: {en: Li Na, zh: 李娜}
    story: {en: Joined in April, zh: 四月入职}
    absent: [1, 2, 3]
    facts:
      grade: junior
      sales: [0, null, -, 21000, 30500, 28000, 33000, 35500, 41000, 37000, 52000, 44000]
      score: 81.5
      target: [0, 0, 0, 40000, 40000, 40000, 42000, 42000, 42000, 45000, 45000, 45000]
      tenure_months: 0
      on_probation: [1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]
      stars: 3
      team: T1
      mentor: star
  star: {name: {en: Wang Fang, zh: 王芳}, story: {en: Above target, zh: 超额}, facts: {grade: senior, sales: 90000, score: 96, target: 60000, tenure_months: 40, on_probation: false, stars: 5, team: T1, mentor: ""}}
"""  # noqa: E501

# What is written instead of what, the problem it makes, and what the message must mention. The
# problem stands on the line where the change was made.
FAULTS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    # keys and languages
    ("id: tried", "ident: tried", "not_one_of", ("ident", "id")),
    ("id: tried", "id:", "missing_key", ("id",)),
    ("title: {en", "titel: {en", "not_one_of", ("titel", "title")),
    ("title: {en: Tried, zh: 试}", "title: {en: Tried}", "two_languages", ("title",)),
    ("title: {en: Tried, zh: 试}", "title: Tried", "two_languages", ("title",)),
    ("sales: {kind: money, label: {en: Sales, zh: 额}}", "sales: {kind: money}", "missing_key",
     ("label",)),
    ("not_modelled: [{en: Tax, zh: 税}]", "not_modelled: 5", "not_entries", ("not_modelled",)),
    ("not_modelled: [{en: Tax, zh: 税}]", "not_modelled: [Tax]", "two_languages", ()),
    ("source: {document: none, note: {en: none, zh: 无}}", "source: none", "not_entries",
     ("source",)),
    ("[{parameters: [rate], to: 1}]", "[{parameters: [rat], to: 1}]", "not_one_of",
     ("rat", "rate")),
    ("[{parameters: [rate], to: 1}]", "[{parameters: [kind], to: 1}]", "not_one_of", ("kind",)),
    ("[{parameters: [rate], to: 1}]", "[{parameters: 1, to: 1}]", "missing_key", ("parameters",)),
    ("curve: {move: sales", "curve: {move: slaes", "not_one_of", ("slaes", "sales")),
    ("against: target", "against: grade", "not_one_of", ("grade",)),
    ("from: 0, to: 2", "from: low, to: 2", "parameter_number", ("low",)),
    ("curve: {move: sales, against", "curve: {against", "missing_key", ("move",)),
    ("from: 0, to: 2", "from: 0, who: {grad: junior}", "not_one_of", ("grad", "grade")),
    ("from: 0, to: 2", "from: 0, who: {grade: juniro}", "not_one_of", ("juniro", "junior")),
    ("from: 0, to: 2", "from: 0, who: junior", "not_entries", ("who",)),
    # columns
    ("sales: {kind: money, label", "sales: {label", "missing_key", ("kind",)),
    ("by: grade, min: 0,", "by: grade, assumed: [snior],", "not_one_of", ("snior", "senior")),
    ("max: 1, step: 0.01,", "max: 1, assumed: [junior],", "not_one_of", ("junior", "reading")),
    ("max: 1, step: 0.01, provenance: source", "max: 1, step: 0.01", "missing_key",
     ("provenance",)),
    ("kind: money, above", "kind: mony, above", "not_one_of", ("mony", "money")),
    ("above: 0", "above: none", "parameter_number", ("none",)),
    ("range: [0, 100]", "range: [0, many]", "parameter_number", ("many",)),
    ("range: [0, 100]", "ranges: [0, 100]", "not_one_of", ("ranges", "range")),
    ("values: {junior: {en: J, zh: 初}, senior: {en: S, zh: 高}}", "values: {}", "missing_key",
     ("values",)),
    ("values: {junior: {en: J, zh: 初}, senior: {en: S, zh: 高}}", "values: 5", "not_entries",
     ("values",)),
    ("  sales: {kind: money", "  big sales: {kind: money", "bad_name", ("big sales",)),
    ("  sales: {kind: money", "  class: {kind: money", "bad_name", ("class",)),
    ("  tenure_months: {kind", "  service: {kind", "not_one_of", ("service", "tenure_months")),
    ("  sales: {kind: money", "  calendar_month: {kind: money", "two_meanings", ("calendar",)),
    # parameters
    ("rate: {value: 0.1", "rate: {value: eight", "parameter_number", ("eight",)),
    ("rate: {value: 0.1", "rate: {value: 8%", "parameter_number", ("8%",)),
    ("rate: {value: 0.1", "rate: {value: 8, max: 1", "entry_twice", ("max",)),
    ("rate: {value: 0.1, unit: share, min: 0, max: 1", "rate: {value: 8, unit: share, min: 0",
     "parameter_percent", ("0.08",)),
    ("rate: {value: 0.1", "rate: {value: -1", "parameter_negative", ("-1",)),
    ("rate: {value: 0.1", "rate: {value: .nan", "parameter_number", ()),
    ("rate: {value: 0.1", "rate: {worth: 0.1", "one_figure", ("value", "table")),
    ("rate: {value: 0.1", "rate: {value: 0.1, months: [1]", "one_figure", ()),
    ("unit: share, min: 0", "unit: share, min: low", "parameter_number", ("low",)),
    ("rate: {value: 0.1", "rate: 0.1 # {", "not_entries", ("rate",)),
    ("rate: {value: 0.1", "rate: {value: 0.1, not_used: {en: n, zh: 无}", "used_after_all",
     ("rate",)),
    ("not_used: {en: Not, zh: 否}", "note: {en: Not, zh: 否}", "unused_parameter", ("spare",)),
    ("provenance: assumption", "provenance: hearsay", "not_one_of", ("hearsay", "assumption")),
    ("days: {value: 21.75", "days: {value: 0", "parameter_above_zero", ("0",)),
    ("days: {value: 21.75", "days: {whole: true, value: 21.75", "parameter_whole", ("21.75",)),
    ("  days: {value", "  sales: {value", "two_meanings", ("sales", "facts")),
    ("kind: {value: true", "kind: {value: 'yes'", "parameter_number", ("yes",)),
    ("table: {junior: 1, senior: 2}", "table: {junior: 1, senor: 2}", "unknown_value",
     ("senor", "senior")),
    ("table: {junior: 1, senior: 2}", "table: [1, 2]", "parameter_mapping", ()),
    ("table: {junior: 1, senior: 2}", "table: 5", "parameter_mapping", ("5",)),
    ("table: {junior: 1, senior: 2}", "table: {junior: 1, senior: x}", "parameter_number", ("x",)),
    ("by: grade, min: 0", "by: grad, min: 0", "not_one_of", ("grad", "grade")),
    ("by: grade, min: 0", "by: sales, min: 0", "not_one_of", ("sales",)),
    ("by: grade, min: 0", "by: [grade], min: 0", "not_one_of", ()),
    ("bands: {junior: [1, 2]", "bands: {junior: [1]", "parameter_band", ("[1]",)),
    ("bands: {junior: [1, 2]", "bands: {junior: [2, 1]", "parameter_band_order", ("[2, 1]",)),
    ("steps: [[0, 1], [1, 2]]", "steps: [[1, 1], [0, 2]]", "parameter_unordered", ("1", "0")),
    ("steps: [[0, 1], [1, 2]]", "steps: [[1, 1], [1, 2]]", "parameter_overlap", ("1",)),
    ("steps: [[0, 1], [1, 2]]", "steps: [0.8, 0.1]", "parameter_points", ("0.8",)),
    ("steps: [[0, 1], [1, 2]]", "steps: []", "parameter_points", ()),
    ("steps: [[0, 1], [1, 2]]", "steps: [[0, x]]", "parameter_number", ("x",)),
    ("steps: [[0, 1], [1, 2]]", "steps: [[x, 1]]", "parameter_points", ("x",)),
    ("junior: [[0, 1]]", "junior: [[1, 1], [0, 1]]", "parameter_unordered", ()),
    ("tiers: [[0, 0.1], [100, 0.2]]", "tiers: [[5, 0.1], [100, 0.2]]", "parameter_gap", ("5",)),
    ("tiers: [[0, 0.1], [100, 0.2]]", "tiers: [[0, 8], [100, 0.2]]", "parameter_percent",
     ("8", "0.08")),
    ("prizes: [[1, 100], [3, 50]]", "prizes: [[1.5, 100]]", "parameter_ranks", ("1.5",)),
    ("prizes: [[1, 100], [3, 50]]", "prizes: [[0, 100]]", "parameter_ranks", ("0",)),
    ("sales: [10, 1, 0.5, 1, 2, -0.1]", "sales: [10, 1, 0.5]", "parameter_indicator", ("[10,",)),
    ("sales: [10, 1, 0.5, 1, 2, -0.1]", "sales: 10", "parameter_indicator", ("10",)),
    ("sales: [10, 1, 0.5, 1, 2, -0.1]", "sales: [10, 1, 0, 1, 2, 0]", "parameter_above_zero",
     ("card.sales.unit",)),
    ("sales: [10, 1, 0.5, 1, 2, -0.1]", "sales: [10, 1, 1, -1, 2, 0]", "parameter_negative",
     ("card.sales.up",)),
    ("sales: [10, 1, 0.5, 1, 2, -0.1]", "sales: [x, 1, 1, 1, 2, 0]", "parameter_number", ("x",)),
    ("months: [2, 6]", "months: [2, 13]", "parameter_months", ("13",)),
    ("months: [2, 6]", "months: 2", "parameter_months", ("2",)),
    ("months: [2, 6]", "months: [2, 2]", "parameter_months_twice", ()),
    # lines
    ("measure: rate * sales / days", "measure: rate * slaes / days", "unknown_name",
     ("slaes", "sales", "^^^^^")),
    ("measure: rate * sales / days", "measure: rate * sales / score", "divisor", ("ratio",)),
    ("measure: rate * sales / days", "measure: [1, 2]", "formula_form", ()),
    ("first: {measure", "first: {measured", "one_role", ("measure",)),
    ("first: {measure: rate", "first: {pay: sales, measure: rate", "one_role", ()),
    ("every: quarter", "every: fortnight", "not_one_of", ("fortnight", "quarter")),
    ("every: quarter", "evry: quarter", "not_one_of", ("evry", "every")),
    ("  first: {measure: rate", "  first: rate # {", "not_entries", ("first",)),
    ("  fifth: {pay", "  rate: {pay", "two_meanings", ("rate", "parameters")),
    ("values: {low: {", "values: {lwo: {", "not_one_of", ("lwo", "low", "high")),
    ("values: {low: {en: L, zh: 低}, high", "values: {high", "missing_key", ("low",)),
    ("values: {low: {en: L, zh: 低}", "values: {low: L", "two_languages", ()),
    ("sales / days, label", "sales / days, values: {a: {en: A, zh: 甲}}, label", "not_one_of",
     ("values", "label")),
    # personas
    ("      score: 81.5", "      scores: 81.5", "not_one_of", ("scores", "score")),
    ("sales: 90000, score: 96", "sales: 90000", "missing_column", ("score", "grade, sales")),
    ("      grade: junior", "      grade: juniro", "unknown_category", ("juniro", "junior")),
    ("      grade: junior", "      grade:", "blank", ("newcomer", "2026-04", "grade")),
    ("33000, 35500, 41000", "33000, 35500", "persona_months", ("sales", "11", "twelve")),
    ("33000, 35500, 41000", "33000, many, 41000", "not_a_number",
     ("newcomer", "2026-08", "many", "newcomer.sales")),
    ("33000, 35500, 41000", "33000, , 41000", "yaml", ()),
    ("33000, 35500, 41000", "33000, null, 41000", "blank", ("2026-08",)),
    ("33000, 35500, 41000", "33000, .nan, 41000", "not_a_number", ("2026-08",)),
    ("33000, 35500, 41000", "33000, true, 41000", "not_a_number", ("2026-08",)),
    ("target: [0, 0, 0, 40000, 40000", "target: [0, 0, 0, 40000, 0", "not_above", ("2026-05",)),
    ("1, 1, 1, 0, 0, 0, 0, 0, 0]", "1, 1, 2, 0, 0, 0, 0, 0, 0]", "not_a_flag", ("2026-06", "2")),
    ("      stars: 3", "      stars: 3.5", "not_whole_in_range", ("3.5", "from 1 to 5")),
    ("      stars: 3", "      stars: 6", "not_whole_in_range", ("6", "from 1 to 5")),
    ("      team: T1", "      team: ''", "blank", ("team",)),
    ("      mentor: star", "      mentor: tsar", "not_one_of", ("tsar", "star", "newcomer")),
    ("      tenure_months: 0", "      tenure_months: new", "not_a_number", ("new", "2026-04")),
    ("      tenure_months: 0", "      tenure_months: [0, 1]", "persona_tenure", ()),
    ("absent: [1, 2, 3]", "absent: [0, 1, 2]", "parameter_months", ("newcomer.absent", "[0,")),
    ("absent: [1, 2, 3]", "absent: [11, 12, 13]", "parameter_months", ()),
    ("absent: [1, 2, 3]", "absent: 1", "parameter_months", ()),
    ("absent: [1, 2, 3]", "absent: [3, 3]", "parameter_months_twice", ()),
    ("absent: [1, 2, 3]", "absent: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]",
     "persona_never_there", ()),
    ("absent: [1, 2, 3]", "abscent: [1, 2, 3]", "not_one_of", ("abscent", "absent")),
    ("name: {en: Li Na, zh: 李娜}", "name: Li Na", "two_languages", ("name",)),
    ("story: {en: Above target, zh: 超额}, ", "", "missing_key", ("story",)),
    ("超额}, facts: {grade", "超额}, fact: {grade", "missing_key", ("facts",)),
    ("  newcomer:", "  new-comer:", "persona_id", ("new-comer",)),
    ("personas:\n", "personas: 5 #", "yaml_indent", ()),
    # no YAML
    ("lines:\n", "lines: {\n", "yaml_bracket", ()),
    ("title: {en", "id: again\ntitle: {en", "entry_twice", ("id",)),
)  # fmt: skip


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as refused:
        load(text)
    return refused.value.problems


def test_the_plan_is_in_order_as_it_stands() -> None:
    plan = load(PLAN)
    assert [line.id for line in plan.pay_lines] == ["third", "fourth", "fifth"]
    assert plan.parameters["keyed"].value.shape == "keyed_steps"
    assert plan.parameters["kind"].value.shape == "flag"
    assert plan.sums[0].parameters == ("rate",)
    assert plan.curve is not None and plan.curve.against == "target"


@pytest.mark.parametrize(("old", "new", "key", "mentions"), FAULTS)
def test_a_fault_is_told_with_its_line(
    old: str, new: str, key: str, mentions: tuple[str, ...]
) -> None:
    assert PLAN.count(old) == 1
    text = PLAN.replace(old, new)
    found = [problem for problem in problems(text) if problem.key.removesuffix("_bare") == key]
    assert found, [problem.key for problem in problems(text)]
    problem = found[0]
    assert problem.file == "small.yaml"
    changed = PLAN[: PLAN.index(old)].count("\n") + 1
    changed += new.lstrip().startswith("id: again")
    if not key.startswith(("yaml", "entry")):  # its line is where reading could not go on
        assert problem.line == changed
    assert problem.line
    for mention in mentions:
        assert mention in problem.sentence("en")
    assert all(problem.sentence(language) for language in LANGUAGES)


def test_personas_are_read_month_by_month() -> None:
    newcomer, star = loaded().personas.values()
    assert (newcomer.id, newcomer.name["zh"], newcomer.story["en"]) == (
        "newcomer",
        "李娜",
        "Joined in April",
    )
    assert (newcomer.absent, star.absent) == ((1, 2, 3), ())
    assert tuple(newcomer.facts) == tuple(loaded().facts)
    assert newcomer.facts["sales"][:5] == (None, None, None, 21000.0, 30500.0)
    assert newcomer.facts["tenure_months"] == (None, None, None, *range(9))
    assert newcomer.facts["mentor"][2:4] == (None, "star")
    assert star.facts["mentor"] == ("",) * 12
    assert star.facts["on_probation"] == (0.0,) * 12
    assert star.facts["tenure_months"] == tuple(range(40, 52))


def test_tenure_also_counts_months_of_leave() -> None:
    away = load(PLAN.replace("absent: [1, 2, 3]", "absent: [1, 2, 3, 6, 7]"))
    assert away.personas["newcomer"].facts["tenure_months"][3:8] == (0.0, 1.0, None, None, 4.0)


def test_a_fault_of_every_month_is_told_once_and_faults_of_several_months_each() -> None:
    [once] = problems(PLAN.replace("      score: 81.5", "      score: good"))
    line = PLAN[: PLAN.index("      score: 81.5")].count("\n") + 1
    assert once.sentence("en") == (
        f"small.yaml, line {line}, newcomer.score: Employee newcomer, 2026-04: "
        "“good” is not a number."
        " Write a plain number, such as 1234.5 (a share as 0.92, without % and thousands"
        " separators)."
    )
    found = problems(PLAN.replace("33000, 35500, 41000", "few, 35500, many"))
    assert [problem.value for problem in found] == ["few", "many"]


@pytest.mark.parametrize("facts", [None, {}, [1], "sales"])
def test_facts_that_are_none_are_one_fault_and_not_one_for_each_column(facts: object) -> None:
    document = load_document()
    document["personas"]["star"]["facts"] = facts
    [problem] = problems(json.dumps(document))
    assert problem.key == ("not_entries" if facts else "missing_key")


def test_a_plan_may_have_no_personas() -> None:
    bare = load(PLAN[: PLAN.index("personas:")])
    assert bare.personas == {}
    assert bare.structure == loaded().structure


def test_all_faults_are_told_together() -> None:
    text = PLAN
    faults = [
        fault for fault in FAULTS if fault[2] in ("parameter_number", "not_one_of", "divisor")
    ]
    seen: set[int] = set()
    for old, new, _, _ in faults:
        line = PLAN[: PLAN.index(old)].count("\n") + 1
        if line not in seen:
            seen.add(line)
            text = text.replace(old, new)
    assert len(seen) > 8
    assert {problem.line for problem in problems(text)} >= seen


def test_a_circle_names_its_members() -> None:
    text = PLAN.replace("measure: rate * sales / days", "measure: rate * sales / days + second")
    text = text.replace("base[grade] + bands", "third + base[grade] + bands")
    text = text.replace('"first + second', '"first')
    [circle] = problems(text)
    assert "first → second → third → first" in circle.sentence("en")


def test_lines_that_read_a_faulty_line_are_not_blamed() -> None:
    for formula in ("rate * (sales", "rate * slaes", "rate * sales / score"):
        text = PLAN.replace("measure: rate * sales / days", f"measure: {formula}")
        assert [problem.column for problem in problems(text)] == ["first"]


def test_a_line_that_reads_itself_is_a_circle() -> None:
    [circle] = problems(PLAN.replace('"first + second', '"third + first + second'))
    assert "third → third" in circle.sentence("zh")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "not_a_mapping"),
        ("- 1\n- 2\n", "not_a_mapping"),
        ("just text", "not_a_mapping"),
        ("a: [1, 2", "yaml_bracket"),
        ("a: b: c", "yaml_second_colon"),
        ("\tid: x", "yaml_tab"),
        ("a: &a {b: 1}\nc: *missing", "yaml"),
        ("[" * 500, "yaml_deep"),
        ("id: x\n#" + " " * LARGEST, "file_too_large"),
        (
            "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
            + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 9)),
            "file_too_large",
        ),
    ],
    ids=lambda value: value[:12],
)
def test_what_is_no_plan_file_is_refused(text: str, key: str) -> None:
    assert [problem.key for problem in problems(text)] == [key]


def test_all_values_that_do_not_fit_are_told_together() -> None:
    with pytest.raises(Refused) as refused:
        loaded().with_values({"rate": "a", "base": {"junior": 1}, "nothing": 1, "months": [2, 14]})
    told = {problem.column: problem.key for problem in refused.value.problems}
    assert told == {
        "rate": "parameter_number",
        "base": "parameter_missing_key",
        "nothing": "unknown_parameter_bare",
        "months": "parameter_months",
    }


def test_a_plan_without_a_pay_line_is_refused() -> None:
    document = load_document()
    document["lines"] = {"only": {**document["lines"]["first"]}}
    document["parameters"] = {name: document["parameters"][name] for name in ("rate", "days")}
    assert [problem.key for problem in problems(json.dumps(document))] == ["no_pay_line"]


def test_a_plan_is_found_by_id_or_path(tmp_path: Path) -> None:
    for plan_id in (*engine.catalogue(), *engine.samples()):
        assert engine.load_plan(plan_id).id == plan_id
    (tmp_path / "own.yaml").write_text(PLAN, encoding="utf-8")
    assert engine.load_plan(tmp_path / "own.yaml").id == "tried"


@pytest.mark.parametrize(
    ("name", "key", "mentions"),
    [
        ("service-sellr", "unknown_plan", "service-seller"),
        ("xyzzy", "unknown_plan_bare", "points-pay"),
        ("nowhere/plan.yaml", "no_file", "nowhere/plan.yaml"),
    ],
)
def test_a_plan_that_is_not_there_is_refused(name: str, key: str, mentions: str) -> None:
    with pytest.raises(Refused, match=mentions) as refused:
        engine.load_plan(name)
    assert [problem.key for problem in refused.value.problems] == [key]


def test_a_folder_or_a_picture_is_no_plan(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "picture.yaml").write_bytes(b"\x89PNG\xff\xfe")
    for name in ("folder.yaml", "picture.yaml"):
        with pytest.raises(Refused) as refused:
            engine.load_plan(tmp_path / name)
        assert [problem.key for problem in refused.value.problems] == ["unreadable"]


def test_plans_of_one_structure_but_other_keys_are_told_apart() -> None:
    """`in` a table asks for its keys, so they belong to what a plan is compiled from."""
    full = load_document()
    full["lines"]["third"]["pay"] += " + (1 if grade in base else 0)"
    short = json.loads(json.dumps(full))
    for document, keys in ((full, ("junior", "senior")), (short, ("senior",))):
        document["parameters"]["base"]["table"] = dict.fromkeys(keys, 1)
        document["lines"]["second"]["working"] = (
            "(base[grade] if grade in base else 0) + bands[grade].min + step(ladder, score)"
        )
    assert load(json.dumps(full)).structure != load(json.dumps(short)).structure


def test_plans_that_differ_in_figures_only_share_their_structure() -> None:
    plan = load(PLAN)
    assert plan.with_values({"rate": 0.2, "base": {"junior": 5, "senior": 6}}).structure == (
        plan.structure
    )


def test_a_plan_with_other_figures_knows_of_itself_what_a_new_one_finds() -> None:
    plan = load(PLAN)
    known = ("structure", "order", "pay_lines", "measures", "measured_whole")
    for name in known:
        getattr(plan, name)
    edited = plan.with_values({"rate": 0.2, "base": {"junior": 5, "senior": 6}})
    for name in known:
        assert getattr(edited, name) == getattr(replace(edited), name)


@cache
def loaded() -> Plan:
    """The plan in order."""
    return load(PLAN)


def load_document() -> dict[str, Any]:
    """PLAN as plain data."""
    document: dict[str, Any] = json.loads(json.dumps(loaded().data))
    return document


JUNK = st.one_of(
    st.sampled_from(
        (
            None, True, 0, -1, 5, 1.5, float("nan"), float("inf"), 10**400, "", "abc", "month",
            "8%", "sales", "grade", [], [1], [[1, 2]], [[1, "a"]], [{}], [[]], {}, {"a": 1},
            {"en": "x"}, {"a": [1, 2]}, {"a": {}}, {1: 2}, "2026-01-01", "rate", "* & ! %",
        )
    ),
    st.text(max_size=5),
)  # fmt: skip


@st.composite
def damaged(draw: random_plans.Draw, document: Any) -> Any:
    """A document with some entry replaced, removed or added."""
    paths: list[tuple[Any, ...]] = []

    def walk(value: Any, path: tuple[Any, ...]) -> None:
        paths.append(path)
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, (*path, key))
        elif isinstance(value, list):
            for place, inner in enumerate(value):
                walk(inner, (*path, place))

    document = json.loads(json.dumps(document))
    walk(document, ())
    *way, last = draw(st.sampled_from(paths[1:]))
    inside = document
    for key in way:
        inside = inside[key]
    match draw(st.sampled_from(("replace", "replace", "replace", "remove", "add"))):
        case "replace":
            inside[last] = draw(JUNK)
        case "remove":
            del inside[last]
        case "add" if isinstance(inside, dict):
            extra = ("foo", "min", "above", "range", "values", "by", "unit", "not_used", "whole")
            inside[draw(st.sampled_from(extra))] = draw(JUNK)
    return document


@examples(120)
@given(st.data())
def test_no_document_makes_the_loader_stumble(data: st.DataObject) -> None:
    document = data.draw(st.one_of(st.just(load_document()), random_plans.plans()))
    for _ in range(data.draw(st.integers(1, 2))):
        document = data.draw(damaged(document))
    try:
        plan = build(Document.of(document, "damaged.yaml"))
    except Refused as refused:
        assert refused.problems
        for problem in refused.problems:
            assert problem.file == "damaged.yaml"
            assert all(problem.sentence(language) for language in LANGUAGES)
    else:
        assert isinstance(plan, Plan)


@examples(150)
@given(st.data())
def test_no_value_makes_a_parameter_stumble(data: st.DataObject) -> None:
    plan = loaded()
    name = data.draw(st.sampled_from([*plan.parameters, "unknown"]))
    value = data.draw(JUNK)
    try:
        changed = plan.with_values({name: value})
    except Refused as refused:
        for problem in refused.problems:
            assert problem.column.split(".")[0] == name
            assert all(problem.sentence(language) for language in LANGUAGES)
    else:
        assert json.dumps(changed.parameters[name].json) == json.dumps(value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: money, above", "kind: xyzzy, above"),
        ("table: {junior: 1, senior: 2}", "table: {junior: 1, senior: 2, xyzzy: 3}"),
        ("from: 0, to: 2", "from: 0, who: {grade: xyzzy}"),
        ("id: tried", "xyzzy: tried"),
        ("base: {table: {junior: 1, senior: 2}, by: grade", "base: {table: {a: 1}, by: xyzzy"),
    ],
)
def test_nothing_is_guessed_where_no_name_is_near(old: str, new: str) -> None:
    with pytest.raises(Refused) as refused:
        load(PLAN.replace(old, new, 1))
    for language in LANGUAGES:
        said = refused.value.text(language)
        assert "xyzzy" in said
        assert "Did you mean" not in said and "是不是" not in said and '""' not in said, said


def test_content_that_never_was_text_is_the_same_plan() -> None:
    plan = engine.load_plan("service-seller")
    held = Document.holding(plan.content, plan.file)
    assert build(held) == plan
    assert build(held).content == plan.content
    assert held.line("lines", "no_such_line") == 1
    assert Document.holding({"steps": [{"at": 1}]}, "x.yaml").line("steps", "1", "at") == 1


@pytest.mark.parametrize("plan", [*catalogue(), *samples()])
def test_a_list_says_of_a_plan_what_its_whole_page_does(plan: str) -> None:
    whole = load_plan(plan)
    assert plan_listing(plan) == (whole.title, whole.source.document)


def test_a_plan_that_is_none_is_not_listed() -> None:
    with pytest.raises(Refused):
        plan_listing("no-such-plan")
