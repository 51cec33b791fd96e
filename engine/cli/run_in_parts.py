"""`run` for more people than fit into memory: Parquet in or people drawn, and Parquet out."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from engine.cli.named_companies import plan_or_company
from engine.cli.named_inputs import changed_plan
from engine.cli.outputs import putting_file, shown_progress, warn
from engine.cli.worker_options import workers_asked
from engine.large_runs import (
    ROWS,
    DrawnPeople,
    PeopleInFile,
    PeopleInParts,
    Totals,
    disorder_in,
    known_people_of,
    paid_in_parts,
    why_not_in_parts,
)
from engine.plan import Plan
from engine.progress import part
from engine.reports import with_told
from engine.scenario import People, Scenario, Simulated
from engine.sheets import USUAL_LIMITS, read_outline
from engine.text import Problem, Refused

PARQUET = ".parquet"
LARGE_FILE, LARGE_ROWS = 30_000_000, 2_000_000
"""Bytes of a file, and months of people, from which on they are paid in parts."""
WHOLE = ("net", "employer_cost")
"""Options that look at all people at once."""
GROUP = 1 << 20
"""Rows that are written together."""


def ran_in_parts(options: argparse.Namespace) -> bool:
    """Whether there were so many people that they were paid in parts; otherwise nothing was done.
    Raises Refused where there are so many and they cannot be."""
    if options.out is None or Path(options.out).suffix.lower() != PARQUET:
        return False
    file = Path(options.facts) if options.facts else None
    if file is not None and not _is_large(file):
        return False
    scenario = plan_or_company(options)
    if not isinstance(scenario, Scenario) or (file is None and not _is_drawn(scenario.people)):
        return False
    outline = None if file is None else read_outline(file, ROWS)
    rows = _rows(scenario.people) if outline is None else outline.rows
    if rows < LARGE_ROWS:
        return False
    problems = why_not_in_parts(scenario.plan)
    if file is not None and outline is not None and (found := disorder_in(outline, file)):
        problems.append(found)
    given = [f"--{name.replace('_', '-')}" for name in WHOLE if getattr(options, name)]
    if given or scenario.payroll is not None:
        problems.append(Problem("large_run_options", {"names": tuple(given or ["payroll"])}))
    if problems and rows <= USUAL_LIMITS.rows:
        return False
    if problems:
        raise Refused(problems)
    plan = changed_plan(scenario.plan, options)
    people: PeopleInParts
    if file is not None and outline is not None:
        people = PeopleInFile(file.absolute(), plan, outline, file.stat().st_size)
    else:
        people = DrawnPeople(**vars(scenario.people))
    _run(plan, people, options)
    return True


def _is_large(file: Path) -> bool:
    ending = file.suffix.lower()
    return ending == PARQUET and file.is_file() and file.stat().st_size >= LARGE_FILE


def _is_drawn(people: People | None) -> bool:
    return isinstance(people, Simulated)


def _rows(people: People | None) -> int:
    return people.employees * people.months if isinstance(people, Simulated) else 0


def _run(plan: Plan, people: PeopleInParts, options: argparse.Namespace) -> None:
    """Checks all people, then pays them and writes what each is paid."""
    with workers_asked(options, None) as workers, shown_progress() as progress:
        known = known_people_of(people, workers, part(progress, 0.0, 0.4))
        warn((*known.notes, *known.warnings, *known.assumptions), options.lang)
        told = [assumed.sentence(options.lang) for assumed in known.assumptions]
        tables = paid_in_parts(
            *(plan, people, known, Totals(known.first, known.months)),
            measures=options.measures,
            executor=workers,
            progress=part(progress, 0.4, 1.0),
        )
        with putting_file(Path(options.out)) as file:
            _write(tables, told, file)


def _write(tables: Iterable[pa.Table | None], told: Sequence[str], file: Path) -> None:
    """Writes tables one below the other, in groups of as many rows as one table has."""
    writer: pq.ParquetWriter | None = None
    waiting: list[pa.Table] = []
    try:
        for table in tables:
            if table is None:
                continue
            table = with_told(table, told)
            writer = writer or pq.ParquetWriter(file, table.schema)
            waiting.append(table)
            while sum(each.num_rows for each in waiting) >= GROUP:
                together = pa.concat_tables(waiting)
                writer.write_table(together.slice(0, GROUP), GROUP)
                waiting = [together.slice(GROUP)]
        if writer is not None and waiting:
            writer.write_table(pa.concat_tables(waiting), GROUP)
    finally:
        if writer is not None:
            writer.close()
