"""What people are by chance: the values of their attributes, and how soon they leave."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import special

from engine.workforce.model import Attribute, Workforce
from engine.workforce.posts import Posts
from engine.workforce.staying import Careers

Codes = NDArray[np.intp]
Numbers = NDArray[np.float64]


def weight_of(model: Workforce, posts: Posts) -> Numbers:
    """How much sooner than others the people of each post leave."""
    if not model.roles:
        return np.ones(posts.count)
    return np.array([role.leaving for role in model.roles.values.values()])[posts.role]


def weakness_of(model: Workforce, person: Numbers) -> Numbers:
    """How much sooner than others each person leaves or is put down, 1 on average; `person` is
    what stays with people, `[measures, people]`."""
    career = model.career
    if not career.ability:
        return np.ones(person.shape[1])
    names = [measure.id for measure in model.drawn]
    log = np.log(career.weaker)
    return np.asarray(np.exp(-log * person[names.index(career.ability)] - log**2 / 2))


def positions(shares: Sequence[float], luck: Numbers) -> Codes:
    """The positions of the values that people have by their luck, which is standard normal."""
    upto = np.minimum(np.cumsum(shares)[:-1], 1.0)
    return np.searchsorted(special.ndtri(upto), luck)


def moved(attribute: Attribute, start: Codes, careers: Careers, luck: Numbers) -> Codes:
    """Everybody's value by month, `[months, people]`, from the one that they begin with and their
    luck in each month, from 0 to 1."""
    names = tuple(attribute.shares)
    stays = np.eye(len(names))
    for value, others in attribute.moves.items():
        for other, share in others.items():
            stays[names.index(value), names.index(other)] = share
            stays[names.index(value), names.index(value)] -= share
    upto = np.cumsum(stays, axis=1)[:, :-1]
    found = np.tile(start, (careers.tenure.shape[0], 1))
    for row, own in enumerate(luck):
        if row:
            now = (own[:, None] >= upto[found[row - 1]]).sum(axis=1)
            found[row] = np.where(careers.start < row, now, start)
    return found
