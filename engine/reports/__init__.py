"""What leaves Paycurve as a file or a document: tables, workbooks, the plan as a page to read."""

from engine.reports.policy_document import (
    DOCUMENT_WRITERS,
    Document,
    plan_document,
    styles,
    to_html_part,
)
from engine.reports.table_files import MOST_ROWS, TABLE_WRITERS, csv_bytes

__all__ = [
    "DOCUMENT_WRITERS",
    "MOST_ROWS",
    "TABLE_WRITERS",
    "Document",
    "csv_bytes",
    "plan_document",
    "styles",
    "to_html_part",
]
