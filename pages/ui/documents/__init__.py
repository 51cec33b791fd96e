"""Documents taken along as files."""

from pages.ui.documents.download_buttons import download_buttons, download_menu

__all__ = ["download_buttons", "download_menu"]
