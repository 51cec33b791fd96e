"""Asks the engine for what the page shows: payouts before and after, key figures, payout curves."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from weakref import ref

from engine import evaluate
from engine.analysis import (
    Comparison,
    KeyFigures,
    PayoutCurve,
    Person,
    compare,
    key_figures,
    payout_curve,
    sample,
    sold_column,
)
from engine.companies import CompanyFacts, CompanyPayouts, as_one
from engine.comparison import CompanyFigures
from engine.evaluation import Payouts
from engine.facts import Facts
from engine.payroll import PayrollSettings, insured
from engine.plan import Plan
from engine.progress import Progress, no_progress, part
from engine.statutory import Place
from engine.text import Refused
from pages.ui.kit import Show, language, pick, t, wait_for
from pages.ui.session import (
    SessionScenario,
    company_costs,
    company_payouts,
    memory,
    one_payroll,
    people_facts,
    title_of,
)

PEOPLE = 0.85
"""The share of the work that goes into the people rather than their pay."""


SOME = 300
"""So many people are a picture of all."""
OUTER = (0.005, 0.995)
"""The share of people below the lowest and below the highest pay that an axis needs to show."""


@dataclass(frozen=True)
class CostOfSales:
    """Pay as a share of sales by the baseline and now, of a company in the units that sell; yuan
    sold, and what the sales are called."""

    before: float
    after: float
    sold: float
    label: str


@dataclass(frozen=True)
class Answers:
    """What the baseline, the plan as documented or a variant that was kept, and the present
    variant pay to the same people.

    `costs` compare what both cost, and `cost_before` and `cost_after` are its figures: the same as
    what they pay, or all that the employer pays where that is asked. `moved` are the parameters
    that differ from what was shown before. `facts_before` are the same people as the plans of the
    baseline leave them, which differs where they manage people whose pay they are measured by. Of a
    unit, `whole` holds what its company pays, by the baseline and now, and `whole_costs` what it
    costs where that is more; where `of_company`, all else is that of the company, whose lines are
    those of all units.
    """

    session: SessionScenario
    facts: Facts
    facts_before: Facts
    moved: tuple[str, ...]
    comparison: Comparison
    before: KeyFigures
    after: KeyFigures
    costs: Comparison
    cost_before: KeyFigures
    cost_after: KeyFigures
    whole: tuple[CompanyPayouts, CompanyPayouts] | None = None
    whole_costs: tuple[CompanyPayouts, CompanyPayouts] | None = None
    of_company: bool = False
    _said: dict[str, list[str]] = field(default_factory=dict, init=False)
    """The changes in words, by language."""

    @cached_property
    def some_people(self) -> list[Person]:
        """People from all levels of pay, enough for a picture of who gains and who loses."""
        return sample(self.comparison, SOME)

    @cached_property
    def most_moved(self) -> float:
        """Yuan a month by which the pay of some of these people moves at most."""
        return max((abs(person.change) for person in self.some_people), default=0.0)

    @cached_property
    def outer_pay(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Yuan a month below and above which hardly anybody is paid, before and after."""
        both = self.comparison.baseline, self.comparison.variant
        before, after = (paid.monthly_percentiles(OUTER) for paid in both)
        return (before[0], before[1]), (after[0], after[1])

    @property
    def base(self) -> Plan:
        if self.of_company:
            return self.comparison.baseline.plan
        return self.session.scenario.held_against

    @property
    def plan(self) -> Plan:
        return self.comparison.variant.plan if self.of_company else self.session.scenario.plan

    @property
    def title(self) -> str:
        """What is shown: the company, a unit of it, or a plan."""
        return pick(self.base.title) if self.of_company else title_of(self.session)

    @property
    def scope(self) -> str:
        """Whose figures these are, where a company may be shown or a unit of it."""
        return t("company.whole") if self.of_company else pick(self.session.title)

    @property
    def is_changed(self) -> bool:
        """Whether any figure differs from the baseline, of any unit."""
        return self.session.differs

    @property
    def baseline_name(self) -> str:
        """What the variant was called that is the baseline; "" where that is the document."""
        return self.session.whole.baseline_name

    @property
    def changes(self) -> list[str]:
        """What differs from the baseline, in sentences: of what is shown."""
        whose, lang = self.session.whole if self.of_company else self.session.scenario, language()
        if lang not in self._said:
            self._said[lang] = whose.differences(lang)
        return self._said[lang]

    @property
    def whole_budget(self) -> float | None:
        """Yuan that the company may cost; None where a part of it is shown."""
        company = self.session.company
        if not self.of_company or company is None:
            return None
        return company.budget_for(company.payroll)

    @property
    def budget(self) -> float | None:
        """The same a month."""
        return None if self.whole_budget is None else self.whole_budget / self.facts.months

    @property
    def cost_lines(self) -> dict[str, str]:
        """What each line of the cost is called."""
        return {line.id: pick(line.label) for line in self.costs.variant.plan.pay_lines}

    @property
    def cost_of_sales(self) -> CostOfSales | None:
        """Cost against sales; None where nothing is known of sales."""
        if not self.of_company:
            old, new = self.cost_before.cost_of_sales, self.cost_after.cost_of_sales
            if old is None or new is None:
                return None
            label = pick(self.base.facts[self.after.sold_column].label)
            return CostOfSales(old, new, self.after.sold, label)
        assert self.whole is not None
        costs = self.whole_costs or (None, None)
        before, after = (
            CompanyFigures(payouts, memory(), cost=cost)
            for payouts, cost in zip(self.whole, costs, strict=True)
        )
        old, new = before.per_yuan_sold, after.per_yuan_sold
        if old is None or new is None:
            return None
        plan = after.payouts.units[after.selling[0]].plan
        return CostOfSales(old, new, after.sold, pick(plan.facts[sold_column(plan)].label))

    def units_of(self, employee: str) -> list[str]:
        """The units that somebody was in."""
        assert self.whole is not None
        units = self.whole[1].units
        return [name for name, paid in units.items() if employee in paid.facts.position]


