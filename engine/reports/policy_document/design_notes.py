"""The design notes that go with a policy: its source, its standards with their grounds, what is not
calculated, and the formulas as they are computed."""

from __future__ import annotations

from collections.abc import Iterator

from engine.plan import READING, Parameter, Plan, SumRule
from engine.reports.document import (
    Block,
    Document,
    Heading,
    Note,
    Paragraph,
    Table,
    numbered_list,
)
from engine.reports.policy_document import standard_figures
from engine.reports.policy_document.policy_phrases import NOTHING, enumeration, phrase
from engine.text import (
    Text,
    chinese_numeral,
    in_each_language,
    money,
    number,
    untranslated,
)
from engine.wording import Rules, own_months


def design_notes(plan: Plan) -> Document:
    """What a plan's designer and its reviewer have to know, and an employee does not."""
    blocks: list[Block] = []
    for place, (name, part) in enumerate(
        (
            ("source_title", _source(plan)),
            ("standards", _standards(plan)),
            ("not_modelled", _not_modelled(plan)),
            ("formulas", _formulas(plan)),
        ),
        start=1,
    ):
        blocks += [Heading(1, _numbered(place, phrase(name)), name), *part]
    return Document(plan.title, tuple(blocks), phrase("design_notes"), plan.summary, plan.id)


def _numbered(place: int, title: Text) -> Text:
    return {"en": f"{place} {title['en']}", "zh": f"{chinese_numeral(place)}、{title['zh']}"}


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


def _standards(plan: Plan) -> Iterator[Block]:
    """Every figure with the ground it stands on, and sums that must hold."""
    if not plan.parameters:
        yield Paragraph(phrase("no_standards"))
        return
    yield Paragraph(phrase("standards_text_own" if plan.source.is_own else "standards_text"))
    heads = tuple(phrase(key) for key in ("standard_name", "value", "ground", "note"))
    rows = tuple(
        (
            parameter.label,
            standard_figures.phrased(plan, parameter),
            _ground(plan, parameter),
            _note(parameter),
        )
        for parameter in plan.parameters.values()
    )
    yield Table(heads, rows, (False,) * 4)
    for rule in plan.sums:
        yield Paragraph(_adds_up(plan, rule))


def _ground(plan: Plan, parameter: Parameter) -> Text:
    """What the figures stand on; those of a scenario with those of the plan beside."""
    if parameter.documented is None:
        if parameter.assumed:
            parts = [
                phrase("ground_reading") if key == READING else plan.key_label(parameter, key)
                for key in parameter.assumed
            ]
            return phrase("ground_mixed", parts=enumeration(parts))
        return phrase(f"ground_{parameter.provenance}")
    as_planned = parameter.with_value(parameter.documented)
    return phrase("ground_own", documented=standard_figures.phrased(plan, as_planned))


def _note(parameter: Parameter) -> Text:
    notes = [text for text in (parameter.note, parameter.not_used) if text is not None]
    return (
        in_each_language(lambda language: "\n".join(text[language] for text in notes))
        if notes
        else NOTHING
    )


def _adds_up(plan: Plan, rule: SumRule) -> Text:
    parameters = [plan.parameters[name] for name in rule.parameters]
    labels = [Rules(plan).term(parameter.label) for parameter in parameters]
    total = untranslated(number(rule.to))
    if len(parameters) > 1:
        return phrase("adds_up", labels=enumeration(labels), sum=total)
    return phrase(f"adds_up_{parameters[0].value.sum_key}", label=labels[0], sum=total)


def _not_modelled(plan: Plan) -> Iterator[Block]:
    """What the source lays down beside, and what the policy lays down but pay is computed
    without."""
    if plan.salary is not None:
        yield Paragraph(_salary(plan, plan.salary))
    if plan.not_modelled:
        yield Paragraph(phrase("not_modelled_text"))
        yield numbered_list(plan.not_modelled)
    yield Paragraph(phrase("not_computed_text"))
    yield numbered_list(phrase(f"not_computed_{name}") for name in ("part", "floor", "tax"))


def _salary(plan: Plan, salary: float | str) -> Text:
    """What people have beside the plan, which only the health check counts."""
    if isinstance(salary, str):
        return phrase("salary_column", name=plan.facts[salary].label)
    return phrase("salary_amount", amount=in_each_language(lambda lang: money(salary, lang)))


def _formulas(plan: Plan) -> Iterator[Block]:
    """The formulas as they are computed, for the check of the policy against the system."""
    yield Paragraph(phrase("appendix_text"))
    lines = tuple(
        (line.label, untranslated(line.id), untranslated(" ".join(line.formula.text.split())))
        for line in plan.lines.values()
    )
    yield Table((phrase("item"), phrase("id"), phrase("formula")), lines, (False,) * 3)
    if names := tuple((p.label, untranslated(p.id)) for p in plan.parameters.values()):
        yield Table((phrase("standard_name"), phrase("id")), names, (False, False))
    yield Paragraph(phrase("appendix_months"))
    yield _months(plan)


def _months(plan: Plan) -> Table:
    """Of which months each pay line reads what."""
    rows = []
    for line in plan.pay_lines:
        found = own_months(plan, line)
        of_each = [f"{name} ({every.key})" for every, of in found.of_each.items() for name in of]
        columns = (found.of_month, of_each, found.of_earlier)
        rows.append((line.label, *(untranslated(", ".join(names)) for names in columns)))
    keys = ("pay_line", "appendix_of_month", "appendix_of_each", "appendix_of_earlier")
    return Table(tuple(map(phrase, keys)), tuple(rows), (False,) * 4)
