"""Real people beside those that a fitted model draws: measures, months, what hangs together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from engine.analysis import measure_shape, measured, month_course
from engine.facts import Facts
from engine.text import number, percent, say
from engine.workforce import Fitted, Likeness, Pair, Quality
from pages.ui.charts import column_label, value_label
from pages.ui.kit import beside, chart, escape_markdown, language, pick, t
from pages.ui.session import FIRST_SEED, people_and_period
from pages.ui.workforce import measure_charts
from pages.ui.workforce.measure_gallery import GROUP, chosen_measure
from pages.ui.workforce.measure_words import Said, grade, two_decimals, written_measure
from pages.ui.workforce.portrait_loading import Shown

HEIGHT = 300
MOST_PAIRS = 8


@dataclass(frozen=True)
class Trial:
    """A fitted model, how like the real people those are that it draws, and some of them: as many
    for the same months."""

    fitted: Fitted
    quality: Quality
    drawn: Facts


def compared(shown: Shown, trial: Trial) -> None:
    """The chosen measure closely, all of them in a table; then months, and what hangs together."""
    lang, plan = language(), shown.plan
    said = Said(plan, lang)
    rows = {row.measure: row for row in trial.quality.likenesses if not row.category}
    name = chosen_measure(shown)
    name = name if name in rows else next(iter(rows), None)
    st.markdown(f"**{escape_markdown(said.likeness(trial.quality.likenesses))}**")
    if name is None:
        return
    left, right = beside(5, 7, "fitted")
    with left:
        real = shown.portrait.shapes[name]
        drawn = measure_shape(measured(trial.drawn, name), trial.drawn.person_months, real.bins)
        write = written_measure(plan, name, real, lang)
        chart(
            measure_charts.likeness_figure(
                real, drawn, write, (t("workforce.observed"), t("workforce.drawn")), lang
            ),
            key="likeness",
            title=said.alike(rows[name]),
            caption=t(
                "workforce.likeness_caption",
                people=people_and_period(shown.facts, lang),
                seed=FIRST_SEED,
            ),
            height=HEIGHT,
        )
    with right:
        head = t("workforce.measure")
        _table(shown, head, [(column_label(plan, m), row) for m, row in rows.items()])
        groups = [row for row in trial.quality.likenesses if row.measure == name and row.category]
        column = st.session_state.get(GROUP, "")
        if column not in {row.category for row in groups}:
            column = next((row.category for row in groups), "")
        own = [row for row in groups if row.category == column]
        if own:
            labels = {"measure": column_label(plan, name), "column": column_label(plan, column)}
            named = [(value_label(plan, column, row.value), row) for row in own]
            _table(shown, t("workforce.in_groups", **labels), named)
        st.caption(say(lang, "fit.about_distance"))
    left, right = beside(5, 7, "fitted_time")
    with left:
        _months(shown, trial, name)
    with right:
        _links(trial)


def _months(shown: Shown, trial: Trial, name: str) -> None:
    """The median of each month, of real and of drawn people."""
    lang, plan = language(), shown.plan
    real, drawn = shown.portrait.courses[name], month_course(measured(trial.drawn, name))
    write = written_measure(plan, name, shown.portrait.shapes[name], lang)
    chart(
        measure_charts.months_figure(
            (real, drawn),
            shown.facts.month_texts(),
            write,
            (t("workforce.observed"), t("workforce.drawn")),
            lang,
        ),
        key="likeness_months",
        title=t("workforce.months_title", measure=column_label(plan, name)),
        caption=t("workforce.months_caption", measure=Said(plan, lang).label(name)),
        height=HEIGHT - 30,
    )


def _links(trial: Trial) -> None:
    """How measures hang together and last, who leaves and changes: of real and of drawn people."""
    lang, found = language(), trial.quality
    pairs = sorted(found.pairs, key=lambda p: -max(abs(p.real), abs(p.drawn)))[:MOST_PAIRS]
    rows = [(f"{pick(p.first)} × {pick(p.second)}", *_correlations(p)) for p in pairs]
    rows += [
        (say(lang, "fit.next_month", measure=pick(p.first)), *_correlations(p))
        for p in found.persistence
    ]
    rows += [
        (
            say(lang, "fit.changing", column=pick(p.first)),
            percent(p.real, lang),
            percent(p.drawn, lang),
        )
        for p in found.changing
    ]
    real, drawn = found.leaving
    rows.append((say(lang, "fit.leaving"), percent(real, lang), percent(drawn, lang)))
    heads = [t("workforce.links_title"), t("workforce.observed"), t("workforce.drawn")]
    st.html(html_table(heads, rows))
    if len(found.pairs) > MOST_PAIRS:
        st.caption(t("workforce.strongest_pairs", most=MOST_PAIRS, count=len(found.pairs)))


def _correlations(pair: Pair) -> tuple[str, str]:
    return two_decimals(pair.real), two_decimals(pair.drawn)


def _table(shown: Shown, head: str, rows: Sequence[tuple[str, Likeness]]) -> None:
    """Real and drawn people in each row: their medians, and how far they are apart."""
    lang = language()
    heads = [head, t("workforce.median_both")]
    heads += [say(lang, f"fit.head_{name}") for name in ("distance", "gap", "grade")]
    told = []
    for label, row in rows:
        write = written_measure(shown.plan, row.measure, shown.portrait.shapes[row.measure], lang)
        real, drawn = row.real, row.drawn
        told.append(
            (
                label,
                f"{write(real.p50)} / {write(drawn.p50)}",
                number(row.distance, 2),
                percent(row.gap, lang),
                grade(row, lang),
            )
        )
    st.html(html_table(heads, told))


def html_table(heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> str:
    """A table whose first column names the rows; all cells are plain text."""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return f'<table class="pc-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
