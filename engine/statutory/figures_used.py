"""Every legal figure that a calculation rests on, with its source and whether it is verified."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isfinite
from typing import Literal, TypeVar

from engine.statutory.brackets import Brackets
from engine.statutory.contributions import chosen_rates, pays_into, terms
from engine.statutory.dated import Dated, Found, found
from engine.statutory.income_tax import taxes_apart
from engine.statutory.laws import Relief
from engine.statutory.legal_texts import amount_text, percent_text, said
from engine.statutory.places import LocalScheme, Place, Rates
from engine.text import Text

T = TypeVar("T")
Employment = Literal["full_time", "part_time"]
FULL_TIME: Employment = "full_time"
PART_TIME: Employment = "part_time"


@dataclass(frozen=True)
class Figure:
    """A legal figure as it is used.

    `id` is "scheme.what" ("pension.floor"), `group` the label of the scheme or tax, `first` and
    `last` the months for which it is known (None: no beginning, no end is known), `months` those
    that it is used in. `continued`: they lie beyond these, and nothing nearer is known.
    """

    id: str
    group: Text
    label: Text
    value: Text
    source: Text
    first: int | None
    last: int | None
    months: tuple[int, ...]
    verified: bool
    continued: bool

    @property
    def certain(self) -> bool:
        """Whether nothing about it is open: an official figure, used in its own months."""
        return self.verified and not self.continued


def used(
    place: Place,
    first: int,
    months: int,
    rates: Mapping[str, float] | None = None,
    employed: Collection[Employment] = (FULL_TIME,),
    reliefs: Sequence[Relief] = (),
) -> tuple[Figure, ...]:
    """All figures that contributions and income tax of a place rest on in some months.

    `rates` are those that an employer chose, as in `contributions`. Schemes that are not paid into
    are left out, as are those that are not paid into for people who are `employed` so. `reliefs`
    are those of withholding that somebody has.
    """
    span = range(first, first + months)
    chosen = chosen_rates(place, first, months, rates or {})
    return (
        *(
            figure
            for name, scheme in place.schemes.items()
            for figure in _of_scheme(
                place,
                scheme,
                [
                    m
                    for m in span
                    if any(pays_into(place, name, m, e == PART_TIME) for e in employed)
                ],
                chosen.get(name),
            )
        ),
        *(_of_part_time(place, span) if PART_TIME in employed else ()),
        *_of_taxes(place, span),
        *_of_reliefs(place, span, reliefs),
    )


def _of_scheme(
    place: Place, scheme: LocalScheme, span: Sequence[int], chosen: Fraction | None
) -> Iterator[Figure]:
    asked = [terms(scheme, month, chosen) for month in span]
    if not any(each.employer or each.employee or each.employee_fixed for each in asked):
        return
    label, currency = place.law.schemes[scheme.id].label, place.law.currency

    def figures(
        what: str, entries: Sequence[Dated[T]], say: Callable[[T], Text | None]
    ) -> Iterator[Figure]:
        return _figures(f"{scheme.id}.{what}", label, said(what), entries, span, say)

    def rate(side: str) -> Callable[[Rates], Text | None]:
        def say(rates: Rates) -> Text | None:
            taken = getattr(rates, side)
            if chosen is not None and (side == "employer" or scheme.chosen == "both"):
                taken = chosen
            text = percent_text(taken)
            if scheme.chosen and rates.lowest < rates.highest and taken:
                bounds = {"low": percent_text(rates.lowest), "high": percent_text(rates.highest)}
                open_to = side == "employer" or scheme.chosen == "both"
                text = said("of_range", taken=text, **bounds) if open_to else text
            return text if taken else None

        return say

    yield from figures("employer", scheme.rates, rate("employer"))
    yield from figures("employee", scheme.rates, rate("employee"))
    yield from figures(
        "employee_fixed",
        scheme.rates,
        lambda r: amount_text(r.employee_fixed, currency) if r.employee_fixed else None,
    )
    yield from figures(
        "floor", scheme.bounds, lambda b: amount_text(b.floor, currency) if b.floor else None
    )
    yield from figures(
        "cap", scheme.bounds, lambda b: amount_text(b.cap, currency) if isfinite(b.cap) else None
    )
    yield from figures(
        "free", scheme.bounds, lambda b: amount_text(b.free, currency) if b.free else None
    )
    if scheme.round_to is not None:
        yield from figures("rounding", (scheme.round_to,), lambda to: amount_text(to, currency))


def _of_part_time(place: Place, span: range) -> Iterator[Figure]:
    """What is paid into for part-time staff, where the law has a rule of their own."""
    law = place.law

    def say(schemes: frozenset[str]) -> Text:
        return said.joined([law.schemes[name].label for name in law.schemes if name in schemes])

    if law.part_time:
        label = said("part_time_schemes")
        yield from _figures("part_time.schemes", said("part_time"), label, law.part_time, span, say)


def _of_taxes(place: Place, span: range) -> Iterator[Figure]:
    law = place.law
    group, apart = said("income_tax"), said("bonus_tax")
    allowance = said("allowance_year" if law.method == "annualised" else "allowance_month")
    yield from _figures(
        "income_tax.allowance",
        group,
        allowance,
        law.allowance,
        span,
        lambda a: amount_text(a.fen, law.currency),
    )
    yield from _figures("income_tax.table", group, said("table"), law.table, span, _brackets)
    rule = law.bonus_tax
    current = [month for month in span if taxes_apart(law, month)]
    over = [month for month in span if month not in current]
    yield from _figures("bonus_tax.table", apart, said("table"), rule.table, current, _brackets)
    for months, word in ((current, "applies"), (over, "does_not_apply")):
        for figure in _figures(
            "bonus_tax.in_force",
            apart,
            said("in_force"),
            rule.in_force,
            months,
            lambda _: said("applies"),
        ):
            yield replace(figure, value=said(word), continued=False)


def _of_reliefs(place: Place, span: range, reliefs: Sequence[Relief]) -> Iterator[Figure]:
    for relief in reliefs:
        for entry in place.law.reliefs.get(relief, ()):
            group, label = said("income_tax"), said(f"relief_{relief}")
            months = [month for month in span if entry.holds(month)]
            name = f"income_tax.{relief}"
            yield from _figures(name, group, label, (entry,), months, lambda _: said("applies"))


def _figures(
    name: str,
    group: Text,
    label: Text,
    entries: Sequence[Dated[T]],
    span: Sequence[int],
    say: Callable[[T], Text | None],
) -> Iterator[Figure]:
    by_entry: dict[tuple[int, bool], tuple[Found[T], list[int]]] = {}
    for month in span:
        at = found(entries, month)
        by_entry.setdefault((at.entry.first, at.continued), (at, []))[1].append(month)
    for at, months in by_entry.values():
        entry = at.entry
        value = say(entry.value)
        if value is not None:
            yield Figure(
                name,
                group,
                label,
                value,
                entry.source,
                entry.first or None,
                entry.last,
                tuple(months),
                entry.verified,
                at.continued,
            )


def _brackets(table: Brackets) -> Text:
    low, high = table.rows[0].rate, table.rows[-1].rate
    return said("brackets", count=len(table.rows), low=percent_text(low), high=percent_text(high))
