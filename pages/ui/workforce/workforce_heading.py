"""The top of the page: whose portrait it is, what they are like in a sentence, and cards."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st

from engine.analysis import reporting_spans
from engine.plan import TENURE
from engine.scenario import FromFile, Personas
from engine.text import DASH, count, number, percent, short_month
from pages.ui.kit import Card, card_row, frame, language, t
from pages.ui.session import health_policy, people_and_period, people_summary, title_of
from pages.ui.workforce.measure_words import Said, two_decimals
from pages.ui.workforce.portrait_loading import Shown


def heading(shown: Shown) -> None:
    """People, finding; that they are few where they are."""
    lang, facts = language(), shown.facts
    said = Said(shown.plan, lang)
    people = people_and_period(facts, lang).replace(" · ", t("workforce.and_period"))
    about = f"{title_of(shown.session)} · {people_summary(shown.people, facts, lang)}"
    finding = said.headline(shown.portrait, people, facts.month_texts())
    caution = t("workforce.made_up") if isinstance(shown.people, Personas) else ""
    if not may_be_told(shown):
        fewest = health_policy.policy().smallest_group
        finding, caution = people, t("workforce.few", count=facts.size, fewest=fewest)
    frame.heading(t("page.workforce"), about, finding, caution=caution)


def may_be_told(shown: Shown) -> bool:
    """Whether the people are so many, or so little real, that their measures tell of nobody."""
    is_real = isinstance(shown.people, FromFile)
    return not is_real or shown.facts.size >= health_policy.policy().smallest_group


def cards(shown: Shown) -> None:
    """How many are there, come and go, how long they stay, and what hangs together."""
    st.html(
        card_row([Card(label, escape(value), change) for label, value, change in _cards(shown)])
    )


def _cards(shown: Shown) -> list[tuple[str, str, str]]:
    lang, people = language(), shown.portrait.headcount
    months = shown.facts.month_texts()
    low, high = int(people.there.argmin()), int(people.there.argmax())
    ends = t(
        "workforce.from_to", low=count(int(people.there[low])), high=count(int(people.there[high]))
    )
    same = t("workforce.every_month")
    cards = [
        (
            t("workforce.there"),
            count(round(float(people.there.mean()))),
            same if people.there[low] == people.there[high] else ends,
        )
    ]
    joined, left = int(people.joined.sum()), int(people.left.sum())
    when = short_month(months[int(people.joined.argmax())], lang)
    most = t("workforce.most_in", month=when, count=int(people.joined.max()))
    cards.append((t("workforce.joiners"), count(joined), most if joined else t("workforce.nobody")))
    rate = people.leaving_rate
    cards.append(
        (
            t("workforce.leavers"),
            percent(rate, lang) if np.isfinite(rate) else DASH,
            t("workforce.leavers_of", count=left)
            if len(months) > 1
            else t("workforce.one_month_only"),
        )
    )
    cards.append(_tenure(shown))
    cards.append(_managers(shown) or _link(shown))
    return cards


def _tenure(shown: Shown) -> tuple[str, str, str]:
    label, shape = t("workforce.tenure"), shown.portrait.shapes.get(TENURE)
    if shape is None or not shape.count:
        return label, DASH, t("workforce.not_known")
    low, high = number(shape.quantiles[0], 0), number(shape.quantiles[-1], 0)
    value = t("workforce.months", count=round(shape.median))
    return label, value, t("workforce.tenths", low=low, high=high)


def _managers(shown: Shown) -> tuple[str, str, str] | None:
    found = next(iter(reporting_spans(shown.facts).values()), None)
    if found is None:
        return None
    low, high = count(int(found.spans[0])), count(int(found.spans[-1]))
    each = t("workforce.each_leads", low=low, high=high, middle=number(found.median))
    return t("workforce.managers"), count(found.spans.size), each


def _link(shown: Shown) -> tuple[str, str, str]:
    strongest = shown.portrait.links.strongest()
    if not strongest:
        return t("workforce.strongest"), DASH, t("workforce.not_known")
    said = Said(shown.plan, language())
    one, other, found = strongest[0]
    pair = f"{said.label(one)} × {said.label(other)}"
    return t("workforce.strongest"), two_decimals(found), pair
