"""Facts drawn from a workforce model: the same for the same model, seed, size and months, anywhere.

People are drawn in blocks of 8,192, each with random numbers of its own. A whole block does not
depend on how many people follow it, so a larger workforce begins with the whole blocks of a
smaller one; within the last block, and for another number of months, everything is drawn anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import special

from engine.calendar import paying_month
from engine.facts import Category, Facts, category
from engine.progress import Progress, no_progress
from engine.text import Problem, Refused, as_typed
from engine.workforce import measures
from engine.workforce.climbing import Ladder, climbed
from engine.workforce.figures import with_figures
from engine.workforce.load import load_workforce
from engine.workforce.measures import Crowd, Numbers
from engine.workforce.model import TENURE, Attribute, Unit, Workforce
from engine.workforce.posts import Posts, evenly, heads, lay_out, managers
from engine.workforce.staying import Careers, Staying, drawn_growth, first_month, live, staffing
from engine.workforce.workforce_reader import MOST_MONTHS, MOST_PEOPLE, between

BLOCK = 8192
"""People who are drawn together. Changing it changes every draw."""
UNIT_DIGITS = 4

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
    common, *seeds = np.random.SeedSequence(seed).spawn(1 + blocks)
    drawing = _Drawing(model, begin, length, np.random.default_rng(common))
    drawn = []
    for i, own in enumerate(seeds):
        rng = np.random.default_rng(own)
        drawn.append(drawing.block(min(BLOCK, people - BLOCK * i), rng, i == 0))
        progress((i + 1) / (blocks + 1))
    source = ", ".join((f"simulated workforce {model.id}", f"seed {seed}", *_named(figures)))
    return _assembled(model, begin, drawn, source)


def people_for(model: Workforce, seed: int, headcount: float, first: int, months: int) -> int:
    """How many people the workforce of a seed counts in all, joiners too, where so many were there
    in the month before the month number `first`, from which on it is drawn."""
    common = np.random.default_rng(np.random.SeedSequence(seed).spawn(1)[0])
    drawing = _Drawing(model, first, months, common)
    begins = first_month(model.career, headcount, first, drawing.growth)
    return drawing.staffing.people(begins)


def people_there(model: Workforce, seed: int, headcount: int, first: int, months: int) -> int:
    """How many people the workforce of a seed counts in all, joiners too, where so many are there
    in the month number `first`."""
    common = np.random.default_rng(np.random.SeedSequence(seed).spawn(1)[0])
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


@dataclass(frozen=True)
class _Block:
    crowd: Crowd
    numbers: Mapping[str, Numbers]


class _Drawing:
    """What all blocks have in common, and how one is drawn."""

    def __init__(self, model: Workforce, first: int, months: int, rng: np.random.Generator) -> None:
        self.model, self.first = model, first
        self.staying = Staying(model.career, model.career.longest + months + 1)
        self.shared = measures.shocks(model, first, months, rng)
        self.growth = drawn_growth(model.career, months, rng)
        self.staffing = staffing(model.career, self.staying, first, months, self.growth)

    def block(self, people: int, rng: np.random.Generator, with_head: bool) -> _Block:
        """The people of one block; the head office sits `with_head` alone."""
        posts = lay_out(self.model, self.staffing.posts(people), rng, with_head)
        person = measures.lasting(self.model, people, rng)
        weight, weakness = self._weight(posts), self._weakness(person)
        careers = live(
            *(self.model.career, self.staying, self.staffing, posts, weight, weakness, rng),
            even=self.model.even,
        )
        values, codes = self._categories(posts, careers, weight, weakness, rng)
        crowd = Crowd(posts, careers, self.staying, values, codes)
        return _Block(
            crowd, measures.measured(self.model, self.first, crowd, person, self.shared, rng)
        )

    def _weight(self, posts: Posts) -> Numbers:
        """How much sooner than others the people of each post leave."""
        if not self.model.roles:
            return np.ones(posts.count)
        return np.array([role.leaving for role in self.model.roles.values.values()])[posts.role]

    def _weakness(self, person: Numbers) -> Numbers:
        """How much sooner than others each person leaves or is put down, 1 on average."""
        career = self.model.career
        if not career.ability:
            return np.ones(person.shape[1])
        names = [measure.id for measure in self.model.drawn]
        log = np.log(career.weaker)
        return np.asarray(np.exp(-log * person[names.index(career.ability)] - log**2 / 2))

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
                    codes[attribute.id][alike] = _positions(list(own.values()), theirs)
            elif attribute.climbing:
                here = weight[careers.post[careers.start == 0]]
                ladder = Ladder(attribute.climbing, shares, self.staying, self.staying.mixed(here))
                reached = ladder.months(luck)
                codes[attribute.id] = climbed(attribute.climbing, reached, careers, weakness, rng)
            else:
                codes[attribute.id] = _positions(shares, luck)
            if attribute.joining:
                later = careers.start > 0
                theirs = measures.dealt(luck[later]) if self.model.even else luck[later]
                codes[attribute.id][later] = _positions(list(attribute.joining.values()), theirs)
            first[attribute.id] = codes[attribute.id]
            if attribute.moves:
                codes[attribute.id] = _moved(attribute, codes[attribute.id], careers, rng)
        return values, codes


def _moved(attribute: Attribute, start: Codes, careers: Careers, rng: np.random.Generator) -> Codes:
    """Everybody's value by month, `[months, people]`, from the one that they begin with."""
    names = tuple(attribute.shares)
    stays = np.eye(len(names))
    for value, others in attribute.moves.items():
        for other, share in others.items():
            stays[names.index(value), names.index(other)] = share
            stays[names.index(value), names.index(value)] -= share
    upto = np.cumsum(stays, axis=1)[:, :-1]
    found = np.tile(start, (careers.tenure.shape[0], 1))
    for row, luck in enumerate(rng.random(found.shape)):
        if row:
            now = (luck[:, None] >= upto[found[row - 1]]).sum(axis=1)
            found[row] = np.where(careers.start < row, now, start)
    return found


