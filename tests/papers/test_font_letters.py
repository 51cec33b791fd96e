"""The embedded fonts have the letters of our texts and of names; what they lack is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.papers.font_letters import Letters, covered, length

ROOT = Path(__file__).resolve().parents[2]
RARE_NAMES = "喆堃珺玥琎璟䶮䨱㛃㙦𬭎𬱖𫖮𪩘𠅤"
"""Letters of people's names beyond the everyday sets, some of them outside the first plane."""


def test_all_of_the_everyday_sets_are_there() -> None:
    two_bytes = [bytes([a, b]) for a in range(0xA1, 0xF8) for b in range(0xA1, 0xFF)]
    letters = {letter for code in two_bytes for letter in code.decode("gb2312", "ignore")}
    further = {chr(code) for code in range(0x4E00, 0x9FF0)}
    assert len(letters) > 7000
    assert not (letters | further | set(RARE_NAMES)) - set(covered())


def test_every_letter_that_we_write_is_there() -> None:
    files = [*(ROOT / "engine").rglob("*.yaml"), *(ROOT / "data").rglob("*.yaml")]
    written = {letter for file in files for letter in file.read_text("utf-8")}
    assert len(files) > 40
    assert not written - set(covered()) - {"\n"}


@pytest.mark.parametrize(
    ("text", "set_as", "lacking"),
    [
        ("王小明 · Ünal 1,234.5 %", "王小明 · Ünal 1,234.5 %", set()),
        ("王😀\n한", "王〓\n〓", {"😀", "한"}),
        ("Rene\u0301 e\u202f%", "René e\u00a0%", set()),
        ("葛\U000e0100城\ufe0f a\u200bb", "葛城 ab", set()),
        ("\x07", "〓", {"\x07"}),
    ],
)
def test_what_cannot_be_set_is_marked_and_remembered(
    text: str, set_as: str, lacking: set[str]
) -> None:
    letters = Letters()
    assert letters.settable(text) == set_as
    assert letters.lacking == lacking


def test_lines_are_as_long_as_their_letters() -> None:
    assert length("中文", 10.0) == 20.0
    assert length("0123", 10.0) == pytest.approx(4 * 5.55)
