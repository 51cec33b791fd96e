"""A plan file as text that remembers its comments: read, change by path, write back."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from engine.messages import Problem, Refused

LARGEST = 1_000_000
MOST_ENTRIES = 100_000
"""Entries with those that aliases repeat: a short text can stand for an endless plan."""


class Document:
    """A YAML mapping with its comments, order and line numbers."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        if len(text) > LARGEST:
            raise Refused([Problem("file_too_large", {"largest": LARGEST}, file)])
        try:
            data = _yaml().load(text)
        except MarkedYAMLError as error:
            mark = error.problem_mark
            line = mark.line + 1 if mark else None
            raise Refused([Problem("yaml", {"found": str(error.problem)}, file, line)]) from None
        except (YAMLError, RecursionError, ValueError) as error:
            raise Refused([Problem("yaml", {"found": str(error)}, file)]) from None
        if not isinstance(data, CommentedMap):
            raise Refused([Problem("not_a_mapping", {}, file, 1)])
        if _entries(data, MOST_ENTRIES) < 0:
            raise Refused([Problem("file_too_large", {"largest": LARGEST}, file)])
        self.data: CommentedMap = data

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

    def text(self) -> str:
        """The document as it would be written."""
        stream = io.StringIO()
        _yaml().dump(self.data, stream)
        return stream.getvalue()

    def line(self, *path: str) -> int | None:
        """The line of the entry at a path, or of the nearest one above it."""
        here: Any = self.data
        found: int | None = 1
        for key in path:
            if not isinstance(here, CommentedMap) or key not in here:
                break
            if key in (here.lc.data or {}):
                found = here.lc.key(key)[0] + 1
            here = here[key]
        return found


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
    """`new`, but keeping the comments of what stays of `old`."""
    if isinstance(old, CommentedMap) and isinstance(new, Mapping):
        for key in [key for key in old if key not in new]:
            del old[key]
        for key, value in new.items():
            old[key] = replace_in_place(old[key], value) if key in old else value
        return old
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for i, value in enumerate(new):
            old[i] = replace_in_place(old[i], value)
        return old
    return old if type(old) is type(new) and old == new else new


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
