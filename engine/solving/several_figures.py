"""The best steps of several figures at once: a population of steps that evolves, then steps around
the best of them, one or two figures at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np
from scipy.optimize import differential_evolution

from engine.progress import Progress

Places = tuple[int, ...]
Merit = tuple[float, ...]

MEMBERS, GENERATIONS = 10, 24
"""How many members a figure the population has, and how often it is renewed at most."""
FEW_MEMBERS, FEW_GENERATIONS = 6, 8
"""The same where each of them takes long."""
FORBIDDEN = 1e15
"""What is not allowed is worse by so much than anything that is."""
WORST = 1e6
"""Nothing is further from what is allowed."""
SEED = 1
STRIDES = (8, 4, 2, 1)


def search_several(
    counts: Sequence[int],
    own: Places,
    merit: Callable[[Places], Merit],
    begun: Iterable[Places],
    is_slow: bool,
    progress: Progress,
) -> Places:
    """The best places found among so many of each figure; `begun` are places worth beginning with.
    The same is found every time."""
    known: dict[Places, Merit] = {}
    members = (FEW_MEMBERS if is_slow else MEMBERS) * len(counts)
    generations = FEW_GENERATIONS if is_slow else GENERATIONS
    most = members * (generations + 1)

    def look(places: Places) -> Merit:
        if places not in known:
            known[places] = merit(places)
            progress(min(0.8 * len(known) / most, 0.8))
        return known[places]

    def worth(x: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        over, *rest = look(tuple(round(float(value)) for value in x))
        if over > 0:
            return FORBIDDEN * (1 + min(over, WORST))
        return rest[0]

    seeds = [own, *begun]
    for places in seeds:
        look(places)
    draw = np.random.default_rng(SEED)
    drawn = draw.integers(0, np.array(counts), size=(max(members - len(seeds), 4), len(counts)))
    population = np.vstack([np.array(seeds, np.float64), drawn.astype(np.float64)])
    differential_evolution(
        worth,
        [(0, count - 1) for count in counts],
        init=population,
        integrality=np.ones(len(counts), np.bool_),
        maxiter=generations,
        rng=SEED,
        polish=False,
        tol=1e-8,
    )
    best = min(known, key=known.__getitem__)
    return _around(best, counts, look, progress)


def _around(
    best: Places, counts: Sequence[int], look: Callable[[Places], Merit], progress: Progress
) -> Places:
    """The best places that steps of one figure, or of two, lead to."""
    for i, stride in enumerate(STRIDES):
        progress(0.8 + 0.2 * i / len(STRIDES))
        while True:
            near = [_moved(best, move, counts) for move in _moves(len(counts), stride)]
            found = min((best, *near), key=look)
            if look(found) >= look(best):
                break
            best = found
    return best


def _moves(count: int, stride: int) -> Iterator[dict[int, int]]:
    """Steps of one figure, and of two of which at least one goes as far as `stride`."""
    far, both = (stride, -stride), dict.fromkeys((stride, -stride, 1, -1))
    for one in range(count):
        yield from ({one: step} for step in far)
    for one, other in combinations(range(count), 2):
        yield from ({one: a, other: b} for a in both for b in both if a in far or b in far)


def _moved(places: Places, move: dict[int, int], counts: Sequence[int]) -> Places:
    return tuple(
        min(max(place + move.get(i, 0), 0), counts[i] - 1) for i, place in enumerate(places)
    )
