"""The articles of pay lines and measures: what they rest on, how they are worked out, when."""

from __future__ import annotations

from collections.abc import Iterator

from engine.calendar import Every
from engine.formula import FUNCTIONS, Field, Lookup, Method, Name, arguments, names_in
from engine.plan import Column, Line, Parameter, Plan
from engine.reports.document import Block, Formula, Note, Paragraph, Table, numbered_list
from engine.reports.policy_document import standard_figures
from engine.reports.policy_document.article import Article, Context
from engine.reports.policy_document.closing_terms import MOVEMENT
from engine.reports.policy_document.policy_phrases import (
    capitalized,
    enumeration,
    filled,
    joined,
    phrase,
)
from engine.text import Text, in_each_language, month_name, number, untranslated
from engine.wording import Case, Rule, calls_in_force, names_in_force

_FEW = 2
"""So many conditions stand in one sentence; more are a list."""
_MONTHS = {Every.QUARTER: (3, 6, 9, 12), Every.HALF: (6, 12), Every.YEAR: (12,)}


def pay_articles(context: Context) -> list[Article]:
    """An overview, then an article for each pay line."""
    overview = Article("policy-overview", phrase("overview"), lambda: [_overview(context)])
    return [overview, *(_article(context, line) for line in context.plan.pay_lines)]


def measure_articles(context: Context) -> list[Article]:
    """What is recorded of everybody, then an article for each line that is not paid."""
    data = Article("policy-data", phrase("data"), lambda: _data(context))
    needed = _needed(context.plan)
    lines = (line for line in context.plan.lines.values() if not line.paid and line.id in needed)
    return [data, *(_article(context, line) for line in lines)]


def _needed(plan: Plan) -> set[str]:
    """The lines that are paid or reported, and those they rest on as the plan's switches stand."""
    needed: set[str] = set()
    waiting = [line.id for line in plan.lines.values() if line.role != "working"]
    while waiting:
        name = waiting.pop()
        if name in plan.lines and name not in needed:
            needed.add(name)
            waiting += names_in_force(plan, plan.lines[name].formula.tree)
    return needed


def _article(context: Context, line: Line) -> Article:
    return Article(line.id, line.label, lambda: _line(context, line))


def _overview(context: Context) -> Table:
    rows = tuple(
        (
            line.label,
            phrase(f"cycle_{line.every.key}"),
            _months(line),
            context.sections[line.id],
        )
        for line in context.plan.pay_lines
    )
    heads = tuple(phrase(key) for key in ("pay_line", "cycle", "when", "rule"))
    return Table(heads, rows, (False,) * 4)


def _months(line: Line) -> Text:
    """The calendar months a line is worked out for."""
    if line.every is Every.MONTH:
        return phrase("each_month")
    return enumeration([month_name(month) for month in _MONTHS[line.every]])


def _data(context: Context) -> list[Block]:
    rows = tuple((column.label, _content(column)) for column in context.plan.facts.values())
    heads = (phrase("datum"), phrase("holds"))
    return [Paragraph(phrase("data_text")), Table(heads, rows, (False, False))]


def _content(column: Column) -> Text:
    """What a column holds: its values, or their kind and range."""
    if column.values:
        content = enumeration(list(column.values.values()))
    else:
        content = phrase(f"kind_{column.kind}")
    if column.range is None or column.kind == "share":
        return content
    low, high = (untranslated(number(end)) for end in column.range)
    return phrase("kind_range", kind=content, low=low, high=high)


# -- one line ------------------------------------------------------------------------------


def _line(context: Context, line: Line) -> Iterator[Block]:
    """A line: its rule, further terms, where to find what it rests on, tables, when due."""
    rule = context.rules.of(line)
    yield from _rule(context, line, rule)
    for term, meaning in rule.where:
        yield Paragraph(phrase("where", term=capitalized(term), meaning=meaning))
    yield from map(Paragraph, _function_rules(context, line))
    references = _references(context, line)
    if references and not isinstance(line.formula.tree, Field):
        yield Note(phrase("references", list=joined(references, "semicolon")))
    for name in names_in_force(context.plan, line.formula.tree):
        if name in context.plan.parameters:
            yield from _standard(context, context.plan.parameters[name], line)
    if line.paid:
        yield Paragraph(phrase(f"paid_{line.every.key}", months=_months(line)))
        if line.settled_early:
            yield Paragraph(phrase("paid_early", place=context.sections[MOVEMENT]))
    elif line.every is not Every.MONTH:
        yield Note(phrase(f"found_{line.every.key}", months=_months(line)))


