"""Where people are employed and what an employer may choose there, and every legal figure that
costs and take-home pay rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from itertools import groupby

import streamlit as st

from engine.companies import Company, legal_figures
from engine.payroll import BASES, PayrollSettings
from engine.reports import Table, counted_table, minimum_wage_table
from engine.statutory import Figure, Place, used
from engine.text import DASH, months, short_month
from pages.ui.kit import (
    PartStore,
    Store,
    bound,
    escape_markdown,
    language,
    number_field,
    pick,
    popover,
    t,
)
from pages.ui.payroll.place_fields import place_fields
from pages.ui.payroll.take_home_fields import take_home_fields
from pages.ui.payroll.where_insured import people_of_places, places_told, where_insured
from pages.ui.session import SessionScenario

PANEL = 760
"""Pixels that the panel has."""


def place_and_rates(
    session: Store[SessionScenario], settings: PayrollSettings, first: int, length: int
) -> None:
    """A button with the place, and behind it all that is chosen and all that is looked up."""
    company, store = session.present.whole, settings_store(session)
    label = escape_markdown(t("payroll.place_and_rates", places=places_told(company, settings)))
    with popover(label, icon=":material/account_balance:", key="place_and_rates") as is_open:
        if not is_open:
            return
        with st.container(width=PANEL, key="place_and_rates_panel"):
            st.markdown(f"**{t('payroll.cost')}**")
            place_fields(store, settings, company)
            _of_cost(store, settings, where_insured(company, settings), first, length)
            st.markdown(f"**{t('payroll.take_home')}**")
            take_home_fields(store, settings, company, first)
            _figures(company, settings, first, length)


def settings_store(session: Store[SessionScenario]) -> Store[PayrollSettings]:
    """The settings of a session whose costs are all that the employer pays: a part of it."""
    return PartStore("payroll", session, _settings, SessionScenario.with_payroll)


def _settings(session: SessionScenario) -> PayrollSettings:
    return session.payroll or PayrollSettings()


def _of_cost(
    store: Store[PayrollSettings],
    settings: PayrollSettings,
    where: Sequence[Place],
    first: int,
    length: int,
) -> None:
    """Base of contributions, and the rates that the employer chooses."""
    left, _ = st.columns(2)
    left.selectbox(
        t("payroll.base"),
        BASES,
        format_func=lambda name: t(f"payroll.base_{name}"),
        help=t("payroll.base_help"),
        **bound(store, f"base.{language()}", settings.base, lambda s, base: replace(s, base=base)),
    )
    schemes = {name: s for place in where for name, s in place.schemes.items() if s.chosen}
    for column, scheme in zip(st.columns(max(len(schemes), 3)), schemes, strict=False):
        with column:
            _rate(store, settings, where, scheme, first, length)


def _rate(
    store: Store[PayrollSettings],
    settings: PayrollSettings,
    where: Sequence[Place],
    scheme: str,
    first: int,
    length: int,
) -> None:
    """The share of a scheme that the employer chooses, at all places that leave it to them; empty
    while each place has its own."""
    where = [place for place in where if scheme in place.schemes]
    usual = {_usual_rate(place, scheme, first) for place in where}
    name = f"rate.{'-'.join(place.id for place in where)}.{scheme}"
    number_field(
        store,
        name,
        pick(where[0].law.schemes[scheme].label),
        settings.rates.get(scheme, usual.pop() if len(usual) == 1 else None),
        lambda now, share: _with_rate(now, scheme, share, where, first, length),
        clear=lambda now: _without_rate(now, scheme),
        unit="share",
        label_visibility="visible",
        placeholder=t("payroll.rate_of_place"),
        help=t("payroll.rate_help"),
    )
    if why_not := store.refused(name):
        st.error(escape_markdown(why_not))


def _usual_rate(place: Place, scheme: str, month: int) -> float:
    """The employer's share of a scheme in a month where nobody chose another."""
    rates = place.schemes[scheme].rates
    begun = [each for each in rates if each.first <= month]
    return float((begun[-1] if begun else rates[0]).value.employer)


