"""The reference page of the language, generated from the functions so that it is never stale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.formula.functions import FUNCTIONS, Function
from engine.formula.kinds import Choice, Record

SCOPES = {
    "cell": ("Arithmetic and tables", "They look at one person’s month.", "只看一个人的一个月。"),
    "person": (
        "Periods and earlier months",
        "They look at all months of one person; months without a row do not count.",
        "看一个人的各个月份，没有记录的月份不计。",
    ),
    "everyone": (
        "Groups, ranks and pools",
        "They look at several people of the same month.",
        "看同一个月的多个人。",
    ),
}

PLAN = """\
id: seller
title: {en: Seller, zh: 销售}
source: {document: our own, note: {en: An example., zh: 示例。}}

facts:
  grade: {kind: category, values: [junior, senior], label: {en: Grade, zh: 职级}}
  sales: {kind: money, label: {en: Sales, zh: 销售额}}
  quota: {kind: money, above: 0, label: {en: Quota, zh: 指标}}

parameters:
  base_by_grade:
    table: {junior: 3000, senior: 4000}
    by: grade
    unit: CNY/month
    min: 0
    provenance: source
    label: {en: Base pay by grade, zh: 各职级基本工资}
  bonus_steps:
    steps: [[0.8, 0.1], [1.0, 0.2]]
    of: {en: Attainment, zh: 达成率}
    of_unit: share
    unit: share of base pay
    provenance: assumption
    label: {en: Bonus by attainment, zh: 奖金比例}

lines:
  attainment:
    measure: sales / quota
    label: {en: Attainment, zh: 达成率}
  base_pay:
    pay: base_by_grade[grade]
    label: {en: Base pay, zh: 基本工资}
  quarterly_bonus:
    pay: >-
      quarter_sum(base_pay)
      * step(bonus_steps, ratio(quarter_sum(sales), quarter_sum(quota)))
    every: quarter
    label: {en: Quarterly bonus, zh: 季度奖金}
"""
"""A plan that is in order, as an example."""

PERSONAS = """\
personas:
  newcomer:
    name: {en: Li Na, zh: 李娜}
    story: {en: Joined in April, zh: 四月入职}
    absent: [1, 2, 3]
    facts:
      grade: junior
      quota: 50000
      sales: [0, 0, 0, 21000, 34500, 39000, 42000, 48500, 51000, 47000, 66000, 53500]
"""
"""A persona of that plan."""

TERMS = """\
terms:
  posts: {en: online sales agent, zh: 在线销售客服}
  excluded: {en: interns and agency staff, zh: 实习生、劳务派遣人员}
  owner: {en: Human Resources, zh: 人力资源部}
  approver: {en: the general manager, zh: 总经理}
  effective_date: 2026-03-01
  version: "1.0"
  replaces: {en: the pay policy of 2024, zh: 2024 版薪酬办法}
  pay_day: 15
  appeal_days: 5
  leavers: {en: Bonuses of months already worked are paid., zh: 离职前已完成月份的奖金照发。}
  confidentiality: {en: Pay is confidential., zh: 薪酬信息属于保密事项。}
"""
"""The terms of that plan's policy."""

FORMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("numbers and names", ("0.5", "base_pay", "calendar_month")),
    ("arithmetic", ("base_pay * factor + 200", "-deduction", "tenure_months / 12")),
    ("comparison", ("sales >= quota", "0 < late <= 3", 'grade != "junior"')),
    ("conditions", ("sales >= quota and not late > 3", "late == 0 or excused")),
    ("choice", ("bonus if attainment >= 1 else 0",)),
    (
        "one of several",
        ('role in ("agent", "trainer")', "role in awards", "calendar_month in months"),
    ),
    ("look-up", ("base_by_grade[grade]", "pay_bands[grade].min", 'weights["csat"]')),
    ("functions", ("step(bonus_steps, attainment)", "rank(score, by=team)")),
    ("one of several results", ("ledger.carry",)),
)
"""The forms a formula is made of, with examples."""

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("money", "an amount in yuan", "{kind: money}"),
    ("share", "a fraction: 0.92 for 92 %", "{kind: share, range: [0, 1]}"),
    ("score", "points", "{kind: score, range: [0, 100]}"),
    ("count", "how many", "{kind: count}"),
    ("number", "any other number", "{kind: number, range: [1, 5], whole: true}"),
    (
        "tenure",
        "whole months since `hire_date`, or the figure in `tenure_months`",
        "{kind: tenure}",
    ),
    ("flag", "0 or 1", "{kind: flag}"),
    ("category", "one of the values given", "{kind: category, values: [junior, senior]}"),
    ("group", "any text, such as a team", "{kind: group}"),
    ("person", "the id of another employee, or blank", "{kind: person}"),
)
"""Kinds of columns: what they hold, and how a plan declares one."""

PARAMETERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("number", "value: 0.04", ("t * sales",)),
    ("number, no limit", "value: null, no_limit: true", ("min(sales, t)",)),
    ("yes or no", "value: true", ("1 if t else 0",)),
    ("table", "table: {junior: 3000, senior: 4000}, by: grade", ("t[grade]",)),
    ("steps", "steps: [[0.8, 0.1], [1.0, 0.2]]", ("step(t, x)",)),
    (
        "steps by key",
        "steps: {junior: [[0, 1]], senior: [[0, 1], [2, 3]]}, by: grade",
        ("step(t[grade], x)",),
    ),
    ("tiers", "tiers: [[0, 0.01], [1000, 0.02]]", ("tiers(t, x)", "whole_tiers(t, x)")),
    ("curve", "curve: [[0.8, 0.5], [1.0, 1.0]]", ("curve(t, x)",)),
    ("prizes", "prizes: [[1, 500], [3, 200]]", ("prize(t, rank(x))", "places(t)")),
    (
        "bands",
        "bands: {junior: [2000, 3000], senior: [3000, 5000]}, by: grade",
        ("t[grade].min", "t[grade].max"),
    ),
    (
        "scorecard",
        "scorecard: {completion: [20, 1.0, 0.01, 0.2, 0.5, 0.6]}",
        ('indicator_points(t["completion"], x, 1.2)',),
    ),
    ("months", "months: [2, 6, 9]", ("1 if calendar_month in t else 0",)),
)
"""Shapes of parameters: how a plan writes one called t, and how formulas read it."""

PERSON_COLUMN = "manager_id"
"""The column of examples that names other people."""

