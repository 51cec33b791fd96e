"""Sentences by key: blanks, plural forms, what is missing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml.error import YAMLError

import engine
from engine.text import LANGUAGES, Catalogue, say

ROOT = Path(engine.__file__).parents[1]
WORDS = {
    "en": """
list:
  nouns_between: ", "
people:
  heads: {one: "{count} person of {team}", other: "{count} people of {team}"}
  rows: "{count} rows, {other} more"
  part: "{count} of {of} rows, seed {seed}, at most {most}"
  hello: "Hello, {name}"
money:
  paid: "{amount} paid, {share} % or 5 % of it"
""",
    "zh": """
list:
  nouns_between: "、"
people:
  heads: {other: "{team}{count} 人"}
  rows: "{count} 行，另有 {other} 行"
  part: "{of} 行中的 {count} 行，种子 {seed}，至多 {most}"
  hello: "{name}，你好"
money:
  paid: "{amount} 已付"
""",
}


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    for language, text in WORDS.items():
        (tmp_path / f"{language}.yaml").write_text(text, encoding="utf-8")
    return Catalogue(tmp_path)


@pytest.mark.parametrize(
    ("count", "english", "chinese"),
    [
        (0, "0 people of A", "A0 人"),
        (1, "1 person of A", "A1 人"),
        (1.0, "1 person of A", "A1 人"),
        (1.5, "1.5 people of A", "A1.5 人"),
        (1200, "1,200 people of A", "A1,200 人"),
        (np.int64(1200), "1,200 people of A", "A1,200 人"),
    ],
)
def test_a_plural_form_is_chosen_by_the_count(
    catalogue: Catalogue, count: float, english: str, chinese: str
) -> None:
    assert catalogue.say("en", "people.heads", count=count, team="A") == english
    assert catalogue.say("zh", "people.heads", count=count, team="A") == chinese


def test_a_count_needs_no_plural(catalogue: Catalogue) -> None:
    assert catalogue.say("en", "people.rows", count=5000, other=5000) == "5,000 rows, 5000 more"


def test_other_whole_numbers_of_how_many_have_separators_too(catalogue: Catalogue) -> None:
    said = catalogue.say("en", "people.part", count=1000, of=np.int64(2000), seed=3000, most=0.25)
    assert said == "1,000 of 2,000 rows, seed 3000, at most 0.25"


def test_a_value_in_every_language_is_taken_in_that_of_the_sentence(catalogue: Catalogue) -> None:
    name = {"en": "Li", "zh": "李"}
    assert [catalogue.say(language, "people.hello", name=name) for language in LANGUAGES] == [
        "Hello, Li",
        "李，你好",
    ]


def test_no_space_stands_after_a_figure_that_ends_in_a_chinese_unit(catalogue: Catalogue) -> None:
    assert catalogue.say("zh", "money.paid", amount="3,000\u00a0元") == "3,000\u00a0元已付"
    assert catalogue.say("zh", "money.paid", amount="7.20\u00a0亿元") == "7.20\u00a0亿元已付"
    assert catalogue.say("zh", "money.paid", amount="80%") == "80% 已付"


def test_a_percent_sign_stays_with_its_figure(catalogue: Catalogue) -> None:
    said = catalogue.say("en", "money.paid", amount="¥5", share=7)
    assert said == "¥5 paid, 7\u00a0% or 5\u00a0% of it"


def test_a_key_without_words_names_the_nearest(catalogue: Catalogue) -> None:
    with pytest.raises(KeyError, match=r"did you mean 'people\.heads'"):
        catalogue.say("en", "people.head")


def test_a_missing_value_is_an_error(catalogue: Catalogue) -> None:
    with pytest.raises(KeyError):
        catalogue.say("en", "people.hello")
    with pytest.raises(KeyError):
        catalogue.say("en", "people.heads", team="A")


def test_a_plural_form_is_chosen_by_a_number_alone(catalogue: Catalogue) -> None:
    with pytest.raises(TypeError):
        catalogue.say("en", "people.heads", count="1,200", team="A")


def test_files_are_read_once(catalogue: Catalogue, tmp_path: Path) -> None:
    assert "people.heads" in catalogue and "people.nobody" not in catalogue
    for language in LANGUAGES:
        catalogue.entries(language)
        (tmp_path / f"{language}.yaml").unlink()
    assert catalogue.say("zh", "people.hello", name="李") == "李，你好"


def test_only_what_is_needed_is_read(tmp_path: Path) -> None:
    text = 'one:\n  a: "A"\ntwo:\n  # x\n  b: "B"\n# y\nthree:\n  c: [\n'
    (tmp_path / "en.yaml").write_text(text, "utf-8")
    catalogue = Catalogue(tmp_path)
    assert (catalogue.say("en", "one.a"), catalogue.say("en", "two.b")) == ("A", "B")
    with pytest.raises(YAMLError):
        catalogue.say("en", "three.c")


@pytest.mark.parametrize("folder", [Path("engine/text"), Path("pages/ui/kit/words")], ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
def test_at_the_left_edge_stand_sections_alone(folder: Path, language: str) -> None:
    """Whatever else stood there would be read as part of the section above it."""
    lines = (ROOT / folder / f"{language}.yaml").read_text("utf-8").splitlines()
    edge = [line for line in lines if line and line[0] not in " #"]
    assert [line for line in edge if not re.fullmatch("[a-z_]+:", line)] == []
    assert len(edge) == len(set(edge))


def test_the_engine_speaks_both_languages() -> None:
    assert say("en", "figure.no_limit") == "no limit"
    assert say("zh", "figure.no_limit") == "不设上限"


def test_a_tuple_is_said_as_a_list_in_the_words_of_each_language(catalogue: Catalogue) -> None:
    names = ("A1", {"en": "Shanghai", "zh": "上海"}, 3)
    assert catalogue.say("en", "people.hello", name=names) == "Hello, A1, Shanghai, 3"
    assert catalogue.say("zh", "people.hello", name=names) == "A1、上海、3，你好"


def test_no_list_is_put_together_in_the_way_of_one_language() -> None:
    """What a sentence counts up is a tuple: commas between Chinese words would be wrong."""
    found = [
        f"{file.relative_to(ENGINE)}: {ast.unparse(value)}"
        for file in ENGINE.rglob("*.py")
        for name, value in _named_values(ast.parse(file.read_text("utf-8")))
        if name not in NO_SENTENCE and ast.unparse(value).startswith("', '.join(")
    ]
    assert not found


NO_SENTENCE = ("column", "unsure")
"""Arguments that go into no sentence as they are."""
ENGINE = Path(engine.__file__).parent


def _named_values(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """All keyword arguments and entries of dictionaries that have a name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg:
            yield node.arg, node.value
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, value
