"""Slides as LibreOffice shows them: every one is there, with its message and its chart, and none is
written over its edge."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from pptx import Presentation as open_presentation

from engine.papers import to_pptx
from tests.papers.every_chart import KINDS, paper_of_every_chart
from tests.rendering import opened, pages_of


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_slide_is_shown_whole(language: str, tmp_path: Path) -> None:
    paper = paper_of_every_chart()
    deck = to_pptx(paper, language)
    pages = pages_of(opened(deck, ".pptx", tmp_path), tmp_path)
    assert len(pages) == len(open_presentation(io.BytesIO(deck)).slides)
    texts = [re.sub(r"\s+", "", page.text) for page in pages]
    assert {"en": "Keepthethreshold", "zh": "门槛维持不变"}[language] in texts[0]
    for text, kind in zip(texts[1:], KINDS, strict=False):
        assert f"of{kind}=cmd|" in text
    for page in pages:
        edges = (page.ink[:, :10], page.ink[:, -10:], page.ink[:8], page.ink[-4:])
        assert not any(np.any(edge) for edge in edges)
    for page in pages[1 : 1 + len(KINDS)]:  # a chart that failed to open leaves its room empty
        assert np.count_nonzero(page.ink[150:300]) > 300
