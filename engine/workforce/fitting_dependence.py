"""How measures hang together: for what stays with people, and for their months."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.workforce.fitting_months import Parts, Rows

Numbers = NDArray[np.float64]

STRONGEST = 0.97
LEAST = 0.02
"""A part of the variance below it is too small to go along with anything."""
LOWEST = 0.01
"""The smallest eigenvalue that a matrix is given."""


def correlations(measures: Sequence[Parts], rows: Rows) -> tuple[Numbers, Numbers]:
    """The latent correlations of what stays with people, and of their months, both positive
    definite. What chance alone could make of so few people is drawn towards 0.
    """
    size = len(measures)
    lasting, monthly = np.eye(size), np.eye(size)
    count = np.bincount(rows.person, minlength=rows.people).astype(float)
    pairs = float((count * (count - 1)).sum())
    sums = [np.bincount(rows.person, m.residual, rows.people) for m in measures]
    people = int((count > 0).sum())
    for j in range(size):
        for k in range(j):
            a, b = measures[j], measures[k]
            together = float(a.residual @ b.residual)
            across = (float(sums[j] @ sums[k]) - together) / pairs if pairs else 0.0
            same = together / a.residual.size
            if a.held and b.held:
                across = same
            person_j, person_k = a.person + a.unit, b.person + b.unit
            own = _ratio(same - across, a.own, b.own, a.residual.size)
            shared = _ratio(across, person_j, person_k, people)
            if shared is None:
                shared = own if own is not None else 0.0
            if own is None:
                own = shared
            lasting[j, k] = lasting[k, j] = shared
            monthly[j, k] = monthly[k, j] = own
    return definite(lasting), definite(monthly)


def definite(matrix: Numbers) -> Numbers:
    """The nearest correlations that do not contradict each other."""
    if not len(matrix):
        return matrix
    for _ in range(20):
        values, vectors = np.linalg.eigh(matrix)
        if values[0] >= LOWEST:
            break
        raised = (vectors * np.maximum(values, 2 * LOWEST)) @ vectors.T
        scale = np.sqrt(np.diag(raised))
        matrix = raised / np.outer(scale, scale)
    return np.asarray(np.round((matrix + matrix.T) / 2, 4))


def _ratio(covariance: float, first: float, second: float, observations: int) -> float | None:
    if min(first, second) < LEAST:
        return None
    found = float(np.clip(covariance / np.sqrt(first * second), -STRONGEST, STRONGEST))
    chance = 1 / max(observations * found**2, 1e-12)
    return found * max(0.0, 1 - chance)
