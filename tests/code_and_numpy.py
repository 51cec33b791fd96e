"""Elementwise functions worked out in numpy and as code for the processor, which must agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from engine.vectors import PROCESSOR, elementwise_code, processor

Arrays = Sequence[np.ndarray]


def alike(work: Callable[[], Arrays]) -> Arrays:
    """What comes of some work by numpy alone, once it is held, bit for bit, against what comes of
    it where code is made however few people there are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processor, "has_llvm", lambda: False)
        right = work()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(elementwise_code, "LEAST", 1)
        work()
        PROCESSOR.wait()
        found = work()
    for ours, theirs in zip(found, right, strict=True):
        assert ours.tobytes() == theirs.tobytes()
    return right
