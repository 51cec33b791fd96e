"""Facts drawn from a workforce model: the same for the same model, seed, size and months, anywhere.

People are drawn in blocks of 8,192, each with random numbers of its own. A whole block does not
depend on how many people follow it, so a larger workforce begins with the whole blocks of a
smaller one; within the last block, and for another number of months, everything is drawn anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import special

from engine.calendar import paying_month
from engine.facts import Facts
from engine.progress import Progress, no_progress
from engine.text import Problem, Refused, as_typed
from engine.workforce import measures
from engine.workforce.assembling import Block, assembled
from engine.workforce.attribute_values import moved, positions, weakness_of, weight_of
from engine.workforce.climbing import Ladder, climbed
from engine.workforce.figures import with_figures
from engine.workforce.load import load_workforce
from engine.workforce.measures import Crowd, Luck, Numbers
from engine.workforce.model import Workforce
from engine.workforce.posts import Posts, evenly, lay_out
from engine.workforce.staying import Careers, Staying, drawn_growth, first_month, live, staffing
from engine.workforce.workforce_reader import MOST_MONTHS, MOST_PEOPLE, between

BLOCK = 8192
"""People who are drawn together. Changing it changes every draw."""

Codes = NDArray[np.intp]
_Kind = TypeVar("_Kind", bound=np.generic)


def simulate(
    workforce: str | Path | Workforce,
    seed: int,
    employees: int | None = None,
    months: int | None = None,
    first: str | None = None,
    progress: Progress = no_progress,
    figures: Mapping[str, float] = MappingProxyType({}),
) -> Facts:
    """Facts of a simulated workforce, given as a model, its id or the path of its file.

    `employees` counts everybody who is there in at least one month (joiners and leavers included),
    `first` is the first month as YYYY-MM, `figures` are those of `movable`; where they are left out
    the model's own stand. Raises Refused for a model, a size or a figure that cannot be.
    """
    model = workforce if isinstance(workforce, Workforce) else load_workforce(workforce)
    model = with_figures(model, figures)
    people = model.employees if employees is None else employees
    length = model.months if months is None else months
    begin = _checked_size(seed, people, length, model.first if first is None else first)
    blocks = -(-people // BLOCK)
    drawing = _Drawing(model, begin, length, np.random.default_rng(_seed_of(seed, 0)))
    drawn = []
    for i in range(blocks):
        rng = np.random.default_rng(_seed_of(seed, 1 + i))
        drawn.append(drawing.block(min(BLOCK, people - BLOCK * i), rng, i == 0))
        progress((i + 1) / (blocks + 1))
    source = ", ".join((f"simulated workforce {model.id}", f"seed {seed}", *_named(figures)))
    return assembled(model, begin, drawn, _names(range(1, people + 1), people), source)


def simulated_blocks(
    workforce: str | Path | Workforce,
    seed: int,
    employees: int,
    months: int,
    first: str,
    figures: Mapping[str, float],
    blocks: range,
) -> Facts:
    """Some of the blocks of `BLOCK` people that `simulate` draws, for what depends on each person
    alone: units are numbered within these blocks, and nobody has a manager. Raises Refused as it
    does."""
    model = workforce if isinstance(workforce, Workforce) else load_workforce(workforce)
    model = with_figures(model, figures)
    begin = _checked_size(seed, employees, months, first)
    drawing = _Drawing(model, begin, months, np.random.default_rng(_seed_of(seed, 0)))
    drawn = [
        drawing.block(
            min(BLOCK, employees - BLOCK * i), np.random.default_rng(_seed_of(seed, 1 + i)), i == 0
        )
        for i in blocks
    ]
    last = min(employees, BLOCK * blocks.stop)
    names = _names(range(1 + BLOCK * blocks.start, 1 + last), employees)
    return replace(assembled(model, begin, drawn, names, f"{model.id}, seed {seed}"), people={})


def _seed_of(seed: int, place: int) -> np.random.SeedSequence:
    """The seed of what all blocks share (0), or of a block, counted from 1."""
    return np.random.SeedSequence(seed, spawn_key=(place,))


def _names(numbers: range, people: int) -> tuple[str, ...]:
    width = max(6, len(str(people)))
    return tuple(f"E{i:0{width}d}" for i in numbers)


def people_for(model: Workforce, seed: int, headcount: float, first: int, months: int) -> int:
    """How many people the workforce of a seed counts in all, joiners too, where so many were there
    in the month before the month number `first`, from which on it is drawn."""
    common = np.random.default_rng(_seed_of(seed, 0))
    drawing = _Drawing(model, first, months, common)
    begins = first_month(model.career, headcount, first, drawing.growth)
    return drawing.staffing.people(begins)


def people_there(model: Workforce, seed: int, headcount: int, first: int, months: int) -> int:
    """How many people the workforce of a seed counts in all, joiners too, where so many are there
    in the month number `first`."""
    common = np.random.default_rng(_seed_of(seed, 0))
    return _Drawing(model, first, months, common).staffing.people(headcount)


def _named(figures: Mapping[str, float]) -> list[str]:
    return [f"{name} {as_typed(value)}" for name, value in figures.items()]


def _checked_size(seed: int, employees: int, months: int, first: int | str) -> int:
    """The number of the month `first`. Raises Refused for a seed or size that cannot be."""
    wanted = (
        ("seed", seed, 0, 2**63 - 1),
        ("employees", employees, 1, MOST_PEOPLE),
        ("months", months, 1, MOST_MONTHS),
    )
    found = [
        Problem("workforce_figure", {"bounds": between(low, high)}, column=name, value=str(given))
        for name, given, low, high in wanted
        if isinstance(given, bool) or not isinstance(given, int) or not low <= given <= high
    ]
    begin = first if isinstance(first, int) else 0
    if isinstance(first, str):
        try:
            begin = paying_month(first)
        except ValueError:
            found.append(Problem("workforce_month", column="first", value=first))
    if found:
        raise Refused(found)
    return begin


class _Drawing:
    """What all blocks have in common, and how one is drawn."""

    def __init__(self, model: Workforce, first: int, months: int, rng: np.random.Generator) -> None:
        self.model, self.first = model, first
        self.staying = Staying(model.career, model.career.longest + months + 1)
        self.shared = measures.shocks(model, first, months, rng)
        self.growth = drawn_growth(model.career, months, rng)
        self.staffing = staffing(model.career, self.staying, first, months, self.growth)

    def block(self, people: int, rng: np.random.Generator, with_head: bool) -> Block:
        """The people of one block; the head office sits `with_head` alone."""
        posts = lay_out(self.model, self.staffing.posts(people), rng, with_head)
        person = measures.lasting(self.model, rng.standard_normal((len(self.model.drawn), people)))
        weight, weakness = weight_of(self.model, posts), weakness_of(self.model, person)
        careers = live(
            *(self.model.career, self.staying, self.staffing, posts, weight, weakness, rng),
            even=self.model.even,
        )
        values, codes = self._categories(posts, careers, weight, weakness, rng)
        crowd = Crowd(posts, careers, self.staying, values, codes)
        own, units = measures.months_of_people(self.model, crowd, rng)
        luck = Luck(person, self.shared, own, units)
        return Block(crowd, measures.measured(self.model, self.first, crowd, luck))

    def _categories(
        self,
        posts: Posts,
        careers: Careers,
        weight: Numbers,
        weakness: Numbers,
        rng: np.random.Generator,
    ) -> tuple[dict[str, tuple[str, ...]], dict[str, Codes]]:
        """Values of every category and everybody's position among them."""
        values: dict[str, tuple[str, ...]] = {}
        codes: dict[str, Codes] = {}
        first: dict[str, Codes] = {}
        if self.model.roles:
            values[self.model.roles.column] = tuple(self.model.roles.values)
            codes[self.model.roles.column] = posts.role[careers.post]
        for attribute in self.model.attributes.values():
            if attribute.of:
                start = rng.random()
                luck = special.ndtri((start + evenly(posts.units[attribute.of])) % 1.0)
                luck = luck[posts.unit[attribute.of][careers.post]]
            else:
                luck = rng.standard_normal(careers.post.size)
                luck = measures.dealt(luck) if self.model.even else luck
            values[attribute.id] = tuple(attribute.shares)
            shares = list(attribute.shares.values())
            if attribute.given:
                codes[attribute.id] = np.zeros(luck.size, np.intp)
                for value, own in attribute.shares_by.items():
                    alike = first[attribute.given] == values[attribute.given].index(value)
                    theirs = measures.dealt(luck[alike]) if self.model.even else luck[alike]
                    codes[attribute.id][alike] = positions(list(own.values()), theirs)
            elif attribute.climbing:
                here = weight[careers.post[careers.start == 0]]
                ladder = Ladder(attribute.climbing, shares, self.staying, self.staying.mixed(here))
                reached = ladder.months(luck)
                codes[attribute.id] = climbed(
                    attribute.climbing,
                    reached,
                    careers,
                    weakness,
                    rng.random(careers.tenure.shape) if attribute.climbing.demoted else None,
                )
            else:
                codes[attribute.id] = positions(shares, luck)
            if attribute.joining:
                later = careers.start > 0
                theirs = measures.dealt(luck[later]) if self.model.even else luck[later]
                codes[attribute.id][later] = positions(list(attribute.joining.values()), theirs)
            first[attribute.id] = codes[attribute.id]
            if attribute.moves:
                luck = rng.random(careers.tenure.shape)
                codes[attribute.id] = moved(attribute, codes[attribute.id], careers, luck)
        return values, codes
