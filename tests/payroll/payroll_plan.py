"""A plan whose pay lines are columns of the facts, one of each kind of pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from engine import Payouts, Plan
from tests.small_plan import paid, small_plan

COLUMNS = ("salary", "prize", "bonus", "shift", "gift", "spent")
LINES = {
    "basic": {"pay": "salary", "counts_as": "wage"},
    "prizes": {"pay": "prize", "counts_as": "bonus"},
    "year_end": {"pay": "bonus", "counts_as": "annual_bonus"},
    "shifts": {"pay": "shift", "counts_as": "premium"},
    "gifts": {"pay": "gift", "counts_as": "welfare"},
    "expenses": {"pay": "spent", "counts_as": "reimbursement"},
}


def every_kind() -> Plan:
    """The plan."""
    return small_plan(LINES, {}, {name: {"kind": "money"} for name in COLUMNS})


def months_of(
    person: str, first: str, columns: Mapping[str, Sequence[float]], **texts: str
) -> list[dict[str, str]]:
    """Rows of one person from a month on; columns that are not given are 0."""
    year, month = map(int, first.split("-"))
    count = max(len(values) for values in columns.values())
    rows = []
    for i in range(count):
        at = year * 12 + month - 1 + i
        row = {"employee_id": person, "month": f"{at // 12}-{at % 12 + 1:02d}"}
        for name in COLUMNS:
            row[name] = str(columns.get(name, [0] * count)[i])
        rows.append({**row, **texts})
    return rows


def run(folder: Path, *people: Sequence[Mapping[str, str]], amounts: bool = True) -> Payouts:
    """What the plan pays on these rows."""
    rows = [row for person in people for row in person]
    heads = list(rows[0])
    lines = [",".join(heads), *(",".join(row[head] for head in heads) for row in rows)]
    return paid(every_kind(), "\n".join(lines), folder, amounts=amounts)