def _positions(shares: Sequence[float], luck: Numbers) -> Codes:
    """The positions of the values that people have by their luck."""
    upto = np.minimum(np.cumsum(shares)[:-1], 1.0)
    return np.searchsorted(special.ndtri(upto), luck)


def _assembled(model: Workforce, first: int, blocks: list[_Block], source: str) -> Facts:
    """The blocks side by side, as facts."""
    crowds = [block.crowd for block in blocks]
    present = _joined([crowd.careers.present for crowd in crowds])
    numbers = {TENURE: _joined([crowd.careers.tenure for crowd in crowds]) * present}
    categories = {}
    for level in model.units.values():
        values, codes = _units(level, crowds)
        categories[level.id] = _category(values, codes, present)
    for name, values in crowds[0].values.items():
        codes = _joined([np.broadcast_to(c.codes[name], c.careers.present.shape) for c in crowds])
        categories[name] = _category(values, codes, present)
    for measure in model.measures.values():
        if not measure.hidden:
            value = _joined([block.numbers[measure.id] for block in blocks])
            if measure.drawn and measure.drawn.is_rating:
                values = tuple(measure.drawn.shares)
                categories[measure.id] = _category(values, value.astype(np.intp), present)
            else:
                numbers[measure.id] = value * present
    people = (
        {model.roles.manager: _managers(model, crowds)}
        if model.roles and model.roles.manager
        else {}
    )
    size = present.shape[1]
    return Facts(
        first=first,
        employees=tuple(f"E{i:0{max(6, len(str(size)))}d}" for i in range(1, size + 1)),
        present=present,
        numbers=numbers,
        categories=categories,
        people=people,
        source=source,
    )


def _units(level: Unit, crowds: list[Crowd]) -> tuple[tuple[str, ...], Codes]:
    """The names of all units of a level, numbered through the blocks, and everybody's position."""
    codes, count = [], 0
    for crowd in crowds:
        own = crowd.posts.unit[level.id][crowd.careers.post]
        codes.append(np.broadcast_to(own + count, crowd.careers.present.shape))
        count += crowd.posts.units[level.id]
    return tuple(f"{level.prefix}{i:0{UNIT_DIGITS}d}" for i in range(1, count + 1)), _joined(codes)


def _managers(model: Workforce, crowds: list[Crowd]) -> NDArray[np.int32]:
    """Everybody's manager by month, as positions among all employees."""
    assert model.roles is not None
    found, offset = [], 0
    head: Mapping[str, NDArray[np.int32]] = {}
    for crowd in crowds:
        post, present = crowd.careers.post, crowd.careers.present
        holder = np.full((present.shape[0], crowd.posts.count), -1, np.int32)
        rows, persons = np.nonzero(present)
        holder[rows, post[persons]] = persons + offset
        head = head or heads(model.roles, crowd.posts, holder)
        above = managers(model.roles, crowd.posts, holder, head)[:, post]
        found.append(np.where(present, above, np.int32(-1)))
        offset += post.size
    return _joined(found)


def _category(values: tuple[str, ...], codes: Codes, present: NDArray[np.bool_]) -> Category:
    return category(values, np.where(present, codes, len(values)))


def _joined(parts: Sequence[NDArray[_Kind]]) -> NDArray[_Kind]:
    return np.concatenate(parts, axis=1)
