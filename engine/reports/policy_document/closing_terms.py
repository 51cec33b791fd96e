"""How pay is settled and what governs a policy: payment, joiners and leavers, deductions, tax,
appeal, confidentiality, amendment. What the plan does not give is a line to fill in."""

from __future__ import annotations

from collections.abc import Iterator

from engine.calendar import Every
from engine.payroll import PayrollSettings
from engine.plan import Line, Plan, Terms
from engine.reports.document import Block, Paragraph, Table, numbered_list
from engine.reports.legal_document import COUNTED_HEADS, counted_texts, kind_of_pay
from engine.reports.policy_document.article import Article, Context
from engine.reports.policy_document.policy_phrases import enumeration, phrase
from engine.statutory import places
from engine.text import Text, day, in_each_language, untranslated
from engine.wording import own_months, own_months_told

MOVEMENT = "policy-movement"
"""The article on joining, transfer and leaving."""
BLANK = untranslated("＿" * 6)
"""A line to fill in."""


def issue(terms: Terms) -> Table:
    """Who issues the policy, from when it holds and what it replaces."""
    content = {
        "owner": given(terms.owner),
        "approver": given(terms.approver),
        "effective_date": _day(terms),
        "version": given(terms.version),
        "replaces": given(terms.replaces),
    }
    rows = tuple((phrase(f"issue_{key}"), text) for key, text in content.items())
    return Table((phrase("issue_item"), phrase("issue_content")), rows, (False, False))


def settlement(context: Context) -> list[Article]:
    """The articles on payment and on what changes it."""
    terms = context.plan.terms
    deductions = [line for line in context.plan.pay_lines if _takes_off(context, line)]
    articles = [
        Article("policy-payment", phrase("payment"), lambda: _payment(terms)),
        Article(MOVEMENT, phrase("movement"), lambda: _movement(context)),
    ]
    if deductions:
        articles.append(
            Article(
                "policy-deductions", phrase("deductions"), lambda: _deductions(context, deductions)
            )
        )
    return [
        *articles,
        Article("policy-floor", phrase("floor"), lambda: [Paragraph(phrase("floor_text"))]),
        Article("policy-withheld", phrase("withheld"), lambda: _before_the_law(context.plan)),
    ]


def closing_terms(context: Context) -> list[Article]:
    """The articles of the last chapter."""
    terms = context.plan.terms
    owner, approver = terms.owner or phrase("the_owner"), given(terms.approver)
    confidentiality = terms.confidentiality or phrase("confidentiality_blank", blank=BLANK)
    in_force = [Paragraph(phrase("in_force_text", date=_day(terms)))]
    if terms.replaces is not None:
        in_force.append(Paragraph(phrase("in_force_replaces", replaces=terms.replaces)))
    paragraphs = {
        "appeal": [Paragraph(phrase("appeal_text", days=given(terms.appeal_days), owner=owner))],
        "confidentiality": [Paragraph(confidentiality)],
        "amendment": [Paragraph(phrase("amendment_text", owner=owner, approver=approver))],
        "in_force": in_force,
    }
    return [
        Article(f"policy-{name}", phrase(name), lambda blocks=blocks: blocks)  # type: ignore[misc]
        for name, blocks in paragraphs.items()
    ]


def given(value: Text | str | int | None) -> Text:
    """A term as the plan gives it, or a line to fill in."""
    if value is None:
        return BLANK
    return untranslated(str(value)) if isinstance(value, str | int) else value


def _day(terms: Terms) -> Text:
    when = terms.effective_date
    return BLANK if when is None else in_each_language(lambda language: day(when, language))


def _payment(terms: Terms) -> list[Block]:
    return [
        Paragraph(phrase("payment_day", day=given(terms.pay_day))),
        Paragraph(phrase("payment_slip")),
    ]


def _movement(context: Context) -> Iterator[Block]:
    """What joining, moving and leaving change: of which months each line reads what, and what is
    paid to those who are not there in the month of the calculation."""
    plan = context.plan
    table = tuple(
        (line.label, _within(plan, line), _before(line))
        for line in plan.pay_lines
        if line.every is not Every.MONTH or not own_months(plan, line).own_month_only
    )
    rules = ["movement_part", "movement_month", *(["movement_period"] if table else [])]
    further = phrase("movement_other", text=given(plan.terms.leavers))
    yield numbered_list([*map(phrase, rules), phrase("movement_settled"), further])
    if table:
        heads = tuple(phrase(key) for key in ("pay_line", "movement_within", "movement_before"))
        yield Table(heads, table, (False,) * 3)


def _within(plan: Plan, line: Line) -> Text:
    """Of which months a line reads what, a sentence a row."""
    told = own_months_told(plan, line)
    return in_each_language(lambda language: "\n".join(text[language] for text in told))


def _before(line: Line) -> Text:
    """What a line pays to those who are not there in the month of the calculation."""
    if line.every is Every.MONTH:
        return phrase("movement_last_month")
    return phrase("movement_settled_early" if line.settled_early else "movement_forfeited")


def _before_the_law(plan: Plan) -> list[Block]:
    """That tax and contributions are withheld, and what each pay line counts for in them."""
    counts = places()[PayrollSettings().place].law.counts
    rows = [
        (line.label, kind_of_pay(line.counts_as), *counted_texts(counts[line.counts_as]))
        for line in plan.pay_lines
    ]
    heads = (phrase("pay_line"), *COUNTED_HEADS)
    return [
        Paragraph(phrase("withheld_text_part_time" if plan.part_time else "withheld_text")),
        Paragraph(phrase("withheld_counts")),
        Table(heads, tuple(rows), (False,) * len(heads)),
    ]


def _takes_off(context: Context, line: Line) -> bool:
    return any(case.less for case in context.rules.of(line).cases)


def _deductions(context: Context, lines: list[Line]) -> list[Block]:
    places = enumeration([context.sections[line.id] for line in lines])
    rules = [phrase(f"deductions_{name}", places=places) for name in ("what", "limit", "loss")]
    return [numbered_list(rules)]
