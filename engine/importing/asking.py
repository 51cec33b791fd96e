"""Questions of cells and rows written down: each with its sentence, and the answers offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.importing.questions import Answer, Choice, Example, Kind, Question, Way
from engine.importing.recipe import OPEN, Rule, Source
from engine.plan import Column, Plan
from engine.sheets import EMPLOYEE, HIRED, MONTH, Sheet
from engine.text import Phrases, Problem, Text, untranslated
from engine.written import read_numbers

phrase = Phrases("import_question")
SURE, LIKELY, EVEN = 0.9, 0.7, 0.5
"""How sure a proposal is that nothing was measured of."""
SHOWN = 3
"""So many cells are shown as examples."""


def label_of(fact: str, plan: Plan) -> Text:
    """What a column of the plan is called; columns beyond it by their own name."""
    column = plan.facts.get(fact)
    if column is not None:
        return column.label
    return phrase(f"label_{fact}") if fact in (EMPLOYEE, MONTH, HIRED) else untranslated(fact)


def place(sheet: Sheet, row: int, heading: str = "") -> str:
    """Where a cell or row stands, in the fewest words: its sheet, if several, and its line."""
    return " · ".join(filter(None, (sheet.part(row), str(sheet.line(row, heading) or ""))))


def year_question(
    name: str, file: str, column: str, year: int | None, examples: tuple[Example, ...]
) -> Question:
    """In which year the months of a table are."""
    said: dict[str, object] = {"column": column, "year": year or ""}
    key = "import_key_year" if year else "month_without_year"
    value = examples[0].cell if examples else ""
    problem = Problem(key, said, file, column=column, value=value)
    known = (Choice(Answer(Way.VALUE, str(year)), untranslated(str(year)), LIKELY),) if year else ()
    return Question(
        *(Kind.YEAR, problem, MONTH, name, (column,)),
        proposed=bool(year),
        choices=known,
        ways=(Way.VALUE,),
        examples=examples,
    )


def order_question(
    name: str, file: str, column: str, value: str, examples: tuple[Example, ...]
) -> Question:
    """Whether dates begin with the day or the month."""
    problem = Problem("month_day_order", {}, file, column=column, value=value)
    choices = (
        Choice(Answer(Way.VALUE, "day"), phrase("day_first"), EVEN),
        Choice(Answer(Way.VALUE, "month"), phrase("month_first"), EVEN),
    )
    return Question(
        *(Kind.DAY_FIRST, problem, MONTH, name, (column,)), choices=choices, examples=examples
    )


def period_question(
    name: str,
    problem: Problem,
    kind: str,
    offers: Mapping[str, Mapping[str, str]],
    examples: tuple[Example, ...],
) -> Question:
    """Which months the periods of a column are; `offers` are the months of each text by reading."""
    text = problem.value
    choices = tuple(
        Choice(
            Answer(Way.VALUE, reading),
            phrase(f"period_{reading.replace(' ', '_')}", cell=text, month=of.get(text) or "—"),
            LIKELY if i == 0 else 0.0,
        )
        for i, (reading, of) in enumerate(offers.items())
    )
    return Question(
        *(Kind.PERIOD, problem, MONTH, name, (problem.column,)),
        choices=choices,
        ways=(Way.VALUE,) if kind == "period" else (),
        examples=examples,
    )


def mark_question(
    fact: str,
    source: Source,
    heading: str,
    texts: Sequence[str],
    rows: int,
    where: tuple[str, int | None],
) -> Question:
    """Whether a comma or a point stands before the decimals of a column."""
    text = next((t for t in texts if _by_mark(t, ",") and _by_mark(t, ".")), texts[0])
    said = {"count": rows}
    problem = Problem("import_mark", said, *where, column=heading, value=text)
    choices = tuple(
        Choice(
            Answer(Way.VALUE, mark),
            phrase(f"mark_{name}", cell=text, value=_by_mark(text, mark) or "—"),
            EVEN,
        )
        for name, mark in (("point", "."), ("comma", ","))
    )
    return Question(
        *(Kind.MARK, problem, fact, source.table, (heading,), "", rows), choices=choices
    )


def _by_mark(text: str, mark: str) -> str:
    """The number that a text is with a sign before its decimals, or ""."""
    return read_numbers([text], mark == ",").read.get(text, "")


def rule_choices(column: Column | None, usual: Rule | None) -> tuple[Choice, ...]:
    """The rules for several rows of a month that make sense for a column, the usual one first."""
    kind = column.kind if column is not None else "date"
    match kind:
        case "money" | "count" | "number" | "score":
            rules = [Rule.SUM, Rule.MEAN, Rule.LAST, Rule.COUNT]
        case "share":
            rules = [Rule.MEAN, Rule.LAST, Rule.SHARE_OF_YES]
        case _:
            rules = [Rule.LAST]
    if kind in ("number", "score"):
        rules = [Rule.MEAN, Rule.SUM, Rule.LAST, Rule.COUNT]
    if usual in (Rule.COUNT_OF_YES, Rule.SHARE_OF_YES):
        rules = [Rule.COUNT] if kind == "count" else [Rule.LAST]
    ordered = [rule for rule in (usual, *rules) if rule not in (None, Rule.ONLY)]
    return tuple(
        Choice(
            Answer(Way.RULE, rule.value),
            phrase(f"rule_{rule.name.lower()}"),
            LIKELY if i == 0 else 0.0,
        )
        for i, rule in enumerate(dict.fromkeys(filter(None, ordered)))
    )


def value_question(
    fact: str, column: Column, source: Source, text: str, rows: int, problem: Problem
) -> Question:
    """What a text means as a value of a category."""
    proposed = source.values.get(text, "").removeprefix(OPEN)
    values = sorted(column.values, key=lambda value: value != proposed)
    choices = tuple(
        Choice(
            Answer(Way.VALUE, value),
            column.values[value],
            SURE - 0.1 if value == proposed else 0.0,
            phrase("why_name") if value == proposed else phrase("why_none"),
        )
        for value in values
    )
    leave = Choice(Answer(Way.LEAVE_OUT), phrase("leave_rows", count=rows))
    return Question(
        *(Kind.VALUE, problem, fact, source.table, source.columns, text, rows),
        proposed=bool(proposed),
        choices=(*choices, leave),
        ways=(Way.VALUE, Way.LEAVE_OUT),
    )


def cell_question(
    about: str,
    table: str,
    heading: str,
    text: str,
    rows: int,
    problem: Problem,
    examples: tuple[Example, ...] = (),
) -> Question:
    """What a cell that cannot be read, or cannot be right, means; `text` is "" for all others."""
    leave = Choice(Answer(Way.LEAVE_OUT), phrase("leave_rows", count=rows))
    blank = Choice(Answer(Way.BLANK), phrase("as_blank"))
    is_key = about in (EMPLOYEE, MONTH)
    return Question(
        *(Kind.CELL, problem, about, table, (heading,), text, rows),
        choices=(leave,) if is_key else (leave, blank),
        ways=(Way.VALUE, Way.LEAVE_OUT) if is_key else (Way.VALUE, Way.LEAVE_OUT, Way.BLANK),
        examples=examples,
    )


def missing_question(fact: str, source: Source, rows: int, problem: Problem) -> Question:
    """What becomes of months in which a column says nothing."""
    leave = Choice(Answer(Way.LEAVE_OUT), phrase("leave_months", count=rows), EVEN)
    return Question(
        *(Kind.MISSING, problem, fact, source.table, source.columns, "", rows),
        choices=(leave,),
        ways=(Way.FILL, Way.LEAVE_OUT),
    )
