"""What the title of a chart says of its figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.analysis import PayoutCurve
from engine.plan import CurveAxis
from pages.ui.charts import finding_sentences, more_pay_sentence


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


def test_what_becomes_of_more_pay_is_said_of_where_most_people_stand() -> None:
    x = np.linspace(0.0, 1.0, 11)
    pay, axis = 5000 + 1000 * x, CurveAxis("sales", {}, 0.0, 1.0)
    net = 0.8 * pay - np.where(x > 0.85, 300.0, 0.0)
    cost = 1.33 * pay
    # Half of all stand between 0.325 and 0.475; the nearest points are 0.3 and 0.5.
    found = PayoutCurve(
        axis, x, pay, {}, np.array([0.25, 0.4, 0.55]), np.array([1, 1]), net=net, cost=cost
    )
    said = more_pay_sentence(found, "share", "en").replace("\u00a0", " ")
    assert said == (
        "Of each further yuan of pay between 30 % and 50 %, where the middle half of people stand, "
        "¥0.80 is taken home; it costs the employer ¥1.33. Just above 80 % more pay leaves less: "
        "the annual bonus is taxed at a higher rate as a whole."
    )
    assert more_pay_sentence(replace(found, net=None), "share", "en") == ""
