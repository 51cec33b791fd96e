"""Sentences in several languages, kept in YAML files and named by key."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from functools import cache
from numbers import Integral, Real
from pathlib import Path

from babel import Locale
from ruamel.yaml import YAML

from engine.text.numbers import SPACE, number
from engine.text.spacing import closed_up

_BEFORE_PERCENT = re.compile(r"(?<=[0-9}]) (?=%)")

HOW_MANY = ("all", "draws", "fewest", "managers", "months", "most", "of", "people", "rows")
"""Names under which whole numbers say how many there are."""
BETWEEN = "list.nouns_between"
"""Under this key stands what parts the items of a list."""

Entry = str | Mapping[str, str]
"""A sentence with {blanks}, or one sentence for each plural form ("one", "other")."""


class Catalogue:
    """The sentences of a folder, {section: {name: entry}} in a file for each language.

    A key is section and name: "frame.language". A file is read once, when it is first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.entries = cache(self._read)
        """All entries of a language, by key."""

    def __contains__(self, key: str) -> bool:
        return key in self.entries("en")

    def say(self, language: str, key: str, /, **values: object) -> str:
        """The sentence `key` with its blanks filled in.

        A value that has a text in every language is taken in this one, and a tuple of values is
        said as a list, with what the folder says under BETWEEN. A number given as `count`
        chooses the plural form, and is written with thousands separators as are whole numbers given
        under the names of HOW_MANY. Raises KeyError for an
        unknown key or a blank without a value.
        """
        entry = self._entry(language, key)
        if not isinstance(entry, str):
            entry = entry[_plural_form(language, values["count"])]
        written = {name: self._written(value, name, language) for name, value in values.items()}
        return closed_up(entry.format_map(written))

    def _written(self, value: object, name: str, language: str) -> object:
        if isinstance(value, tuple):
            each = (str(self._written(one, name, language)) for one in value)
            return str(self._entry(language, BETWEEN)).join(each)
        if isinstance(value, Mapping):
            return value[language]
        if name == "count" and isinstance(value, Real):
            return number(float(value))
        if name in HOW_MANY and isinstance(value, Integral):
            return number(int(value))
        return value

    def _entry(self, language: str, key: str) -> Entry:
        entries = self.entries(language)
        if key not in entries:
            near = difflib.get_close_matches(key, entries, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise KeyError(f"no words for {key!r}{hint}")
        return entries[key]

    def _read(self, language: str) -> Mapping[str, Entry]:
        text = (self._folder / f"{language}.yaml").read_text(encoding="utf-8")
        sections = YAML(typ="safe").load(_BEFORE_PERCENT.sub(SPACE, text))
        return {
            f"{section}.{name}": entry
            for section, entries in sections.items()
            for name, entry in entries.items()
        }


def _plural_form(language: str, count: object) -> str:
    if not isinstance(count, Real):
        raise TypeError(f"a plural form is chosen by a number, not by {count!r}")
    return str(Locale(language).plural_form(float(count)))
