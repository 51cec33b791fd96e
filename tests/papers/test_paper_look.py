"""How amounts are written along an axis, in each language."""

from __future__ import annotations

import pytest

from engine.papers import Chart, ChartUnit, Series, colour_of, scale_of
from engine.papers.amounts_told import share_more
from engine.papers.paper_look import scale_for
from engine.text import untranslated


@pytest.mark.parametrize(
    ("unit", "values", "closest", "language", "told", "scaled", "shown"),
    [
        ("CNY", [291_000_000.0], 0, "en", "¥\xa0M", 291.0, "#,##0"),
        ("CNY", [24_300_000.0, None], 0, "en", "¥\xa0M", 24.3, "#,##0.0"),
        ("CNY", [291_000_000.0], 1_200_000, "en", "¥\xa0M", 291.0, "#,##0.0"),
        ("CNY", [291_000_000.0], 0, "zh", "亿元", 2.91, "#,##0.00"),
        ("CNY", [291_000_000.0], 2_900_000, "zh", "万元", 29100.0, "#,##0"),
        ("CNY", [291_000_000.0], 50_000, "en", "¥", 291_000_000.0, "#,##0"),
        ("CNY", [24_300_000.0], 0, "zh", "万元", 2430.0, "#,##0"),
        ("CNY", [99_999.0], 0, "zh", "元", 99_999.0, "#,##0"),
        ("CNY", [-1_500_000_000.0], 0, "en", "¥\xa0B", -1.5, "#,##0.00"),
        ("share", [0.0123], 0, "en", "", 0.0123, '#,##0.0"\xa0"%'),
        ("share", [0.0123, 0.0004], 0, "zh", "", 0.0123, "#,##0.00%"),
        ("share", [0.0004, 0.0], 0, "zh", "", 0.0004, "#,##0.000%"),
        ("share", [-0.0065, 0.0021], 0, "zh", "", -0.0065, "#,##0.00%"),
        ("share", [1.6, 0.1], 0, "zh", "", 1.6, "#,##0%"),
        ("share", [0.5], 0, "zh", "", 0.5, "#,##0.0%"),
        ("people", [12.0], 0, "en", "", 12.0, "#,##0"),
        ("number", [3.0], 0, "en", "", 3.0, "#,##0"),
        ("number", [0.75], 0, "en", "", 0.75, "#,##0.000"),
        ("CNY", [0.0], 0, "en", "¥", 0.0, "#,##0"),
    ],
)
def test_values_are_written_in_the_unit_of_the_largest(
    unit: ChartUnit,
    values: list[float | None],
    closest: float,
    language: str,
    told: str,
    scaled: float,
    shown: str,
) -> None:
    scale = scale_of(unit, values, language, closest)
    assert (scale.unit, scale.number_format) == (told, f'{shown};"−"{shown}')
    assert scale.scaled(values[0] or 0.0) == scaled


@pytest.mark.parametrize(
    ("values", "told", "shown", "ticks"),
    [
        ((27_511_262.0, -1_107_000.0, 1_079_734.0, 27_483_996.0), "¥\xa0M", "#,##0.000", "#,##0.0"),
        ((27_511_262.0, -500_000.0, 27_011_262.0), "¥\xa0M", "#,##0.00", "#,##0.00"),
        ((27_511_262.0, -1_107_000.0, 1_107_000.0, 27_511_262.0), "¥\xa0M", "#,##0.0", "#,##0.0"),
        ((27_516_000.0, -154_000.0, 27_362_000.0), "¥\xa0M", "#,##0.000", "#,##0.00"),
        ((11_245_015.84, 41_614.58, 11_286_630.42), "¥", "#,##0.00", "#,##0"),
        ((10.4, 20.4, 30.8, 40.4, 50.4, 60.4, 212.8), "¥", "#,##0", "#,##0"),
    ],
)
def test_a_waterfall_shows_by_how_much_it_ends_elsewhere_and_adds_up(
    values: tuple[float, ...], told: str, shown: str, ticks: str
) -> None:
    names = tuple(map(untranslated, "abcdefg"[: len(values)]))
    chart = Chart("waterfall", names, (Series(untranslated("x"), values),))
    scale = scale_for(chart, "en")
    assert (scale.unit, scale.number_format.partition(";")[0]) == (told, shown)
    assert scale_for(chart, "en", ticks=True).number_format.partition(";")[0] == ticks


def test_fen_are_kept_in_a_large_unit() -> None:
    scale = scale_of("CNY", [291_000_000.07], "zh")
    assert scale.scaled(291_000_000.07) == 2.9100000007


def test_plain_series_have_colours_of_their_own_and_roles_keep_theirs() -> None:
    name = untranslated("x")
    series = (Series(name, (1.0,)), Series(name, (1.0,), "before"), Series(name, (1.0,)))
    colours = [colour_of(series, place) for place in range(3)]
    assert len(set(colours)) == 3
    assert colour_of((series[1],), 0) == colours[1]


def test_a_small_share_is_not_told_as_twice_as_much() -> None:
    said = [
        share_more(value)["en"].replace("\N{NO-BREAK SPACE}", " ") for value in (0.0041, 0.00052)
    ]
    assert said == ["+0.4 %", "+0.05 %"]
