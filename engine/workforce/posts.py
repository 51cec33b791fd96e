"""The organisation that people work in: posts, the units they belong to, who reports to which post.

Posts stay when people go, so a joiner takes over the role, the team and the reports of whoever had
the post before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.workforce.model import Roles, Unit, Workforce

Positions = NDArray[np.intp]
Holders = NDArray[np.int32]

_GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class Posts:
    """`role[p]` is the position of post p's role among the model's roles; `unit[u][p]` numbers
    the units of level u from 0 and `units[u]` counts them; `lead[r][p]` is the post of role r
    that leads p's unit, -1 where r leads none. The first `head` posts are the head office. A post
    that is `kept` does not stand empty for long: those of which there is a fixed number, and those
    that lead.
    """

    role: Positions
    unit: Mapping[str, Positions]
    units: Mapping[str, int]
    lead: Mapping[str, Positions]
    head: int
    kept: NDArray[np.bool_]

    @property
    def count(self) -> int:
        """Number of posts."""
        return self.role.size


def lay_out(model: Workforce, count: int, rng: np.random.Generator, with_head: bool) -> Posts:
    """Lays out `count` posts. The roles there is only a fixed number of sit `with_head` alone, in
    a unit of their own at every level.
    """
    head = _head_office(model, count) if with_head else 0
    unit: dict[str, Positions] = {}
    units: dict[str, int] = {}
    for level in model.units.values():
        below = unit.get(level.of)
        members = count - head if below is None else units[level.of] - (head > 0)
        grouped = _grouped(members, level, rng)
        if head:
            grouped = np.concatenate([np.zeros(head if below is None else 1, np.intp), grouped + 1])
        units[level.id] = int(grouped[-1]) + 1
        unit[level.id] = grouped if below is None else grouped[below]
    role, lead = _roles(model.roles, unit, count, head)
    values = model.roles.values.values() if model.roles else ()
    lasting = [code for code, r in enumerate(values) if r.posts or r.leads]
    return Posts(role, unit, units, lead, head, np.isin(role, lasting))


def heads(roles: Roles, posts: Posts, holder: Holders) -> dict[str, Holders]:
    """Who holds the roles that there is only a fixed number of, by month: the first in service.

    `holder[t, p]` is the person in post p in month t, -1 while it is empty.
    """
    found = {}
    for code, role in enumerate(roles.values.values()):
        held = np.flatnonzero(posts.role[: posts.head] == code)
        if held.size:
            first = np.argmax(holder[:, held] >= 0, axis=1)
            found[role.id] = holder[np.arange(holder.shape[0]), held[first]]
    return found


def managers(roles: Roles, posts: Posts, holder: Holders, head: Mapping[str, Holders]) -> Holders:
    """Who the holder of each post reports to, `[months, posts]`, -1 for nobody.

    Whoever would report to an empty post reports to the one above it. `head` comes from `heads`.
    """

    def above(role: str, of: Positions) -> Holders:
        """The person of a role that each post in `of` has above it."""
        found = np.full((holder.shape[0], of.size), -1, np.int32)
        if role in head:
            found[:] = head[role][:, None]
        elif role in posts.lead:
            post = posts.lead[role][of]
            found = np.where(post < 0, found, holder[:, post])
        return (
            np.where(found < 0, above(roles.values[role].reports_to, of), found) if role else found
        )

    result = np.full(holder.shape, -1, np.int32)
    for code, role in enumerate(roles.values.values()):
        held = np.flatnonzero(posts.role == code)
        result[:, held] = above(role.reports_to, held)
    return result


def evenly(count: int) -> NDArray[np.float64]:
    """Numbers from 0 to 1 of which every stretch is spread evenly: multiples of the golden ratio.

    What is dealt out by them has its share among few as well as among many.
    """
    return np.asarray(np.arange(count) * _GOLDEN % 1.0, np.float64)


def _head_office(model: Workforce, count: int) -> int:
    fixed = sum(role.posts for role in model.roles.values.values()) if model.roles else 0
    return min(fixed, count)


def _grouped(members: int, level: Unit, rng: np.random.Generator) -> Positions:
    """Consecutive members in units of random size; a rest too small for a unit joins the last."""
    low, high = level.size
    sizes = rng.integers(low, high + 1, members // low + 1)
    ends = np.cumsum(sizes)
    ends = ends[ends <= members]
    if ends.size and members - ends[-1] < low:
        ends = ends[:-1]
    return np.searchsorted(ends, np.arange(members), side="right")


def _roles(
    roles: Roles | None, unit: Mapping[str, Positions], count: int, head: int
) -> tuple[Positions, dict[str, Positions]]:
    role = np.full(count, -1, dtype=np.intp)
    lead: dict[str, Positions] = {}
    if roles is None:
        return np.zeros(count, dtype=np.intp), lead
    wanted = [code for code, r in enumerate(roles.values.values()) for _ in range(r.posts)]
    role[:head] = wanted[:head]
    for code, r in enumerate(roles.values.values()):
        if r.leads:
            lead[r.id] = _lead(role, unit[r.leads], head)
            role[lead[r.id][lead[r.id] >= 0]] = code
    others = np.flatnonzero(role < 0)
    upto = np.cumsum([r.share for r in roles.values.values()])
    role[others] = np.searchsorted(upto, evenly(others.size) * upto[-1], side="right")
    return role, lead


def _lead(role: Positions, unit: Positions, head: int) -> Positions:
    """The first post of each post's unit that has no role yet; -1 in the head office."""
    free = head + np.flatnonzero(role[head:] < 0)
    first = np.full(unit.max() + 1, -1, dtype=np.intp)
    first[unit[free][::-1]] = free[::-1]
    result = first[unit]
    result[:head] = -1
    return result
