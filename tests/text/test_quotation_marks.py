"""Texts for people have typographic quotation marks and apostrophes; samples of code have those
that are typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from engine.formula import FUNCTIONS

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted(
    path
    for folder in ("engine/text", "pages/ui/kit/words")
    for path in (ROOT / folder).glob("*.yaml")
)
DATA = sorted((ROOT / "data").rglob("*.yaml"))
CODE = re.compile(r"\{\{.*\}\}|\[[^\]]*\]")
"""Part of a sentence that is typed as it stands: an object or a list in JSON."""
ALL_CODE = {
    "remedy.yaml_second_colon",
    "remedy.yaml_quote_early",
    "remedy_in_terminal.accepted_unfixed",
}
"""Sentences about quotation marks in a file, and one with a row of a file."""


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_sentence_has_straight_quotation_marks(path: Path) -> None:
    sentences = list(_sentences(_read(path)))
    assert ALL_CODE & {name for name, _ in sentences} in (ALL_CODE, set())
    assert [name for name, text in sentences if name not in ALL_CODE and _straight(text)] == []


@pytest.mark.parametrize("path", DATA, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_text_of_a_plan_or_its_like_has_straight_quotation_marks(path: Path) -> None:
    assert [text for text in _texts(_read(path)) if _straight(text)] == []


def test_no_function_is_worded_with_straight_quotation_marks() -> None:
    for name, function in FUNCTIONS.items():
        wordings = [function.wording, *function.wording.variants]
        said = [function.en, *(wording.en for wording in wordings)]
        rules = (function.rule, function.line_rule, *function.wording.rules)
        said += [rule["en"] for rule in rules if rule]
        assert not [text for text in said if _straight(text)], name


def _read(path: Path) -> object:
    return YAML(typ="safe").load(path)


def _straight(text: str) -> bool:
    return any(mark in CODE.sub("", text) for mark in "\"'")


def _sentences(entry: object, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(entry, dict):
        for key, value in entry.items():
            yield from _sentences(value, f"{name}.{key}" if name else str(key))
    elif isinstance(entry, str):
        yield name, entry


def _texts(entry: object) -> Iterator[str]:
    if isinstance(entry, dict):
        if {"en", "zh"} <= entry.keys():
            yield from (text for text in (entry["en"], entry["zh"]) if isinstance(text, str))
        entry = list(entry.values())
    if isinstance(entry, list):
        for value in entry:
            yield from _texts(value)
