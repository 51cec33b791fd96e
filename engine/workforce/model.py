"""What a workforce model says, once it has been read and checked. Nothing is drawn here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every
from engine.text import Text
from engine.workforce.distribution import Distribution

TENURE = "tenure_months"
"""The column every simulated workforce has: whole months since the month of hire."""
ASSUMED = "assumed"
"""What stands in a basis for a figure that no source supports."""


@dataclass(frozen=True)
class Unit:
    """A level of the organisation: so many posts, or so many whole units of the level `of`."""

    id: str
    size: tuple[int, int]
    prefix: str
    of: str = ""


@dataclass(frozen=True)
class Role:
    """How many posts a role has: `posts` in all, or one at the head of each unit that it `leads`,
    or a `share` of the others. `leaving` weighs how soon its people leave, against other roles.
    """

    id: str
    posts: int = 0
    leads: str = ""
    share: float = 0.0
    reports_to: str = ""
    leaving: float = 1.0


@dataclass(frozen=True)
class Roles:
    """The category column `column` and, where people report to somebody, the column `manager`."""

    column: str
    values: Mapping[str, Role]
    manager: str = ""


@dataclass(frozen=True)
class Climbing:
    """How people move up from one value of an attribute to the next, and down.

    `with_tenure`, above 0, is the correlation of the step with the tenure. Everybody stays on a
    step for `months_in_step` at least, after joining as after moving. Of those above the lowest
    step who have been there for so long, the share `demoted` is put one step down in a year.
    """

    with_tenure: float
    months_in_step: int
    demoted: float = 0.0


@dataclass(frozen=True)
class Attribute:
    """A category of a person, or of a whole unit where `of` names one.

    With `climbing` the values are steps upwards, and the shares are those of the first month.
    Where the shares hang on another attribute `given`, `shares_by` holds them by its values.
    `moves[a][b]` is the share of those with the value a who have the value b in the next month;
    the shares then are those of the first month, and `joining` those of whoever joins later.
    """

    id: str
    shares: Mapping[str, float]
    of: str = ""
    climbing: Climbing | None = None
    given: str = ""
    shares_by: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    moves: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    joining: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Growth:
    """How the headcount goes on: it grows by the part `monthly` in a month, of which nobody knows
    the part `unsure`, and beyond that each month differs by the part `months`. The latter two are
    standard deviations, drawn anew for each workforce that is drawn.
    """

    monthly: float = 0.0
    unsure: float = 0.0
    months: float = 0.0


@dataclass(frozen=True)
class Career:
    """Who comes and goes. `leaving[k]` is the share of people with k months of tenure that leaves
    at the end of the month, the last one that of everybody beyond; `season` weighs it by calendar
    month. `weaker` multiplies it for each standard deviation of ability that somebody lacks in the
    measure `ability` for good. Nobody starts with more than `longest` months. `headcount` is how
    many people are there, as an index by calendar month: where it rises more join than leave, where
    it falls fewer; `growth` comes on top. `starting[k]` is the share of those of the first month
    who have k months of tenure; without it joiners and leavers have long balanced.
    """

    leaving: tuple[float, ...]
    longest: int
    season: tuple[float, ...]
    headcount: tuple[float, ...] = (1.0,) * 12
    ability: str = ""
    weaker: float = 1.0
    unpaid_leave: float = 0.0
    unpaid_months: tuple[int, int] = (1, 1)
    starting: tuple[float, ...] = ()
    growth: Growth = field(default_factory=Growth)


@dataclass(frozen=True)
class Product:
    """The product of other measures."""

    of: tuple[str, ...]


@dataclass(frozen=True)
class Total:
    """Other measures added up."""

    of: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """The first measure less the others, never below 0."""

    of: tuple[str, ...]


@dataclass(frozen=True)
class ByMonth:
    """The same for everybody, by calendar month."""

    values: tuple[float, ...]


@dataclass(frozen=True)
class Spread:
    """The parts of a measure's variance: what stays with the person, what units share in a month,
    what everybody shares in a month. The rest is the person's own month.
    """

    person: float = 0.0
    month: float = 0.0
    units: Mapping[str, float] = field(default_factory=dict)

    @property
    def own(self) -> float:
        """The part of a person's own month."""
        return max(0.0, 1 - self.person - self.month - sum(self.units.values()))


