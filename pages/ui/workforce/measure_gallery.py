"""All measures in small, one of them large; how it goes from month to month and from group to
group."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st

from engine.analysis import (
    TENURE,
    MeasureShape,
    group_spreads,
    groupings,
    groups_by_month,
    measured,
)
from pages.ui.charts import column_label, value_label
from pages.ui.kit import beside, chart, escape_markdown, language, t
from pages.ui.session import health_policy, people_summary
from pages.ui.workforce import measure_charts
from pages.ui.workforce.column_choice import chosen_column
from pages.ui.workforce.measure_words import Said, Written, written_measure
from pages.ui.workforce.portrait_loading import Shown

MEASURE, GROUP = "workforce/measure", "workforce/group"
LARGE, MIDDLE = 300, 250
MOST_GROUPS = 12


def chosen_measure(shown: Shown) -> str | None:
    """The measure that is shown large."""
    known: str | None = st.session_state.get(MEASURE)
    if known in shown.portrait.shapes:
        return known
    return Said(shown.plan, language()).leading(shown.portrait)


def measures(shown: Shown) -> None:
    """The gallery and the chosen measure beside it."""
    name = chosen_measure(shown)
    if name is None:
        st.info(t("workforce.no_measures"))
        return
    left, right = beside(5, 7, "measures")
    with left:
        st.markdown(f"**{t('workforce.measures')}**", help=t("workforce.measures_help"))
        with st.container(key="measure_gallery"):
            for other, shape in shown.portrait.shapes.items():
                _small(shown, other, shape, other == name)
    with right:
        _large(shown, name)
    left, right = beside(1, 1, "courses")
    with left:
        _course(shown, name)
    with right:
        _groups(shown, name)


def _small(shown: Shown, name: str, shape: MeasureShape, is_chosen: bool) -> None:
    write = written_measure(shown.plan, name, shape, language())
    label = column_label(shown.plan, name)
    heights = _heights(shape)
    tallest = max(heights, default=0.0) or 1.0
    bars = "".join(f'<i style="height:{100 * h / tallest:.0f}%"></i>' for h in heights)
    middle, ends = write(shape.median), write.between(shape.quantiles[0], shape.quantiles[-1])
    with st.container(key=f"measure-{name}", border=True):
        st.button(
            escape_markdown(label),
            key=f"choose_measure-{name}",
            type="tertiary",
            disabled=is_chosen,
            on_click=lambda: st.session_state.update({MEASURE: name}),
        )
        chosen = " pc-chosen" if is_chosen else ""
        st.html(
            f'<div class="pc-small{chosen}"><div aria-hidden="true">{bars}</div>'
            f"<p><b>{escape(middle)}</b> {escape(ends)}</p></div>"
        )


def _heights(shape: MeasureShape) -> list[float]:
    """Small bars: of each value where they are few, else of the bars with what lies on points."""
    if shape.is_discrete:
        return [part for _, part in shape.points]
    return [float(part) for part in measure_charts.bars_with_points(shape)]


def _large(shown: Shown, name: str) -> None:
    lang, shape = language(), shown.portrait.shapes[name]
    said, write = Said(shown.plan, lang), _written(shown, name)
    title = said.shape(name, shape, write)
    if not shape.count:
        st.info(title)
        return
    caption = " · ".join(
        [people_summary(shown.people, shown.facts, lang), *said.shape_details(shape, write)]
    )
    chart(
        measure_charts.shape_figure(
            shape, write, (t("workforce.median"), t("workforce.exact")), lang
        ),
        key="measure_shape",
        title=title,
        caption=caption,
        height=LARGE,
    )


def _course(shown: Shown, name: str) -> None:
    lang, course = language(), shown.portrait.courses[name]
    months = shown.facts.month_texts()
    said, write = Said(shown.plan, lang), _written(shown, name)
    if not np.isfinite(course.median).any():
        return
    kept = said.persistence(shown.portrait.persistence[name])
    chart(
        measure_charts.course_figure(
            course, months, write, (t("workforce.median"), t("workforce.band")), lang
        ),
        key="measure_course",
        title=said.course(name, course, months, write),
        caption=kept or t("workforce.band_means"),
        height=MIDDLE,
    )


def _groups(shown: Shown, name: str) -> None:
    columns, lang = groupings(shown.facts), language()
    if name == "tenure_months":
        columns = tuple(column for column in columns if column != TENURE)
    if not columns:
        st.caption(t("workforce.no_groups"))
        return
    said, write, plan = Said(shown.plan, lang), _written(shown, name), shown.plan
    column = chosen_column(
        shown, columns, key=GROUP, label="workforce.by_group", place="group_choice"
    )
    fewest = health_policy.policy().smallest_group
    names, places = groups_by_month(shown.facts, column)
    groups, hidden = group_spreads(measured(shown.facts, name), names, places, fewest)
    told = [(value_label(plan, column, group.group), group) for group in groups]
    told = [one for one in told if np.isfinite(one[1].median)]
    caption = [t("workforce.groups_caption")]
    if len(told) > MOST_GROUPS:
        largest = sorted(told, key=lambda one: -one[1].people)[:MOST_GROUPS]
        caption.append(t("workforce.largest_groups", most=MOST_GROUPS, count=len(told)))
        told = [one for one in told if one in largest]
    if hidden:
        caption.append(t("details.too_few", count=hidden, fewest=fewest))
    title = said.groups(name, told, write)
    if not told:
        st.caption(" ".join([title, *caption[1:]]))
        return
    chart(
        measure_charts.groups_figure(
            told, write, (t("workforce.median"), t("workforce.band")), lang
        ),
        key="measure_groups",
        title=title,
        caption=" ".join(caption),
        height=max(MIDDLE - 42, 34 * len(told) + 40),
    )


def _written(shown: Shown, name: str) -> Written:
    return written_measure(shown.plan, name, shown.portrait.shapes[name], language())
