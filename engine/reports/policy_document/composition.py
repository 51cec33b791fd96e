"""A plan as a policy: its articles in chapters, numbered, with the examples in an annex."""

from __future__ import annotations

from collections.abc import Iterator

from engine.plan import Plan
from engine.reports.document import Block, Document, Heading
from engine.reports.policy_document.article import Article, Context
from engine.reports.policy_document.closing_terms import closing_terms, issue, settlement
from engine.reports.policy_document.general_terms import general_terms
from engine.reports.policy_document.pay_lines import measure_articles, pay_articles
from engine.reports.policy_document.policy_phrases import phrase
from engine.reports.policy_document.record_of_changes import changes
from engine.reports.policy_document.worked_examples import worked_examples
from engine.text import Text, chinese_numeral, in_each_language, say
from engine.wording import Rules


def policy_document(plan: Plan, against: Plan | None = None) -> Document:
    """The plan as a policy to publish; with `against`, also what differs from that plan.

    Everything is read from the plan: rules from its formulas, figures from its parameters, examples
    from what the engine pays its personas.
    """
    context = Context(plan, Rules(plan))
    chapters = [
        ("general", general_terms(plan)),
        ("pay", pay_articles(context)),
        ("measures", measure_articles(context)),
        ("settlement", settlement(context)),
        ("closing", closing_terms(context)),
    ]
    blocks: list[Block] = [issue(plan.terms)]
    if against is not None:  # without a number, so that the others keep theirs
        blocks += [Heading(1, phrase("changes")), *changes(against, plan)]
    blocks += _numbered(chapters, context)
    if plan.personas:
        blocks.append(Heading(1, _heading(phrase("annex"), phrase("examples")), "annex"))
        blocks += worked_examples(plan)
    return Document(plan.title, tuple(blocks), phrase("policy"), plan.summary, plan.id)


def _numbered(chapters: list[tuple[str, list[Article]]], context: Context) -> Iterator[Block]:
    """The chapters with their articles, numbered 2.4 within the chapter or 第七条 throughout."""
    numbers: dict[str, Text] = {}
    for chapter, (_, articles) in enumerate(chapters, start=1):
        for place, article in enumerate(articles, start=1):
            count = chinese_numeral(len(numbers) + 1)
            zh = say("zh", "document.section", number=count)
            numbers[article.id] = {"en": f"{chapter}.{place}", "zh": zh}
    for name, number in numbers.items():
        en = say("en", "document.section", number=number["en"])
        context.sections[name] = {"en": en, "zh": number["zh"]}
    for chapter, (title, articles) in enumerate(chapters, start=1):
        zh = say("zh", "document.chapter", number=chinese_numeral(chapter))
        yield Heading(1, _heading({"en": f"{chapter}", "zh": zh}, phrase(title)))
        for article in articles:
            yield Heading(2, _heading(numbers[article.id], article.title), article.id)
            yield from article.blocks()


def _heading(number: Text, title: Text) -> Text:
    gaps = {"zh": "\N{IDEOGRAPHIC SPACE}"}
    return in_each_language(lambda lang: f"{number[lang]}{gaps.get(lang, ' ')}{title[lang]}")
