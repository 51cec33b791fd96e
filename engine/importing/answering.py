"""Answers put into a recipe."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from engine.importing.questions import ROWS, Answer, Kind, Question, Way
from engine.importing.recipe import (
    BLANK,
    KEEP,
    LEAVE_OUT,
    OF_COLUMNS,
    ONCE,
    SUBTRACT,
    Dates,
    Recipe,
    Rule,
    Source,
    Turn,
)
from engine.importing.recipe import TableKeys as Keys
from engine.sheets import EMPLOYEE, MONTH

OF_DAYS = (Kind.DAY_FIRST, Kind.PERIOD)
COUNTED = (Rule.COUNT.value, Rule.COUNT_OF_YES.value, Rule.SHARE_OF_YES.value)
"""Rules by which a column becomes one of the plan that holds no numbers itself."""


def answered(recipe: Recipe, question: Question, answer: Answer) -> Recipe:
    """The recipe with an answer to one of its questions.

    Raises ValueError where the answer is none to this question.
    """
    if question.kind is Kind.TABLE:
        if answer.way is not Way.LEAVE_OUT:
            raise _no_answer(question, answer)
        recipe = _with_keys(recipe, question.table, None)
        return replace(recipe, left_out=(*recipe.left_out, question.table))
    if question.kind is Kind.TURN:
        return _turned(recipe, question, answer)
    if question.kind in (Kind.EMPLOYEE, Kind.MONTH, Kind.LINK, Kind.YEAR, *OF_DAYS):
        return _with_keys(recipe, question.table, _keys(recipe, question, answer))
    if question.kind is Kind.GAP:
        if answer.way is not Way.KEEP:
            raise _no_answer(question, answer)
        return replace(recipe, gaps=(*recipe.gaps, *question.columns))
    if question.kind in (
        Kind.SAME,
        Kind.BLANK,
        Kind.UNLINKED,
        Kind.TWICE,
        Kind.VOID,
        Kind.CURRENCY,
    ):
        return _with_keys(recipe, question.table, _rows(recipe, question, answer))
    if question.about in (EMPLOYEE, MONTH):
        return _with_keys(recipe, question.table, _text_of_keys(recipe, question, answer))
    if question.kind is Kind.COLUMN and answer.way is Way.LEAVE_OUT:
        further = {name: of for name, of in recipe.further.items() if name != question.about}
        return replace(recipe, further=further)
    part = recipe.further if question.about in recipe.further else recipe.sources
    source = _source(part.get(question.about, Source()), question, answer)
    changed = {**part, question.about: source}
    if question.about in recipe.further:
        left = [h for h in question.columns if h not in (*source.columns, *changed)]
        changed |= {heading: Source(question.table, (heading,)) for heading in left}
        return replace(recipe, further=changed)
    return replace(recipe, sources=changed)


def with_cell(recipe: Recipe, fact: str, employee: str, month: str, value: str) -> Recipe:
    """The recipe with the value of one cell: that of an employee's month (YYYY-MM)."""
    source = recipe.sources[fact]
    source = replace(source, cells={**source.cells, (employee, month): value})
    return replace(recipe, sources={**recipe.sources, fact: source})


def settled(source: Source, *reasons: str) -> Source:
    """A source that is no longer unsure for some reasons."""
    left = [reason for reason in source.reasons if reason not in reasons]
    return replace(source, unsure=", ".join(left))


def confirmed(recipe: Recipe, question: Question) -> Recipe:
    """The recipe with what is proposed for a question, where something is."""
    if not question.proposed or not question.choices:
        return recipe
    return answered(recipe, question, question.choices[0].answer)


def _turned(recipe: Recipe, question: Question, answer: Answer) -> Recipe:
    """The recipe with a table turned as is proposed; with one that is read as it stands, all that
    was found in its columns is open anew."""
    turn = recipe.turned.get(question.table, Turn())
    if answer.way is Way.TURN:
        turned = {**recipe.turned, question.table: replace(turn, unsure=False)}
        return replace(recipe, turned=turned)
    if answer.way is not Way.KEEP:
        raise _no_answer(question, answer)
    return Recipe(recipe.plan, {}, {}, turned={**recipe.turned, question.table: Turn()})


def _with_keys(recipe: Recipe, table: str, keys: Keys | None) -> Recipe:
    tables = {name: of for name, of in recipe.tables.items() if name != table}
    if keys is not None:
        return replace(recipe, tables={**recipe.tables, table: keys})
    sources = {fact: of for fact, of in recipe.sources.items() if of.table != table}
    further = {name: of for name, of in recipe.further.items() if of.table != table}
    return replace(recipe, tables=tables, sources=sources, further=further)


def _keys(recipe: Recipe, question: Question, answer: Answer) -> Keys | None:
    """The keys of a table with an answer, None where the table is left out."""
    keys = recipe.tables.get(question.table, Keys(""))
    month = keys.month or Dates()
    match question.kind, answer.way:
        case _, Way.LEAVE_OUT:
            return None
        case ((Kind.EMPLOYEE | Kind.LINK), Way.COLUMN):
            return replace(keys, employee=answer.column, through=None, unsure="")
        case Kind.LINK, Way.KEEP:
            return replace(keys, unsure="")
        case Kind.MONTH, Way.COLUMN:
            return replace(keys, month=Dates(answer.column), unsure="")
        case Kind.MONTH, Way.CONSTANT:
            dates = Dates(constant=answer.value, file=_file(question))
            return replace(keys, month=dates, unsure="")
        case Kind.MONTH, Way.BLANK:
            return replace(keys, month=None, unsure="")
        case Kind.YEAR, Way.VALUE:
            dates = replace(month, year=int(answer.value), file=_file(question))
            return replace(keys, month=dates, unsure="")
        case Kind.PERIOD, Way.VALUE:
            return replace(keys, month=replace(month, reading=answer.value))
        case Kind.DAY_FIRST, Way.VALUE:
            return replace(keys, month=replace(month, day_first=answer.value == "day"))
        case _:
            raise _no_answer(question, answer)


