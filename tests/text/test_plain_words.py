"""Words that readers stumbled over stay out of everything that they read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted(
    path
    for folder in ("engine/text", "pages/ui/kit/words")
    for path in (ROOT / folder).glob("*.yaml")
)
STUMBLED_OVER = (
    "mend it",
    "want a look",
    "wants a look",
    "put away",
    "who feels it",
    "worked out",
    "whoever cannot",
    "断点悬崖",
)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_sentence_has_a_word_that_readers_stumbled_over(path: Path) -> None:
    lines = path.read_text("utf-8").casefold().splitlines()
    found = [line for line in lines if any(word in line for word in STUMBLED_OVER)]
    assert not found


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_chinese_sentence_is_parted_by_english_signs(path: Path) -> None:
    lines = _IN_BRACKETS.sub("", path.read_text("utf-8")).splitlines()
    assert not [line for line in lines if _ENGLISH_SIGN.search(line)]


_ENGLISH_SIGN = re.compile("[\u4e00-\u9fff][,;!?] ?[\u4e00-\u9fff{]")
_IN_BRACKETS = re.compile(r"\[[^\]\n]*\]")
"""What is written for the program: [下限, 上限]."""
