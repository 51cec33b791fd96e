"""People who go over from one unit to another within the year: who leaves the one and who joins the
other a month later become one person with one id."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.companies.company import Company, Move
from engine.facts import Facts, category
from engine.plan import TENURE

Places = NDArray[np.intp]


def moved(company: Company, units: Mapping[str, Facts]) -> dict[str, Facts]:
    """The facts of units drawn on one calendar, in which as many people go over as the company's
    moves say: their share of the people of the source a year, spread over the months, as far as
    people leave there and others join here. Tenure goes on. Moves from or to other units than
    these are left out.
    """
    moves = sorted(
        (move for move in company.moves if move.source in units and move.target in units),
        key=lambda move: (move.source, move.target),
    )
    if not moves:
        return dict(units)
    people = {name: _Roster.of(facts) for name, facts in units.items()}
    due = {move: _due(move, company, units[move.source]) for move in moves}
    done = dict.fromkeys(moves, 0)
    months = min(facts.months for facts in units.values())
    for row in range(months - 1):
        for move in moves:
            source, target = people[move.source], people[move.target]
            wanted = int(due[move][row]) - done[move]
            rng = np.random.default_rng(_entropy(move, company.seed, row))
            done[move] += _go_over(source, target, row, wanted, rng)
    return {name: roster.facts(units[name]) for name, roster in people.items()}


def _due(move: Move, company: Company, facts: Facts) -> NDArray[np.float64]:
    """How many should have gone over by the end of each month; the fraction is left to chance, so
    that the share is met on average."""
    chance = np.random.default_rng(_entropy(move, company.seed, -1)).random()
    people = np.cumsum(facts.present.sum(axis=1))
    return np.floor(people * (move.share / 12) + chance)


def _entropy(move: Move, seed: int, row: int) -> tuple[int, int, int]:
    return seed, zlib.crc32(f"{move.source} {move.target}".encode()), row + 1


@dataclass
class _Roster:
    """The people of a unit, who of them is known under another id by now, and who is taken."""

    names: list[str]
    here: set[str]
    first: Places
    last: Places
    tenure: NDArray[np.float64]
    arrived: set[int]
    gone: set[int]

    @classmethod
    def of(cls, facts: Facts) -> _Roster:
        present = facts.present
        last = facts.months - 1 - np.argmax(present[::-1], axis=0)
        tenure = np.array(facts.numbers[TENURE])
        names = list(facts.employees)
        return cls(names, set(names), np.argmax(present, axis=0), last, tenure, set(), set())

    def facts(self, facts: Facts) -> Facts:
        """The facts under the new ids, in their order, with the tenure that goes on."""
        if not self.arrived:
            return facts
        order = np.array(sorted(range(len(self.names)), key=self.names.__getitem__), np.intp)
        place = np.empty(order.size + 1, np.int32)
        place[order] = np.arange(order.size, dtype=np.int32)
        place[-1] = -1
        numbers = {**facts.numbers, TENURE: self.tenure * facts.present}
        return replace(
            facts,
            employees=tuple(self.names[i] for i in order),
            present=np.ascontiguousarray(facts.present[:, order]),
            numbers={k: np.ascontiguousarray(v[:, order]) for k, v in numbers.items()},
            categories={
                k: category(c.values, np.ascontiguousarray(c.codes[:, order]))
                for k, c in facts.categories.items()
            },
            people={k: np.ascontiguousarray(place[v[:, order]]) for k, v in facts.people.items()},
            further={k: np.ascontiguousarray(v[:, order]) for k, v in facts.further.items()},
            origin=None,
        )


def _go_over(
    source: _Roster, target: _Roster, row: int, wanted: int, rng: np.random.Generator
) -> int:
    """Lets so many go over after a month, or as many as can; says how many did."""
    leaving = [
        int(place)
        for place in np.flatnonzero(source.last == row)
        if place not in source.gone and source.names[place] not in target.here
    ]
    joining = [
        int(place)
        for place in np.flatnonzero(target.first == row + 1)
        if place not in target.arrived
    ]
    count = max(0, min(wanted, len(leaving), len(joining)))
    pairs = zip(
        rng.permutation(leaving)[:count].tolist(),
        rng.permutation(joining)[:count].tolist(),
        strict=True,
    )
    for leaver, joiner in pairs:
        target.here.discard(target.names[joiner])
        target.names[joiner] = source.names[leaver]
        target.here.add(source.names[leaver])
        so_far = source.tenure[row, leaver] + 1 - target.tenure[row + 1, joiner]
        target.tenure[row + 1 :, joiner] += so_far
        source.gone.add(leaver)
        target.arrived.add(joiner)
    return count
