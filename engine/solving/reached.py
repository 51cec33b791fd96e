"""What a company comes to, as far as it is held against what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.companies import (
    Company,
    CompanyPayouts,
    cost_to_employer,
    evaluate_company,
    paid_before,
)
from engine.comparison import ChangedPeople, Soundness, compare_companies
from engine.evaluation import Memory
from engine.health import Health, Policy
from engine.health import check as check_health
from engine.solving.asked import Asked, insured_at
from engine.text import Text

Array = NDArray[np.float64]

LEVERAGE, MINIMUM_WAGE, CLIFFS = "leverage", "minimum_wage", "cliffs"
CHECKS = "checks"
"""All health checks together."""
LOSERS, SPREAD = "losers", "spread"
ALL = frozenset({LEVERAGE, MINIMUM_WAGE, CLIFFS, CHECKS, LOSERS, SPREAD})
"""What can be found of a company beside its cost."""
TENTH = 10


@dataclass(frozen=True)
class Reached:
    """What a company comes to. `cost` is yuan as it was asked for, `year` what its people are paid
    in all their months, without what else the employer pays. None is what was not `looked_at`, or
    does not apply.

    Of all `people`, `losers` are paid less than by the baseline by as much as was asked or more.
    Of the units that are concerned: `spread` is the pay of the best paid tenth over the average,
    `leverage` the same of variable pay in the unit where it is least, `below_minimum` people who
    are below the minimum wage in some month, `new_cliffs` places where pay jumps and did not under
    the baseline, `failed` health checks that fail, and `further_failed` those of them that do not
    fail under the baseline.
    """

    cost: float
    year: float
    people: int
    spread: float | None = None
    losers: int | None = None
    leverage: float | None = None
    below_minimum: int | None = None
    new_cliffs: tuple[Text, ...] | None = None
    failed: tuple[Text, ...] | None = None
    further_failed: tuple[Text, ...] | None = None
    looked_at: frozenset[str] = frozenset()

    @property
    def losers_share(self) -> float | None:
        """The losers as a share of all people."""
        if self.losers is None:
            return None
        return self.losers / self.people if self.people else 0.0


class Reaching:
    """Finds what companies come to that differ from the asked one in figures alone."""

    def __init__(self, asked: Asked, memory: Memory) -> None:
        self.asked, self.memory = asked, memory
        self._moving: dict[str, list[str]] = {}
        self._of_baseline: dict[tuple[str, ...], Mapping[str, Health]] = {}
        for move in asked.moves:
            against = () if move.against is None else (move.against[0],)
            self._moving.setdefault(move.unit, []).extend((move.parameter, *against))

    def paid(self, company: Company) -> CompanyPayouts:
        """What the company pays; only what depends on the figures is worked out anew. Raises
        Refused where an amount is no number."""
        return evaluate_company(
            *(company, self.asked.facts, self.memory), amounts=False, moving=self._moving
        )

    def cost(self, paid: CompanyPayouts) -> float:
        """What the company costs that pays so, yuan of all months."""
        settings = self.asked.of_employer
        if settings is None:
            return paid.total
        return cost_to_employer(paid, settings, self.memory, self._before).total

    @cached_property
    def _before(self) -> CompanyPayouts | None:
        settings = self.asked.of_employer
        return None if settings is None else paid_before(self.baseline, settings, self.memory)

    @cached_property
    def baseline(self) -> CompanyPayouts:
        """What the baseline pays."""
        return self.paid(self.asked.baseline or self.asked.company.held_against)

    def reached(self, paid: CompanyPayouts, cost: float, needs: frozenset[str]) -> Reached:
        """What a company comes to that pays so, and costs so much."""
        found = Reached(cost, paid.total, len(paid.employees), looked_at=needs)
        if LOSERS in needs:
            found = replace(found, losers=self._losers(paid))
        if SPREAD in needs:
            found = replace(found, spread=_spread(paid, self.asked.concerned))
        if needs & {LEVERAGE, MINIMUM_WAGE, CLIFFS, CHECKS}:
            found = self._with_health(found, paid, needs)
        return found

    def _losers(self, paid: CompanyPayouts) -> int:
        share = ChangedPeople(self.baseline, paid).share_by_person
        least = self.asked.limits.losing_more_than
        return int((share <= -least + 1e-12).sum() if least else (share < 0).sum())

    def _with_health(self, found: Reached, paid: CompanyPayouts, needs: frozenset[str]) -> Reached:
        policy = self._policy(needs)
        health = self._health(paid, policy)
        if needs & {CHECKS, CLIFFS, MINIMUM_WAGE}:
            before = self._health(self.baseline, policy)
        if CHECKS in needs:
            fails, failed_before = (
                {
                    (unit, finding.check): finding.label
                    for unit, own in each.items()
                    for finding in own.of("fail")
                }
                for each in (health, before)
            )
            further = tuple(label for key, label in fails.items() if key not in failed_before)
            found = replace(found, failed=tuple(fails.values()), further_failed=further)
        if CLIFFS in needs:
            compared = compare_companies(self.baseline, [paid], memory=self.memory, policy=policy)
            cliffs = Soundness(compared, (before, health)).cliffs(1)
            gained = tuple(change.cliff.name for change in cliffs if change.kind == "gained")
            found = replace(found, new_cliffs=gained)
        if LEVERAGE in needs:
            values = [own[LEVERAGE].value for own in health.values()]
            known = [value for value in values if value is not None]
            found = replace(found, leverage=min(known) if known else None)
        if MINIMUM_WAGE in needs:
            below = 0
            for name, own in health.items():
                people = own[MINIMUM_WAGE].affected
                if people is not None:
                    below += people.count
                elif before[name][MINIMUM_WAGE].affected is not None:  # no fixed pay is left
                    below += paid.units[name].facts.size
            found = replace(found, below_minimum=below)
        return found

    def _policy(self, needs: frozenset[str]) -> Policy:
        """The policy with those checks alone that are needed."""
        policy = self.asked.policy
        if CHECKS in needs:
            return policy
        kept = {name: own for name, own in policy.thresholds.items() if name in needs}
        return replace(policy, thresholds=kept)

    def _health(self, paid: CompanyPayouts, policy: Policy) -> Mapping[str, Health]:
        """The health checks of the units that are concerned, held against the baseline."""

        def found() -> Mapping[str, Health]:
            return {
                name: check_health(
                    *(paid.units[name].plan, paid.units[name].facts),
                    None if paid is self.baseline else self.baseline.units[name].plan,
                    *(policy, self.memory),
                    payroll=insured_at(self.asked, name),
                )
                for name in self.asked.concerned
            }

        if paid is not self.baseline:
            return found()
        key = tuple(policy.thresholds)
        if key not in self._of_baseline:
            self._of_baseline[key] = found()
        return self._of_baseline[key]


def _spread(paid: CompanyPayouts, units: tuple[str, ...]) -> float | None:
    """The pay a month of the best paid tenth over the average."""
    pay = np.sort(np.concatenate([paid.units[name].monthly_pay_by_person for name in units]))
    mean = float(pay.mean()) if pay.size else 0.0
    if mean <= 0:
        return None
    return float(pay[-max(pay.size // TENTH, 1) :].mean()) / mean
