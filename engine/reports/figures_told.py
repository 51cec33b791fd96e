"""What the figures of a document or a table rest on: how far they are reconciled, and what is
assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from engine.backtesting import CheckedYear, CompanyYear
from engine.companies import CompanyFacts
from engine.facts import Facts
from engine.reports.document import Document, Heading, Item, List
from engine.text import DASH, Phrases, Text, in_each_language

phrase = Phrases("backtest_document")


def figures_told(facts: Facts | CompanyFacts, before: Iterable[Text] = ()) -> tuple[Text, ...]:
    """What is assumed of these people, after what else is to be said `before`."""
    return *before, *(in_each_language(one.sentence) for one in facts.assumptions)


def year_told(checked: CheckedYear) -> tuple[Text, ...]:
    """Whose year it is, how far it is reconciled, whose pay each `pay_1`, `pay_2` … of a table of
    people is, what must be said of a back-test, and what is assumed."""
    return figures_told(checked.year.facts, _of_year(checked))


def company_year_told(tested: CompanyYear) -> tuple[Text, ...]:
    """The same of a company: of each unit what is to be said of its year, then what is assumed."""
    of_units = (
        Phrases("company")("of_unit", unit=tested.company.units[name].title, what=text)
        for name, checked in tested.units.items()
        for text in _of_year(checked)
    )
    return figures_told(tested.payouts.facts, of_units)


def _of_year(checked: CheckedYear) -> Iterator[Text]:
    tested, found = checked.year, checked.reconciliation
    yield tested.population
    if found is None:
        yield phrase("nothing_paid", found=tuple(tested.facts.further) or DASH)
    else:
        yield found.seal
    for place, one in enumerate(tested.each, start=1):
        yield phrase("pay_column", place=place, name=one.name)
    yield from tested.told


def with_assumptions(
    document: Document, facts: Facts | CompanyFacts, before: Iterable[Text] = ()
) -> Document:
    """The document with what is assumed of the people at its end, where something is, after what
    else is to be said `before`."""
    told = figures_told(facts, before)
    if not told:
        return document
    blocks = Heading(1, phrase("part_assumed"), "assumed"), List(tuple(map(Item, told)))
    return replace(document, blocks=(*document.blocks, *blocks))
