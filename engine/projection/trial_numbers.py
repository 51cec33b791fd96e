"""The random numbers of each trial: the same whatever the order, the workers or the plan.

Trials come in pairs, 2i and 2i + 1, which share what hits everyone and have people of their own.
What hits everyone comes from a sequence that fills the room of possibilities more evenly than
chance does, so that fewer trials say as much.
"""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray
from scipy import special
from scipy.stats import qmc

Numbers = NDArray[np.float64]

MOST_EVEN = qmc.Sobol.MAXDIM
"""Dimensions that a Sobol sequence has at most."""
_BITS = 30
_COMMON, _OWN = 1, 2


def common_points(dimension: int, seed: int, pairs: range) -> Numbers:
    """Standard normal values of what hits everyone, `[pairs, dimension]`: points of a scrambled
    Sobol sequence. Whoever asks for some pairs gets the same as whoever asks for all. Dimensions
    beyond those that the sequence has are left to plain chance."""
    if not dimension or not pairs:
        return np.zeros((len(pairs), dimension))
    if dimension > MOST_EVEN:
        rest = plain_points(dimension - MOST_EVEN, seed, pairs)
        return np.concatenate([common_points(MOST_EVEN, seed, pairs), rest], axis=1)
    rng = np.random.default_rng([seed, _COMMON])
    sequence = qmc.Sobol(dimension, scramble=True, bits=_BITS, rng=rng)
    points = sequence.random(1)  # the first on its own: only then is no number of points odd to it
    if pairs.start > 1:
        sequence.fast_forward(pairs.start - 1)
    if pairs.stop > 1:
        more = sequence.random(pairs.stop - max(pairs.start, 1))
        points = more if pairs.start else np.concatenate([points, more])
    return np.asarray(special.ndtri(points + 0.5 ** (_BITS + 1)), np.float64)


def plain_points(dimension: int, seed: int, pairs: range) -> Numbers:
    """The same by plain chance, to compare with."""
    own = (np.random.default_rng([seed, _COMMON, pair]) for pair in pairs)
    return np.array([rng.standard_normal(dimension) for rng in own]).reshape(len(pairs), dimension)


def own_entropy(seed: int, unit: str, trial: int) -> tuple[int, ...]:
    """What the random numbers of a trial's own people start from, in one unit."""
    return seed, _OWN, zlib.crc32(unit.encode()), trial
