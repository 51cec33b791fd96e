"""What the law asks for at a place, as a document: every figure with its source and its months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isinf
from typing import TypeVar

from engine.plan import Line
from engine.reports.document import Block, Document, Heading, Note, Paragraph, Table
from engine.statutory import (
    Brackets,
    Counting,
    Dated,
    Figure,
    LabourTax,
    Law,
    Place,
    amount_text,
    dead_zones,
    found,
    percent_text,
    used,
)
from engine.text import (
    DASH,
    Phrases,
    Text,
    in_each_language,
    money_of_fen,
    number,
    short_month,
    untranslated,
)
from engine.text import months as months_text

phrase = Phrases("legal")
kind_of_pay = Phrases("pay_kind")
_COUNTED = ("kind", "insured", "taxed", "minimum")
COUNTED_HEADS = tuple(phrase(f"head_{head}") for head in _COUNTED)
"""The headings of a table of what pay counts for: its kind, and three questions of the law."""
_YUAN = "CNY"
_SOURCED = ("known", "source", "state")
T = TypeVar("T")


def counted_texts(counting: Counting) -> tuple[Text, ...]:
    """What a kind of pay counts for, below COUNTED_HEADS without the first."""
    insurance, least = (
        phrase("yes" if counts else "no") for counts in (counting.insurance, counting.minimum_wage)
    )
    return insurance, phrase(f"tax_{counting.tax}"), least


def counted_table(lines: Iterable[Line], law: Law) -> Table:
    """What pay lines count for, those of one name and kind of pay once."""
    each = {(*line.label.values(), line.counts_as): line for line in lines}
    return Table(
        heads=(phrase("head_line"), *COUNTED_HEADS),
        rows=tuple(
            (line.label, kind_of_pay(line.counts_as), *counted_texts(law.counts[line.counts_as]))
            for line in each.values()
        ),
        numbers=(False,) * 5,
    )


def legal_document(
    place: Place, first: int, months: int, rates: Mapping[str, float] | None = None
) -> Document:
    """The figures that contributions and income tax of a place rest on in so many months from the
    month number `first`; what pay counts for, the minimum wage, where more bonus leaves less, and
    what people may declare. `rates` as in `contributions`. Raises Refused where they do not fit."""
    figures = used(place, first, months, rates)
    return Document(
        phrase("title", place=place.label),
        tuple(_blocks(place, figures, first, months)),
        subtitle=in_each_language(lambda lang: months_text(first, first + months - 1, lang)),
        keywords=place.id,
    )


def _blocks(place: Place, figures: Sequence[Figure], first: int, months: int) -> Iterator[Block]:
    each = _each_once(figures)
    open_ones = sum(not all(figure.certain for figure in same) for same in each)
    key = "some_open" if open_ones else "all_certain"
    yield Paragraph(phrase(key, count=open_ones, all=len(each)))
    if open_ones:
        yield Note(phrase("open_means"))
    yield Heading(1, phrase("figures"), "figures")
    yield _table(
        ("scheme", "figure", "value", "known", "source", "state"),
        [_figure_row(same) for same in each],
    )
    if place.minimum_wages:
        yield Heading(1, phrase("minimum_wage"), "minimum-wage")
        yield minimum_wage_table(place, first, months)
        if place.net:
            yield Note(phrase("net"))
    yield from _of_law(place.law, first)


def _of_law(law: Law, first: int) -> Iterator[Block]:
    yield Heading(1, phrase("counts"), "counts")
    yield _table(
        _COUNTED,
        [(kind_of_pay(kind), *counted_texts(counting)) for kind, counting in law.counts.items()],
    )
    yield from _of_brackets(law, first)
    if law.currency == _YUAN and (zones := dead_zones(law, first)):
        yield Heading(1, phrase("dead_zones"), "dead-zones")
        yield _table(("above", "below"), [tuple(_fen(fen) for fen in zone) for zone in zones], True)
    if law.declared_deductions:
        yield Heading(1, phrase("declared"), "declared")
        yield _table(
            ("deduction", "month", *_SOURCED),
            [
                (
                    each.label,
                    _amount(each.at(first), law),
                    *_sourced(each.amounts, first),
                )
                for each in law.declared_deductions.values()
            ],
        )
    if others := [*_of_hours(law, first), *_of_others(law, first)]:
        yield Heading(1, phrase("others"), "others")
        yield _table(("figure", "value", *_SOURCED), others)


def _of_brackets(law: Law, first: int) -> Iterator[Block]:
    """The tables of tax, row by row."""
    tables = [("income_tax", law.table), ("bonus_tax", law.bonus_tax.table)]
    if law.labour_tax:
        tables.append(("labour_tax", _with_table(law.labour_tax)))
    for name, entries in tables:
        yield Heading(1, phrase(f"table_{name}"), name.replace("_", "-"))
        known, source, state = _sourced(entries, first)
        yield Paragraph(phrase("table_told", known=known, source=source, state=state))
        yield _table(
            ("up_to", "rate", "quick"),
            [
                (
                    untranslated(DASH) if isinf(row.upto) else _amount(row.upto, law),
                    percent_text(row.rate),
                    _amount(row.quick, law),
                )
                for row in found(entries, first).entry.value.rows
            ],
            True,
        )


def _with_table(entries: Sequence[Dated[LabourTax]]) -> tuple[Dated[Brackets], ...]:
    return tuple(
        Dated(each.value.table, each.first, each.last, each.source, each.verified)
        for each in entries
    )


def _of_hours(law: Law, first: int) -> Iterator[tuple[Text, ...]]:
    """Paid days and hours, and how many times an hour's pay overtime is paid."""
    if not law.overtime:
        return
    sourced, now = _sourced(law.overtime, first), found(law.overtime, first).entry.value
    multiples = {f"overtime_{kind}": value for kind, value in now.multiples.items()}
    for what, value in {"paid_days": now.days, "paid_hours": now.hours, **multiples}.items():
        yield phrase(what), untranslated(number(float(value))), *sourced


