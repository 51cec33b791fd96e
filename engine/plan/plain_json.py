"""Copies of values in plain Python, without what a YAML reader or a table adds to them."""

from __future__ import annotations

from collections.abc import Mapping

from engine.plan.shapes.value import Json


def plain(value: Json) -> Json:
    """A copy of a parameter's value in plain Python numbers, lists and dictionaries."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, int):
        return int(value)
    return float(value)


def plain_json(value: Json) -> Json:
    """A copy of a JSON value, texts included."""
    if isinstance(value, Mapping):
        return {str(k): plain_json(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain_json(v) for v in value]
    if value is None or isinstance(value, int | float):
        return plain(value)
    return str(value)
