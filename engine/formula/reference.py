"""The reference page of the language, generated from the vocabulary so that it is never stale."""

from __future__ import annotations

from collections.abc import Sequence

from engine.formula.kinds import CONDITION, Choice, Record
from engine.formula.words import WORDS, Word

SCOPES = {
    "cell": ("Arithmetic and tables", "One person's month.", "算术与查表：只看一个人的一个月。"),
    "person": (
        "Periods and earlier months",
        "All months of one person; months without a row do not count.",
        "期间与以前月份：看一个人的各个月份，没有记录的月份不计。",
    ),
    "everyone": (
        "Groups, ranks and pools",
        "Several people of the same month.",
        "分组、名次与奖金包：看同一个月的多个人。",
    ),
}

_HEAD = """# The language of plans

This page is generated from the vocabulary (`engine/formula/words/`); a test keeps it current.

A plan is a YAML file of `facts` (the columns it reads), `parameters` (named figures and tables) and
`lines` (one formula each). A line is paid (`pay:`), reported (`measure:`) or only an intermediate
step (`working:`), and falls due `every:` month, quarter, half or year. A formula is one expression:

| form | example |
|---|---|
| numbers, names of columns, parameters and lines | `base_pay`, `0.5`, `calendar_month` |
| arithmetic | `base_pay * coefficient + 200`, `-miss_deduction`, `tenure_months / 12` |
| comparison, `and`, `or`, `not` | `sales >= quota and not late > 0` |
| choice | `bonus if attainment >= 1 else 0` |
| one of several | `role in ("agent", "trainer")`, `role in awards`, `calendar_month in months` |
| look-up | `base_by_grade[grade]`, `pay_bands[grade].min`, `weights["csat"]` |
| words | `step(monthly_steps, attainment)`, `rank(score, by=team)` |
| one of several results | `ledger.carry` |

Values within the error of binary arithmetic are equal: 0.8 computed *is* 0.8, 2.9999999999 floors
to 3. Pay is rounded half away from zero to the fen at the end of a pay line; a pay line named in
another formula stands for its unrounded value. `/` needs a divisor that is above 0 for certain (a
number, a parameter with a minimum above 0, a column declared `above: 0`); else use `ratio`.

## Columns

| kind | is |
|---|---|
| `money`, `share`, `score`, `count`, `number` | a number; `range: [0, 100]` warns outside it, \
with `whole: true` it refuses, `above: 0` refuses what is not above |
| `flag` | 0 or 1 |
| `category` | one of the `values` given |
| `group` | any text, such as a team |
| `person` | the id of another employee, or blank |
| `tenure` | whole months since `hire_date`, or the figure in `tenure_months` |

## Parameters

| shape | written as | read by |
|---|---|---|
| number, yes/no, no limit | `value: 0.04`, `value: true`, `value: null` | its name |
| table | `table: {junior: 3000, senior: 4000}` with `by: grade` | `t[grade]` |
| steps | `steps: [[0.8, 0.1], [1.0, 0.2]]` | `step(t, x)` |
| steps by key | `steps: {basic: [[0, 1.2], [21, 1.0]]}` with `by:` | `step(t[group], x)` |
| tiers | `tiers: [[0, 0.01], [0.5, 0.02]]` | `tiers(t, x)`, `whole_tiers(t, x)` |
| curve | `curve: [[0.8, 0.5], [1.0, 1.0]]` | `curve(t, x)` |
| prizes | `prizes: [[1, 500], [3, 200]]` (last rank, prize) | `prize(t, rank)`, `places(t)` |
| bands | `bands: {junior: [2000, 3000]}` with `by:` | `t[grade].min`, `t[grade].max` |
| months | `months: [2, 6, 9]` | `calendar_month in t` |

Every parameter has a `label` in both languages, a `unit`, what is sensible (`min`, `max`, `step`)
and its `provenance`: `source` (it stands in the document) or `assumption`. A minimum of 0 or more
is binding in its sign.
"""


def language_page() -> str:
    """The whole page as Markdown."""
    parts = [_HEAD]
    for scope, (title, english, chinese) in SCOPES.items():
        words = [word for word in WORDS.values() if word.scope == scope]
        parts.append(f"## {title}\n\n{english}\n{chinese}\n")
        parts += [_word(word) for word in words]
    return "\n".join(parts)


def _word(word: Word) -> str:
    example = word.example
    given = "; ".join(f"`{name}` = {_shown(value)}" for name, value in example.given.items())
    gives = f"`{example.formula}`" + (f" with {given}" if given else "")
    return "\n".join(
        [
            f"### `{_signature(word)}`",
            "",
            word.sentence["en"],
            word.sentence["zh"],
            "",
            f"- takes: {_takes(word)}",
            f"- gives: {_gives(word)}",
            f"- example: {gives} gives {_shown(example.gives)}",
            "",
        ]
    )


def _signature(word: Word) -> str:
    names = [
        f"{a.name}, …" if a.many else f"{a.name}=…" if a.optional else a.name for a in word.takes
    ]
    return f"{word.name}({', '.join(names)})"


def _takes(word: Word) -> str:
    phrases = [
        f"`{a.name}` {' or '.join(a.kinds)}"
        + (" (may be left out)" if a.optional else "")
        + (" (the same for everyone)" if a.fixed else "")
        for a in word.takes
    ]
    return ", ".join(phrases) or "nothing"


def _gives(word: Word) -> str:
    gives = word.gives
    if isinstance(gives, Record):
        return ", ".join(f"`.{name}` ({kind.name})" for name, kind in gives.fields)
    if isinstance(gives, Choice):
        return "one of " + ", ".join(f'"{value}"' for value in gives.values or ())
    return "yes or no" if gives == CONDITION else "a number"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_shown(item) for item in value) + "]"
    return str(value)
