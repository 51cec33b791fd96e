"""A chart in words, for whoever cannot see it."""

from __future__ import annotations

from collections.abc import Sequence

from engine.papers.paper import ACROSS_NUMBERS, Chart, ChartUnit, Series
from engine.papers.paper_look import phrase, scale_for
from engine.reports import one_line
from engine.text import Decimals, compact_money, count, number, percent

MOST_TOLD = 16
"""So many values of a series are told one by one; of more, the first, last, lowest, highest."""


def in_words(chart: Chart, title: str, language: str) -> str:
    """What a chart shows: its message, its kind, and the values of each series."""
    said = [title, phrase.say(language, f"chart_{chart.kind}")]
    for one in chart.series:
        values = phrase.say(language, "semicolon").join(_values(chart, one, language))
        said.append(phrase.say(language, "of_unit", unit=one.name[language], what=values))
    if chart.limit is not None:
        name, value = chart.limit
        at = _written(value, chart.unit, language, scale_for(chart, language).decimals)
        said.append(phrase.say(language, "of_unit", unit=name[language], what=at))
    return one_line(phrase.say(language, "full_stop").join(said))


def _values(chart: Chart, one: Series, language: str) -> list[str]:
    """Values with where they stand."""
    if chart.kind in ACROSS_NUMBERS:
        places = [_written(x, chart.across_unit, language) for x in one.across]
    else:
        places = [text[language] for text in chart.categories]
    every = zip(places, one.values, strict=True)
    told = [(place, value) for place, value in every if value is not None]
    if len(told) > MOST_TOLD:
        told = _telling(told)
    decimals = scale_for(chart, language).decimals
    return [f"{place} {_written(value, chart.unit, language, decimals)}" for place, value in told]


def _telling(told: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """The first, last, lowest and highest, in their order, each once."""
    order = range(len(told))
    low, high = min(order, key=lambda i: told[i][1]), max(order, key=lambda i: told[i][1])
    return [told[i] for i in sorted({0, low, high, len(told) - 1})]


def _written(value: float, unit: ChartUnit, language: str, of_share: int = 1) -> str:
    """A value in words; a share with at most `of_share` decimals."""
    if unit == "CNY":
        return compact_money(value, language)
    if unit == "share":
        return percent(value, language, Decimals(0, of_share))
    if unit in ("people", "months"):
        return count(value)
    return number(value, Decimals(0, 2))
