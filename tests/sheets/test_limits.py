"""Files that would take the machine are refused with what was found; whatever happens to the
process that reads, this one goes on."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.sheets import USUAL_LIMITS, Limits, read_sheet
from engine.text import LANGUAGES, Problem, Refused
from tests.sheets.hostile import (
    HEADINGS,
    cell,
    open_document,
    open_row,
    repeated,
    row,
    table,
    workbook,
)

E1 = ("E1", "2026-01", 100, 80)
SMALL = replace(USUAL_LIMITS, rows=1000, columns=50, cells=20_000, workbook_cells=10_000)
HEAD = ",".join(HEADINGS) + "\n"


def refusal(path: Path, limits: Limits = SMALL) -> Problem:
    """The first problem of a file, told in few words in both languages."""
    with pytest.raises(Refused) as caught:
        read_sheet(path, limits=limits)
    problem = caught.value.problems[0]
    assert all(0 < len(problem.sentence(language)) < 500 for language in LANGUAGES)
    return problem


def written(folder: Path, text: str | bytes, name: str = "facts.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def readers() -> list[int]:
    """The processes that this one has read files in."""
    of_this = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    children = [int(pid) for listed in of_this for pid in listed.read_text().split()]
    return [pid for pid in children if "child.py" in Path(f"/proc/{pid}/cmdline").read_text()]


def seconds_of_work(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) / os.sysconf("SC_CLK_TCK")


def work_of_all_readers() -> float:
    """Seconds of work of the readers that have ended, and of those that live."""
    return os.times().children_user + sum(map(seconds_of_work, readers()))


# -- too large ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (HEAD + "x,\n" * 2000, "too_many_rows"),
        (HEAD + "\n" * 2000, "too_many_rows"),
        ("a," * 100_000, "too_many_columns"),
        ("a," * 48 + "a\n" + ("1," * 48 + "1\n") * 900, "too_many_cells"),
        (HEAD + "x,y\n" * 500, "ragged"),
    ],
    ids=["rows", "empty lines", "columns", "cells", "ragged lines"],
)
def test_a_csv_is_refused_by_its_extent(tmp_path: Path, text: str, key: str) -> None:
    assert refusal(written(tmp_path, text)).key == key


def test_so_many_ragged_lines_are_told_and_the_others_counted(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        read_sheet(written(tmp_path, HEAD + "x,y\n" * 700), limits=SMALL)
    problems = caught.value.problems
    assert len(problems) == 201
    assert problems[-1].values["count"] == 500


def test_a_long_text_is_refused_by_its_size(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "x" * 3_000_000)
    assert refusal(path, replace(SMALL, memory=5_000_000)).key == "text_too_long"


def test_a_table_of_many_columns_takes_no_more_memory_than_it_holds(tmp_path: Path) -> None:
    line = ",".join(["12345.67"] * 900) + "\n"
    text = ",".join(f"c{i}" for i in range(900)) + "\n" + line * 3000
    assert read_sheet(written(tmp_path, text)).rows == 3000


def test_a_csv_that_will_not_fit_is_refused_before_it_is_taken_apart(tmp_path: Path) -> None:
    path = written(tmp_path, (";" * 999 + "\n") * 58_000)
    problem = refusal(path, USUAL_LIMITS)
    assert problem.key == "too_much_memory"
    assert "58,000 × 1,000 → 1," in str(problem.values["found"])


@pytest.mark.parametrize(
    ("columns", "key"),
    [
        ({f"c{i}": np.zeros(3) for i in range(100)}, "too_many_columns"),
        ({"employee_id": np.arange(5000)}, "too_many_rows"),
        ({"employee_id": [["E1"], ["E2"]]}, "column_nested"),
    ],
    ids=["columns", "rows", "lists"],
)
def test_parquet_is_refused_by_its_footer(
    tmp_path: Path, columns: dict[str, object], key: str
) -> None:
    pq.write_table(pa.table(columns), tmp_path / "facts.parquet")
    assert refusal(tmp_path / "facts.parquet").key == key


def test_text_of_parquet_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    names = pa.array(["张三".encode(), "李四".encode("gbk")], pa.binary()).view(pa.string())
    pq.write_table(pa.table({"employee_id": names}), tmp_path / "facts.parquet")
    problem = refusal(tmp_path / "facts.parquet")
    assert (problem.key, problem.line, problem.column) == ("not_utf_8", 2, "employee_id")


def test_a_cell_far_from_the_table_is_named(tmp_path: Path) -> None:
    far = table(E1) + row(1048576, [cell("XFD1048576", 1)])
    problem = refusal(workbook(tmp_path / "f.xlsx", {"s": far}), USUAL_LIMITS)
    assert (problem.key, problem.value, problem.sheet) == ("far_cell", "XFD1048576", "s")


def test_a_workbook_may_lie_about_its_extent(tmp_path: Path) -> None:
    far = table(E1) + "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    path = workbook(tmp_path / "f.xlsx", {"s": far}, dimension='<dimension ref="A1:D2"/>')
    assert refusal(path, USUAL_LIMITS).key == "far_cell"


def test_cells_that_are_only_formatted_are_no_extent(tmp_path: Path) -> None:
    formatted = table(E1) + row(1048576, ['<c r="XFD1048576" s="1"/>'])
    assert read_sheet(workbook(tmp_path / "f.xlsx", {"s": formatted})).rows == 1


def numbers(columns: int, rows: int, place: bool = True) -> Iterator[str]:
    for i in range(1, rows + 1):
        yield row(
            i,
            (
                cell(f"{chr(65 + j // 26)}{chr(65 + j % 26)}{i}", 1) if place else "<c><v>1</v></c>"
                for j in range(columns)
            ),
        )


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        (numbers(20, 600), "too_many_cells"),
        (numbers(60, 10), "too_many_columns"),
        (numbers(20, 600, place=False), "too_many_cells"),
    ],
    ids=["cells", "columns", "cells that do not say where"],
)
def test_a_workbook_is_refused_by_its_cells(tmp_path: Path, rows: Iterator[str], key: str) -> None:
    assert refusal(workbook(tmp_path / "f.xlsx", {"s": rows})).key == key


def test_a_workbook_is_refused_by_what_it_unpacks_to(tmp_path: Path) -> None:
    path = workbook(tmp_path / "f.xlsx", {"s": table(E1)})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", " " * 3_000_000)
    problem = refusal(path, replace(SMALL, unpacked=2_000_000))
    assert (problem.key, problem.values["found"]) == ("unpacks_too_large", "3 MB")


@pytest.mark.parametrize(
    "rows",
    [
        "<a>" * 100_000,
        table(E1) + '<row r="3"/>' * 100_000,
        table(E1) + '<row r="3"><c r="A3"><a/></c></row>' * 3000 + "<a>" * 90_000,
    ],
    ids=["nested", "empty rows", "after cells"],
)
def test_a_workbook_that_is_markup_is_refused_before_it_is_parsed(
    tmp_path: Path, rows: str
) -> None:
    assert refusal(workbook(tmp_path / "f.xlsx", {"s": rows})).key == "too_much_markup"


def test_cells_that_are_only_formatted_are_no_cells(tmp_path: Path) -> None:
    formatted = "".join(row(i, [f'<c r="A{i}" s="1"/>'] * 10) for i in range(3, 1300))
    path = workbook(tmp_path / "f.xlsx", {"s": table(E1) + formatted})
    assert read_sheet(path, limits=SMALL).rows == 1


def test_a_workbook_is_refused_by_its_sheets(tmp_path: Path) -> None:
    path = workbook(tmp_path / "f.xlsx", {f"s{i}": table(E1) for i in range(6)})
    assert refusal(path, replace(SMALL, sheets=5)).key == "too_many_sheets"
    rows = open_row(*HEADINGS) + open_row("E1", "2026-01", "1", "2")
    path = open_document(tmp_path / "f.ods", *[rows] * 6)
    assert refusal(path, replace(SMALL, sheets=5)).key == "too_many_sheets"


E1_TEXTS = ("E1", "2026-01", "100", "80")
ROW = open_row(*E1_TEXTS)


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        (ROW + open_row("x", cell=repeated("columns", 16_384)), "too_many_columns"),
        (open_row(*E1_TEXTS, row=repeated("rows", 1_048_576)), "too_many_cells"),
        (open_row("x", cell=repeated("columns", 40), row=repeated("rows", 300)), "too_many_cells"),
        (ROW + open_row("x", row=repeated("rows", 10**30)), "too_many_cells"),
        (open_row("", row=repeated("rows", 9)).replace(">", "/>") + "<a>" * 90_000, None),
        ("<table:table-row" + repeated("rows", 1_048_570) + "/>" + ROW, "far_cell"),
    ],
    ids=["columns", "rows", "both", "no number anybody counts with", "markup", "far down"],
)
def test_an_open_document_is_refused_by_what_it_repeats(
    tmp_path: Path, rows: str, key: str | None
) -> None:
    problem = refusal(open_document(tmp_path / "f.ods", open_row(*HEADINGS) + rows))
    assert problem.key == (key or "too_much_markup")


def test_blank_cells_that_an_open_document_repeats_are_no_extent(tmp_path: Path) -> None:
    blank = f"<table:table-cell{repeated('columns', 16_380)}/></table:table-row>"
    rest = f"<table:table-row{repeated('rows', 1_048_574)}>{blank}"
    rows = open_row(*HEADINGS) + ROW.replace("</table:table-row>", blank) + rest
    assert read_sheet(open_document(tmp_path / "f.ods", rows)).rows == 1


@pytest.mark.parametrize(
    "inside", ["<a>" * 20_000, "<c r=", "&#0;", "]]>", '<row r="0"><c r="A0"><v>1</v></c></row>']
)
def test_a_workbook_of_broken_parts_is_refused_in_words(tmp_path: Path, inside: str) -> None:
    refusal(workbook(tmp_path / "f.xlsx", {"s": inside}))


@pytest.mark.parametrize("name", ["f.xlsx", "f.ods"])
def test_an_archive_of_other_things_is_no_workbook(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / name, "w") as parts:
        parts.writestr("letter.txt", "Dear all")
    assert refusal(tmp_path / name).key == "not_a_workbook"


@pytest.mark.parametrize("name", ["f.xlsx", "f.parquet", "f.xls", "f.ods"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PAR1PAR1", b"\xd0\xcf\x11\xe0" * 200])
def test_a_file_that_is_something_else_is_refused_in_words(
    tmp_path: Path, name: str, data: bytes
) -> None:
    assert refusal(written(tmp_path, data, name)).key in ("unreadable", "no_rows")


# -- the process that reads -----------------------------------------------------------------------


def test_memory_ends_with_its_limit(tmp_path: Path) -> None:
    rows, text = 200_000, "E" * 10_000
    ids = pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), [text])
    pq.write_table(pa.table({"employee_id": ids}), tmp_path / "f.parquet")
    problem = refusal(tmp_path / "f.parquet", replace(USUAL_LIMITS, memory=400_000_000))
    assert problem.key == "too_much_memory"
    assert "200,000" in str(problem.values["found"])


def test_work_ends_with_its_limit_and_what_was_found_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + '"E1",2026-01,1,"a\nb"\n' * 4_000_000)
    problem = refusal(path, replace(USUAL_LIMITS, processor=0.0, rows=10_000_000))
    assert problem.key == "too_slow"
    assert "4" in str(problem.values["found"])


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/styles.xml"])
def test_a_small_table_gets_little_time_whatever_lies_beside_it(tmp_path: Path, part: str) -> None:
    path = workbook(tmp_path / "f.xlsx", {"s": table(E1)})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts, parts.open(part, "w") as large:
        large.write(b"<sst>")
        for _ in range(400):
            large.write(b"<si><t>a</t></si>" * 60_000)
    before = work_of_all_readers()
    with contextlib.suppress(Refused):
        read_sheet(path, limits=replace(USUAL_LIMITS, processor=1.0))
    assert work_of_all_readers() - before < 10


def test_looking_ends_with_its_limit(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "E1,2026-01,1,1\n" * 1_500_000)
    assert refusal(path, replace(USUAL_LIMITS, look=0.0)).key == "too_slow"


def test_a_reader_that_a_busy_machine_lets_wait_is_waited_for(tmp_path: Path) -> None:
    """Looking takes no work worth telling here, but longer than the seconds of work it may take."""
    path = written(tmp_path, HEAD + "E1,2026-01,1,1\n")
    read_sheet(path)
    (reader,) = readers()
    os.kill(reader, signal.SIGSTOP)
    going_on = threading.Timer(4.5, os.kill, (reader, signal.SIGCONT))
    going_on.start()
    sheet = read_sheet(path, limits=replace(USUAL_LIMITS, look=4.0))
    going_on.join()
    assert sheet.rows == 1


def test_waiting_ends_with_its_limit(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "E1,2026-01,1,1\n" * 1_500_000)
    assert refusal(path, replace(USUAL_LIMITS, wait=0.0)).key == "too_slow"


def test_a_reader_that_dies_is_told_with_the_name_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + '"E1",2026-01,1,"a\nb"\n' * 400_000)

    def shoot() -> None:
        while seconds_of_work(reader) < used + 0.1:
            time.sleep(0.005)
        os.kill(reader, signal.SIGSEGV)

    read_sheet(written(tmp_path, HEAD + "E1,2026-01,1,1\n", "small.csv"))
    (reader,) = readers()
    used = seconds_of_work(reader)
    threading.Thread(target=shoot).start()
    problem = refusal(path, USUAL_LIMITS)
    assert (problem.key, problem.file, problem.values["found"]) == (
        "reader_failed",
        "facts.csv",
        "SIGSEGV",
    )


def test_whoever_waits_may_stop_it_and_the_reader_ends(tmp_path: Path) -> None:
    class Stopped(BaseException):
        pass

    def stop(share: float) -> None:
        raise Stopped

    path = written(tmp_path, HEAD + "E1,2026-01,1,1\n" * 1000)
    before = set(readers())
    with pytest.raises(Stopped):
        read_sheet(path, stop)
    assert set(readers()) <= before
    assert read_sheet(path).rows == 1000


def test_a_reader_that_is_done_is_kept_for_the_next_file(tmp_path: Path) -> None:
    large_server = np.ones(50_000_000)  # 400 MB, which the reader must not be taken to hold
    path = written(tmp_path, HEAD + "E1,2026-01,1,1\n")
    read_sheet(path)
    first = readers()
    read_sheet(path)
    assert readers() == first
    assert large_server.size
    assert len(first) == 1


def test_files_are_read_at_the_same_time(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "E1,2026-01,1,1\n" * 1000)
    rows: list[int] = []
    threads = [
        threading.Thread(target=lambda: rows.append(read_sheet(path).rows)) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows == [1000, 1000, 1000]


def test_the_reader_loads_no_more_of_the_engine_than_it_needs() -> None:
    names = "import sys; print([m for m in sys.modules if m.split('.')[0] in ('scipy', 'duckdb')])"
    start = "import runpy; runpy.run_path('engine/sheets/child.py', run_name='__main__'); "
    run = subprocess.run(
        [sys.executable, "-c", start + names],
        input=b"",
        capture_output=True,
        cwd=Path(__file__).parents[2],
        check=True,
    )
    assert run.stdout.decode().strip() in ("[]", "")
