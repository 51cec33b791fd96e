"""The benchmark times things that are right: its contenders against the oracle, and its floor."""

from __future__ import annotations

import importlib.util
from functools import cache
from typing import get_args

import numpy as np
import pytest

from engine.facts import Facts
from tests.bench import first_run
from tests.bench.agreement import Agreement, compare, exact_fen
from tests.bench.every_plan import tried
from tests.bench.floor import Floor, Kept, columns_read, dense_lines
from tests.bench.ours import Ours, engine_grid, engine_report
from tests.bench.people import people
from tests.bench.rivals import (
    Figures,
    Form,
    Lines,
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

SIZE = 500
FIGURES = Figures()
EDITED = FIGURES.with_base(3123.45).with_quarterly(0.1234)

needs_openfisca = pytest.mark.skipif(
    importlib.util.find_spec("openfisca_core") is None, reason="openfisca-core is not installed"
)
needs_polars = pytest.mark.skipif(
    importlib.util.find_spec("polars") is None, reason="polars is not installed"
)
whoever = pytest.mark.parametrize("come_and_go", [False, True], ids=["all year", "come and go"])


@pytest.mark.parametrize(
    ("come_and_go", "figures"),
    [(False, FIGURES), (True, FIGURES), (True, EDITED)],
    ids=["all year", "come and go", "come and go, edited"],
)
def test_numpy_and_pandas_are_exact(come_and_go: bool, figures: Figures) -> None:
    facts = sellers(come_and_go)
    by_numpy = numpy_lines(facts, figures)
    by_pandas = pandas_grid(facts, pandas_lines(pandas_table(facts), figures))
    assert beside_the_oracle(by_numpy, figures, come_and_go).exact
    assert beside_the_oracle(by_pandas, figures, come_and_go).exact


@pytest.mark.parametrize("figures", [FIGURES, EDITED], ids=["as written", "edited"])
def test_duckdb_is_exact(figures: Figures) -> None:
    database = DuckDB(sellers())
    database.lines(figures)
    assert beside_the_oracle(database.grid(sellers()), figures).exact
    agrees(database.report(), figures)


@needs_polars
@pytest.mark.parametrize("figures", [FIGURES, EDITED], ids=["as written", "edited"])
def test_polars_is_exact(figures: Figures) -> None:
    lines = polars_lines(polars_table(sellers()), figures)
    assert beside_the_oracle(polars_grid(sellers(), lines), figures).exact
    agrees(polars_report(lines), figures)


@needs_openfisca
@pytest.mark.parametrize("form", get_args(Form))
def test_openfisca_is_right_within_float32(form: Form) -> None:
    facts = sellers()
    lines = OpenFisca(facts, FIGURES, form).set_inputs().lines()
    agreement = beside_the_oracle(openfisca_grid(facts, lines), FIGURES)
    assert agreement.unexplained == 0
    assert agreement.a_fen_or_two < agreement.cells / 50


@needs_openfisca
def test_an_edit_in_openfisca_is_a_new_run() -> None:
    facts = sellers()
    downstream = ("quarterly_bonus", "gross_pay")
    edited = OpenFisca(facts, FIGURES, "scales").set_inputs()
    edited.lines()
    changed = edited.edit(FIGURES.with_quarterly(0.1234), downstream)
    anew = OpenFisca(facts, FIGURES.with_quarterly(0.1234), "scales").set_inputs().lines()
    for name in downstream:
        np.testing.assert_array_equal(np.stack(changed[name]), np.stack(anew[name]))


def test_a_first_run_holds_little_more_than_it_keeps() -> None:
    kept = sum(array.nbytes for array in Ours(people(100_000)).kept())
    assert first_run.peak(100_000) <= 1.2 * kept


@whoever
def test_the_engine_is_exact(come_and_go: bool) -> None:
    payouts = Ours(sellers(come_and_go)).full()
    assert beside_the_oracle(engine_grid(payouts), FIGURES, come_and_go).exact


@pytest.mark.parametrize(
    ("parameter", "figures"),
    [
        ("base_by_grade", FIGURES.with_base(3002)),
        ("quarterly_steps", FIGURES.with_quarterly(0.152)),
    ],
)
def test_a_moved_slider_pays_what_a_full_run_pays(parameter: str, figures: Figures) -> None:
    slider = Ours(sellers()).slider(parameter)
    slider.move()
    moved = engine_report(slider.move())
    expected = report(numpy_lines(sellers(), figures)["gross_pay"])
    np.testing.assert_allclose(moved.cost_by_month, expected.cost_by_month, rtol=1e-12)
    np.testing.assert_allclose(moved.percentiles, expected.percentiles, rtol=1e-12)


@whoever
def test_reports_agree(come_and_go: bool) -> None:
    facts = sellers(come_and_go)
    ours = report(numpy_lines(facts, FIGURES)["gross_pay"])
    theirs = pandas_report(pandas_lines(pandas_table(facts), FIGURES))
    np.testing.assert_allclose(ours.cost_by_month, theirs.cost_by_month)
    np.testing.assert_allclose(ours.percentiles, theirs.percentiles)
    np.testing.assert_array_equal(ours.histogram, theirs.histogram)


@needs_openfisca
def test_the_report_of_openfisca_agrees_within_float32() -> None:
    facts = sellers()
    ours = report(numpy_lines(facts, FIGURES)["gross_pay"])
    theirs = openfisca_report(OpenFisca(facts, FIGURES, "scales").set_inputs().lines())
    np.testing.assert_allclose(ours.cost_by_month, theirs.cost_by_month, rtol=1e-2)


def test_the_floor_reads_and_writes_every_byte_once() -> None:
    facts = sellers()
    reads, keeps = columns_read(facts), dense_lines(facts.months, facts.size)
    assert sum(kept.nbytes for kept in keeps) == (6 * 12 + 4 + 1) * SIZE * 8
    everything = b"".join(array.tobytes() for array in reads)
    with Floor(reads, keeps) as floor:
        for run in (floor.one_thread, floor.two_threads):
            for output in floor.outputs:
                output[:] = 0
            run()
            written = np.concatenate(floor.outputs)
            assert written[: len(everything)].tobytes() == everything
            assert (written[len(everything) :] == 1).all()


def test_the_floor_of_an_evaluation_that_keeps_less_than_it_reads() -> None:
    reads = [np.arange(1000.0)]
    with Floor(reads, [Kept((100,), np.dtype(np.int32))]) as floor:
        floor.two_threads()
        assert floor.outputs[0].tobytes() == reads[0].tobytes()[:400]


def test_the_floor_of_a_plan_is_that_of_what_its_pay_rests_on() -> None:
    plan = tried("service-seller", 240)
    months, people = plan.facts.present.shape
    assert sum(array.nbytes for array in plan.reads()) == months * people * (5 * 8 + 1 + 1)
    paid = 3 * months + months // 3 + months // 12
    assert sum(kept.nbytes for kept in plan.keeps()) == 8 * (paid * people + 5 * (people + months))


def agrees(theirs: Report, figures: Figures) -> None:
    """A report beside that of the same lines in numpy."""
    ours = report(numpy_lines(sellers(), figures)["gross_pay"])
    np.testing.assert_allclose(ours.cost_by_month, theirs.cost_by_month)
    np.testing.assert_allclose(ours.percentiles, theirs.percentiles)
    np.testing.assert_array_equal(ours.histogram, theirs.histogram)


@cache
def sellers(come_and_go: bool = False) -> Facts:
    return people(SIZE, come_and_go=come_and_go)


@cache
def exactly(figures: Figures, come_and_go: bool) -> Lines:
    return exact_fen(sellers(come_and_go), figures)


def beside_the_oracle(yuan: Lines, figures: Figures, come_and_go: bool = False) -> Agreement:
    return compare(yuan, exactly(figures, come_and_go), sellers(come_and_go), figures)
