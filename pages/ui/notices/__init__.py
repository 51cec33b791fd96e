"""What a page says in passing: what came of a save."""

from pages.ui.notices.save_notice import save_notice

__all__ = ["save_notice"]
