"""The legal figures that a company's employer cost rests on, and what must be said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine.calendar import calendar_month
from engine.companies.company import Company
from engine.facts import Facts
from engine.payroll import RELIEFS, YEAR_SO_FAR, PayrollSettings, insured, year_missing
from engine.statutory import (
    PART_TIME,
    Employment,
    Figure,
    Law,
    Place,
    open_figures,
    pays_into,
    places,
    used,
)
from engine.text import (
    Phrases,
    Text,
    in_each_language,
    money,
    money_with_fen,
    month_name,
    value_text,
)

phrase = Phrases("employer_cost")


def places_of(
    company: Company, settings: PayrollSettings, facts: Mapping[str, Facts] | None = None
) -> tuple[Place, ...]:
    """Where the people of all units are insured, each place once. Where a column names the place of
    each person, the facts of the units tell; without them, the place for all stands in."""
    return tuple(_employed(company, settings, facts))


def _employed(
    company: Company, settings: PayrollSettings, facts: Mapping[str, Facts] | None
) -> dict[Place, dict[Employment, None]]:
    """How the people of all units are employed who are insured at a place."""
    found: dict[Place, dict[Employment, None]] = {}
    for unit in company.units.values():
        own = settings.of_unit(unit.id, unit.place)
        if own.place_column and facts is not None:
            there = [each.place for each in insured(facts[unit.id], own, company.currency)]
        else:
            there = [places()[own.place]]
        for place in there:
            employed = found.setdefault(place, {})
            employed[PART_TIME if unit.plan.part_time else "full_time"] = None
    return found


def legal_figures(
    company: Company,
    settings: PayrollSettings,
    first: int,
    months: int,
    facts: Mapping[str, Facts] | None = None,
) -> dict[Place, tuple[Figure, ...]]:
    """By place, all figures that contributions and income tax rest on in so many months from the
    month number `first`."""
    return {
        place: used(
            place, first, months, _chosen(place, settings), tuple(employed), settings.reliefs
        )
        for place, employed in _employed(company, settings, facts).items()
    }


def of_employer(place: Place, figure: Figure) -> bool:
    """Whether what the employer pays depends on a figure of a place."""
    scheme, _, what = figure.id.partition(".")
    return scheme in place.schemes and not what.startswith("employee")


def legal_basis(
    company: Company,
    settings: PayrollSettings,
    first: int,
    months: int,
    facts: Mapping[str, Facts] | None = None,
    *,
    cost: bool = True,
    net: bool = False,
) -> tuple[Text, ...]:
    """What has to be said with every employer cost, or with take-home pay where `net`, or with
    both: what it is, where and on what contributions are paid, at which chosen rates, how people
    are taxed, and which legal figures are not certain for these months."""
    told = basis_told(company, settings, first, facts, cost=cost, net=net)
    return (*told, *uncertain_told(company, settings, first, months, facts, net=net))


def uncertain_told(
    company: Company,
    settings: PayrollSettings,
    first: int,
    months: int,
    facts: Mapping[str, Facts] | None = None,
    *,
    net: bool = False,
) -> tuple[Text, ...]:
    """Which legal figures are not certain for these months, place by place: of those that the
    employer's cost rests on, or of all of them where `net`."""
    said = []
    by_place = legal_figures(company, settings, first, months, facts)
    for place, figures in by_place.items():
        own = [figure for figure in figures if net or of_employer(place, figure)]
        open_ones = [figure for figure in own if not figure.certain]
        if open_ones:
            said.append(
                phrase(
                    "uncertain_net" if net else "uncertain",
                    count=len(open_ones),
                    all=len(own),
                    place=place.label,
                    figures=open_told(open_ones),
                )
            )
    return tuple(said)


def basis_told(
    company: Company,
    settings: PayrollSettings,
    first: int,
    facts: Mapping[str, Facts] | None = None,
    *,
    cost: bool = True,
    net: bool = False,
) -> tuple[Text, ...]:
    """The same but for which figures are not certain."""
    by_place = places_of(company, settings, facts)
    law = by_place[0].law
    asked = {
        "places": phrase.joined([place.label for place in by_place]),
        "schemes": law.contributions,
        "base": phrase(f"base_{settings.base if law.insurance_base == 'average' else 'month'}"),
    }
    said = [phrase("told", **asked)] if cost else []
    if net:
        said += [phrase("told_net", **asked, bonus=phrase(f"bonus_{settings.bonus}"))]
        said += _declared(settings)
        said += [phrase(r, column=getattr(settings, RELIEFS[r])) for r in settings.reliefs]
    said += _part_time(company, law, first)
    said += _rates(by_place, settings)
    said += _of_year(by_place, first, settings, net)
    return tuple(said)