_HEAD = """# The language of plans

This page is made from the functions in `engine/formula/functions/`; a test keeps it current.

A plan is one page: the columns it reads (`facts`), its named figures (`parameters`) and its
`lines`, each one formula. This is a whole plan:

```yaml
{plan}```

A line is paid (`pay:`), reported (`measure:`) or only a step on the way (`working:`). It falls due
`every:` month, quarter, half or year, in the last month of the period, for everyone with a row in
that month. Lines may read each other in any order, but not in a circle. A line that falls due less
often than the one that reads it must be a pay line: it counts as 0 in the months between. Sums and
means of a longer period may read any line: `year_mean(quarterly_score)` is the mean of the quarters
in whose last month the person has a row. A measure may be a text, such as `"below" if pay <
band.min else "within"`; its `values:` then hold a label for each text, as those of a category do.

Who leaves, moves to another plan or is away in the month in which a line of a quarter, half-year or
year falls due has no row in it and gets nothing of it. With `leavers: settled` on the pay line they
are paid it in the last month of theirs in the period, as if the period ended with that month: by
its grade and other columns, and by sums and means up to it. `leavers: forfeited` is the rule where
nothing is said. Part of the period is no part of the pay by itself: `year_sum(base_pay) * rate`
grows with the months, `base_pay * rate` does not (`* year_sum(1) / 12` does it). A settled line
reads monthly lines and lines of its own cycle, looks at nobody else in the month it falls due
(`rank`, `split` …), carries nothing over, and is read by no other line. A period of which the last
month lies beyond the facts is not settled: nobody knows yet who leaves.

`counts_as:` says what a pay line is for social insurance, income tax and the minimum wage: `wage`,
`bonus` (of a month, quarter or half-year), `annual_bonus` (taxed apart where the law allows it),
`premium` (overtime, shifts and allowances that the minimum wage leaves out), `welfare` or
`reimbursement` (also of a benefit in kind that is not taxed). Where nothing is said, a monthly line
is `wage`, one of a quarter or half-year `bonus`, one of a year `annual_bonus`. What the law makes
of each kind stands in `data/statutory/`.

## Formulas

{forms}

- Nothing else is allowed, and a formula is never executed as a program.
- Values within the error of binary arithmetic are equal: 0.8 computed *is* 0.8, and 2.9999999999
  floors to 3.
- Pay is rounded once, half away from zero to the fen, at the end of its line. A pay line named in
  another formula stands for its unrounded value.
- `/` needs a divisor that is above 0 for certain: a number, a parameter with a `min` above 0, a
  column declared `above: 0`, or a product of these. Else write `ratio(a, b)`.
- `table[grade]` needs a figure for every grade; where some have none, write
  `table[grade] if grade in table else 0`.
- `calendar_month` is 1 for January and 12 for December.

## Columns of the facts

A file has one row for each employee and month in service. It has the columns `employee_id`, `month`
(YYYY-MM) and those of the plan.

{columns}

`range` warns of values outside it; with `whole: true` they are refused. `least: 0` and `most: 1`
warn of what lies beyond one end, `least: 0` of itself where something is counted; `above: 0`
refuses what is not above 0. Percents among shares and shares among scores are refused.

## Parameters

{parameters}

Entries of steps, tiers and curves are [from, value] in rising order, those of prizes
[last rank, prize]. Below the first step the value is 0; tiers begin at 0. An entry of a scorecard
is [weight, target, unit, up, down, floor]: so many points at the target, more for each full unit
above, less for each below, none below the floor.

Every parameter has a `label` in both languages and its `provenance`: `source` (the figure stands in
the document) or `assumption`; `assumed: [principal]` names the rows of a table from the document
that are assumptions all the same, and `assumed: reading` says that the figure or its basis is the
document’s words as they are read here. A `unit` says how it is shown, `min`, `max` and `step` what
is sensible; a `min` of 0 or more also holds for certain. `whole: true` refuses fractions.

## Payout curve

`curve` names the column that moves pay most, for the chart of pay against it:
`curve: {{move: sales, against: quota, months: 1, from: 0, to: 1.6, label: …}}`. x, between `from`
and `to`, is `months` × `move` ÷ `against`, or `months` × `move` without an `against`; the typical
person stands there in every month. With `rising_from: baseline`, x is by how much `move` rises each
month, starting from that column. `who: {{grade: senior}}` fixes categories of the typical person.

## Personas

A plan may bring typical people of its own, who live through one calendar year:

```yaml
{personas}```

The key is the employee id. A column has one figure for all months, or twelve; in the `absent`
months there is no row, and what stands there is not looked at. `tenure_months` is the figure of
the first month present and counts up by itself. A column of persons names other personas, or is
`""`. All personas of a plan are one small company: they share its pools, ranks and reports.

## Terms of the policy

`terms` holds what a policy says beside pay. All of it may be left out; the policy then has a line
to fill in.

```yaml
{terms}```

`posts`, `excluded`, `owner`, `approver`, `replaces`, `leavers` and `confidentiality` are texts in
both languages. `effective_date` is a date (YYYY-MM-DD), `version` any text. `pay_day` is the day of
the following month on which pay is due, `appeal_days` how many working days an employee has to
appeal.

## Salary beside the plan

`salary` is what people have beside what the plan pays: yuan a month for everybody (`salary: 4500`),
or the name of a column of money (`salary: monthly_pay`). It is no line of the plan and is paid
nowhere; the health check counts it in pay mix, in deductions and in the minimum wage. For insurance
and tax it counts as `wage`.

## Part-time staff

`employment: part_time` says that the people of the plan are employed part-time as the law knows it:
in China the employer pays into work injury insurance alone for them, and nothing is kept from their
pay but income tax.

## Currency

Amounts are yuan. `currency: USD` says that they are another currency’s; it must be that of a law
([true-cost.md](true-cost.md)). The command `run` works such a plan out, payroll included; whatever
writes amounts in yuan refuses it.

## Functions

{functions}
"""


