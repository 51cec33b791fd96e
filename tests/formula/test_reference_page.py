"""docs/language.md says what the vocabulary says, and everything it shows works."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from engine.formula import FUNCTIONS, parse
from engine.formula.language_reference import (
    COLUMNS,
    FORMS,
    PARAMETERS,
    PERSONAS,
    PLAN,
    TERMS,
    language_page,
)
from engine.plan import COLUMN_KINDS
from engine.plan.shapes import SHAPES
from engine.plan.terms import KEYS
from tests.small_plan import load, small_plan

PAGE = Path(__file__).parents[2] / "docs" / "language.md"
RENEW = (
    "docs/language.md is stale; renew it with:"
    " python -c 'from engine.formula.language_reference import"
    ' language_page; open("docs/language.md", "w").write(language_page())\''
)


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == language_page(), RENEW


def test_every_function_has_its_place() -> None:
    page = language_page()
    for function in FUNCTIONS.values():
        assert f"### `{function.name}(" in page
        assert f"[{function.name}](#" in page
        assert function.sentence["en"] in page
        assert function.sentence["zh"] in page
        assert f"`{function.example.formula}`" in page
        assert all(f"`{argument.name}`:" in page for argument in function.takes)


def test_every_link_leads_to_a_heading() -> None:
    page = language_page()
    headings = re.findall(r"^### `(.*)`$", page, flags=re.M)
    # As Markdown makes anchors: small letters, digits, _ and - for spaces; nothing else is kept.
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]*)\)", page)) == anchors


def test_the_plan_it_shows_is_in_order() -> None:
    assert f"```yaml\n{PLAN}```" in language_page()
    plan = load(PLAN)
    assert [line.id for line in plan.pay_lines] == ["base_pay", "quarterly_bonus"]


def test_the_persona_it_shows_is_in_order() -> None:
    assert f"```yaml\n{PERSONAS}```" in language_page()
    assert list(load(PLAN + PERSONAS).personas) == ["newcomer"]


@pytest.mark.parametrize("formula", [formula for _, shown in FORMS for formula in shown])
def test_the_forms_it_shows_are_formulas(formula: str) -> None:
    assert parse(formula)


def test_it_shows_every_kind_of_column_and_every_shape_of_parameter() -> None:
    assert {kind for kind, _, _ in COLUMNS} == set(COLUMN_KINDS)
    shown = {shape_of(entry, formulas) for _, entry, formulas in PARAMETERS}
    assert shown == {shape.shape for shape in SHAPES}


@pytest.mark.parametrize(("kind", "entry"), [(kind, entry) for kind, _, entry in COLUMNS])
def test_the_columns_it_shows_are_columns(kind: str, entry: str) -> None:
    name = "tenure_months" if kind == "tenure" else "tried"
    plan = small_plan({"pay_line": "1"}, facts={name: YAML(typ="safe").load(entry)})
    assert plan.facts[name].kind == kind


def shape_of(entry: str, formulas: tuple[str, ...]) -> str:
    """The shape of a parameter t as the page writes it, read as the page says."""
    written: dict[str, Any] = YAML(typ="safe").load(f"{{{entry}}}")
    facts = {
        "grade": {"kind": "category", "values": ["junior", "senior"]},
        "sales": {"kind": "money"},
        "x": {"kind": "number"},
    }
    lines = {f"line_{place}": formula for place, formula in enumerate(formulas)}
    return small_plan(lines, {"t": written}, facts).parameters["t"].value.shape


def test_the_example_of_terms_is_in_order() -> None:
    assert f"```yaml\n{TERMS}```" in language_page()
    terms = load(PLAN + TERMS).terms
    assert all(getattr(terms, name) is not None for name in KEYS)
