"""The health checks of every scenario beside one another."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

import engine
from engine.health import Health
from engine.plan import Plan
from engine.progress import Progress, part
from engine.text import DASH, Refused
from pages.ui.compare.compare_answers import Shown
from pages.ui.kit import pick, t, wait_for
from pages.ui.session import content_key, health_policy, memory

MARKS = {"pass": "✓", "watch": "!", "fail": "✗"}
WORST = ("fail", "watch")

Checked = dict[tuple[str, int], Health | None]
"""By unit and place of the scenario; None where a plan cannot be checked."""


def health_counts(shown: Shown) -> list[tuple[int, int] | None]:
    """How many checks fail and how many are to be watched, of all units of each scenario."""
    found = checked(shown)
    counts: list[tuple[int, int] | None] = []
    for place in range(len(shown.compared.each)):
        own = [found[unit, place] for unit in shown.units if (unit, place) in found]
        known = [health for health in own if health is not None]
        if not known or len(known) < len(own):
            counts.append(None)
            continue
        fail = sum(len(health.of("fail")) for health in known)
        watch = sum(len(health.of("watch")) for health in known)
        counts.append((fail, watch))
    return counts


def checked(shown: Shown) -> Checked:
    """The health check of every unit of every scenario."""
    policy = health_policy.policy()
    asked: list[tuple[str, int, Plan, Plan]] = []
    for unit in shown.units:
        before = shown.compared.baseline.units[unit].plan
        for place, payouts in enumerate(shown.compared.each):
            own = shown.compared.unit_of(place, unit)
            if own is not None:
                asked.append((unit, place, payouts.units[own].plan, before))
    facts = {unit: shown.compared.baseline.units[unit].facts for unit in shown.units}
    changed = repr(health_policy.changed())
    keys = {
        (unit, place): (
            *("health beside", content_key(plan), content_key(before) if place else ""),
            *(facts[unit].key, changed),
        )
        for unit, place, plan, before in asked
    }

    def one(unit: str, plan: Plan, before: Plan | None, progress: Progress) -> Health | None:
        try:
            return engine.check(plan, facts[unit], before, policy, memory(), progress)
        except Refused:
            return None

    def known(unit: str, place: int, plan: Plan, before: Plan, progress: Progress) -> Health | None:
        against = before if place and plan != before else None
        return memory().cached(keys[unit, place], lambda: one(unit, plan, against, progress))

    def work(progress: Progress) -> Checked:
        steps = [part(progress, i / len(asked), (i + 1) / len(asked)) for i in range(len(asked))]
        return {a[:2]: known(*a, step) for a, step in zip(asked, steps, strict=True)}

    return wait_for("compare health", tuple(keys.values()), work, lambda seconds, share: None)


def health_table(shown: Shown, unit: str) -> None:
    """Checks that do not pass everywhere: how each scenario of a unit stands."""
    found = checked(shown)
    own = [found.get((unit, place)) for place in range(len(shown.compared.each))]
    first = next((health for health in own if health is not None), None)
    if first is None:
        st.info(t("compare.no_health"))
        return
    outcomes = [
        {} if health is None else {finding.check: finding for finding in health.findings}
        for health in own
    ]
    rows, fine = [], 0
    for finding in first.findings:
        each = [of.get(finding.check) for of in outcomes]
        marks = ["" if one is None else one.outcome for one in each]
        if not set(marks) & set(WORST):
            fine += "pass" in marks
            continue
        cells = "".join(
            _cell(mark, "" if one is None else pick(one.sentence))
            for mark, one in zip(marks, each, strict=True)
        )
        moved = " class='pc-moved-row'" if len(set(marks)) > 1 else ""
        rows.append(f"<tr{moved}><th scope='row'>{escape(pick(finding.label))}</th>{cells}</tr>")
    st.html(_table(shown, rows))
    st.caption(t("compare.fine_checks", count=fine))


def _cell(outcome: str, sentence: str) -> str:
    if outcome not in MARKS:
        return f"<td title='{escape(sentence, quote=True)}'>{DASH}</td>"
    word = t(f"health.is_{outcome}")
    return (
        f"<td title='{escape(sentence, quote=True)}' class='pc-outcome-{outcome}'>"
        f"<i aria-hidden='true'>{MARKS[outcome]}</i> {escape(word)}</td>"
    )


def _table(shown: Shown, rows: Sequence[str]) -> str:
    heads = "".join(
        f"<th scope='col'>{escape(shown.name(place))}</th>"
        for place in range(len(shown.compared.each))
    )
    return (
        f"<table class='pc-table pc-side-by-side'><thead><tr>"
        f"<th scope='col'>{escape(t('compare.checked'))}</th>{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
