"""How fast the engine is, beside the memory floor and other tools, in one interleaved run.

`python -m tests.bench.run` prints ratios to trust and milliseconds to forget: the floor copies
every byte the plan reads and fills every byte it keeps, the rivals work out the same lines. Last
comes the page in a browser.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import get_args

import pandas as pd

from engine import Payouts
from engine.facts import Facts
from engine.payroll import PayrollSettings, payroll, with_employer_cost
from engine.vectors import PROCESSOR
from tests.bench import (
    browser,
    every_plan,
    first_run,
    future_years,
    health_checks,
    large_runs,
    over_everyone,
    pointer,
    whole_companies,
)
from tests.bench.agreement import compare, exact_fen
from tests.bench.floor import NEW_PAGES, ONE_THREAD, TWO_THREADS, Floor, columns_read, least
from tests.bench.ours import MOVED, Ours, engine_grid, engine_report
from tests.bench.people import people
from tests.bench.rivals import (
    Figures,
    Form,
    OpenFisca,
    Report,
    numpy_lines,
    openfisca_grid,
    openfisca_report,
    pandas_grid,
    pandas_lines,
    pandas_report,
    pandas_table,
    report,
)
from tests.bench.table_engines import (
    DuckDB,
    polars_grid,
    polars_lines,
    polars_report,
    polars_table,
)
from tests.bench.timing import Contender, OtherProcesses, Stopwatch, interleaved, peak_bytes

SIZES = (1_000, 10_000, 100_000, 1_000_000)
CHECKED = 500
MEASURED_FOR_MEMORY = 100_000
PATIENCE = 90.0
MOST_ON_PAYROLL = 100_000
"""What both sides pay into each scheme is kept of so many people."""
SETTINGS = PayrollSettings("shanghai")
FIGURES = Figures()
POSITIONS = 10
"""Values of a figure that are asked about in a row."""
FEW, BEFORE = 10_000, 2
"""Of so few people lines are worked out as often just before they are timed; what reading the code
and objects of any contender from far memory takes would be most of it otherwise."""
DOWNSTREAM = ("quarterly_bonus", "gross_pay")
UPSTREAM = (
    "base_pay",
    "performance_pay",
    "monthly_bonus",
    "quarterly_bonus",
    "annual_bonus",
    "gross_pay",
)
LEGEND = """
Floor: what the plan reads copied to what a full run keeps, on one thread or two, whichever is
quicker. Full run: every line and both measures, nothing remembered. Report: cost by month,
histogram and percentiles. Edit: another value of quarterly_steps (downstream) or base_by_grade
(upstream), new to the engine each time, with a report; its first edit also works out what
the later ones read. Position: one of ten such values in a row, as a figure is moved. Payroll:
everybody's year in Shanghai, beside the lines without measures.
Lines of few people are worked out twice just before they are timed, but those of OpenFisca, which
would remember them. "x engine" holds a rival's lines against a full run with gross pay by month,
which rivals work out as well, and its edits against the engine's positions.
"""
FORMS: tuple[Form, ...] = get_args(Form)
OPENFISCA = importlib.util.find_spec("openfisca_core") is not None
POLARS = importlib.util.find_spec("polars") is not None


@dataclass(frozen=True)
class Row:
    """A line of the printed table: the stages it adds up, and those of the engine beside it."""

    label: str
    stages: tuple[str, ...]
    engine: tuple[str, ...] = ()
    full: tuple[str, ...] = ()
    most: float = 0.0
    """How often the time of the engine's stages it may take at most; 0 where that is not said."""


FULL = ("engine full", "engine report")
# What the rivals work out too: every line, both measures and gross pay, month by month.
SAME = ("engine full", "engine gross")
SAME_AND_REPORT = (*SAME, "engine report")


def _openfisca_rows(form: Form) -> list[Row]:
    name, lines, full = f"OpenFisca {form}", f"{form} lines", (f"{form} lines", f"{form} report")
    return [
        Row(f"{name}: lines", (lines,), SAME),
        Row(f"{name}: inputs, lines", (f"{form} inputs", lines), SAME),
        Row(f"{name}: lines, report", full, SAME_AND_REPORT),
        Row(f"{name}: edit downstream", (f"{form} downstream",), ("engine downstream",), full),
        Row(f"{name}: edit upstream", (f"{form} upstream",), ("engine upstream",), full),
    ]


