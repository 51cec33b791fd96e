"""Recipes that are kept: what differs between two of them in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.plan import catalogue, load_plan, samples
from engine.text import say
from engine.yaml_files import Document

Path = tuple[str, ...]
PARTS = frozenset(
    {
        *("table", "column", "columns", "constant", "by", "times", "values", "rule", "weight"),
        *("missing", "unread", "cells", "employee", "month", "year", "day_first", "file"),
        *("reading", "through", "fill_down", "ids", "blank", "unlinked", "twice", "first", "last"),
    }
)
"""What an entry of a recipe may be about; whatever else stands in a path is a name."""
_UNSAID = frozenset({"format", "unsure"})
_SECTIONS = frozenset({"tables", "columns", "further"})
_NOTHING = "—"


def describe_recipe(before: str, after: str, language: str) -> list[str]:
    """What differs between the texts of two recipes, a sentence each.

    Raises Refused where one is no YAML.
    """
    old, new = (dict(_entries((), Document(text, "").data)) for text in (before, after))
    labels = column_labels(str(new.get(("plan",), "")), language)
    return [
        say(
            language,
            "kept.recipe_entry",
            where=_where(path, labels, language),
            old=old.get(path, _NOTHING),
            new=new.get(path, _NOTHING),
        )
        for path in {**old, **new}
        if old.get(path) != new.get(path) and path[-1] not in _UNSAID
    ]


def _entries(path: Path, entry: Any) -> Iterator[tuple[Path, str]]:
    """Every value of a recipe with where it stands."""
    if isinstance(entry, Mapping):
        for key, value in entry.items():
            yield from _entries((*path, str(key)), value)
    elif isinstance(entry, list):
        yield path, " / ".join(map(str, entry))
    else:
        yield path, str(entry)


def column_labels(plan: str, language: str) -> dict[str, str]:
    """The labels of the plan's columns, where the plan is known."""
    if plan not in (*catalogue(), *samples()):
        return {}
    return {name: column.label[language] for name, column in load_plan(plan).facts.items()}


def _where(path: Path, labels: Mapping[str, str], language: str) -> str:
    """Where an entry stands, in words: the column or table, and what of it."""
    said = path[1:] if path[0] in _SECTIONS and len(path) > 1 else path
    names = []
    for place, part in enumerate(said):
        is_part = part in PARTS and (place > 0 or len(said) == 1)
        names.append(say(language, f"kept.recipe_{part}") if is_part else labels.get(part, part))
    return say(language, "place.comma").join(names)
