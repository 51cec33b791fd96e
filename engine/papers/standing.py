"""What every figure of a paper stands on: scenario, plan and version, people, months, assumptions,
seed; whole at its end, and in one line on every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.companies import Company, CompanyPayouts
from engine.papers.paper_look import phrase
from engine.reports import figures_told, people_from, version_of
from engine.scenario import Simulated
from engine.text import Text, in_each_language, months, untranslated

SHORT = 8
"""Letters of a fingerprint that tell scenarios apart."""


@dataclass(frozen=True)
class Standing:
    """The entries of a paper's basis, and the same in one line."""

    entries: tuple[tuple[Text, Text], ...]
    footer: Text


def entry(name: str, text: Text) -> tuple[Text, Text]:
    """An entry of the basis under one of the headings that papers know."""
    return phrase(f"basis_{name}"), text


def company_standing(
    payouts: CompanyPayouts,
    scenarios: Sequence[tuple[Text, str]],
    assumed: Sequence[Text] = (),
    further: Sequence[tuple[Text, Text]] = (),
    short: Sequence[Text] = (),
) -> Standing:
    """What the figures of a company stand on, or of a plan that stands for one.

    `scenarios` are what is told, each with its fingerprint; `assumed` stands beside what is assumed
    of the people, `further` behind all other entries, and `short` at the end of the line.
    """
    company = payouts.company
    facts = next(iter(payouts.units.values())).facts
    last = facts.first + facts.months - 1
    period = in_each_language(lambda language: months(facts.first, last, language))
    people = phrase("people_count", count=len(payouts.employees))
    versions = [
        phrase("plan_version", plan=own.plan.title, version=version_of(own.plan))
        for own in payouts.units.values()
    ]
    plans = len(_distinct(versions))
    titles = [unit.title for unit in company.units.values()]
    sources = [
        people_from(company, unit, payouts.units[name].facts)
        for name, unit in company.units.items()
    ]
    if len(_distinct(sources)) == 1:
        whose = phrase("people_and_source", people=people, source=sources[0])
    else:
        whose = _lines([people, *_of_units(titles, sources)])
    told = (*assumed, *figures_told(payouts.facts))
    named = [phrase("scenario_key", name=name, key=key[:SHORT]) for name, key in scenarios]
    seeds = ", ".join(map(str, seeds_of(company)))
    entries = (
        entry("scenario", _lines(named)),
        entry("plan", _lines(_of_units(titles, versions))),
        entry("people", whose),
        entry("months", period),
        entry("assumptions", _lines(told) if told else phrase("nothing_assumed")),
        entry("seed", untranslated(seeds) if seeds else phrase("no_seed")),
        *further,
    )
    shown = versions[0] if len(versions) == 1 else phrase("plans_count", count=plans)
    parts = [shown, people, period]
    if len(scenarios) > 2:
        parts.insert(0, phrase("scenarios_count", count=len(scenarios)))
    elif len(scenarios) == 2:
        parts.insert(0, named[1])
    if not company.of_plan:
        parts.insert(0, company.title)
    if seeds:
        parts.append(phrase("seed", seed=seeds))
    if told:
        parts.append(phrase("assumptions_count", count=len(told)))
    return Standing(entries, phrase.joined([*parts, *short], "dot"))


def seeds_of(company: Company) -> list[int]:
    """The seeds that a company's people are drawn from."""
    drawn = [unit.scenario.people for unit in company.units.values()]
    seeds = {
        one.seed if company.of_plan else company.seed for one in drawn if isinstance(one, Simulated)
    }
    return sorted(seeds)


def _of_units(titles: Sequence[Text], told: Sequence[Text]) -> list[Text]:
    """What is told of each unit, with its name where there are several."""
    if len(titles) == 1:
        return list(told)
    pairs = zip(titles, told, strict=True)
    return [phrase("of_unit", unit=title, what=what) for title, what in pairs]


def _distinct(texts: Iterable[Text]) -> list[Text]:
    """Texts in their order, each once."""
    found: list[Text] = []
    for text in texts:
        if text not in found:
            found.append(text)
    return found


def _lines(texts: Iterable[Text]) -> Text:
    """Each text on a line of its own, each once."""
    kept = _distinct(texts)
    return in_each_language(lambda language: "\n".join(text[language] for text in kept))
