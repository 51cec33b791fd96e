"""Both languages say everything, pages say nothing else, and no sentence lies about unused."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from engine.text import Entry
from pages.ui.kit import translations

ROOT = Path(__file__).parents[2]
SCREEN = sorted([ROOT / "app.py", *(ROOT / "pages").rglob("*.py")])

# Calls whose first argument people read, calls of which they read named ones only, and those names.
READ_FIRST = frozenset(
    re.findall(
        r"\w+",
        """badge button caption checkbox code data_editor dataframe dialog download_button error
        expander feedback file_uploader header info link_button markdown metric multiselect
        number_input page_link pills popover progress radio segmented_control select_slider
        selectbox slider spinner status subheader success tabs text text_area text_input title
        toast toggle uploader warning write""",
    )
)
READ_BY_NAME_ONLY = frozenset({"chart", "Page", "set_page_config"})
READ_BY_NAME = frozenset({"alt", "caption", "delta", "help", "label", "page_title", "placeholder"})
READ_BY_NAME |= {"text", "title"}
KEY_AT = {"t": 0, "translate": 1}
FILES = frozenset({"css", "js", "py", "svg", "yaml"})


@pytest.fixture(scope="module")
def english() -> dict[str, Entry]:
    return dict(translations.WORDS.entries("en"))


@pytest.fixture(scope="module")
def chinese() -> dict[str, Entry]:
    return dict(translations.WORDS.entries("zh"))


def test_both_languages_have_the_same_sentences(
    english: dict[str, Entry], chinese: dict[str, Entry]
) -> None:
    assert english.keys() == chinese.keys()
    for key in english:
        assert blanks(english[key]) == blanks(chinese[key]), key
        assert isinstance(english[key], str) == isinstance(chinese[key], str), key


def test_plurals_have_the_forms_of_their_language(
    english: dict[str, Entry], chinese: dict[str, Entry]
) -> None:
    for key, entry in english.items():
        if not isinstance(entry, str):
            assert set(entry) == {"one", "other"}, key
            assert set(chinese[key]) == {"other"}, key


def test_every_sentence_is_used_and_every_key_has_one(
    english: dict[str, Entry],
) -> None:
    asked = [key for file in SCREEN for key in keys(ast.parse(file.read_text("utf-8")))]
    for pattern in asked:
        assert any(pattern.fullmatch(key) for key in english), f"no words for {pattern.pattern}"
    unused = [key for key in english if not any(pattern.fullmatch(key) for pattern in asked)]
    assert not unused


@pytest.mark.parametrize("file", SCREEN, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_people_are_shown_nothing_but_the_catalogue(file: Path) -> None:
    assert list(shown(ast.parse(file.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("st.title('Cost')", ["Cost"]),
        ("left.metric(t('a.b'), '¥5', help=f'{n} people')", [" people"]),
        ("st.markdown(f':gray[{t(key)}] · **{n}**')", []),
        ("st.button(t('a.b'), icon=':material/undo:', key='undo')", []),
        ("chart(figure, key='a', title='Costs ' + much)", ["Costs "]),
        ("st.tabs([t('a.b'), 'People'])", ["People"]),
    ],
)
def test_a_stray_sentence_is_found(code: str, found: list[str]) -> None:
    assert list(shown(ast.parse(code))) == found


def blanks(entry: Entry) -> set[str]:
    sentences = [entry] if isinstance(entry, str) else entry.values()
    return {name for text in sentences for _, name, _, _ in Formatter().parse(text) if name}


def keys(tree: ast.AST) -> Iterator[re.Pattern[str]]:
    """The keys that code names: those given to t and translate, and literals that look like one."""
    sections = {key.partition(".")[0] for key in translations.WORDS.entries("en")}
    nodes = list(ast.walk(tree))
    parts = {part for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if isinstance(node, ast.Call) and _called(node) in KEY_AT:
            yield from _key(node.args[KEY_AT[_called(node)]])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in parts:
            section, _, name = node.value.partition(".")
            if section in sections and name.isidentifier() and name not in FILES:
                yield re.compile(re.escape(node.value))


def shown(tree: ast.AST) -> Iterator[str]:
    """Literal texts among the arguments that people read."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in READ_FIRST | READ_BY_NAME_ONLY:
            read = [] if _called(node) in READ_BY_NAME_ONLY else node.args[:1]
            read += [keyword.value for keyword in node.keywords if keyword.arg in READ_BY_NAME]
            for argument in read:
                yield from _literals(argument)


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Call):
        return
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and _says_something(node.value):
            yield node.value
        return
    if isinstance(node, ast.FormattedValue):
        yield from _literals(node.value)
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield from _literals(child)


def _says_something(text: str) -> bool:
    marks = re.sub(r":material/\w+:|:\w+(-\w+)?\[|Paycurve", "", text)
    return re.search(r"[^\W\d_]", marks) is not None


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _key(node: ast.expr) -> Iterator[re.Pattern[str]]:
    """A literal key or an f-string, whose blanks may be any name; a variable tells nothing."""
    if isinstance(node, ast.Constant):
        yield re.compile(re.escape(str(node.value)))
    elif isinstance(node, ast.JoinedStr):
        parts = (
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+"
            for part in node.values
        )
        yield re.compile("".join(parts))