ROWS = (
    Row("engine: full run", ("engine full",)),
    Row("engine: full run, report", FULL),
    Row("engine: full run, gross pay", SAME),
    Row("engine: full run, gross pay, report", SAME_AND_REPORT),
    Row("engine: without measures", ("engine lines",)),
    Row("engine: totals, report", ("engine totals", "engine totals report"), full=FULL),
    Row("engine: first edit downstream", ("engine first downstream",), full=FULL),
    Row("engine: position downstream, report", ("engine downstream",), full=FULL),
    Row("engine: first edit upstream", ("engine first upstream",), full=FULL),
    Row("engine: position upstream, report", ("engine upstream",), full=FULL),
    Row("payroll: contributions, tax, net pay", ("payroll",), ("engine lines",), most=5.0),
    Row("payroll: employer's cost alone", ("employer cost",), ("engine lines",)),
    Row("numpy: lines", ("numpy lines",), SAME),
    Row("numpy: lines, report", ("numpy lines", "numpy report"), SAME_AND_REPORT),
    Row("pandas: lines", ("pandas lines",), SAME),
    Row("pandas: lines, report", ("pandas lines", "pandas report"), SAME_AND_REPORT),
    Row("Polars: lines", ("polars lines",), SAME),
    Row("Polars: lines, report", ("polars lines", "polars report"), SAME_AND_REPORT),
    Row("DuckDB: lines", ("duckdb lines",), SAME),
    Row("DuckDB: lines, report", ("duckdb lines", "duckdb report"), SAME_AND_REPORT),
    *(row for form in FORMS for row in _openfisca_rows(form)),
)


def main() -> None:
    """Checks, times and prints."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench.run", description=__doc__)
    asked.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="PEOPLE")
    asked.add_argument("--no-browser", action="store_true", help="leave out the page in a browser")
    asked.add_argument(
        "--large", action="store_true", help="ten million people too, which takes minutes"
    )
    chosen = asked.parse_args()
    sizes = sorted(chosen.sizes)
    # OpenFisca brings numexpr along, with which pandas is slower on these tables.
    pd.set_option("compute.use_numexpr", False)
    _print_what_runs()
    _print_agreement()
    pace = Pace()
    for size in sizes:
        print()
        _run(people(size), f"{size:,} people all year", pace)
    middle = min(sizes, key=lambda size: abs(size - MEASURED_FOR_MEMORY))
    print()
    _run(people(middle, come_and_go=True), f"{middle:,} people who come and go", Pace())
    print()
    _print_memory(people(middle))
    print()
    every_plan.main()
    print()
    over_everyone.main()
    print()
    health_checks.main()
    print()
    whole_companies.main()
    future_years.main()
    if chosen.large:
        print()
        large_runs.main(files=True)
    if not chosen.no_browser:
        print()
        browser.main()
        print()
        pointer.main()


class Pace:
    """Seconds a person that each contender took at the last size, to skip what takes too long."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}

    def skipped(self, name: str, size: int, repetitions: int) -> str:
        """Why a contender is left out, or nothing."""
        expected = self._seconds.get(name, 0.0) * size * (repetitions + 1)
        if expected <= PATIENCE:
            return ""
        return f"{name} skipped: {expected:.0f} s expected, {PATIENCE:.0f} s allowed"

    def learn(self, name: str, size: int, seconds: float) -> None:
        """Remembers how long one run took."""
        self._seconds[name] = seconds / size


def _run(facts: Facts, title: str, pace: Pace) -> None:
    repetitions = 25 if facts.size <= 10_000 else 9 if facts.size <= 100_000 else 5
    others = OtherProcesses()
    with ExitStack() as stack:
        ours = Ours(facts)
        ours.make_code()
        floor = stack.enter_context(Floor(columns_read(facts), ours.kept()))
        contenders = {"floor": floor.timed, "engine": _engine(ours)}
        for name, contender in _rivals(facts).items():
            reason = pace.skipped(name, facts.size, repetitions)
            if reason:
                print(reason)
            else:
                contenders[name] = contender
        watch = interleaved(contenders, repetitions, BEFORE if facts.size <= FEW else 0)
    for name in contenders:
        mine = [stage for stage in watch.stages if stage.startswith(name)]
        pace.learn(name, facts.size, watch.median(*mine))
    _print_times(watch, title, repetitions, others.share())


