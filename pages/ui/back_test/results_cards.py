"""The figures of the plan in focus against the baseline, a card each."""

from __future__ import annotations

from collections.abc import Hashable
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.backtesting import BackTest, Bootstrap, bootstrap
from engine.evaluation import Memory
from engine.progress import Progress, no_progress
from engine.text import compact_money, money, money_with_fen, percent, points, signed
from pages.ui.back_test.focus import Focus
from pages.ui.charts import finding_sentences, in_sentence
from pages.ui.kit import Card, card_row, language, pick, t, wait_for
from pages.ui.scenario import health_card_placeholder
from pages.ui.session import content_key, memory

NOTHING = finding_sentences.NOTHING


def cards(focus: Focus) -> tuple[DeltaGenerator, DeltaGenerator]:
    """The cards in a row; returns the places of the last two, which take longer: the range and the
    health check."""
    with st.container(key="cards"):
        left, middle, right = st.columns([4, 1, 1], gap="small")
        left.html(card_row(_cards(focus)))
        with middle:
            spread = st.empty()
            spread.html(card_row([_range_card(focus, None)]))
        with right:
            return spread, health_card_placeholder()


def fill_range(focus: Focus, place: DeltaGenerator) -> None:
    """Draw people again and again, and tell the range of the difference."""
    place.html(card_row([_range_card(focus, drawn(focus))]))


def drawn(focus: Focus) -> Bootstrap:
    """The ranges over people drawn again and again."""
    tested, kept = focus.tested, memory()

    def work(progress: Progress) -> Bootstrap:
        return drawn_once(tested, kept, progress)

    return wait_for("bootstrap", _key(tested), work, lambda seconds, share: None)


def drawn_once(tested: BackTest, kept: Memory, progress: Progress = no_progress) -> Bootstrap:
    """The same outside of the session."""
    return kept.cached(_key(tested), lambda: bootstrap(tested, progress=progress))


def _key(tested: BackTest) -> Hashable:
    return (
        "bootstrap",
        tuple(content_key(plan) for plan in tested.plans),
        tested.facts.key,
        tested.unpaid,
        tuple(one.payouts.total for one in tested.each),
    )


def _cards(focus: Focus) -> list[Card]:
    lang, before, after = language(), focus.before, focus.after
    difference = focus.comparison.difference
    old, new = focus.called
    exact = t("results.exactly", one=new, amount=money_with_fen(after.total, lang))
    if focus.is_compared:
        exact = f"{exact}; " + t(
            "results.exactly", one=old, amount=money_with_fen(before.total, lang)
        )
    change = t("card.a_month", amount=compact_money(after.a_month, lang))
    if focus.is_compared:
        change = _change(difference, focus.comparison.share)
    cost = [
        Card(
            t("card.cost"),
            compact_money(after.total, lang, difference),
            change,
            exact,
            focus.is_compared and abs(difference) >= NOTHING,
        ),
        Card(
            t("card.average"),
            compact_money(after.average, lang, after.average - before.average),
            t("card.median", amount=money(after.median, lang)),
        ),
    ]
    if not focus.is_compared:
        return [*cost, _spread(focus), *_sales(focus)]
    return [*cost, _winners(focus), *(_sales(focus) or [_spread(focus)])]


def _change(difference: float, share: float) -> str:
    lang = language()
    if abs(difference) < NOTHING:
        return t("results.no_change")
    amount = signed(compact_money(difference, lang))
    return f"{amount} ({signed(percent(share, lang))})"


def _winners(focus: Focus) -> Card:
    comparison, lang = focus.comparison, language()
    people = max(focus.tested.facts.size, 1)
    gain, lose = comparison.gain, comparison.lose
    label = t("results.winners_paid" if focus.knows_paid else "card.winners")
    if not gain and not lose:
        same = t("results.same_for", count=focus.tested.facts.size)
        return Card(label, escape(t("results.no_change")), same)
    value = "".join(
        f'<span class="pc-{side}{"" if number else " pc-none"}"><i aria-hidden="true">{sign}</i>'
        f"{percent(number / people, lang, 0)}<small>{t(word)}</small></span>"
        for side, sign, number, word in (
            ("gain", "▲", gain, "results.get_more"),
            ("loss", "▼", lose, "results.get_less"),
        )
    )
    heads = t("card.heads", count=gain, lose=t("card.heads_lose", count=lose))
    return Card(label, value, heads, heads)


def _spread(focus: Focus) -> Card:
    low, high = (money(amount, language()) for amount in (focus.after.low, focus.after.high))
    return Card(t("card.spread"), _from_to(low, high), t("card.spread_of"))


def _sales(focus: Focus) -> list[Card]:
    """What is paid of each yuan that was sold; no card where nobody says what was sold."""
    lang, before, after = language(), focus.before, focus.after
    old, new = before.cost_of_sales, after.cost_of_sales
    if old is None or new is None:
        return []
    sold = in_sentence(pick(focus.one.payouts.plan.facts[after.sold_column].label), lang)
    of = t("card.of_sales", sold=sold, amount=compact_money(after.sold, lang))
    moved = abs(new - old) >= 0.0005
    change = points(new - old, lang) if moved else of
    return [Card(t("card.cost_of_sales"), percent(new, lang), change, of)]


def _range_card(focus: Focus, found: Bootstrap | None) -> Card:
    label = t("results.range_difference" if focus.is_compared else "results.range_total")
    if found is None:
        return Card(label, "…", "")
    ranges = found.difference if focus.is_compared else found.total
    if not ranges:
        return Card(label, "–", t("results.range_none"))
    lang = language()
    one = ranges[focus.place - 1 if focus.is_compared else focus.place]
    width = one.high - one.low
    low, high = (compact_money(amount, lang, width) for amount in (one.low, one.high))
    drawn = t("results.range_of", count=found.units)
    if focus.is_compared:
        if max(abs(one.low), abs(one.high)) < NOTHING:
            return Card(label, escape(t("results.no_change")), drawn)
        low, high = signed(low), signed(high)
    return Card(label, _from_to(low, high), drawn, drawn)


def _from_to(low: str, high: str) -> str:
    """Two amounts in the width of one card."""
    return f'<span class="pc-range">{escape(low)} – {escape(high)}</span>'
