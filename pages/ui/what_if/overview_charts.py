"""The three charts beside the figures: payout curve, cost by month, who earns what."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike, NDArray
from streamlit.delta_generator import DeltaGenerator

from engine.analysis import PayoutCurve, bends, together
from engine.plan import Column, Plan
from pages.ui.charts import (
    axis_of_gaps,
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
from pages.ui.kit import MEASURED, Axis, Picture, chart, choice, language, pick, scales, t, tab_row
from pages.ui.payroll import cost_cautions
from pages.ui.session import people_and_period, person_name
from pages.ui.what_if.answers import Answers, curves, place_of_curve, without_holding

BARS = 36
FEW = 8
"""So many people are shown one by one; they make no distribution."""
MOST_NAMED = 3
"""Categories of the typical person that the caption has room for."""


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
        _, after = both
        _show(curve_picture(answers, *both), "payout_curve", height)
        if more := more_pay_sentence(after, kind_of(answers.plan), language()):
            if place := place_of_curve(answers):
                more = f"{more}{t('curve.insured', place=pick(place.label))}"
            whole, facts = answers.session.whole, answers.facts
            unsure = cost_cautions(whole, facts.first, facts.months, net=True)
            st.caption(f"{more} ⚠" if unsure else more, help=unsure[0] if unsure else None)


def curve_picture(
    answers: Answers,
    before: PayoutCurve,
    after: PayoutCurve,
    others: Sequence[PayoutCurve] = (),
) -> Picture:
    """The payout curves before and after, on an axis that has room for those of others as well."""
    curve = answers.plan.curve
    assert curve is not None
    lang, kind, label = language(), kind_of(answers.plan), pick(curve.label)
    x, old, new = together(before, after)
    most = max(float(each.pay.max()) for each in (after, *others))
    middles = (before.edges[1:] + before.edges[:-1]) / 2
    figure = payout_charts.payout_curve(
        x,
        old,
        new,
        across=Axis(label, curve.start, curve.stop, kind),
        up=Axis("", 0.0, scales.top(float(old.max()), most)),
        lang=lang,
        people=np.interp(x, middles, _smooth(before.density, answers.facts.size)),
        breakpoints=breakpoints(before, after, kind, moved_breakpoints(answers.base, answers.plan)),
        more=after.more_pay_at(x),
    )
    said = payout_sentence(x, old, new, bends(after), kind, label, lang)
    return Picture(figure, said, _of_whom(after, answers))


def _show(picture: Picture, key: str, height: int) -> None:
    chart(picture.figure, key=key, title=picture.title, caption=picture.caption, height=height)


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
    """The category of the typical person that the reader chooses, if the plan has one."""
    assert plan.curve is not None
    column = _category(plan)
    if column is None:
        return {}
    usual = plan.curve.who.get(column.id)
    options = ["", *column.values] if usual is None else list(column.values)
    choice(
        pick(column.label),
        options,
        key=_who_key(plan),
        written=lambda value: pick(column.values[value]) if value else t("curve.most_frequent"),
        first=usual or "",
        label_visibility="collapsed",
    )
    return typical_person(plan)


def typical_person(plan: Plan) -> dict[str, str]:
    """The category of the typical person that the reader chose, if the plan has one."""
    column = None if plan.curve is None else _category(plan)
    chosen = st.session_state.get(_who_key(plan))
    return {column.id: chosen} if column is not None and chosen else {}


def _category(plan: Plan) -> Column | None:
    return next((column for column in plan.facts.values() if column.kind == "category"), None)


def _who_key(plan: Plan) -> str:
    return f"curve_who-{plan.id}"


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


def small_charts() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Where cost by month and distribution are drawn: side by side; where the page has room for one
    of them, that which is chosen above them is seen (what_if.css)."""
    with st.container(key="small_charts", gap="xxsmall"):
        _which_small_chart()
        month, spread = st.columns(2, gap="medium")
    return month, spread


@st.fragment
def _which_small_chart() -> None:
    with st.container(key="small_charts_choice"):
        tab_row(
            t("small_charts.label"),
            ("month", "spread"),
            key="small_chart",
            written=lambda name: t(f"small_charts.{name}"),
        )


