"""What leaves Paycurve as a file: tables, and documents in one of FORMATS."""

from engine.reports.backtest_document import backtest_document, reconciliation_blocks
from engine.reports.basis_table import model_from, people_from, version_of
from engine.reports.company_document import company_document, company_health_document
from engine.reports.company_year_document import company_year_document
from engine.reports.compare_document import (
    compare_document,
    compared_told,
    people_table,
    told_of,
)
from engine.reports.compare_tables import compare_tables
from engine.reports.document import Block, Document, Table
from engine.reports.figure_tables import Figure, FigureTable
from engine.reports.figures_told import (
    company_year_told,
    figures_told,
    with_assumptions,
    year_told,
)
from engine.reports.fit_document import fit_document
from engine.reports.formats import FORMATS, write
from engine.reports.health_document import health_document
from engine.reports.html import styles, to_html_part
from engine.reports.import_report import import_report
from engine.reports.import_template import import_template, template_headings
from engine.reports.inline import one_line, runs
from engine.reports.legal_document import counted_table, legal_document, minimum_wage_table
from engine.reports.pay_statement import compared_statements, pay_statement
from engine.reports.policy_document import design_notes, policy_document
from engine.reports.projected import (
    CostLines,
    OfSet,
    Projected,
    as_known,
    assumed_of,
    cost_lines,
    edits_of,
    error_text,
    fewest_of_sets,
    legal_basis_of,
    line_name,
    of_sets,
    period_of,
)
from engine.reports.projected_months import projection_table, projection_told
from engine.reports.projection_document import projection_document
from engine.reports.statement_document import statement_document
from engine.reports.table_files import (
    MOST_ROWS,
    TABLE_WRITERS,
    csv_bytes,
    spreadsheet_csv_bytes,
    told_with,
    with_told,
)
from engine.reports.take_home import dead_zone_told
from engine.reports.word import without_times
from engine.reports.year_tables import (
    course_blocks,
    hold_out_blocks,
    range_blocks,
    shifted_blocks,
    year_blocks,
)

__all__ = [
    "FORMATS",
    "MOST_ROWS",
    "TABLE_WRITERS",
    "Block",
    "CostLines",
    "Document",
    "Figure",
    "FigureTable",
    "OfSet",
    "Projected",
    "Table",
    "as_known",
    "assumed_of",
    "backtest_document",
    "company_document",
    "company_health_document",
    "company_year_document",
    "company_year_told",
    "compare_document",
    "compare_tables",
    "compared_statements",
    "compared_told",
    "cost_lines",
    "counted_table",
    "course_blocks",
    "csv_bytes",
    "dead_zone_told",
    "design_notes",
    "edits_of",
    "error_text",
    "fewest_of_sets",
    "figures_told",
    "fit_document",
    "health_document",
    "hold_out_blocks",
    "import_report",
    "import_template",
    "legal_basis_of",
    "legal_document",
    "line_name",
    "minimum_wage_table",
    "model_from",
    "of_sets",
    "one_line",
    "pay_statement",
    "people_from",
    "people_table",
    "period_of",
    "policy_document",
    "projection_document",
    "projection_table",
    "projection_told",
    "range_blocks",
    "reconciliation_blocks",
    "runs",
    "shifted_blocks",
    "spreadsheet_csv_bytes",
    "statement_document",
    "styles",
    "template_headings",
    "to_html_part",
    "told_of",
    "told_with",
    "version_of",
    "with_assumptions",
    "with_told",
    "without_times",
    "write",
    "year_blocks",
    "year_told",
]
