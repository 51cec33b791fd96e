"""Facts of many people, made of those of a few."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.facts import Category, Facts


def several(facts: Facts, times: int) -> Facts:
    """Everybody so many times, each lot under managers of its own."""

    def tiled(array: np.ndarray) -> np.ndarray:
        return np.tile(array, (1, times))

    lots = np.repeat(np.arange(times), facts.size) * facts.size
    return replace(
        facts,
        employees=tuple(f"{lot:04d}-{who}" for lot in range(times) for who in facts.employees),
        present=tiled(facts.present),
        numbers={name: tiled(column) for name, column in facts.numbers.items()},
        categories={
            name: Category(category.values, tiled(category.codes))
            for name, category in facts.categories.items()
        },
        people={
            name: np.where(tiled(column) < 0, -1, tiled(column) + lots).astype(np.int32)
            for name, column in facts.people.items()
        },
        further={},
        origin=None,
    )
