"""How far the figures can be trusted: ranges over people, months held out, what must be said."""

from __future__ import annotations

from html import escape

import streamlit as st

from engine.backtesting import Bootstrap, Range
from engine.text import compact_money, signed
from pages.ui.back_test.focus import Focus
from pages.ui.back_test.results_cards import drawn
from pages.ui.kit import beside, escape_markdown, language, pick, t


def trust(focus: Focus) -> None:
    """The ranges beside the words that belong to every back-test."""
    left, right = beside(7, 5, "results_trust")
    with left:
        _ranges(focus, drawn(focus))
    with right:
        st.markdown(f"**{t('results.said')}**")
        lines = [*map(pick, focus.tested.told), *map(pick, focus.told)]
        if focus.seal:
            lines.append(focus.seal)
        lines += [fact.sentence(language()) for fact in focus.tested.facts.assumptions]
        lines.append(t("results.smallest", fewest=focus.tested.fewest))
        lines = list(dict.fromkeys(lines))
        st.markdown("\n".join(f"- {escape_markdown(line)}" for line in lines))


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
