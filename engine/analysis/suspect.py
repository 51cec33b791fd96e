"""A suspect for differences from what was paid: what it is, in words, and what it explains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.plan import Edit
from engine.text import Text
from engine.yaml_files import Json


@dataclass(frozen=True)
class Suspect:
    """Something that would make person-months agree to the fen that did not.

    `id` names it from run to run, `kind` what it is (parameter, pair, rounded_figure,
    category, plan, shift, rounding, cap, floor, proration, ratio, moved, unpaid, round_amount,
    same_amount, fen). `explains`
    person-months of the `of` that were open once the suspects before it were taken into account;
    `breaks` of those that agreed would not any more. `values` are other figures of parameters by
    id, on top of those that suspects before it name; none where it is no figure of the plan.
    `edits` make the plan pay so where the suspect holds, and as before in all other months and
    groups; none where no edits do. `also` are further figures that explain the very same.
    `people` are the employees it is about where it is not about everybody, and `months` the first
    and last month where it is not about all. `cells[month, person]` are the person-months that it
    explains.
    """

    id: str
    kind: str
    text: Text
    explains: int
    of: int
    breaks: int
    cells: NDArray[np.bool_] = field(repr=False, compare=False)
    values: Mapping[str, Json] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    also: tuple[Mapping[str, Json], ...] = ()
    people: tuple[str, ...] = ()
    months: tuple[int, int] | None = None
