"""Documents and tables taken along as files."""

from pages.ui.documents.download_buttons import (
    TABLE_MIME,
    download_buttons,
    download_menu,
    table_name,
)
from pages.ui.documents.letter_box import letters_box, letters_button
from pages.ui.documents.paper_buttons import paper_buttons

__all__ = [
    "TABLE_MIME",
    "download_buttons",
    "download_menu",
    "letters_box",
    "letters_button",
    "paper_buttons",
    "table_name",
]
