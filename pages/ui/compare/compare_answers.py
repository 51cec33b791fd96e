"""Asks the engine for what the page shows, and says which scenario is looked at more closely."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from engine.companies import Company, CompanyFacts, CompanyPayouts
from engine.comparison import ChangedPeople, CompanyFigures, Compared, compare_companies
from engine.facts import Facts
from engine.progress import Progress, part
from engine.scenario import FromFile
from pages.ui.compare.compared_scenarios import (
    Candidate,
    Chosen,
    candidates,
    choose,
    chosen,
    scenarios_key,
)
from pages.ui.kit import VARIANTS, Loading, Store, language, pick, stop_waiting, t, wait_for
from pages.ui.session import (
    SessionScenario,
    check_files,
    company_payouts,
    memory,
    people_and_period,
    people_key,
    people_summary,
)

LEVEL, FOCUS = "compare/level", "compare/focus"
_PAID = 0.9
"""The share of the work that goes into the pay rather than its figures."""


@dataclass(frozen=True)
class Shown:
    """Scenarios side by side, the baseline first, as a whole and of the unit that is looked at.

    `place` is that of the scenario in focus, 0 where there is none beside the baseline; `unit` is
    "" where the whole company is looked at. `key` is all that the answers depend on.
    """

    known: Mapping[str, Candidate]
    chosen: Chosen
    whole: Compared
    compared: Compared
    place: int
    unit: str
    key: Hashable

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

    @property
    def told(self) -> str:
        """People and period."""
        payouts = self.compared.baseline
        facts = next(iter(payouts.units.values())).facts
        return people_and_period(facts, language(), len(payouts.employees))

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
        """The scenario in focus and the baseline."""
        return t("compare.against", variant=self.name(self.place), baseline=self.name(0))

    @property
    def source(self) -> str:
        """People, period, and the seed or the file that they come from."""
        company, payouts = self.company, self.compared.baseline
        unit = next(iter(company.units.values()))
        people, facts = unit.scenario.people, next(iter(payouts.units.values())).facts
        if self.is_company:
            about = come_from(company, self.units)
            where = pick(company.units[self.unit].title) if self.unit else ""
            return " · ".join(filter(None, (where, self.told, about)))
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

    def __init__(self, compared: Compared) -> None:
        self.compared = compared


def load_comparison(store: Store[SessionScenario]) -> Shown | None:
    """The scenarios side by side; None where a unit has no people. Raises MissingFile, and Refused
    where people cannot be had or an amount is no number."""
    known = candidates(store)
    wanted = chosen(store.present, known)
    compared = [known[key] for key in (wanted.baseline, *wanted.variants)]
    if any(u.scenario.people is None for one in compared for u in one.company.units.values()):
        return None
    for one in compared:
        check_files(one.company)
    loading = Loading(lambda share: (t("compare.working"), share), cancel=lambda: _back(store))
    key = ("compare", scenarios_key(compared), tuple(people_key(one.company) for one in compared))

    def work(progress: Progress) -> Compared:
        held: _Held = memory().cached(key, lambda: _Held(_compared(compared, progress)))
        return held.compared

    whole = wait_for("compare", key, work, loading)
    loading.done()
    unit = str(st.session_state.get(LEVEL, ""))
    unit = unit if unit in whole.baseline.units and len(whole.baseline.units) > 1 else ""
    own = _of_unit(key, whole, unit) if unit else whole
    return Shown(known, wanted, whole, own, _focus(wanted), unit, (key, unit))


def session_facts_of(store: Store[SessionScenario], shown: Shown) -> Facts:
    """The facts of the people before the session: of a company, those of the unit it stands on."""
    units = shown.whole.baseline.units
    return units.get(store.present.unit, next(iter(units.values()))).facts


def _back(store: Store[SessionScenario]) -> None:
    """Back to what was before the wait: the last step undone, else fewer scenarios, else nobody."""
    stop_waiting("compare")
    if store.can_undo:
        return store.undo()
    known = candidates(store)
    now = chosen(store.present, known)
    if now.variants:
        return choose(store.present, Chosen(now.baseline, ()))
    store.commit(store.present.with_people(None))


def _compared(scenarios: list[Candidate], progress: Progress) -> Compared:
    count = len(scenarios)
    paid = [
        company_payouts(one.company, part(progress, _PAID * i / count, _PAID * (i + 1) / count))
        for i, one in enumerate(scenarios)
    ]
    found = compare_companies(paid[0], paid[1:], [one.name for one in scenarios], memory())
    _work_out(found, progress)
    return found


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
    each = [_part(payouts, whole.unit_of(i, unit) or "") for i, payouts in enumerate(whole.each)]
    return compare_companies(each[0], each[1:], whole.names, memory())


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
