"""Why one person is paid so in one month, for every page that shows it."""

from pathlib import Path

from engine.reports import styles
from pages.ui.statement.opening_statement import PERSON, PROPOSED, TAB, open_statement
from pages.ui.statement.statement_page import statement_page

_OWN = Path(__file__).with_name("statement.css").read_text(encoding="utf-8")
STYLE = f"{styles()}{_OWN}"
"""The style sheet of statements and of parts of documents."""

__all__ = ["PERSON", "PROPOSED", "STYLE", "TAB", "open_statement", "statement_page"]
