"""Every shape is the one that its figures say, and the quick table agrees with the exact one."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from engine.workforce.distribution import REACH, Distribution

NORMAL = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)


@pytest.mark.parametrize(
    ("distribution", "mean", "sd"),
    [
        (Distribution("gamma", {"mean": 1.01, "sd": 0.25}), 1.01, 0.25),
        (Distribution("lognormal", {"mean": 60.0, "sd": 20.0}), 60, 20),
        (Distribution("beta", {"mean": 0.9, "sd": 0.05}), 0.9, 0.05),
        (Distribution("beta", {"mean": 84.0, "sd": 7.0, "low": 0.0, "high": 100.0}), 84, 7),
        (Distribution("poisson", {"mean": 2.0}), 2, 2**0.5),
        (Distribution("negative_binomial", {"mean": 0.6, "dispersion": 0.8}), 0.6, 1.05**0.5),
        (Distribution("flag", {"share": 0.03}), 0.03, (0.03 * 0.97) ** 0.5),
    ],
)
def test_mean_and_spread(distribution: Distribution, mean: float, sd: float) -> None:
    values = distribution.values(NORMAL)
    assert values.mean() == pytest.approx(mean, rel=0.005)
    assert values.std() == pytest.approx(sd, rel=0.02)


def test_the_table_agrees_with_exact_quantiles() -> None:
    u = stats.norm.cdf(NORMAL)
    gamma = Distribution("gamma", {"mean": 1.01, "sd": 0.25}).values(NORMAL)
    assert np.abs(gamma - stats.gamma.ppf(u, 16.3216, scale=1.01 / 16.3216)).max() < 5e-6
    count = Distribution("negative_binomial", {"mean": 3.0, "dispersion": 1.5}).values(NORMAL)
    assert np.array_equal(count, stats.nbinom.ppf(u, 1.5, 1.5 / 4.5))


def test_looking_up_is_interpolating_to_the_last_bit() -> None:
    distribution = Distribution("gamma", {"mean": 1.02, "sd": 0.25})
    grid = np.linspace(-REACH, REACH, 6001)
    corners = (grid, np.nextafter(grid, 9), np.nextafter(grid, -9), [np.inf, -np.inf, 7, -7, 0])
    for normal in (NORMAL, np.linspace(-8, 8, 100_003).reshape(-1, 1), *map(np.array, corners)):
        expected = np.interp(normal, grid, distribution.values(grid))
        assert np.array_equal(distribution.values(normal), expected)


def test_zeros_come_on_top() -> None:
    values = Distribution("lognormal", {"mean": 50.0, "sd": 30.0}, zero=0.4).values(NORMAL)
    assert (values == 0).mean() == pytest.approx(0.4, abs=0.001)
    assert values[values > 0].mean() == pytest.approx(50, rel=0.01)


def test_the_best_rating_goes_to_the_highest() -> None:
    shares = {"excellent": 0.1, "good": 0.3, "qualified": 0.6}
    values = Distribution("rating", shares=shares).values(NORMAL)
    assert values[-1] == 0
    assert values[0] == 2
    assert np.bincount(values.astype(int)) / values.size == pytest.approx([0.1, 0.3, 0.6])
