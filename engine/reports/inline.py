"""The inside of a text: characters that every format can hold, and which of them are a term."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from engine.text import END, TERM

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_LINE_END = re.compile(r"[^\S\n]*(?:\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029])\s*")
_UNSUITABLE = re.compile(
    r"[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)
"""Control characters, halves of characters, and what reverses the direction of the text after."""
_TERM = re.compile(f"{TERM}([^{TERM}{END}]*){END}")
_MARK = re.compile(f"[{TERM}{END}]")


class Run(NamedTuple):
    """Characters that are set alike; lines are parted by a line feed."""

    text: str
    term: bool


def runs(text: str) -> Iterator[Run]:
    """The text in runs, terms apart. Marks that are no pair are left out."""
    text = _UNSUITABLE.sub(UNKNOWN, _LINE_END.sub("\n", text).rstrip().replace("\t", " "))
    for place, part in enumerate(_TERM.split(text)):
        if part := _MARK.sub("", part):
            yield Run(part, term=place % 2 == 1)


def one_line(text: str) -> str:
    """The characters of a text in one line, terms not set apart."""
    return "".join(run.text for run in runs(text)).replace("\n", " ").strip()
