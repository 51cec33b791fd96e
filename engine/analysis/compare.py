"""Two payouts for the same people: what the second costs more, who gains and who loses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.analysis.changed_pay import SAME, ChangedPay
from engine.analysis.measured_values import TENURE, tenure_band_names, tenure_bands
from engine.evaluation import Payouts
from engine.facts import Facts

Array = NDArray[np.float64]

ENOUGH_PEOPLE = 5
"""Among fewer people, every value of a category may be a group of its own."""


@dataclass(frozen=True)
class GroupRow:
    """One group of people: how many, what they are paid a head and month, and the change."""

    group: str
    people: int
    baseline: float
    variant: float
    gain: int
    lose: int


@dataclass(frozen=True)
class Comparison(ChangedPay[Payouts]):
    """A variant against a baseline. Both must be for the same facts."""

    def __post_init__(self) -> None:
        if self.baseline.facts.key != self.variant.facts.key:
            raise ValueError("a comparison needs the same facts on both sides")

    @property
    def share(self) -> float:
        """The difference as a share of the baseline; 0 where the baseline is 0."""
        return self.difference / self.baseline.total if self.baseline.total else 0.0

    @cached_property
    def by_line(self) -> dict[str, tuple[float, float]]:
        """Yuan of each pay line, baseline and variant, in the variant's order."""
        base, new = self.baseline.line_totals, self.variant.line_totals
        return {line: (base.get(line, 0.0), new.get(line, 0.0)) for line in {**new, **base}}

    def by_group(self, column: str) -> list[GroupRow]:
        """People grouped by a category of the facts (as it was in their last month); whoever is in
        no month is in no group.

        `tenure` groups by months of tenure. DuckDB does the grouping.
        """
        names, places = groups(self.variant.facts, column)
        table = pa.table(
            {
                "place": places,
                "months": self.variant.facts.months_by_person,
                "baseline": self.baseline.pay_by_person,
                "variant": self.variant.pay_by_person,
                "band": self.band_by_person,
            }
        )
        with duckdb.connect() as connection:
            connection.register("people", table)
            rows = connection.sql(
                "SELECT place, count(*), sum(baseline) / sum(months), sum(variant) / sum(months),"
                f" count(*) FILTER (band > {SAME}), count(*) FILTER (band < {SAME})"
                " FROM people WHERE months > 0 GROUP BY place ORDER BY place"
            ).fetchall()
        return [GroupRow(names[place], *rest) for place, *rest in rows]


def compare(baseline: Payouts, variant: Payouts) -> Comparison:
    """The variant against the baseline. Raises ValueError where the facts differ."""
    return Comparison(baseline, variant)


def groupings(facts: Facts) -> tuple[str, ...]:
    """The columns people can be grouped by; not those that call people by name."""
    names = [
        name
        for name, column in facts.categories.items()
        if len(column.values) > 1 and not names_people(facts, name)
    ]
    return (*names, TENURE) if "tenure_months" in facts.numbers else tuple(names)


def names_people(facts: Facts, column: str) -> bool:
    """Whether a category tells single people apart, as their names do: among people enough, most
    have a value that nobody else has."""
    names, places = groups(facts, column)
    people = np.bincount(places, minlength=len(names))[: len(names)]
    return facts.size >= ENOUGH_PEOPLE and int((people == 1).sum()) * 2 > facts.size


def groups(facts: Facts, column: str) -> tuple[Sequence[str], NDArray[np.int64]]:
    """Names of the groups of a column, and each person's group in their last month; `len(names)`
    for whoever is in no month."""
    last = facts.months - 1 - np.argmax(facts.present[::-1], axis=0)
    people = np.arange(facts.size)
    if column == TENURE:
        tenure = facts.numbers["tenure_months"][last, people]
        names: Sequence[str] = tenure_band_names()
        places = tenure_bands(tenure)
    else:
        found = facts.categories[column]
        names, places = found.values, found.codes[last, people].astype(np.int64)
    places[facts.months_by_person == 0] = len(names)
    return names, places
