"""Suspects that only name what is left: pay moved between two months, round or equal amounts, and
differences of a fen. Nothing is tested by them, so they come last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np

from engine.analysis.evidence import Evidence
from engine.analysis.paid_figures import Flags
from engine.analysis.reconciled_words import fen_text, line_label, phrase
from engine.analysis.suspect_scope import PEOPLE, Scope, people_words
from engine.analysis.suspicion import Suspicion
from engine.evaluation import GROSS
from engine.text import MINUS, Text, in_each_language

ROUND = 10_000
HALF_OF_IT = 5_000
"""Fen: multiples of ¥100, and ¥50 itself, are round amounts."""
FEWEST, SHARE = 3, 0.005
"""So many equal differences, and such a share of what is open, are more than chance."""
WORTH_SAYING = 0.001
"""What explains less of what is open is not named."""
LISTED = 4
"""So many amounts are listed."""


def leftovers(evidence: Evidence) -> Iterator[Suspicion]:
    """What the open person-months look like where nothing tested explains them."""
    yield from _moved(evidence)
    paid = np.where(evidence.filled, np.abs(evidence.paid), 0).sum(axis=0)
    unpaid = evidence.open & (paid == 0)
    pay = line_label(evidence.plan, GROSS)
    yield from _named(
        evidence, "unpaid", "0", unpaid, lambda said: phrase("suspect_unpaid", line=pay, **said)
    )
    total = evidence.total_difference
    size = np.abs(total)
    is_round = evidence.open & (size > 0) & ((size % ROUND == 0) | (size == HALF_OF_IT))
    yield from _amounts(evidence, "round_amount", is_round)
    rest = evidence.open & ~is_round
    small = rest & (np.abs(evidence.difference).max(axis=0) <= 1)
    yield from _named(evidence, "fen", "1", small, lambda said: phrase("suspect_fen", **said))
    values, counts = np.unique(total[rest & ~small], return_counts=True)
    often = values[(counts >= max(FEWEST, SHARE * rest.sum())) & (values != 0)]
    yield from _amounts(evidence, "same_amount", rest & ~small & np.isin(total, often))


def _moved(evidence: Evidence) -> Iterator[Suspicion]:
    """What is missing in one month and was paid beyond the plan in the next, or the other way."""
    difference = evidence.difference
    cells = np.zeros(evidence.open.shape, dtype=np.bool_)
    for row in range(evidence.facts.months - 1):
        pair = (difference[:, row] + difference[:, row + 1] == 0).all(axis=0)
        pair &= evidence.open[row] & evidence.open[row + 1] & ~cells[row]
        cells[row] |= pair
        cells[row + 1] |= pair
    yield from _named(
        evidence, "moved", "next", cells, lambda said: phrase("suspect_moved", **said)
    )


def _amounts(evidence: Evidence, kind: str, cells: Flags) -> Iterator[Suspicion]:
    counted = Counter(evidence.total_difference[cells].tolist())
    first = counted.most_common(LISTED)

    def sentence(said: Mapping[str, object]) -> Text:
        listed = phrase.joined(
            [phrase("amount_often", amount=_signed(fen), count=count) for fen, count in first]
        )
        more = len(counted) - len(first)
        amounts = phrase("amounts_more", amounts=listed, count=more) if more else listed
        return phrase(f"suspect_{kind}", amounts=amounts, **said)

    key = ",".join(str(fen) for fen, _ in first)
    return _named(evidence, kind, key, cells, sentence)


def _named(
    evidence: Evidence, kind: str, key: str, cells: Flags, sentence: object
) -> Iterator[Suspicion]:
    if not cells.any() or cells.sum() < WORTH_SAYING * evidence.open.sum():
        return
    people = tuple(evidence.facts.employees[i] for i in np.flatnonzero(cells.any(axis=0)))
    text = phrase("scope_people", people=people_words(people))
    scope = Scope(PEOPLE, "", text, cells, int(cells.sum()), 0, people=people)
    yield Suspicion(kind, key, scope, cells, sentence)  # type: ignore[arg-type]


def _signed(fen: int) -> Text:
    text = fen_text(abs(fen))
    sign = MINUS if fen < 0 else "+"
    return in_each_language(lambda language: sign + text[language])
