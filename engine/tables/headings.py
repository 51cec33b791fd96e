"""Headings as they are compared, and those of columns that are none in the file.

What does not stand in a column of the file but in its title, its headings or the name of a sheet or
file becomes one under a name in brackets.
"""

from __future__ import annotations

import unicodedata

from engine.text import Phrases, Text, untranslated

FILE, SHEET, TITLE = "(file)", "(sheet)", "(title)"
"""Where the texts of a column come from. Titles that name different months have a column each,
(title) and (title 2)."""
NEXT_TITLE = "(title "
HEADING, VALUE = "(heading)", "(value)"
"""The months that stand side by side as headings, and what stands below where no heading says."""
ACROSS, BLOCK = "(across)", "(block)"
"""Headings that became rows, as the names of people side by side; names that stand above the rows
they are of."""


_PLACES = (FILE, SHEET, TITLE, HEADING, VALUE, ACROSS, BLOCK)
_phrase = Phrases("column_without_heading")


def heading_text(heading: str) -> Text:
    """A heading as it stands in the file, or where the texts of its column stand."""
    if heading in _PLACES:
        return _phrase(heading[1:-1])
    number = heading.removeprefix(NEXT_TITLE).removesuffix(")")
    if number.isdecimal() and heading == f"{NEXT_TITLE}{number})":
        return _phrase("titles", number=number)
    return untranslated(heading)


def plain(heading: str) -> str:
    """A heading without case, width, blanks and invisible characters."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")


def place_of(heading: str) -> str:
    """Where a column stands that is none in the file: FILE, SHEET, TITLE, or HEADING; "" for those
    of the file."""
    if heading.startswith(NEXT_TITLE):
        return TITLE
    return heading if heading in (FILE, SHEET, TITLE, HEADING) else ""


def title_heading(number: int) -> str:
    """The heading of the column of a title, counted from 0."""
    return TITLE if number == 0 else f"{NEXT_TITLE}{number + 1})"
