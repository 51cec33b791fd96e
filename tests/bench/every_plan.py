"""All pay of every plan of the catalogue, beside the memory floor of what it reads and pays.

`python -m tests.bench.every_plan` prints a row for each plan.
"""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from dataclasses import dataclass
from time import process_time

import numpy as np

import engine
from engine.evaluation import compile_plan, results_of_others
from engine.evaluation.binding import Binding
from engine.evaluation.compiled_pass import wait_for_code
from engine.evaluation.program import Term
from engine.facts import Facts
from tests.bench.floor import Floor, Kept, least
from tests.bench.timing import Contender, Stopwatch, interleaved
from tests.many_people import several

SIZE = 100_000
DRAWN = 4_000
MOST = 4.0
"""Floors that a plan may take without a reason."""
CURVE_MS = 300.0
"""Processor milliseconds that a payout curve may take."""

REASONS = {
    "career-ladder": "each month's grade waits for that of the month before: a row of decisions, "
    "while only few columns are read",
    "key-account-operations": "managers' sums are gathered person by person, and 57 steps of "
    "the annual settlement rest on few columns",
    "growth-ladder": "people are ranked in their team each month, while only few columns are read",
    "online-shop-team": "everybody is ranked twice a month, and prizes are shared to the fen",
    "pay-architecture": "the best and the last share of each group are looked for among everybody "
    "each month and quarter",
    "recognition": "sums of everybody and of groups, a rank and a balance that expires rest on two "
    "columns: there is hardly anything to copy",
    "sales-service": "steps by years of service, and sums and means of quarters, rest on few "
    "columns",
    "service-centre-pool": "a surplus and a shortfall are each shared to the fen among everybody, "
    "and six sums of everybody are needed before it",
    "service-kpi-360": "everybody is ranked each month",
}
"""Why a plan takes more than MOST floors."""


@dataclass(frozen=True)
class Tried:
    """A plan on many people, whose content key is known."""

    plan: engine.Plan
    facts: Facts

    @property
    def steps(self) -> list[Term]:
        """The steps that its pay rests on."""
        program = Binding(self.plan, self.facts).program
        seen: dict[Term, None] = {}
        waiting = [program.lines[line.id] for line in self.plan.pay_lines]
        while waiting:
            term = waiting.pop()
            if term not in seen:
                seen[term] = None
                waiting += term.args
        return sorted(seen, key=lambda term: term.index)

    def reads(self) -> list[np.ndarray]:
        """The columns that its pay rests on, and who has a row where that is not everyone."""
        columns = {t.column: t.operation.array(self.facts) for t in self.steps if t.column}  # type: ignore[attr-defined]
        return [*columns.values(), *([] if self.facts.full else [self.facts.present])]

    def pay(self) -> engine.Payouts:
        """All amounts, with nothing remembered."""
        return engine.evaluate(self.plan, self.facts, engine.Memory())

    def keeps(self) -> list[Kept]:
        """The arrays that are kept of it."""
        arrays = []
        for line in self.pay().lines.values():
            assert line.amounts is not None
            arrays += [line.amounts, line.by_person, line.by_month]
        return [Kept(array.shape, array.dtype) for array in arrays]


def tried(name: str, size: int = SIZE) -> Tried:
    """A plan with as many of its own people, come and go as they may."""
    model = next(m for m in engine.workforces() if name in engine.load_workforce(m).plans)
    times = max(1, size // DRAWN)
    facts = several(engine.simulate(model, seed=1, employees=size // times, months=12), times)
    _ = facts.key
    return Tried(engine.load_plan(name), facts)


def main(size: int = SIZE, repetitions: int = 7) -> None:
    """A row for each plan."""
    print(
        f"Pay of every plan, {size:,} people who come and go for 12 months, {repetitions} "
        "repetitions: beside the floor of the columns that it rests on and the lines that it pays"
    )
    print(f"{'':28}{'floor ms':>10}{'pay ms':>10}{'x floor':>10}   why above {MOST:g}")
    for name in engine.catalogue():
        print(row(tried(name, size), repetitions))
    print(f"\nPayout curves where pay depends on others: processor ms, at most {CURVE_MS:g}")
    print(f"{'':28}{'first':>10}{'again':>10}")
    for name in engine.catalogue():
        plan = engine.load_plan(name)
        if plan.curve is not None and compile_plan(plan).coupled_by is not None:
            print(curve_row(tried(name, size)))


def curve_row(plan: Tried, repetitions: int = 3) -> str:
    """The processor time of a plan's payout curve, with nothing remembered and with everything."""
    first, again = [], []
    for _ in range(repetitions + 1):
        memory = engine.Memory()
        for times in (first, again):
            start = process_time()
            engine.payout_curve(plan.plan, plan.facts, memory=memory)
            times.append(process_time() - start)
        wait_for_code()
    assert plan.plan.curve is not None
    others = results_of_others(plan.plan, plan.facts, plan.plan.curve.move)
    reason = (
        f"   {others} results a year are looked at of all others at each place" if others else ""
    )
    return f"{plan.plan.id:28}{min(first) * 1e3:10.1f}{min(again) * 1e3:10.1f}{reason}"


def row(plan: Tried, repetitions: int) -> str:
    """The row of a plan."""
    for _ in range(2):
        plan.pay()
    wait_for_code()
    with ExitStack() as stack:
        floor = stack.enter_context(Floor(plan.reads(), plan.keeps()))
        watch = interleaved({"floor": floor.timed, "pay": _pay(plan)}, repetitions)
    lowest, pay = least(watch), watch.median("pay")
    reason = REASONS.get(plan.plan.id, "not known") if pay > MOST * lowest else ""
    figures = f"{lowest * 1e3:10.2f}{pay * 1e3:10.2f}{pay / lowest:10.2f}"
    return f"{plan.plan.id:28}{figures}   {reason}".rstrip()


def _pay(plan: Tried) -> Contender:
    def contender(watch: Stopwatch) -> None:
        with watch("pay"):
            plan.pay()

    return contender


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m tests.bench.every_plan", description=__doc__)
    asked.add_argument("--size", type=int, default=SIZE, metavar="PEOPLE")
    main(asked.parse_args().size)
