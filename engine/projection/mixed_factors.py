"""How the random numbers of units go together: what hits several of them comes from one point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.projection.market_measures import carriers
from engine.projection.months_assumed import UnitOutlook
from engine.projection.question import Question

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Mixing:
    """How common factors of units come from one point: `shared` names what units swing together
    in, then each unit's own factors follow, in the order of their names. Every factor stays
    standard normal. `like` tells for each factor of a unit what it is alike in all units, such as
    "sales: level"; "" where it is not.
    """

    shared: tuple[str, ...]
    own: Mapping[str, tuple[str, ...]]
    like: Mapping[str, tuple[str, ...]]
    together: float

    @property
    def names(self) -> tuple[str, ...]:
        """All factors, in the order of a point."""
        return (*self.shared, *(f"{u}/{n}" for u, names in self.own.items() for n in names))

    def of_units(
        self, point: Array, fixed: Mapping[str, float] = MappingProxyType({})
    ) -> dict[str, Array]:
        """The factors of each unit at a point; those alike in all units may be `fixed`."""
        found = {}
        place = {name: i for i, name in enumerate(self.shared)}
        at = len(self.shared)
        for unit, names in self.own.items():
            values = point[at : at + len(names)].copy()
            at += len(names)
            for i, name in enumerate(self.like[unit]):
                if name in fixed:
                    values[i] = fixed[name]
                elif name in place:
                    values[i] *= np.sqrt(1 - self.together)
                    values[i] += np.sqrt(self.together) * point[place[name]]
            found[unit] = values
        return found


def mixing_of(question: Question, units: Mapping[str, UnitOutlook]) -> Mixing:
    """How the factors of the units of a question go together."""
    together = float(question.assumptions.value("swings_together"))
    like = {name: _alike(outlook) for name, outlook in units.items()}
    counts = Counter(name for names in like.values() for name in set(names) if name)
    shared = sorted((name for name, count in counts.items() if count > 1), key=_first_levels)
    return Mixing(
        tuple(shared),
        {name: units[name].future.factors for name in sorted(units)},
        like,
        together,
    )


def _alike(outlook: UnitOutlook) -> tuple[str, ...]:
    """What each factor of a unit is alike in all units; "" where it is the unit's alone."""
    kinds = {m: kind for kind, m in carriers(outlook.unit.plan, outlook.future.model).items()}
    split = (name.partition(": ") for name in outlook.future.factors)
    return tuple(
        f"{kinds[measure]}: {when}" if measure in kinds else "" for measure, _, when in split
    )


def _first_levels(name: str) -> tuple[int, str]:
    """Levels, then what all months have in common, then single months: the first numbers of a
    point fill the room of possibilities the most evenly."""
    when = name.partition(": ")[2]
    return {"level": 0, "all months": 1}.get(when, 2), name
