"""`run` for more people than fit into memory: Parquet in or people drawn, and Parquet out."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from engine.cli.idle_options import flag, given
from engine.cli.named_companies import plan_or_company
from engine.cli.named_inputs import changed_plan
from engine.cli.outputs import putting_file, shown_progress, warn
from engine.cli.payroll_options import ASKED
from engine.cli.worker_options import workers_asked
from engine.companies import Company
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
GROUP = 1 << 20
"""Rows that are written together."""


def ran_in_parts(options: argparse.Namespace) -> bool:
    """Whether people were paid in parts, because there are so many or workers are asked for;
    otherwise nothing was done. Raises Refused where that is so and they cannot be."""
    asked = given(options, ("workers", "cluster"))
    file = Path(options.facts) if options.facts else None
    has_form = _is_parquet(options.out) and (file is None or _is_parquet(options.facts))
    is_small = file is not None and not (file.is_file() and file.stat().st_size >= LARGE_FILE)
    if not asked and (is_small or not has_form):
        return False
    scenario = plan_or_company(options)
    drawn = scenario.people if isinstance(scenario, Scenario) else None
    if isinstance(scenario, Company):
        reasons = [Problem("large_run_company", {}, options.plan)]
    elif not has_form or (file is None and not isinstance(drawn, Simulated)):
        reasons = [Problem("large_run_form")]
    else:
        return _ran_in_parts(scenario, file, options, asked)
    if asked:
        raise Refused([_asked(asked), *reasons])
    return False


def _ran_in_parts(
    scenario: Scenario, file: Path | None, options: argparse.Namespace, asked: Sequence[str]
) -> bool:
    """The same for people of a Parquet file, or of a model where there is none."""
    outline = None if file is None else read_outline(file, ROWS)
    rows = _rows(scenario.people) if outline is None else outline.rows
    if rows < LARGE_ROWS and not asked:
        return False
    reasons = why_not_in_parts(scenario.plan)
    if file is not None and outline is not None and (found := disorder_in(outline, file)):
        reasons.append(found)
    whole = [flag(name) for name in given(options, ASKED)]
    if whole or scenario.payroll is not None:
        reasons.append(Problem("large_run_options", {"names": tuple(whole or ["payroll"])}))
    if reasons and asked:
        raise Refused([_asked(asked), *reasons])
    if reasons and rows > USUAL_LIMITS.rows:
        raise Refused([Problem("large_run_needed", {"count": f"{rows:,}"}), *reasons])
    if reasons:
        return False
    plan = changed_plan(scenario.plan, options)
    people: PeopleInParts
    if file is not None and outline is not None:
        people = PeopleInFile(file.absolute(), plan, outline, file.stat().st_size)
    else:
        people = DrawnPeople(**vars(scenario.people))
    _run(plan, people, options)
    return True


def _asked(asked: Sequence[str]) -> Problem:
    return Problem("large_run_asked", value=flag(asked[0]))


def _is_parquet(named: str | None) -> bool:
    return named is not None and Path(named).suffix.lower() == PARQUET


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
