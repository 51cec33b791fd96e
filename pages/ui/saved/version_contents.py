"""What a kept version says, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import engine
from engine.calendar import month_text
from engine.companies import Company, company_of
from engine.health import load_policy
from engine.importing import recipe_of
from engine.projection import assumptions_of, base_of
from engine.scenario import FromFile, Personas, Simulated
from engine.text import Refused, count, money, month, months
from engine.workforce import figures_text
from engine.workspace import (
    COMPANY,
    FACTS,
    PLAN,
    POLICY,
    RECIPE,
    RECONCILIATION,
    SCENARIO,
    WORKFORCE,
    Version,
    describe_policy,
)
from pages.ui.kit import language, pick, t
from pages.ui.session import kept_items

FEW = 3
"""So many problems of what cannot be read are told."""
MOST_NOTES = 20


def says(version: Version) -> list[str]:
    """What is in a version, in words, a line each; of what cannot be read, why."""
    said: dict[str, Callable[[Version], list[str]]] = {
        PLAN: _pays,
        SCENARIO: _changes,
        COMPANY: _of_company,
        FACTS: _of_people,
        POLICY: _thresholds,
        RECIPE: _decisions,
        WORKFORCE: _rests_on,
        RECONCILIATION: _accepted,
    }
    try:
        return [line for line in said[version.kind](version) if line]
    except Refused as refused:
        return _why_not(refused)


def _why_not(refused: Refused) -> list[str]:
    return [problem.text(language()) for problem in refused.problems[:FEW]]


def _of_people(version: Version) -> list[str]:
    detail: Any = version.detail
    first, last = detail["months"]
    return [
        t("workspace.facts", people=count(detail["people"]), rows=count(detail["rows"])),
        months(first, last, language()),
        t("workspace.columns", names=t("list.comma").join(detail["columns"])),
    ]


def _pays(version: Version) -> list[str]:
    """What a plan is about and pays; of a draft, how much is not right yet."""
    if problems := version.detail["problems"]:
        return [t("workspace.problems", count=problems)]
    plan = kept_items.plan(version.id)
    pays = [line.label[language()] for line in plan.pay_lines]
    return [plan.summary[language()], t("workspace.pays", names=t("list.comma").join(pays))]


def _changes(version: Version) -> list[str]:
    kept = kept_items.scenario(version.id)
    changes = kept.scenario.describe(language()) or [t("workspace.no_change")]
    changes += _ahead(company_of(kept.scenario))
    match kept.scenario.people:
        case FromFile(name=name):
            changes.append(t("workspace.people", people=name))
        case Personas():
            changes.append(t("workspace.people", people=t("people.personas")))
        case Simulated(employees=employees, seed=seed, figures=figures):
            drawn = t("choose.simulated", count=employees)
            changes.append(t("workspace.people_simulated", people=drawn, seed=seed))
            changes += figures_text(figures, language())
    return changes


def _of_company(version: Version) -> list[str]:
    """The units of a kept company, and what differs from their plans as documented."""
    company = kept_items.company(version.id)
    units = t("list.comma").join(pick(unit.title) for unit in company.units.values())
    changes = company.describe(language()) or [t("workspace.no_change")]
    return [t("workspace.units", names=units), *changes, *_ahead(company)]


def _ahead(company: Company) -> list[str]:
    """What is assumed of the months ahead, and asked of them, otherwise than usual."""
    lang, asked = language(), company.projection
    try:
        assumed = assumptions_of(company).describe(company, lang, base_of(company))
    except Refused as refused:
        assumed = _why_not(refused)
    lines = [t("workspace.ahead", what=sentence) for sentence in assumed]
    if asked.first is not None:
        lines.append(t("workspace.ahead_first", month=month(month_text(asked.first), lang)))
    if asked.months is not None:
        lines.append(t("workspace.ahead_months", count=asked.months))
    for employer, name in ((False, "budget"), (True, "employer_budget")):
        budget, may_have_one = asked.budget_said(employer)
        if not may_have_one:
            lines.append(t(f"workspace.ahead_no_{name}"))
        elif budget is not None:
            lines.append(t(f"workspace.ahead_{name}", budget=money(budget, lang)))
    if asked.seed is not None:
        lines.append(t("workspace.ahead_seed", seed=asked.seed))
    return lines


def _thresholds(version: Version) -> list[str]:
    """How kept thresholds differ from the standard."""
    policy = kept_items.policy(version.id)
    return describe_policy(load_policy(), policy, language()) or [t("workspace.no_threshold")]


def _rests_on(version: Version) -> list[str]:
    """What a kept model of a workforce rests on and assumes."""
    return [pick(note) for note in kept_items.workforce(version.id).notes]


def _decisions(version: Version) -> list[str]:
    """Where each column of the plan comes from, as a kept recipe says."""
    recipe = recipe_of(kept_items.workspace().text(version.id), version.name)
    known = recipe.plan in (*engine.catalogue(), *engine.samples())
    facts = engine.load_plan(recipe.plan).facts if known else {}
    return [
        t(
            "list.labelled",
            label=pick(facts[name].label) if name in facts else name,
            text=" / ".join(source.columns) or source.constant,
        )
        for name, source in recipe.sources.items()
    ]


def _accepted(version: Version) -> list[str]:
    """The differences that were accepted: of whom, why, by whom and when."""
    notes = kept_items.reconciliation(version.id)
    lines = []
    for note in notes.accepted[:MOST_NOTES]:
        scope = t("list.comma").join(
            part for part in (note.employee, note.month, note.line) if part
        )
        said = t(
            "workspace.reconciled",
            scope=scope or t("workspace.reconciled_all"),
            reason=note.reason,
        )
        lines.append(f"{said} · {t('workspace.reconciled_by', who=note.author, when=note.at[:16])}")
    if (more := len(notes.accepted) - MOST_NOTES) > 0:
        lines.append(t("workspace.more", count=more))
    return lines or [t("workspace.reconciled_none")]
