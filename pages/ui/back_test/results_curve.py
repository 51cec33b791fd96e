"""What pays for what: the payout curve over where people really stood."""

from __future__ import annotations

import numpy as np
import streamlit as st

from engine.analysis import bends, driver_by_person, together
from engine.text import percent, tick
from pages.ui.back_test.focus import Focus
from pages.ui.charts import (
    breakpoints,
    earner_charts,
    in_sentence,
    kind_of,
    payout_charts,
    payout_sentence,
)
from pages.ui.kit import Axis, beside, chart, language, pick, scales, t

HEIGHT = 350
BINS = 30


def curve(focus: Focus) -> None:
    """The payout curve of the plan in focus beside where people stood."""
    plan = focus.one.payouts.plan
    base, found = focus.tested.curve(0), focus.tested.curve(focus.plan_place)
    if base is None or found is None or plan.curve is None:
        st.info(t("curve.none"))
        return
    lang, kind = language(), kind_of(plan)
    left, right = beside(7, 5, "results_curve")
    with left:
        same = base.curve == found.curve
        first = base if same else found
        x, old, new = together(first, found)
        middles = (found.edges[1:] + found.edges[:-1]) / 2
        across = Axis(pick(plan.curve.label), plan.curve.start, plan.curve.stop, kind)
        chart(
            payout_charts.payout_curve(
                x,
                old,
                new,
                across=across,
                up=Axis("", 0.0, scales.top(float(old.max()), float(new.max()))),
                lang=lang,
                people=np.interp(x, middles, found.density),
                breakpoints=breakpoints(first, found, kind),
                names=("" if same else pick(focus.documented.name), pick(focus.one.name)),
            ),
            key="results_curve",
            title=payout_sentence(x, old, new, bends(found), kind, pick(plan.curve.label), lang),
            caption=focus.chart_caption(
                focus.against(focus.documented), t("results.curve_caption")
            ),
            height=HEIGHT,
        )
    with right:
        _standing(focus)


def _standing(focus: Focus) -> None:
    """How people are spread over what the curve goes by."""
    plan, lang = focus.one.payouts.plan, language()
    assert plan.curve is not None
    kind = kind_of(plan)
    stand = driver_by_person(plan.curve, focus.tested.facts)
    stand = stand[np.isfinite(stand)]
    if stand.size < focus.tested.fewest:
        st.info(t("results.too_few", fewest=focus.tested.fewest))
        return
    edges = np.linspace(plan.curve.start, plan.curve.stop, BINS + 1)
    people, _ = np.histogram(np.clip(stand, edges[0], edges[-1]), edges)
    middle = float(np.median(stand))
    goal = 1.0 if kind == "share" and edges[0] < 1 < edges[-1] else None
    label = in_sentence(pick(plan.curve.label), lang)
    title = t("results.standing", measure=label, at=tick(kind, middle, lang))
    if goal is not None:
        reach = float((stand >= goal).mean())
        title = t(
            "results.standing_goal",
            measure=label,
            at=tick(kind, middle, lang),
            share=percent(reach, lang, 0),
        )
    chart(
        earner_charts.crowd(
            edges,
            people,
            across=Axis(pick(plan.curve.label), edges[0], edges[-1], kind),
            up=Axis("", 0.0, scales.top(float(people.max()), 0.0, 1.3), "number", ticks=3),
            lang=lang,
            middle=middle,
            goal=goal,
        ),
        key="results_standing",
        title=title,
        caption=focus.chart_caption(t("results.standing_caption")),
        height=HEIGHT,
    )
