"""Whose pay is compared: variants that were kept with other people are paid to the present ones, or
each to its own, as the reader chooses."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from engine.calendar import month_text
from engine.companies import Company
from engine.scenario import Simulated
from engine.text import months
from pages.ui.compare.compare_answers import OWN_PEOPLE, PAID_TO, Shown, come_from
from pages.ui.kit import choice, escape_markdown, language, pick, t
from pages.ui.session import company_headcount, people_source

PRESENT_PEOPLE = "present"


def whose_people(shown: Shown) -> None:
    """The choice, where a kept variant has other people, and who is paid now."""
    if not shown.others:
        return
    with st.container(
        horizontal=True, vertical_alignment="center", gap="medium", key="compare_people_of"
    ):
        chosen = choice(
            t("compare.paid_to"),
            [PRESENT_PEOPLE, OWN_PEOPLE],
            key=PAID_TO,
            written=lambda name: t(f"compare.paid_to_{name}"),
            help=t("compare.paid_to_help"),
            width=250,
        )
        with st.container(gap="xxsmall", key="compare_people_told"):
            told = _own(shown) if chosen == OWN_PEOPLE else _present(shown)
            for sentence in told:
                st.caption(f":material/group: {escape_markdown(sentence)}")
    for key, why in shown.kept_back.items():
        name, reason = pick(shown.known[key].name), pick(why)
        st.warning(escape_markdown(t("compare.kept_back", name=name, why=reason)))


def _present(shown: Shown) -> Iterator[str]:
    """The compared variants that are not paid to the people they were kept with, and those that
    cannot be compared otherwise: they have the figures of something that is compared already."""
    compared = {shown.chosen.baseline, *shown.chosen.variants}
    names: dict[str, list[str]] = {}
    for key, company in shown.others.items():
        if key in compared:
            names.setdefault(_told(company), []).append(pick(shown.known[key].name))
    for people, own in names.items():
        name = f"”{t('list.comma')}“".join(own)
        yield t("compare.on_present_people", count=len(own), name=name, people=people)
    for key, company in shown.others.items():
        if key not in shown.known:
            yield t("compare.only_other_people", name=company.name, people=_told(company))


def _own(shown: Shown) -> Iterator[str]:
    """The compared variants that are paid to people of their own."""
    for place, key in enumerate((shown.chosen.baseline, *shown.chosen.variants)):
        if key in shown.others and key not in shown.kept_back:
            people = shown.people_of(place)
            yield t("compare.on_own_people", name=shown.name(place), people=people)


def _told(company: Company) -> str:
    """People, period, and where they come from, as far as that is known before they are drawn or
    read."""
    units = company.units.values()
    people = [unit.scenario.people for unit in units]
    drawn = [one for one in people if isinstance(one, Simulated)]
    lang, parts = language(), []
    if len(drawn) == len(people):
        parts.append(t("figure.heads", count=company_headcount(company)))
    if drawn:
        last = company.first + company.months - 1
        parts.append(months(month_text(company.first), month_text(last), lang))
    alone = people[0]
    if company.of_plan and alone is not None:
        return " · ".join((*parts, people_source(alone, lang)))
    return " · ".join((*parts, come_from(company, tuple(company.units))))
