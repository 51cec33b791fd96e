"""The waterfall: what each change adds to the difference, explained while the rest of the page is
there already."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.comparison import (
    Cause,
    Split,
    Waterfall,
    explain_difference,
    split_difference,
)
from engine.progress import Progress
from engine.text import DASH, Refused, compact_money, money_with_fen, percent, signed
from pages.ui.charts import waterfall_charts
from pages.ui.charts.waterfall_charts import Step
from pages.ui.compare.compare_answers import Shown
from pages.ui.compare.compare_findings import NOTHING, is_telling, line_name
from pages.ui.compare.scenario_choices import is_beside
from pages.ui.kit import (
    CANCELLABLE,
    MEASURED,
    chart,
    escape_markdown,
    language,
    pick,
    stop_waiting,
    t,
    wait_for,
)
from pages.ui.session import company_content_key, memory, people_key

JOB = "compare waterfall"
_STOPPED = "compare/stopped"
ROW, MOST_HEIGHT, LEAST_HEIGHT = 56, 440, 300
LOW_ROW = 42
"""Below the table a sentence has the whole width, and a row needs less height."""
SHORT = 40
"""A sentence of so many letters fits into a title."""
MOST_STEPS, FEW_STEPS = 9, 5
"""More steps than these are put together, the smallest first; so few have room for more words."""
FACTOR_COLOURS = {"plan": "variant", "people": "third", "performance": "fourth"}


def steps(shown: Shown) -> Waterfall | None:
    """The waterfall of the scenario in focus; None where it cannot be told or was given up."""
    if shown.people is None:
        _three_causes(shown)
        return None
    key = _key(shown)
    if st.session_state.get(_STOPPED) == key:
        _given_up()
        return None
    working = _Working(key)
    try:
        found = explained(shown, working)
    except Refused as refused:
        working.done()
        st.info(escape_markdown(refused.text(language())))
        return None
    working.done()
    _chart(shown, found)
    return found


def explained(shown: Shown, show: _Working) -> Waterfall:
    """What each change adds. Raises Refused where that cannot be told."""
    key = _key(shown)
    baseline, variant = (shown.whole.each[place] for place in (0, shown.place))

    def work(progress: Progress) -> Waterfall:
        return memory().cached(
            key,
            lambda: explain_difference(
                *(baseline.company, variant.company, baseline.facts, memory(), progress),
                payroll=shown.whole.payroll,
            ),
        )

    return wait_for(JOB, key, work, show)


def _key(shown: Shown) -> tuple[Hashable, ...]:
    baseline, variant = (shown.whole.each[place].company for place in (0, shown.place))
    return (
        *(JOB, company_content_key(baseline), company_content_key(variant), people_key(baseline)),
        shown.whole.payroll,
    )


class _Working:
    """Says how far it is, and offers a way out; the rest of the page can be used meanwhile."""

    def __init__(self, key: Hashable) -> None:
        self.key = key
        self._place = st.empty()
        self._bar: DeltaGenerator | None = None
        self._way_out: DeltaGenerator | None = None
        self._can_stop = False

    def __call__(self, seconds: float, share: float) -> None:
        if seconds < MEASURED:
            return
        if self._bar is None or self._way_out is None:
            with self._place.container(key="compare_explaining"):
                self._bar, self._way_out = st.empty(), st.empty()
        words = t("compare.explaining")
        self._bar.progress(
            share, text=t("waiting.share", words=words, share=percent(share, language(), 0))
        )
        if seconds >= CANCELLABLE and not self._can_stop:
            self._can_stop = True
            self._way_out.button(t("waiting.cancel"), key="compare_stop", on_click=self._stop)

    def _stop(self) -> None:
        stop_waiting(JOB)
        st.session_state[_STOPPED] = self.key

    def done(self) -> None:
        """It is told, or cannot be."""
        self._place.empty()


def _given_up() -> None:
    st.info(t("compare.not_explained"))
    st.button(
        t("compare.explain"),
        key="compare_explain",
        icon=":material/waterfall_chart:",
        on_click=lambda: st.session_state.pop(_STOPPED, None),
    )


def _three_causes(shown: Shown) -> None:
    """Plan, people and performance, where it is about other people."""
    baseline, variant = (shown.compared.each[place] for place in (0, shown.place))
    key = ("compare split", *_key(shown)[1:], variant.facts.key, shown.unit)
    working = _Working(key)

    def work(progress: Progress) -> Split:
        return memory().cached(
            key,
            lambda: split_difference(baseline, variant, memory(), progress, shown.whole.payroll),
        )

    st.caption(escape_markdown(_why_not(shown)))
    try:
        split = wait_for(JOB, key, work, working)
    except Refused as refused:
        working.done()
        st.info(escape_markdown(refused.text(language())))
        return
    working.done()
    lang = language()
    steps = [
        Step(name, t(f"compare.factor_{name}"), getattr(split, name), colour=colour)
        for name, colour in FACTOR_COLOURS.items()
    ]
    most = max(steps, key=lambda step: abs(step.value))
    chart(
        waterfall_charts.waterfall(
            (shown.name(0), shown.baseline.total),
            steps,
            shown.name(shown.place),
            lang=lang,
        ),
        key="compare_split",
        title=t(
            "compare.most_step",
            what=most.name,
            amount=signed(compact_money(most.value, lang)),
        ),
        caption=f"{shown.against} · {t('compare.split_help')}",
        alt=" ".join(f"{one.name}: {signed(compact_money(one.value, lang))}." for one in steps),
        height=LEAST_HEIGHT,
    )
    if len(split.units) > 1:
        st.html(_by_unit(split))
    if split.told:
        st.caption("  \n".join(escape_markdown(pick(told)) for told in split.told))


def _by_unit(split: Split) -> str:
    """What each adds to the cost of every unit, and what they add up to."""
    lang = language()
    rows = [(pick(u.title), u, u.variant - u.baseline) for u in split.units]
    body = ""
    for name, of, gap in (*rows, (t("details.total"), split, split.difference)):
        amounts = (*(getattr(of, factor) for factor in FACTOR_COLOURS), gap)
        cells = "".join(
            f"<td title='{escape(signed(money_with_fen(yuan, lang)), quote=True)}'>"
            f"{escape(signed(compact_money(yuan, lang)) if abs(yuan) >= NOTHING else DASH)}</td>"
            for yuan in amounts
        )
        body += f"<tr><th scope='row'>{escape(name)}</th>{cells}</tr>"
    names = [*(f"compare.factor_{factor}" for factor in FACTOR_COLOURS), "compare.row_difference"]
    heads = "".join(f"<th scope='col'>{escape(t(name))}</th>" for name in names)
    return (
        f"<table class='pc-table pc-scenarios pc-split'><thead><tr><td></td>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _why_not(shown: Shown) -> str:
    reason = shown.compared.why_not[shown.place]
    return t("compare.other_people") if reason is None else pick(reason)


@dataclass(frozen=True)
class _Told:
    """A cause as a step."""

    sentence: str
    short: str
    amount: float
    error: float


def _chart(shown: Shown, found: Waterfall) -> None:
    told = [
        _Told(_sentence(shown, cause), _short(shown, cause), *_amounts(shown, cause))
        for cause in found.causes
    ]
    if shown.unit:
        told = [one for one in told if abs(one.amount) >= NOTHING]
    told.sort(key=lambda one: -one.amount)
    if len(told) == 1:
        st.html(_alone(shown, told))
        return
    drawn = _few(told)
    lang, first = language(), shown.baseline.total
    figure = waterfall_charts.waterfall(
        (shown.name(0), first),
        [Step(str(i), one.sentence, one.amount, one.error) for i, one in enumerate(drawn)],
        shown.name(shown.place),
        lang=lang,
        lines=3 if len(drawn) <= FEW_STEPS else 2,
    )
    exact = t("compare.exact_orders") if found.is_exact else t("compare.drawn_orders")
    chart(
        figure,
        key="compare_waterfall",
        title=_finding(shown, told),
        caption=f"{shown.against} · {exact}",
        alt=" ".join(f"{one.sentence}: {signed(compact_money(one.amount, lang))}." for one in told),
        height=_height(shown, len(drawn) + 2),
    )


def _alone(shown: Shown, told: Sequence[_Told]) -> str:
    """The only change in a sentence, and the lines in which it arrives: one bar says no more than
    its amount."""
    lang = language()
    rows = [
        (line_name(shown, row.unit, pick(row.label)), *costs, costs[1] - costs[0])
        for row in shown.compared.by_line
        for costs in [(row.cost[0] or 0.0, row.cost[shown.place] or 0.0)]
    ]
    rows = sorted(filter(lambda row: is_telling(row[3]), rows), key=lambda row: -abs(row[3]))
    body = ""
    for name, *costs, gap in rows[:MOST_STEPS]:
        cells = "".join(f"<td>{escape(compact_money(cost, lang, gap))}</td>" for cost in costs)
        change = escape(signed(compact_money(gap, lang)))
        exact = escape(signed(money_with_fen(gap, lang)), quote=True)
        body += (
            f"<tr><th scope='row'>{escape(name)}</th>{cells}"
            f"<td class='pc-is-moved' title='{exact}'>{change}</td></tr>"
        )
    names = (shown.name(0), shown.name(shown.place), t("figure.difference"))
    heads = "".join(f"<th scope='col'>{escape(name)}</th>" for name in ("", *names))
    rest = len(rows) - MOST_STEPS
    left_out = t("compare.lines_left_out", count=rest) if rest > 0 else ""
    caption = " · ".join(filter(None, (shown.against, left_out)))
    table = (
        f"<table class='pc-table pc-scenarios pc-figures'><thead><tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )
    return (
        f"<section class='pc-alone'><h3>{escape(_finding(shown, told))}</h3>"
        f"<p>{escape(caption)}</p>{table if rows else ''}</section>"
    )


def _height(shown: Shown, rows: int) -> int:
    if is_beside(shown):
        return min(max(ROW * rows, LEAST_HEIGHT), MOST_HEIGHT)
    return min(LOW_ROW * rows, MOST_HEIGHT)


def _amounts(shown: Shown, cause: Cause) -> tuple[float, float]:
    """Yuan that a cause adds to what is looked at, and their standard error."""
    if not shown.unit:
        return cause.amount, cause.error
    return sum(yuan for (unit, _), yuan in cause.by_line.items() if unit == shown.unit), 0.0


def _sentence(shown: Shown, cause: Cause) -> str:
    said = [pick(sentence) for sentence in cause.sentences]
    more = t("compare.and_more", count=len(said) - 1) if len(said) > 1 else ""
    first = f"{said[0] if said else ''}{more}"
    return _of_unit(shown, cause, first)


def _of_unit(shown: Shown, cause: Cause, what: str) -> str:
    """With the unit, where several are looked at."""
    if len(shown.units) < 2:
        return what
    return t("compare.of_unit", unit=pick(cause.title), what=what)


def _short(shown: Shown, cause: Cause) -> str:
    """The figure that a cause is about, where it is about one; else what it says."""
    named = {edit.at[1] for edit in cause.edits if edit.at[0] == "parameters"}
    known = shown.whole.baseline.units[cause.unit].plan.parameters
    is_short = len(cause.sentences) == 1 and len(pick(cause.sentences[0])) <= SHORT
    if len(named) == 1 and named <= known.keys() and not is_short:
        return _of_unit(shown, cause, pick(known[named.pop()].label))
    return _sentence(shown, cause)


def _few(told: Sequence[_Told]) -> list[_Told]:
    """The largest steps in their order, the others as one."""
    if len(told) <= MOST_STEPS:
        return list(told)
    ranked = sorted(told, key=lambda one: -abs(one.amount))
    large = {id(one) for one in ranked[: MOST_STEPS - 1]}
    rest = [one for one in told if id(one) not in large]
    words = t("compare.other_changes", count=len(rest))
    other = _Told(
        words,
        words,
        sum(one.amount for one in rest),
        sum(one.error**2 for one in rest) ** 0.5,
    )
    return [*(one for one in told if id(one) in large), other]


def _finding(shown: Shown, told: Sequence[_Told]) -> str:
    """The change that moves most."""
    lang = language()
    moving = [one for one in told if abs(one.amount) >= NOTHING]
    if not moving:
        return t("finding.no_effect")
    most = max(moving, key=lambda one: abs(one.amount))
    amount = signed(compact_money(most.amount, lang))
    if len(moving) == 1:
        return t("compare.one_step", what=most.short, amount=amount)
    return t("compare.most_step", what=most.short, amount=amount)
