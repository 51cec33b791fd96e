"""A company as documents: who is in it and who manages whom; and how sound it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.companies import Company, Fill, Management, Unit
from engine.health import CompanyFinding, Health
from engine.plan import Plan, catalogue, describe, load_plan
from engine.reports.document import (
    Block,
    Document,
    Heading,
    Item,
    List,
    Paragraph,
    Table,
    chapter,
)
from engine.reports.health_document import SIGNS, health_document
from engine.scenario import FromFile, Simulated
from engine.text import (
    DASH,
    LANGUAGES,
    Phrases,
    Text,
    as_typed,
    count,
    in_each_language,
    money,
    months,
    percent,
    untranslated,
)
from engine.workforce import load_workforce

phrase = Phrases("company")


def company_document(company: Company) -> Document:
    """What a company is: its units with plans and people, what is special to their plans, who
    manages whom and what managers are filled with, moves, budget; and what a variant changes."""
    title = company.title
    if company.name:
        title = phrase("of_unit", unit=company.title, what=untranslated(company.name))
    return Document(title, tuple(_blocks(company)), keywords=company.id)


def _blocks(company: Company) -> Iterator[Block]:
    yield Paragraph(company.description)
    yield Paragraph(in_each_language(lambda language: _calendar(company, language)))
    for name, budget in (
        ("budget", company.budget),
        ("employer_budget", company.employer_budget),
    ):
        if budget is not None:
            yield Paragraph(phrase(name, budget=_amount(budget)))
    yield Heading(1, phrase("units"), "units")
    yield Table(
        heads=tuple(phrase(f"head_{head}") for head in ("unit", "id", "plan", "people", "first")),
        rows=tuple(_unit_row(unit) for unit in company.units.values()),
        numbers=(False, False, False, False, True),
    )
    own = [Item(text) for unit in company.units.values() for text in _figures(unit)]
    if own:
        yield Heading(1, phrase("figures"), "figures")
        yield List(tuple(own))
    if company.management:
        yield Heading(1, phrase("management"), "management")
        yield List(tuple(_management(company, one) for one in company.management))
    if company.moves:
        yield Heading(1, phrase("moves"), "moves")
        yield List(tuple(Item(text) for text in _moves(company)))
    if company.changed:
        yield Heading(1, phrase("changes"), "changes")
        changes = zip(company.describe("en"), company.describe("zh"), strict=True)
        yield List(tuple(Item({"en": en, "zh": zh}) for en, zh in changes))


def _amount(yuan: float) -> Text:
    return in_each_language(lambda language: money(yuan, language))


def _calendar(company: Company, language: str) -> str:
    period = months(company.first, company.first + company.months - 1, language)
    people = [unit.scenario.people for unit in company.units.values()]
    if not any(isinstance(one, Simulated) for one in people):
        return phrase.say(language, "calendar", period=period)
    return phrase.say(language, "calendar_seed", period=period, seed=str(company.seed))


def _unit_row(unit: Unit) -> tuple[Text, ...]:
    headcount = untranslated("" if unit.headcount is None else count(unit.headcount))
    return unit.title, untranslated(unit.id), unit.plan.title, _people(unit), headcount


def _people(unit: Unit) -> Text:
    match unit.scenario.people:
        case Simulated(workforce=workforce):
            return load_workforce(workforce).title
        case FromFile(name=name):
            return untranslated(name)
    return phrase("nobody")


def _figures(unit: Unit) -> Iterator[Text]:
    """What the unit's plan has otherwise than the plan of the catalogue, as the company has it."""
    base = unit.scenario.base
    if base.id not in catalogue():
        return
    listed = load_plan(base.id)
    said = zip(describe(listed, base, "en"), describe(listed, base, "zh"), strict=True)
    for en, zh in said:
        yield phrase("of_unit", unit=unit.title, what={"en": en, "zh": zh})


def _management(company: Company, management: Management) -> Item:
    managed = [company.units[name] for name in management.manages]
    titles = phrase.joined([unit.title for unit in managed], "and")
    above = company.units[management.unit]
    text = phrase("manages", unit=above.title, managed=titles, by=management.by)
    below = tuple(Item(_filled(fill, above.plan, managed[0].plan)) for fill in management.fills)
    return Item(text, below=below)


def _filled(fill: Fill, above: Plan, below: Plan) -> Text:
    said = {"fact": above.facts[fill.fact].label, "of": _label(below, fill.of)}
    if fill.how == "share_at_target":
        target = fill.target
        named = _label(below, target) if isinstance(target, str) else as_typed(target or 0.0)
        return phrase("filled_share_at_target", target=named, **said)
    return phrase(f"filled_{fill.how}", **said)


def _label(plan: Plan, name: str) -> Text:
    return plan.facts[name].label if name in plan.facts else plan.lines[name].label


def _moves(company: Company) -> Iterator[Text]:
    for move in company.moves:
        share = {language: percent(move.share, language) for language in LANGUAGES}
        ends = {"source": company.units[move.source].title}
        ends |= {"target": company.units[move.target].title}
        yield phrase("move", share=share, **ends)


def company_health_document(
    company: Company, whole: Sequence[CompanyFinding], found: Mapping[str, Health]
) -> Document:
    """What was found of the company as a whole, then what each unit's health check found, in the
    order of the units."""
    title = phrase("health_title", company=company.title)
    blocks = (*_whole(whole), *_health(company, found))
    return Document(title, blocks, keywords=company.id)


def _whole(whole: Sequence[CompanyFinding]) -> Iterator[Block]:
    yield Heading(1, Phrases("company_health")("title"), "company")
    yield List(tuple(_found(finding) for finding in whole))


def _found(finding: CompanyFinding) -> Item:
    sign = SIGNS.get(finding.outcome, DASH)
    lead = {language: f"{sign} {finding.label[language]}" for language in LANGUAGES}
    lines = [untranslated(""), finding.sentence]
    if finding.outcome in ("fail", "watch"):
        lines.append(finding.why)
    text = {language: "\n".join(line[language] for line in lines) for language in LANGUAGES}
    return Item(text, lead)


def _health(company: Company, found: Mapping[str, Health]) -> Iterator[Block]:
    for name, health in found.items():
        document = health_document(health)
        title = phrase("of_unit", unit=company.units[name].title, what=document.title)
        yield from chapter(title, name, document.blocks)
