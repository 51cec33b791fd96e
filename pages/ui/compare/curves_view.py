"""Payout curves of all scenarios over each other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from engine.analysis import PayoutCurve, bends, payout_curve, together
from engine.facts import Facts
from engine.plan import Plan
from engine.progress import Progress, part
from engine.text import Refused
from pages.ui.charts import kind_of, payout_sentence, scenario_charts
from pages.ui.charts.scenario_charts import Line
from pages.ui.compare.compare_answers import Shown
from pages.ui.kit import Axis, chart, language, pick, scales, t, wait_for
from pages.ui.session import content_key, memory

HEIGHT = 380


def payout_curves(shown: Shown, unit: str) -> None:
    """The curve of a typical person of a unit under each scenario."""
    plans = _plans(shown, unit)
    curve = plans[0].curve
    if curve is None:
        st.info(t("curve.none"))
        return
    facts = shown.compared.baseline.units[unit].facts
    place_of = st.empty()
    found = _curves(plans, facts, place_of)
    place_of.empty()
    if not found or 0 not in found:
        st.info(t("curve.none"))
        return
    lang, kind = language(), kind_of(plans[0])
    high = max(float(one.pay.max()) for one in found.values())
    first = found[0]
    lines = [Line(shown.name(i), one.pay, shown.colour(i), one.x) for i, one in found.items()]
    focus = found.get(shown.place, first)
    x, old, new = together(first, focus)
    middles = (first.edges[1:] + first.edges[:-1]) / 2
    chart(
        scenario_charts.over_each_other(
            first.x,
            lines,
            across=Axis(pick(curve.label), curve.start, curve.stop, kind),
            up=Axis("", 0.0, scales.top(high, high)),
            lang=lang,
            people=np.interp(first.x, middles, first.density.astype(float)),
        ),
        key="compare_curves",
        title=payout_sentence(x, old, new, bends(focus), kind, pick(curve.label), lang),
        caption=t("compare.curve_caption", what=shown.source),
        height=HEIGHT,
    )


def _plans(shown: Shown, unit: str) -> list[Plan]:
    return [
        payouts.units[shown.compared.unit_of(place, unit) or unit].plan
        for place, payouts in enumerate(shown.compared.each)
    ]


def _curves(
    plans: list[Plan], facts: Facts, place: st.delta_generator.DeltaGenerator
) -> Mapping[int, PayoutCurve]:
    """By place of the scenario; without those whose curve is along something else."""
    axis = repr(plans[0].curve)
    wanted = {i: plan for i, plan in enumerate(plans) if repr(plan.curve) == axis}
    keys = {i: ("curve beside", content_key(plan), facts.key) for i, plan in wanted.items()}

    def one(plan: Plan, progress: Progress) -> PayoutCurve | None:
        try:
            return payout_curve(plan, facts, None, memory(), progress=progress)
        except Refused:
            return None

    def known(place: int, progress: Progress) -> PayoutCurve | None:
        return memory().cached(keys[place], lambda: one(wanted[place], progress))

    def work(progress: Progress) -> dict[int, PayoutCurve]:
        found = {}
        for at, i in enumerate(wanted):
            curve = known(i, part(progress, at / len(wanted), (at + 1) / len(wanted)))
            if curve is not None:
                found[i] = curve
        return found

    def show(seconds: float, share: float) -> None:
        place.caption(t("curve.following"))

    return wait_for("compare curves", tuple(keys.values()), work, show)
