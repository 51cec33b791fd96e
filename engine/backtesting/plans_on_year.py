"""Any number of plans on one year of real people: what each costs, and what everybody would have
got against what they got."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.analysis import (
    Comparison,
    Grouping,
    PayoutCurve,
    bands_of,
    compare,
    few_paid,
    grouped,
    groupings,
    month_spans,
    payout_curve,
)
from engine.backtesting.actual_pay import actual_pay
from engine.backtesting.tuning_told import changed_by, not_a_forecast, tuned
from engine.evaluation import Memory, Payouts, evaluate
from engine.facts import Facts
from engine.health import Health, Policy, check, load_policy
from engine.plan import Plan
from engine.progress import Progress, no_progress, part
from engine.scenario import People, Scenario
from engine.text import Phrases, Problem, Refused, Text, count, in_each_language, named_month

Array = NDArray[np.float64]
phrase = Phrases("backtest")


@dataclass(frozen=True)
class OnYear:
    """What one plan pays in the year; `was_paid` where it is what people were paid in fact."""

    name: Text
    payouts: Payouts
    was_paid: bool = False

    @property
    def per_head(self) -> float:
        """Yuan a head and month in service."""
        return self.payouts.total / max(self.payouts.facts.person_months, 1)


@dataclass(frozen=True)
class GroupCost:
    """Yuan of all months that each plan pays to one group, in the order of the plans; "" are the
    people of all groups that are too small. `months` are person-months, `gain` and `lose` people
    under each further plan."""

    group: str
    people: int
    months: int
    cost: tuple[float, ...]
    gain: tuple[int, ...]
    lose: tuple[int, ...]

    def per_head(self, place: int) -> float:
        """Yuan a head and month under a plan."""
        return self.cost[place] / max(self.months, 1)

    def change(self, place: int) -> float:
        """How much more a plan pays than the first one, as a share; 0 where that pays nothing."""
        return self.cost[place] / self.cost[0] - 1 if self.cost[0] > 0 else 0.0

    def gain_and_lose(self, place: int) -> tuple[float, float]:
        """The shares of people who get more and who get less under a further plan."""
        return self.gain[place - 1] / self.people, self.lose[place - 1] / self.people


@dataclass(frozen=True)
class PayBand:
    """People between two places in the order of what they got: yuan a head and month under each
    plan, and how many gain and lose under each further plan."""

    people: int
    per_head: tuple[float, ...]
    gain: tuple[int, ...]
    lose: tuple[int, ...]


@dataclass(frozen=True)
class BackTest:
    """Plans on one year of real people. The first of `each` is what the others are held against:
    what was paid where that is known, else the first plan.

    `plans` are in the order they were given; `unpaid` counts person-months without a paid figure,
    in which what was paid is taken to be what the first plan pays. `given` is what the plans were
    given as, and `people` what the facts were read from.
    """

    facts: Facts
    plans: tuple[Plan, ...]
    each: tuple[OnYear, ...]
    policy: Policy
    memory: Memory
    told: tuple[Text, ...]
    unpaid: int = 0
    given: tuple[Plan | Scenario, ...] = ()
    people: People | None = None

    @property
    def baseline(self) -> OnYear:
        """What the others are held against."""
        return self.each[0]

    @property
    def fewest(self) -> int:
        """The size of the smallest group that is spoken of."""
        return self.policy.smallest_group

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Each further plan against the baseline, by person."""
        base = self.baseline.payouts
        return tuple(compare(base, other.payouts) for other in self.each[1:])

    @property
    def population(self) -> Text:
        """Who is paid and when, as it stands on every table: people, person-months, months."""
        return population(self.facts)

    def by_line(self) -> dict[str, tuple[float | None, ...]]:
        """Yuan of each pay line under each plan; None where a plan has no such line. "" are the
        lines that too few people are paid to be told apart, where there are more people in all."""
        totals = [one.payouts.line_totals for one in self.each]
        names = dict.fromkeys(name for lines in totals[::-1] for name in lines)
        few = set() if self.are_few else few_paid(self._who_is_paid(names), self.fewest)
        found: dict[str, tuple[float | None, ...]] = {
            name: tuple(lines.get(name) for lines in totals) for name in names if name not in few
        }
        if few:
            each = [[lines[name] for name in lines if name in few] for lines in totals]
            found[""] = tuple(math.fsum(own) if own else None for own in each)
        return found

    def _who_is_paid(self, names: Iterable[str]) -> dict[str, NDArray[np.bool_]]:
        nobody = np.zeros(self.facts.size, dtype=np.bool_)
        paid = dict.fromkeys(names, nobody)
        for one in self.each:
            for name, line in one.payouts.lines.items():
                paid[name] = paid[name] | (line.by_person != 0)
        return paid

    @property
    def are_few(self) -> bool:
        """Whether there are fewer people in all than may be spoken of as a group."""
        return self.facts.size < self.fewest

    @property
    def month_spans(self) -> list[range]:
        """Rows of the facts in spans of months in which people enough are there; single months
        where there are too few in all."""
        return month_spans(self.facts.present, self.fewest)

    def people_table(self) -> pa.Table:
        """Yuan of all months of each person: employee_id, months in service, then what each plan
        pays, `pay_1` the baseline, with two decimals as text, in the order of employees."""
        months = self.facts.months_by_person.astype(np.int64)
        columns = {"employee_id": pa.array(self.facts.employees), "months": pa.array(months)}
        for place, one in enumerate(self.each, start=1):
            pay = [f"{amount:.2f}" for amount in one.payouts.pay_by_person]
            columns[f"pay_{place}"] = pa.array(pay, pa.string())
        return pa.table(columns)

    @property
    def groupings(self) -> tuple[str, ...]:
        """Columns by which two groups or more are large enough to be told apart."""
        return tuple(name for name in groupings(self.facts) if self._grouping(name) is not None)

    def by_group(self, column: str) -> tuple[GroupCost, ...]:
        """Cost by group; none where fewer than two groups are large enough."""
        found = self._grouping(column)
        if found is None:
            return ()
        pay = [found.sums(np.rint(100 * one.payouts.pay_by_person)) / 100 for one in self.each]
        months = found.sums(self.facts.months_by_person)
        gain = [found.sums((c.share_by_person > 0).astype(float)) for c in self.comparisons]
        lose = [found.sums((c.share_by_person < 0).astype(float)) for c in self.comparisons]
        return tuple(
            GroupCost(
                name,
                int(found.people[i]),
                int(months[i]),
                tuple(float(by[i]) for by in pay),
                tuple(int(by[i]) for by in gain),
                tuple(int(by[i]) for by in lose),
            )
            for i, name in enumerate(found.names)
        )

    def _grouping(self, column: str) -> Grouping | None:
        return grouped(self.facts, column, self.fewest)

    @cached_property
    def pay_bands(self) -> tuple[PayBand, ...]:
        """People from the least to the best paid under the baseline, in ten bands of equal size;
        fewer where there are too few people, none where two bands would be too small."""
        order = self.baseline.payouts.people_by_pay
        return tuple(self._band(places) for places in bands_of(order, self.fewest))

    def _band(self, places: NDArray[np.intp]) -> PayBand:
        months = max(float(self.facts.months_by_person[places].sum()), 1.0)
        pay = (float(one.payouts.pay_by_person[places].sum()) for one in self.each)
        shares = [c.share_by_person[places] for c in self.comparisons]
        return PayBand(
            places.size,
            tuple(amount / months for amount in pay),
            tuple(int((share > 0).sum()) for share in shares),
            tuple(int((share < 0).sum()) for share in shares),
        )

    def curve(self, place: int) -> PayoutCurve | None:
        """The payout curve of a plan over where these people stand; None for a plan without one.

        `place` counts `plans`. A curve's `density` is how real people are spread over attainment.
        """
        return payout_curve(self.plans[place], self.facts, memory=self.memory)

    def health(self, place: int, progress: Progress = no_progress) -> Health:
        """The health check of a plan on these people, against the first plan."""
        base = self.plans[0] if place else None
        return check(self.plans[place], self.facts, base, self.policy, self.memory, progress)


