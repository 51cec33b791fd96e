"""Charts are drawn to their values: lengths are in proportion, gaps stay gaps, labels are whole."""

from __future__ import annotations

from itertools import pairwise

import pytest

from engine.papers import Chart, Series
from engine.papers.chart_axes import lines
from engine.papers.chart_drawing import draw
from engine.papers.chart_marks import Area, Box, Drawing, Line, Words
from engine.papers.font_letters import length
from engine.papers.paper_look import COLOURS, LIMIT
from engine.text import Text, untranslated

THREE = tuple(map(untranslated, "abc"))


def _drawn(chart: Chart, language: str = "en") -> Drawing:
    return draw(chart, 600.0, 300.0, language, str)


def _boxes(drawing: Drawing, role_colour: str) -> list[Box]:
    return [mark for mark in drawing.marks if isinstance(mark, Box) and mark.fill == role_colour]


def _said(drawing: Drawing) -> list[str]:
    words = [mark.text for mark in drawing.marks if isinstance(mark, Words)]
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in words]


def _series(*values: float | None, role: str = "after", across: tuple[float, ...] = ()) -> Series:
    return Series(untranslated(role), values, role, across)  # type: ignore[arg-type]


def test_columns_are_as_high_as_their_values_and_carry_them() -> None:
    chart = Chart("column", THREE, (_series(2e6, None, -1e6),))
    first, second = _boxes(_drawn(chart), COLOURS["after"])
    assert first.height == pytest.approx(2 * second.height)
    assert first.top + first.height == pytest.approx(second.top)  # they meet at zero
    assert {"2.00", "−1.00", "¥ M"} <= set(_said(_drawn(chart)))
    assert {"200", "−100", "万元"} <= set(_said(_drawn(chart, "zh")))


def test_shares_are_read_as_percent_along_the_axis_and_at_columns() -> None:
    said = _said(_drawn(Chart("column", THREE, (_series(0.125, 0.25, 0.5),), unit="share")))
    assert {"12.5 %", "25.0 %", "50.0 %", "0 %", "30 %"} <= set(said)


def test_a_line_has_a_gap_where_there_is_no_value() -> None:
    five = tuple(map(untranslated, "abcde"))
    drawing = _drawn(Chart("line", five, (_series(1e6, 2e6, None, 3e6, 1e6),)))
    runs = [m for m in drawing.marks if isinstance(m, Line) and m.colour == COLOURS["after"]]
    assert [len(run.points) for run in runs] == [2, 2]


def test_a_limit_lies_where_its_amount_lies_and_is_named() -> None:
    chart = Chart(
        "column", THREE, (_series(1e6, 2e6, 3e6),), limit=({"en": "Budget", "zh": "预算"}, 2e6)
    )
    drawing = _drawn(chart)
    (limit,) = [m for m in drawing.marks if isinstance(m, Line) and m.colour == LIMIT][1:]
    middle = _boxes(drawing, COLOURS["after"])[-2]
    assert limit.dashed
    assert limit.points[0][1] == pytest.approx(middle.top)
    assert "Budget: ¥2.0 M" in _said(drawing)


def test_steps_of_a_waterfall_hang_together_on_an_axis_that_says_where_it_starts() -> None:
    chart = Chart(
        "waterfall",
        tuple(map(untranslated, ("before", "more", "less", "after"))),
        (_series(100e6, 3e6, -1e6, 102e6),),
    )
    drawing = _drawn(chart)
    (more,) = _boxes(drawing, COLOURS["loss"])[1:]
    (less,) = _boxes(drawing, COLOURS["gain"])[1:]
    start, end = _boxes(drawing, COLOURS["before"])
    assert more.height == pytest.approx(3 * less.height)
    assert more.top + more.height == pytest.approx(start.top)
    assert less.top == pytest.approx(more.top)
    assert less.top + less.height == pytest.approx(end.top)
    assert any("not at zero" in text for text in _said(drawing))
    assert {"+3.0", "−1.0", "100.0", "102.0"} <= set(_said(drawing))


