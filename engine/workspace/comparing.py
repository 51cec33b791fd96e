"""Two versions side by side, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from engine.companies import Company, company_of
from engine.health import Policy
from engine.plan import Plan, describe
from engine.projection import assumptions_of
from engine.scenario import people_json
from engine.statutory import places
from engine.text import count, money, months, say
from engine.workforce import Workforce, figures_text
from engine.workspace.contents import KeptScenario
from engine.workspace.model_differences import describe_models
from engine.workspace.policy_files import describe_policy
from engine.workspace.recipe_files import describe_recipe
from engine.workspace.reconciled_notes import ReconciledNotes, differences
from engine.workspace.versions import (
    COMPANY,
    FACTS,
    PLAN,
    POLICY,
    RECIPE,
    RECONCILIATION,
    SCENARIO,
    WORKFORCE,
    Version,
)


class Opener(Protocol):
    """Opens versions by id, as a workspace does. Each raises Refused for what cannot be opened."""

    def plan(self, version: str) -> Plan: ...

    def text(self, version: str) -> str: ...

    def policy(self, version: str) -> Policy: ...

    def scenario(self, version: str) -> KeptScenario: ...

    def company(self, version: str) -> Company: ...

    def reconciliation(self, version: str) -> ReconciledNotes: ...

    def workforce(self, version: str) -> Workforce: ...


def compare(workspace: Opener, before: Version, after: Version, language: str) -> list[str]:
    """What differs between two versions of an item, a sentence each.

    Raises Refused where one of them cannot be opened, as a draft cannot.
    """
    sentences = []
    if before.name != after.name:
        sentences.append(say(language, "kept.name", old=before.name, new=after.name))
    if before.hidden != after.hidden:
        sentences.append(say(language, "kept.hidden" if after.hidden else "kept.shown"))
    if before.kind == after.kind == FACTS:
        return sentences + _of_facts(before.detail, after.detail, language)
    if before.kind == after.kind == POLICY:
        old, new = workspace.policy(before.id), workspace.policy(after.id)
        return sentences + describe_policy(old, new, language)
    if before.kind == after.kind == COMPANY:
        companies = workspace.company(before.id), workspace.company(after.id)
        return sentences + describe_companies(*companies, language)
    if before.kind == after.kind == RECIPE:
        texts = workspace.text(before.id), workspace.text(after.id)
        return sentences + describe_recipe(*texts, language)
    if before.kind == after.kind == WORKFORCE:
        models = workspace.workforce(before.id), workspace.workforce(after.id)
        told = describe_models(*models, language)
        if not told and before.content != after.content:
            told = [say(language, "kept.other_model")]
        return sentences + told
    if before.kind == after.kind == RECONCILIATION:
        notes, later = workspace.reconciliation(before.id), workspace.reconciliation(after.id)
        return sentences + differences(notes, later, language)
    if before.content != after.content:
        sentences += describe(_plan(workspace, before), _plan(workspace, after), language)
    if before.kind == after.kind == SCENARIO:
        old_one, new_one = (
            company_of(workspace.scenario(version.id).scenario) for version in (before, after)
        )
        sentences += _of_payroll(old_one, new_one, language)
        sentences += _of_baseline(old_one, new_one, language)
        sentences += _of_projection(old_one, new_one, language)
    whose, whose_now = before.detail.get("people"), after.detail.get("people")
    if whose != whose_now:
        said = {"old": people_text(whose, language), "new": people_text(whose_now, language)}
        sentences.append(say(language, "kept.people", **said))
    return sentences


def describe_companies(old: Company, new: Company, language: str) -> list[str]:
    """What differs between two companies, with the unit where it is about one."""
    sentences = []
    for name, unit in new.units.items():
        before = old.units.get(name)
        if before is None:
            sentences.append(say(language, "kept.unit_new", unit=unit.title[language]))
            continue
        told = describe(before.plan, unit.plan, language)
        whose = [people_text(people_json(u.scenario.people), language) for u in (before, unit)]
        if whose[0] != whose[1]:
            told.append(say(language, "kept.people", old=whose[0], new=whose[1]))
        if before.headcount != unit.headcount:
            heads = [_heads(u.headcount, language) for u in (before, unit)]
            told.append(say(language, "kept.headcount", old=heads[0], new=heads[1]))
        if before.place != unit.place:
            insured = [_place(u.place, language) for u in (before, unit)]
            told.append(say(language, "kept.place", old=insured[0], new=insured[1]))
        title = unit.title[language]
        sentences += [say(language, "company.of_unit", unit=title, what=what) for what in told]
    gone = [unit.title[language] for name, unit in old.units.items() if name not in new.units]
    sentences += [say(language, "kept.unit_gone", unit=title) for title in gone]
    for name in ("budget", "employer_budget"):
        given = [getattr(company, name) for company in (old, new)]
        if given[0] != given[1]:
            budgets = [_budget(budget, language) for budget in given]
            sentences.append(say(language, f"kept.{name}", old=budgets[0], new=budgets[1]))
    if old.seed != new.seed:
        sentences.append(say(language, "kept.seed", old=str(old.seed), new=str(new.seed)))
    calendars = [(company.first, company.months) for company in (old, new)]
    if calendars[0] != calendars[1]:
        spans = [months(first, first + span - 1, language) for first, span in calendars]
        sentences.append(say(language, "kept.span", old=spans[0], new=spans[1]))
    if (old.management, old.moves) != (new.management, new.moves):
        sentences.append(say(language, "kept.management"))
    return [
        *sentences,
        *_of_payroll(old, new, language),
        *_of_baseline(old, new, language),
        *_of_projection(old, new, language),
    ]


def _of_payroll(old: Company, new: Company, language: str) -> list[str]:
    """What differs in what is asked of payroll."""
    if old.payroll == new.payroll:
        return []
    if old.payroll is not None and new.payroll is not None:
        return [say(language, "kept.payroll")]
    return [say(language, f"kept.{'payroll_left' if new.payroll is None else 'payroll_asked'}")]


def _of_baseline(old: Company, new: Company, language: str) -> list[str]:
    """That other figures are held against."""
    each = [[u.scenario.baseline for u in company.units.values()] for company in (old, new)]
    if each[0] == each[1]:
        return []
    if not new.baseline_name:
        return [say(language, "kept.baseline_documented")]
    return [say(language, "kept.baseline", name=new.baseline_name)]


def _place(place: str, language: str) -> str:
    """A unit's own place, or that of the company."""
    return places()[place].label[language] if place else say(language, "kept.place_of_company")


