"""JSON that people wrote: nothing in it is passed over, and what is wrong is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.json_files import json_of_text, read_json
from engine.text import Problem, Refused


def refused(text: str) -> Problem:
    with pytest.raises(Refused) as caught:
        json_of_text(text, "a.json")
    (problem,) = caught.value.problems
    assert problem.file == "a.json"
    for language in ("en", "zh"):
        assert problem.text(language) and problem.remedy(language)
    return problem


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        ('{"a": 1, "a": 1}', "a", 1),
        ('{"a": 1,\n "b": {"a": 2},\n "a": 3}', "a", 3),
        ('{"a": [{"b": 1}, {"b": 1,\n "b": 2}],\n "a": 3}', "b", 2),
        ('{"a": {"x": "{\\"a\\": 1}", "y": ["a", "a"]},\n"\\u0061": 2}', "a", 2),
        ('{"一级": 1,\n"一级": 2}', "一级", 2),
    ],
)
def test_an_entry_that_stands_twice_is_refused(text: str, name: str, line: int) -> None:
    problem = refused(text)
    assert (problem.key, problem.values, problem.line) == ("entry_twice", {"name": name}, line)


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("", "json", 1),
        ('{"a": 1,\n "b" 2}', "json", 2),
        ("[" * 100_000, "json_deep", None),
        ("9" * 5_000, "json_digits", None),
    ],
)
def test_what_is_no_json_is_refused(text: str, key: str, line: int | None) -> None:
    problem = refused(text)
    assert (problem.key, problem.line) == (key, line)


def test_a_character_is_counted_from_one() -> None:
    assert refused('{"a": 1,\n "b" 2}').values == {"character": 6}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_file_is_read_in_the_encodings_of_tables(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"一级": [1, {"备注": "年度奖金"}]}', encoding=encoding)
    assert read_json(file) == {"一级": [1, {"备注": "年度奖金"}]}


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    found = []
    for file in (tmp_path / "none.json", tmp_path):
        with pytest.raises(Refused) as caught:
            read_json(file)
        found.append([p.key for p in caught.value.problems])
    assert found == [["no_file"], ["not_read"]]


def test_bytes_that_are_no_text_are_told_in_either_language(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(b"\x9e\xff\x81\xff" * 50)
    with pytest.raises(Refused) as caught:
        read_json(file)
    assert [p.key for p in caught.value.problems] == ["encoding"]
