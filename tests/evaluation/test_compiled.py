"""Passes over the people as code for the processor: bit for bit what numpy comes to, or not at all.

That numpy is right is shown elsewhere, against exact fractions.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from time import sleep

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from engine import (
    Facts,
    Memory,
    Payouts,
    Plan,
    catalogue,
    evaluate,
    load_plan,
    load_workforce,
    read_facts,
    simulate,
    workforces,
)
from engine.calendar import Every
from engine.evaluation import compiled_call, compiled_pass
from engine.evaluation.block_pass import BlockPass
from engine.evaluation.calculations import CallOverEveryone
from engine.evaluation.compiled_pass import CompiledPass
from engine.facts import Category
from engine.plan import build
from engine.text import Refused
from engine.vectors import PROCESSOR, processor
from engine.yaml_files import Document
from tests.evaluation.results import write_facts
from tests.evaluation.test_every_function import CELL, EVERYONE, PERSON, people, plan_of
from tests.examples import TIMES
from tests.many_people import several
from tests.reference.plans import Situation, situations
from tests.small_plan import small_plan

PLANS = catalogue()
Rows = list[dict[str, str]]


def tried(times: int) -> settings:
    """So many random examples, or more where a thorough run is asked for; none is made smaller."""
    return settings(
        max_examples=times * TIMES,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )


@pytest.fixture(autouse=True)
def code_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few people there are, code is made."""
    monkeypatch.setattr(compiled_pass, "CELLS", 0)
    monkeypatch.setattr(compiled_pass, "AT_ONCE", 0)


def in_numpy(plan: Plan, facts: Facts, **asked: bool) -> Payouts:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled_pass.CompiledPass, "ready", False)
        patch.setattr(compiled_call, "EVERYONE_FUNCTIONS", {})
        return evaluate(plan, facts, Memory(), **asked)


def in_code(plan: Plan, facts: Facts, **asked: bool) -> Payouts:
    """The same by code alone: nothing is left to numpy. Some code is asked for only when what is
    found before tells that it is needed."""
    for _ in range(3):
        evaluate(plan, facts, Memory(), **asked)
        compiled_pass.wait_for_code()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BlockPass, "_block_in_numpy", None)
        patch.setattr(CallOverEveryone, "result", None)
        return evaluate(plan, facts, Memory(), **asked)


def same(found: Payouts, right: Payouts) -> None:
    """The same doubles everywhere; nought may be below or above."""
    for name, line in right.lines.items():
        assert np.array_equal(found.lines[name].by_month, line.by_month), name
        assert np.array_equal(found.lines[name].by_person, line.by_person), name
        if line.amounts is not None:
            assert np.array_equal(found.lines[name].amounts, line.amounts), name
    for name, measure in right.measures.items():
        array = found.measures[name].array
        assert array.dtype == measure.array.dtype
        number = array.dtype == np.float64
        assert np.array_equal(array, measure.array, equal_nan=number), name


def model_of(plan: str) -> str:
    return next(name for name in workforces() if plan in load_workforce(name).plans)


@pytest.mark.parametrize("name", PLANS)
def test_every_plan_pays_the_same_to_people_who_come_and_go(name: str) -> None:
    plan = load_plan(name)
    facts = simulate(model_of(name), seed=5, employees=77, months=17, first="2025-08")
    same(in_code(plan, facts, measures=True), in_numpy(plan, facts, measures=True))
    alone = in_code(plan, facts, amounts=False)
    same(alone, in_numpy(plan, facts, amounts=False))


@pytest.fixture(params=list(Every), ids=lambda every: every.key)
def every(request: pytest.FixtureRequest) -> Every:
    found: Every = request.param
    return found


def held_together(formulas: dict[str, str], every: Every, rows: Rows, folder: Path) -> None:
    plan = plan_of(formulas, every)
    facts = several(read_facts(write_facts(folder / "compiled.csv", rows), plan), 9)
    same(in_code(plan, facts, measures=True), in_numpy(plan, facts, measures=True))