def cost_caption(answers: Answers) -> str:
    """Whose costs a chart shows, and that they are the employer's where they are more than pay."""
    people = people_and_period(answers.facts, language())
    if answers.session.payroll is None:
        return t("chart_caption.month", people=people)
    return t("chart_caption.of_employer", people=people)


def cost_by_month(answers: Answers, height: int) -> None:
    """What each month costs."""
    _show(month_picture(answers), "cost_by_month", height)


def month_picture(answers: Answers, others: Sequence[Answers] = ()) -> Picture:
    """What each month costs, on axes that have room for other answers as well."""
    lang, budget = language(), answers.budget
    old, new = answers.costs.baseline.cost_by_month, answers.costs.variant.cost_by_month
    each = [new, *(other.costs.variant.cost_by_month for other in others)]
    base = max(float(old.max()), budget or 0.0)
    months = answers.facts.month_texts()
    gaps = np.concatenate([cost - old for cost in each])
    figure = cost_charts.cost_by_month(
        months,
        old,
        new,
        up=Axis("", 0.0, scales.top(base, max(float(cost.max()) for cost in each), 1.45)),
        lang=lang,
        budget=budget,
        most_ticks=6,
        apart=axis_of_gaps(gaps) if answers.is_changed or others else None,
    )
    said = finding_sentences.by_month(months, old, new, lang)
    return Picture(figure, said, cost_caption(answers))


def distribution(answers: Answers, height: int) -> None:
    """How many people earn what, a month in service; what each earns where they are few."""
    _show(distribution_picture(answers), "distribution", height)


def distribution_picture(answers: Answers, others: Sequence[Answers] = ()) -> Picture:
    """How many people earn what, in steps and on axes that have room for other answers as well."""
    if answers.facts.size <= FEW:
        return _each(answers, others)
    lang = language()
    before, after = answers.comparison.baseline, answers.comparison.variant
    variants = [after, *(other.comparison.variant for other in others)]
    (low, high), _ = answers.outer_pay
    ends = [each.outer_pay[1] for each in (answers, *others)]
    end = scales.top(high, max(high for _, high in ends), headroom=1.1)
    start = scales.bottom(low, min(low for low, _ in ends), end)
    edges = np.linspace(start, end, min(BARS, max(10, int(answers.facts.size**0.5))) + 1)
    old, (new, *else_) = before.histogram(edges), (paid.histogram(edges) for paid in variants)
    most = max(float(people.max()) for people in (new, *else_))
    gaps = np.concatenate([people - old for people in (new, *else_)]).astype(np.float64)
    figure = earner_charts.distribution(
        edges,
        old,
        new,
        across=Axis("", start, end, ticks=3),
        up=Axis("", 0.0, scales.top(float(old.max()), most, 1.6), "number"),
        lang=lang,
        medians=(answers.before.median, answers.after.median),
        apart=axis_of_gaps(gaps, "number") if answers.is_changed or others else None,
    )
    said = finding_sentences.distribution(answers.before, answers.after, lang)
    return Picture(figure, said, t("chart_caption.distribution"))


def _each(answers: Answers, others: Sequence[Answers]) -> Picture:
    lang, facts = language(), answers.facts
    before, after = answers.comparison.baseline, answers.comparison.variant
    old, new = before.monthly_pay_by_person, after.monthly_pay_by_person
    each = [new, *(other.comparison.variant.monthly_pay_by_person for other in others)]
    gaps = [float(gap) for pay in each for gap in pay - old]
    low = min(0.0, float(old.min()), *(float(pay.min()) for pay in each))
    start = -scales.top(-low, 0.0) if low < 0 else 0.0
    end = scales.top(float(old.max()), max(float(pay.max()) for pay in each), 1.08)
    figure = cost_charts.before_and_after(
        [person_name(answers.session, employee) for employee in facts.employees],
        old,
        new,
        across=Axis("", start, end, ticks=3),
        lang=lang,
        reach=(min(gaps), max(gaps)) if others else None,
    )
    said = finding_sentences.distribution(answers.before, answers.after, lang)
    return Picture(figure, said, t("chart_caption.each"))
