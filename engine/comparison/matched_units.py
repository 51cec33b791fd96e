"""Which unit of one company is which of another, and whether their people are the same."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from engine.companies import Company, CompanyFacts, CompanyPayouts
from engine.text import Phrases, Text

phrase = Phrases("comparison")


def matched(baseline: Company, variant: Company) -> dict[str, str]:
    """By unit of the baseline, that of the variant: of the same id, or the only one of each."""
    ours, theirs = list(baseline.units), list(variant.units)
    if len(ours) == len(theirs) == 1:
        return {ours[0]: theirs[0]}
    return {name: name for name in ours if name in variant.units}


def own_names(baseline: Company, variant: Company) -> dict[str, str]:
    """By unit of the variant, what it is called in a comparison: as the baseline calls it."""
    theirs = {other: own for own, other in matched(baseline, variant).items()}
    return {name: theirs.get(name, name) for name in variant.units}


def why_not_by_person(baseline: CompanyPayouts, variant: CompanyPayouts) -> Text | None:
    """Why two companies cannot be held against each other person by person; None where they can."""
    units = matched(baseline.company, variant.company)
    if len(units) < max(len(baseline.units), len(variant.units)):
        return phrase("other_units")
    pairs = [(baseline.facts.units[a], variant.facts.units[b]) for a, b in units.items()]
    if all(one.key == other.key for one, other in pairs):
        return None
    for one, other in pairs:
        if one.employees != other.employees or not np.array_equal(one.present, other.present):
            return phrase("other_people")
    return phrase("other_figures")


def part_of(facts: CompanyFacts, units: Iterable[str]) -> CompanyFacts:
    """The facts of some units, and who manages the people of these."""
    names = set(units)
    return CompanyFacts(
        {name: own for name, own in facts.units.items() if name in names},
        {name: above for name, above in facts.managers.items() if name in names},
    )