_KINDS = {
    "number": "a number",
    "condition": "a condition",
    "category": "a category or group",
    "person": "a person",
    "table": "a table",
    "steps": "steps",
    "tiers": "tiers",
    "curve": "a curve",
    "prizes": "prizes",
    "indicator": "an indicator of a scorecard",
}


def language_page() -> str:
    """The whole page as Markdown."""
    parts = [
        _HEAD.format(
            plan=PLAN,
            personas=PERSONAS,
            terms=TERMS,
            forms=_table(("form", "examples"), ((name, _code(*shown)) for name, shown in FORMS)),
            columns=_table(
                ("kind", "holds", "declared as"),
                ((_code(kind), holds, _code(entry)) for kind, holds, entry in COLUMNS),
            ),
            parameters=_table(
                ("shape", "`t` is written as", "and read by"),
                ((shape, _code(entry), _code(*read)) for shape, entry, read in PARAMETERS),
            ),
            functions=" · ".join(
                f"[{name}](#{_anchor(function)})" for name, function in FUNCTIONS.items()
            ),
        )
    ]
    for scope, (title, english, chinese) in SCOPES.items():
        functions = [function for function in FUNCTIONS.values() if function.scope == scope]
        parts.append(f"## {title}\n\n{english}\n\n{chinese}\n")
        parts += [_entry(function) for function in functions]
    return "\n".join(parts)


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _code(*texts: str) -> str:
    return ", ".join(f"`{text}`" for text in texts)


def _anchor(function: Function) -> str:
    """The name Markdown gives to the heading of a function."""
    kept = (c for c in _signature(function).lower() if c.isalnum() or c in "_ ")
    return "".join(kept).replace(" ", "-")


def _entry(function: Function) -> str:
    example = function.example
    given = "; ".join(
        f"`{name}` = {_people(value) if name == PERSON_COLUMN else _shown(value)}"
        for name, value in example.given.items()
    )
    return "\n".join(
        [
            f"### `{_signature(function)}`",
            "",
            function.sentence["en"],
            "",
            function.sentence["zh"],
            "",
            f"- takes {_takes(function)}",
            f"- gives {_gives(function)}",
            f"- example: `{example.formula}` is {_shown(example.gives)}"
            + (f" where {given}" if given else ""),
            "",
        ]
    )


def _signature(function: Function) -> str:
    names = [
        f"{a.name}, …" if a.many else f"{a.name}=…" if a.optional else a.name
        for a in function.takes
    ]
    return f"{function.name}({', '.join(names)})"


def _takes(function: Function) -> str:
    phrases = [
        f"`{a.name}`: {' or '.join(_KINDS.get(kind, kind) for kind in a.kinds)}"
        + (", two or more" if a.many else "")
        + (", the same for everyone" if a.fixed else "")
        + (" (may be left out)" if a.optional else "")
        for a in function.takes
    ]
    return "; ".join(phrases) or "nothing"


def _gives(function: Function) -> str:
    gives = function.gives
    if isinstance(gives, Record):
        return "; ".join(f"`.{name}`: {_KINDS[kind.name]}" for name, kind in gives.fields)
    if isinstance(gives, Choice):
        return "one of " + ", ".join(f'"{value}"' for value in gives.values or ())
    return _KINDS[gives.name]


def _people(positions: Sequence[int]) -> str:
    """Whom each person reports to, counted from 1."""
    told = ["nobody" if place < 0 else f"person {place + 1}" for place in positions]
    return "[" + ", ".join(told) + "]"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_shown(item)}" for key, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_shown(item) for item in value) + "]"
    return str(value)
