"""Everything a formula of a draft may mention, as data for a field that completes by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from engine.drafting.completion import argument_text
from engine.drafting.draft import Draft
from engine.formula import CALENDAR, FUNCTIONS
from engine.plan import FIGURE_KEYS, ROLES, shapes
from engine.text import Refused, say, unit_name
from engine.yaml_files import Json


def vocabulary(draft: Draft, language: str) -> dict[str, Json]:
    """Names and functions with what they are called and do, in the language asked for, as JSON.

    `names`: {name, of (line, parameter, column), label, about, shape, values [[key, label]]}.
    `functions`: {name, of "function", about, takes [{name, text, kinds, optional, many}]}. Names
    are those of the text as it is, finished or not; a text that is no YAML mapping has none.
    """
    try:
        names = list(_names(draft.data, language))
    except Refused:
        names = []
    return {"names": names, "functions": _functions(language)}


def _names(data: Mapping[str, Any], language: str) -> Iterator[dict[str, Json]]:
    columns = dict(_entries(data, "facts"))
    for name, entry in _entries(data, "lines"):
        formula = next((str(entry[role]) for role in ROLES if role in entry), "")
        values = _labels(entry.get("values"), language)
        yield _name(name, "line", entry, language, about=formula, values=values)
    for name, entry in _entries(data, "parameters"):
        key = next((key for key in FIGURE_KEYS if key in entry), "")
        figures = entry.get(key)
        shape = shapes.shape_of(key, figures).argument() if key else ""
        by = columns.get(str(entry.get("by")), {})
        labels = dict(_labels(by.get("values"), language))
        keys = list(map(str, figures)) if isinstance(figures, Mapping) else []
        yield _name(
            name,
            "parameter",
            entry,
            language,
            about=unit_name(str(entry.get("unit") or ""), language),
            shape=shape,
            values=[[k, labels.get(k, k)] for k in keys],
        )
    for name, entry in columns.items():
        values = _labels(entry.get("values"), language)
        yield _name(name, "column", entry, language, values=values)
    for name in CALENDAR:
        label = say(language, f"formula.{name}")
        yield _name(name, "column", {"label": {language: label}}, language)


def _name(
    name: str,
    of: str,
    entry: Mapping[str, Any],
    language: str,
    about: str = "",
    shape: str = "",
    values: list[list[str]] | None = None,
) -> dict[str, Json]:
    labels = entry.get("label")
    label = str(labels.get(language, name)) if isinstance(labels, Mapping) else name
    return {
        "name": name,
        "of": of,
        "label": label,
        "about": about,
        "shape": shape,
        "values": values or [],
    }


@cache
def _functions(language: str) -> list[dict[str, Json]]:
    return [
        {
            "name": function.name,
            "of": "function",
            "about": function.sentence[language],
            "takes": [
                {
                    "name": argument.name,
                    "text": argument_text(argument),
                    "kinds": list(argument.kinds),
                    "optional": argument.optional,
                    "many": argument.many,
                }
                for argument in function.takes
            ],
        }
        for function in FUNCTIONS.values()
    ]


def _entries(data: Mapping[str, Any], section: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    entries = data.get(section)
    if isinstance(entries, Mapping):
        for name, entry in entries.items():
            if isinstance(entry, Mapping):
                yield str(name), entry


def _labels(values: Any, language: str) -> list[list[str]]:
    """The values of a category with their labels; without labels they stand for themselves."""
    if isinstance(values, list):
        return [[str(value), str(value)] for value in values]
    if not isinstance(values, Mapping):
        return []
    return [
        [str(key), str(text.get(language, key)) if isinstance(text, Mapping) else str(key)]
        for key, text in values.items()
    ]