def ask(
    session: SessionScenario,
    shown: SessionScenario | None,
    progress: Progress = no_progress,
) -> Answers:
    """Works out both plans, where the variant `shown` before was another.

    Raises MissingFile, and Refused where the people cannot be had or an amount is no number.
    """
    if session.company is not None:
        return _ask_company(session, shown, progress)
    assert session.people is not None
    facts = people_facts.facts_of(session.people, session.base, part(progress, 0.0, PEOPLE))
    rest = part(progress, PEOPLE, 1.0)
    plan, base = session.scenario.plan, session.scenario.held_against
    moved = () if shown is None else plan.changed_from(shown.plan)
    baseline = _payouts(base, facts, (), part(rest, 0.0, 0.5))
    variant = _payouts(plan, facts, moved, part(rest, 0.5, 1.0))
    found = _answers(session, moved, baseline, variant)
    if session.payroll is None:
        return found
    whole = session.whole
    unit = next(iter(whole.units))
    both = tuple(
        CompanyPayouts(company, CompanyFacts({unit: facts}, {}), {unit: replace(paid, plan=own)})
        for company, paid, own in ((whole.held_against, baseline, base), (whole, variant, plan))
    )
    documented = _documented(session, both[0])
    before, after = (company_costs(one, session.payroll, documented).units[unit] for one in both)
    return _with_costs(found, before, after)


def _documented(session: SessionScenario, before: CompanyPayouts) -> CompanyPayouts:
    """What the plans as documented pay, which contributions may go by; `before` is what those of
    the baseline do."""
    if not before.company.name or session.payroll is None or session.payroll.base != "last_year":
        return before
    return company_payouts(session.whole.documented)


def _ask_company(
    session: SessionScenario, shown: SessionScenario | None, progress: Progress
) -> Answers:
    whole = session.whole
    before = company_payouts(whole.held_against, part(progress, 0.0, 0.9))
    moving: dict[str, tuple[str, ...]] = {}
    if shown is not None and shown.plan_key == session.plan_key:
        moving = {
            u: unit.plan.changed_from(shown.whole.units[u].plan) for u, unit in whole.units.items()
        }
    after = company_payouts(whole, part(progress, 0.9, 1.0), moving=moving)
    return of_unit(session, moving.get(session.unit, ()), (before, after))


def of_unit(
    session: SessionScenario,
    moved: tuple[str, ...],
    whole: tuple[CompanyPayouts, CompanyPayouts],
) -> Answers:
    """The answers of the session's unit, of what its company pays."""
    before, after = (payouts.units[session.unit] for payouts in whole)
    found = replace(_answers(session, moved, before, after), whole=whole)
    if session.payroll is None:
        return found
    documented = _documented(session, whole[0])
    old, new = (company_costs(payouts, session.payroll, documented) for payouts in whole)
    units = (payouts.units[session.unit] for payouts in (old, new))
    return replace(_with_costs(found, *units), whole_costs=(old, new))


def of_all(answers: Answers) -> Answers:
    """The answers of the company that the unit of these belongs to."""
    assert answers.whole is not None
    before, after = (one_payroll(payouts) for payouts in answers.whole)
    found = _answers(answers.session, answers.moved, before, after)
    found = replace(found, whole=answers.whole, of_company=True)
    if answers.whole_costs is None:
        return found
    old, new = (as_one(payouts) for payouts in answers.whole_costs)
    return replace(_with_costs(found, old, new), whole_costs=answers.whole_costs)


def _answers(
    session: SessionScenario, moved: tuple[str, ...], baseline: Payouts, variant: Payouts
) -> Answers:
    facts_before = baseline.facts
    if facts_before.key != variant.facts.key:
        baseline = replace(baseline, facts=variant.facts)
    found = compare(baseline, variant)
    before, after = key_figures(baseline), key_figures(variant)
    return Answers(
        *(session, variant.facts, facts_before, moved),
        *(found, before, after),
        *(found, before, after),
    )


