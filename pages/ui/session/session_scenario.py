"""What a session works on, on every page: a plan with changed figures, its people, what both were
kept as; it may be that of one unit of a company.

Immutable, undoable, and small enough for a link; people are named, never held (see people.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import engine
from engine.calendar import month_text
from engine.companies import Company, company_of
from engine.drafting import Draft
from engine.payroll import PayrollSettings
from engine.plan import Edit, Plan
from engine.scenario import (
    FromFile,
    People,
    ProjectionSettings,
    Scenario,
    Simulated,
)
from engine.text import Refused, Text
from engine.workspace import (
    COMPANY,
    PLAN,
    SCENARIO,
    Content,
    Item,
    Version,
    company_content,
    plan_content,
    scenario_content,
)
from pages.ui.kit import Store
from pages.ui.session import company_definitions, kept_items
from pages.ui.session.usual_people import is_known, own_people, usual_people
from pages.ui.session.workforce_models import drawn_from, fits, model_of

FIRST_PLAN = "service-seller"


@dataclass(frozen=True)
class SessionScenario:
    """The plan and its edits, the people, and the scenarios on other plans, by plan key, as they
    were left.

    `plan_item` is the item of the workspace that the plan is, "" for a plan of the catalogue;
    `item` the item that the scenario or the company is kept as, "" where it is not, and `version`
    the version of it that was opened or saved last. Where `company` is given, `scenario` is that of
    its unit `unit`, and all others are the company's own; `definition` is the SHA-256 of what the
    company was read from, "" for one that comes with Paycurve.
    """

    scenario: Scenario
    plan_item: str = ""
    item: str = ""
    version: str = ""
    on_other_plans: Mapping[str, SessionScenario] = field(default_factory=dict)
    company: Company | None = None
    unit: str = ""
    definition: str = ""

    @cached_property
    def whole(self) -> Company:
        """The company with the figures of all units as they are now; a plan with its people is a
        company of one unit."""
        if self.company is None:
            return company_of(self.scenario)
        return self.company.with_scenario(self.unit, self.scenario)

    @property
    def people(self) -> People | None:
        """Whose pay it is about; of a unit as its company has them drawn, which alone can draw
        them (`session_facts`)."""
        people = self.scenario.people
        if self.company is None or not isinstance(people, Simulated):
            return people
        company, unit = self.company, self.company.units[self.unit]
        return replace(
            people,
            seed=company.seed,
            employees=people.employees if unit.headcount is None else unit.headcount,
            months=company.months,
            first=month_text(company.first),
        )

    @property
    def projection(self) -> ProjectionSettings:
        """What is asked of the months ahead, and assumed of them."""
        return self.scenario.projection if self.company is None else self.company.projection

    def projected(self, settings: ProjectionSettings) -> SessionScenario:
        """The same where something else is asked of the months ahead."""
        if self.company is None:
            return replace(self, scenario=replace(self.scenario, projection=settings))
        return replace(self, company=replace(self.company, projection=settings))

    @property
    def payroll(self) -> PayrollSettings | None:
        """What is asked of what pay costs the employer and leaves to people; None: nothing."""
        return self.scenario.payroll if self.company is None else self.company.payroll

    def with_payroll(self, settings: PayrollSettings | None) -> SessionScenario:
        """The same where something else is asked of payroll."""
        if self.company is None:
            return replace(self, scenario=replace(self.scenario, payroll=settings))
        return replace(self, company=replace(self.company, payroll=settings))

    @property
    def name(self) -> str:
        """What the variant is called."""
        return self.scenario.name if self.company is None else self.company.name

    @property
    def title(self) -> Text:
        """What the plan is called, or the unit where it is one of a company."""
        return self.base.title if self.company is None else self.company.units[self.unit].title

    @property
    def place(self) -> str:
        """What widgets of the figures are told apart by: two units may have one plan."""
        return f"{self.unit}@{self.base.id}" if self.unit else self.base.id

    @property
    def is_changed(self) -> bool:
        """Whether any figure differs from the document, of any unit."""
        return bool(self.scenario.changed if self.company is None else self.whole.changed)

    @cached_property
    def differs(self) -> bool:
        """Whether any figure differs from the baseline, of any unit."""
        units = self.whole.units.values()
        return any(u.plan.changed_from(u.scenario.held_against) for u in units)

    def with_baseline(self, other: Company | None) -> SessionScenario:
        """The same held against a variant that was kept, paid to the present people
        (`kept_variants`); None is as documented."""
        whole = self.whole.with_baseline(other)
        if self.company is None:
            (unit,) = whole.units.values()
            return replace(self, scenario=unit.scenario)
        return replace(self, company=whole, scenario=whole.units[self.unit].scenario)

    @property
    def is_as_documented(self) -> bool:
        """Whether neither a figure nor what is asked of the months ahead is the user's own."""
        return not self.is_changed and self.projection == ProjectionSettings()

    def with_people(self, people: People | None) -> SessionScenario:
        """The same for other people."""
        return replace(self, scenario=replace(self.scenario, people=people))

    @property
    def base(self) -> Plan:
        """The plan as documented."""
        return self.scenario.base

    @property
    def plan(self) -> Plan:
        """The plan with the figures as they are now."""
        return self.scenario.plan

    @property
    def plan_key(self) -> str:
        """What the plan is told from all others by: an item of the workspace, or its own id; a
        company is told from all plans."""
        if self.company is not None:
            return company_key(self.company, self.definition)
        return self.plan_item or self.base.id

    @property
    def files(self) -> dict[FromFile, Plan]:
        """The files that people come from, of any unit, with a plan that reads each."""
        scenarios = [unit.scenario for unit in self.whole.units.values()]
        return {s.people: s.base for s in scenarios if isinstance(s.people, FromFile)}

    @property
    def is_kept(self) -> bool:
        """Whether figures, people and what is assumed of the months ahead are those of the version
        that was opened or saved last."""
        if not self.version:
            return False
        try:
            if self.company is not None:
                company, whole = kept_items.company(self.version), self.whole
                is_same = company.fingerprint == whole.fingerprint
                is_same &= company.payroll == whole.payroll
                is_same &= company.held_against.fingerprint == whole.held_against.fingerprint
                is_same &= company.baseline_name == whole.baseline_name
                return is_same and company.projection == whole.projection
            kept = kept_items.scenario(self.version).scenario
        except Refused:
            return False
        is_same = kept.fingerprint == self.scenario.fingerprint
        is_same &= kept.payroll == self.scenario.payroll
        is_same &= kept.baseline == self.scenario.baseline
        return is_same and kept.projection == self.scenario.projection

    def variants(self, items: Sequence[Item]) -> dict[str, Item]:
        """Those of the kept items that are variants of this plan or company, by id."""
        if self.company is not None:
            company = self.company.id
            return {i.id: i for i in items if i.kind == COMPANY and i.plan == company}
        return {
            item.id: item
            for item in items
            if item.kind == SCENARIO and plan_key_of(item.current) == self.plan_key
        }

    def set(self, parameter: str, value: Any) -> SessionScenario:
        """Another figure. Raises Refused where it does not fit."""
        return replace(self, scenario=self.scenario.set(parameter, value).compact())

    def set_all(self, values: Mapping[str, Any]) -> SessionScenario:
        """Other figures, all at once."""
        scenario = self.scenario
        for parameter, value in values.items():
            scenario = scenario.set(parameter, value)
        return replace(self, scenario=scenario.compact())

    def edited(self, edits: Mapping[str, Sequence[Edit]]) -> SessionScenario:
        """Further edits, by unit, all at once; of a plan those of its only unit. Raises Refused
        where they do not fit."""
        company = self.whole
        for unit, some in edits.items():
            scenario = company.units[unit].scenario.edited(*some).compact()
            company = company.with_scenario(unit, scenario)
        if self.company is None:
            (alone,) = company.units.values()
            return replace(self, scenario=alone.scenario)
        return replace(self, company=company, scenario=company.units[self.unit].scenario)

    def reset(self, parameter: str) -> SessionScenario:
        """A figure as the document has it."""
        return replace(self, scenario=self.scenario.reset(parameter).compact())

    def reset_all(self) -> SessionScenario:
        """All figures as the document has them."""
        return replace(self, scenario=replace(self.scenario, edits=()))

    def go_to_plan(self, plan: str | Version) -> SessionScenario:
        """Another plan, of the catalogue or of the workspace, as it was left in this session if it
        was opened before. Raises Refused for a draft."""
        if isinstance(plan, Version):
            return self._at(plan.item) or self.open_kept_plan(plan)
        return self.open_plan(plan)

    def go_to_key(self, plan_key: str) -> SessionScenario:
        """Another plan by its key, of the catalogue or of the workspace; this one where it is gone.
        Raises Refused for a draft."""
        own = {item.id: item.current for item in kept_items.items(PLAN)}
        if plan_key in own:
            return self.go_to_plan(own[plan_key])
        left = self._at(plan_key)
        if left is not None:
            return left
        known = plan_key in (*engine.catalogue(), *engine.samples())
        return self.go_to_plan(plan_key) if known else self

    def open_plan(self, plan: str) -> SessionScenario:
        """Another plan, as it was left in this session, or as it stands in the catalogue.

        People of the user's own come along to a plan that is new; whether they fit is the caller's.
        """
        return self._at(plan) or self._fresh(engine.load_plan(plan), "")

    def open_company(
        self, company: Company, unit: str = "", definition: str = ""
    ) -> SessionScenario:
        """A company, as it was left in this session, or as it is given; seen from a unit of it."""
        left = self._at(company_key(company, definition))
        if left is not None:
            return left.go_to_unit(unit or left.unit)
        return self._fresh_company(company, unit, definition)

    def open_variant(self, company: Company, definition: str = "") -> SessionScenario:
        """A company as it is given where it is a variant, else as it was left in this session."""
        if company.documented == company:
            return self.open_company(company, definition=definition)
        return self._fresh_company(company, "", definition)

    def open_kept_company(self, version: Version) -> SessionScenario:
        """A variant of a company of the workspace, as it was when it was kept; seen from the unit
        that is shown now where it has it. Raises Refused where it cannot be read."""
        company = kept_items.company(version.id)
        definition = company_definitions.definition_of(company)
        kept_items.mark_opened(version)
        at = self.unit if self.unit in company.units else ""
        there = self._fresh_company(company, at, definition)
        return replace(there, item=version.item, version=version.id)

    def open_kept_variant(self, version: Version) -> SessionScenario:
        """A kept variant of what is before the session, a plan or a company. Raises Refused where
        it cannot be read."""
        if version.kind == COMPANY:
            return self.open_kept_company(version)
        return self.open_kept_scenario(version)

    def _fresh_company(self, company: Company, unit: str, definition: str) -> SessionScenario:
        unit = unit if unit in company.units else next(iter(company.units))
        return SessionScenario(
            company.units[unit].scenario,
            on_other_plans=self._with_this(),
            company=company,
            unit=unit,
            definition=definition,
        )

    def go_to_unit(self, unit: str) -> SessionScenario:
        """The same company seen from another unit of it."""
        company = self.whole
        return replace(self, company=company, unit=unit, scenario=company.units[unit].scenario)

    def open_kept_plan(self, version: Version) -> SessionScenario:
        """A plan of the workspace. Raises Refused for a draft."""
        kept_items.mark_opened(version)
        return self._fresh(kept_items.plan(version.id), version.item)

    def open_kept_scenario(self, version: Version) -> SessionScenario:
        """A scenario of the workspace with its people, on the plan as it was when it was kept.

        Raises Refused where it cannot be read.
        """
        kept = kept_items.scenario(version.id)
        kept_items.mark_opened(version)
        there = self._fresh(kept.scenario.base, kept.plan_item)
        now = there.plan_now()
        scenario = replace(kept.scenario, name=version.name)
        if now == kept.scenario.base:
            scenario = replace(scenario, base=now)  # the one whose results are known
        if scenario.people is None or not is_known(scenario.people):
            scenario = replace(scenario, people=there.people)
        return replace(there, scenario=scenario, item=version.item, version=version.id)

    def open_kept_people(self, version: Version) -> SessionScenario:
        """The people of a kept file, on the plan they were kept for unless that is this one."""
        there = self if self.base.id == version.plan else self.open_plan(version.plan)
        return there.with_people(FromFile(version.name, version.content, "parquet"))

    def draw_from_kept(self, version: Version) -> SessionScenario:
        """People drawn from a kept model, on the plan that it was fitted for unless this one reads
        the same columns. Raises Refused where the model or the plan cannot be read."""
        model = model_of(version.id)
        there = self if fits(version, self.base) else self.open_plan(version.plan)
        kept_items.mark_opened(version)
        return there.with_people(drawn_from(version.id, model))

    def open_reconciliation(self, version: Version) -> SessionScenario:
        """The people of the file that was reconciled, on this plan. Raises Refused where what was
        decided cannot be read."""
        notes = kept_items.reconciliation(version.id)
        return self.with_people(FromFile(version.name, notes.facts, notes.kind))

    def as_documented(self) -> SessionScenario:
        """The plan without edits and with the base assumptions, as it stands now; a company as
        well."""
        if self.company is not None:
            plain = self.whole.documented
            scenario = plain.units[self.unit].scenario
            return replace(self, company=plain, scenario=scenario, item="", version="")
        scenario = Scenario(self.plan_now(), people=self.people)
        return replace(self, scenario=scenario, item="", version="")

    def into_plan(self) -> Content:
        """The plan of one's own with the figures as they are now, to keep as its next version.

        Raises Refused where it cannot be read.
        """
        item = kept_items.workspace().item(self.plan_item)
        draft = Draft(kept_items.workspace().text(item.current.id)).edited(self.scenario.edits)
        return plan_content(draft.text, item.name)

    def plan_now(self) -> Plan:
        """The plan as it stands now in the catalogue or the workspace, which may have gone on since
        a scenario was kept."""
        if self.company is not None:
            return self.base
        if not self.plan_item:
            known = (*engine.catalogue(), *engine.samples())
            return engine.load_plan(self.base.id) if self.base.id in known else self.base
        try:
            return kept_items.plan(kept_items.workspace().item(self.plan_item).current.id)
        except Refused:
            return self.base

    def kept_as(self, version: Version) -> SessionScenario:
        """The same, known to be kept as this version."""
        if self.company is not None:
            company = replace(self.company, name=version.name)
            return replace(self, company=company, item=version.item, version=version.id)
        named = replace(self.scenario, name=version.name)
        return replace(self, scenario=named, item=version.item, version=version.id)

    def _at(self, plan_key: str) -> SessionScenario | None:
        """The scenario on a plan as it was left in this session, if there was any."""
        if plan_key == self.plan_key:
            return self
        left = self.on_other_plans.get(plan_key)
        return None if left is None else replace(left, on_other_plans=self._with_this())

    def _fresh(self, plan: Plan, plan_item: str) -> SessionScenario:
        people = self.people if isinstance(self.people, FromFile) else usual_people(plan)
        return SessionScenario(
            Scenario(plan, people=people), plan_item, on_other_plans=self._with_this()
        )

    def _with_this(self) -> dict[str, SessionScenario]:
        return {**self.on_other_plans, self.plan_key: replace(self, on_other_plans={})}

    def content(self, name: str) -> Content:
        """The scenario or the company to keep under a name."""
        if self.company is not None:
            return company_content(self.whole, name)
        return scenario_content(self.scenario, name, self.plan_item)


def company_key(company: Company, definition: str = "") -> str:
    """What a company is told from all plans and other companies by."""
    return f"company {company.id} {definition}".strip()


def plan_key_of(version: Version) -> str:
    """The key of the plan that a kept scenario stands on."""
    base: Any = version.detail["base"]
    return str(base["item"]) or version.plan


def scenario_store() -> Store[SessionScenario]:
    """The scenario of this session: at first the first plan of the catalogue, simulated people."""
    return Store("scenario", first_scenario)


def first_scenario() -> SessionScenario:
    """What a session begins with."""
    return SessionScenario(Scenario(engine.load_plan(FIRST_PLAN), people=own_people(FIRST_PLAN)))
