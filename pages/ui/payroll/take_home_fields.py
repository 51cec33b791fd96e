"""What nobody but the people know of their take-home pay, said once for all or by a column of
theirs, and how an annual bonus is taxed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from math import isnan
from typing import Any

import numpy as np
import streamlit as st

from engine.calendar import calendar_month
from engine.companies import Company
from engine.facts import Facts
from engine.payroll import (
    BONUSES,
    RELIEFS,
    YEAR_SO_FAR,
    PayrollSettings,
    declared,
    reliefs,
    year_so_far,
)
from engine.text import Problem, Refused, month_name
from pages.ui.charts import column_label
from pages.ui.kit import Store, bound, escape_markdown, language, number_field, pick, t
from pages.ui.payroll.where_insured import where_insured
from pages.ui.session import MissingFile, company_facts_of

_ONE_NAMED = "payroll/one_of_the_year"
"""Where the session keeps the columns of the year so far while one of them is not chosen yet, and
the settings that they were chosen beside."""


def take_home_fields(
    store: Store[PayrollSettings], settings: PayrollSettings, company: Company, first: int
) -> None:
    """Deductions, the year before the month number `first`, and the annual bonus."""
    facts: Mapping[str, Facts] = {}
    with suppress(MissingFile, Refused):  # which the page says itself
        facts = company_facts_of(company).units
    columns = _columns(company, facts)
    laws = [place.law for place in where_insured(company, settings)]
    if any(law.declared_deductions for law in laws) or _declares(settings):
        _deductions(store, settings, facts, columns)
    if any(law.method == "cumulative" for law in laws) and calendar_month(first) != 1:
        _year(store, settings, facts, columns, first)
    said = {name: columns[name] for name in columns if _says_who(facts, name)}
    if settings.reliefs or (said and any(law.reliefs for law in laws)):
        _reliefs(store, settings, facts, said)
    with st.columns(2)[0]:
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


def _declares(settings: PayrollSettings) -> bool:
    return bool(settings.deductions or settings.deductions_column)


def _columns(company: Company, facts: Mapping[str, Facts]) -> dict[str, str]:
    """What the columns of numbers are called that the people of all units have: first those that no
    plan reads, then those of money."""
    each = [(one.further, {**one.further, **one.numbers}) for one in facts.values()]
    if not each:
        return {}
    names = [name for name in each[0][1] if all(name in numbers for _, numbers in each)]
    plan = next(iter(company.units.values())).plan

    def is_money(name: str) -> bool:
        return name in plan.facts and plan.facts[name].kind == "money"

    def is_further(name: str) -> bool:
        return all(name in further for further, _ in each)

    names.sort(key=lambda name: (not is_further(name), not is_money(name)))
    return {name: column_label(plan, name) for name in names}


def _column_box(
    store: Store[PayrollSettings],
    name: str,
    none: str,
    column: str,
    columns: Mapping[str, str],
    change: Callable[[PayrollSettings, str], PayrollSettings],
) -> None:
    """A box of columns, and of none of them."""
    known = {"": none, column: column or none, **columns}
    st.selectbox(
        t(f"payroll.{name}"),
        list(known),
        format_func=known.__getitem__,
        help=t(f"payroll.{name}_help"),
        **bound(store, f"{name}.{language()}", column, change),
    )


def _told(store: Store[PayrollSettings], *names: str) -> None:
    """Why what was chosen last was not taken."""
    for name in names:
        if why_not := store.refused(name):
            st.error(escape_markdown(why_not))


# -- deductions -------------------------------------------------------------------------------


def _deductions(
    store: Store[PayrollSettings],
    settings: PayrollSettings,
    facts: Mapping[str, Facts],
    columns: Mapping[str, str],
) -> None:
    """An amount for everybody, or the column that has those of each person and month."""

    def by(now: PayrollSettings, column: str) -> PayrollSettings:
        wanted = replace(now, deductions_column=column)
        _try(facts, wanted, declared)
        return wanted

    left, right = st.columns(2)
    with left:
        same = t("payroll.deductions_same")
        _column_box(store, "deductions_by", same, settings.deductions_column, columns, by)
    if not settings.deductions_column:
        with right:
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
    _told(store, f"deductions_by.{language()}", "deductions")


# -- the year so far --------------------------------------------------------------------------


def _year(
    store: Store[PayrollSettings],
    settings: PayrollSettings,
    facts: Mapping[str, Facts],
    columns: Mapping[str, str],
    first: int,
) -> None:
    """The columns of what was earned and taxed in the calendar year before the first month: both,
    or neither, which an empty one says."""
    chosen = {name: getattr(settings, name) for name in YEAR_SO_FAR}
    beside, half = st.session_state.get(_ONE_NAMED, (None, {}))
    if beside == settings:
        chosen = dict(half)

    def by(now: PayrollSettings, name: str, column: str) -> PayrollSettings:
        both = {**chosen, name: column} if column else dict.fromkeys(YEAR_SO_FAR, "")
        taxed, withheld = (both[each] for each in YEAR_SO_FAR)
        if bool(taxed) != bool(withheld):
            st.session_state[_ONE_NAMED] = (now, both)
            return now
        wanted = replace(now, taxed_before_column=taxed, withheld_before_column=withheld)
        _try(facts, wanted, year_so_far)
        st.session_state.pop(_ONE_NAMED, None)
        return wanted

    none = t("payroll.year_unknown", month=pick(month_name(calendar_month(first))))
    for place, name in zip(st.columns(2), YEAR_SO_FAR, strict=True):
        with place:
            _column_box(
                store,
                name,
                none,
                chosen[name],
                columns,
                lambda now, column, name=name: by(now, name, column),  # type: ignore[misc]
            )
    if any(chosen.values()) and not all(chosen.values()):
        st.caption(t("payroll.year_other"))
    _told(store, *(f"{name}.{language()}" for name in YEAR_SO_FAR))


# -- reliefs of withholding -------------------------------------------------------------------


def _says_who(facts: Mapping[str, Facts], name: str) -> bool:
    """Whether a column of the people has 1 for some and 0 for others, and nothing else."""
    cells = [{**one.further, **one.numbers}[name][one.present] for one in facts.values()]
    found = np.unique(np.concatenate(cells))
    return [x for x in found.tolist() if not isnan(x)] == [0.0, 1.0]


def _reliefs(
    store: Store[PayrollSettings],
    settings: PayrollSettings,
    facts: Mapping[str, Facts],
    columns: Mapping[str, str],
) -> None:
    """The columns of who has a relief of withholding."""

    def by(now: PayrollSettings, name: str, column: str) -> PayrollSettings:
        wanted = replace(now, **{name: column})  # type: ignore[arg-type]
        _try(facts, wanted, reliefs)
        return wanted

    for place, name in zip(st.columns(2), RELIEFS.values(), strict=True):
        with place:
            _column_box(
                store,
                name,
                t("payroll.relief_nobody"),
                getattr(settings, name),
                columns,
                lambda now, column, name=name: by(now, name, column),  # type: ignore[misc]
            )
    _told(store, *(f"{name}.{language()}" for name in RELIEFS.values()))


def _try(
    facts: Mapping[str, Facts],
    wanted: PayrollSettings,
    read: Callable[[Facts, PayrollSettings], Any],
) -> None:
    """Raises Refused where a column does not tell of everybody, or tells what cannot be."""
    problems: list[Problem] = []
    for one in facts.values():
        try:
            read(one, wanted)
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
