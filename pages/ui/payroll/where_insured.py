"""Where the people of a company are insured, looked up among them where a column of theirs says."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from engine.companies import Company, places_of
from engine.facts import Facts
from engine.payroll import PayrollSettings
from engine.statutory import Place
from engine.text import Refused
from pages.ui.charts import column_label
from pages.ui.kit import pick, t
from pages.ui.session import MissingFile, company_facts_of

MOST_NAMED = 3
"""So many places are named where there is little room."""


def people_of_places(company: Company, settings: PayrollSettings) -> Mapping[str, Facts] | None:
    """The facts by unit that tell where people are insured; None where the settings tell alone,
    and where the people cannot be had, which the page says itself."""
    if not settings.place_column:
        return None
    with suppress(MissingFile, Refused):
        return company_facts_of(company).units
    return None


def where_insured(company: Company, settings: PayrollSettings) -> tuple[Place, ...]:
    """Each place once; none where the column does not tell, which the page says itself."""
    facts = people_of_places(company, settings)
    if settings.place_column and facts is None:
        return ()
    try:
        return places_of(company, settings, facts)
    except Refused:
        return ()


def places_told(company: Company, settings: PayrollSettings) -> str:
    """The places by name, how many where they are more, and the column that says whose is which."""
    where = where_insured(company, settings)
    named = t("list.comma").join(pick(place.label) for place in where[:MOST_NAMED])
    if len(where) > MOST_NAMED:
        named = t("payroll.places_more", places=named, count=len(where))
    if not settings.place_column:
        return named
    plan = next(iter(company.units.values())).plan
    column = column_label(plan, settings.place_column)
    if not where:
        return t("payroll.places_unknown", column=column)
    if len(where) > 1:
        return t("payroll.places_of_column", count=len(where), column=column)
    return t("payroll.places_by_column", places=named, column=column)
