"""Both sides of a comparison beside each other, in words."""

from __future__ import annotations

from pages.ui.charts.two_sides import amounts


def test_a_difference_and_its_share_are_bracketed_as_each_language_does() -> None:
    assert amounts(1000, 1250, "en")[2] == ("Difference", "+¥250 (+25.0\N{NO-BREAK SPACE}%)")
    assert amounts(1000, 1250, "zh")[2] == ("差额", "+250\N{NO-BREAK SPACE}元（+25.0%）")
    assert amounts(0, 1250, "zh")[2] == ("差额", "+1,250\N{NO-BREAK SPACE}元")
