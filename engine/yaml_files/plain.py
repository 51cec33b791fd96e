"""Values as JSON and YAML have them, and copies of them in plain Python."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, TypeGuard

Json = Any
"""A value as JSON and YAML have it."""


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is a number that calculations can hold."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= sys.float_info.max


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


def in_order_of(known: Json, value: Json) -> Json:
    """The same value with the entries that `known` has in the order in which that has them."""
    if not isinstance(known, Mapping) or not isinstance(value, Mapping):
        return value
    names = [*(name for name in known if name in value), *(n for n in value if n not in known)]
    return {name: in_order_of(known.get(name), value[name]) for name in names}


def plain_json(value: Json) -> Json:
    """A copy of a JSON value, texts included."""
    if isinstance(value, Mapping):
        return {str(k): plain_json(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain_json(v) for v in value]
    if value is None or isinstance(value, int | float):
        return plain(value)
    return str(value)
