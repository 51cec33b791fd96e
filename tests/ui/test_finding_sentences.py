"""What the title of a chart says of its figures."""

from __future__ import annotations

import numpy as np
import pytest

from pages.ui.charts import finding_sentences


@pytest.mark.parametrize(
    ("months", "cost", "said"),
    [
        (["2025-03"], [5_933.0], "2025年3月成本 5,933 元"),
        (["2025-03", "2025-04"], [1_000.0, 1_019.0], "每月成本约 1,019 元"),  # within 2 per cent
        (["2025-03", "2025-04"], [1_000.0, 1_021.0], "2025年4月成本最高：1,021 元"),
    ],
)
def test_the_months_are_told_by_the_dearest_or_as_alike(
    months: list[str], cost: list[float], said: str
) -> None:
    found = finding_sentences.by_month(months, np.array(cost), np.array(cost), "zh")
    assert " ".join(found.split()) == said
