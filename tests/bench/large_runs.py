"""What it takes to pay ten million people for a year: seconds, and the most memory of any process,
beside three hundred thousand, which are paid in parts as well.

`python -m tests.bench.large_runs` draws them in parts and adds up what they are paid; with
`--files` it writes them to Parquet first, and has `run` read that and write what each is paid; with
`--cluster` a Dask cluster of as many workers, started and ended with it, adds up as well.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from engine.facts import facts_table
from engine.jobs import workers
from engine.large_runs import DrawnPeople, Totals, known_people_of, paid_in_parts
from engine.plan import load_plan
from tests.jobs.local_cluster import scheduler, wait_for_workers, worker

PLAN, SEED, MONTHS, FIRST = "service-seller", 7, 12, "2026-01"
PEOPLE, FEWER = 10_000_000, 300_000
WORKERS = 2


@contextmanager
def own_cluster() -> Iterator[str]:
    """The address of a cluster of this machine with as many workers as there are processes."""
    with scheduler() as (address, _), ExitStack() as started:
        for _ in range(WORKERS):
            started.enter_context(worker(address))
        wait_for_workers(address, WORKERS)
        yield address


def totals(people: int, cluster: str | None = None) -> None:
    """Draws, checks and pays so many people, and prints what they cost."""
    source = DrawnPeople(PLAN, SEED, people, MONTHS, FIRST)
    plan = load_plan(PLAN)
    with workers(None if cluster else WORKERS, cluster=cluster) as executor:
        known = known_people_of(source, executor)
        found = Totals(known.first, known.months)
        for _ in paid_in_parts(plan, source, known, found, table=False, executor=executor):
            pass
    print(f"{found.people:,} people, {found.person_months:,} months, {found.total:,.2f} yuan")


def write_people(people: int, file: Path) -> None:
    """Writes so many people a part at a time; units are numbered within each part."""
    source = DrawnPeople(PLAN, SEED, people, MONTHS, FIRST)
    writer: pq.ParquetWriter | None = None
    for part in source.parts:
        table = facts_table(source.facts(part))
        kinds = [f.type if pa.types.is_string(f.type) else pa.float64() for f in table.schema]
        schema = pa.schema(zip(table.column_names, kinds, strict=True))
        writer = writer or pq.ParquetWriter(file, schema)
        writer.write_table(table.cast(schema))
    if writer is not None:
        writer.close()


def _measured(*command: str) -> tuple[float, float, float, str]:
    """Seconds, seconds of the processor, megabytes at most, and what was printed. What this process
    held counts for its children: it holds nothing itself."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile("w+") as told:
        child = subprocess.Popen([sys.executable, *command], stdout=told)
        _, status, used = os.wait4(child.pid, 0)  # its own and of all that it waited for
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, command)
        told.seek(0)
        seconds, printed = time.perf_counter() - begun, told.read().strip()
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, printed


def main(
    people: Sequence[int] = (FEWER, PEOPLE), files: bool = False, cluster: bool = False
) -> None:
    """Times and prints."""
    print(f"Paid in parts, {WORKERS} processes, {MONTHS} months")
    print(f"{'':48}{'s':>9}{'processor s':>13}{'most MB':>9}")
    for count in people:
        drawn = ("-m", "tests.bench.large_runs", "--one", str(count))
        _print(f"{count:,} people drawn, totals", *_measured(*drawn))
        if cluster:
            _print(f"{count:,} people drawn, Dask cluster", *_measured(*drawn, "--cluster"))
        if not files:
            continue
        with tempfile.TemporaryDirectory() as folder:
            file, out = Path(folder) / "people.parquet", Path(folder) / "pay.parquet"
            _measured(*drawn, "--into", str(file))
            run = ("run", PLAN, "--facts", str(file), "--out", str(out))
            found = _measured("-m", "engine", *run, "--workers", str(WORKERS))
            rows, size = pq.read_metadata(out).num_rows, out.stat().st_size / 1e6
            told = f"{rows:,} rows, {file.stat().st_size / 1e6:,.0f} MB in, {size:,.0f} MB out"
            _print(f"{count:,} people, Parquet in and out", *found[:3], told)


def _print(label: str, seconds: float, busy: float, most: float, told: str) -> None:
    print(f"{label:48}{seconds:9.0f}{busy:13.0f}{most:9.0f}   {told}", flush=True)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m tests.bench.large_runs", description=__doc__)
    asked.add_argument("--people", type=int, nargs="+", default=(FEWER, PEOPLE))
    asked.add_argument("--files", action="store_true", help="read from and write to Parquet too")
    asked.add_argument("--cluster", action="store_true", help="on a Dask cluster as well")
    asked.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    chosen = asked.parse_args()
    if chosen.into:
        write_people(chosen.one, chosen.into)
    elif chosen.one and chosen.cluster:
        with own_cluster() as address:
            totals(chosen.one, address)
    elif chosen.one:
        totals(chosen.one)
    else:
        main(chosen.people, chosen.files, chosen.cluster)
