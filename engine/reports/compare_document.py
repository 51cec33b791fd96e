"""A comparison of companies as a document, and as a workbook with everybody's pay."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Sequence

import pyarrow as pa
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from engine.analysis import BANDS
from engine.companies import budget_told, legal_basis
from engine.comparison import Compared, Explained, Soundness
from engine.reports.compare_tables import compare_tables
from engine.reports.document import Block, Document, Heading, Item, List, Note, Paragraph, Table
from engine.reports.figure_tables import Cell, Figure, FigureTable, phrase
from engine.reports.figures_told import figures_told, with_assumptions
from engine.reports.table_files import MOST_ROWS
from engine.text import Text, in_each_language, named_month

FORMATS_OF_UNITS = {
    "yuan": "#,##0.00",
    "yuan_more": "+#,##0.00;-#,##0.00;0.00",
    "share": "0.00%",
    "share_more": "+0.00%;-0.00%;0.00%",
    "points": "+0.00%;-0.00%;0.00%",
    "count": "#,##0",
    "count_more": "+#,##0;-#,##0;0",
    "number": "General",
    "coefficient": "0.0000",
    "coefficient_more": "+0.0000;-0.0000;0.0000",
}
"""How a workbook shows figures of each unit."""
UNIT_OF_COLUMN = {
    "months": "count",
    "baseline": "yuan",
    "pay": "yuan",
    "change": "yuan_more",
    "monthly_change": "yuan_more",
    "share": "share_more",
}
A4 = 9
LONGEST_NAME = 31
"""Characters of the name of a sheet."""
_NOT_IN_NAMES = str.maketrans({c: " " for c in r"[]:*?/\\'"})


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


def compare_workbook(
    compared: Compared,
    explained: Sequence[Explained],
    soundness: Soundness | None,
    language: str,
) -> bytes:
    """The tables of a comparison as sheets, and everybody's pay where people can be compared;
    figures are numbers, in their formats. The first sheet says what is compared and what each of
    the others holds. Nothing in it is a formula."""
    buffer = io.BytesIO()
    options = {"constant_memory": True, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        writer = _Writer(book, language)
        about = writer.about()
        for table in compare_tables(compared, explained, soundness):
            writer.table(table)
        if compared.people_rows is not None:
            columns = compared.people_rows.whole().column_names
            writer.people(people_table(compared, language), columns)
        before = (compared_told(compared), *told_of(compared, explained))
        writer.told(about, figures_told(compared.baseline.facts, before))
    return buffer.getvalue()


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
                yield Note(phrase("note_sales", units=phrase.joined(selling)))


def _as_table(table: FigureTable) -> Table:
    columns = table.told or range(len(table.heads))
    numbers = tuple(any(isinstance(row[i], Figure) for row in table.rows) for i in columns)
    rows = tuple(tuple(_text(row[i]) for i in columns) for row in table.rows)
    return Table(tuple(table.heads[i] for i in columns), rows, numbers, total=table.total)


def _text(cell: Cell) -> Text:
    return cell.text if isinstance(cell, Figure) else cell


class _Writer:
    """Writes the sheets of a workbook in one language."""

    def __init__(self, book: xlsxwriter.Workbook, language: str) -> None:
        self.book, self.language = book, language
        head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        self.head = book.add_format(head)
        self.head_of_numbers = book.add_format({**head, "align": "right"})
        self.of_unit = {
            unit: book.add_format({"num_format": shown}) for unit, shown in FORMATS_OF_UNITS.items()
        }
        self.total = {
            unit: book.add_format({"num_format": shown, "bold": True, "top": 1})
            for unit, shown in FORMATS_OF_UNITS.items()
        }
        self.total_text = book.add_format({"bold": True, "top": 1})
        self.plain = book.add_format({"text_wrap": True, "valign": "top"})
        self.names: set[str] = set()
        self.contents: list[tuple[str, str]] = []

    def table(self, table: FigureTable) -> None:
        """A table as a sheet of its own."""
        heads = [head[self.language] for head in table.heads]
        named = table.sheet or phrase(f"sheet_{table.id}")
        numbers = {
            j for row in table.rows for j, cell in enumerate(row) if isinstance(cell, Figure)
        }
        sheet = self._sheet(named[self.language], heads, table.title, numbers)
        widths = [_width(head) for head in heads]
        if not table.rows:
            sheet.write_string(1, 0, phrase.say(self.language, "nothing"))
        for i, row in enumerate(table.rows, start=1):
            is_total = table.total and i == len(table.rows)
            for j, cell in enumerate(row):
                if isinstance(cell, Figure):
                    formats = self.total if is_total else self.of_unit
                    if cell.is_known:
                        sheet.write_number(i, j, cell.value, formats[cell.unit])
                    else:
                        sheet.write_blank(i, j, None, formats[cell.unit])
                    widths[j] = max(widths[j], 14)
                else:
                    text = cell[self.language]
                    sheet.write_string(i, j, text, self.total_text if is_total else None)
                    widths[j] = max(widths[j], _width(text))
        for j, width in enumerate(widths):
            sheet.set_column(j, j, min(max(width, 10), 60))

    def people(self, table: pa.Table, columns: Sequence[str]) -> None:
        """Everybody on sheets of up to a million rows; `columns` are their names in the table of
        all people."""
        shown = [self.of_unit.get(UNIT_OF_COLUMN.get(_stem(name), "")) for name in columns]
        for start in range(0, max(1, table.num_rows), MOST_ROWS):
            part = table.slice(start, MOST_ROWS)
            name = phrase.say(self.language, "sheet_people")
            numbers = {j for j, own in enumerate(shown) if own is not None}
            sheet = self._sheet(name, part.column_names, phrase("title_people"), numbers)
            sheet.autofilter(0, 0, part.num_rows, part.num_columns - 1)
            sheet.set_column(0, part.num_columns - 1, 16)
            values = [column.to_pylist() for column in part.columns]
            for i, row in enumerate(zip(*values, strict=True), start=1):
                for j, value in enumerate(row):
                    if shown[j] is None:
                        sheet.write_string(i, j, value)
                    else:
                        sheet.write_number(i, j, value, shown[j])

    def about(self) -> Worksheet:
        """The first sheet, which is written last."""
        return self.book.add_worksheet(self._name(phrase.say(self.language, "sheet_about")))

    def told(self, sheet: Worksheet, texts: Sequence[Text]) -> None:
        """What the figures rest on, and what each of the other sheets holds."""
        sheet.set_column(0, 0, LONGEST_NAME + 2)
        sheet.set_column(1, 1, 90)
        self._printed(sheet)
        row = 0
        for text in (*texts, phrase("amounts_in_yuan")):
            sheet.merge_range(row, 0, row, 1, text[self.language], self.plain)
            lines = 1 + _width(text[self.language]) // (LONGEST_NAME + 92)
            sheet.set_row(row, 15 * lines)
            row += 1
        for name, title in self.contents:
            row += 1
            quoted = name.replace("'", "''")
            sheet.write_url(row, 0, f"internal:'{quoted}'!A1", string=name)
            sheet.write_string(row, 1, title)

    def _sheet(
        self, name: str, heads: Sequence[str], title: Text, numbers: Collection[int]
    ) -> Worksheet:
        """A sheet with a row of headings that stays in sight, also on paper; those over numbers
        stand to the right."""
        name = self._name(name)
        self.contents.append((name, title[self.language]))
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        self._printed(sheet)
        for j, head in enumerate(heads):
            sheet.write_string(0, j, head, self.head_of_numbers if j in numbers else self.head)
        return sheet

    def _printed(self, sheet: Worksheet) -> None:
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")

    def _name(self, name: str) -> str:
        """A name that a sheet may have and none has yet."""
        name = name.translate(_NOT_IN_NAMES).strip()[:LONGEST_NAME] or "-"
        found, again = name, 2
        while found.casefold() in self.names:
            found = f"{name[: LONGEST_NAME - 5]} ({again})"
            again += 1
        self.names.add(found.casefold())
        return found


def _stem(column: str) -> str:
    """A column of the table of all people without the place of its variant."""
    stem, _, place = column.rpartition("_")
    return stem if place.isdigit() else column


def _width(text: str) -> int:
    """The width of a text in characters; a Chinese one takes two."""
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)