@pytest.mark.parametrize("formulas", [CELL, EVERYONE], ids=["cell", "everyone"])
@tried(5)
@given(rows=people())
def test_every_function_of_one_month_comes_to_the_same(
    formulas: dict[str, str], every: Every, rows: Rows, tmp_path_factory: pytest.TempPathFactory
) -> None:
    held_together(formulas, every, rows, tmp_path_factory.getbasetemp())


@tried(2)
@given(rows=people())
def test_every_function_of_several_months_comes_to_the_same(
    every: Every, rows: Rows, tmp_path_factory: pytest.TempPathFactory
) -> None:
    held_together(PERSON, every, rows, tmp_path_factory.getbasetemp())


@tried(12)
@given(situation=situations())
def test_random_plans_pay_the_same(
    situation: Situation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plan = build(Document(situation.text, "random.yaml"))
    file = write_facts(Path(tmp_path_factory.getbasetemp()) / "compiled.csv", situation.rows)
    facts = several(read_facts(file, plan), 9)
    try:
        right = in_numpy(plan, facts, measures=True)
    except Refused:
        assume(False)
    same(in_code(plan, facts, measures=True), right)


def sellers(count: int, sales: float | np.ndarray = 1.0, quota: float = 4.0) -> Facts:
    """So many people for three months from 2026-01 on."""
    shape = (3, count)
    return Facts(
        first=2026 * 12,
        employees=tuple(f"E{k:05d}" for k in range(count)),
        present=np.ones(shape, dtype=bool),
        numbers={
            "sales": np.array(np.broadcast_to(sales, shape)),
            "quota": np.full(shape, quota),
        },
        categories={},
    )


COLUMNS = {"sales": {"kind": "money"}, "quota": {"kind": "money"}}


@pytest.mark.parametrize("count", [8, 9, 255, 256, 257, 263, 264, 511, 521])
def test_whoever_stands_at_the_edge_of_a_block_is_counted_once(count: int) -> None:
    plan = small_plan({"paid": "sales * 0.01"}, {}, COLUMNS)
    payouts = in_code(plan, sellers(count, np.arange(count) + 1.0))
    total = count * (count + 1) / 2
    assert payouts.lines["paid"].by_month.tolist() == [total] * 3
    assert payouts.lines["paid"].by_person.tolist() == [3.0 * (k + 1) for k in range(count)]


def test_a_handful_of_people_is_left_to_numpy() -> None:
    plan = small_plan({"paid": "sales * 0.01"}, {}, COLUMNS)
    evaluate(plan, sellers(7), Memory())
    compiled_pass.wait_for_code()
    assert evaluate(plan, sellers(7), Memory()).lines["paid"].by_month.tolist() == [7.0] * 3


@pytest.mark.parametrize("sales", [1e10, 1e308, -1e10, 9_999_999_999.99])
def test_what_is_refused_is_refused_alike(sales: float) -> None:
    plan = small_plan({"paid": "sales * 10", "more": "sales"}, {}, COLUMNS)
    facts = sellers(20, np.where(np.arange(20) == 11, sales, 1.0))
    said = []
    for run in (in_numpy, evaluate):
        compiled_pass.wait_for_code()
        with pytest.raises(Refused) as refused:
            run(plan, facts)
        said.append([(p.key, dict(p.values), p.column) for p in refused.value.problems])
    assert said[0] == said[1]
    assert said[0][0][1] == {"employee": "E00011"}


def test_pay_that_is_no_number_is_refused_by_code_as_well() -> None:
    plan = small_plan({"paid": "(sales - 1) * 1e308 * 1e308 * 0"}, {}, COLUMNS)
    facts = sellers(20, np.where(np.arange(20) == 11, 2.0, 1.0))
    evaluate(plan, sellers(20, np.ones(20)), Memory())
    compiled_pass.wait_for_code()
    with pytest.raises(Refused) as refused:
        evaluate(plan, facts, Memory())
    assert [(p.key, p.values["employee"]) for p in refused.value.problems] == [
        ("not_finite", "E00011")
    ]


@pytest.mark.parametrize(("yuan", "refused"), [(3.3e9, False), (3.4e9, True), (-3.4e9, True)])
def test_pay_of_months_that_is_too_large_together_is_refused(yuan: float, refused: bool) -> None:
    plan = small_plan({"paid": "sales * 1"}, {}, COLUMNS)
    facts = sellers(20, sales=np.array([[1.0] * 13 + [yuan] + [2.0] * 6] * 3))
    evaluate(plan, sellers(20), Memory())
    compiled_pass.wait_for_code()
    if refused:
        with pytest.raises(Refused) as said:
            evaluate(plan, facts, Memory())
        assert said.value.problems[0].values["employee"] == "E00013"
    else:
        assert evaluate(plan, facts, Memory()).lines["paid"].by_person[13] == 300 * yuan


def test_what_is_no_number_stays_none() -> None:
    lines = {
        "odd": {"measure": "(sales - 1) * 1e308 * 1e308 * 0"},
        "clipped": {"measure": "clip(odd, 0, 2)"},
        "least": {"measure": "min(sales, odd)"},
        "most": {"measure": "max(odd, sales)"},
        "by_nought": {"measure": "ratio(odd, quota - 4)"},
        "stepped": {"measure": "step(ladder, odd)"},
        "on_a_curve": {"measure": "curve(payout, odd)"},
        "whole": {"measure": "floor(odd)"},
        "less": {"measure": "1 if odd < sales else 0"},
        "paid": {"pay": "sales"},
    }
    figures = {
        "ladder": {"steps": [[0, 1], [10, 2]]},
        "payout": {"curve": [[0, 0], [1, 1]]},
    }
    plan = small_plan(lines, figures, COLUMNS)
    facts = sellers(24, np.where(np.arange(24) % 5 == 0, 3.0, 1.0))
    right = in_numpy(plan, facts, measures=True)
    assert np.isnan(right.measures["odd"].array).sum() == 15
    same(in_code(plan, facts, measures=True), right)


@pytest.mark.parametrize("entries", [126, 127, 128, 129, 300])
def test_tables_of_many_entries_pay_what_they_say(entries: int) -> None:
    numbers = range(1, entries + 1)
    steps = [[10 * k, 0.75 * k] for k in numbers]
    lines = {
        "stepped": "step(ladder, sales)",
        "by_grade": "step(own[grade], sales)",
        "whole": "whole_tiers(rates, sales)",
        "won": "prize(places, sales / 10)",
    }
    figures = {
        "ladder": {"steps": steps},
        "own": {"steps": {"junior": steps}, "by": "grade"},
        "rates": {"tiers": [[0, 0], *([10 * k, k / 1000] for k in numbers)]},
        "places": {"prizes": [[k, 0.75 * k] for k in numbers]},
    }
    grade = {"grade": {"kind": "category", "values": ["junior"]}}
    plan = small_plan(lines, figures, COLUMNS | grade)
    count = entries + 5
    juniors = Category(("junior",), np.zeros((3, count), np.int8))
    facts = replace(sellers(count, 10.0 * np.arange(count)), categories={"grade": juniors})
    reached = [min(k, entries) for k in range(count)]
    fen = {
        "stepped": [75 * k for k in reached],
        "by_grade": [75 * k for k in reached],
        "whole": [k * tenths for tenths, k in enumerate(reached)],
        "won": [75 * k if k <= entries else 0 for k in range(count)],
    }
    for payouts in (in_numpy(plan, facts), in_code(plan, facts)):
        for line, right in fen.items():
            assert payouts.amounts(line)[0].tolist() == right, line


def test_moving_a_figure_makes_no_further_code() -> None:
    plan = small_plan(
        {"paid": "1 if sales - share < 0.5 else step(ladder, sales)"},
        {"share": {"value": 0.25}, "ladder": {"steps": [[0, 1], [10, 2]]}},
        COLUMNS,
    )
    in_code(plan, sellers(64))
    made = len(PROCESSOR)
    for share in (0.5, 0.123, 7):
        moved = plan.with_values({"share": share, "ladder": [[share, 0.125], [10 + share, 3]]})
        same(in_code(moved, sellers(64)), in_numpy(moved, sellers(64)))
    assert len(PROCESSOR) == made


def test_what_a_figure_comes_to_may_be_no_number_once_it_is_moved() -> None:
    lines = {
        "odd": {"measure": "base * 1e308 * 1e308 - base * 1e308 * 1e308"},
        "least": {"measure": "min(sales, base * 1e308 * 1e308 - base * 1e308 * 1e308)"},
        "less": {"measure": "2 if sales < base * 1e308 * 1e308 - base * 1e308 * 1e308 else 1"},
        "most": {"measure": "max(base * 1e308 * 1e308 - base * 1e308 * 1e308, sales)"},
        "paid": {"pay": "sales"},
    }
    plan = small_plan(lines, {"base": {"value": 0}}, COLUMNS)
    same(in_code(plan, sellers(64), measures=True), in_numpy(plan, sellers(64), measures=True))
    moved = plan.with_values({"base": 1})
    right = in_numpy(moved, sellers(64), measures=True)
    assert np.isnan(right.measures["odd"].array).all()
    same(evaluate(moved, sellers(64), Memory(), measures=True), right)


@pytest.mark.parametrize("formula", ["year_attainment(sales, quota)", "ratio(sales, quota)"])
def test_each_argument_is_counted_in_decimals_of_its_own(formula: str) -> None:
    """Whole sales beside quotas of two decimals, which whole units would lose."""
    plan = small_plan({"paid": formula}, {}, COLUMNS)
    facts = sellers(64, np.arange(64.0))
    facts = replace(facts, numbers={**facts.numbers, "quota": facts.numbers["quota"] + 0.33})
    right = in_numpy(plan, facts)
    assert right.total > 0
    same(in_code(plan, facts), right)


def test_how_many_months_are_looked_back_may_be_moved() -> None:
    plan = small_plan({"paid": "recent_sum(sales, span)"}, {"span": {"value": 2}}, COLUMNS)
    found = []
    for span in (2, 3, 1):
        moved = plan.with_values({"span": span})
        payouts = in_code(moved, sellers(64))
        same(payouts, in_numpy(moved, sellers(64)))
        found.append(payouts.total)
    assert found[1] > found[0] > found[2]


def test_what_is_small_is_made_into_code_when_it_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(compiled_pass, "AT_ONCE", 10_000)
    plan = small_plan({"paid": "sales * 0.01 + 0.375"}, {}, COLUMNS)
    made = len(PROCESSOR)
    evaluate(plan, sellers(64), Memory())
    assert len(PROCESSOR) == made
    evaluate(plan, sellers(65), Memory())
    assert len(PROCESSOR) == made + 1


def test_threads_that_find_the_code_ready_at_once_put_in_the_arrays_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passes: list[CompiledPass] = []
    put_in = CompiledPass._put_in

    def slowly(of: CompiledPass) -> object:
        passes.append(of)
        sleep(0.01)  # as long as another thread needs to come to the same
        return put_in(of)

    monkeypatch.setattr(CompiledPass, "_put_in", slowly)
    in_code(small_plan({"paid": "sales * calendar_month"}, {}, COLUMNS), sellers(64))
    first = passes[0]
    anew = CompiledPass(first._code, first._arrays, first._made)
    passes.clear()
    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(lambda _: anew.ready, range(8)))
    assert passes == [anew]


def test_code_is_not_run_on_numbers_that_are_stored_in_another_way() -> None:
    plan = small_plan({"paid": "sales * 0.01 + quota"}, {}, COLUMNS)
    facts = sellers(64, sales=125.0)
    right = in_code(plan, facts)
    whole = replace(facts, numbers=facts.numbers | {"sales": np.full((3, 64), 125)})
    same(evaluate(plan, whole, Memory()), right)
    assert right.lines["paid"].by_person[0] == 3 * 525


@pytest.fixture
def without_llvm(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "llvmlite", None)
    processor.has_llvm.cache_clear()
    yield
    processor.has_llvm.cache_clear()


@pytest.mark.usefixtures("without_llvm")
def test_all_is_worked_out_without_the_package_as_well() -> None:
    plan = load_plan("service-seller")
    facts = simulate(model_of(plan.id), seed=5, employees=50)
    right = in_numpy(plan, facts)
    compiled_pass.wait_for_code()
    same(evaluate(plan, facts, Memory()), right)