def _of_projection(old: Company, new: Company, language: str) -> list[str]:
    """What differs in what is assumed of the months ahead, and in what else is asked of them."""
    if old.projection == new.projection:
        return []
    sentences = assumptions_of(new).describe(new, language, assumptions_of(old))
    further = [replace(company.projection, assumptions=None) for company in (old, new)]
    if further[0] != further[1]:
        sentences.append(say(language, "kept.asked_ahead"))
    return sentences


def _heads(headcount: int | None, language: str) -> str:
    return say(language, "kept.as_modelled") if headcount is None else count(headcount)


def _budget(budget: float | None, language: str) -> str:
    return say(language, "kept.no_budget") if budget is None else money(budget, language)


def people_text(people: Mapping[str, Any] | None, language: str) -> str:
    """Whose pay a scenario is about, in one phrase."""
    if people is None:
        return say(language, "kept.nobody")
    if "file" in people:
        return str(people["file"])
    if "personas" in people:
        return say(language, "kept.personas")
    said = {key: people[key] for key in ("first", "months", "seed")}
    drawn = say(language, "kept.simulated", **said, count=people["employees"])
    moved = figures_text(people.get("figures", {}).items(), language)
    return say(language, "place.comma").join((drawn, *moved))


def _plan(workspace: Opener, version: Version) -> Plan:
    if version.kind == PLAN:
        return workspace.plan(version.id)
    return workspace.scenario(version.id).scenario.plan


def _of_facts(old: Mapping[str, Any], new: Mapping[str, Any], language: str) -> list[str]:
    sentences = []
    for name in ("people", "rows"):
        if old[name] != new[name]:
            said = {"old": count(old[name]), "new": count(new[name])}
            sentences.append(say(language, f"kept.count_{name}", **said))
    if old["months"] != new["months"]:
        first, last = (
            say(language, "kept.months", first=m[0], last=m[1])
            for m in (old["months"], new["months"])
        )
        sentences.append(say(language, "kept.span", old=first, new=last))
    for key, gone, come in (
        ("kept.columns_gone", old["columns"], new["columns"]),
        ("kept.columns_new", new["columns"], old["columns"]),
    ):
        names = [name for name in gone if name not in come]
        if names:
            sentences.append(say(language, key, names=tuple(names)))
    if not sentences and old["file"] != new["file"]:
        sentences.append(say(language, "kept.cells"))
    return sentences
