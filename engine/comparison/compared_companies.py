"""Any number of companies against a baseline: what each costs, by month, unit and line, and what
everybody is paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from engine.companies import (
    Company,
    CompanyPayouts,
    company_payroll,
    cost_to_employer,
    paid_before,
    with_amounts,
)
from engine.comparison.changed_people import ChangedPeople
from engine.comparison.company_figures import CompanyFigures
from engine.comparison.matched_units import matched, own_names, phrase, why_not_by_person
from engine.comparison.people_rows import PeopleRows
from engine.evaluation import Memory
from engine.health import Policy, load_policy
from engine.payroll import Payroll, PayrollSettings
from engine.plan import describe
from engine.scenario import Personas
from engine.text import Problem, Refused, Text, in_each_language, months, untranslated


@dataclass(frozen=True)
class UnitRow:
    """Yuan of one unit under each company; None where a company has no such unit."""

    unit: str
    title: Text
    cost: tuple[float | None, ...]


@dataclass(frozen=True)
class LineRow:
    """Yuan of one line of a unit under each company; None where a company has no such line.
    `is_variable` says that it depends on results or ratings; None where it is no pay of the plan,
    but what the employer pays beside or on top of it."""

    unit: str
    line: str
    title: Text
    label: Text
    is_variable: bool | None
    cost: tuple[float | None, ...]


@dataclass(frozen=True)
class Compared:
    """Companies side by side. The first of `each` is the baseline of the others; units are called
    as the baseline calls them. With `payroll` costs are all that the employer pays; people, their
    pay and what depends on it are the same either way."""

    each: tuple[CompanyPayouts, ...]
    names: tuple[Text, ...]
    memory: Memory
    policy: Policy
    payroll: PayrollSettings | None = None

    @cached_property
    def costs(self) -> tuple[CompanyPayouts, ...]:
        """What each company costs: what it pays, with `payroll` all that the employer pays. Where
        the base of contributions is last year's, people were paid as the baseline's plans are
        documented; other people than the baseline's as those of their own company are."""
        if self.payroll is None:
            return self.each
        known = paid_before(self.baseline, self.payroll, self.memory)
        return tuple(
            cost_to_employer(
                one,
                self.payroll,
                self.memory,
                self._called(known, place) if self.why_not[place] is None else None,
            )
            for place, one in enumerate(self.each)
        )

    def payroll_of(self, place: int) -> Payroll:
        """The payroll of one of `each` with its own people, on the same terms as its cost. Raises
        ValueError where costs are not all that the employer pays."""
        if self.payroll is None:
            raise ValueError("a payroll of what people are paid")
        own = self.each[place]
        known = paid_before(self.baseline, self.payroll, self.memory)
        units = {name: with_amounts(paid, self.memory) for name, paid in own.units.items()}
        before = self._called(known, place) if self.why_not[place] is None else None
        if before is None:
            before = paid_before(own, self.payroll, self.memory)
        return company_payroll(replace(own, units=units), self.payroll, before)

    def _called(self, before: CompanyPayouts | None, place: int) -> CompanyPayouts | None:
        """Payouts of the baseline's units, called as one of `each` calls them."""
        if before is None:
            return None
        names = own_names(self.baseline.company, self.each[place].company)
        units = {own: before.units[name] for own, name in names.items()}
        return replace(before, units=units)

    @cached_property
    def fewest(self) -> int:
        """The size of the smallest group whose pay is told; typical people, who are nobody, are
        told one by one."""
        units = [unit for one in self.each for unit in one.company.units.values()]
        are_typical = all(isinstance(unit.scenario.people, Personas) for unit in units)
        return 1 if are_typical else self.policy.smallest_group

    @cached_property
    def small_units(self) -> tuple[tuple[Text, int], ...]:
        """The units of which fewer people than that are told, and how many they have."""
        found = []
        for row in self.by_unit:
            names = (self.unit_of(place, row.unit) for place in range(len(self.each)))
            sizes = (
                payouts.units[name].facts.size
                for payouts, name in zip(self.each, names, strict=True)
                if name is not None
            )
            size = min(size for size in sizes)
            if size < self.fewest:
                found.append((row.title, size))
        return tuple(found)

    @property
    def baseline(self) -> CompanyPayouts:
        """What the others are held against."""
        return self.each[0]

    @cached_property
    def figures(self) -> tuple[CompanyFigures, ...]:
        """The figures of each company."""
        return tuple(
            CompanyFigures(
                payouts, self.memory, self.fewest, None if self.payroll is None else cost
            )
            for payouts, cost in zip(self.each, self.costs, strict=True)
        )

    def difference(self, place: int) -> float:
        """Yuan that one of `each` costs more than the baseline."""
        return (round(self.costs[place].total * 100) - round(self.costs[0].total * 100)) / 100

    def share(self, place: int) -> float | None:
        """The difference as a share of the baseline; None where that is not above 0."""
        base = self.costs[0].total
        return self.difference(place) / base if base > 0 else None

    @cached_property
    def why_not(self) -> tuple[Text | None, ...]:
        """Why one of `each` cannot be held against the baseline person by person, None where it
        can."""
        return (None, *(why_not_by_person(self.baseline, other) for other in self.each[1:]))

    @cached_property
    def people(self) -> tuple[ChangedPeople | None, ...]:
        """Everybody under each company against the baseline; None where `why_not` says why, and for
        the baseline itself."""
        return (
            None,
            *(
                None if reason else ChangedPeople(self.baseline, other, self.fewest)
                for other, reason in zip(self.each[1:], self.why_not[1:], strict=True)
            ),
        )

    @cached_property
    def people_rows(self) -> PeopleRows | None:
        """Everybody as rows, under all the companies that can be compared person by person; None
        where none can."""
        people = {place: own for place, own in enumerate(self.people) if own is not None}
        return PeopleRows(people) if people else None

    @cached_property
    def by_unit(self) -> tuple[UnitRow, ...]:
        """Cost by unit, those of the baseline first."""
        costs = [self._by_own_name(place) for place in range(len(self.each))]
        return tuple(
            UnitRow(name, self._title(name), tuple(own.get(name) for own in costs))
            for name in dict.fromkeys(name for own in costs for name in own)
        )

    @cached_property
    def by_line(self) -> tuple[LineRow, ...]:
        """Cost by line of each unit, in the order of units and of their plans' lines."""
        costs: list[dict[tuple[str, str], float]] = []
        about: dict[tuple[str, str], tuple[Text, bool | None]] = {}
        for place, payouts in enumerate(self.costs):
            names = own_names(self.baseline.company, payouts.company)
            costs.append({(names[u], x): cost for (u, x), cost in payouts.line_totals.items()})
            variable = self.figures[place].variable
            for unit, own in payouts.units.items():
                paid = self.each[place].units[unit].lines
                for line in own.plan.pay_lines:
                    told = line.label, line.id in variable[unit] if line.id in paid else None
                    about.setdefault((names[unit], line.id), told)
        order = {row.unit: i for i, row in enumerate(self.by_unit)}
        return tuple(
            LineRow(
                *(unit, line, self._title(unit), *about[unit, line]),
                tuple(own.get((unit, line)) for own in costs),
            )
            for unit, line in sorted(about, key=lambda key: order[key[0]])
        )

    def edits(self, place: int, language: str) -> list[str]:
        """What one of `each` changes in the baseline, in sentences; with the unit where there are
        several."""
        return changes(self.baseline.company, self.each[place].company, language)

    def unit_of(self, place: int, unit: str) -> str | None:
        """What one of `each` calls a unit of the comparison; None where it has none."""
        names = own_names(self.baseline.company, self.each[place].company)
        return next((own for own, name in names.items() if name == unit), None)

    def _by_own_name(self, place: int) -> dict[str, float]:
        payouts = self.costs[place]
        names = own_names(self.baseline.company, payouts.company)
        return {names[name]: cost for name, cost in payouts.cost_by_unit.items()}

    def _title(self, unit: str) -> Text:
        for place, payouts in enumerate(self.each):
            name = self.unit_of(place, unit)
            if name is not None:
                return payouts.company.units[name].title
        raise KeyError(unit)