def back_test(
    plans: Sequence[Plan | Scenario],
    facts: Facts,
    paid: Mapping[str, str] | None = None,
    *,
    people: People | None = None,
    policy: Policy | None = None,
    memory: Memory | None = None,
    progress: Progress = no_progress,
) -> BackTest:
    """Plans and scenarios on the same real people; the first plan is the baseline.

    `paid` maps a line, or `gross_pay`, to the column of `facts.further` that holds what was paid in
    fact; that is the baseline then. `people` is what the facts were read from: a scenario made for
    them was tuned on the year it is judged by. Raises Refused where the facts lack what a plan or
    `paid` names.
    """
    if not plans:
        raise ValueError("a back-test needs a plan")
    memory = memory if memory is not None else Memory()
    loaded = tuple(p.plan if isinstance(p, Scenario) else p for p in plans)
    names = _names(plans)
    each: list[OnYear] = []
    problems: list[Problem] = []
    for i, (plan, name) in enumerate(zip(loaded, names, strict=True)):
        step = part(progress, i / len(loaded), (i + 1) / len(loaded))
        try:
            wanted = bool(paid) and i == 0
            found = evaluate(plan, facts, memory, amounts=wanted, progress=step)
            each.append(OnYear(name, found))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    unpaid, told = 0, [not_a_forecast()]
    if paid:
        actual = actual_pay(each[0].payouts, paid)
        each.insert(0, OnYear(phrase("was_paid"), actual.payouts, was_paid=True))
        unpaid = actual.unpaid
        if unpaid:
            of = facts.person_months
            told.append(phrase("unpaid", count=unpaid, of=of, plan=names[0]))
    for given, name in zip(plans, names, strict=True):
        if (words := tuned(name, changed_by(given), given, people)) is not None:
            told.append(words)
    policy = policy if policy is not None else load_policy()
    if facts.size < policy.smallest_group:
        told.append(phrase("few_in_all", count=facts.size, fewest=policy.smallest_group))
    return BackTest(
        *(facts, loaded, tuple(each), policy, memory, tuple(told), unpaid),
        given=tuple(plans),
        people=people,
    )


def population(facts: Facts) -> Text:
    """People, person-months and the months they are of."""
    return phrase(
        "population",
        count=facts.size,
        people=count(facts.size),
        rows=count(facts.person_months),
        first=named_month(facts.first),
        last=named_month(facts.first + facts.months - 1),
    )


def _names(plans: Sequence[Plan | Scenario]) -> list[Text]:
    """What each is called; the second of a name says so."""
    names = [plan.title if isinstance(plan, Plan) else _name_of(plan) for plan in plans]
    before = [names[:i].count(name) for i, name in enumerate(names)]
    return [
        phrase("again", name=name, place=same + 1) if same else name
        for name, same in zip(names, before, strict=True)
    ]


def _name_of(scenario: Scenario) -> Text:
    title = scenario.base.title
    if scenario.name:
        return in_each_language(lambda language: scenario.name)
    return phrase("changed", plan=title) if scenario.edits else title
