"""A plan file as text that remembers its comments: read, change by path, write back."""

from __future__ import annotations

import copy
import io
import json
import re
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from engine.text import Problem, Refused
from engine.yaml_files.syntax_problems import DEEPEST, syntax_problem, too_deep

LARGEST = 300_000
MOST_ENTRIES = 100_000
"""Entries with those that aliases repeat: a short text can stand for an endless plan."""


class Document:
    """A YAML mapping with its comments, order and line numbers."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        if len(text) > LARGEST:
            raise Refused([Problem("file_too_large", {"largest": LARGEST}, file)])
        if line := too_deep(text):
            raise Refused([Problem("yaml_deep", {"most": DEEPEST}, file, line)])
        try:
            data = _yaml().load(text)
        except (YAMLError, RecursionError, ValueError) as error:
            raise Refused([syntax_problem(error, text, file)]) from None
        if not isinstance(data, CommentedMap):
            raise Refused([Problem("not_a_mapping", {}, file, 1)])
        if _entries(data, MOST_ENTRIES) < 0:
            raise Refused([Problem("file_too_large", {"largest": LARGEST}, file)])
        self.data: CommentedMap = data
        self._moved: tuple[tuple[int, int], ...] = ()

    @classmethod
    def read(cls, path: Path) -> Document:
        """Reads a file. Raises Refused where it is missing or is no YAML mapping."""
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise Refused([Problem("no_file", {}, str(path))]) from None
        except (OSError, UnicodeDecodeError) as error:
            raise Refused([Problem("unreadable", {"found": str(error)}, str(path))]) from None
        return cls(text, path.name)

    @classmethod
    def of(cls, content: Mapping[str, Any], file: str) -> Document:
        """A document without comments that holds a plan's content."""
        stream = io.StringIO()
        _yaml().dump(dict(content), stream)
        return cls(stream.getvalue(), file)

    @classmethod
    def holding(cls, content: Mapping[str, Any], file: str) -> Document:
        """The same without ever being text, and so without lines, for content that was read before
        and is changed or written by the program: a few milliseconds instead of a hundred."""
        document = cls.__new__(cls)
        document.file, document._moved = file, ()
        document.data = _as_read(content)
        return document

    def text(self) -> str:
        """The document as it would be written."""
        stream = io.StringIO()
        _yaml().dump(self.data, stream)
        return stream.getvalue()

    def line(self, *path: str) -> int | None:
        """The line of the entry at a path, or of the nearest one above it. Items of a list are
        counted from "1"."""
        here: Any = self.data
        found = 1
        for key in path:
            if isinstance(here, CommentedSeq):
                if not key.isdigit() or not 1 <= int(key) <= len(here):
                    break
                if here.lc.data:
                    found = here.lc.item(int(key) - 1)[0] + 1
                here = here[int(key) - 1]
                continue
            if not isinstance(here, CommentedMap) or key not in here:
                break
            if key in (here.lc.data or {}):
                found = here.lc.key(key)[0] + 1
            here = here[key]
        for after, by in self._moved:
            found += by if found > after else 0
        return found

    def copy(self) -> Document:
        """A document of its own with the same content and comments."""
        twin = copy.copy(self)
        twin.data = copy.deepcopy(self.data)
        return twin

    def respelled(self, text: str, path: tuple[str, ...], value: object) -> _Respelled | None:
        """The document and its text after another scalar is put at a path, in a few milliseconds.

        `text` is what this document was read from. None where the value stands in a form that only
        writing all of the document anew can change.
        """
        *above, key = path
        here: Any = self.data
        twin = copy.copy(self)
        twin.data = entries = self.data.copy()
        for name in above:
            here = here.get(name)
            if not isinstance(here, CommentedMap):
                return None
            entries[name] = here.copy()
            entries = entries[name]
        first = self.line(*path)
        spelled = _spelled(value)
        if spelled is None or first is None or here.fa.flow_style() or key not in here:
            return None
        if key not in (here.lc.data or {}):
            return None
        column = here.lc.key(key)[1]
        lines = text.split("\n")
        head, last = f"{lines[first - 1][:column]}{key}:", _end_of_entry(lines, first, column)
        old = lines[first - 1 : last]
        if not old[0].startswith(head + " ") or any("#" in line for line in old):
            return None
        if old[0][len(head) :].lstrip()[:1] in _NO_SCALARS:
            return None
        indent = " " * (column + 2)
        new = [f"{head} {spelled[0]}", *(indent + line if line else "" for line in spelled[1:])]
        entries[key] = value
        twin._moved = (*self._moved, (last, len(new) - len(old)))
        return "\n".join([*lines[: first - 1], *new, *lines[last:]]), twin


_Respelled = tuple[str, Document]
_NO_SCALARS = ("&", "*", "!", "{", "[")
_LONG = 92
_PLAIN = re.compile(r"(?!true\b|false\b|null\b|yes\b|no\b|on\b|off\b)[A-Za-z(][^\n#]*", re.I)


def _end_of_entry(lines: list[str], first: int, column: int) -> int:
    """The last line of the entry that begins on line `first` (from 1) at a column."""
    last = first
    for number, line in enumerate(lines[first:], first + 1):
        if line.strip():
            if len(line) - len(line.lstrip(" ")) <= column:
                break
            last = number
    return last


def _spelled(value: object) -> list[str] | None:
    """A scalar as the lines of YAML after its key; None for what is no scalar."""
    if value is None or isinstance(value, bool | int | float):
        return [json.dumps(value)]
    if not isinstance(value, str):
        return None
    if "\n" in value and value == value.strip() and not re.search(r"[ \t]\n", value):
        return ["|-", *value.split("\n")]
    if _PLAIN.fullmatch(value) and value == value.rstrip(" :") and ": " not in value:
        if len(value) <= _LONG:
            return [value]
        folded = textwrap.wrap(value, _LONG, break_long_words=False, break_on_hyphens=False)
        if " ".join(folded) == value:
            return [">-", *folded]
    return [json.dumps(value, ensure_ascii=False)]


def _entries(value: Any, left: int) -> int:
    """How many more entries would be allowed after those of a value; below 0 for too many."""
    waiting = [value]
    while waiting and left >= 0:
        value = waiting.pop()
        left -= 1
        if isinstance(value, Mapping):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return left


def replace_in_place(old: Any, new: Any) -> Any:
    """`new` as a document holds it, but keeping the comments of what stays of `old`."""
    if isinstance(old, CommentedMap) and isinstance(new, Mapping):
        for key in [key for key in old if key not in new]:
            del old[key]
        has_more = any(key not in old for key in new)
        for key, value in new.items():
            old[key] = replace_in_place(old.get(key), value)
        if has_more and list(old) != list(new):
            for key in new:
                old.move_to_end(key)
        return old
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for i, value in enumerate(new):
            old[i] = replace_in_place(old[i], value)
        return old
    return old if type(old) is type(new) and old == new else _as_read(new)


def _as_read(value: Any) -> Any:
    """A value as if it had been read from a file, in which figures stand on one line."""
    if isinstance(value, Mapping):
        return CommentedMap((key, _as_read(one)) for key, one in value.items())
    if not isinstance(value, list | tuple):
        return value
    items = CommentedSeq(map(_as_read, value))
    if all(isinstance(item, int | float | list) for item in items):
        items.fa.set_flow_style()
    return items


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
