"""The workbook of a projection: its figures are formulas of the trials that stand in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.companies import company_named
from engine.papers import Decision, Paper, projection_book, reproduce_projection, to_workbook
from engine.projection import (
    assumptions_named,
    budget_risk,
    expected,
    question_of,
    run,
    spread,
    total_range,
)
from engine.reports import Projected
from engine.text import Refused, untranslated
from tests.papers.workbook_cells import cells, different, formulas, rows_of, worked_out_anew
from tests.two_units import two_units

TRIALS = 8


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Projected:
    """The budget is what the second dearest trial costs: one of eight is beyond it, and P80 is
    below."""
    company = company_named(two_units(tmp_path_factory.mktemp("company")))
    assumed = assumptions_named("base", company).with_value("sales_growth", 0.1)
    whole = question_of(company, assumed, seed=9)
    second = float(sorted(run(whole, range(TRIALS)).total)[-2])
    question = question_of(company, assumed, seed=9, budget=second)
    return Projected(question, run(question, range(TRIALS)))


@pytest.fixture(scope="module")
def book(found: Projected) -> bytes:
    title = untranslated("x")
    paper = Paper(title, title, Decision(title), (), ((title, title),), title)
    return to_workbook(projection_book(paper, found), "en")


def test_the_summary_says_what_the_engine_says(found: Projected, book: bytes) -> None:
    said = rows_of(cells(book)["Summary"])
    trials, budget = found.trials, found.question.budget
    assert budget is not None
    risk = budget_risk(trials, budget)
    assert risk.probability.value == 1 / TRIALS
    assert said["Reserve that suffices in 80\u00a0% of trials, yuan"] == [0]
    assert said["Expected cost, yuan"] == pytest.approx([expected(trials).value])
    assert said["P90"] == pytest.approx([total_range(trials, (0.9,))[0.9].value])
    assert said["Probability of exceeding the budget"] == [risk.probability.value]
    assert said["Expected overrun, yuan"] == pytest.approx([risk.expected_overrun.value])
    assert said["Overrun where the budget is exceeded, yuan"] == [
        pytest.approx(risk.overrun_if_over)
    ]


def test_months_and_trials_stand_in_it(found: Projected, book: bytes) -> None:
    sheets = cells(book)
    trials = found.trials
    months = rows_of(sheets["By month"])
    assert months["Jan 2026"][3] == pytest.approx(spread(trials, (0.9,))[0.9][0])
    assert months["Total"][4] == pytest.approx(expected(trials).value)
    each = rows_of(sheets["Trials"])
    assert each["3"] == pytest.approx([*trials.cost[3].tolist(), trials.total[3]])
    assert len(sheets["Trials"]) == 3 + TRIALS
    assert rows_of(sheets["Months ahead"])["Growth of sales a year"][1] == "differs from the usual"


def test_libreoffice_comes_to_the_same_values(book: bytes, tmp_path: Path) -> None:
    assert len(formulas(book)) > 80
    assert different(cells(book), worked_out_anew(book, tmp_path)) == []


def test_files_that_would_not_come_to_the_same_figures_are_refused(found: Projected) -> None:
    """Trials of another seed, and trials that do not begin with the first one."""
    seeded = replace(found, question=replace(found.question, seed=10))
    numbers = replace(found.trials, numbers=found.trials.numbers + 2)
    for other in (seeded, replace(found, trials=numbers)):
        with pytest.raises(Refused, match="would not come to the same"):
            reproduce_projection(other, "en")
