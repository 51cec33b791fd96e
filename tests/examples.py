"""How many random examples a property is tried on: a quick number, or many times that at night.

`THOROUGH=20 make test` tries twenty times as many.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("THOROUGH", "1"))


def examples(number: int) -> settings:
    """Settings for so many examples, or more where a thorough run is asked for."""
    return settings(
        max_examples=number * TIMES,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
