"""The workbook of a health check: every check with its value, limit and finding, and counts of them
as formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.companies import Company
from engine.health import OUTCOMES, CompanyFinding, Finding, Health, held_against
from engine.papers.book import Book, BookCell, BookColumn, BookSheet, Number
from engine.papers.cost_sheets import BLANK, phrase
from engine.papers.paper import Paper
from engine.papers.parameter_sheets import company_parameters
from engine.papers.sheets_alike import VALUE_COLUMNS, assumptions, summary_sheet
from engine.text import Text, in_each_language

OUTCOME = 2
"""The place of the outcome among the columns of the checks."""


def health_book(
    paper: Paper,
    company: Company,
    units: Mapping[str, Health],
    whole: Sequence[CompanyFinding] = (),
) -> Book:
    """The workbook of the health checks of a company's units, or of a plan that stands for one."""
    checks = _checks(company, units, whole)
    sheets = (_summary(paper, checks), assumptions(paper), checks, company_parameters(company))
    return Book(paper.title, sheets, paper.footer)


def _summary(paper: Paper, checks: BookSheet) -> BookSheet:
    """How many checks have each outcome."""
    rows: list[tuple[BookCell, ...]] = []
    for outcome in OUTCOMES:
        counted = sum(row[OUTCOME] == phrase(f"row_{outcome}") for row in checks.rows)
        value = Number(float(counted), "count", "COUNTIF([checks!outcome:],[what])")
        rows.append((phrase(f"row_{outcome}"), value))
    return summary_sheet(paper, VALUE_COLUMNS, rows)


def _checks(
    company: Company, units: Mapping[str, Health], whole: Sequence[CompanyFinding]
) -> BookSheet:
    """Every check of every unit, those of the company first."""
    columns = (
        BookColumn("unit", phrase("unit")),
        BookColumn("check", phrase("check")),
        BookColumn("outcome", phrase("outcome")),
        BookColumn("value", phrase("value_and_limit"), width=26),
        BookColumn("people", phrase("people_affected"), width=12),
        BookColumn("finding", phrase("finding"), width=50),
        BookColumn("why", phrase("why"), width=50),
    )
    return BookSheet(
        *("checks", phrase("sheet_checks"), phrase("title_checks")),
        *(columns, list(_rows(company, units, whole))),
        is_filtered=True,
    )


def _rows(
    company: Company, units: Mapping[str, Health], whole: Sequence[CompanyFinding]
) -> Iterator[tuple[BookCell, ...]]:
    for one in whole:
        said = phrase(f"row_{one.outcome}")
        nothing: tuple[BookCell, ...] = (BLANK, BLANK)
        told = (*nothing, one.sentence, one.why)
        yield (company.title, one.label, said, *told)
    for name, health in units.items():
        for finding in health.findings:
            people = finding.affected
            affected: BookCell = BLANK
            if people is not None:
                affected = Number(float(people.count), "count")
            outcome = phrase(f"row_{finding.outcome}")
            lead = (company.units[name].title, finding.label, outcome)
            found: tuple[BookCell, ...] = (_held(finding), affected)
            yield (*lead, *found, finding.sentence, finding.why)


def _held(finding: Finding) -> Text:
    return in_each_language(lambda language: held_against(finding, language))
