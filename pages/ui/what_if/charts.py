"""The three charts beside the figures: payout curve, cost by month, who earns what."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike, NDArray

from engine.analysis.curve import Bend, PayoutCurve, bends, together
from engine.payouts import percentiles
from engine.plan.schema import Plan
from pages.ui import figures, scales
from pages.ui.chart import chart
from pages.ui.drawing import Axis
from pages.ui.figures import Breakpoint
from pages.ui.numbers import Kind, money, read_as, signed
from pages.ui.people import short_phrase
from pages.ui.what_if import findings
from pages.ui.what_if.answers import Answers, curves
from pages.ui.words import language, pick, t

BARS = 36
OUTER = 0.005
"""Share of people at either end who may stand outside the axis of the distribution."""


def payout_curve(answers: Answers, height: int) -> None:
    """Pay against the measure that drives it, for a typical person who can be chosen."""
    curve = answers.plan.curve
    if curve is None:
        st.info(t("curve.none"))
        return
    with st.container(key="curve_box"):
        who = _typical_person(answers.plan)
        both = curves(answers, who)
        if both is None:
            return
        before, after = both
        lang, kind = language(), _kind(answers.plan)
        x, old, new = together(before, after)
        across = Axis(pick(curve.label), curve.start, curve.stop, kind)
        up = Axis("", 0.0, scales.top(float(old.max()), float(new.max())))
        middles = (before.edges[1:] + before.edges[:-1]) / 2
        chart(
            figures.payout_curve(
                x,
                old,
                new,
                across=across,
                up=up,
                lang=lang,
                people=np.interp(x, middles, _smooth(before.density, answers.facts.size)),
                breakpoints=_breakpoints(before, after, kind),
            ),
            key="payout_curve",
            title=findings.payout(x, old, new, bends(after), kind, pick(curve.label), lang),
            caption=_of_whom(after, answers),
            height=height,
        )


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
    chosen = st.selectbox(
        pick(column.label),
        options,
        index=options.index(usual) if usual else 0,
        format_func=lambda value: pick(column.values[value]) if value else t("curve.most_frequent"),
        key=f"curve_who-{plan.id}",
        persist_state="session",
        label_visibility="collapsed",
    )
    return {column.id: chosen} if chosen else {}


def _of_whom(curve: PayoutCurve, answers: Answers) -> str:
    labels = []
    for column, value in curve.who.items():
        known = answers.plan.facts.get(column)
        if known is not None and value in known.values:
            labels.append(pick(known.values[value]))
    who = t("list.comma").join(labels) or t("curve.typical")
    if curve.person:
        return t("curve.real_person", who=who, employee=curve.person)
    return t("curve.of_median", who=who)


def _kind(plan: Plan) -> Kind:
    assert plan.curve is not None
    if plan.curve.against is not None:
        return "share"
    kind = plan.facts[plan.curve.move].kind
    return "money" if kind == "money" else "share" if kind == "share" else "number"


def _breakpoints(before: PayoutCurve, after: PayoutCurve, kind: Kind) -> list[Breakpoint]:
    return [
        Breakpoint(bend.x, _bend_label(bend, kind), of_variant)
        for curve, of_variant in ((before, False), (after, True))
        for bend in bends(curve)
    ]


def _bend_label(bend: Bend, kind: Kind) -> str:
    at = read_as(kind, bend.x, language())
    return f"{at}  {signed(money(bend.jump))}" if bend.jump else at


def cost_by_month(answers: Answers, height: int) -> None:
    """What each month costs."""
    lang = language()
    before, after = answers.comparison.baseline, answers.comparison.variant
    old, new = before.cost_by_month, after.cost_by_month
    months = answers.facts.month_texts()
    chart(
        figures.cost_by_month(
            months,
            old,
            new,
            up=Axis("", 0.0, scales.top(float(old.max()), float(new.max()), 1.45)),
            lang=lang,
            most_ticks=6,
        ),
        key="cost_by_month",
        title=findings.by_month(months, old, new, lang),
        caption=t("chart_caption.month", people=short_phrase(answers.facts, lang)),
        height=height,
    )


def distribution(answers: Answers, height: int) -> None:
    """How many people earn what, a month in service."""
    lang = language()
    before, after = answers.comparison.baseline, answers.comparison.variant
    low, high = percentiles(before.monthly_pay_by_person, (OUTER, 1 - OUTER))
    new_low, new_high = percentiles(after.monthly_pay_by_person, (OUTER, 1 - OUTER))
    end = scales.top(high, new_high, headroom=1.1)
    start = scales.bottom(low, new_low, end)
    edges = np.linspace(start, end, min(BARS, max(10, int(answers.facts.size**0.5))) + 1)
    old, new = before.histogram(edges), after.histogram(edges)
    chart(
        figures.distribution(
            edges,
            old,
            new,
            across=Axis("", start, end, ticks=4),
            up=Axis("", 0.0, scales.top(float(old.max()), float(new.max()), 1.6), "number"),
            lang=lang,
            medians=(answers.before.median, answers.after.median),
        ),
        key="distribution",
        title=findings.distribution(answers.before, answers.after, lang),
        caption=t("chart_caption.distribution"),
        height=height,
    )