def _with_costs(answers: Answers, before: Payouts, after: Payouts) -> Answers:
    """The answers with other costs than what is paid."""
    if before.facts.key != after.facts.key:
        before = replace(before, facts=after.facts)
    return replace(
        answers,
        costs=compare(before, after),
        cost_before=key_figures(before),
        cost_after=key_figures(after),
    )


def without_holding(answers: Answers) -> Callable[[], Answers]:
    """A way back to the answers for what outlives a run of the page, as a fragment does: it holds
    on to none of them, and asks again where they are gone."""
    held, session = ref(answers), answers.session

    def again() -> Answers:
        found = held()
        return ask(session, None) if found is None else found

    return again


def curves(
    answers: Answers, who: Mapping[str, str], show: Show
) -> tuple[PayoutCurve, PayoutCurve] | None:
    """The payout curves before and after, of a typical person with the categories `who`; `show`
    tells meanwhile that they are being worked out, which takes long where pay depends on others."""
    facts, plans = answers.facts, (answers.base, answers.plan)
    settings = _payroll(answers.session, facts)
    keys = [(*curve_key(plan, facts, who), settings) for plan in plans]

    def work(progress: Progress) -> list[PayoutCurve | None]:
        return [
            _curve(key, plan, answers, who, settings, progress)
            for key, plan in zip(keys, plans, strict=True)
        ]

    before, after = wait_for("curve", tuple(keys), work, show)
    return (before, after) if before is not None and after is not None else None


def plain_curves(
    answers: Answers, who: Mapping[str, str]
) -> tuple[PayoutCurve, PayoutCurve] | None:
    """The payout curves before and after, at once, without what becomes of more pay."""
    both = [
        memory().cached(
            (*curve_key(plan, answers.facts, who), None),
            lambda plan=plan: payout_curve(  # type: ignore[misc]
                plan, answers.facts, who, memory(), moving=answers.moved
            ),
        )
        for plan in (answers.base, answers.plan)
    ]
    before, after = both
    return (before, after) if before is not None and after is not None else None


def _payouts(plan: Plan, facts: Facts, moved: tuple[str, ...], progress: Progress) -> Payouts:
    figures = repr([(p.id, p.value.content) for p in plan.parameters.values()])
    return memory().cached(
        ("payouts", plan.structure, figures, facts.key),
        lambda: evaluate(plan, facts, memory(), amounts=False, moving=moved, progress=progress),
    )


def place_of_curve(answers: Answers) -> Place | None:
    """Where the typical person of the curve is insured, where a column says it of each person: in
    the place of most of them; else None."""
    asked = _of_unit(answers.session)
    if asked is None or not asked.place_column:
        return None
    return _place_of_most(answers.facts, asked, answers.plan.currency)


def _payroll(session: SessionScenario, facts: Facts) -> PayrollSettings | None:
    """What is asked of payroll of a typical person of the unit, who has no column of places."""
    asked = _of_unit(session)
    if asked is None or not asked.place_column:
        return asked
    place = _place_of_most(facts, asked, session.base.currency)
    return asked if place is None else asked.at(place.id)


def _of_unit(session: SessionScenario) -> PayrollSettings | None:
    """What is asked of payroll, where the people of the unit are insured."""
    if session.payroll is None or session.company is None:
        return session.payroll
    unit = session.company.units[session.unit]
    return session.payroll.of_unit(unit.id, unit.place)


def _place_of_most(facts: Facts, settings: PayrollSettings, currency: str) -> Place | None:
    try:
        found = insured(facts, settings, currency)
    except Refused:  # what does not fit is said beside the costs of the page
        return None
    return max(found, key=lambda each: int(each.there.sum())).place


def curve_key(plan: Plan, facts: Facts, who: Mapping[str, str]) -> tuple[Hashable, ...]:
    """All that a curve depends on: of the figures those that any pay depends on."""
    figures = repr(
        [(p.id, p.value.content) for p in plan.parameters.values() if plan.pays_into(p.id)]
    )
    return ("curve", plan.structure, figures, facts.key, tuple(sorted(who.items())))


def _curve(
    key: Hashable,
    plan: Plan,
    answers: Answers,
    who: Mapping[str, str],
    settings: PayrollSettings | None,
    progress: Progress,
) -> PayoutCurve | None:
    def drawn(asked: PayrollSettings | None) -> PayoutCurve | None:
        return payout_curve(
            plan,
            answers.facts,
            who,
            memory(),
            moving=answers.moved,
            settings=asked,
            progress=progress,
        )

    def worked_out() -> PayoutCurve | None:
        try:
            return drawn(settings)
        except Refused:
            # What does not fit about payroll is said beside the costs of the page.
            return drawn(None)

    return memory().cached(key, worked_out)
