"""How unequally pay is spread: the Gini coefficient and the share of the best paid."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def gini(pay: Array) -> float | None:
    """The Gini coefficient of pay by person: 0 where all are paid the same, towards 1 where one
    gets everything. None where nothing is paid altogether."""
    total = float(pay.sum())
    if pay.size == 0 or total <= 0:
        return None
    ranks = np.arange(1, pay.size + 1)
    return 2.0 * float(ranks @ np.sort(pay)) / (pay.size * total) - (pay.size + 1) / pay.size


def top_share(pay: Array, share: float = 0.1) -> float | None:
    """What the best paid `share` of people get of all that is paid; where that is no whole number
    of people, the next one counts in part. None where nothing is paid altogether."""
    total = float(pay.sum())
    if pay.size == 0 or total <= 0:
        return None
    highest = np.sort(pay)[::-1]
    people = share * pay.size
    whole = int(people + 1e-9)
    in_part = (people - whole) * highest[whole] if people - whole > 1e-9 else 0.0
    return float(highest[:whole].sum() + in_part) / total
