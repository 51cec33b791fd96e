"""How measures hang together: all of them at a glance, two of them closely."""

from __future__ import annotations

import numpy as np
import streamlit as st

from engine.analysis import measured, pair_density
from pages.ui.charts import column_label
from pages.ui.kit import Axis, beside, chart, choice, clicked, escape_markdown, language, t
from pages.ui.session import people_and_period
from pages.ui.workforce import link_charts
from pages.ui.workforce.measure_gallery import chosen_measure
from pages.ui.workforce.measure_words import Said, written_measure
from pages.ui.workforce.portrait_loading import Shown

ONE, OTHER = "workforce/one", "workforce/other"
MOST_DOTS = 400
HEIGHT = 320


def links(shown: Shown) -> None:
    """The heat map, and the pair that was clicked or chosen."""
    found = shown.portrait.links
    if len(found.names) < 2:
        return
    lang, said = language(), Said(shown.plan, language())
    labels = [column_label(shown.plan, name) for name in found.names]
    left, right = beside(1, 1, "links")

    def choose() -> None:
        point = clicked("links")
        if point is not None:
            row, column = round(float(point.y)) + 1, round(float(point.x))
            if row > column:
                st.session_state.update({ONE: found.names[column], OTHER: found.names[row]})

    with left:
        chart(
            link_charts.links_figure(labels, found.correlation, lang),
            key="links",
            title=said.links(shown.portrait),
            caption=t("workforce.links_caption", people=people_and_period(shown.facts, lang)),
            height=max(HEIGHT, 34 * len(labels) + 60),
            on_click=choose,
        )
    with right:
        _pair(shown, said)


def _pair(shown: Shown, said: Said) -> None:
    found, plan, lang = shown.portrait.links, shown.plan, language()
    strongest = found.strongest()
    proposed = strongest[0][:2] if strongest else found.names[:2]
    name = chosen_measure(shown)
    own = next((link[:2] for link in strongest if name in link[:2]), proposed)
    with st.container(key="pair_choice", horizontal=True, gap="small"):
        one, other = (
            choice(
                t(f"workforce.{label}"),
                found.names,
                key=key,
                written=lambda column: escape_markdown(column_label(plan, column)),
                first=first,
            )
            for label, key, first in (("one", ONE, own[0]), ("other", OTHER, own[1]))
        )
    if one == other:
        st.caption(t("workforce.same_measure"))
        return
    places = found.names.index(one), found.names.index(other)
    correlation, pairs = float(found.correlation[places]), int(found.pairs[places])
    x, y = measured(shown.facts, one), measured(shown.facts, other)
    writes = (
        written_measure(plan, one, shown.portrait.shapes[one], lang),
        written_measure(plan, other, shown.portrait.shapes[other], lang),
    )
    bins = [shown.portrait.shapes[column].bins for column in (one, other)]
    axes = [
        Axis(column_label(plan, column), b.start, b.end, write.kind, 5)
        for column, b, write in zip((one, other), bins, writes, strict=True)
    ]
    both = ~(np.isnan(x) | np.isnan(y))
    caption = t("workforce.pair_caption", count=pairs)
    if pairs <= MOST_DOTS:
        figure = link_charts.points_figure(x[both], y[both], (axes[0], axes[1]), writes, lang)
    else:
        cells = pair_density(x, y, bins[0], bins[1])
        edges = (bins[0].edges, bins[1].edges)
        figure = link_charts.density_figure(cells, (axes[0], axes[1]), edges, writes, lang)
        caption = t("workforce.density_caption", count=pairs)
    chart(
        figure,
        key="pair",
        title=said.pair(one, other, correlation),
        caption=caption,
        height=HEIGHT - 74,
    )
