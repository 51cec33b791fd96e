"""A statement as a document: who and when, the pay slip, how each amount comes about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.calendar import month_number
from engine.explain import Entry, Figure, Outline, Statement, Step, named_values
from engine.payroll import PaySlip
from engine.reports.document import Block, Document, Heading, Item, List, Paragraph, Table
from engine.reports.take_home import take_home_blocks
from engine.text import (
    Phrases,
    Text,
    in_each_language,
    money_of_fen,
    named_month,
    untranslated,
)

phrase = Phrases("statement")


def statement_document(statement: Statement, slip: PaySlip | None = None) -> Document:
    """Why one employee was paid what they were paid in one month; with the `slip`, also what of it
    is taken home and what it costs the employer."""
    plan = statement.plan
    blocks = tuple(_blocks(statement, slip))
    return Document(title=phrase("title", plan=plan.title), blocks=blocks, keywords=plan.id)


def _blocks(statement: Statement, slip: PaySlip | None) -> Iterator[Block]:
    yield _about(statement)
    yield from _slip(statement)
    if slip is not None:
        yield from take_home_blocks(slip)
    yield Heading(1, phrase("explained"))
    outline = Outline()
    for line in statement.lines:
        yield from _section(outline.line(line), line.id)
    for measure in statement.measures:
        if measure.id not in outline.seen:
            yield from _section(outline.line(measure), measure.id)
    yield Heading(1, phrase("figures"))
    yield _figures(statement.figures())
    yield from _grounds(statement)


def _about(statement: Statement) -> Paragraph:
    """Who, when, and what is recorded of the month."""
    lines = [
        _labelled(phrase("employee"), untranslated(statement.employee)),
        _labelled(phrase("month"), named_month(month_number(statement.month))),
        _labelled(phrase("facts"), named_values(statement.facts)),
    ]
    return Paragraph(_lines(lines))


def _slip(statement: Statement) -> Iterator[Table]:
    """Pay lines with amounts, then measures with values."""
    gross = in_each_language(lambda language: money_of_fen(statement.gross, language))
    rows = (*_values(statement.lines), (phrase("gross"), gross))
    yield Table((phrase("pay_line"), phrase("amount")), rows, (False, True), total=True)
    if statement.measures:
        heads = (phrase("measures"), phrase("value"))
        yield Table(heads, _values(statement.measures), (False, True))


def _values(steps: Iterable[Step]) -> tuple[tuple[Text, Text], ...]:
    return tuple((step.label, step.value) for step in steps)


def _section(line: Entry, id: str) -> Iterator[Block]:
    """A line with all it rests on."""
    yield Heading(2, _headline(line), id)
    if line.texts:
        yield Paragraph(_lines(line.texts))
    if line.below:
        yield List(tuple(map(_item, line.below)))


def _item(entry: Entry) -> Item:
    """An entry as an item of a list, with what lies below it."""
    below = tuple(map(_item, entry.below))
    if not entry.headed:
        return Item(_lines(entry.texts), below=below)
    head = _headline(entry)
    rest = _lines([_continued(entry), *entry.texts])
    if entry.kind == "line":
        return Item(rest, lead=head, below=below)
    return Item(in_each_language(lambda language: head[language] + rest[language]), below=below)


def _headline(entry: Entry) -> Text:
    return entry.value if entry.label is None else _labelled(entry.label, entry.value)


def _continued(entry: Entry) -> Text:
    """What follows the value in its line."""
    remark = untranslated("") if entry.remark is None else phrase("aside", text=entry.remark)
    working = entry.working
    if working is None:
        return remark
    return in_each_language(lambda language: f" {working[language]}{remark[language]}")


def _figures(figures: Iterable[Figure]) -> Table:
    """What the plan laid down, and on which ground."""
    heads = tuple(phrase(key) for key in ("figure", "used", "basis", "note"))
    rows = tuple(
        (
            figure.label,
            figure.value,
            _basis(figure),
            figure.note or untranslated(""),
        )
        for figure in figures
    )
    return Table(heads, rows, (False,) * 4)


def _basis(figure: Figure) -> Text:
    """On which ground a figure stands; one of the scenario's own with that of the plan beside."""
    if figure.documented is None:
        return phrase(f"basis_{figure.provenance}")
    return phrase("basis_own", documented=figure.documented)


def _grounds(statement: Statement) -> Iterator[Paragraph]:
    """Where the figures come from, and what the statement leaves out."""
    source = statement.plan.source
    if source.is_own:
        yield Paragraph(source.note)
    else:
        note = in_each_language(lambda language: source.note[language].rstrip(".。"))
        yield Paragraph(phrase("document", document=source.document, note=note))
    if statement.plan.not_modelled:
        left_out = phrase.joined(list(statement.plan.not_modelled), "semicolon")
        yield Paragraph(phrase("not_modelled", list=left_out))


def _labelled(label: Text, text: Text) -> Text:
    return phrase("labelled", label=label, text=text)


def _lines(texts: Iterable[Text]) -> Text:
    """Texts one below the other."""
    lines = list(texts)
    return in_each_language(lambda language: "\n".join(text[language] for text in lines))
