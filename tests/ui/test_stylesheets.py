"""What several pages draw looks the same on each of them: it is dressed where it is drawn, or in
the frame, and not by the stylesheet of one of the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "pages/ui"
SHEETS = sorted(sheet for sheet in UI.glob("*/*.css") if sheet.parent.name != "kit")
_DRESSED = re.compile(r"(?:^|[},])\s*\.st-key-(\w+)", re.MULTILINE)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_stylesheet_dresses_nothing_that_is_drawn_elsewhere(sheet: Path) -> None:
    own, others = set(sheet.parent.glob("*.py")), set(UI.glob("*/*.py"))
    shared = {
        key
        for key in _DRESSED.findall(sheet.read_text("utf-8"))
        if _names(others - own, key) and not _names(own | set(UI.parent.glob("*.py")), key)
    }
    assert not shared


def _names(files: set[Path], key: str) -> bool:
    """Whether a container of that key is drawn in any of the files."""
    return any(f'key="{key}"' in file.read_text("utf-8") for file in files)
