"""A back-test of a company as a paper: how far its plans give what was paid, unit by unit."""

from __future__ import annotations

from collections.abc import Iterator

from engine.analysis import amount_text, share_text
from engine.backtesting import CompanyYear
from engine.papers.amounts_told import amount
from engine.papers.basis_parts import on_lines, plan_versions
from engine.papers.paper import Chart, Decision, Finding, Paper, Series
from engine.papers.paper_look import phrase as paper_phrase
from engine.papers.reconciled_findings import agreement, open_units, reconciled
from engine.papers.standing import SHORT, entry, seeds_of
from engine.papers.trust_findings import span_of
from engine.reports import figures_told
from engine.text import Phrases, Text, untranslated

phrase = Phrases("backtest_paper")


def company_year_paper(tested: CompanyYear) -> Paper:
    """What a back-test says of a company."""
    company = tested.company
    return Paper(
        title=phrase("title"),
        subtitle=company.title,
        decision=_whole(tested),
        findings=tuple(_of_units(tested)),
        basis=tuple(_company_basis(tested)),
        footer=phrase.joined([company.title, _people_of(tested), _period(tested)], "dot"),
        told=tuple(_told(tested)),
    )


def _told(tested: CompanyYear) -> Iterator[Text]:
    """What must be said of the units; once where it is said of all of them."""
    texts = {name: list(checked.year.told) for name, checked in tested.units.items()}
    of_all = [text for text in next(iter(texts.values())) if all(text in x for x in texts.values())]
    yield from of_all
    for name, own in texts.items():
        for text in own:
            if text not in of_all:
                yield phrase("of_unit", unit=tested.company.units[name].title, what=text)


def _whole(tested: CompanyYear) -> Decision:
    whole = tested.whole(phrase("sum"))
    name = tested.company.title
    if not whole.compared:
        return Decision(phrase("decide_nothing_paid", name=name))
    sentence = phrase(
        "decide_company",
        name=name,
        share=share_text(tested.to_the_fen),
        count=whole.compared,
        open=amount_text(whole.open_amount),
    )
    sums = (whole.paid, whole.plan, whole.difference, whole.open_amount)
    figures = agreement(tested.to_the_fen, whole.compared, *sums)
    return Decision(sentence, figures)


def _of_units(tested: CompanyYear) -> Iterator[Finding]:
    parts = tested.by_unit()
    if any(part.open_amount for part in parts):
        yield open_units(parts)
    for name, found in tested.reconciled.items():
        yield from reconciled(found, tested.company.units[name].title)
    costs = {name: own.total for name, own in tested.payouts.units.items()}
    most = max(costs, key=costs.__getitem__)
    title = phrase("f_units", unit=tested.company.units[most].title, amount=amount(costs[most]))
    series = Series(phrase("cost"), tuple(costs.values()), "after")
    labels = tuple(tested.company.units[name].title for name in costs)
    yield Finding(title, Chart("bar", labels, (series,)), notes=(phrase("note_cost"),))


def _company_basis(tested: CompanyYear) -> Iterator[tuple[Text, Text]]:
    company = tested.company
    key = company.fingerprint[:SHORT]
    yield entry("scenario", paper_phrase("scenario_key", name=company.title, key=key))
    plans = [own.plan for own in tested.payouts.units.values()]
    yield entry("plan", on_lines(plan_versions(plans)))
    people = [
        phrase("of_unit", unit=company.units[name].title, what=checked.year.population)
        for name, checked in tested.units.items()
    ]
    yield entry("people", on_lines(people))
    yield entry("months", _period(tested))
    columns = [
        phrase(
            "of_unit",
            unit=company.units[name].title,
            what=untranslated(", ".join(figures.column for figures in found.figures)),
        )
        for name, found in tested.reconciled.items()
    ]
    if columns:
        yield phrase("paid_columns"), on_lines(columns)
    told = figures_told(tested.payouts.facts)
    yield entry("assumptions", on_lines(told) if told else paper_phrase("nothing_assumed"))
    seeds = ", ".join(map(str, seeds_of(company)))
    yield entry("seed", untranslated(seeds) if seeds else paper_phrase("no_seed"))


def _people_of(tested: CompanyYear) -> Text:
    return paper_phrase("people_count", count=len(tested.payouts.employees))


def _period(tested: CompanyYear) -> Text:
    facts = next(iter(tested.payouts.units.values())).facts
    return span_of(facts.first, range(facts.months))
