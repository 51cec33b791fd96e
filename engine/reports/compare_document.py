"""A comparison of companies as a document, and everybody's pay as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from engine.analysis import BANDS
from engine.companies import budget_told, legal_basis
from engine.comparison import Compared, Explained, Soundness
from engine.reports.compare_tables import compare_tables
from engine.reports.document import Block, Document, Heading, Item, List, Note, Paragraph, Table
from engine.reports.figure_tables import Cell, Figure, FigureTable, phrase
from engine.reports.figures_told import with_assumptions
from engine.text import Text, in_each_language, named_month


def compare_document(
    compared: Compared,
    explained: Sequence[Explained] = (),
    soundness: Soundness | None = None,
) -> Document:
    """What the compared companies cost, why, and for whom, as a document."""
    blocks = tuple(_blocks(compared, explained, soundness))
    title = phrase("title", name=compared.names[0])
    document = Document(title, blocks, compared_told(compared))
    return with_assumptions(document, compared.baseline.facts)


def compared_told(compared: Compared) -> Text:
    """What is compared with what, on how many people and which months."""
    facts = next(iter(compared.baseline.units.values())).facts
    return phrase(
        "told",
        names=phrase.joined(compared.names[1:]),
        base=compared.names[0],
        count=len(compared.baseline.employees),
        first=named_month(facts.first),
        last=named_month(facts.first + facts.months - 1),
    )


def people_table(compared: Compared, language: str) -> pa.Table:
    """Everybody's pay under all companies that can be compared person by person, with headings in
    words. Raises ValueError where none can."""
    rows = compared.people_rows
    if rows is None:
        raise ValueError("nobody to compare")
    whole = rows.whole()
    names = {name: _heading(compared, name)[language] for name in whole.column_names}
    found = whole.rename_columns([names[name] for name in whole.column_names])
    titles = {row.unit: row.title[language] for row in compared.by_unit}
    bands = {band: phrase(f"head_{band}")[language] for band in BANDS}
    for place, name in enumerate(whole.column_names):
        words = titles if name == "unit" else bands if name.startswith("band_") else None
        if words is not None:
            said = pa.array([words[value] for value in whole[name].to_pylist()], pa.string())
            found = found.set_column(place, names[name], said)
    return found


def told_of(compared: Compared, explained: Sequence[Explained]) -> Iterator[Text]:
    """What must be said of a comparison: what costs rest on where they are the employer's, what
    cannot be compared, what its split rests on, and which figures are of single people."""
    if compared.payroll is not None:
        base = compared.baseline
        units = base.facts.units
        facts = next(iter(units.values()))
        yield from legal_basis(base.company, compared.payroll, facts.first, facts.months, units)
    if (told := budget_told(compared.baseline.company, compared.payroll)) is not None:
        yield told
    for place, reason in enumerate(compared.why_not):
        if reason is not None:
            yield phrase("of_unit", unit=compared.names[place], what=reason)
    for one in explained:
        if one.split is not None:
            yield from one.split.told
        for problem in one.problems:
            yield in_each_language(problem.sentence)
    for unit, people in compared.small_units:
        yield phrase("small_unit", unit=unit, count=people, fewest=compared.fewest)


def _heading(compared: Compared, name: str) -> Text:
    stem = _stem(name)
    if stem != name:
        place = int(name.rpartition("_")[2])
        return phrase(f"column_{stem}", name=compared.names[place])
    if name == "baseline":
        return phrase("column_pay", name=compared.names[0])
    return phrase(f"column_{name}")


def _blocks(
    compared: Compared, explained: Sequence[Explained], soundness: Soundness | None
) -> Iterator[Block]:
    told = tuple(told_of(compared, explained))
    if told:
        yield List(tuple(map(Item, told)))
    for table in compare_tables(compared, explained, soundness):
        if table.is_long:
            continue
        yield Heading(1, table.title, table.id.replace(" ", "_"))
        if not table.rows:
            yield Paragraph(phrase("nothing"))
            continue
        yield _as_table(table)
        if table.id == "overview":
            yield Note(phrase("note_overview"))
            selling = [
                row.title for row in compared.by_unit if row.unit in compared.figures[0].selling
            ]
            if 0 < len(selling) < len(compared.by_unit):
                note = "note_sales" if compared.payroll is None else "note_cost_of_sales"
                yield Note(phrase(note, units=phrase.joined(selling)))


def _as_table(table: FigureTable) -> Table:
    columns = table.told or range(len(table.heads))
    numbers = tuple(any(isinstance(row[i], Figure) for row in table.rows) for i in columns)
    rows = tuple(tuple(_text(row[i]) for i in columns) for row in table.rows)
    return Table(tuple(table.heads[i] for i in columns), rows, numbers, total=table.total)


def _text(cell: Cell) -> Text:
    return cell.text if isinstance(cell, Figure) else cell


def _stem(column: str) -> str:
    """A column of the table of all people without the place of its variant."""
    stem, _, place = column.rpartition("_")
    return stem if place.isdigit() else column
