"""A company held against what was paid, as a document: its totals first, then a chapter a unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from engine.analysis import Part, fen_text
from engine.backtesting import CompanyYear
from engine.reports.backtest_document import reconciliation_blocks
from engine.reports.document import Block, Document, Heading, Item, List, Table, chapter
from engine.text import DASH, Phrases, Text, count, untranslated

phrase = Phrases("backtest_document")
of_company = Phrases("company")
NOTHING: Mapping[str, Sequence[Block]] = MappingProxyType({})


def company_year_document(
    tested: CompanyYear, further: Mapping[str, Sequence[Block]] = NOTHING, explain: str = ""
) -> Document:
    """The document of a company's back-test; `further` blocks follow each unit's reconciliation.
    `explain` is the command that tells a statement, as far as it is the same for all units."""
    blocks = [*_whole(tested)]
    for name, checked in tested.units.items():
        unit = tested.company.units[name]
        of_unit = f"{explain} --unit {name}" if explain else ""
        held = reconciliation_blocks(
            *(checked.reconciliation, checked.year.facts, of_unit), _why_not(tested).get(name)
        )
        own = (*held, *further.get(name, ()))
        title = of_company("of_unit", unit=unit.title, what=unit.plan.title)
        blocks += chapter(title, name, own)
    title = phrase("title", plan=tested.company.title)
    return Document(title, tuple(blocks), keywords=tested.company.id)


def _whole(tested: CompanyYear) -> Iterator[Block]:
    yield Heading(1, phrase("part_company"), "company")
    if tested.reconciled:
        heads = ("compared", "agreeing", "paid", "plan", "difference", "open_amount")
        parts = (*tested.by_unit(), tested.whole(phrase("all_units")))
        yield Table(
            (of_company("head_unit"), *(phrase(f"head_{head}") for head in heads)),
            tuple(map(_row, parts)),
            (False, *(True for _ in heads)),
            total=True,
        )
    if tested.not_compared:
        yield List(tuple(map(Item, _why_not(tested).values())))


def _why_not(tested: CompanyYear) -> dict[str, Text]:
    """Why units are not held against what was paid."""
    return {
        name: phrase(
            f"unit_{why}",
            unit=tested.company.units[name].title,
            found=tuple(tested.units[name].year.facts.further) or DASH,
        )
        for name, why in tested.not_compared.items()
    }


def _row(one: Part) -> tuple[Text, ...]:
    counts = (untranslated(count(one.compared)), untranslated(count(one.agreeing)))
    return one.label, *counts, *map(fen_text, (one.paid, one.plan, one.difference, one.open_amount))