def year_told(
    company: Company,
    settings: PayrollSettings,
    first: int,
    facts: Mapping[str, Facts] | None = None,
) -> tuple[Text, ...]:
    """What has to be said with take-home pay where the month number `first` is no January: what is
    known of the months before it in its year. Empty from January on."""
    return tuple(_of_year(places_of(company, settings, facts), first, settings, True))


def budget_told(company: Company, payroll: PayrollSettings | None) -> Text | None:
    """That the company has a budget only for the other kind of cost, which is not compared with
    what is asked; None where it has one for that, or none at all."""
    other = company.budget_for(PayrollSettings() if payroll is None else None)
    if company.budget_for(payroll) is not None or other is None:
        return None
    return other_budget_told(payroll, other)


def other_budget_told(payroll: PayrollSettings | None, budget: float) -> Text:
    """That a budget is for the other kind of cost than what is asked, and how to give one."""
    amount = in_each_language(lambda language: money(budget, language))
    return phrase("budget_of_employer" if payroll is None else "budget_of_pay", budget=amount)


def open_told(figures: Iterable[Figure]) -> Text:
    """What is not certain among some figures, and why: schemes of which the same is open stand
    together."""
    told = [
        phrase(
            "continued" if each.verified else "unverified",
            schemes=phrase.joined(each.schemes),
            figures=phrase.joined(each.figures),
        )
        for each in open_figures(figures)
    ]
    return phrase.joined(told, "semicolon")


def _of_year(
    by_place: Sequence[Place], first: int, settings: PayrollSettings, net: bool
) -> Iterator[Text]:
    """What is known of the calendar year before the first month, where it did not begin with it."""
    if calendar_month(first) == 1:
        return
    month = month_name(calendar_month(first))
    if net and year_missing(by_place[0].law, first, settings):
        yield phrase("year_missing", month=month)
    elif net and settings.taxed_before_column:
        names = {name: getattr(settings, name) for name in YEAR_SO_FAR}
        yield phrase("year_so_far", **names)
    for place in by_place:
        if any(scheme.by_year for scheme in place.schemes.values()):
            yield phrase("bounds_missing", place=place.label, month=month)


def _part_time(company: Company, law: Law, first: int) -> Iterator[Text]:
    """What is paid into for units of part-time staff, where the law has a rule of their own."""
    units = [unit.title for unit in company.units.values() if unit.plan.part_time]
    place = places()[law.places[0]]
    if units and law.part_time:
        own = [s.label for name, s in law.schemes.items() if pays_into(place, name, first, True)]
        yield phrase("part_time", units=phrase.joined(units), schemes=phrase.joined(own))


def _rates(by_place: Iterable[Place], settings: PayrollSettings) -> Iterator[Text]:
    """The rates that the employer chose."""
    schemes = {name: own for place in by_place for name, own in place.law.schemes.items()}
    rates = [
        phrase("rate", scheme=schemes[name].label, share=_share(rate))
        for name, rate in settings.rates.items()
        if name in schemes
    ]
    if rates:
        yield phrase("rates", rates=phrase.joined(rates))


def _declared(settings: PayrollSettings) -> Iterator[Text]:
    """The special additional deductions that are taken off before tax."""
    if settings.deductions_column:
        yield phrase("deductions_column", column=settings.deductions_column)
    elif settings.deductions:
        amount = in_each_language(lambda language: money_with_fen(settings.deductions, language))
        yield phrase("deductions", amount=amount)


def _share(share: float) -> Text:
    return in_each_language(lambda language: value_text(share, "share", language))


def _chosen(place: Place, settings: PayrollSettings) -> dict[str, float]:
    """The chosen rates of the schemes that leave a choice at a place."""
    return {name: s for name, s in settings.rates.items() if _is_open(place, name)}


def _is_open(place: Place, scheme: str) -> bool:
    return scheme in place.schemes and bool(place.schemes[scheme].chosen)
