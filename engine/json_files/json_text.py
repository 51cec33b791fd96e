"""JSON read so that nothing in it is passed over: no entry stands twice, whatever its encoding."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from engine.text import Problem, Refused, decoded

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:]', re.DOTALL)


def read_json(file: Path) -> Any:
    """What a JSON file holds, in any encoding that tables are read in.

    Raises Refused where it is missing, cannot be read, holds no JSON or an entry twice.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise Refused([Problem("no_file", {}, str(file))]) from None
    except OSError as error:
        found = {"found": os.strerror(error.errno) if error.errno else type(error).__name__}
        raise Refused([Problem("not_read", found, str(file))]) from None
    return json_of_text(decoded(data, str(file)), str(file))


def json_of_text(text: str, file: str = "") -> Any:
    """The value that a text says. Raises Refused with the line where it is no JSON, and where an
    entry stands twice, of which others would take the last without a word."""
    try:
        return json.loads(text, object_pairs_hook=_entries)
    except _Twice:
        name, line = _second(text)
        raise Refused([Problem("entry_twice", {"name": name}, file, line)]) from None
    except json.JSONDecodeError as error:
        found = {"character": error.colno}
        raise Refused([Problem("json", found, file, error.lineno)]) from None
    except RecursionError:
        raise Refused([Problem("json_deep", {}, file)]) from None
    except ValueError:  # of a whole number with more digits than Python takes
        raise Refused([Problem("json_digits", {}, file)]) from None


class _Twice(Exception):
    """An entry stands twice in one object."""


def _entries(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice
    return found


def _second(text: str) -> tuple[str, int]:
    """The first entry of its object that stands there a second time, and on which line. The text is
    JSON as far as that."""
    names: list[set[str]] = []  # of each object that is open; a list has none
    last: re.Match[str] | None = None
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "{" | "[":
                names.append(set())
            case "}" | "]":
                names.pop()
            case ":" if last is not None:
                name: str = json.loads(last[0])
                if name in names[-1]:
                    return name, text.count("\n", 0, last.start()) + 1
                names[-1].add(name)
            case _:
                last = token
    raise AssertionError("no entry stands twice")
