"""The engine as the benchmark asks it: a full run, and edits the way a page makes them."""

from __future__ import annotations

from itertools import count

import numpy as np

import engine
from engine.evaluation.compiled_pass import wait_for_code
from engine.facts import Facts
from tests.bench.floor import Kept
from tests.bench.rivals import BINS, LINES, PERCENTS, Figures, Lines, Report

MOVED = {"downstream": "quarterly_steps", "upstream": "base_by_grade"}
MOST_MOVES = 20
"""Values of a figure that may be asked about before its slider is a new one."""
EDGES = np.linspace(0, 20_000, BINS + 1)
SHARES = [percent / 100 for percent in PERCENTS]


class Ours:
    """The service-seller plan of the catalogue on some facts, whose content key is known."""

    def __init__(self, facts: Facts) -> None:
        self.plan = engine.load_plan("service-seller")
        self.facts = facts
        # Made once when facts are read; every evaluation afterwards relies on it.
        _ = facts.key

    def make_code(self) -> None:
        """Waits for the code of all that is timed, which a second question makes."""
        for _ in range(2):
            for work in (self.lines, self.full, self.totals):
                engine_report(work())
            for parameter in MOVED.values():
                self.slider(parameter).move()
        wait_for_code()

    def lines(self) -> engine.Payouts:
        """All amounts of all lines, worked out with nothing remembered."""
        return engine.evaluate(self.plan, self.facts, engine.Memory())

    def full(self) -> engine.Payouts:
        """All amounts and both measures, worked out with nothing remembered."""
        return engine.evaluate(self.plan, self.facts, engine.Memory(), measures=True)

    def totals(self) -> engine.Payouts:
        """Cost by month and pay by person only, worked out with nothing remembered."""
        return engine.evaluate(self.plan, self.facts, engine.Memory(), amounts=False)

    def slider(self, parameter: str) -> Slider:
        """A parameter about to be moved on a page that already shows the plan as written."""
        return Slider(self.plan, self.facts, parameter)

    def kept(self) -> list[Kept]:
        """The arrays that a full run keeps."""
        payouts = self.full()
        arrays = [measure.array for measure in payouts.measures.values()]
        for line in payouts.lines.values():
            assert line.amounts is not None
            arrays += [line.amounts, line.by_person, line.by_month]
        return [Kept(array.shape, array.dtype) for array in arrays]


class Slider:
    """One parameter under somebody's hand: every move is a value never asked about before."""

    def __init__(self, plan: engine.Plan, facts: Facts, parameter: str) -> None:
        self._plan, self._facts, self._parameter = plan, facts, parameter
        self._memory = engine.Memory()
        # Drawn beforehand: what is timed is the engine's work alone.
        self._values = [self._value(move) for move in range(1, MOST_MOVES + 1)]
        self._moves = count(1)
        engine.evaluate(plan, facts, self._memory, amounts=False)

    def move(self) -> engine.Payouts:
        """Totals with the next value; what only the one before needed is forgotten, as pages do."""
        number = next(self._moves)
        edited = self._plan.with_values({self._parameter: self._values[number - 1]})
        memory, moving = self._memory.of(f"position {number}"), (self._parameter,)
        payouts = engine.evaluate(edited, self._facts, memory, amounts=False, moving=moving)
        self._memory.release(f"position {number - 1}")
        return payouts

    def _value(self, move: int) -> object:
        figures = Figures()
        if self._parameter == "base_by_grade":
            figures = figures.with_base(3000 + move)
        else:
            figures = figures.with_quarterly(0.15 + move / 1000)
        return figures.as_parameters()[self._parameter]


def engine_report(payouts: engine.Payouts) -> Report:
    """Totals, histogram and percentiles of pay, as a page shows them."""
    return Report(
        payouts.cost_by_month,
        payouts.histogram(EDGES),
        np.array(payouts.percentiles(SHARES)),
    )


def engine_grid(payouts: engine.Payouts) -> Lines:
    """The lines in yuan as arrays `[month, employee]`, 0 where there is no row."""
    return {line: payouts.amounts(line) / 100 for line in LINES}
