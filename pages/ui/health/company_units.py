"""The units of a company side by side: how each stands, and every check that does not pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from engine.health import CompanyFinding, Finding, Health, Outcome, value_text
from engine.text import DASH
from pages.ui.health.finding_cards import SIGNS
from pages.ui.kit import Store, frame, language, pick, t
from pages.ui.scenario import unit_row
from pages.ui.session import CompanyHealth, SessionScenario

OPEN: tuple[Outcome, ...] = ("fail", "watch")
"""Outcomes that somebody should look at, the worst first."""


def company_heading(session: SessionScenario, found: CompanyHealth) -> None:
    """The company, and which of its units fail."""
    company, failing = session.whole, found.failing
    names = t("list.comma").join(pick(company.units[name].title) for name in failing)
    finding = (
        t("company.some_fail", count=len(failing), all=len(found.units), names=names)
        if failing
        else t("company.all_sound", count=len(found.units))
    )
    people = t("figure.heads", count=found.people)
    frame.heading(pick(company.title), people, finding)


def units(store: Store[SessionScenario], health: CompanyHealth) -> None:
    """What was found of the whole company, a row for each unit that leads to its findings, and the
    checks of all of them in a table."""
    company, found = store.present.whole, health.units
    st.html(_of_whole(health.whole))
    with st.container(key="company_units", gap="small"):
        for name, of_unit in found.items():
            title = pick(company.units[name].title)
            told, opens = _told(title, of_unit), t("company.open_unit")
            unit_row(store, name, title, told, key="company_unit", opens=opens)
    st.html(_side_by_side({pick(company.units[n].title): h for n, h in found.items()}))


def _of_whole(found: Sequence[CompanyFinding]) -> str:
    """What was asked of the company beyond its plans, where it applies."""
    rows = "".join(
        f'<li class="pc-is-{one.outcome}" title="{escape(pick(one.why))}">'
        f'<i role="img" aria-label="{escape(t(f"health.is_{one.outcome}"))}">'
        f"{SIGNS[one.outcome]}</i> <b>{escape(pick(one.label))}</b> "
        f"<span>{escape(pick(one.sentence))}</span></li>"
        for one in found
        if one.outcome != "not_applicable"
    )
    return f'<ul class="pc-whole">{rows}</ul>' if rows else ""


def _told(title: str, health: Health) -> str:
    counts = "".join(
        f'<b class="pc-is-{outcome}">{SIGNS[outcome]} '
        f"{escape(t(f'health.card_{outcome}', count=len(health.of(outcome))))}</b>"
        for outcome in OPEN
        if health.of(outcome)
    )
    passed = escape(t("health.card_passed", count=len(health.of("pass"))))
    worst = next((finding for outcome in OPEN for finding in health.of(outcome)), None)
    said = "" if worst is None else escape(pick(worst.sentence))
    return (
        f'<div class="pc-unit"><h3>{escape(title)}</h3><p class="pc-counts">{counts}'
        f"<span>{passed}</span></p><p>{said}</p></div>"
    )


def _side_by_side(found: Mapping[str, Health]) -> str:
    """The checks that fail or are to watch in a unit, by unit."""
    shown: dict[str, str] = {}
    for outcome in OPEN:
        for health in found.values():
            shown |= {f.check: pick(f.label) for f in health.of(outcome) if f.check not in shown}
    if not shown:
        return ""
    heads = "".join(f"<th scope='col'>{escape(title)}</th>" for title in found)
    rows = "".join(
        f"<tr><th scope='row'>{escape(label)}</th>"
        + "".join(f"<td>{_cell(health, check)}</td>" for health in found.values())
        + "</tr>"
        for check, label in shown.items()
    )
    return (
        f"<table class='pc-table pc-checks'><caption>{escape(t('company.checks'))}</caption>"
        f"<thead><tr><th scope='col'>{escape(t('company.check'))}</th>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _cell(health: Health, check: str) -> str:
    finding = next((f for f in health.findings if f.check == check), None)
    if finding is None or finding.outcome == "not_applicable":
        return f'<span class="pc-none" title="{escape(_reason(finding))}">{DASH}</span>'
    word = t(f"health.is_{finding.outcome}")
    return (
        f'<span class="pc-is-{finding.outcome}" title="{escape(pick(finding.sentence))}">'
        f'<i role="img" aria-label="{escape(word)}">{SIGNS[finding.outcome]}</i> '
        f"{escape(value_text(finding, language()))}</span>"
    )


def _reason(finding: Finding | None) -> str:
    return "" if finding is None else pick(finding.sentence)
