"""Asks the engine for what the page shows, and says which scenario is looked at more closely."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from engine.companies import Company, CompanyFacts, CompanyPayouts
from engine.comparison import ChangedPeople, CompanyFigures, Compared, compare_companies
from engine.facts import Facts
from engine.health import Policy
from engine.payroll import PayrollSettings
from engine.progress import Progress, part
from engine.scenario import FromFile
from engine.text import Problem, Refused, Text, in_each_language, months
from pages.ui.compare.compared_scenarios import (
    Candidate,
    Chosen,
    candidates,
    choose,
    chosen,
    scenarios_key,
)
from pages.ui.kit import (
    VARIANTS,
    Loading,
    Store,
    language,
    pick,
    stop_waiting,
    t,
    translate,
    wait_for,
)
from pages.ui.session import (
    MissingFile,
    SessionScenario,
    check_files,
    company_facts_of,
    company_payouts,
    health_policy,
    kept_with_other_people,
    memory,
    people_and_period,
    people_key,
    people_summary,
)

LEVEL, FOCUS, PAID_TO = "compare/level", "compare/focus", "compare/paid_to"
OWN_PEOPLE = "own"
_PAID = 0.9
"""The share of the work that goes into the pay rather than its figures."""


@dataclass(frozen=True)
class Shown:
    """Scenarios side by side, the baseline first, as a whole and of the unit that is looked at.

    `place` is that of the scenario in focus, 0 where there is none beside the baseline; `unit` is
    "" where the whole company is looked at. `key` is all that the answers depend on. `others` are
    the variants that were kept with other people than the present ones, with these people, by key;
    `kept_back` says why some of them are paid to the present ones though they were to be paid to
    their own.
    """

    known: Mapping[str, Candidate]
    chosen: Chosen
    whole: Compared
    compared: Compared
    place: int
    unit: str
    key: Hashable
    others: Mapping[str, Company] = field(default_factory=dict)
    kept_back: Mapping[str, Text] = field(default_factory=dict)

    @property
    def company(self) -> Company:
        """The baseline's company."""
        return self.whole.baseline.company

    @property
    def is_company(self) -> bool:
        """Whether there are several units."""
        return len(self.company.units) > 1

    @property
    def variants(self) -> range:
        """The places of all but the baseline."""
        return range(1, len(self.compared.each))

    @property
    def baseline(self) -> CompanyFigures:
        """The figures of the baseline."""
        return self.compared.figures[0]

    @property
    def figures(self) -> CompanyFigures:
        """Those of the scenario in focus."""
        return self.compared.figures[self.place]

    @property
    def people(self) -> ChangedPeople | None:
        """Everybody under the scenario in focus; None where people differ."""
        return self.compared.people[self.place]

    def name(self, place: int) -> str:
        """What a scenario is called."""
        return pick(self.compared.names[place])

    def colour(self, place: int) -> str:
        """The meaning that a scenario is drawn in; the one in focus is the variant."""
        if place in (0, self.place):
            return VARIANTS[0] if place else "baseline"
        others = [other for other in self.variants if other != self.place]
        return VARIANTS[1 + others.index(place)]

    @property
    def units(self) -> tuple[str, ...]:
        """The units that are looked at."""
        return tuple(self.compared.baseline.units)

    def source_of(self, unit: str) -> str:
        """The same as `source` of the people of one unit."""
        if not self.is_company or self.unit:
            return self.source
        told = people_and_period(self.compared.baseline.units[unit].facts, language())
        title = pick(self.company.units[unit].title)
        return " · ".join((title, told, come_from(self.company, (unit,))))

    @property
    def caption(self) -> str:
        """What a figure is of: people, period, seed or file, and the scenarios."""
        return f"{self.source} · {self.against}"

    @property
    def against(self) -> str:
        """The scenario in focus and the baseline, with its people where these are others."""
        name, baseline = self.name(self.place), self.name(0)
        if self.place and self.compared.why_not[self.place] is not None:
            people = self.people_of(self.place)
            return t("compare.against_others", variant=name, people=people, baseline=baseline)
        return t("compare.against", variant=name, baseline=baseline)

    @property
    def source(self) -> str:
        """People, period, and the seed or the file that they come from."""
        where = pick(self.company.units[self.unit].title) if self.unit else ""
        return " · ".join(filter(None, (where, self.people_of(0))))

    def people_of(self, place: int) -> str:
        """The people of a scenario, their period, and the seed or the file that they come from."""
        payouts = self.compared.each[place]
        company, facts = payouts.company, next(iter(payouts.units.values())).facts
        if self.is_company:
            told = people_and_period(facts, language(), len(payouts.employees))
            return " · ".join((told, come_from(company, tuple(payouts.units))))
        people = next(iter(company.units.values())).scenario.people
        assert people is not None
        return people_summary(people, facts, language())


