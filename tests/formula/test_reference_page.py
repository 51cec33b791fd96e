"""docs/language.md says what the vocabulary says."""

from __future__ import annotations

from pathlib import Path

from engine.formula.reference import language_page
from engine.formula.words import WORDS

PAGE = Path(__file__).parents[2] / "docs" / "language.md"
RENEW = (
    "docs/language.md is stale; renew it with: python -c 'from engine.formula.reference import"
    ' language_page; open("docs/language.md", "w").write(language_page())\''
)


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == language_page(), RENEW


def test_every_word_has_its_place() -> None:
    page = language_page()
    for word in WORDS.values():
        assert f"### `{word.name}(" in page
        assert word.sentence["zh"] in page
