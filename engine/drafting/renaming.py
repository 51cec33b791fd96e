"""Where a plan's text mentions a name, and giving a name up for another one everywhere.

Works on the text of formulas, so that it also helps where a formula is not finished yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from ruamel.yaml.comments import CommentedMap

from engine.plan import ROLES, TENURE
from engine.yaml_files import Document

_TOKEN = re.compile(
    r"""(?P<text>"[^"]*"?|'[^']*'?) | (?P<name>(?<![\w.])[A-Za-z_]\w*) (?!\s*\() (?!\s*=(?!=))""",
    re.VERBOSE,
)


def uses(document: Document, section: str, name: str) -> list[tuple[str, ...]]:
    """The places that mention a column, parameter, line or persona, as paths into the document."""
    return [path for path, _ in _mentions(document.data, section, name)]


def rename(document: Document, section: str, old: str, new: str) -> None:
    """Gives an entry another name, in place, in order, comments kept; whatever mentions it
    follows. The caller has seen to it that `new` is free."""
    for _, replace in list(_mentions(document.data, section, old)):
        replace(new)
    _rename_key(document.data[section], old, new)


def renamed(formula: str, old: str, new: str) -> str:
    """A formula with another name for a name; texts in quotes and names of arguments stay."""
    return _TOKEN.sub(lambda m: new if m["name"] == old else m.group(0), formula)


def mentions(formula: str, name: str) -> bool:
    """Whether a formula mentions a name, finished or not."""
    return any(m["name"] == name for m in _TOKEN.finditer(formula))


_Replace = Callable[[str], None]


def _mentions(data: Any, section: str, name: str) -> Iterator[tuple[tuple[str, ...], _Replace]]:
    """Each mention with what replaces it by another name."""
    if section == "personas":
        yield from _colleagues(data, name)
        return
    for line, entry in _entries(data, "lines"):
        for role in ROLES:
            formula = entry.get(role)
            if isinstance(formula, str) and mentions(formula, name):
                yield ("lines", line, role), _formula(entry, role, name)
    if section == "facts":
        for parameter, entry in _entries(data, "parameters"):
            if entry.get("by") == name:
                yield ("parameters", parameter, "by"), _value(entry, "by")
        curve = data.get("curve")
        if isinstance(curve, CommentedMap):
            for key in ("move", "against", "rising_from"):
                if curve.get(key) == name:
                    yield ("curve", key), _value(curve, key)
            if isinstance(curve.get("who"), CommentedMap) and name in curve["who"]:
                yield ("curve", "who", name), _key(curve["who"], name)
        for persona, entry in _entries(data, "personas"):
            facts = entry.get("facts")
            if isinstance(facts, CommentedMap) and name in facts:
                yield ("personas", persona, "facts", name), _key(facts, name)
    if section == "parameters":
        for place, rule in enumerate(data.get("adds_up") or ()):
            names = rule.get("parameters") if isinstance(rule, CommentedMap) else None
            if isinstance(names, list) and name in names:
                yield ("adds_up", str(place)), _item(names, name)


def _colleagues(data: Any, name: str) -> Iterator[tuple[tuple[str, ...], _Replace]]:
    people = {k for k, entry in _entries(data, "facts") if entry.get("kind") == "person"}
    for persona, entry in _entries(data, "personas"):
        facts = entry.get("facts")
        for column in people if isinstance(facts, CommentedMap) else ():
            value = facts.get(column)
            if value == name:
                yield ("personas", persona, "facts", column), _value(facts, column)
            elif isinstance(value, list) and name in value:
                yield ("personas", persona, "facts", column), _item(value, name)


def _entries(data: Any, section: str) -> Iterator[tuple[str, CommentedMap]]:
    entries = data.get(section)
    if isinstance(entries, CommentedMap):
        for key, entry in entries.items():
            if isinstance(entry, CommentedMap):
                yield str(key), entry


def _formula(entry: CommentedMap, role: str, old: str) -> _Replace:
    def replace(new: str) -> None:
        text = entry[role]
        entry[role] = type(text)(renamed(text, old, new))

    return replace


def _value(entry: CommentedMap, key: str) -> _Replace:
    def replace(new: str) -> None:
        entry[key] = new

    return replace


def _key(entry: CommentedMap, key: str) -> _Replace:
    return lambda new: _rename_key(entry, key, new)


def _item(items: list[Any], old: str) -> _Replace:
    def replace(new: str) -> None:
        items[:] = [new if item == old else item for item in items]

    return replace


def _rename_key(entries: CommentedMap, old: str, new: str) -> None:
    place = list(entries).index(old)
    comment = entries.ca.items.pop(old, None)
    value = entries.pop(old)
    entries.insert(place, new, value)
    if comment is not None:
        entries.ca.items[new] = comment


def may_be_renamed(section: str, name: str) -> bool:
    """Whether an entry's name is the plan's own choice."""
    return not (section == "facts" and name == TENURE)