def _engine(ours: Ours) -> Contender:
    if ours.facts.size <= MOST_ON_PAYROLL:
        payouts = ours.lines()
        _payroll(payouts)
        with_employer_cost(payouts, SETTINGS)
        PROCESSOR.wait()

    def contender(watch: Stopwatch) -> None:
        payouts = watch.again("engine full", ours.full)
        with watch("engine report"):
            engine_report(payouts)
        with watch("engine gross"):
            payouts.amounts("gross_pay")
        payouts = watch.again("engine lines", ours.lines)
        if payouts.facts.size <= MOST_ON_PAYROLL:
            with watch("payroll"):
                _payroll(payouts)
            with watch("employer cost"):
                with_employer_cost(payouts, SETTINGS)
        payouts = watch.again("engine totals", ours.totals)
        with watch("engine totals report"):
            engine_report(payouts)
        for where, parameter in MOVED.items():
            slider = ours.slider(parameter)
            with watch(f"engine first {where}"):
                engine_report(slider.move())
            with watch(f"engine {where}", POSITIONS):
                for _ in range(POSITIONS):
                    engine_report(slider.move())

    return contender


def _payroll(payouts: Payouts) -> None:
    """What every person takes home and costs in every month, and what all do together."""
    taken = payroll(payouts, SETTINGS)
    assert taken.net.shape == taken.employer_cost.shape
    assert taken.totals["net"] < taken.totals["employer_cost"]


def _rivals(facts: Facts) -> dict[str, Contender]:
    rivals = {"numpy": _numpy(facts), "pandas": _pandas(facts)}
    if facts.full:
        rivals["duckdb"] = _duckdb(facts)
    if POLARS and facts.full:
        rivals["polars"] = _polars(facts)
    if OPENFISCA and facts.full:
        rivals |= {form: _openfisca(facts, form) for form in FORMS}
    return rivals


def _numpy(facts: Facts) -> Contender:
    def contender(watch: Stopwatch) -> None:
        lines = watch.again("numpy lines", lambda: numpy_lines(facts, FIGURES))
        with watch("numpy report"):
            report(lines["gross_pay"])

    return contender


def _pandas(facts: Facts) -> Contender:
    table = pandas_table(facts)

    def contender(watch: Stopwatch) -> None:
        lines = watch.again("pandas lines", lambda: pandas_lines(table, FIGURES))
        with watch("pandas report"):
            pandas_report(lines)

    return contender


def _polars(facts: Facts) -> Contender:
    table = polars_table(facts)

    def contender(watch: Stopwatch) -> None:
        lines = watch.again("polars lines", lambda: polars_lines(table, FIGURES))
        with watch("polars report"):
            polars_report(lines)

    return contender


def _duckdb(facts: Facts) -> Contender:
    database = DuckDB(facts)

    def contender(watch: Stopwatch) -> None:
        watch.again("duckdb lines", lambda: database.lines(FIGURES))
        with watch("duckdb report"):
            database.report()

    return contender


def _openfisca(facts: Facts, form: Form) -> Contender:
    openfisca = OpenFisca(facts, FIGURES, form)

    def contender(watch: Stopwatch) -> None:
        openfisca.use(FIGURES)
        with watch(f"{form} inputs"):
            openfisca.set_inputs()
        with watch(f"{form} lines"):
            lines = openfisca.lines()
        with watch(f"{form} report"):
            openfisca_report(lines)
        with watch(f"{form} downstream"):
            openfisca_report(openfisca.edit(FIGURES.with_quarterly(0.16), DOWNSTREAM))
        with watch(f"{form} upstream"):
            openfisca_report(openfisca.edit(FIGURES.with_base(3100), UPSTREAM))
        openfisca.forget()

    return contender


