"""What is asked of a company beyond its plans: budget, managers who are there, and managers who are
paid more than their people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.companies import CompanyPayouts, Management
from engine.health.finding import Outcome
from engine.text import LANGUAGES, Phrases, Problem, Text, money, multiple, percent

NEAR_BUDGET = 0.98
"""A cost from this share of the budget on is to be watched; assumed."""
MANAGERS_MORE = 1.1
"""Managers with less than so many times their people's pay are to be watched; assumed."""

said = Phrases("company_health")


@dataclass(frozen=True)
class CompanyFinding:
    """One thing asked of a company, answered: `sentence` is what was found, `why` what it means."""

    check: str
    label: Text
    outcome: Outcome
    sentence: Text
    why: Text

    def as_json(self) -> dict[str, Any]:
        """The finding as JSON, in both languages."""
        return {
            "check": self.check,
            "label": dict(self.label),
            "outcome": self.outcome,
            "sentence": dict(self.sentence),
            "why": dict(self.why),
        }


def check_company(payouts: CompanyPayouts) -> tuple[CompanyFinding, ...]:
    """Everything that is asked of a company, in the same order for all."""
    return (
        _budget(payouts),
        *_told(payouts, "managers_there", "company_manager_nobody", "company_manager_absent"),
        *_told(payouts, "managers_busy", "company_manages_nobody"),
        *(
            _paid(payouts, management, unit)
            for management in payouts.company.management
            for unit in management.manages
        ),
    )


def _finding(check: str, outcome: Outcome, sentence: Text) -> CompanyFinding:
    return CompanyFinding(check, said(f"label_{check}"), outcome, sentence, said(f"why_{check}"))


def _budget(payouts: CompanyPayouts) -> CompanyFinding:
    budget, total = payouts.company.budget, payouts.total
    if budget is None:
        return _finding("budget", "not_applicable", said("no_budget"))
    share = total / budget
    sentence = {
        language: said.say(
            language,
            "budget",
            total=money(total, language),
            budget=money(budget, language),
            share=percent(share, language),
        )
        for language in LANGUAGES
    }
    outcome: Outcome = "fail" if total > budget else "watch" if share >= NEAR_BUDGET else "pass"
    return _finding("budget", outcome, sentence)


def _told(payouts: CompanyPayouts, check: str, *keys: str) -> Iterator[CompanyFinding]:
    """What was told of the people, one finding each: whoever is missing altogether fails."""
    if not payouts.company.management:
        return
    found = [problem for problem in payouts.facts.told if problem.key in keys]
    for problem in found:
        outcome: Outcome = "fail" if problem.key == "company_manager_nobody" else "watch"
        yield _finding(check, outcome, _text(problem))
    if not found:
        yield _finding(check, "pass", said(f"none_{check}"))


def _text(problem: Problem) -> Text:
    return {language: problem.text(language) for language in LANGUAGES}


def _paid(payouts: CompanyPayouts, management: Management, unit: str) -> CompanyFinding:
    """Managers' pay a month against that of their people, both in the middle."""
    middle = {
        name: float(np.median(payouts.units[name].monthly_pay_by_person))
        for name in (management.unit, unit)
        if payouts.units[name].facts.size
    }
    above, below = middle.get(management.unit, 0.0), middle.get(unit, 0.0)
    units = payouts.company.units
    if above <= 0 or below <= 0:
        return _finding("managers_paid", "not_applicable", said("nobody_paid"))
    times = above / below
    sentence = {
        language: said.say(
            language,
            "managers_paid",
            managers=units[management.unit].title[language],
            people=units[unit].title[language],
            above=money(above, language),
            below=money(below, language),
            times=multiple(round(times, 2), language),
        )
        for language in LANGUAGES
    }
    outcome: Outcome = "fail" if times <= 1 else "watch" if times < MANAGERS_MORE else "pass"
    return _finding("managers_paid", outcome, sentence)
