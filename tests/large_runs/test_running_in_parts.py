"""People paid in parts are paid what they are paid together."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.cli import main, run_in_parts
from engine.cli.command_line import _parser
from engine.evaluation import evaluate
from engine.facts import facts_table, read_facts
from engine.jobs import workers
from engine.large_runs import (
    DrawnPeople,
    PeopleInFile,
    PeopleInParts,
    Totals,
    known_people_of,
    paid_in_parts,
    why_not_in_parts,
)
from engine.plan import Plan, load_plan
from engine.sheets import Limits
from engine.text import Refused
from engine.workforce import simulate

PLAN = "service-seller"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(PLAN)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> pa.Table:
    """400 people of whom some join and leave within 12 months."""
    return facts_table(simulate(PLAN, 3, 400))


@pytest.fixture()
def file(people: pa.Table, tmp_path: Path) -> Path:
    """Their rows in groups that end within a person's year."""
    pq.write_table(people, tmp_path / "people.parquet", row_group_size=1_001)
    return tmp_path / "people.parquet"


@pytest.fixture()
def in_parts(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Has `run` take any file for a large one, in parts of so many rows."""

    def ask(rows: int) -> None:
        monkeypatch.setattr(run_in_parts, "LARGE_FILE", 0)
        monkeypatch.setattr(run_in_parts, "LARGE_ROWS", 0)
        monkeypatch.setattr(run_in_parts, "ROWS", rows)

    return ask


def _paid(plan: Plan, source: PeopleInParts) -> tuple[pa.Table, Totals]:
    known = known_people_of(source)
    totals = Totals(known.first, known.months)
    tables = [t for t in paid_in_parts(plan, source, known, totals, measures=True) if t]
    return pa.concat_tables(tables), totals


@pytest.mark.parametrize("measures", [(), ("--measures",)])
def test_a_file_in_parts_gives_the_same_file_as_the_whole(
    file: Path,
    in_parts: Callable[[int], None],
    measures: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    whole, parts = file.with_name("whole.parquet"), file.with_name("parts.parquet")
    call = ["run", PLAN, "--facts", str(file), "--set", "quarterly_steps=[[0.9,0.1]]", *measures]
    assert main([*call, "--out", str(whole)]) == 0
    capsys.readouterr()
    in_parts(700)
    assert main([*call, "--workers", "1", "--out", str(parts)]) == 0
    assert "in 5 parts" in capsys.readouterr().err
    assert parts.read_bytes() == whole.read_bytes()


def test_workers_that_are_asked_for_pay_few_people_in_parts_as_well(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And a cluster that is asked for is looked for."""
    whole, parts = file.with_name("whole.parquet"), file.with_name("parts.parquet")
    call = ["run", PLAN, "--facts", str(file), "--out"]
    assert main([*call, str(whole)]) == 0
    told = capsys.readouterr().err
    assert main([*call, str(parts), "--workers", "2"]) == 0
    assert capsys.readouterr().err == told
    assert parts.read_bytes() == whole.read_bytes()
    parts.unlink()
    assert main([*call, str(parts), "--workers", "0"]) == 2
    assert main([*call, str(parts), "--cluster", "10.0.0.5"]) == 2
    assert "10.0.0.5 is no address of a cluster" in capsys.readouterr().err
    assert main(["run", "department-pool", *call[2:], str(parts), "--workers", "2"]) == 2
    assert "depends on others" in capsys.readouterr().err
    assert not parts.exists()


@pytest.mark.parametrize(("more", "is_in_parts"), [(0, True), (1, False)])
@pytest.mark.parametrize("name", ["LARGE_FILE", "LARGE_ROWS"])
def test_people_are_paid_in_parts_from_so_many_bytes_and_rows_on(
    name: str,
    more: int,
    is_in_parts: bool,
    file: Path,
    people: pa.Table,
    in_parts: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    most = {"LARGE_FILE": file.stat().st_size, "LARGE_ROWS": people.num_rows}
    run: list[PeopleInParts] = []
    in_parts(700)
    monkeypatch.setattr(run_in_parts, name, most[name] + more)
    monkeypatch.setattr(run_in_parts, "_run", lambda plan, source, options: run.append(source))
    call = ["run", PLAN, "--facts", str(file), "--out", str(file.with_name("pay.parquet"))]
    assert run_in_parts.ran_in_parts(_parser().parse_args(call)) is is_in_parts
    assert len(run) == is_in_parts


@pytest.mark.parametrize(("most", "is_refused"), [(0, False), (-1, True)])
def test_what_cannot_be_paid_in_parts_is_refused_above_what_fits(
    most: int,
    is_refused: bool,
    file: Path,
    people: pa.Table,
    in_parts: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_parts(700)
    limits = Limits(rows=people.num_rows + most)
    monkeypatch.setattr(run_in_parts, "USUAL_LIMITS", limits)
    out = str(file.with_name("pay.parquet"))
    options = _parser().parse_args(["run", PLAN, "--facts", str(file), "--net", "--out", out])
    if not is_refused:
        assert run_in_parts.ran_in_parts(options) is False
        return
    with pytest.raises(Refused) as refused:
        run_in_parts.ran_in_parts(options)
    found = [problem.key for problem in refused.value.problems]
    assert found == ["large_run_needed", "large_run_options"]


def test_a_full_disk_leaves_no_file_and_is_told_without_the_library_s_words(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As Arrow tells of it, when the first rows are written."""

    def full(*given: Any, **named: Any) -> None:
        raise OSError(errno.ENOSPC, "Error writing bytes to file. Detail: [errno 28] and more")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    out = file.with_name("pay.parquet")
    call = ["run", PLAN, "--facts", str(file), "--workers", "1", "--out", str(out)]
    assert main(call) == 2
    assert "cannot be written: No space left on device." in capsys.readouterr().err
    assert sorted(file.parent.iterdir()) == [file]


def test_totals_of_parts_are_those_of_the_whole(plan: Plan, people: pa.Table, file: Path) -> None:
    pq.write_table(people.slice(0, 241), file, row_group_size=100)
    facts = read_facts(file, plan)
    payouts = evaluate(plan, facts, measures=True)
    for rows in (1, 120, 1_000_000):
        source = PeopleInFile.of(file, plan, rows)
        table, totals = _paid(plan, source)
        assert table.equals(payouts.table(True))
        assert (totals.people, totals.person_months) == (facts.size, facts.person_months)
        assert np.array_equal(totals.cost_by_month, payouts.cost_by_month)
        assert (totals.total, totals.line_totals) == (payouts.total, payouts.line_totals)
        if rows == 1:
            assert len(source.parts) == facts.size


def test_drawn_people_are_those_that_are_drawn_together(plan: Plan) -> None:
    """Two and a half blocks, a block at a time, by this process and by two others."""
    source = DrawnPeople(PLAN, 7, 20_000, 3, "2026-01", rows=1)
    assert len(source.parts) == 3
    facts = simulate(PLAN, 7, 20_000, 3, "2026-01")
    payouts = evaluate(plan, facts)
    known = known_people_of(source)
    assert known.decimals == {name: facts.decimals(name) for name in facts.numbers}
    for count in (1, 2):
        totals = Totals(known.first, known.months)
        with workers(count) as executor:
            tables = list(paid_in_parts(plan, source, known, totals, executor=executor))
        assert pa.concat_tables(filter(None, tables)).equals(payouts.table())
        assert np.array_equal(totals.cost_by_month, payouts.cost_by_month)


def test_what_is_known_of_all_people_decides_for_each_part(
    plan: Plan, people: pa.Table, tmp_path: Path
) -> None:
    """The first person has a month of their own before all others, and a quota with decimals."""
    place = people.schema.get_field_index("month")
    months = people["month"].to_pylist()
    first = people["employee_id"][0].as_py()
    own = [i for i, e in enumerate(people["employee_id"].to_pylist()) if e == first]
    for i in own:
        months[i] = f"2025-{months[i][5:]}"
    quotas = people["quota"].cast(pa.float64()).to_pylist()
    quotas[own[0]] += 0.125
    changed = people.set_column(place, "month", pa.array(months))
    changed = changed.set_column(people.schema.get_field_index("quota"), "quota", pa.array(quotas))
    pq.write_table(changed, tmp_path / "people.parquet")
    facts = read_facts(tmp_path / "people.parquet", plan)
    source = PeopleInFile.of(tmp_path / "people.parquet", plan, 300)
    known = known_people_of(source)
    assert (known.first, known.months) == (facts.first, facts.months) == (2025 * 12, 24)
    assert known.decimals["quota"] == facts.decimals("quota") == 3
    assert _paid(plan, source)[0].equals(evaluate(plan, facts, measures=True).table(True))


def test_all_that_is_wrong_is_told_before_anybody_is_paid(
    plan: Plan, people: pa.Table, file: Path
) -> None:
    """A blank cell in the first part and one in the last, by their lines in the file."""
    column = people.schema.get_field_index("quota")
    quotas = people["quota"].to_pylist()
    quotas[4] = quotas[-2] = None
    pq.write_table(people.set_column(column, "quota", pa.array(quotas)), file)
    with pytest.raises(Refused) as refused:
        known_people_of(PeopleInFile.of(file, plan, 700))
    found = [(p.key, p.column, p.line) for p in refused.value.problems]
    assert found == [("blank", "quota", 5), ("blank", "quota", people.num_rows - 1)]


def test_people_out_of_order_are_paid_together_or_refused_by_their_line(
    people: pa.Table,
    file: Path,
    in_parts: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    turned = pa.concat_tables([people.slice(24), people.slice(0, 24)])
    pq.write_table(turned, file)
    in_parts(700)
    out = file.with_name("pay.parquet")
    call = ["run", PLAN, "--facts", str(file), "--out", str(out)]
    assert main(call) == 0
    assert "parts" not in capsys.readouterr().err
    out.unlink()
    monkeypatch.setattr(run_in_parts, "USUAL_LIMITS", Limits(rows=100))
    assert main(call) == 2
    assert f"line {people.num_rows - 23:,}".replace(",", "") in capsys.readouterr().err
    assert not out.exists()


def test_a_plan_that_looks_at_everyone_is_refused_for_so_many(
    tmp_path: Path,
    in_parts: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert why_not_in_parts(load_plan(PLAN)) == []
    (problem,) = why_not_in_parts(load_plan("department-pool"))
    assert problem.key == "large_run_everyone"
    file = tmp_path / "people.parquet"
    pq.write_table(facts_table(simulate("department-pool", 3, 60)), file)
    in_parts(700)
    monkeypatch.setattr(run_in_parts, "USUAL_LIMITS", Limits(rows=100))
    out = tmp_path / "pay.parquet"
    assert main(["run", "department-pool", "--facts", str(file), "--out", str(out), "--net"]) == 2
    told = capsys.readouterr().err
    assert "depends on others" in told and "--net" in told


def test_a_file_that_changes_under_way_is_refused(plan: Plan, file: Path) -> None:
    source = PeopleInFile.of(file, plan, 700)
    with pytest.raises(Refused) as refused:
        known_people_of(replace(source, size=source.size + 1))
    assert {p.key for p in refused.value.problems} == {"large_run_no_file"}


@pytest.fixture
def keyboard() -> Iterator[None]:
    """Ctrl+C is heard, which what runs in the background of a shell does not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("keyboard")
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_whoever_ends_a_run_gets_no_word_and_no_file(
    asked: signal.Signals,
    file: Path,
    in_parts: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def ended(*given: Any, **named: Any) -> Iterator[pa.Table | None]:
        yield next(paid_in_parts(*given, **named))
        signal.raise_signal(asked)
        raise AssertionError

    in_parts(700)
    monkeypatch.setattr(run_in_parts, "paid_in_parts", ended)
    out = file.with_name("pay.parquet")
    call = ["run", PLAN, "--facts", str(file), "--workers", "1", "--out", str(out)]
    before = signal.getsignal(signal.SIGTERM)
    assert main(call) == 128 + asked
    assert signal.getsignal(signal.SIGTERM) == before
    assert "Traceback" not in capfd.readouterr().err
    assert sorted(file.parent.iterdir()) == [file]


MEASURED = """
import resource, sys
from pathlib import Path
from engine.large_runs import DrawnPeople, Totals, known_people_of, paid_in_parts
from engine.plan import load_plan

source = DrawnPeople("service-seller", 7, int(sys.argv[1]), 12, "2026-01", rows=100_000)
known = known_people_of(source)
totals = Totals(known.first, known.months)
for table in paid_in_parts(load_plan("service-seller"), source, known, totals):
    del table
print(totals.people, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="tells no peak of memory")
def test_four_times_the_people_take_no_more_memory() -> None:
    peaks = []
    for people in (16_384, 65_536):
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, str(people)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            text=True,
        )
        count, peak = map(int, done.stdout.split())
        assert count == people
        peaks.append(peak)
    assert peaks[1] < 1.15 * peaks[0]
