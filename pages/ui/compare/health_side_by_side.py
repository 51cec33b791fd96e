"""The health checks of every scenario beside one another, and the places where pay jumps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from engine.comparison import CheckRow, CliffChange, Compared, Soundness, examine
from engine.progress import Progress, no_progress
from engine.text import DASH, Refused, money, signed
from pages.ui.compare.compare_answers import Shown
from pages.ui.kit import beside, escape_markdown, language, pick, t, wait_for
from pages.ui.session import memory

MARKS = {"fail": "✗", "watch": "!", "pass": "✓"}
WORST = frozenset({"fail", "watch"})
MOST_CLIFFS = 12


@dataclass(frozen=True)
class Sound:
    """How one scenario stands: checks that fail and that are to be watched, places where pay jumps,
    and how many of these are otherwise than under the baseline, by kind."""

    fail: int
    watch: int
    cliffs: int
    changed: dict[str, int]


class _Held:
    """What was examined as it is remembered; None where an amount is no number."""

    def __init__(self, found: Soundness | None) -> None:
        self.found = found


def soundness(shown: Shown) -> Soundness | None:
    """The health checks of all units of every scenario; None where they cannot be paid so."""
    key = ("compare sound", shown.key)

    def work(progress: Progress) -> _Held:
        return memory().cached(key, lambda: _Held(examined(shown.compared, progress)))

    return wait_for("compare sound", key, work, lambda seconds, share: None).found


def examined(compared: Compared, progress: Progress = no_progress) -> Soundness | None:
    """The health checks of all companies; None where an amount is no number."""
    try:
        return examine(compared, progress)
    except Refused:
        return None


def standing(shown: Shown) -> list[Sound] | None:
    """How every scenario stands, the baseline first."""
    found = soundness(shown)
    if found is None:
        return None
    counts = []
    for place, of in enumerate(found.health):
        changed: dict[str, int] = {}
        for cliff in found.cliffs(place) if place else ():
            if cliff.kind != "same":
                changed[cliff.kind] = changed.get(cliff.kind, 0) + 1
        units = of.values()
        counts.append(
            Sound(
                fail=sum(len(health.of("fail")) for health in units),
                watch=sum(len(health.of("watch")) for health in units),
                cliffs=sum(len(health.cliffs) for health in units),
                changed=changed,
            )
        )
    return counts


def health_table(shown: Shown, unit: str) -> None:
    """Checks of a unit that do not pass everywhere, beside the places where its pay jumps."""
    place = st.empty()
    place.caption(t("health.checking"))
    found = soundness(shown)
    place.empty()
    if found is None:
        st.info(t("compare.no_health"))
        return
    left, right = beside(7, 5, "compare_health")
    with left:
        _checks(shown, [row for row in found.rows() if row.unit == unit])
    with right:
        _cliffs(shown, [cliff for cliff in found.cliffs(shown.place) if cliff.unit == unit])


def _checks(shown: Shown, rows: Sequence[CheckRow]) -> None:
    told = [row for row in rows if any(f and f.outcome in WORST for f in row.findings)]
    told.sort(key=lambda row: not row.differs)
    differing = sum(row.differs for row in told)
    finding = t("compare.checks_differ", count=differing) if differing else t("compare.checks_same")
    st.markdown(f"**{escape_markdown(finding)}**")
    body = "".join(map(_row, told))
    heads = _heads(shown, range(len(shown.compared.each)))
    st.html(
        f"<table class='pc-table pc-side-by-side'><thead><tr><th scope='col'>"
        f"{escape(t('compare.checked'))}</th>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )
    passing = sum(
        not any(f and f.outcome in WORST for f in row.findings)
        and any(f and f.outcome == "pass" for f in row.findings)
        for row in rows
    )
    st.caption(t("compare.fine_checks", count=passing))


def _row(row: CheckRow) -> str:
    cells = ""
    for finding in row.findings:
        hover = "" if finding is None else escape(pick(finding.sentence), quote=True)
        if finding is None or finding.outcome not in MARKS:
            cells += f"<td title='{hover}'>{DASH}</td>"
            continue
        outcome = finding.outcome
        cells += (
            f"<td title='{hover}' class='pc-outcome-{outcome}'><i aria-hidden='true'>"
            f"{MARKS[outcome]}</i>{escape(t(f'health.is_{outcome}'))}</td>"
        )
    moved = " class='pc-moved-row'" if row.differs else ""
    return f"<tr{moved}><th scope='row'>{escape(pick(row.label))}</th>{cells}</tr>"


def _cliffs(shown: Shown, cliffs: Sequence[CliffChange]) -> None:
    """Where pay jumps, before and after, what has changed first."""
    changed = sum(cliff.kind != "same" for cliff in cliffs)
    finding = t("compare.cliffs_changed", count=changed) if changed else t("compare.cliffs_same")
    if not cliffs:
        finding = t("compare.no_cliffs")
    st.markdown(f"**{escape_markdown(finding)}**")
    if not cliffs:
        return
    body = "".join(map(_cliff, cliffs[:MOST_CLIFFS]))
    heads = _heads(shown, (0, shown.place))
    st.html(
        f"<table class='pc-table pc-cliffs'><thead><tr><th scope='col'>"
        f"{escape(t('compare.cliff'))}</th>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )
    st.caption(t("compare.cliffs_help"))


def _cliff(change: CliffChange) -> str:
    lang, cliff = language(), change.cliff
    where = f"{pick(cliff.name)} · {pick(cliff.place)} {pick(change.whose)}".strip()
    jumps = "".join(
        f"<td>{DASH if one is None else escape(signed(money(one.jump, lang)))}</td>"
        for one in (change.before, change.after)
    )
    kind = escape(t(f"compare.cliff_{change.kind}"))
    moved = "" if change.kind == "same" else " class='pc-moved-row'"
    return f"<tr{moved}><th scope='row'>{escape(where)}<small>{kind}</small></th>{jumps}</tr>"


def _heads(shown: Shown, places: Sequence[int]) -> str:
    return "".join(f"<th scope='col'>{escape(shown.name(place))}</th>" for place in places)
