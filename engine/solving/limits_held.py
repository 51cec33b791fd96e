"""The budget and the limits held against what a company comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.solving.asked import YEAR, Asked
from engine.solving.movable import phrase
from engine.solving.reached import (
    CHECKS,
    CLIFFS,
    LEVERAGE,
    LOSERS,
    MINIMUM_WAGE,
    SPREAD,
    Reached,
)
from engine.text import Text, count, in_each_language, money, money_with_fen, multiple, percent

LARGE = 1000.0
"""Amounts from here on are told without fen."""
SLACK = 1e-12
EACH = 0.01
"""How far one more place or check that must not be is from what is allowed, as a share."""


@dataclass(frozen=True)
class Held:
    """One limit held against what is reached: `over` is by which share of it that is too much or
    too little, 0 where the limit holds. `sentence` says by how much it would have to give."""

    limit: str
    asked: float
    reached: float
    over: float
    sentence: Callable[[], Text]


def needed(asked: Asked) -> frozenset[str]:
    """What has to be found of a company beside its cost to hold it against what is asked."""
    limits = asked.limits
    return frozenset(
        name
        for name, is_needed in (
            (LOSERS, limits.most_losers is not None or asked.goal == "fewest_losers"),
            (SPREAD, asked.goal == "spread"),
            (LEVERAGE, limits.leverage is not None),
            (MINIMUM_WAGE, limits.minimum_wage),
            (CLIFFS, limits.no_new_cliff),
            (CHECKS, limits.no_failed_check or limits.no_further_failed_check),
        )
        if is_needed
    )


def held(asked: Asked, reached: Reached) -> Iterator[Held]:
    """Everything that is asked held against what is reached."""
    limits, budget = asked.limits, asked.budget
    if budget is not None:
        cost = reached.cost
        more = max(cost - budget, 0.0)
        yield Held("budget", budget, cost, more / budget, lambda: _over(asked, budget, cost))
    share = reached.losers_share
    if limits.most_losers is not None and share is not None:
        most = limits.most_losers
        yield Held(
            *("most_losers", most, share, max(share - most - SLACK, 0.0)),
            lambda: phrase(
                "too_many_losers" if limits.losing_more_than else "too_many_lose_anything",
                count=reached.losers,
                of=count(reached.people),
                share=_percent(share),
                most=_percent(most),
                by=_percent(limits.losing_more_than),
            ),
        )
    if limits.leverage is not None and LEVERAGE in reached.looked_at:
        least, found = limits.leverage, reached.leverage or 0.0
        yield Held(
            *("leverage", least, found, max(least - found, 0.0) / least),
            lambda: phrase("too_little_leverage", least=_times(least), found=_times(found)),
        )
    if limits.minimum_wage and reached.below_minimum is not None:
        below = reached.below_minimum
        yield Held(
            *("minimum_wage", 0, below, below / max(reached.people, 1)),
            lambda: phrase("below_minimum", count=below),
        )
    if limits.no_new_cliff and reached.new_cliffs is not None:
        cliffs = reached.new_cliffs
        yield Held(
            *("no_new_cliff", 0, len(cliffs), EACH * len(cliffs)),
            lambda: phrase("new_cliffs", count=len(cliffs)),
        )
    for limit, is_asked, failed in (
        ("no_failed_check", limits.no_failed_check, reached.failed),
        ("no_further_failed_check", limits.no_further_failed_check, reached.further_failed),
    ):
        if is_asked and failed is not None:
            yield _checks(limit, failed)


def _checks(limit: str, failed: tuple[Text, ...]) -> Held:
    return Held(
        *(limit, 0, len(failed), EACH * len(failed)),
        lambda: phrase("failed_checks", count=len(failed), checks=phrase.joined(failed)),
    )


def _over(asked: Asked, budget: float, cost: float) -> Text:
    said = {"what": cost_name(asked), "cost": yuan(cost), "more": to_the_fen(cost - budget)}
    return phrase("over_budget", budget=yuan(budget), **said)


def cost_name(asked: Asked) -> Text:
    """What is measured as cost."""
    whose = "" if asked.of_employer is None else "employer_"
    if asked.cost == YEAR:
        return phrase(f"{whose}cost_year")
    if asked.quantile is None:
        return phrase(f"{whose}cost_expected")
    return phrase(f"{whose}cost_quantile", of=asked.cost.upper())


def yuan(amount: float) -> Text:
    """An amount in words, with fen where it is so small that they are seen."""
    write = money if abs(amount) >= LARGE else money_with_fen
    return in_each_language(lambda language: write(amount, language))


def to_the_fen(amount: float) -> Text:
    """The same with fen wherever there are some: of what a limit has to give, none may be lost."""
    write = money if round(amount, 2).is_integer() and abs(amount) >= LARGE else money_with_fen
    return in_each_language(lambda language: write(amount, language))


def _percent(share: float) -> Text:
    return in_each_language(lambda language: percent(share, language, 1))


def _times(value: float) -> Text:
    return in_each_language(lambda language: multiple(round(value, 2), language))
