"""The findings as cards: value against limits, who is affected, why it matters, what mends it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import streamlit as st

from engine.health import Finding, Health, Limit, Threshold, by_unit, limit_words, value_text
from engine.text import count, percent
from pages.ui.health import threshold_fields
from pages.ui.kit import escape_markdown, language, pick, t
from pages.ui.parameters import go_to_figure
from pages.ui.session import SessionScenario, person_name

SIGNS = {"fail": "✗", "watch": "!", "pass": "✓", "not_applicable": "–"}
MOST_FIGURES = 3
MOST_NAMED = 12
ROOM = 1.25
"""How far the scale goes beyond its largest figure."""


def findings(session: SessionScenario, health: Health) -> None:
    """All of them: what fails, what wants a look, what passes, what does not apply."""
    for outcome in ("fail", "watch"):
        found = health.of(outcome)
        if found:
            st.html(f'<h2 class="pc-group">{t(f"health.{outcome}")} · {count(len(found))}</h2>')
            with st.container(key=f"findings_{outcome}", gap="small"):
                for finding in found:
                    _card(session, health, finding)
    passing = health.of("pass")
    if passing:
        st.html(f'<h2 class="pc-group">{t("health.pass")} · {count(len(passing))}</h2>')
        with st.container(key="findings_pass", gap=None):
            for finding in passing:
                _row(health, finding)
    _others(health)


def _card(session: SessionScenario, health: Health, finding: Finding) -> None:
    threshold = health.policy.thresholds[finding.check]
    with st.container(border=True, key=f"finding-{finding.check}", gap="small"):
        st.html(
            f'<article class="pc-finding pc-{finding.outcome}"><header><h3>{_sign(finding)}'
            f"{escape(pick(finding.label))}</h3>"
            f"<b>{escape(value_text(finding, language()))}</b></header>"
            f"{meter(finding, threshold)}<p>{escape(pick(finding.sentence))}</p>"
            f"{_cases(finding)}{_affected(session, finding)}"
            f'<p class="pc-why">{escape(pick(finding.why))}</p></article>'
        )
        with st.container(horizontal=True, gap="small", key=f"actions-{finding.check}"):
            _mend(health, finding)
            threshold_fields.editor(threshold)


def _row(health: Health, finding: Finding) -> None:
    threshold = health.policy.thresholds[finding.check]
    limit = limit_words(finding.limit, finding.good, finding.unit, language())
    with st.container(
        horizontal=True, gap="small", key=f"finding-{finding.check}", vertical_alignment="center"
    ):
        st.html(
            f'<div class="pc-passing" title="{escape(pick(finding.why))}">'
            f"<h3>{_sign(finding)}{escape(pick(finding.label))}</h3>"
            f"<b>{escape(value_text(finding, language()))}</b><span>{escape(limit)}</span>"
            f"<p>{escape(pick(finding.sentence))}</p></div>",
            width="stretch",
        )
        threshold_fields.editor(threshold)


def _others(health: Health) -> None:
    others = health.of("not_applicable")
    if not others:
        return
    because: dict[str, list[Finding]] = {}
    for finding in others:
        because.setdefault(pick(finding.sentence), []).append(finding)
    rows = "".join(
        f"<dt>{escape(t('list.comma').join(pick(f.label) for f in found))}</dt>"
        f"<dd>{escape(reason)}</dd>"
        for reason, found in because.items()
    )
    with st.expander(t("health.not_applicable", count=len(others)), key="findings_others"):
        st.html(f'<dl class="pc-others">{rows}</dl>')
        off = [f.check for f in others if health.policy.thresholds[f.check].off]
        for check in off:
            threshold_fields.back_on(health.policy.thresholds[check])


def _sign(finding: Finding) -> str:
    word = t(f"health.is_{finding.outcome}")
    sign = SIGNS[finding.outcome]
    return f'<i role="img" aria-label="{escape(word)}" title="{escape(word)}">{sign}</i>'


def _cases(finding: Finding) -> str:
    """The other places behind a finding, behind a fold."""
    others = [case for case in finding.cases if case.sentence != finding.sentence]
    if len(finding.cases) < 2 or not others:
        return ""
    items = "".join(f"<li>{escape(pick(case.sentence))}</li>" for case in finding.cases)
    return (
        f"<details><summary>{t('health.cases', count=len(finding.cases))}</summary>"
        f"<ul>{items}</ul></details>"
    )


def _affected(session: SessionScenario, finding: Finding) -> str:
    people = finding.affected
    if people is None or not people.count:
        return ""
    share = percent(people.count / people.of, language())
    summary = t("health.affected", count=people.count, of=count(people.of), share=share)
    named = ", ".join(person_name(session, employee) for employee in people.employees[:MOST_NAMED])
    if people.count > MOST_NAMED:
        named += " …"
    return f"<details><summary>{escape(summary)}</summary><p>{escape(named)}</p></details>"


def _mend(health: Health, finding: Finding) -> None:
    """Buttons to the figures that would mend it."""
    if finding.parameters:
        st.html(f'<p class="pc-mend">{escape(t("health.mend"))}</p>', width="content")
    for name in finding.parameters[:MOST_FIGURES]:
        parameter = health.plan.parameters[name]
        if st.button(
            escape_markdown(pick(parameter.label)),
            key=f"mend-{finding.check}-{name}",
            icon=":material/tune:",
            help=t("health.mend_help"),
        ):
            go_to_figure(name)


# -- the meter -------------------------------------------------------------------------------


def meter(finding: Finding, threshold: Threshold) -> str:
    """Where the value stands between the limits, as a small scale; said in words for readers."""
    if finding.value is None:
        return ""
    ends = [*_ends(threshold.watch), *_ends(threshold.fail)]
    high = max([finding.value, *ends, 1e-9]) * ROOM
    if threshold.good == "at_least" and threshold.unit in ("share", "number"):
        high = max(1.0, *ends)

    def at(value: float) -> float:
        return 100 * min(max(value / high, 0.0), 1.0)

    good = _good(threshold, high)
    ticks = "".join(
        f'<s style="left:{at(end):.2f}%"></s>' for end in sorted({e for e in ends if 0 <= e < high})
    )
    words = " · ".join(_limits(threshold))
    return (
        f'<div class="pc-meter" aria-hidden="true"><u style="left:{at(good[0]):.2f}%;'
        f'width:{at(good[1]) - at(good[0]):.2f}%"></u>{ticks}'
        f'<i style="left:{at(finding.value):.2f}%"></i></div>'
        f'<p class="pc-limits">{escape(words)}</p>'
    )


def _limits(threshold: Threshold) -> Iterator[str]:
    """The two limits in words."""
    lang, unit, good = language(), threshold.unit, threshold.good
    if threshold.watch is not None:
        yield t("health.watch_limit", limit=limit_words(threshold.watch, good, unit, lang))
    if isinstance(threshold.fail, tuple):
        yield t(f"health.fail_{good}", limit=limit_words(threshold.fail, good, unit, lang))
    elif threshold.fail is not None:
        yield t(f"health.fail_{good}", limit=by_unit(threshold.fail, unit)[lang])


def _good(threshold: Threshold, high: float) -> tuple[float, float]:
    limit = threshold.fail if threshold.watch is None else threshold.watch
    if isinstance(limit, tuple):
        return limit
    if limit is None:
        return 0.0, high
    return (limit, high) if threshold.good == "at_least" else (0.0, limit)


def _ends(limit: Limit) -> tuple[float, ...]:
    if limit is None:
        return ()
    return limit if isinstance(limit, tuple) else (limit,)