def _file(question: Question) -> str:
    return question.problem.file


def _rows(recipe: Recipe, question: Question, answer: Answer) -> Keys:
    """The keys of a table with what becomes of some rows."""
    keys = recipe.tables[question.table]
    match question.kind, answer.way:
        case Kind.SAME, (Way.COLUMN | Way.KEEP):
            said = answer.column if answer.way is Way.COLUMN else KEEP
            return replace(keys, apart={**keys.apart, question.text: said})
        case Kind.BLANK, Way.FILL_DOWN:
            return replace(keys, fill_down=(*keys.fill_down, *question.columns))
        case Kind.BLANK, Way.LEAVE_OUT:
            return replace(keys, blank=LEAVE_OUT)
        case Kind.BLANK, Way.COLUMN:
            return replace(keys, or_by=answer.column)
        case Kind.BLANK, Way.KEEP:
            return replace(keys, stay_blank=(*keys.stay_blank, *question.columns))
        case Kind.UNLINKED, Way.LEAVE_OUT:
            return replace(keys, unlinked=LEAVE_OUT)
        case Kind.UNLINKED, Way.VALUE:
            return replace(keys, ids={**keys.ids, question.text: answer.value})
        case Kind.CURRENCY, Way.KEEP:
            return replace(keys, currencies=KEEP)
        case Kind.VOID, (Way.LEAVE_OUT | Way.KEEP | Way.SUBTRACT):
            said = {Way.LEAVE_OUT: LEAVE_OUT, Way.KEEP: KEEP}.get(answer.way, SUBTRACT)
            [heading] = question.columns
            of = {**keys.states.get(heading, {}), question.text: said}
            return replace(keys, states={**keys.states, heading: of})
        case Kind.TWICE, Way.KEEP:
            return replace(keys, twice=KEEP)
        case Kind.TWICE, Way.ONCE:
            return replace(keys, twice=ONCE)
        case _:
            raise _no_answer(question, answer)


def _text_of_keys(recipe: Recipe, question: Question, answer: Answer) -> Keys:
    """The keys of a table with what a text means as an id or month."""
    keys = recipe.tables[question.table]
    if answer.way not in (Way.VALUE, Way.LEAVE_OUT):
        raise _no_answer(question, answer)
    value = LEAVE_OUT if answer.way is Way.LEAVE_OUT else answer.value
    if question.about == EMPLOYEE:
        return replace(keys, ids={**keys.ids, question.text: value})
    month = keys.month or Dates()
    return replace(keys, month=replace(month, values={**month.values, question.text: value}))


def _source(source: Source, question: Question, answer: Answer) -> Source:
    match question.kind, answer.way:
        case Kind.COLUMN, Way.COLUMN if answer.value == "both":
            return settled(source, *OF_COLUMNS)
        case Kind.COLUMN, Way.COLUMN if answer.value == "keys":
            return replace(settled(source, *OF_COLUMNS), through=())
        case Kind.COLUMN, Way.COLUMN if answer.value in COUNTED:
            return Source(answer.table, (answer.column,), rule=Rule(answer.value))
        case Kind.COLUMN, (Way.SUBTRACT | Way.KEEP):
            return replace(settled(source, "returns"), less=answer.column)
        case Kind.COLUMN, Way.COLUMN:
            if (answer.table, (answer.column,)) == (source.table, source.columns):
                return settled(source, *OF_COLUMNS)
            return Source(answer.table, (answer.column,), cells=source.cells)
        case Kind.COLUMN, Way.CONSTANT:
            return Source(constant=answer.value)
        case Kind.COLUMN, Way.BY:
            return Source(by=answer.column, values=dict(answer.values))
        case Kind.RULE, Way.RULE:
            rule = Rule(answer.value)
            return settled(replace(source, rule=rule, weight=answer.column), "rule")
        case Kind.SCALE, (Way.VALUE | Way.KEEP):
            times = Fraction(answer.value) if answer.way is Way.VALUE else Fraction(1)
            return settled(replace(source, times=times), "scale")
        case Kind.MARK, Way.VALUE:
            return replace(source, mark=answer.value)
        case Kind.MISSING, (Way.LEAVE_OUT | Way.FILL) if question.text == ROWS:
            said = LEAVE_OUT if answer.way is Way.LEAVE_OUT else answer.value
            return replace(source, blanks=said)
        case Kind.MISSING, Way.LEAVE_OUT:
            return replace(source, missing=LEAVE_OUT)
        case Kind.MISSING, Way.FILL:
            return replace(source, missing=answer.value)
        case ((Kind.VALUE | Kind.CELL), (Way.VALUE | Way.LEAVE_OUT | Way.BLANK | Way.FILL)):
            return _text(source, question.text, answer)
        case _:
            raise _no_answer(question, answer)


def _text(source: Source, text: str, answer: Answer) -> Source:
    """What a text means, or every text that cannot be read where none is named."""
    said = {Way.LEAVE_OUT: LEAVE_OUT, Way.BLANK: BLANK}.get(answer.way, answer.value)
    if not text or answer.way is Way.FILL:
        return replace(source, unread=said)
    return replace(source, values={**source.values, text: said})


def _no_answer(question: Question, answer: Answer) -> ValueError:
    return ValueError(f"{answer.way} is no answer to {question.kind}")
