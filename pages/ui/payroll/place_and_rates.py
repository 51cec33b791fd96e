"""Where people are employed and what an employer may choose there, and every legal figure that
costs and take-home pay rest on."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from itertools import groupby

import streamlit as st

from engine.companies import Company, legal_figures, places_of
from engine.payroll import BASES, BONUSES, PayrollSettings
from engine.statutory import Figure, Place, places, used
from engine.text import DASH, months, short_month
from pages.ui.kit import (
    PartStore,
    Store,
    bound,
    escape_markdown,
    language,
    number_field,
    pick,
    t,
)
from pages.ui.session import SessionScenario

PANEL = 760
"""Pixels that the panel has."""


def place_and_rates(
    session: Store[SessionScenario], settings: PayrollSettings, first: int, length: int
) -> None:
    """A button with the place, and behind it all that is chosen and all that is looked up."""
    named = [pick(place.label) for place in places_of(session.present.whole, settings)]
    store = settings_store(session)
    box = st.popover(
        escape_markdown(t("payroll.place_and_rates", places=t("list.comma").join(named))),
        icon=":material/account_balance:",
        key="place_and_rates",
        on_change="rerun",
    )
    if not box.open:  # a widget that nobody sees yet would begin with its own first value
        return
    with box, st.container(width=PANEL, key="place_and_rates_panel"):
        st.markdown(f"**{t('payroll.cost')}**")
        _of_cost(store, settings, first, length)
        st.markdown(f"**{t('payroll.take_home')}**")
        _of_take_home(store, settings)
        _figures(session.present.whole, settings, first, length)


def settings_store(session: Store[SessionScenario]) -> Store[PayrollSettings]:
    """The settings of a session whose costs are all that the employer pays: a part of it."""
    return PartStore("payroll", session, _settings, SessionScenario.with_payroll)


def _settings(session: SessionScenario) -> PayrollSettings:
    return session.payroll or PayrollSettings()


def _of_cost(
    store: Store[PayrollSettings], settings: PayrollSettings, first: int, length: int
) -> None:
    """Place, base of contributions, and the rates that the employer chooses."""
    known, lang = {name: place for name, place in places().items() if _offered(place)}, language()
    left, right = st.columns(2)
    with left:
        st.selectbox(
            t("payroll.place"),
            list(known),
            format_func=lambda name: pick(known[name].label),
            help=t("payroll.place_of_all"),
            **bound(store, f"place.{lang}", settings.place, _at),
        )
    with right:
        st.selectbox(
            t("payroll.base"),
            BASES,
            format_func=lambda name: t(f"payroll.base_{name}"),
            help=t("payroll.base_help"),
            **bound(store, f"base.{lang}", settings.base, lambda s, base: replace(s, base=base)),
        )
    place = known[settings.place]
    open_to = [name for name, scheme in place.schemes.items() if scheme.chosen]
    for column, scheme in zip(st.columns(max(len(open_to), 3)), open_to, strict=False):
        with column:
            _rate(store, settings, place, scheme, first, length)


CURRENCY = "CNY"
"""What plans are written in."""


def _offered(place: Place) -> bool:
    """Whether people who are paid in yuan may be employed there, as far as it is known."""
    return place.law.currency == CURRENCY and bool(place.schemes)


def _rate(
    store: Store[PayrollSettings],
    settings: PayrollSettings,
    place: Place,
    scheme: str,
    first: int,
    length: int,
) -> None:
    """The share of a scheme that the employer chooses."""

    def other(now: PayrollSettings, share: float) -> PayrollSettings:
        return _with_rate(now, scheme, share, first, length)

    name = f"rate.{place.id}.{scheme}"
    usual = _usual_rate(place, scheme, first)
    number_field(
        store,
        name,
        pick(place.law.schemes[scheme].label),
        settings.rates.get(scheme, usual),
        other,
        unit="share",
        label_visibility="visible",
        help=t("payroll.rate_help"),
    )
    if why_not := store.refused(name):
        st.error(escape_markdown(why_not))


def _usual_rate(place: Place, scheme: str, month: int) -> float:
    """The employer's share of a scheme in a month where nobody chose another."""
    rates = place.schemes[scheme].rates
    begun = [each for each in rates if each.first <= month]
    return float((begun[-1] if begun else rates[0]).value.employer)


def _at(settings: PayrollSettings, place: str) -> PayrollSettings:
    """Somewhere else, where other rates may be chosen."""
    return replace(settings, place=place, rates={})


def _with_rate(
    settings: PayrollSettings, scheme: str, share: float, first: int, length: int
) -> PayrollSettings:
    """Another rate. Raises Refused where the law does not allow it."""
    rates = {**settings.rates, scheme: share}
    used(places()[settings.place], first, length, rates)
    return replace(settings, rates=rates)


def _of_take_home(store: Store[PayrollSettings], settings: PayrollSettings) -> None:
    """What nobody but the person knows, and how an annual bonus is taxed."""
    left, right = st.columns(2)
    with left:
        number_field(
            store,
            "deductions",
            t("payroll.deductions"),
            settings.deductions,
            lambda s, yuan: replace(s, deductions=yuan),
            unit="CNY/month",
            label_visibility="visible",
            help=t("payroll.deductions_help"),
        )
        if why_not := store.refused("deductions"):
            st.error(escape_markdown(why_not))
    with right:
        st.selectbox(
            t("payroll.bonus"),
            BONUSES,
            format_func=lambda name: t(f"payroll.bonus_{name}"),
            help=t("payroll.bonus_help"),
            **bound(
                store,
                f"bonus.{language()}",
                settings.bonus,
                lambda s, way: replace(s, bonus=way),
            ),
        )


# -- figures ----------------------------------------------------------------------------------


def _figures(company: Company, settings: PayrollSettings, first: int, length: int) -> None:
    """Every legal figure with its source, since when it is in force, and whether that is sure."""
    by_place = legal_figures(company, settings, first, length)
    for place, figures in by_place.items():
        title = t("payroll.figures_of", place=pick(place.label))
        open_ones = sum(not figure.certain for figure in figures)
        told = t("payroll.open", count=open_ones) if open_ones else t("payroll.all_certain")
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
