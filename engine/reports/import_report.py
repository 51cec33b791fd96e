"""What was read of some files as a document: what is open, what each column was taken for, how its
cells were understood, what was left out, and totals to hold against the file's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from engine.importing import Imported, Reading
from engine.plan import Plan
from engine.reports.document import Block, Document, Heading, Item, List, Paragraph, Table
from engine.sheets import EMPLOYEE, HIRED, MONTH
from engine.tables import FileTotal, heading_text
from engine.tables import Table as Tabled
from engine.text import Phrases, Problem, Text, in_each_language, named_month, say, untranslated

phrase = Phrases("import_report")
HEADS = ("table", "column", "meaning", "cells", "blank")


def import_report(imported: Imported, plan: Plan) -> Document:
    """The report of an import into a plan's columns; its open questions come first."""
    return Document(phrase("title", plan=plan.title), tuple(_blocks(imported, plan)))


def _blocks(imported: Imported, plan: Plan) -> Iterator[Block]:
    if imported.problems:
        yield Heading(1, phrase("part_open"), "open")
        yield List(tuple(map(_item, imported.problems)))
    if imported.facts is not None:
        facts = imported.facts
        yield Paragraph(
            phrase(
                "people",
                people=facts.size,
                rows=facts.person_months,
                first=named_month(facts.first),
                last=named_month(facts.first + facts.months - 1),
            )
        )
        if facts.assumptions:
            yield Heading(1, phrase("part_assumptions"), "assumptions")
            yield List(tuple(map(_item, facts.assumptions)))
    yield Heading(1, phrase("part_tables"), "tables")
    yield Table(
        tuple(phrase(f"head_{name}") for name in ("table", "source", "rows", "headings")),
        tuple(map(_table_row, imported.tables)),
        (False, False, True, False),
    )
    if readings := imported.building.readings:
        yield Heading(1, phrase("part_columns"), "columns")
        yield Table(
            tuple(phrase(f"head_{name}") for name in HEADS),
            tuple(_row(reading, plan) for reading in readings),
            (False, False, False, False, True),
        )
    if imported.facts is not None and imported.facts.numbers:
        yield Heading(1, phrase("part_totals"), "totals")
        yield Table(
            (phrase("head_meaning"), phrase("head_total")),
            tuple(_totals(imported, plan)),
            (False, True),
        )
    held = [total for table in imported.tables for total in table.totals]
    if held:
        yield Heading(1, phrase("part_file_totals"), "file_totals")
        heads = ("column", "file_total", "file_sum", "agrees")
        yield Table(
            tuple(phrase(f"head_{name}") for name in heads),
            tuple(map(_file_total, held)),
            (False, True, True, False),
        )
    if applied := imported.building.applied:
        yield Heading(1, phrase("part_rules"), "rules")
        yield List(tuple(map(_item, applied)))
    notes = [*imported.building.notes]
    if imported.facts is not None:
        notes += imported.facts.warnings
    if notes:
        yield Heading(1, phrase("part_notes"), "notes")
        yield List(tuple(map(_item, notes)))


def _item(problem: Problem) -> Item:
    return Item(in_each_language(problem.sentence))


def _table_row(table: Tabled) -> tuple[Text, ...]:
    sources = (untranslated(" · ".join(filter(None, source))) for source in table.sources)
    return (
        untranslated(table.name),
        _in_a_row(sources),
        untranslated(f"{table.sheet.rows:,}"),
        _in_a_row(map(heading_text, table.headings)),
    )


def _in_a_row(texts: Iterable[Text]) -> Text:
    """Names of a file as they stand there, counted up."""
    texts = tuple(texts)
    return in_each_language(
        lambda language: say(language, "list.nouns_between").join(text[language] for text in texts)
    )


def _row(reading: Reading, plan: Plan) -> tuple[Text, ...]:
    column = plan.facts.get(reading.meaning)
    label = column.label if column is not None else _meaning(reading.meaning)
    cells = ", ".join(f"{form}: {count:,}" for form, count in reading.forms.items())
    return (
        untranslated(reading.table),
        heading_text(reading.heading),
        label,
        untranslated(cells or "—"),
        untranslated(f"{reading.blank:,}"),
    )


def _meaning(meaning: str) -> Text:
    """What is not of the plan: a month or hire date, or a column that is kept as it is called."""
    if meaning in (EMPLOYEE, MONTH, HIRED):
        return phrase(f"meaning_{meaning}")
    return phrase("meaning_further")


def _file_total(total: FileTotal) -> tuple[Text, ...]:
    """A total of the file beside what the rows that were read come to."""
    place = map(untranslated, filter(None, (total.heading, total.month, total.sheet)))
    agrees = {True: "agrees", False: "differs", None: "no_sum"}[total.agrees]
    return (
        _in_a_row(place),
        untranslated(total.said),
        untranslated(total.found),
        phrase(agrees),
    )


def _totals(imported: Imported, plan: Plan) -> Iterator[tuple[Text, ...]]:
    facts = imported.facts
    assert facts is not None
    for name, numbers in facts.numbers.items():
        if name in plan.facts and plan.facts[name].kind in ("money", "count"):
            total = float(np.round(numbers.sum(), 2))
            yield plan.facts[name].label, untranslated(f"{total:,.2f}")
