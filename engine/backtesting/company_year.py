"""A company on a year of real people: each unit's plan held against what its people were paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pyarrow as pa

from engine.analysis import Part, Reconciliation
from engine.backtesting.checked_year import CheckedYear, backtest
from engine.companies import Company, CompanyFacts, CompanyPayouts, evaluate_company
from engine.evaluation import Memory
from engine.progress import Progress, no_progress, part
from engine.text import Problem, Refused, Text


@dataclass(frozen=True)
class CompanyYear:
    """The back-test of every unit, in the order of the units; all totals are added up from them."""

    payouts: CompanyPayouts
    units: Mapping[str, CheckedYear]

    @property
    def company(self) -> Company:
        """The company held against what was paid."""
        return self.payouts.company

    @cached_property
    def reconciled(self) -> dict[str, Reconciliation]:
        """The reconciliations of the units whose pay is known."""
        found = {name: checked.reconciliation for name, checked in self.units.items()}
        return {name: one for name, one in found.items() if one is not None}

    @property
    def notes(self) -> tuple[Problem, ...]:
        """What should be known beside the figures, by unit."""
        return tuple(
            _of_unit(note, name) for name, one in self.reconciled.items() for note in one.notes
        )

    def by_unit(self) -> list[Part]:
        """A part for each unit whose pay is known: people-months, and fen paid and by its plan."""
        return [
            Part(
                name,
                self.company.units[name].title,
                one.compared,
                int(one.agreeing.sum()),
                int(one.open.sum()),
                one.total_paid,
                one.total_plan,
                one.open_amount,
            )
            for name, one in self.reconciled.items()
        ]

    def whole(self, label: Text) -> Part:
        """The sum of `by_unit` under this label."""
        parts = self.by_unit()
        return Part(
            "",
            label,
            sum(one.compared for one in parts),
            sum(one.agreeing for one in parts),
            sum(one.open for one in parts),
            sum(one.paid for one in parts),
            sum(one.plan for one in parts),
            sum(one.open_amount for one in parts),
        )

    def cases_table(self) -> pa.Table:
        """The cases of all units with a first column `unit`; see `Cases.table`. At least one unit
        must be reconciled."""
        parts = []
        for name, one in self.reconciled.items():
            rows = one.cases.table()
            parts.append(rows.add_column(0, "unit", pa.array([name] * rows.num_rows, pa.string())))
        return pa.concat_tables(parts)


def backtest_company(
    company: Company,
    facts: CompanyFacts,
    paid: Mapping[str, Mapping[str, str]] | None = None,
    *,
    memory: Memory | None = None,
    progress: Progress = no_progress,
) -> CompanyYear:
    """Each unit reconciled with what its people were paid, then on that year beside it; managers
    with the columns that their people fill.

    `paid` names by unit the columns of its facts by line or `gross_pay`; a unit without any is not
    reconciled. Where it is None, each unit's columns are those of `paid_columns`. Raises Refused
    with all that is wrong or in doubt in any unit.
    """
    memory = memory if memory is not None else Memory()
    payouts = evaluate_company(company, facts, memory, progress=part(progress, 0.0, 0.2))
    found: dict[str, CheckedYear] = {}
    problems: list[Problem] = []
    count = len(company.units)
    for i, (name, unit) in enumerate(company.units.items()):
        try:
            found[name] = backtest(
                replace(unit.scenario, people=None),
                payouts.units[name].facts,
                None if paid is None else paid.get(name, {}),
                memory=memory,
                progress=part(progress, 0.2 + 0.8 * i / count, 0.2 + 0.8 * (i + 1) / count),
            )
        except Refused as refused:
            problems += [_of_unit(problem, name) for problem in refused.problems]
    if problems:
        raise Refused(problems)
    return CompanyYear(payouts, found)


def _of_unit(problem: Problem, name: str) -> Problem:
    column = f"{name}.{problem.column}" if problem.column else name
    return replace(problem, column=column)
