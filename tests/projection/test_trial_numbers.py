"""Random numbers of trials: the same in parts as at once, and more even than chance."""

from __future__ import annotations

import numpy as np
import pytest

from engine.projection import common_points, own_entropy, plain_points, trial_numbers

PARTS = (range(1), range(2), range(1, 3), range(5, 20), range(36, 37), range(3, 3))


@pytest.mark.parametrize("points", [common_points, plain_points])
def test_parts_are_those_of_the_whole(points: type) -> None:
    whole = points(60, 5, range(37))
    assert whole.shape == (37, 60) and np.isfinite(whole).all()
    for part in PARTS:
        np.testing.assert_array_equal(points(60, 5, part), whole[part.start : part.stop])
    assert not np.array_equal(whole, points(60, 6, range(37)))
    assert points(0, 5, range(3)).shape == (3, 0)


def test_dimensions_beyond_the_sequence_are_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial_numbers, "MOST_EVEN", 3)
    points = common_points(5, 8, range(2, 6))
    np.testing.assert_array_equal(points[:, :3], common_points(3, 8, range(2, 6)))
    np.testing.assert_array_equal(points[:, 3:], plain_points(2, 8, range(2, 6)))


def test_quasi_random_points_meet_the_normal_distribution_more_closely() -> None:
    # 64 points in each of 60 dimensions: every 64th part of each axis has one of them
    even, plain = common_points(60, 5, range(64)), plain_points(60, 5, range(64))
    assert np.abs(even.mean(axis=0)).max() < 0.03 < np.abs(plain.mean(axis=0)).max()
    assert np.abs(even.std(axis=0) - 1).max() < 0.08


def test_units_and_trials_have_people_of_their_own() -> None:
    asked = [own_entropy(s, u, k) for s in (1, 2) for u in ("a", "b") for k in (0, 1)]
    assert len(set(asked)) == 8
