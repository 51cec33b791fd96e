"""The closing terms of a policy: its source, its standards with their grounds, what it leaves out;
and the appendix with the formulas as they are computed."""

from __future__ import annotations

from collections.abc import Iterator

from engine.plan import Parameter, Plan, SumRule
from engine.reports.document import Block, Heading, Note, Paragraph, Table, numbered_list
from engine.reports.policy_document import standard_figures
from engine.reports.policy_document.article import Article, Context
from engine.reports.policy_document.policy_phrases import NOTHING, enumeration, phrase
from engine.text import Text, in_each_language, number, untranslated


def closing_terms(context: Context) -> list[Article]:
    """The articles of the chapter."""
    plan = context.plan
    articles = [
        Article("source", phrase("source_title"), lambda: _source(plan)),
        Article("standards", phrase("standards"), lambda: _standards(context)),
    ]
    if plan.not_modelled:
        text = Paragraph(phrase("not_modelled_text"))
        blocks: list[Block] = [text, numbered_list(plan.not_modelled)]
        articles.append(Article("not_modelled", phrase("not_modelled"), lambda: blocks))
    return articles


def formulas(plan: Plan) -> Iterator[Block]:
    """The formulas as they are computed, for whoever checks the policy against the system."""
    yield Heading(2, phrase("formulas"), "formulas")
    yield Paragraph(phrase("appendix_text"))
    lines = tuple(
        (line.label, untranslated(line.id), untranslated(" ".join(line.formula.text.split())))
        for line in plan.lines.values()
    )
    yield Table((phrase("item"), phrase("id"), phrase("formula")), lines, (False,) * 3)
    if names := tuple((p.label, untranslated(p.id)) for p in plan.parameters.values()):
        yield Table((phrase("standard_name"), phrase("id")), names, (False, False))


def _source(plan: Plan) -> Iterator[Block]:
    source = plan.source
    noted = all(source.note.values())
    if not source.is_own:
        document = source.document.removesuffix(".txt")
        yield Paragraph(phrase("source_text", document=document))
    elif not noted:
        yield Paragraph(phrase("source_own"))
    if noted:
        yield Paragraph(source.note)
    yield Note(phrase("generated"))


def _standards(context: Context) -> Iterator[Block]:
    """Every figure with the ground it stands on, and sums that must hold."""
    plan = context.plan
    if not plan.parameters:
        yield Paragraph(phrase("no_standards"))
        return
    yield Paragraph(phrase("standards_text_own" if plan.source.is_own else "standards_text"))
    heads = tuple(phrase(key) for key in ("standard_name", "value", "ground", "note"))
    rows = tuple(
        (
            parameter.label,
            _figures(context, parameter),
            phrase(f"ground_{parameter.provenance}"),
            _note(parameter),
        )
        for parameter in plan.parameters.values()
    )
    yield Table(heads, rows, (False,) * 4)
    for rule in plan.sums:
        yield Paragraph(_adds_up(context, rule))


def _figures(context: Context, parameter: Parameter) -> Text:
    """The figures in a phrase; those of a large table are read where it stands."""
    if parameter.value.is_long and parameter.id in context.tables:
        return phrase("see_table", place=context.sections[context.tables[parameter.id]])
    return standard_figures.phrased(context.plan, parameter)


def _note(parameter: Parameter) -> Text:
    notes = [text for text in (parameter.note, parameter.not_used) if text is not None]
    return (
        in_each_language(lambda language: "\n".join(text[language] for text in notes))
        if notes
        else NOTHING
    )


def _adds_up(context: Context, rule: SumRule) -> Text:
    parameters = [context.plan.parameters[name] for name in rule.parameters]
    labels = [context.rules.term(parameter.label) for parameter in parameters]
    total = untranslated(number(rule.to))
    if len(parameters) > 1:
        return phrase("adds_up", labels=enumeration(labels), sum=total)
    return phrase(f"adds_up_{parameters[0].value.sum_key}", label=labels[0], sum=total)
