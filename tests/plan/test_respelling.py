"""A scalar put in its place without reading and writing all of a plan anew."""

from __future__ import annotations

import pytest

from engine import catalogue, load_plan, samples
from engine.plan import PLAN_FOLDERS, ROLES
from engine.yaml_files import Document, plain_json

FORMULAS = (
    "base_pay",
    "sales * 0.1 if sales > 0 else 0  ",
    "a + b\n+ c",
    'x if grade == "junior" else 0',
    '"junior"',
    "true",
    "30",
    "",
    "a: b # c",
    "- a",
    "(unfinished",
    "名字 + 1",
    "1 + " * 60 + "2",
    "double  spaces " * 12,
)


def texts() -> dict[str, str]:
    paths = {path.stem: path for folder in PLAN_FOLDERS for path in folder.glob("*.yaml")}
    return {name: paths[name].read_text(encoding="utf-8") for name in (*catalogue(), *samples())}


def lines_of(document: Document) -> dict[str, int | None]:
    sections = ("facts", "parameters", "lines", "personas")
    names = [(section, name) for section in sections for name in document.data.get(section) or {}]
    return {f"{section}.{name}": document.line(section, name) for section, name in names}


@pytest.mark.parametrize(
    ("name", "formulas"),
    [
        *((name, FORMULAS) for name in samples()[:1]),
        *(
            (name, FORMULAS[place % len(FORMULAS) :][:1])
            for place, name in enumerate((*catalogue(), *samples()))
        ),
    ],
)
def test_the_text_says_the_new_formula_and_nothing_else_changes(
    name: str, formulas: tuple[str, ...]
) -> None:
    text = texts()[name]
    document = Document(text, name)
    lines = list(load_plan(name).lines)
    for place, formula in enumerate(formulas):
        line = lines[place % len(lines)]
        role = next(role for role in ROLES if role in document.data["lines"][line])
        found = document.respelled(text, ("lines", line, role), formula)
        if found is None:
            continue  # written in a form that only writing all of it anew can change
        new, after = found
        again = Document(new, name)
        assert again.data["lines"][line][role] == formula
        expected = plain_json(document.data)
        expected["lines"][line][role] = formula
        assert plain_json(again.data) == expected == plain_json(after.data)
        assert lines_of(after) == lines_of(again)


def test_changes_one_after_the_other_keep_the_lines_right() -> None:
    text = texts()["service-seller"]
    document = Document(text, "x")
    for path, value in (
        (("lines", "annual_bonus", "pay"), "a +\nb +\nc"),
        (("lines", "attainment", "measure"), "1 + " * 60 + "2"),
        (("parameters", "weight_sales", "value"), 0.45),
        (("lines", "coefficient", "measure"), "1"),
        (("lines", "annual_bonus", "pay"), "7"),
    ):
        found = document.respelled(text, path, value)
        assert found is not None, path
        text, document = found
        assert lines_of(document) == lines_of(Document(text, "x"))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("lines: {a: {pay: '1'}}", ("lines", "a", "pay")),
        ("lines:\n  a:\n    pay: 1 # why\n", ("lines", "a", "pay")),
        ("lines:\n  a:\n    pay: &x one\n", ("lines", "a", "pay")),
        ("lines:\n  a:\n    pay: [1]\n", ("lines", "a", "pay")),
        ("lines:\n  a:\n    label: b\n", ("lines", "a", "pay")),
        ("lines:\n  a: 1\n", ("lines", "b", "pay")),
    ],
)
def test_what_stands_in_another_form_is_left_alone(text: str, path: tuple[str, ...]) -> None:
    assert Document(text, "x").respelled(text, path, "2") is None