def _print_what_runs() -> None:
    tools = ["numpy", "llvmlite", "pandas", "duckdb"]
    tools += ["polars"] * POLARS + ["openfisca-core"] * OPENFISCA
    print(
        f"Python {platform.python_version()}, "
        + ", ".join(f"{tool} {version(tool)}" for tool in tools)
        + f", {os.cpu_count()} processors; medians in milliseconds."
    )
    print(LEGEND)
    if not OPENFISCA:
        print("OpenFisca skipped: openfisca-core is not installed (requirements-bench.txt).")
    if not POLARS:
        print("Polars skipped: it is not installed (requirements-bench.txt).")


def _print_agreement() -> None:
    facts = people(CHECKED)
    fen = exact_fen(facts, FIGURES)
    ours = Ours(facts)
    results = {
        "engine": engine_grid(ours.full()),
        "numpy": numpy_lines(facts, FIGURES),
        "pandas": pandas_grid(facts, pandas_lines(pandas_table(facts), FIGURES)),
    }
    database = DuckDB(facts)
    database.lines(FIGURES)
    results["DuckDB"] = database.grid(facts)
    if POLARS:
        results["Polars"] = polars_grid(facts, polars_lines(polars_table(facts), FIGURES))
    if OPENFISCA:
        lines = OpenFisca(facts, FIGURES, "scales").set_inputs().lines()
        results["OpenFisca (float32)"] = openfisca_grid(facts, lines)
    print(f"Beside exact fractions, {CHECKED} people:")
    for name, grids in results.items():
        print(f"  {name}: {compare(grids, fen, facts, FIGURES)}")


def _print_times(watch: Stopwatch, title: str, repetitions: int, others: float | None) -> None:
    floor, new_pages = least(watch), watch.median(NEW_PAGES)
    noise = "" if others is None else f", other processes took {others:.0%} of the processors"
    print(f"{title}, {repetitions} repetitions{noise}")
    print(
        f"floor {floor * 1e3:.3f} ms: {watch.median(ONE_THREAD) * 1e3:.3f} on one thread, "
        f"{watch.median(TWO_THREADS) * 1e3:.3f} on two, "
        f"{new_pages * 1e3:.3f} into newly allocated pages"
    )
    print(f"{'':40}{'ms':>10}{'x floor':>10}{'x engine':>10}{'of full':>9}   fastest..slowest")
    for row in ROWS:
        if watch.stages.issuperset(row.stages):
            print(_line(watch, row, floor))


def _line(watch: Stopwatch, row: Row, floor: float) -> str:
    seconds = watch.median(*row.stages)
    beside = f"{seconds / watch.median(*row.engine):.2f}" if row.engine else ""
    share = f"{seconds / watch.median(*row.full):.0%}" if row.full else ""
    low, high = watch.spread(*row.stages)
    limit = f"   at most {row.most:g} x engine" if row.most else ""
    return (
        f"{row.label:40}{seconds * 1e3:10.3f}{seconds / floor:10.2f}{beside:>10}{share:>9}"
        f"   {low * 1e3:.3f}..{high * 1e3:.3f}{limit}"
    )


def _print_memory(facts: Facts) -> None:
    ours = Ours(facts)
    kept = sum(array.nbytes for array in ours.kept())
    table = pandas_table(facts)
    work: dict[str, Callable[[], object]] = {
        "engine": lambda: engine_report(ours.full()),
        "engine, totals": lambda: engine_report(ours.totals()),
        "numpy": lambda: report(numpy_lines(facts, FIGURES)["gross_pay"]),
        "pandas": lambda: pandas_report(pandas_lines(table, FIGURES)),
    }
    if OPENFISCA:
        for form in FORMS:
            openfisca = OpenFisca(facts, FIGURES, form).set_inputs()
            work[f"OpenFisca {form}"] = partial(_lines_and_report, openfisca)
    print(
        f"Most memory held beyond the inputs, lines and report, {facts.size:,} people; "
        f"the lines kept take {kept / facts.person_months:.1f} bytes a person-month"
    )
    print(f"{'':40}{'bytes a person-month':>22}{'x lines kept':>14}")
    held = {name: peak_bytes(run) for name, run in work.items()}
    held["engine, first run of a process"] = first_run.peak(facts.size)
    for name, most in held.items():
        print(f"{name:40}{most / facts.person_months:22.1f}{most / kept:14.2f}")


def _lines_and_report(openfisca: OpenFisca) -> Report:
    return openfisca_report(openfisca.lines())


if __name__ == "__main__":
    main()