def compare_companies(
    baseline: CompanyPayouts,
    variants: Sequence[CompanyPayouts],
    names: Sequence[Text] | None = None,
    memory: Memory | None = None,
    policy: Policy | None = None,
    payroll: PayrollSettings | None = None,
) -> Compared:
    """Companies against a baseline. `names` are what they are called, the baseline first; else
    the names of the variants, or what the company is called. `policy` says how small a group may
    be whose pay is told; else the standard one. With `payroll` costs are all that the employer
    pays.

    Where the facts differ, there is nothing by person, and `why_not` says why. Raises Refused for
    other months.
    """
    each = (baseline, *variants)
    called = tuple(names) if names is not None else _names([payouts.company for payouts in each])
    ours = _calendar(baseline)
    problems = [
        Problem(
            "compare_other_months",
            {"name": name, "theirs": _months(_calendar(one)), "ours": _months(ours)},
        )
        for one, name in zip(each, called, strict=True)
        if _calendar(one) != ours
    ]
    if problems:
        raise Refused(problems)
    memory = memory if memory is not None else Memory()
    return Compared(each, called, memory, policy or load_policy(), payroll)


def changes(baseline: Company, variant: Company, language: str) -> list[str]:
    """What a company changes in another one, in sentences; with the unit where there are several.
    A unit whose plan is another one is told as that, and so is one that only one of them has."""
    found: list[str] = []
    pairs = matched(baseline, variant)
    for own, other in pairs.items():
        unit = variant.units[other]
        before, after = baseline.units[own].plan, unit.plan
        if before.id != after.id:
            there = {"plan": after.title, "instead": before.title}
            sentences = [phrase.say(language, "other_plan", **there)]
        else:
            sentences = describe(before, after, language)
        several = len(baseline.units) > 1
        title = unit.title[language]
        found += [
            phrase.say(language, "of_unit", unit=title, what=sentence) if several else sentence
            for sentence in sentences
        ]
    for key, units, paired in (
        ("unit_gone", baseline.units, pairs.keys()),
        ("unit_new", variant.units, pairs.values()),
    ):
        found += [
            phrase.say(language, key, unit=unit.title, plan=unit.plan.title)
            for name, unit in units.items()
            if name not in paired
        ]
    if baseline.management != variant.management and len(pairs) > 1:
        found.append(phrase.say(language, "other_management"))
    return found