def _with_rate(
    settings: PayrollSettings,
    scheme: str,
    share: float,
    where: Sequence[Place],
    first: int,
    length: int,
) -> PayrollSettings:
    """Another rate. Raises Refused where the law of a place does not allow it."""
    for place in where:
        used(place, first, length, {scheme: share})
    return replace(settings, rates={**settings.rates, scheme: share})


def _without_rate(settings: PayrollSettings, scheme: str) -> PayrollSettings:
    """The rate that each place has where none is chosen."""
    return replace(settings, rates={s: r for s, r in settings.rates.items() if s != scheme})


# -- figures ----------------------------------------------------------------------------------


def _figures(company: Company, settings: PayrollSettings, first: int, length: int) -> None:
    """Every legal figure with its source, since when it is in force, and whether that is sure."""
    if not where_insured(company, settings):
        return
    facts = people_of_places(company, settings)
    by_place = legal_figures(company, settings, first, length, facts)
    for place, figures in by_place.items():
        title = t("payroll.figures_of", place=pick(place.label))
        open_ones = sum(not figure.certain for figure in figures)
        told = (
            t("payroll.open", count=open_ones, all=len(figures))
            if open_ones
            else t("payroll.all_certain")
        )
        heads = "".join(
            f"<th scope='col'>{escape(t(f'payroll.head_{head}'))}</th>"
            for head in ("figure", "value", "in_force", "source")
        )
        groups = groupby(figures, key=lambda figure: pick(figure.group))
        body = "".join(
            f"<tr><th scope='rowgroup' colspan='4'>{escape(group)}</th></tr>"
            + "".join(_row(figure) for figure in of_group)
            for group, of_group in groups
        )
        st.html(
            f"<section class='pc-legal'><h4>{escape(title)}</h4>"
            f"<p{' class=pc-unsure' if open_ones else ''}>{escape(told)}</p>"
            f"<div><table class='pc-table'><thead><tr>{heads}</tr></thead><tbody>{body}</tbody>"
            "</table></div></section>"
        )
        wages = minimum_wage_table(place, first, length)
        if wages.rows:
            _table(t("payroll.minimum_wage_of", place=pick(place.label)), wages)
    lines = [line for unit in company.units.values() for line in unit.plan.pay_lines]
    _table(t("payroll.counts_for"), counted_table(lines, next(iter(by_place)).law))


def _table(title: str, table: Table) -> None:
    heads = "".join(f"<th scope='col'>{escape(pick(head))}</th>" for head in table.heads)
    body = "".join(
        f"<tr><th scope='row'>{escape(pick(row[0]))}</th>"
        + "".join(f"<td>{escape(pick(cell))}</td>" for cell in row[1:])
        + "</tr>"
        for row in table.rows
    )
    st.html(
        f"<section class='pc-legal pc-legal-short'><h4>{escape(title)}</h4><div>"
        f"<table class='pc-table'><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
        "</div></section>"
    )


def _row(figure: Figure) -> str:
    mark = ""
    if not figure.certain:
        key = "payroll.continued" if figure.verified else "payroll.unverified"
        mark = f"<b class='pc-unsure'>⚠ {escape(t(key))}</b>"
    return (
        f"<tr><th scope='row'>{escape(pick(figure.label))}</th>"
        f"<td>{escape(pick(figure.value))}</td><td>{escape(_in_force(figure))}</td>"
        f"<td>{escape(pick(figure.source))}{mark}</td></tr>"
    )


def _in_force(figure: Figure) -> str:
    """The months for which it is known."""
    lang = language()
    if figure.first is None:
        return DASH
    if figure.last is None:
        return t("payroll.since", month=short_month(figure.first, lang))
    return months(figure.first, figure.last, lang)
