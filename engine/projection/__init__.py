"""A company's cost in the months ahead: trials, and the range that they leave."""

from engine.projection.trial_numbers import common_points, own_entropy, plain_points

__all__ = ["common_points", "own_entropy", "plain_points"]