def _rule(context: Context, line: Line, rule: Rule) -> Iterator[Block]:
    """How the line is worked out."""
    if rule.condition:
        yield from _conditions(context, line, rule)
    elif (reference := _only_points(context, line)) is not None:
        yield Paragraph(reference)
    elif len(rule.cases) == 1:
        (case,) = rule.cases
        if case.less:
            yield Paragraph(phrase("deduction"))
        yield Formula(line.label, (capitalized(case.terms[0]), *case.terms[1:]))
    elif rule.cases:
        if len(rule.cases) > 2:
            yield Paragraph(phrase("by_case"))
        yield numbered_list(_case(line, case) for case in rule.cases)
    if rule.sentences:
        yield numbered_list(rule.sentences)


def _conditions(context: Context, line: Line, rule: Rule) -> Iterator[Block]:
    met = capitalized(context.rules.met(line))
    conditions = [case.when for case in rule.cases if case.when is not None]
    if len(conditions) > _FEW:
        yield Paragraph(phrase("conditions", met=met))
        yield numbered_list(conditions)
    else:
        condition = enumeration(conditions, "and")
        yield Paragraph(phrase("condition", met=met, condition=condition))


def _only_points(context: Context, line: Line) -> Text | None:
    """The rule of a line that is nothing but a result, an entry of a table or a datum."""
    plan = context.plan
    match line.formula.tree:
        case Field(of=Name(name=name)) as field:
            result = capitalized(context.rules.name(field))
            section = context.sections[name]
            return phrase("result_of", result=result, of=plan.lines[name].label, place=section)
        case Lookup(table=Name(name=table), key=Name() as key):
            label = plan.parameters[table].label
            return phrase("by_table", table=label, key=context.rules.name(key))
    if line.paid and line.formula.text in plan.facts:
        return phrase("as_recorded", label=plan.facts[line.formula.text].label)
    return None


def _case(line: Line, case: Case) -> Text:
    then = in_each_language(lambda language: " ".join(term[language] for term in case.terms))
    if case.less:
        then = phrase("less", amount=then)
    if case.nothing and line.paid:
        then = phrase("not_paid")
    if case.when is None:
        return phrase("other_case", then=then)
    return phrase("case", condition=case.when, then=then)


def _references(context: Context, line: Line) -> list[Text]:
    """Where the lines stand that this one reads and that are not paid."""
    names = names_in_force(context.plan, line.formula.tree)
    others = [context.plan.lines[name] for name in names if name in context.plan.lines]
    return [
        phrase("reference", label=other.label, place=context.sections[other.id])
        for other in others
        if not other.paid
    ]


def _function_rules(context: Context, line: Line) -> Iterator[Text]:
    """What is to be said of the functions that the line calls, once of each."""
    calls = {
        call.function: call for call in reversed(calls_in_force(context.plan, line.formula.tree))
    }
    for name, call in calls.items():
        if (rule := FUNCTIONS[name].line_rule) is not None:
            given = {name: context.rules.name(part) for name, part in arguments(call).items()}
            yield filled(rule, **given)


def _standard(context: Context, parameter: Parameter, line: Line) -> Iterator[Block]:
    """The table of a figure of several; where it stands already, a reference to it."""
    whole = any(
        FUNCTIONS[call.function].method is Method.WHOLE and parameter.id in names_in(call)
        for call in calls_in_force(context.plan, line.formula.tree)
    )
    table = standard_figures.table(context.plan, parameter, whole)
    if table is None:
        return
    if parameter.id in context.tables:
        section = context.sections[context.tables[parameter.id]]
        yield Note(phrase("table_at", label=parameter.label, place=section))
        return
    context.tables[parameter.id] = line.id
    yield table
    note = parameter.value.note(context.plan.naming(parameter))
    if note is not None:
        yield Note(note)