def come_from(company: Company, units: Sequence[str]) -> str:
    """The seed or the files that the people of some units of a company come from."""
    people = [company.units[unit].scenario.people for unit in units]
    files = dict.fromkeys(one.name for one in people if isinstance(one, FromFile))
    told = []
    if any(not isinstance(one, FromFile) for one in people):
        told.append(t("compare.drawn", seed=company.seed))
    if files:
        told.append(t("people.from_file", name=t("list.comma").join(files)))
    return " · ".join(told)


class _Held:
    """A comparison as it is remembered: its parts are counted where they are kept themselves."""

    def __init__(self, compared: Compared, kept_back: Mapping[str, Text] | None = None) -> None:
        self.compared = compared
        self.kept_back = kept_back or {}


def load_comparison(store: Store[SessionScenario]) -> Shown | None:
    """The scenarios side by side; None where a unit has no people. Raises MissingFile, and Refused
    where people cannot be had or an amount is no number."""
    others = kept_with_other_people(store)
    known = candidates(store, _own_people(others))
    wanted = chosen(store.present, known)
    compared = [known[key] for key in (wanted.baseline, *wanted.variants)]
    if any(u.scenario.people is None for one in compared for u in one.company.units.values()):
        return None
    for one in compared:
        check_files(one.company)
    compared, absent = _with_their_files(compared)
    loading = Loading(
        "compare", lambda share: (t("compare.working"), share), cancel=lambda: _back(store)
    )
    payroll = store.present.payroll
    key = (
        *("compare", scenarios_key(compared), tuple(people_key(one.company) for one in compared)),
        *(repr(health_policy.changed()), payroll),
    )
    policy = health_policy.policy()

    def work(progress: Progress) -> _Held:
        return memory().cached(key, lambda: _compared(compared, policy, payroll, progress))

    try:
        held = wait_for("compare", key, work, loading)
    except (MissingFile, Refused):
        loading.done()
        raise
    whole = held.compared
    loading.done()
    unit = str(st.session_state.get(LEVEL, ""))
    unit = unit if unit in whole.baseline.units and len(whole.baseline.units) > 1 else ""
    own = _of_unit(key, whole, unit) if unit else whole
    kept_back = {**absent, **held.kept_back}
    return Shown(known, wanted, whole, own, _focus(wanted), unit, (key, unit), others, kept_back)


def _own_people(others: Mapping[str, Company]) -> Mapping[str, Company]:
    """The variants that are to be paid to the people they were kept with."""
    return others if st.session_state.get(PAID_TO) == OWN_PEOPLE else {}


def _with_their_files(
    scenarios: Sequence[Candidate],
) -> tuple[list[Candidate], dict[str, Text]]:
    """The scenarios, and by key why one is not paid to people of its own whose file is not here."""
    found, absent = [], {}
    for one in scenarios:
        try:
            if one.own is not None:
                check_files(one.own)
        except MissingFile as missing:
            absent[one.key] = _said("compare.no_file", name=missing.file.name)
            one = replace(one, own=None)
        except Refused as refused:
            absent[one.key] = in_each_language(refused.text)
            one = replace(one, own=None)
        found.append(one)
    return found, absent


def _said(key: str, **values: str) -> Text:
    return in_each_language(lambda lang: translate(lang, key, **values))


def session_facts_of(store: Store[SessionScenario], shown: Shown) -> Facts:
    """The facts of the people before the session: of a company, those of the unit it stands on."""
    units = shown.whole.baseline.units
    return units.get(store.present.unit, next(iter(units.values()))).facts


