"""A name for formulas, made of what something is called; Chinese is spelled in pinyin."""

from __future__ import annotations

import re
import unicodedata
from keyword import iskeyword

LONGEST = 40


def spelled(label: str, otherwise: str) -> str:
    """The label in letters, digits and underscores; begins with `otherwise` where these alone are
    no name."""
    plain = unicodedata.normalize("NFKD", label)
    latin = plain if plain.isascii() else _in_pinyin(plain)
    words = re.findall("[a-z0-9]+", latin.encode("ascii", "ignore").decode().lower())
    name = "_".join(words)[:LONGEST].strip("_")
    is_name = name.isidentifier() and not iskeyword(name)
    return name if is_name else "_".join(filter(None, (otherwise, name)))


def _in_pinyin(text: str) -> str:
    from pypinyin import lazy_pinyin  # 50 MB of dictionaries that few sessions need

    return " ".join(lazy_pinyin(text))
