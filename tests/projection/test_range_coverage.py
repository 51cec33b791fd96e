"""The range of a projection holds what a year then costs in four of five years.

`python -m tests.bench.coverage` does the same for every plan, and at length.
"""

from __future__ import annotations

import numpy as np
import pytest

from engine.plan import load_plan
from engine.projection import own_entropy, plain_points
from engine.workforce import Future, Outlook
from tests.bench.coverage import FIRST, MONTHS, TRUE, Size, costs, held, model_of, projected

SIZE = Size(people=60, crews=4, trials=100, years=50)
PLAN, LEVEL = "service-seller", 0.3


def test_the_range_holds_four_of_five_true_years() -> None:
    found = held(PLAN, LEVEL, SIZE)
    # chance in the true years, and in each crew's range of so many trials
    error = np.sqrt(0.8 * 0.2 * (1 / found.years + 1 / (SIZE.trials + 1) / SIZE.crews))
    assert found.years == 200
    assert found.of_years == pytest.approx(0.8, abs=3 * error)
    assert found.of_months == pytest.approx(0.8, abs=3 * error)
    assert found.shared > 0.2


def test_a_range_that_leaves_out_what_hits_everyone_is_too_narrow() -> None:
    plan, model = load_plan(PLAN), model_of(PLAN, LEVEL)
    blind = Future(model, 0, 60, FIRST, MONTHS, Outlook(common=0.0))
    ahead = Future(model, 0, 60, FIRST, MONTHS)
    common = plain_points(len(ahead.factors), TRUE, range(100))
    truth = costs(plan, ahead, common, (own_entropy(TRUE, plan.id, k) for k in range(100)))
    low, high = np.quantile(projected(plan, blind, 100, 11).sum(axis=1), (0.1, 0.9))
    year = truth.sum(axis=1)
    assert ((low <= year) & (year <= high)).mean() < 0.68
