"""Facts drawn from a workforce model: the same for the same model, seed, size and months, anywhere.

People are drawn in blocks of 8,192, each with random numbers of its own. A whole block does not
depend on how many people follow it, so a larger workforce begins with the whole blocks of a
smaller one; within the last block, and for another number of months, everything is drawn anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import special

from engine.facts.arrays import Category, Facts, category
from engine.workforce import measures
from engine.workforce.careers import Staying, leavings, live, posts_for
from engine.workforce.load import check_size, load_workforce
from engine.workforce.measures import Crowd, Numbers
from engine.workforce.model import Attribute, Workforce
from engine.workforce.posts import lay_out, managers

BLOCK = 8192
"""People who are drawn together. Changing it changes every draw."""

Codes = NDArray[np.intp]


def simulate(
    workforce: str | Path | Workforce,
    seed: int,
    employees: int | None = None,
    months: int | None = None,
    first: str | None = None,
) -> Facts:
    """Facts of a simulated workforce, given as a model, its id or the path of its file.

    `employees` counts everybody who is there in at least one month (joiners and leavers included),
    `first` is the first month as YYYY-MM; where they are left out the model's own stand. Raises
    Refused for a model or a size that cannot be.
    """
    model = workforce if isinstance(workforce, Workforce) else load_workforce(workforce)
    people = model.employees if employees is None else employees
    length = model.months if months is None else months
    start = model.first if first is None else first
    begin = check_size(seed, people, length, start)
    blocks = -(-people // BLOCK)
    common, *seeds = np.random.SeedSequence(seed).spawn(1 + blocks)
    drawing = _Drawing(model, begin, length, np.random.default_rng(common))
    drawn = [
        drawing.block(min(BLOCK, people - BLOCK * i), np.random.default_rng(own), i == 0)
        for i, own in enumerate(seeds)
    ]
    return _assembled(model, begin, drawn, f"simulated workforce {model.id}, seed {seed}")


@dataclass(frozen=True)
class _Block:
    crowd: Crowd
    numbers: Mapping[str, Numbers]


class _Drawing:
    """What all blocks have in common, and how one is drawn."""

    def __init__(
        self, model: Workforce, first: int, months: int, rng: np.random.Generator
    ) -> None:
        self.model, self.first = model, first
        self.staying = Staying(model.career, model.career.longest + months + 1)
        self.leavings = leavings(model.career, self.staying, first, months)
        self.shared = measures.shocks(model, months, rng)

    def block(self, people: int, rng: np.random.Generator, with_head: bool) -> _Block:
        """The people of one block; the head office sits `with_head` alone."""
        posts = lay_out(self.model, posts_for(people, self.leavings), rng, with_head)
        person = measures.lasting(self.model, people, rng)
        careers = self._careers(posts, person, rng)
        values, codes = self._categories(posts, careers, rng)
        crowd = Crowd(posts, careers, self.staying, values, codes)
        return _Block(
            crowd, measures.measured(self.model, self.first, crowd, person, self.shared, rng)
        )

    def _careers(self, posts: Posts, person: Numbers, rng: np.random.Generator) -> Careers:
        career, roles = self.model.career, self.model.roles
        names = [measure.id for measure in self.model.drawn]
        ability = np.zeros(person.shape[1])
        if career.ability:
            ability = person[names.index(career.ability)]
        weight = np.ones(posts.count)
        if roles:
            weight = np.array([role.leaving for role in roles.values.values()])[posts.role]
        return live(career, self.staying, self.leavings, posts, weight, ability, rng)

    def _categories(
        self, posts: Posts, careers: Careers, rng: np.random.Generator
    ) -> tuple[dict[str, tuple[str, ...]], dict[str, Codes]]:
        """Values of every category and everybody's position among them."""
        values, codes = {}, {}
        if self.model.roles:
            values[self.model.roles.column] = tuple(self.model.roles.values)
            codes[self.model.roles.column] = posts.role[careers.post]
        for attribute in self.model.attributes.values():
            if attribute.of:
                luck = rng.standard_normal(posts.units[attribute.of])
                luck = luck[posts.unit[attribute.of][careers.post]]
            else:
                luck = rng.standard_normal(careers.post.size)
            if attribute.with_tenure:
                rank = self.staying.rank[careers.tenure.astype(np.intp)]
                own = np.sqrt(1 - attribute.with_tenure**2)
                luck = own * luck + attribute.with_tenure * rank
            upto = np.cumsum(list(attribute.shares.values()))[:-1]
            values[attribute.id] = tuple(attribute.shares)
            codes[attribute.id] = np.searchsorted(special.ndtri(np.minimum(upto, 1.0)), luck)
        return values, codes


def _assembled(model: Workforce, first: int, blocks: list[_Block], source: str) -> Facts:
    """Blocks side by side as facts."""
    careers = [block.crowd.careers for block in blocks]
    present = np.concatenate([c.present for c in careers], axis=1)
    shown = {name: m for name, m in model.measures.items() if not m.hidden}
    numbers = {TENURE: np.concatenate([c.tenure for c in careers], axis=1) * present}
    categories = {level: _unit(blocks, level, prefix) for ... }
