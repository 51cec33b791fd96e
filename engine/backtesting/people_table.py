"""What everybody got and would have got, as a table to take along."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from engine.backtesting.plans_on_year import BackTest


def people_table(tested: BackTest, language: str) -> pa.Table:
    """A row for each person: employee_id, months in service, and yuan of all the months under what
    was paid and each plan, with two decimals; columns are called as the plans are."""
    columns: dict[str, pa.Array] = {
        "employee_id": pa.array(tested.facts.employees, pa.string()),
        "months": pa.array(tested.facts.months_by_person.astype(np.int64), pa.int64()),
    }
    for one in tested.each:
        fen = np.rint(100 * one.payouts.pay_by_person).astype(np.int64)
        whole, rest = np.divmod(np.abs(fen), 100)
        signs = np.where(fen < 0, "-", "")
        texts = [f"{s}{w}.{r:02d}" for s, w, r in zip(signs, whole, rest, strict=True)]
        columns[one.name[language]] = pa.array(texts, pa.string())
    return pa.table(columns)
