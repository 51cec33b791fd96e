"""Payout curves of all scenarios over each other."""

from __future__ import annotations

import numpy as np
import streamlit as st

from engine.analysis import bends, together
from engine.comparison import UnitCurves, compared_curves
from engine.progress import Progress
from engine.text import Refused
from pages.ui.charts import kind_of, payout_sentence, scenario_charts
from pages.ui.charts.scenario_charts import Line
from pages.ui.compare.compare_answers import Shown
from pages.ui.kit import Axis, chart, escape_markdown, language, pick, scales, t, wait_for
from pages.ui.session import memory

HEIGHT = 380


def payout_curves(shown: Shown, unit: str) -> None:
    """The curve of a typical person of a unit under each scenario."""
    plan = shown.compared.baseline.units[unit].plan
    try:
        found = _curves(shown, unit)
    except Refused as refused:
        st.info(escape_markdown(refused.text(language())))
        return
    known = {i: one for i, one in enumerate(found.curves) if one is not None}
    if plan.curve is None or 0 not in known:
        st.info(t("curve.none"))
        return
    lang, kind, first = language(), kind_of(plan), known[0]
    focus = known.get(shown.place, first)
    high = max(float(one.pay.max()) for one in known.values())
    order = sorted(known, key=lambda place: place == shown.place)
    lines = []
    for i in order:
        places, pay, _ = together(known[i], known[i])
        lines.append(Line(shown.name(i), pay, shown.colour(i), places))
    x, old, new = together(first, focus)
    middles = (first.edges[1:] + first.edges[:-1]) / 2
    chart(
        scenario_charts.over_each_other(
            first.x,
            lines,
            across=Axis(pick(plan.curve.label), plan.curve.start, plan.curve.stop, kind),
            up=Axis("", 0.0, scales.top(high, high)),
            lang=lang,
            people=np.interp(first.x, middles, first.density.astype(float)),
        ),
        key="compare_curves",
        title=payout_sentence(x, old, new, bends(focus), kind, pick(plan.curve.label), lang),
        caption=t("compare.curve_caption", what=shown.source_of(unit)),
        height=HEIGHT,
    )


def _curves(shown: Shown, unit: str) -> UnitCurves:
    """The curves, waited for where pay depends on others. Raises Refused where an amount is no
    number."""
    key = ("compare curves", shown.key, unit)
    place = st.empty()

    def work(progress: Progress) -> UnitCurves:
        return memory().cached(key, lambda: compared_curves(shown.compared, unit, progress))

    def show(seconds: float, share: float) -> None:
        place.caption(t("curve.following"))

    found = wait_for("compare curves", key, work, show)
    place.empty()
    return found
