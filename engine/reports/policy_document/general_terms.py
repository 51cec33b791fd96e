"""The general terms of a policy: what it is for, whom, and the rules that hold for every line."""

from __future__ import annotations

from engine.calendar import Every
from engine.formula import FUNCTIONS, Coupling, Method, argument_cycle, calls_in
from engine.plan import Line, Plan
from engine.reports.document import Block, Paragraph, numbered_list
from engine.reports.policy_document.article import Article
from engine.reports.policy_document.closing_terms import BLANK
from engine.reports.policy_document.policy_phrases import enumeration, filled, phrase, split_summary

_AMONG_PEOPLE = (Coupling.RANK, Coupling.SHARE)
_BY_LEVEL = (Method.STEP, Method.WHOLE, Method.CURVE)


def general_terms(plan: Plan) -> list[Article]:
    """The articles of the chapter."""
    return [
        Article("policy-purpose", phrase("purpose"), lambda: _purpose(plan)),
        Article("policy-eligible", phrase("eligible"), lambda: _eligible(plan)),
        Article("policy-calculation", phrase("calculation"), lambda: _calculation(plan)),
    ]


def _purpose(plan: Plan) -> list[Block]:
    who, what = split_summary(plan.summary)
    blocks: list[Block] = [Paragraph(phrase("purpose_text", title=plan.title))]
    told = what if who else plan.summary
    if all(told.values()):
        blocks.append(Paragraph(told))
    return blocks


def _eligible(plan: Plan) -> list[Block]:
    who, _ = split_summary(plan.summary)
    posts, excluded = plan.terms.posts, plan.terms.excluded
    blocks: list[Block] = []
    if who:
        blocks.append(Paragraph(phrase("eligible_who", who=who)))
    if posts is not None:
        blocks.append(Paragraph(phrase("eligible_posts", posts=posts)))
    elif not who:
        blocks.append(Paragraph(phrase("eligible_posts", posts=BLANK)))
    blocks.append(Paragraph(phrase("eligible_not", who=excluded or BLANK)))
    groups = [
        phrase("category", label=column.label, values=enumeration(list(column.values.values())))
        for column in plan.facts.values()
        if column.kind == "category" and column.values
    ]
    if groups:
        blocks += [Paragraph(phrase("eligible_groups")), numbered_list(groups)]
    return [*blocks, Paragraph(phrase("eligible_months"))]


def _calculation(plan: Plan) -> list[Block]:
    """Rules that hold for every line, as far as the plan's formulas need them."""
    lines = plan.lines.values()
    used = {name for line in lines for name in _functions(line)}
    seldom = {name for line in lines if line.every is not Every.MONTH for name in _functions(line)}
    functions = [FUNCTIONS[name] for name in FUNCTIONS if name in used]
    rules = [phrase("rule_rounding")]
    if any(function.method in _BY_LEVEL for function in functions):
        rules.append(phrase("rule_reached"))
    for function in functions:
        if function.rule is not None:
            rules.append(filled(function.rule))
        if function.coupling in _AMONG_PEOPLE and function.name in seldom:
            rules.append(phrase("rule_late"))
    if any(_adds_periods(plan, line) for line in lines):
        rules.append(phrase("rule_periodic"))
    return [numbered_list({rule["en"]: rule for rule in rules}.values())]


def _adds_periods(plan: Plan, line: Line) -> bool:
    """Whether a line adds up or averages what falls due less often than every month."""
    return any(
        FUNCTIONS[call.function].scope == "person"
        and FUNCTIONS[call.function].period is not None
        and argument_cycle(call, line.every, plan.lines) is not Every.MONTH
        for call in calls_in(line.formula.tree)
    )


def _functions(line: Line) -> set[str]:
    """The functions that a line's formula calls."""
    return {call.function for call in calls_in(line.formula.tree)}
