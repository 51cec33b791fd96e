"""A company on a year of real people: each unit's plan held against what its people were paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Literal

import pyarrow as pa

from engine.analysis import Accepted, Part, Reconciliation
from engine.backtesting.checked_year import CheckedYear, backtest_plan
from engine.companies import Company, CompanyFacts, CompanyPayouts, evaluate_company
from engine.evaluation import GROSS, Memory
from engine.progress import Progress, no_progress, part
from engine.scenario import Personas, Simulated
from engine.text import Problem, Refused, Text

WhyNot = Literal["drawn", "of_drawn", "not_paid"]
"""Why a unit is not held against what was paid: its people are drawn, or it is paid on people who
are, or no column says what was paid."""
NOBODY_ACCEPTED: Mapping[str, Sequence[Accepted]] = MappingProxyType({})


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

    @cached_property
    def not_compared(self) -> dict[str, WhyNot]:
        """The units that are not reconciled, and why."""
        of_drawn = drawn_units(self.company)
        return {
            name: of_drawn.get(name, "not_paid")
            for name in self.units
            if name not in self.reconciled
        }

    @property
    def notes(self) -> tuple[Problem, ...]:
        """What should be known beside the figures, by unit."""
        return tuple(
            _of_unit(note, name) for name, one in self.reconciled.items() for note in one.notes
        )

    def by_unit(self) -> list[Part]:
        """A part for each unit whose pay is known: person-months, and fen paid and by its plan."""
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

    @property
    def to_the_fen(self) -> float:
        """The share of person-months compared that agree to the fen, in all units together; 0 where
        none is compared."""
        whole = self.whole({})
        return whole.agreeing / whole.compared if whole.compared else 0.0

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
    paid: str | Mapping[str, Mapping[str, str]] | None = None,
    accepted: Mapping[str, Sequence[Accepted]] = NOBODY_ACCEPTED,
    *,
    memory: Memory | None = None,
    progress: Progress = no_progress,
) -> CompanyYear:
    """Each unit reconciled with what its people were paid, then on that year beside it; managers
    with the columns that their people fill.

    `paid` is the column of what was paid altogether in every unit that has it, or names by unit the
    columns of its facts by line or `gross_pay`; a unit without any is not reconciled. Where it is
    None, each unit's columns are those of `paid_columns`. Nor is a unit reconciled whose people are
    drawn, or managers who are paid on such people. `accepted` are differences by unit. Raises
    Refused with all that is wrong or in doubt in any unit.
    """
    if isinstance(paid, str):
        paid = _in_every_unit(paid, facts)
    of_drawn = drawn_units(company)
    memory = memory if memory is not None else Memory()
    payouts = evaluate_company(company, facts, memory, progress=part(progress, 0.0, 0.2))
    found: dict[str, CheckedYear] = {}
    problems: list[Problem] = []
    count = len(company.units)
    for i, (name, unit) in enumerate(company.units.items()):
        try:
            columns = None if paid is None else paid.get(name, {})
            found[name] = backtest_plan(
                replace(unit.scenario, people=None),
                payouts.units[name].facts,
                {} if name in of_drawn else columns,
                accepted.get(name, ()),
                memory=memory,
                progress=part(progress, 0.2 + 0.8 * i / count, 0.2 + 0.8 * (i + 1) / count),
            )
        except Refused as refused:
            problems += [_of_unit(problem, name) for problem in refused.problems]
    if problems:
        raise Refused(problems)
    return CompanyYear(payouts, found)


def drawn_units(company: Company) -> dict[str, WhyNot]:
    """The units of people who are drawn, and those of managers who are paid on them, on whichever
    level: what they were paid was for other people."""
    found: dict[str, WhyNot] = {
        name: "drawn"
        for name, unit in company.units.items()
        if isinstance(unit.scenario.people, Simulated | Personas)
    }
    filled = [m for m in company.management if m.fills]
    for _ in filled:  # each time the level above
        for one in filled:
            if any(name in found for name in one.manages):
                found.setdefault(one.unit, "of_drawn")
    return found


def _in_every_unit(column: str, facts: CompanyFacts) -> dict[str, dict[str, str]]:
    """The column as that of what was paid altogether, in the units that have it."""
    having = [name for name, own in facts.units.items() if column in {*own.numbers, *own.further}]
    if not having:
        columns = dict.fromkeys(c for own in facts.units.values() for c in own.further)
        said = {"found": tuple(columns) or "—", "units": tuple(facts.units)}
        raise Refused([Problem("paid_of_nobody", said, value=column)])
    return {name: {GROSS: column} for name in having}


def _of_unit(problem: Problem, name: str) -> Problem:
    column = f"{name}.{problem.column}" if problem.column else name
    return replace(problem, column=column)
