"""The months ahead of people who are known: drawn trial by trial, each the same anywhere.

Who is there in the first month, in which post, since when, with what lasting ability and of which
categories, is drawn once from the seed of the people. A trial draws who leaves and who joins, the
months of everybody, and takes what everybody shares from outside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from engine.calendar import period_start
from engine.facts import Facts
from engine.workforce import measures
from engine.workforce.assembling import Block, assembled
from engine.workforce.attribute_values import moved, positions, weakness_of, weight_of
from engine.workforce.climbing import NEVER, Ladder, climbed
from engine.workforce.going_on import Known, Moves, by_month, go_on, moves, stream
from engine.workforce.measures import Crowd, Luck
from engine.workforce.model import Attribute, Measure, Workforce
from engine.workforce.outlook import Outlook
from engine.workforce.posts import Posts, evenly, lay_out
from engine.workforce.shared_months import SharedMonths
from engine.workforce.staying import Careers, Staying, filled, tenure_at_start

Numbers = NDArray[np.float64]
Codes = NDArray[np.intp]

POSTS, HOLDERS, LASTING, TENURE, ATTRIBUTES = range(5)
"""What random numbers of the known people are for."""
CHANCE, JOINERS, TEMPORARY, VALUES, FALLS, STEPS, MONTHS, UNITS = range(10, 18)
"""What random numbers of a trial are for, beside those of careers."""


class Future:
    """People of a workforce model who are there in the first month, and the months from then on.

    `headcount` people are there in the month number `first`, drawn from `seed`. Raises ValueError
    for an outlook that does not fit.
    """

    def __init__(
        self,
        model: Workforce,
        seed: int,
        headcount: int,
        first: int,
        months: int,
        outlook: Outlook | None = None,
        prefix: str = "E",
    ) -> None:
        self._given = (model, seed, headcount, first, months, outlook, prefix)
        self.outlook = outlook = outlook or Outlook()
        self.model = model = outlook.with_model(model, months)
        self.headcount, self.first, self.months, self._prefix = headcount, first, months, prefix
        self._shared = SharedMonths(model, headcount, first, months, outlook)
        self._staying = Staying(model.career, model.career.longest + months + 1)
        self._known_people((seed,))
        self._own = [j for j, m in enumerate(model.drawn) if m.spread.own > 1e-12]
        self._own_root = measures.root_of(model, self._own)
        self._levels = {
            level: [j for j, m in enumerate(model.drawn) if level in m.spread.units]
            for level in model.units
        }
        self._level_roots = {
            level: measures.root_of(model, those) for level, those in self._levels.items() if those
        }
        self._names: tuple[str, ...] = ()
        self._begun = _begun(model.drawn, first, months)
        self.key = self._key()

    def __reduce__(self) -> tuple[type[Future], tuple[object, ...]]:
        return Future, self._given

    @property
    def factors(self) -> tuple[str, ...]:
        """What everybody shares, by name: `draw` takes a standard normal value for each."""
        return self._shared.names

    def draw(self, common: Numbers, own: Sequence[int]) -> Facts:
        """One trial: people who share `common`, a standard normal value for each of the factors,
        and have months of their own from random numbers that start from `own`, whole numbers.

        The key of the facts is made of what they were drawn from.
        """
        common = np.ascontiguousarray(common, np.float64)
        changes = self._moves(common, own)
        person = self._lasting(sum(changes.joining), own)
        weakness = weakness_of(self.model, person)
        careers = go_on(
            *(self.model.career, self._staying, self._known, changes, self._posts),
            *(self._shared.limit(changes.there), self._weight, weakness),
            *(self.outlook.temporary, own),
        )
        values, codes = self._categories(careers, weakness, own)
        crowd = Crowd(self._posts, careers, self._staying, values, codes)
        shared = self._shared.latent(common)
        luck = Luck(person, shared, self._own_months(careers, own), self._unit_months(own))
        factors = {k: np.array(v, np.float64) for k, v in self.outlook.factors.items()}
        numbers = measures.measured(self.model, self.first, crowd, luck, factors)
        names = self._employees(careers.post.size)
        facts = assembled(self.model, self.first, [Block(crowd, numbers)], names, self.model.id)
        digest = hashlib.blake2b(self.key.encode(), digest_size=16)
        digest.update(common.tobytes())
        digest.update(repr(tuple(int(n) for n in own)).encode())
        return facts.known(digest.hexdigest(), self._decimals)

    # -- people of the first month ----------------------------------------------------------

    def _known_people(self, seed: Sequence[int]) -> None:
        model, expected = self.model, self._shared.expected_posts
        posts = lay_out(model, self._shared.most_posts, stream(seed, POSTS), with_head=True)
        free = np.zeros(posts.count, np.bool_)
        free[:expected] = True
        post = filled(free, self.headcount, posts, stream(seed, HOLDERS))
        self._posts = _with_temporary(posts, sum(t.people for t in self.outlook.temporary))
        self._weight = weight_of(model, self._posts)
        normal = stream(seed, LASTING).standard_normal((expected, len(model.drawn)))
        self._person = measures.lasting(model, np.ascontiguousarray(normal[post].T))
        luck = stream(seed, TENURE).random(expected)[post]
        tenure = tenure_at_start(self._staying, self._weight[post], luck, model.even)
        self._known = Known(post, tenure)
        self._luck: dict[str, Numbers] = {}
        self._unit_codes: dict[str, Codes] = {}
        self._ladders: dict[str, Ladder] = {}
        self._reached: dict[str, Codes] = {}
        for i, attribute in enumerate(model.attributes.values()):
            rng = stream(seed, ATTRIBUTES, i)
            if attribute.of:
                even = (rng.random() + evenly(posts.units[attribute.of])) % 1.0
                self._luck[attribute.id] = special.ndtri(even)
            else:
                own = rng.standard_normal(expected)[post]
                self._luck[attribute.id] = measures.dealt(own) if model.even else own
            if attribute.climbing:
                tenures = self._staying.mixed(self._weight[post])
                shares = list(attribute.shares.values())
                ladder = Ladder(attribute.climbing, shares, self._staying, tenures)
                self._ladders[attribute.id] = ladder
                own = self._luck[attribute.id]
                own = own[posts.unit[attribute.of][post]] if attribute.of else own
                self._reached[attribute.id] = ladder.months(own)
        self._decimals = {
            m.id: max(0, m.decimals) for m in model.measures.values() if m.decimals is not None
        }

    def _key(self) -> str:
        """Hash of what all trials have in common."""
        model, seed, headcount, first, months, outlook, prefix = self._given
        assert isinstance(model, Workforce)
        parts = (
            *(seed, headcount, first, months, outlook, prefix, model.measures, model.career),
            *(model.attributes, model.roles, model.units, model.seasons, model.even),
            model.correlation.tolist(),
            None if model.lasting is None else model.lasting.tolist(),
        )
        return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()

    def _employees(self, size: int) -> tuple[str, ...]:
        names = self._names
        if len(names) < size:  # a new tuple: other threads draw as well
            more = range(len(names), size)
            names = self._names = (*names, *(f"{self._prefix}{i + 1:06d}" for i in more))
        return names[:size]

    # -- one trial --------------------------------------------------------------------------

    def _moves(self, common: Numbers, own: Sequence[int]) -> Moves:
        there = self._shared.there(common)
        leaving = self.outlook.leaving or (1.0,) * self.months
        chance = float(stream(own, CHANCE).random())
        return moves(self.model.career, self._staying.rate, self.first, there, leaving, chance)

    def _lasting(self, joiners: int, own: Sequence[int]) -> Numbers:
        """What stays with people: known ones, joiners, temporary ones."""
        found = [self._person]
        for purpose, count in ((JOINERS, joiners), (TEMPORARY, self._temporary)):
            if count:
                normal = stream(own, LASTING, purpose).standard_normal(
                    (count, len(self.model.drawn))
                )
                found.append(measures.lasting(self.model, np.ascontiguousarray(normal.T)))
        return np.concatenate(found, axis=1)

    @property
    def _temporary(self) -> int:
        return sum(t.people for t in self.outlook.temporary)

    def _categories(
        self, careers: Careers, weakness: Numbers, own: Sequence[int]
    ) -> tuple[dict[str, tuple[str, ...]], dict[str, Codes]]:
        """Values of every category and everybody's position among them."""
        model, posts = self.model, self._posts
        values: dict[str, tuple[str, ...]] = {}
        codes: dict[str, Codes] = {}
        first: dict[str, Codes] = {}
        if model.roles:
            values[model.roles.column] = tuple(model.roles.values)
            codes[model.roles.column] = posts.role[careers.post]
        new = np.arange(careers.post.size) >= self.headcount
        for i, attribute in enumerate(model.attributes.values()):
            name, shares = attribute.id, list(attribute.shares.values())
            values[name] = tuple(attribute.shares)
            if attribute.of:
                luck = self._luck[name][posts.unit[attribute.of][careers.post]]
            else:
                luck = self._everybodys(self._luck[name], careers.post.size, own, i)
            if attribute.given:
                codes[name] = np.zeros(luck.size, np.intp)
                for value, shares_of in attribute.shares_by.items():
                    alike = first[attribute.given] == values[attribute.given].index(value)
                    for those in (alike & ~new, alike & new):
                        theirs = measures.dealt(luck[those]) if model.even else luck[those]
                        codes[name][those] = positions(list(shares_of.values()), theirs)
            elif attribute.climbing:
                codes[name] = self._climbed(attribute, careers, luck, weakness, own, i)
            else:
                codes[name] = positions(shares, luck)
            if attribute.joining:
                codes[name][..., new] = positions(list(attribute.joining.values()), luck[new])
            first[name] = codes[name]
            if attribute.moves:
                monthly = by_month(own, (STEPS, i), *careers.tenure.shape)
                codes[name] = moved(attribute, codes[name], careers, monthly)
            self._give_temporary(name, values[name], codes[name])
        return values, codes

    def _everybodys(self, known: Numbers, people: int, own: Sequence[int], i: int) -> Numbers:
        """A normal value that each person has for good: the known one, or a new one."""
        found = [known]
        joiners = people - known.size - self._temporary
        for purpose, count in ((JOINERS, joiners), (TEMPORARY, self._temporary)):
            luck = stream(own, VALUES, i, purpose).standard_normal(count)
            found.append(measures.dealt(luck) if self.model.even and count else luck)
        return np.concatenate(found)

    def _climbed(
        self,
        attribute: Attribute,
        careers: Careers,
        luck: Numbers,
        weakness: Numbers,
        own: Sequence[int],
        i: int,
    ) -> Codes:
        climbing, ladder = attribute.climbing, self._ladders[attribute.id]
        assert climbing is not None
        months = np.concatenate(
            [self._reached[attribute.id], ladder.months(luck[self.headcount :])], axis=1
        )
        speed, now = self.outlook.promotion, careers.tenure[0].astype(np.intp)
        if (least := self.outlook.months_in_step) is not None:
            climbing = replace(climbing, months_in_step=least)
            months = ladder.months_ahead(luck, months, now, least)
        if speed != 1.0:
            later = np.full(months.shape, NEVER)
            if speed:
                wait = np.ceil((months - now) / speed)
                later = np.minimum(now + wait, NEVER).astype(np.intp)
            months = np.where(months <= now, months, later)
        falls = None
        if climbing.demoted:
            falls = by_month(own, (FALLS, i), *careers.tenure.shape)
        return climbed(climbing, months, careers, weakness, falls, speed)

    def _give_temporary(self, name: str, values: Sequence[str], codes: Codes) -> None:
        """Gives temporary people the values that they are to have."""
        begin = codes.shape[-1] - self._temporary
        for some in self.outlook.temporary:
            if name in some.categories:
                codes[..., begin : begin + some.people] = values.index(some.categories[name])
            begin += some.people

    def _own_months(self, careers: Careers, own: Sequence[int]) -> Numbers:
        """What is special to people's own months, `[measures, months, people]`, from the month on
        in which they come."""
        drawn, (months, people) = self.model.drawn, careers.tenure.shape
        found = np.zeros((len(drawn), months, people))
        steady = people - self._temporary
        came = np.searchsorted(careers.start[:steady], self._begun, side="right")
        for some, upto, purpose in (
            (slice(0, steady), came, MONTHS),
            (slice(steady, people), np.full(months, people - steady), TEMPORARY),
        ):
            before = 0
            for row in range(months) if upto[-1] else ():
                fresh = stream(own, purpose, row).standard_normal((upto[row], len(self._own)))
                normal = measures.correlated(self._own_root, np.ascontiguousarray(fresh.T))
                for k, j in enumerate(self._own):
                    mine, kept = found[j, :, some], drawn[j].persistence
                    if kept and row:
                        normal[k, :before] *= np.sqrt(1 - kept**2)
                        normal[k, :before] += kept * mine[row - 1, :before]
                    mine[row, : upto[row]] = normal[k]
                before = upto[row]
        return found

    def _unit_months(self, own: Sequence[int]) -> Mapping[str, Numbers]:
        """What units share in a month, `[measures, months, units]`."""
        found = {}
        for i, (level, those) in enumerate(self._levels.items()):
            if those:
                shape = self.months, len(those), self._posts.units[level]
                normal = stream(own, UNITS, i).standard_normal(shape).transpose(1, 0, 2)
                together = measures.correlated(self._level_roots[level], normal)
                drawn = tuple(self.model.drawn[j] for j in those)
                found[level] = np.zeros((len(self.model.drawn), *together.shape[1:]))
                found[level][those] = measures.persistent(drawn, together)
        return found


def _begun(drawn: Sequence[Measure], first: int, months: int) -> Codes:
    """By month, the last month of the longest period of a measure that it lies in: whoever comes
    until then has, in this month, the value of that period."""
    begun = np.arange(months)
    for measure in drawn:
        begins = np.array([period_start(first, row, measure.every) for row in range(months)])
        begun = np.maximum(begun, np.searchsorted(begins, begins, side="right") - 1)
    return begun


def _with_temporary(posts: Posts, people: int) -> Posts:
    """The posts and as many more for temporary people, spread over the units of those who neither
    lead nor sit in the head office."""
    if not people:
        return posts
    usual = np.flatnonzero(~posts.kept)
    like = usual if usual.size else np.arange(posts.count)
    like = like[(np.arange(people) * like.size) // people]

    def more(array: Codes) -> Codes:
        return np.concatenate([array, array[like]])

    return replace(
        posts,
        role=more(posts.role),
        unit={level: more(of) for level, of in posts.unit.items()},
        lead={role: more(of) for role, of in posts.lead.items()},
        kept=np.concatenate([posts.kept, np.zeros(people, np.bool_)]),
    )
