"""The answer at places that were found, run anew and in full, or what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.progress import Progress
from engine.solving.cost_ahead import Places
from engine.solving.limits_held import Held
from engine.solving.movable import phrase
from engine.solving.solution import Miss, MovedFigure, Solution, basis_told
from engine.solving.tried import Tried
from engine.text import Text

MOST_EXPLAINED = 30
"""So many of the best places are looked at in full where there is no answer."""


def answer(tried: Tried, best: Places, told: Sequence[Text], progress: Progress) -> Solution:
    """The answer at these places, run anew and in full, or what stands in the way."""
    after = tried.anew(best)
    progress(0.5)
    before = tried.anew(tried.own)
    known = tried.reached(best)
    verified = known is not None and (known.cost, known.year) == (after.cost, after.year)
    misses = tuple(_misses(tried, best)) if tried.merit(best)[0] > 0 else ()
    progress(1.0)
    return Solution(
        *(tried.asked, tried.company(best), _figures(tried, best), before, after),
        *(misses, verified, len(tried.found), (*told, *basis_told(tried.asked))),
    )


def _figures(tried: Tried, places: Places) -> tuple[MovedFigure, ...]:
    company = tried.asked.company
    return tuple(
        MovedFigure(
            *(move, move.label(company), amounts[own], amounts[place]),
            *(move.said(company, amounts[own]), move.said(company, amounts[place])),
        )
        for move, amounts, own, place in zip(
            tried.asked.moves, tried.amounts, tried.own, places, strict=True
        )
    )


def _misses(tried: Tried, best: Places) -> Iterator[Miss]:
    """The limits of which each alone would have to give, where what is nearest to it is told; where
    none would suffice alone, those that the best places break together."""
    nearest: dict[str, tuple[tuple[float, float], Places, Held]] = {}
    places_known = [places for places in tried.found if tried.is_known(places)]
    for places in sorted(places_known, key=tried.merit)[:MOST_EXPLAINED]:
        tried.complete(places)
    for places in places_known:
        broken = [each for each in tried.held(places) if each.over > 0]
        if len(broken) == 1 and tried.is_complete(places):
            (one,) = broken
            far = one.over, tried.change(places)
            if one.limit not in nearest or far < nearest[one.limit][0]:
                nearest[one.limit] = far, places, one
    for _, places, one in sorted(nearest.values(), key=lambda each: each[0]):
        yield _miss(tried, places, one, True)
    if not nearest:
        broken = [each for each in tried.held(best) if each.over > 0]
        yield from (_miss(tried, best, one, False) for one in broken)


def _miss(tried: Tried, places: Places, one: Held, alone: bool) -> Miss:
    figures = [phrase("at", label=f.label, figure=f.after_said) for f in _figures(tried, places)]
    sentence = phrase("nearest", figures=phrase.joined(figures), what=one.sentence())
    return Miss(one.limit, one.asked, one.reached, alone, sentence)
