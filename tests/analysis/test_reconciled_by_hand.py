"""A year worked out a second time, in decimals and dictionaries, against the reconciliation of it:
half fen, thresholds met exactly, a pool, a quarter, blanks, and differences at every bound."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from engine.analysis import Part, Reconciliation, reconcile
from tests.analysis.paid_people import facts_of
from tests.small_plan import LABEL, small_plan

LINES = {
    "commission": "rate * sales if sales / quota >= threshold else 0",
    "pool": "split(0.01 * total(sales, by=team), weight, by=team)",
    "bonus": {"pay": "500 if quarter_attainment(sales, quota) >= 1 else 0", "every": "quarter"},
}
FIGURES = {
    "rate": {"value": 0.0125, "unit": "share"},
    "threshold": {"value": 0.8, "unit": "share"},
}
COLUMNS = {
    "sales": {"kind": "money"},
    "quota": {"kind": "money", "above": 0},
    "weight": {"kind": "count"},
    "team": {"kind": "group"},
}
WEIGHTS = {"ann": 1, "bob": 1, "cas": 2, "dan": 3, "eve": 1}
TEAMS = {"ann": "red", "bob": "red", "cas": "red", "dan": "blue", "eve": "blue"}
MONTHS = [f"2026-{month:02d}" for month in range(1, 7)]
OFF = (0, 0, 0, 1, -1, 99, 100, -101, 1_000, 1_001, -10_000, 10_001, 100_000, -100_001)
"""Fen by which a figure is off, at the bounds of the sizes."""
SIZES = (0, 100, 1_000, 10_000, 100_000)
Key = tuple[str, str]


class Year:
    """What everybody sold, is paid by the plan, and was paid, in fen by line, month and person."""

    def __init__(self, seed: int) -> None:
        draw = random.Random(seed)
        self.cells: list[Key] = [
            (who, month)
            for who in WEIGHTS
            for month in MONTHS
            if (who, month) != ("eve", "2026-02")
        ]
        self.quota = dict.fromkeys(self.cells, Decimal(1000))
        sold = ("800", "799.96", "1000", "1200.40", "840.40", "0")
        self.sales = {cell: Decimal(draw.choice(sold)) for cell in self.cells}
        for who, month in self.cells:  # Ann meets her first quarter exactly, Bob by a fen not
            if who in ("ann", "bob") and month < "2026-04":
                self.sales[who, month] = Decimal(1000)
        self.sales["bob", "2026-01"] -= Decimal("0.04")
        self.plan = {
            "commission": {cell: self._commission(cell) for cell in self.cells},
            "pool": dict(self._pools()),
            "bonus": {cell: self._bonus(cell) for cell in self.cells},
        }
        self.plan["gross_pay"] = {c: sum(x[c] for x in self.plan.values()) for c in self.cells}
        self.paid: dict[str, dict[Key, int]] = {
            line: {c: fen + draw.choice(OFF) for c, fen in of.items() if draw.random() < 0.85}
            for line, of in self.plan.items()
        }
        # 1 % of what was paid, sharp, and a fen more.
        first, second = self.cells[:2]
        for cell, fen in ((first, 0), (second, 1)):
            self.plan["gross_pay"][cell]
            self.paid["gross_pay"][cell] = -(-self.plan["gross_pay"][cell] * 100 // 99) + fen

    def _commission(self, cell: Key) -> int:
        if self.sales[cell] < Decimal("0.8") * self.quota[cell]:
            return 0
        return int((self.sales[cell] * Decimal("1.25")).quantize(Decimal(1), ROUND_HALF_UP))

    def _pools(self) -> Iterator[tuple[Key, int]]:
        """Shares in whole fen; what is left over goes to the largest remainders."""
        for month in MONTHS:
            for team in ("red", "blue"):
                there = [c for c in self.cells if c[1] == month and TEAMS[c[0]] == team]
                pool = sum((self.sales[c] for c in there), Decimal(0)).quantize(
                    Decimal(1), ROUND_HALF_UP
                )
                weights = sum(WEIGHTS[who] for who, _ in there)
                exact = {c: pool * WEIGHTS[c[0]] / weights for c in there}
                shares = {c: int(x) for c, x in exact.items()}
                order = sorted(there, key=lambda c: (shares[c] - exact[c], c))
                for c in order[: int(pool) - sum(shares.values())]:
                    shares[c] += 1
                yield from shares.items()

    def _bonus(self, cell: Key) -> int:
        who, month = cell
        if month not in ("2026-03", "2026-06"):
            return 0
        quarter = [
            c for c in self.cells if c[0] == who and (c[1] <= "2026-03") == (month[-1] == "3")
        ]
        return 50_000 * (sum(self.sales[c] - self.quota[c] for c in quarter) >= 0)

    def reconciled(self, folder: Path, lines: list[str]) -> Reconciliation:
        """As the engine does it."""
        rows = []
        for who, month in self.cells:
            paid = (self.paid[line].get((who, month)) for line in lines)
            told = ",".join("" if fen is None else f"{Decimal(fen) / 100}" for fen in paid)
            cell = (who, month)
            row = (who, month, self.sales[cell], self.quota[cell], WEIGHTS[who], TEAMS[who])
            rows.append(",".join(map(str, row)) + f",{told}")
        plan = small_plan({k: _labelled(v) for k, v in LINES.items()}, FIGURES, COLUMNS)
        head = ",".join(("sales", "quota", "weight", "team", *(f"was {x}" for x in lines)))
        facts = facts_of(folder, plan, head, rows)
        return reconcile(plan, facts, {x: f"was {x}" for x in lines}, evaluations=0)


def _labelled(line: object) -> dict[str, object]:
    return {"label": LABEL, **(line if isinstance(line, dict) else {"pay": line})}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "lines",
    [["gross_pay"], ["commission", "bonus"], ["gross_pay", "commission", "pool", "bonus"]],
)
def test_everything_agrees_with_a_second_working(
    tmp_path: Path, lines: list[str], seed: int
) -> None:
    year = Year(seed)
    found = year.reconciled(tmp_path, lines)
    for figures in found.figures:
        for month, who in ((m, w) for w, m in year.cells):
            at = MONTHS.index(month), found.facts.employees.index(who)
            assert int(figures.plan[at]) == year.plan[figures.line][who, month]
    off: dict[Key, dict[str, int]] = defaultdict(dict)
    for line in lines:
        for cell, fen in year.paid[line].items():
            off[cell][line] = fen - year.plan[line][cell]
    size = {cell: _size(of) for cell, of in off.items()}

    def share(holds: list[bool]) -> float:
        return sum(holds) / len(off)

    assert found.compared == len(off)
    assert found.to_the_fen == share([not any(of.values()) for of in off.values()])
    assert found.to_one_yuan == share(
        [all(abs(x) <= 100 for x in of.values()) for of in off.values()]
    )
    assert found.to_one_percent == share(
        [
            all(abs(x) * 100 <= abs(year.paid[line][cell]) for line, x in of.items())
            for cell, of in off.items()
        ]
    )
    assert found.reconciled == share([not fen for fen in size.values()])
    total = [_whole({line: year.paid[line][c] for line in of}) for c, of in off.items()]
    assert (found.total_paid, found.difference) == (sum(total), sum(map(_whole, off.values())))
    assert found.open_amount == sum(size.values())
    assert [_row(part) for part in found.by_line()] == [
        _expected([{line: of[line]} for of in off.values() if line in of]) for line in lines
    ]
    for parts, name in ((found.by_month(), _month), (found.by_group("team"), _team)):
        assert {part.key: _row(part) for part in parts} == _parted(off, name)
    assert {part.key: _row(part) for part in found.by_size()} == _parted(
        off, lambda cell: next((str(x) for x in SIZES if size[cell] <= x), "more")
    )
    assert sorted((c.employee, c.month, c.line, c.difference) for c in found.cases) == sorted(
        (*cell, line, x) for cell, of in off.items() for line, x in of.items() if x
    )


def test_the_year_has_what_it_is_meant_to_have() -> None:
    year = Year(0)
    assert year.plan["commission"]["ann", "2026-01"] == 1250
    assert year.plan["bonus"]["ann", "2026-03"] == 50_000
    assert year.plan["bonus"]["bob", "2026-03"] == 0
    # 1.25 % of 1200.40 is 15.005, of 840.40 it is 10.505: half a fen is rounded up.
    assert {1501, 1051} <= set(year.plan["commission"].values())


def _whole(of: dict[str, int]) -> int:
    return of["gross_pay"] if "gross_pay" in of else sum(of.values())


def _size(of: dict[str, int]) -> int:
    lines = sum(abs(x) for line, x in of.items() if line != "gross_pay")
    return max(abs(of.get("gross_pay", 0)), lines)


def _month(cell: Key) -> str:
    return cell[1]


def _team(cell: Key) -> str:
    return TEAMS[cell[0]]


def _row(part: Part) -> tuple[int, ...]:
    return part.compared, part.agreeing, part.open, part.difference, part.open_amount


def _expected(cells: list[dict[str, int]]) -> tuple[int, ...]:
    agreeing = sum(not any(of.values()) for of in cells)
    sums = sum(map(_whole, cells)), sum(map(_size, cells))
    return len(cells), agreeing, len(cells) - agreeing, *sums


def _parted(
    off: dict[Key, dict[str, int]], name: Callable[[Key], str]
) -> dict[str, tuple[int, ...]]:
    parts: dict[str, list[dict[str, int]]] = defaultdict(list)
    for cell, of in off.items():
        parts[name(cell)].append(of)
    return {key: _expected(cells) for key, cells in parts.items()}