def _back(store: Store[SessionScenario]) -> None:
    """Back to what was before the wait: the last step undone, else fewer scenarios, else nobody."""
    stop_waiting("compare")
    if store.can_undo:
        return store.undo()
    known = candidates(store, _own_people(kept_with_other_people(store)))
    now = chosen(store.present, known)
    if now.variants:
        return choose(store.present, Chosen(now.baseline, ()))
    store.commit(store.present.with_people(None))


def _compared(
    scenarios: list[Candidate],
    policy: Policy,
    payroll: PayrollSettings | None,
    progress: Progress,
) -> _Held:
    count, paid, kept_back = len(scenarios), [], {}
    for i, one in enumerate(scenarios):
        step = part(progress, _PAID * i / count, _PAID * (i + 1) / count)
        payouts, why_not = _paid(one, step)
        paid.append(payouts)
        if why_not is not None:
            kept_back[one.key] = why_not
    names = [one.name for one in scenarios]
    found = compare_companies(paid[0], paid[1:], names, memory(), policy, payroll)
    _work_out(found, progress)
    return _Held(found, kept_back)


def _paid(one: Candidate, progress: Progress) -> tuple[CompanyPayouts, Text | None]:
    """What a scenario pays, to its own people where it is to and can be; and why it cannot. What
    is compared is about the months of the present people, so others cannot be taken."""
    if one.own is None:
        return company_payouts(one.company, progress), None
    try:
        theirs = company_facts_of(one.own, part(progress, 0.0, 0.4))
        ours = company_facts_of(one.company, part(progress, 0.4, 0.6))
        if _calendar(theirs) == _calendar(ours):
            return company_payouts(one.own, part(progress, 0.6, 1.0)), None
        other = {"name": one.name, "theirs": _months(theirs), "ours": _months(ours)}
        why_not = in_each_language(Problem("compare_other_months", other).text)
    except Refused as refused:
        why_not = in_each_language(refused.text)
    return company_payouts(one.company, progress), why_not


def _calendar(facts: CompanyFacts) -> tuple[int, int]:
    """First and last month."""
    unit = next(iter(facts.units.values()))
    return unit.first, unit.first + unit.months - 1


def _months(facts: CompanyFacts) -> Text:
    return in_each_language(lambda lang: months(*_calendar(facts), lang))


def _work_out(found: Compared, progress: Progress) -> None:
    """The figures of the table, here in the thread that the page waits for."""
    count = len(found.each)
    for i, figures in enumerate(found.figures):
        progress(_PAID + (1 - _PAID) * i / count)
        _ = figures.variable_share, figures.gini, figures.top_tenth, figures.deciles, figures.sold


def _of_unit(key: Hashable, whole: Compared, unit: str) -> Compared:
    """The same of one unit."""
    held: _Held = memory().cached(("compare unit", key, unit), lambda: _Held(_alone(whole, unit)))
    return held.compared


def _alone(whole: Compared, unit: str) -> Compared:
    names = [whole.unit_of(i, unit) or "" for i in range(len(whole.each))]
    each = [_part(payouts, name) for payouts, name in zip(whole.each, names, strict=True)]
    costs = [_part(payouts, name) for payouts, name in zip(whole.costs, names, strict=True)]
    found = compare_companies(each[0], each[1:], whole.names, memory(), whole.policy, whole.payroll)
    found.__dict__["costs"] = tuple(costs)
    return found


def _part(payouts: CompanyPayouts, unit: str) -> CompanyPayouts:
    company = payouts.company
    alone = replace(company, units={unit: company.units[unit]}, management=(), budget=None)
    facts = CompanyFacts({unit: payouts.facts.units[unit]}, {})
    return CompanyPayouts(alone, facts, {unit: payouts.units[unit]})


def _focus(wanted: Chosen) -> int:
    """The place of the scenario in focus: as chosen, else the first variant."""
    key = st.session_state.get(FOCUS)
    if key in wanted.variants:
        return 1 + wanted.variants.index(str(key))
    return 1 if wanted.variants else 0
