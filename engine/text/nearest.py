"""Which name was meant."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like `name`, whatever its case and width, or nothing."""
    plain = {_plain(one): one for one in reversed(list(known))}
    close = difflib.get_close_matches(_plain(name), list(plain)[::-1], n=1, cutoff=0.6)
    return plain[close[0]] if close else ""


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
