"""People in groups: who takes part, what a group comes to, and who comes before whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.formula import exact
from engine.formula.functions.function import Array, Flags, Span

Groups = NDArray[np.integer] | None
"""The group of each person, and month; None where all are one."""


def taking_part(span: Span, among: Flags | None) -> Flags:
    """Who has a row, and is among those asked for."""
    return span.present if among is None else span.present & among


def codes(by: Groups, row: int, here: Flags) -> NDArray[np.intp]:
    """The group of everyone who takes part, as small whole numbers."""
    if by is None:
        return np.zeros(int(np.count_nonzero(here)), dtype=np.intp)
    own = by[row] if np.ndim(by) else by
    return np.broadcast_to(own, here.shape)[here].astype(np.intp)


def moves_between_groups(own_by: Groups) -> bool:
    """Whether one person is in several groups at several places [month, place]."""
    return own_by is not None and bool(np.ptp(own_by, axis=1).any())


def others_of_group(
    span: Span, person: int, by: Groups, among: Flags | None = None
) -> Iterator[tuple[int, Flags]]:
    """The rows in which a person is there, and who else takes part in the person's group."""
    taking = taking_part(span, among)
    for row in np.flatnonzero(span.present[:, person]):
        others = taking[row].copy()
        others[person] = False
        if by is not None:
            others &= by[row] == by[row, person]
        yield int(row), others


def sums(span: Span, groups: NDArray[np.integer], x: Array | Flags, count: int) -> Array:
    """The sum of each group of x, the first argument: added up in whole units where there are
    any, which is exact in any order."""
    units = exact.in_units(x, span.decimals[0])
    return np.asarray(np.bincount(groups, units, count) / exact.unit(span.decimals[0]))


def latest(marked: Flags) -> NDArray[np.intp]:
    """For each place in an order, the latest marked one up to it."""
    return np.maximum.accumulate(np.where(marked, np.arange(marked.size), 0))


def ordered(
    values: NDArray[Any], groups: NDArray[np.intp], unsure: float | None = None
) -> tuple[NDArray[np.intp], Flags, Flags]:
    """People by group, then falling value, equal ones by id: (order, starts a group, ties).

    Values that differ only by the error of binary arithmetic (`unsure`) are equal.
    """
    order = _sorted(values, groups)
    falling, own = values[order], groups[order]
    starts_group = np.ones(order.size, dtype=np.bool_)
    starts_group[1:] = own[1:] != own[:-1]
    if unsure is None:
        ties = exact.same_rank(falling)
    else:
        ties = np.zeros(order.size, dtype=np.bool_)
        ties[1:] = falling[:-1] - falling[1:] <= unsure
    ties &= ~starts_group
    tied = ties.copy()
    tied[:-1] |= ties[1:]
    places = np.flatnonzero(tied)
    before = np.cumsum(~ties)[places] * order.size  # keeps those of one tie together
    order[places] = np.sort(before + order[places]) - before
    return order, starts_group, ties


def _sorted(values: NDArray[Any], groups: NDArray[np.intp]) -> NDArray[np.intp]:
    """People by group, then falling value; equal ones in any order, but by id where they are no
    finite numbers, whose difference does not tell that they are equal."""
    order = np.argsort(-values)
    if not np.isfinite(values[order[[0, -1]]] if order.size else 0.0).all():  # NaN comes last
        order = np.argsort(-values, kind="stable")
    last = int(groups.max(initial=0))
    if last == 0:
        return order
    own = groups[order]
    # Few small numbers are counted into their places instead of compared.
    return order[np.argsort(own.astype(np.int16) if last < 2**15 else own, kind="stable")]
