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

_SECTION = re.compile(r"^([a-z_]+):\n", re.MULTILINE)
_BEFORE_PERCENT = re.compile(r"(?<=[0-9}]) (?=%)")

HOW_MANY = ("all", "draws", "fewest", "managers", "months", "most", "of", "people", "rows")
"""Names under which whole numbers say how many there are."""
BETWEEN = "list.nouns_between"
"""Under this key stands what parts the items of a list."""

Entry = str | Mapping[str, str]
"""A sentence with {blanks}, or one sentence for each plural form ("one", "other")."""


class Catalogue:
    """The sentences of a folder, {section: {name: entry}} in a file for each language.

    A key is section and name: "frame.language". A section begins with its name at the left edge of
    the file, and is read once, when it is first needed: reading all would be most of a start.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sections = cache(self._split)
        self.section = cache(self._read)
        """The entries of a language and section, by name; none where there is no such section."""

    def __contains__(self, key: str) -> bool:
        return self._found("en", key) is not None

    def entries(self, language: str) -> Mapping[str, Entry]:
        """All entries of a language, by key."""
        return {
            f"{section}.{name}": entry
            for section in self._sections(language)
            for name, entry in self.section(language, section).items()
        }

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
        entry = self._found(language, key)
        if entry is None:
            near = difflib.get_close_matches(key, self.entries(language), n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise KeyError(f"no words for {key!r}{hint}")
        return entry

    def _found(self, language: str, key: str) -> Entry | None:
        section, _, name = key.partition(".")
        return self.section(language, section).get(name)

    def _read(self, language: str, section: str) -> Mapping[str, Entry]:
        text = self._sections(language).get(section, "")
        entries: Mapping[str, Entry] = YAML(typ="safe").load(_BEFORE_PERCENT.sub(SPACE, text)) or {}
        return entries

    def _split(self, language: str) -> Mapping[str, str]:
        """The text below the name of each section."""
        text = (self._folder / f"{language}.yaml").read_text(encoding="utf-8")
        _, *found = _SECTION.split(text)
        return dict(zip(found[::2], found[1::2], strict=True))


def _plural_form(language: str, count: object) -> str:
    if not isinstance(count, Real):
        raise TypeError(f"a plural form is chosen by a number, not by {count!r}")
    return str(Locale(language).plural_form(float(count)))
