"""Documents and tables taken along as files."""

from pages.ui.documents.download_buttons import (
    TABLE_MIME,
    TABLE_NAMES,
    download_buttons,
    download_menu,
)
from pages.ui.documents.paper_buttons import paper_buttons

__all__ = ["TABLE_MIME", "TABLE_NAMES", "download_buttons", "download_menu", "paper_buttons"]
