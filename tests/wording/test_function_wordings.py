"""How the definitions of functions say that formulas read."""

from __future__ import annotations

from string import Formatter

import pytest

from engine.formula import FUNCTIONS, Choice, Function, Record
from engine.text import LANGUAGES, Text

BESIDE = {"of", "whom", "list", "limit", "condition", "values", "x"}
"""Blanks that are filled without an argument of their name."""


def texts(function: Function) -> list[Text]:
    """All that is said of a function, in both languages."""
    wording = function.wording
    limit = [wording.limit] if wording.limit is not None else []
    variants = [variant.text for variant in wording.variants]
    return [wording.text, *variants, *limit, *wording.rules, *wording.names.values()]


def blanks(template: str) -> set[str]:
    """The names that stand in braces."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_both_languages_say_the_same_of_the_arguments(function: Function) -> None:
    arguments = {argument.name for argument in function.takes}
    for text in texts(function):
        assert set(text) == set(LANGUAGES) and all(text.values())
        assert blanks(text["en"]) == blanks(text["zh"]), text
        assert blanks(text["en"]) <= arguments | BESIDE, text
    assert {variant.argument for variant in function.wording.variants} <= arguments


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_what_a_function_gives_has_names(function: Function) -> None:
    names = set(function.wording.names)
    if isinstance(function.gives, Record):
        assert names == set(function.gives.by_name)
    elif isinstance(function.gives, Choice):
        assert names == set(function.gives.values or ())
    else:
        assert names <= {argument.name for argument in function.takes}
