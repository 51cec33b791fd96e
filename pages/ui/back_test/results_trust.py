"""How far the figures can be trusted: ranges over people, months held out, what must be said."""

from __future__ import annotations

from collections.abc import Hashable
from html import escape

import streamlit as st

from engine.backtesting import BackTest, Bootstrap, Range, ShiftedCost, course_or_refusal
from engine.evaluation import Memory
from engine.progress import Progress, no_progress
from engine.text import Refused, compact_money, percent, signed
from pages.ui.back_test import held_out_months
from pages.ui.back_test.focus import Focus
from pages.ui.back_test.results_cards import drawn
from pages.ui.kit import beside, escape_markdown, language, pick, t, wait_for
from pages.ui.session import content_key, memory


def trust(focus: Focus) -> None:
    """The ranges beside the words that belong to every back-test."""
    left, right = beside(7, 5, "results_trust")
    with left:
        _ranges(focus, drawn(focus))
        if not focus.told:
            _course(focus)
    with right:
        st.markdown(f"**{t('results.said')}**")
        lines = [*map(pick, focus.tested.told), *map(pick, focus.told)]
        if focus.seal:
            lines.append(focus.seal)
        lines += [fact.sentence(language()) for fact in focus.tested.facts.assumptions]
        lines.append(t("results.smallest", fewest=focus.tested.fewest))
        lines = list(dict.fromkeys(lines))
        st.markdown("\n".join(f"- {escape_markdown(line)}" for line in lines))
        held_out_months.hold_out_panel(focus)


def course_once(
    focus: Focus, kept: Memory, progress: Progress = no_progress
) -> tuple[ShiftedCost, ...] | Refused:
    """What the plans cost had everybody achieved less or more, or why that cannot be known; nothing
    where the year is shifted already. It can be called outside of the session."""
    if focus.told:
        return ()
    tested = focus.tested
    return kept.cached(_course_key(tested), lambda: course_or_refusal(tested, progress))


def _course_key(tested: BackTest) -> Hashable:
    return "course", tuple(content_key(plan) for plan in tested.plans), tested.facts.key


def _course(focus: Focus) -> None:
    tested, kept = focus.tested, memory()

    def work(progress: Progress) -> tuple[ShiftedCost, ...] | Refused:
        return course_once(focus, kept, progress)

    place = st.empty()

    def show(seconds: float, share: float) -> None:
        place.caption(t("results.working"))

    course = wait_for("course", _course_key(tested), work, show)
    if isinstance(course, Refused):
        place.caption(escape_markdown(course.text(language())))
        return
    lang = language()
    steps = "".join(
        f"<th scope='col'>{escape(signed(percent(one.shift, lang, 0)))}</th>" for one in course
    )
    rows = []
    for at, plan in enumerate(tested.each[1 if focus.knows_paid else 0 :]):
        totals = [one.totals[at] for one in course]
        step = max(totals) - min(totals)
        cells = "".join(f"<td>{escape(compact_money(x, lang, step))}</td>" for x in totals)
        rows.append(f"<tr><th scope='row'>{escape(pick(plan.name))}</th>{cells}</tr>")
    place.html(
        f"<table class='pc-table pc-course'><caption>{escape(t('results.course'))}</caption>"
        f"<thead><tr><th scope='col'>{escape(t('results.head_plan'))}</th>{steps}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _ranges(focus: Focus, found: Bootstrap) -> None:
    st.markdown(f"**{t('results.ranges')}**")
    if found.total:
        st.html(_table(focus, found))
    for words in found.told:
        st.caption(escape_markdown(pick(words)))


def _table(focus: Focus, found: Bootstrap) -> str:
    heads = "".join(
        f"<th scope='col'>{escape(t(f'results.head_{name}'))}</th>"
        for name in ("plan", "found", "low", "middle", "high")
    )
    rows = []
    for one, total in zip(focus.tested.each, found.total, strict=True):
        rows.append(_row(pick(one.name), total, False))
    for one, gap in zip(focus.tested.each[1:], found.difference, strict=True):
        name = t("results.beyond", one=pick(one.name), other=pick(focus.baseline.name))
        rows.append(_row(name, gap, True))
    return (
        f"<table class='pc-table'><thead><tr>{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _row(name: str, found: Range, is_difference: bool) -> str:
    lang, width = language(), found.high - found.low
    texts = [
        compact_money(amount, lang, width)
        for amount in (found.found, found.low, found.middle, found.high)
    ]
    if is_difference:
        texts = [signed(text) for text in texts]
    cells = "".join(f"<td>{escape(text)}</td>" for text in texts)
    return f"<tr><th scope='row'>{escape(name)}</th>{cells}</tr>"
