"""What the law asks for at a place, as a document: every figure with its source and its months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.reports.document import Block, Document, Heading, Item, List, Note, Paragraph, Table
from engine.statutory import Counting, Figure, Law, Place, dead_zones, used
from engine.text import (
    DASH,
    Phrases,
    Text,
    in_each_language,
    money_of_fen,
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


def counted_texts(counting: Counting) -> tuple[Text, ...]:
    """What a kind of pay counts for, below COUNTED_HEADS without the first."""
    insurance, least = (
        phrase("yes" if counts else "no") for counts in (counting.insurance, counting.minimum_wage)
    )
    return insurance, phrase(f"tax_{counting.tax}"), least


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
    open_ones = sum(not figure.certain for figure in figures)
    key = "some_open" if open_ones else "all_certain"
    yield Paragraph(phrase(key, count=open_ones, all=len(figures)))
    if open_ones:
        yield Note(phrase("open_means"))
    yield Heading(1, phrase("figures"), "figures")
    yield _table(
        ("scheme", "figure", "value", "known", "source", "state"),
        [_figure_row(figure) for figure in figures],
    )
    if place.minimum_wages:
        yield Heading(1, phrase("minimum_wage"), "minimum-wage")
        yield _minimum_wages(place, first, months)
        if place.net:
            yield Note(phrase("net"))
    yield from _of_law(place.law, first)


def _of_law(law: Law, first: int) -> Iterator[Block]:
    yield Heading(1, phrase("counts"), "counts")
    yield _table(
        _COUNTED,
        [(kind_of_pay(kind), *counted_texts(counting)) for kind, counting in law.counts.items()],
    )
    if law.currency == _YUAN and (zones := dead_zones(law, first)):
        yield Heading(1, phrase("dead_zones"), "dead-zones")
        yield _table(("above", "below"), [tuple(_fen(fen) for fen in zone) for zone in zones], True)
    if law.declared_deductions:
        yield Heading(1, phrase("declared"), "declared")
        yield List(
            tuple(
                Item(phrase("declared_item", what=each.label, amount=_fen(each.at(first))))
                for each in law.declared_deductions.values()
            )
        )


def _figure_row(figure: Figure) -> tuple[Text, ...]:
    state = "certain" if figure.certain else "continued" if figure.verified else "unverified"
    return figure.group, figure.label, figure.value, _known(figure), figure.source, phrase(state)


def _known(figure: Figure) -> Text:
    """The months for which a figure is known."""
    start, last = figure.first, figure.last
    if start is None:
        return untranslated(DASH)
    if last is None:
        return phrase("since", month=_month(start))
    return in_each_language(lambda lang: months_text(start, last, lang))


def _minimum_wages(place: Place, first: int, months: int) -> Table:
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


def _fen(fen: float) -> Text:
    return in_each_language(lambda lang: money_of_fen(round(fen), lang))