def test_a_stack_ends_at_the_sum_of_its_parts() -> None:
    chart = Chart("stacked_column", THREE[:1], (_series(1e6), _series(3e6, role="other")))
    (low,), (high,) = (_boxes(_drawn(chart), COLOURS[role])[-1:] for role in ("after", "other"))
    assert high.height == pytest.approx(3 * low.height)
    assert high.top + high.height == pytest.approx(low.top)
    assert "4.00" in _said(_drawn(chart))


def test_a_range_is_filled_from_its_low_to_its_high_end() -> None:
    roles = ("low", "middle", "high")
    series = tuple(
        _series(*(v * part for v in (1e6, 2e6, 1e6)), role=role)
        for role, part in zip(roles, (0.9, 1.0, 1.2), strict=True)
    )
    drawing = _drawn(Chart("band", THREE, series))
    (area,) = [mark for mark in drawing.marks if isinstance(mark, Area)]
    assert len(area.points) == 6
    assert "low to high" in _said(drawing)


def test_bars_go_both_ways_and_make_room_for_long_names() -> None:
    long = untranslated("Sellers: a name of a line that goes on and on, " * 3)
    chart = Chart("bar", (long, *THREE), (_series(-2e6, 1e6, None, 4e6),))
    drawing = _drawn(chart)
    down, up, most = _boxes(drawing, COLOURS["after"])
    assert down.left + down.width == pytest.approx(up.left)
    assert most.width == pytest.approx(2 * down.width)
    assert " ".join(_said(drawing)).count("goes on and on") == 3
    assert drawing.height > max(mark.top for mark in drawing.marks if isinstance(mark, Words))


@pytest.mark.parametrize("count", [1, 12, 40])
def test_labels_below_do_not_write_over_each_other(count: int) -> None:
    months: tuple[Text, ...] = tuple(untranslated(f"2027年{n}月") for n in range(count))
    drawing = _drawn(Chart("column", months, (_series(*[1e6] * count),)))
    below = [m for m in drawing.marks if isinstance(m, Words) and m.anchor == "centre"]
    rows: dict[float, list[tuple[float, float]]] = {}
    for mark in below:
        half = length(mark.text, mark.size) / 2
        rows.setdefault(mark.top, []).append((mark.left - half, mark.left + half))
    for spans in rows.values():
        ordered = sorted(spans)
        assert all(a[1] <= b[0] for a, b in pairwise(ordered))
    assert all(low >= 0 and high <= 600.5 for spans in rows.values() for low, high in spans)


def test_every_step_of_a_waterfall_is_named_however_long_its_name() -> None:
    names = tuple(untranslated(f"第{n}项调整：年度奖金比例与起付点" * 2) for n in range(10))
    drawing = _drawn(Chart("waterfall", names, (_series(1e6, *[0.0] * 8, 1e6),)))
    assert all(any(f"第{n}项" in text for text in _said(drawing)) for n in range(10))


def test_numbers_along_the_bottom_place_points() -> None:
    one = Series(untranslated("pay"), (0.0, 5000.0, 10000.0), "after", (0.5, 1.0, 1.5))
    drawing = _drawn(Chart("curve", (), (one,), across_unit="share"))
    (run,) = [m for m in drawing.marks if isinstance(m, Line) and m.colour == COLOURS["after"]]
    (a, b, c) = run.points
    assert b[0] - a[0] == pytest.approx(c[0] - b[0])
    assert a[1] - b[1] == pytest.approx(b[1] - c[1])


def test_lines_break_between_words_and_keep_the_month_together() -> None:
    assert lines("one two three", 10.0, length("one two", 10.0)) == ["one two", "three"]
    assert lines("2027年12月", 10.0, length("2027年", 10.0)) == ["2027年", "12月"]
    assert lines("", 10.0, 50.0) == [""]
    long = lines("W" * 100, 10.0, 200.0)
    assert "".join(long) == "W" * 100
    assert all(length(line, 10.0) <= 200.0 for line in long)
