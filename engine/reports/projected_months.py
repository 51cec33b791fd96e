"""The months of a projection as a table, and what its figures rest on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.calendar import month_text
from engine.projection import (
    Trials,
    accrual,
    expected_by_month,
    spread,
    told,
)
from engine.reports.projected import (
    Projected,
    assumed_of,
    legal_basis_of,
)
from engine.text import (
    Phrases,
    Text,
    count,
    in_each_language,
)

phrase = Phrases("projection_document")


def projection_table(trials: Trials) -> pa.Table:
    """A row for each month: cost at P10, P50 and P90 and as expected, the same added up, what is
    owed, earned and paid of lines paid for more than a month, and people. Yuan with two
    decimals."""
    by_month, added = spread(trials), spread(trials, cumulative=True)
    owed = accrual(trials)
    people = sum((a.mean(axis=0) for a in trials.headcount.values()), np.zeros(trials.months))
    columns: dict[str, Sequence[object]] = {
        "month": [month_text(trials.first + row) for row in range(trials.months)],
        **{f"cost_p{share * 100:.0f}": _yuan(values) for share, values in by_month.items()},
        "cost_expected": _yuan(expected_by_month(trials)),
        **{f"cumulative_p{share * 100:.0f}": _yuan(values) for share, values in added.items()},
        "cumulative_expected": _yuan(np.cumsum(expected_by_month(trials))),
        "owed": _yuan(owed.owed),
        "earned": _yuan(owed.earned),
        "paid_of_periods": _yuan(owed.paid),
        "people": [round(float(n), 1) for n in people],
    }
    return pa.table(columns)


def projection_told(found: Projected) -> tuple[Text, ...]:
    """What the figures of a projection rest on."""
    question = found.question
    seeds = {"company_seed": question.company.seed, "seed": question.seed}
    return (
        *legal_basis_of(question),
        *(assumed_of(question) or (phrase("as_model"),)),
        *(in_each_language(problem.sentence) for problem in told(question)),
        phrase("seed", **seeds, count=count(found.trials.size)),
    )


def _yuan(values: NDArray[np.float64]) -> list[str]:
    return [f"{round(value, 2) + 0.0:.2f}" for value in values.tolist()]
