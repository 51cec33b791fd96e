"""People and parameters of recognition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals
from tests.oracle.people import Cells, Draw, steady, written

REPLACED: dict[str, Strategy] = {
    "leader_flowers": st.integers(0, 6),
    "manager_flowers": st.integers(0, 40),
    "flower_life": st.integers(1, 14),
    "flower_prize": decimals(0, 500),
    "flowers_per_prize": st.one_of(st.integers(1, 12), decimals(1, 12, places=1)),
    "annual_prizes": st.lists(st.integers(1, 5), min_size=1, max_size=3, unique=True)
    .flatmap(
        lambda ranks: st.tuples(*(st.tuples(st.just(r), decimals(0, 2000)) for r in sorted(ranks)))
    )
    .map(lambda prizes: [list(prize) for prize in prizes]),
    "flag_budget": st.integers(0, 40),
    "flag_value": decimals(0, 50),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    # Often just enough for a prize or one flower less; few and many, so that the budget binds.
    price = int(p["flowers_per_prize"])
    flowers = [str(count) for count in (0, 0, 0, 1, 2, 3, price, price - 1, 2 * price + 1, 17)]
    budget = int(p["flag_budget"])
    flags = ("0", "0", "1", "3", written(budget, 0), written(budget + 1, 0), "7")
    cells = []
    for leader, department in zip(
        steady(draw, ("0", "0", "1"), rows),
        steady(draw, ("A", "A", "a", "热线"), rows),
        strict=True,
    ):
        cells.append(
            {
                "is_leader": leader,
                "flowers_received": draw(st.sampled_from(flowers)),
                "department": department,
                "flags_received": draw(st.sampled_from(flags)),
            }
        )
    return cells
