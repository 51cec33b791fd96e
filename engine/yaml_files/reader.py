"""Checked entries of a YAML file: what does not fit is noted with its line and replaced, so that
one reading finds every problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.text import LANGUAGES, MOST_PROBLEMS, Problem, Text, nearest
from engine.yaml_files.plain import Json, is_number, plain_json
from engine.yaml_files.yaml_document import Document


class Reader:
    """Reads entries by the path they stand under; `found` are the problems so far."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.found: list[Problem] = []

    # -- where things stand -----------------------------------------------------------------

    def column(self, path: tuple[str, ...]) -> str:
        """What a problem calls the entry at a path."""
        return ".".join(path)

    def line(self, path: tuple[str, ...]) -> int | None:
        """The line of the entry at a path, or of the nearest one above it."""
        return self.document.line(*path)

    # -- problems ---------------------------------------------------------------------------

    def problem(
        self, key: str, path: tuple[str, ...], value: str = "", /, **values: object
    ) -> None:
        """Notes a problem of the entry at a path."""
        self.add(Problem(key, values, value=value), path)

    def add(self, problem: Problem, path: tuple[str, ...], column: str | None = None) -> None:
        """Notes a problem that was found in the entry at a path, or in its part `column`."""
        named = self.column(path) if column is None else column
        placed = replace(problem, file=self.document.file, line=self.line(path), column=named)
        self.found.append(placed)

    def unknown(self, what: str, value: Json, known: Sequence[str], *path: str) -> None:
        """Notes that a name is none of the known ones, and which was meant."""
        if value is None:
            self.problem("missing_key", path, key=what)
        else:
            self.add(unknown_name(what, str(plain_json(value)), known), path)

    # -- entries ----------------------------------------------------------------------------

    def known_keys(self, data: Mapping[str, Json], known: Sequence[str], *path: str) -> None:
        """Notes the keys of an entry that nothing is known of."""
        unknown = [key for key in data if key not in known]
        for key in unknown[:MOST_PROBLEMS]:
            self.unknown("key", key, known, *path, str(key))
        if more := len(unknown[MOST_PROBLEMS:]):
            self.problem("more_problems", path, count=more)

    def mapping(self, data: Json, *path: str) -> Mapping[str, Json]:
        """Named entries; none where there is anything else."""
        if isinstance(data, Mapping):
            return data
        self.problem("not_entries", path, key=path[-1])
        return {}

    def section(self, name: str) -> list[tuple[str, Json]]:
        """The named entries of a section of the document, which may be missing or empty."""
        data = self.mapping(self.document.data.get(name) or {}, name)
        return [(str(key), entry) for key, entry in data.items()]

    def entries(self, name: str) -> list[tuple[str, Mapping[str, Json]]]:
        """Those of a section that hold named entries themselves; others are noted and left out."""
        found = []
        for key, entry in self.section(name):
            if isinstance(entry, Mapping):
                found.append((key, entry))
            else:
                self.problem("not_entries", (name, key), key=key)
        return found

    def sequence(self, name: str) -> list[Json]:
        """The list in a section of the document, which may be missing or empty."""
        data = self.document.data.get(name) or []
        if isinstance(data, list):
            return data
        self.problem("not_entries", (name,), key=name)
        return []

    # -- values -----------------------------------------------------------------------------

    def choice(self, what: str, data: Json, known: Sequence[str], *path: str) -> str:
        """The name given, or "" where it is none of the known ones."""
        if isinstance(data, str) and data in known:
            return str(data)
        self.unknown(what, data, known, *path)
        return ""

    def text(self, data: Json, *path: str) -> Text:
        """A text in all languages."""
        found = self.optional_text(data, *path)
        if found is None:
            self.problem("missing_key", path, key=path[-1])
            return dict.fromkeys(LANGUAGES, "")
        return found

    def optional_text(self, data: Json, *path: str) -> Text | None:
        """A text in all languages, or None where none is given."""
        if data is None:
            return None
        if not isinstance(data, Mapping) or any(language not in data for language in LANGUAGES):
            self.problem("two_languages", path, key=path[-1])
            return dict.fromkeys(LANGUAGES, str(data))
        return {language: str(data[language]) for language in LANGUAGES}

    def optional_number(self, data: Json, *path: str) -> float | None:
        """A number, or None where none is given."""
        if data is None or is_number(data):
            return None if data is None else float(data)
        self.problem("parameter_number", path, str(data))
        return None

    def number(self, data: Json, default: float, *path: str) -> float:
        """A number, or the default where none is given."""
        found = self.optional_number(data, *path)
        return default if found is None else found

    def flag(self, data: Json, *path: str) -> bool:
        """True or false."""
        if not isinstance(data, bool):
            self.problem("parameter_flag", path, str(data))
        return data is True


def unknown_name(what: str, name: str, known: Sequence[str]) -> Problem:
    """The problem of a name that is none of the known ones, of which there may be none."""
    values: dict[str, object] = {"what": what, "found": name}
    if not known:
        return Problem("none_to_choose", values)
    values |= {"nearest": nearest(name, known), "known": tuple(known)}
    return Problem("not_one_of", values)
