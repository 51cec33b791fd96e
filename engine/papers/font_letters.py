"""Which letters the embedded fonts have, and what stands in for a letter that they lack."""

from __future__ import annotations

import math
import struct
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "data" / "fonts"
FAMILIES = {"en": ("Noto Sans CJK KR", "Noto Sans CJK SC"), "zh": ("Noto Sans CJK SC",)}
"""The fonts of a language: each letter is set in the first that has it."""
REGULAR = FONTS / "NotoSansCJKsc-Regular.otf"
STAND_IN = "\N{GETA MARK}"
"""What Chinese setters put where a letter is missing: 〓."""
_SPACES = {"\u2009": "\u00a0", "\u202f": "\u00a0", "\t": " "}
"""Spaces that fonts do not have, as the ones they have."""


@dataclass
class Letters:
    """Makes texts of letters that the fonts have, and remembers the ones they lack."""

    lacking: set[str] = field(default_factory=set)

    def settable(self, text: str) -> str:
        """The text with 〓 for each letter that cannot be set; what is never seen is left out."""
        known = covered()
        if all(letter in known or letter == "\n" for letter in text):
            return text
        return "".join(self._letters(unicodedata.normalize("NFC", text)))

    def _letters(self, text: str) -> Iterator[str]:
        known = covered()
        for letter in text:
            letter = _SPACES.get(letter, letter)
            if letter in known or letter == "\n":
                yield letter
            elif not _is_unseen(letter):
                self.lacking.add(letter)
                yield STAND_IN


@cache
def covered() -> Mapping[str, float]:
    """The letters of the regular font, which has all that the bold one has, and how far each
    advances as a share of the size of letters."""
    font = REGULAR.read_bytes()
    (em,) = struct.unpack_from(">H", font, _table(font, b"head") + 18)
    (measured,) = struct.unpack_from(">H", font, _table(font, b"hhea") + 34)
    metrics = _table(font, b"hmtx")
    return {
        chr(code): struct.unpack_from(">H", font, metrics + 4 * min(glyph, measured - 1))[0] / em
        for code, glyph in _coded(font)
    }


def length(text: str, size: float) -> float:
    """How long a line of text is, in the unit of the size of its letters."""
    known = covered()
    return size * math.fsum(known.get(letter, 1.0) for letter in text)


def _is_unseen(letter: str) -> bool:
    """Joiners, marks of byte order, and selectors of another shape of the letter before."""
    return unicodedata.category(letter) == "Cf" or unicodedata.name(letter, "").startswith(
        "VARIATION SELECTOR"
    )


def _coded(font: bytes) -> Iterator[tuple[int, int]]:
    """The code points of an OpenType font with their glyphs: groups from a first to a last (format
    12 of `cmap`)."""
    table = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, table + 2)
    for entry in range(count):
        (offset,) = struct.unpack_from(">I", font, table + 4 + 8 * entry + 4)
        kind, _, _, _, groups = struct.unpack_from(">HHIII", font, table + offset)
        if kind == 12:
            for group in range(groups):
                place = table + offset + 16 + 12 * group
                first, last, glyph = struct.unpack_from(">III", font, place)
                yield from ((code, glyph + code - first) for code in range(first, last + 1))
            return
    raise ValueError("a font without a table of letters")


def _table(font: bytes, name: bytes) -> int:
    """Where one of the tables of a font begins."""
    (count,) = struct.unpack_from(">H", font, 4)
    for entry in range(count):
        found, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * entry)
        if found == name:
            return int(offset)
    raise ValueError(f"a font without {name!r}")
