"""Every shape of parameter keeps its figures on the way to JSON and to the rows of a grid."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import load_plan
from engine.plan import PLAN_FOLDERS, Parameter, shapes

Shape = type[shapes.Value]

FIGURES = st.integers(0, 10**6) | st.floats(0, 1e6).map(lambda x: round(x, 4))
RATES = st.floats(0, 1).map(lambda x: round(x, 4))
KEYS = st.sampled_from(("junior", "senior", "principal"))


def points(figures: st.SearchStrategy[Any] = FIGURES) -> st.SearchStrategy[Any]:
    starts = st.lists(st.integers(1, 10**6), min_size=1, max_size=5, unique=True)
    return starts.flatmap(
        lambda at: st.lists(figures, min_size=len(at), max_size=len(at)).map(
            lambda drawn: [list(pair) for pair in zip(sorted(at), drawn, strict=True)]
        )
    )


def keyed(entries: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.dictionaries(KEYS, entries, min_size=1)


JSON: dict[Shape, st.SearchStrategy[Any]] = {
    shapes.Number: FIGURES | st.none(),
    shapes.Flag: st.booleans(),
    shapes.Table: keyed(FIGURES),
    shapes.Steps: points(),
    shapes.KeyedSteps: keyed(points()),
    shapes.Tiers: points(RATES).map(lambda drawn: [[0, 0.01], *drawn]),
    shapes.Curve: points(),
    shapes.Prizes: points(),
    shapes.Bands: keyed(st.tuples(FIGURES, FIGURES).map(lambda ends: [ends[0], sum(ends) + 1])),
    shapes.Scorecard: keyed(
        st.lists(FIGURES, min_size=6, max_size=6).map(lambda six: [*six[:2], six[2] + 1, *six[3:]])
    ),
    shapes.Months: st.lists(st.integers(1, 12), unique=True),
}


def parameter(value: shapes.Value) -> Parameter:
    label = {"en": "Rate", "zh": "比例"}
    return Parameter("rate", value, label, "CNY", "source", min=0, no_limit=True)


def test_every_shape_is_drawn() -> None:
    assert set(JSON) == set(shapes.SHAPES)


@pytest.mark.parametrize("shape", shapes.SHAPES, ids=lambda shape: shape.shape)
@given(data=st.data())
def test_figures_come_back_from_json_and_from_rows(shape: Shape, data: st.DataObject) -> None:
    given = data.draw(JSON[shape])
    value = shape.read(given)
    assert value.problems(given, parameter(value)) == []
    assert shapes.shape_of(shape.key, given) is shape
    assert json.dumps(value.json()) == json.dumps(given)
    assert shape.read(value.json()) == value
    rows = value.rows()
    assert all(tuple(row) == shape.columns for row in rows)
    assert value.with_rows(rows) == value


@pytest.mark.parametrize("shape", shapes.SHAPES, ids=lambda shape: shape.shape)
@given(data=st.data())
def test_what_is_no_figure_is_a_problem_and_is_left_out(shape: Shape, data: st.DataObject) -> None:
    value = shape.read(data.draw(JSON[shape]))
    broken = data.draw(st.sampled_from(("text", "", [[]], [["a", 1]], {"junior": "x"}, [13], [0])))
    assert value.problems(broken, parameter(value))
    assert shape.read(broken).json() != broken


@pytest.mark.parametrize("shape", [s for s in shapes.SHAPES if s.addable], ids=lambda s: s.shape)
@given(data=st.data())
def test_figures_of_a_sum_are_put_back_in_place(shape: Shape, data: st.DataObject) -> None:
    value = shape.read(data.draw(JSON[shape].filter(lambda drawn: drawn is not None)))
    addends = value.addends()
    assert value.with_addends(addends) == value
    doubled = {key: figure * 2 for key, figure in addends.items()}
    assert value.with_addends(doubled).addends() == doubled


@pytest.mark.parametrize("file", sorted(PLAN_FOLDERS[0].glob("*.yaml")), ids=lambda file: file.stem)
def test_the_figures_of_the_catalogue_come_back(file: Path) -> None:
    for own in load_plan(file.stem).parameters.values():
        assert own.value.problems(own.json, own) == []
        assert own.value.read(own.json) == own.value
        assert own.value.with_rows(own.value.rows()) == own.value


def test_only_the_shapes_know_their_names() -> None:
    root = Path(__file__).resolve().parents[2]
    files = [*(root / "engine").rglob("*.py"), *(root / "pages").rglob("*.py")]
    asking = [
        str(file.relative_to(root))
        for file in files
        if root / "engine/plan" not in file.parents and ".value.shape" in file.read_text("utf-8")
    ]
    assert asking == []
