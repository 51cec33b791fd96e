"""Texts that are no YAML: what is wrong is said in the reader's language, at the line to mend."""

from __future__ import annotations

import pytest

from engine.text import Problem, Refused
from engine.yaml_files import Document

MISTAKES = {
    "nothing after a name": ("id: a\ntitle\nlines:\n  a: 1\n", "yaml_colon", 2),
    "nothing after an indented name": ("lines:\n  a\n  b: 1\n", "yaml_colon", 2),
    "no space after the colon": ("lines:\n  a:3\n\n  b: 1\n", "yaml_colon", 2),
    "a full-width colon": ("id： a\ntitle: b\n", "yaml_colon", 1),
    "a second colon": ("id: a\ntitle: pay: more\n", "yaml_second_colon", 2),
    "an entry under a value": ("id: a\n  b: 2\n", "yaml_indent", 2),
    "too few spaces": ("lines:\n    a: 1\n  b: 2\n", "yaml_indent", 3),
    "too few spaces in a list": ("a:\n  - 1\n - 2\n", "yaml_indent", 3),
    "spaces before the first entry": ("  a: 1\nb: 2\n", "yaml_indent", 2),
    "a hundred brackets too many": ("id: a\nb: " + "[" * 101, "yaml_deep", 2),
    "a tab": ("lines:\n\ta: 1\n", "yaml_tab", 2),
    "an open quote": ('id: a\ntitle: "b\nlines:\n  a: 1\n', "yaml_quote_open", 2),
    "a quote inside of quotes": ("id: 'it's'\nb: 1\n", "yaml_quote_early", 1),
    "an open bracket": ("id: a\nb: [1, 2\nlines:\n  a: 1\n", "yaml_bracket", 2),
    "an open bracket at the end": ("id: a\nb: {c: 1\n", "yaml_bracket", 2),
    "another closing bracket": ("b: [1, 2}\n", "yaml_bracket", 1),
    "no comma": ("label: {en: A zh: B}\n", "yaml_comma", 1),
    "a full-width comma": ("label: {en: A， zh: B}\n", "yaml_comma", 1),
    "a name given twice": ("id: a\nb: 1\nb: 2\n", "entry_twice", 3),
    "anything else": ("id: @a\n", "yaml", 1),
    "a sign that no text has": ("id: \x01\n", "yaml", None),
}


def refused(text: str) -> Problem:
    with pytest.raises(Refused) as found:
        Document(text, "mine.yaml")
    (problem,) = found.value.problems
    return problem


@pytest.mark.parametrize(("text", "key", "line"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_at_the_line_to_mend(text: str, key: str, line: int | None) -> None:
    problem = refused(text)
    assert (problem.key, problem.line, problem.file) == (key, line, "mine.yaml")


def test_a_frequent_mistake_is_told_in_chinese_throughout() -> None:
    told = refused("id: a\ntitle\nlines:\n  a: 1\n").sentence("zh")
    assert told.startswith("mine.yaml，第 2 行：名称后缺少半角冒号")
    assert "expected" not in told


def test_for_the_rest_the_words_of_the_parser_are_named_as_such() -> None:
    assert "解析器提示：found character '@'" in refused("id: @a\n").text("zh")


def test_the_name_given_twice_is_said() -> None:
    assert refused("id: a\nb: {c: 1, c: 2}\n").text("en") == "“c” stands here a second time."