def _of_others(law: Law, first: int) -> Iterator[tuple[Text, ...]]:
    """What is taken off before tax from pay of people who are not employed."""
    if law.labour_tax:
        sourced, labour = _sourced(law.labour_tax, first), found(law.labour_tax, first).entry.value
        small = _amount(labour.small, law)
        free = _amount(labour.small_expense, law)
        yield phrase("labour_small", up_to=small), free, *sourced
        yield phrase("labour_expense", above=small), percent_text(labour.expense), *sourced
    if law.platform_tax:
        sourced = _sourced(law.platform_tax, first)
        platform = found(law.platform_tax, first).entry.value
        yield phrase("platform_expense"), percent_text(platform.expense), *sourced
        yield phrase("platform_allowance"), _amount(platform.allowance, law), *sourced


def _each_once(figures: Sequence[Figure]) -> list[list[Figure]]:
    """The figures, each once with all that it is used for: its own months, and months that it is
    carried on to."""
    same: dict[tuple[str, int | None], list[Figure]] = {}
    for figure in figures:
        same.setdefault((figure.id, figure.first), []).append(figure)
    return list(same.values())


def _figure_row(same: Sequence[Figure]) -> tuple[Text, ...]:
    figure = same[0]
    told = [phrase("certain" if figure.verified else "unverified")]
    told += [phrase("continued", months=_spans(each.months)) for each in same if each.continued]
    known = _known(figure.first, figure.last)
    return figure.group, figure.label, figure.value, known, figure.source, phrase.joined(told)


def _spans(used: Sequence[int]) -> Text:
    """Months that a figure is used in, those in a row as from the first to the last."""
    starts = [m for m in used if m - 1 not in used]
    ends = [m for m in used if m + 1 not in used]
    return phrase.joined([_from_to(a, b) for a, b in zip(starts, ends, strict=True)])


def _from_to(start: int, last: int) -> Text:
    return in_each_language(lambda lang: months_text(start, last, lang))


def _sourced(entries: Sequence[Dated[T]], month: int) -> tuple[Text, Text, Text]:
    """For which months what is taken for a month is known, its source, and whether it is sure."""
    at = found(entries, month)
    told = [phrase("certain" if at.entry.verified else "unverified")]
    if at.continued:
        told.append(phrase("continued", months=_month(month)))
    return _known(at.entry.first, at.entry.last), at.entry.source, phrase.joined(told)


def _known(start: int | None, last: int | None) -> Text:
    """The months for which a figure is known."""
    if start is None:
        return untranslated(DASH)
    if last is None:
        return phrase("since", month=_month(start))
    return _from_to(start, last)


def minimum_wage_table(place: Place, first: int, months: int) -> Table:
    """The minimum wages of a place in so many months from the month number `first`, each with its
    source and whether it is sure; no rows where none is known."""
    last = first + months - 1
    begun = [each for each in place.minimum_wages if each.first <= last]
    after = [each for each in begun if each.first > first]
    before = [each for each in begun if each.first <= first][-1:] or place.minimum_wages[:1]
    rows = [
        (
            _month(each.first),
            _fen(each.value.month * 100),
            _fen(each.value.hour * 100),
            each.source,
            phrase("certain" if each.verified else "unverified"),
        )
        for each in (*before, *(each for each in after if each not in before))
    ]
    return _table(("from", "month", "hour", "source", "state"), rows)


def _table(heads: Sequence[str], rows: Sequence[tuple[Text, ...]], numbers: bool = False) -> Table:
    return Table(
        heads=tuple(phrase(f"head_{head}") for head in heads),
        rows=tuple(rows),
        numbers=(numbers,) * len(heads),
    )


def _month(month: int) -> Text:
    return in_each_language(lambda lang: short_month(month, lang))


def _amount(fen: float, law: Law) -> Text:
    return amount_text(fen, law.currency)


def _fen(fen: float) -> Text:
    return in_each_language(lambda lang: money_of_fen(round(fen), lang))
