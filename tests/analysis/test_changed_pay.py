"""Changes of pay person by person: code comes to what numpy does, and to what fractions say."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.analysis.changed_pay import BANDS, ChangedPay
from tests.code_and_numpy import alike
from tests.examples import examples

fen = st.one_of(st.integers(-300, 300), st.integers(0, 10**8), st.sampled_from([100, 10_000, 0]))
factors = st.sampled_from([95, 105, 100, 94, 106, 0])


@dataclass(frozen=True)
class Paid:
    pay_by_person: np.ndarray

    @property
    def total(self) -> float:
        return float(self.pay_by_person.sum())


@st.composite
def both(draw: st.DrawFn) -> tuple[int, int]:
    """Fen before and after, often just at the edge of a band."""
    before = draw(fen)
    near = before * draw(factors) // 100 + draw(st.integers(-1, 1))
    return before, draw(st.one_of(st.just(near), fen))


@examples(150)
@given(people=st.lists(both(), min_size=1, max_size=40))
def test_changes_shares_and_bands(people: list[tuple[int, int]]) -> None:
    before, after = (np.array(pay) / 100 for pay in zip(*people, strict=True))

    def work() -> list[np.ndarray]:
        found = ChangedPay(Paid(before), Paid(after))
        return [found.change_by_person, found.share_by_person, found.band_by_person]

    change, share, band = alike(work)
    for place, (old, new) in enumerate(people):
        right = Fraction(new - old, abs(old)) if old else Fraction(np.sign(new - old))
        assert change[place] == (new - old) / 100
        assert abs(share[place] - float(right)) <= 1e-9 * max(1, abs(right))
        assert BANDS[band[place]] == band_of(right)


def band_of(share: Fraction) -> str:
    if share == 0:
        return "same"
    much = "_much" if abs(share) >= Fraction(1, 20) else ""
    return ("gain" if share > 0 else "lose") + much
