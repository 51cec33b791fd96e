"""What a model says in few figures, for people who compare two of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import special

from engine.workforce.model import Workforce
from engine.workforce.staying import Staying

SHARES = np.array([0.1, 0.5, 0.9])


@dataclass(frozen=True)
class Trait:
    """One figure of a model, or several of a measure (P10, median, P90). `about` says what it is:
    "measure", "share", "leaving", "growth" or "link"; `of` are the columns and values it is of.
    """

    about: str
    of: tuple[str, ...]
    figures: tuple[float, ...]


def traits(model: Workforce) -> Iterator[Trait]:
    """The figures of a model, each with what it is of: measures as they are spread among people
    past the learning curve in an average month, shares of categories, who leaves, what goes
    together from month to month."""
    for measure in model.measures.values():
        if measure.drawn is None or measure.drawn.is_rating:
            continue
        at = special.ndtri(SHARES)
        yield Trait("measure", (measure.id,), tuple(measure.drawn.values(at).tolist()))
        for value, form in measure.form_by.items():
            of = (measure.id, measure.group, value)
            yield Trait("measure", of, tuple(form.values(at).tolist()))
    for name, attribute in model.attributes.items():
        for value, share in attribute.shares.items():
            yield Trait("share", (name, value), (share,))
    career = model.career
    yield Trait("leaving", (), (Staying(career, career.longest + 1).rate,))
    yield Trait("growth", (), (career.growth.monthly,))
    drawn = [measure.id for measure in model.drawn]
    for j, one in enumerate(drawn):
        for k, other in enumerate(drawn[:j]):
            yield Trait("link", (other, one), (float(model.correlation[j, k]),))
