"""The three charts beside the figures: payout curve, cost by month, who earns what."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike, NDArray

from engine.analysis import PayoutCurve, bends, together
from engine.evaluation import percentiles
from engine.plan import Plan
from pages.ui.charts import (
    breakpoints,
    cost_charts,
    earner_charts,
    finding_sentences,
    kind_of,
    more_pay_sentence,
    moved_breakpoints,
    payout_charts,
    payout_sentence,
)
from pages.ui.kit import MEASURED, Axis, chart, choice, language, pick, scales, t
from pages.ui.session import people_and_period, person_name
from pages.ui.what_if.answers import Answers, curves, place_of_curve, without_holding

BARS = 36
FEW = 8
"""So many people are shown one by one; they make no distribution."""
MOST_NAMED = 3
"""Categories of the typical person that the caption has room for."""
OUTER = 0.005
"""Share of people at either end who may stand outside the axis of the distribution."""


def payout_curve(answers: Answers, height: int) -> None:
    """Pay against the measure that drives it, for a typical person who can be chosen.

    Where pay depends on others it takes its time: call it when all else is on the page.
    """
    if answers.plan.curve is None:
        st.info(t("curve.none"))
        return
    with st.container(key="curve_box"):
        _payout_curve(without_holding(answers), height)


@st.fragment
def _payout_curve(again: Callable[[], Answers], height: int) -> None:
    answers = again()
    curve = answers.plan.curve
    assert curve is not None
    following = _Following(answers, height)
    who = _typical_person(answers.plan)
    both = curves(answers, who, following)
    following.done()
    if both is not None:
        before, after = both
        lang, kind = language(), kind_of(answers.plan)
        x, old, new = together(before, after)
        across = Axis(pick(curve.label), curve.start, curve.stop, kind)
        up = Axis("", 0.0, scales.top(float(old.max()), float(new.max())))
        middles = (before.edges[1:] + before.edges[:-1]) / 2
        chart(
            payout_charts.payout_curve(
                x,
                old,
                new,
                across=across,
                up=up,
                lang=lang,
                people=np.interp(x, middles, _smooth(before.density, answers.facts.size)),
                breakpoints=breakpoints(
                    before, after, kind, moved_breakpoints(answers.base, answers.plan)
                ),
                more=after.more_pay_at(x),
            ),
            key="payout_curve",
            title=payout_sentence(x, old, new, bends(after), kind, pick(curve.label), lang),
            caption=_of_whom(after, answers),
            height=height,
        )
        if more := more_pay_sentence(after, kind, lang):
            if place := place_of_curve(answers):
                more = f"{more}{t('curve.insured', place=pick(place.label))}"
            st.caption(more)


class _Following:
    """Says over the curve that a new one is on its way, and greys the old one: it is of other
    figures, and where it is of another plan or other people it is not shown at all."""

    def __init__(self, answers: Answers, height: int) -> None:
        self.of = (answers.session.plan_key, answers.facts.key)
        self.height = height
        self.placeholder = st.empty()
        self._said = ""

    def __call__(self, seconds: float, share: float) -> None:
        words = t("curve.following") if seconds >= MEASURED else ""
        is_other = "" if st.session_state.get(_DRAWN_OF) == self.of else " pc-other"
        said = (
            f'<p class="pc-following{is_other}" style="--pc-room: {self.height}px" role="status">'
            f"<span>{words}</span></p>"
        )
        if said != self._said:
            self.placeholder.html(said)
            self._said = said

    def done(self) -> None:
        """The curve is there."""
        if self._said:
            self.placeholder.empty()
        st.session_state[_DRAWN_OF] = self.of


_DRAWN_OF = "curve/drawn_of"


def _smooth(density: ArrayLike, people: int) -> NDArray[np.float64]:
    """The crowd as one soft shape; the fewer the people, the wider each of them spreads."""
    spread = 0.6 if people >= 5_000 else 1.2 if people >= 500 else 2.0
    offsets = np.arange(-6, 7)
    weights = np.exp(-0.5 * (offsets / spread) ** 2)
    crowd = np.asarray(density, dtype=np.float64)
    return np.convolve(crowd, weights / weights.sum(), mode="same")


def _typical_person(plan: Plan) -> dict[str, str]:
    """The category of the typical person that the reader chose, if the plan has one."""
    assert plan.curve is not None
    column = next((c for c in plan.facts.values() if c.kind == "category"), None)
    if column is None:
        return {}
    usual = plan.curve.who.get(column.id)
    options = ["", *column.values] if usual is None else list(column.values)
    chosen = choice(
        pick(column.label),
        options,
        key=f"curve_who-{plan.id}",
        written=lambda value: pick(column.values[value]) if value else t("curve.most_frequent"),
        first=usual or "",
        label_visibility="collapsed",
    )
    return {column.id: chosen} if chosen else {}


def _of_whom(curve: PayoutCurve, answers: Answers) -> str:
    labels = []
    for column, value in curve.who.items():
        known = answers.plan.facts.get(column)
        if known is not None and value in known.values:
            labels.append(pick(known.values[value]))
    named = labels if len(labels) <= MOST_NAMED else []
    who = t("list.comma").join(named) or t("curve.typical")
    if answers.session.company is not None:
        who = t("list.comma").join((pick(answers.session.title), who))
    if curve.person:
        return t("curve.real_person", who=who, employee=person_name(answers.session, curve.person))
    return t("curve.of_median", who=who)


def cost_caption(answers: Answers) -> str:
    """Whose costs a chart shows, and that they are the employer's where they are more than pay."""
    people = people_and_period(answers.facts, language())
    if answers.session.payroll is None:
        return t("chart_caption.month", people=people)
    return t("chart_caption.of_employer", people=people)