def _calendar(payouts: CompanyPayouts) -> tuple[int, int]:
    """First and last month."""
    facts = next(iter(payouts.units.values())).facts
    return facts.first, facts.first + facts.months - 1


def _months(calendar: tuple[int, int]) -> Text:
    return in_each_language(lambda language: months(*calendar, language))


def _names(companies: Sequence[Company]) -> tuple[Text, ...]:
    """What each is called: by its name, else a variant by what it changes; the second of a name
    says so."""
    names = [scenario_name(one) if i else _own_name(one) for i, one in enumerate(companies)]
    before = [names[:i].count(name) for i, name in enumerate(names)]
    return tuple(
        phrase("again", name=name, place=same + 1) if same else name
        for name, same in zip(names, before, strict=True)
    )


def _own_name(company: Company) -> Text:
    return untranslated(company.name) if company.name else company.title


def scenario_name(company: Company) -> Text:
    """The name of a variant; of one without a name the first figure that it changes, and how many
    more it does; of a company as documented its title."""
    if company.name:
        return untranslated(company.name)
    changed = [(unit, name) for unit, names in company.changed.items() for name in names]
    if not changed:
        return company.title
    (unit, first), *others = changed
    plan = company.units[unit].plan
    parameter = plan.parameters.get(first)
    if parameter is None:  # taken out of the plan
        return company.title
    what = parameter.label
    if not parameter.value.columns:
        value = parameter.value.phrase(plan.naming(parameter))
        what = phrase("changed_to", what=what, value=value)
    return phrase("changed_more", what=what, count=len(others)) if others else what
