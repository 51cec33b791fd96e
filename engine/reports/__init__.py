"""What leaves Paycurve as a file or a document: tables, workbooks, the plan as a page to read."""

from engine.reports.document import Document
from engine.reports.formats import FORMATS, write
from engine.reports.html import styles, to_html_part
from engine.reports.policy_document import policy_document
from engine.reports.table_files import MOST_ROWS, TABLE_WRITERS, csv_bytes

__all__ = [
    "FORMATS",
    "MOST_ROWS",
    "TABLE_WRITERS",
    "Document",
    "csv_bytes",
    "policy_document",
    "styles",
    "to_html_part",
    "write",
]