def cost_by_month(answers: Answers, height: int) -> None:
    """What each month costs."""
    lang = language()
    old, new = answers.costs.baseline.cost_by_month, answers.costs.variant.cost_by_month
    months = answers.facts.month_texts()
    chart(
        cost_charts.cost_by_month(
            months,
            old,
            new,
            up=Axis(
                "",
                0.0,
                scales.top(max(float(old.max()), answers.budget or 0.0), float(new.max()), 1.45),
            ),
            lang=lang,
            budget=answers.budget,
            most_ticks=6,
            apart=cost_charts.axis_of_gaps(new - old) if answers.is_changed else None,
        ),
        key="cost_by_month",
        title=finding_sentences.by_month(months, old, new, lang),
        caption=cost_caption(answers),
        height=height,
    )


def distribution(answers: Answers, height: int) -> None:
    """How many people earn what, a month in service; what each earns where they are few."""
    if answers.facts.size <= FEW:
        return _each(answers, height)
    lang = language()
    before, after = answers.comparison.baseline, answers.comparison.variant
    low, high = percentiles(before.monthly_pay_by_person, (OUTER, 1 - OUTER))
    new_low, new_high = percentiles(after.monthly_pay_by_person, (OUTER, 1 - OUTER))
    end = scales.top(high, new_high, headroom=1.1)
    start = scales.bottom(low, new_low, end)
    edges = np.linspace(start, end, min(BARS, max(10, int(answers.facts.size**0.5))) + 1)
    old, new = before.histogram(edges), after.histogram(edges)
    chart(
        earner_charts.distribution(
            edges,
            old,
            new,
            across=Axis("", start, end, ticks=3),
            up=Axis("", 0.0, scales.top(float(old.max()), float(new.max()), 1.6), "number"),
            lang=lang,
            medians=(answers.before.median, answers.after.median),
        ),
        key="distribution",
        title=finding_sentences.distribution(answers.before, answers.after, lang),
        caption=t("chart_caption.distribution"),
        height=height,
    )


def _each(answers: Answers, height: int) -> None:
    lang, facts = language(), answers.facts
    before, after = answers.comparison.baseline, answers.comparison.variant
    old, new = before.monthly_pay_by_person, after.monthly_pay_by_person
    low = min(0.0, float(old.min()), float(new.min()))
    start = -scales.top(-low, 0.0) if low < 0 else 0.0
    chart(
        cost_charts.before_and_after(
            [person_name(answers.session, employee) for employee in facts.employees],
            old,
            new,
            across=Axis("", start, scales.top(float(old.max()), float(new.max()), 1.08), ticks=3),
            lang=lang,
        ),
        key="distribution",
        title=finding_sentences.distribution(answers.before, answers.after, lang),
        caption=t("chart_caption.each"),
        height=height,
    )
