"""The parts of the page about what is kept between runs: a list, one item, all of it as a file."""

from pathlib import Path

from pages.ui.saved.export_import import brought, export_and_import, nothing_yet
from pages.ui.saved.item_detail import detail
from pages.ui.saved.item_list import listing
from pages.ui.saved.saved_heading import heading

STYLE = Path(__file__).with_name("saved.css")

__all__ = [
    "STYLE",
    "brought",
    "detail",
    "export_and_import",
    "heading",
    "listing",
    "nothing_yet",
]
