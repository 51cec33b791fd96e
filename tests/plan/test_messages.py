"""What the engine says to people: complete, alike in both languages, and nothing said in vain."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.text import LANGUAGES, SENTENCES, Entry, Problem, Refused, say

ENGINE = Path(__file__).parents[2] / "engine"
PROBLEMS = sorted(
    key.removeprefix("problem.") for key in SENTENCES.entries("en") if key.startswith("problem.")
)
REMEDIES = ("remedy", "remedy_in_terminal")
ONLY_COMMANDS = ("engine/cli/", "/asked_", "backtesting/paid_columns.py")
"""Parts of the paths of files whose refusals nobody but a command shows."""
RAISED_BY = {"Problem": 0, "FormulaError": 0, "_problem": 0, "_complain": 2}
"""Calls that take the key of a problem, and at which place."""


def blanks(entry: Entry) -> set[str]:
    sentences = [entry] if isinstance(entry, str) else entry.values()
    return {name for text in sentences for _, name, _, _ in string.Formatter().parse(text) if name}


def names_of(language: str, section: str) -> set[str]:
    return {*SENTENCES.section(language, section)}


def test_both_languages_say_the_same_things_with_the_same_blanks() -> None:
    english, chinese = SENTENCES.entries("en"), SENTENCES.entries("zh")
    assert english.keys() == chinese.keys()
    assert {key: blanks(text) for key, text in english.items()} == {
        key: blanks(text) for key, text in chinese.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_a_remedy_and_every_remedy_a_problem(language: str) -> None:
    assert set().union(*(names_of(language, part) for part in REMEDIES)) == set(PROBLEMS)


def test_what_a_page_may_say_names_no_option_of_a_command() -> None:
    """Nobody can give an option there; what only commands refuse has its remedy for them alone."""
    for language in LANGUAGES:
        for key, entry in SENTENCES.entries(language).items():
            if not key.startswith("remedy_in_terminal."):
                sentences = [entry] if isinstance(entry, str) else entry.values()
                assert not [text for text in sentences if re.search("--[a-z]", text)], key
    only_there = names_of("en", "remedy_in_terminal") - names_of("en", "remedy")
    assert not {
        (key, path)
        for path in ENGINE.rglob("*.py")
        for key in only_there.intersection(raised_in(path))
        if not any(part in path.as_posix() for part in ONLY_COMMANDS)
    }


def test_a_remedy_says_what_to_do_where_it_is_read() -> None:
    problem = Problem("solve_no_steps", {"label": "Rate"})
    assert "LOW..HIGH" in problem.remedy("en", terminal=True)
    assert "LOW..HIGH" not in problem.remedy("en")
    assert "下限..上限" in Refused([problem]).text("zh", terminal=True)
    only = Problem("solve_move", value="rate")
    assert only.remedy("en") == only.remedy("en", terminal=True)
    bare = Problem("unknown_plan", {"nearest": "", "known": ("a", "b")}, value="c")
    assert (bare.remedy("en"), bare.remedy("en", terminal=True)) == (
        "There are: a, b.",
        "There are: a, b. A path to a .yaml file works too.",
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", PROBLEMS)
def test_every_problem_can_be_said(key: str, language: str) -> None:
    known = SENTENCES.entries(language)
    each = {part: blanks(known.get(f"{part}.{key}", "")) for part in ("problem", *REMEDIES)}
    values = {
        name: "12" if name == "count" else f"<{name}>"
        for name in set().union(*each.values()) - {"value", "column"}
    }
    given = values | ({"count": 12} if "count" in values else {})
    problem = Problem(key, given, "file.csv", 7, "column_name", "a value", "    x\n    ^")
    assert problem.text(language).strip()
    assert "{" not in problem.text(language)
    there, here = (problem.sentence(language, terminal=terminal) for terminal in (True, False))
    for said in (there, here):
        assert said.endswith("    x\n    ^")
        assert "file.csv" in said and "7" in said and "column_name" in said
    assert all(value in there + here for value in values.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_sentence_can_be_said(language: str) -> None:
    for key, sentence in SENTENCES.entries(language).items():
        if key.partition(".")[0] not in ("problem", *REMEDIES):
            values = {name: 1 for name in blanks(sentence)}
            say(language, key, **{"count": 1, **values})


def test_an_unknown_sentence_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("en", "problem.no_such_sentence")


def test_every_problem_the_code_names_has_its_sentence() -> None:
    named = {(key, path) for path in ENGINE.rglob("*.py") for key in raised_in(path)}
    assert len({key for key, _ in named}) > 60
    assert not {(key, path) for key, path in named if key not in PROBLEMS}


def test_no_sentence_is_said_in_vain() -> None:
    texts = {
        node.value
        for folder in (ENGINE, ENGINE.parent / "pages")  # pages say some of them too
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    # "_bare" is added where no name comes near enough to be suggested.
    assert not {
        key for key in PROBLEMS if key not in texts and key.removesuffix("_bare") not in texts
    }


def raised_in(path: Path) -> Iterator[str]:
    """The keys of problems that a file raises, where they are written out."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = RAISED_BY.get(name, len(node.args))
            for argument in node.args[place : place + 1]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value
