"""People that were drawn, put side by side as facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.facts import Category, Facts, category
from engine.workforce.measures import Crowd
from engine.workforce.model import TENURE, Unit, Workforce
from engine.workforce.posts import heads, managers

UNIT_DIGITS = 4

Codes = NDArray[np.intp]
Numbers = NDArray[np.float64]
_Kind = TypeVar("_Kind", bound=np.generic)


@dataclass(frozen=True)
class Block:
    """People who were drawn together, and their measures, hidden ones too."""

    crowd: Crowd
    numbers: Mapping[str, Numbers]


def assembled(
    model: Workforce, first: int, blocks: Sequence[Block], employees: tuple[str, ...], source: str
) -> Facts:
    """The blocks side by side, as facts of `employees` from the month number `first` on."""
    crowds = [block.crowd for block in blocks]
    present = _joined([crowd.careers.present for crowd in crowds])
    there = present.astype(np.float64)
    numbers = {TENURE: _joined([crowd.careers.tenure for crowd in crowds]) * there}
    categories = {}
    for level in model.units.values():
        values, codes = _units(level, crowds)
        categories[level.id] = _category(values, codes, present)
    for name, values in crowds[0].values.items():
        codes = _joined([np.broadcast_to(c.codes[name], c.careers.present.shape) for c in crowds])
        categories[name] = _category(values, codes, present)
    for measure in model.measures.values():
        if not measure.hidden:
            value = _joined([block.numbers[measure.id] for block in blocks])
            if measure.drawn and measure.drawn.is_rating:
                values = tuple(measure.drawn.shares)
                categories[measure.id] = _category(values, value.astype(np.intp), present)
            else:
                numbers[measure.id] = value * there
    people = (
        {model.roles.manager: _managers(model, crowds)}
        if model.roles and model.roles.manager
        else {}
    )
    return Facts(
        first=first,
        employees=employees,
        present=present,
        numbers=numbers,
        categories=categories,
        people=people,
        source=source,
    )


def _units(level: Unit, crowds: list[Crowd]) -> tuple[tuple[str, ...], Codes]:
    """The names of all units of a level, numbered through the blocks, and everybody's position."""
    codes, count = [], 0
    for crowd in crowds:
        own = crowd.posts.unit[level.id][crowd.careers.post]
        codes.append(np.broadcast_to(own + count, crowd.careers.present.shape))
        count += crowd.posts.units[level.id]
    return _unit_names(level.prefix, count), _joined(codes)


@cache
def _unit_names(prefix: str, count: int) -> tuple[str, ...]:
    return tuple(f"{prefix}{i:0{UNIT_DIGITS}d}" for i in range(1, count + 1))


def _managers(model: Workforce, crowds: list[Crowd]) -> NDArray[np.int32]:
    """Everybody's manager by month, as positions among all employees."""
    assert model.roles is not None
    found, offset = [], 0
    head: Mapping[str, NDArray[np.int32]] = {}
    for crowd in crowds:
        post, present = crowd.careers.post, crowd.careers.present
        holder = np.full((present.shape[0], crowd.posts.count), -1, np.int32)
        rows, persons = np.nonzero(present)
        holder[rows, post[persons]] = persons + offset
        head = head or heads(model.roles, crowd.posts, holder)
        above = managers(model.roles, crowd.posts, holder, head)[:, post]
        found.append(np.where(present, above, np.int32(-1)))
        offset += post.size
    return _joined(found)


def _category(values: tuple[str, ...], codes: Codes, present: NDArray[np.bool_]) -> Category:
    narrow = category(values, np.full(present.shape, len(values)))
    np.copyto(narrow.codes, codes, where=present, casting="same_kind")
    return narrow


def _joined(parts: Sequence[NDArray[_Kind]]) -> NDArray[_Kind]:
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)
