"""What the law asks for by place and month: contributions, income tax, minimum wages."""

from engine.statutory.brackets import Brackets
from engine.statutory.contributions import (
    Contribution,
    Sums,
    contributions,
    employer_paid,
    pays_into,
    sums_paid,
)
from engine.statutory.dated import Dated, found
from engine.statutory.figures_used import PART_TIME, Employment, Figure, used
from engine.statutory.income_tax import (
    annual_tax,
    dead_zones,
    income_tax,
    tax_apart,
    taxes_apart,
)
from engine.statutory.labour_tax import labour_tax, platform_tax
from engine.statutory.laws import Counting, LabourTax, Law, Relief, Scheme
from engine.statutory.legal_texts import amount_text, percent_text
from engine.statutory.open_figures import OpenFigures, open_figures
from engine.statutory.overtime_pay import hourly_pay, overtime_pay
from engine.statutory.places import Place
from engine.statutory.statutory_files import (
    CURRENCY,
    LOWEST,
    currencies,
    laws,
    minimum_wage,
    places,
    places_in,
    wage_places,
)

__all__ = [
    "CURRENCY",
    "LOWEST",
    "PART_TIME",
    "Brackets",
    "Contribution",
    "Counting",
    "Dated",
    "Employment",
    "Figure",
    "LabourTax",
    "Law",
    "OpenFigures",
    "Place",
    "Relief",
    "Scheme",
    "Sums",
    "amount_text",
    "annual_tax",
    "contributions",
    "currencies",
    "dead_zones",
    "employer_paid",
    "found",
    "hourly_pay",
    "income_tax",
    "labour_tax",
    "laws",
    "minimum_wage",
    "open_figures",
    "overtime_pay",
    "pays_into",
    "percent_text",
    "places",
    "places_in",
    "platform_tax",
    "sums_paid",
    "tax_apart",
    "taxes_apart",
    "used",
    "wage_places",
]