@dataclass(frozen=True)
class Unsure:
    """How far nobody knows where a measure lies, in standard deviations of its latent value: its
    `level` in all months, and what is special to each calendar month. Both are drawn anew for each
    workforce that is drawn.
    """

    level: float = 0.0
    months: tuple[float, ...] = ()


@dataclass(frozen=True)
class Measure:
    """A measure and how it comes about; the drawn ones have a distribution.

    The distribution is that of a person past the learning curve, in an average month, where all
    factors are 1. `shift` moves the person within it (in standard deviations of the latent normal
    value), `factor` multiplies the result: `learning_*` by months of tenure, `*_by` by the value
    of a category, `month_shift` by calendar month. `season` names indexes and how strongly each is
    felt. In their first `months_without` people have none, which is 0, while what is made of it
    stays. People of some values of the category `group` have a distribution of their own, in
    `form_by`, whose values change in the month in which they change the group, whatever `every`
    says. `hidden` measures are no columns of the facts and are not rounded.
    """

    id: str
    form: Distribution | Product | Total | Difference | ByMonth
    decimals: int | None
    hidden: bool
    basis: tuple[str, ...]
    spread: Spread = field(default_factory=Spread)
    persistence: float = 0.0
    every: Every = Every.MONTH
    with_tenure: float = 0.0
    learning_shift: tuple[float, ...] = ()
    learning_factor: tuple[float, ...] = ()
    season: Mapping[str, float] = field(default_factory=dict)
    factor_by: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    shift_by: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    range: tuple[float, float] = (-np.inf, np.inf)
    months_without: int = 0
    month_shift: tuple[float, ...] = ()
    unsure: Unsure = field(default_factory=Unsure)
    group: str = ""
    form_by: Mapping[str, Distribution] = field(default_factory=dict)

    @property
    def drawn(self) -> Distribution | None:
        """Its distribution, None for a measure that follows from others."""
        return self.form if isinstance(self.form, Distribution) else None


@dataclass(frozen=True)
class QualityCorrelation:
    """How far what people achieve goes along with how good their service is: the correlation of two
    drawn measures, more of which is better. `label` names both: "attainment and satisfaction".
    """

    of: tuple[str, str]
    label: Text


@dataclass(frozen=True)
class SeasonalQuotas:
    """How much of an index of `seasons` the measure `quotas` follows: 0 is flat, 1 is all of it.

    The measure `rest`, where there is one, has what quotas leave of the index, so that the product
    of both has the season it has anyway.
    """

    season: str
    quotas: str
    rest: str = ""


Figure = QualityCorrelation | SeasonalQuotas


@dataclass(frozen=True)
class Workforce:
    """A model of people that facts for one plan can be drawn from.

    `correlation[j, k]` belongs to the j-th and k-th drawn measure, in the order of `drawn`.
    `lasting`, where there is one, is the same for what stays with people; `correlation` then is
    that of months. `employees` counts everybody who is there in at least one of the months. With
    `even` what stays with people and their categories are dealt out evenly, as in one known
    workforce, and not as chance has it. `figures` are those that whoever draws people may move
    (see figures.py). `notes` say what the figures rest on.
    """

    id: str
    plans: tuple[str, ...]
    title: Text
    description: Text
    sources: Mapping[str, Text]
    employees: int
    months: int
    first: int
    units: Mapping[str, Unit]
    roles: Roles | None
    attributes: Mapping[str, Attribute]
    career: Career
    seasons: Mapping[str, tuple[float, ...]]
    measures: Mapping[str, Measure]
    correlation: NDArray[np.float64]
    figures: Mapping[str, Figure] = field(default_factory=dict)
    lasting: NDArray[np.float64] | None = None
    even: bool = False
    notes: tuple[Text, ...] = ()

    @cached_property
    def drawn(self) -> tuple[Measure, ...]:
        """The measures that have a distribution of their own."""
        return tuple(m for m in self.measures.values() if m.drawn is not None)

    @property
    def settled(self) -> Workforce:
        """The model as if all its figures were known exactly."""
        measures = {k: replace(m, unsure=Unsure()) for k, m in self.measures.items()}
        growth = Growth(self.career.growth.monthly)
        return replace(self, measures=measures, career=replace(self.career, growth=growth))
