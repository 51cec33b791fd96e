"""A plan on a year of real people, held against what was paid before anything else is believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.analysis import Accepted, Reconciliation, reconcile
from engine.backtesting.paid_columns import paid_columns
from engine.backtesting.plans_on_year import BackTest, back_test
from engine.evaluation import GROSS, Memory, evaluate
from engine.facts import Facts
from engine.plan import Plan
from engine.progress import Progress, no_progress, part
from engine.scenario import People, Scenario
from engine.text import Refused


@dataclass(frozen=True)
class CheckedYear:
    """The reconciliation (None where nothing says what was paid), and the plans on the year."""

    reconciliation: Reconciliation | None
    year: BackTest


def backtest_plan(
    plan: Plan | Scenario,
    facts: Facts,
    paid: str | Mapping[str, str] | None = None,
    accepted: Sequence[Accepted] = (),
    others: Sequence[Plan | Scenario] = (),
    *,
    people: People | None = None,
    memory: Memory | None = None,
    progress: Progress = no_progress,
) -> CheckedYear:
    """A plan reconciled with what was paid, then on that year beside what was paid and `others`.

    `paid` is the column of `facts.further` with what was paid altogether, or columns by line (none:
    nothing is reconciled); where it is None, those of `paid_columns`. Some people may have been
    paid by one of `others`, which is tried where the plan does not agree. `people` is what the
    facts were read from. Raises Refused for a column that is not there, and with questions where it
    is in doubt which columns hold what was paid.
    """
    memory = memory if memory is not None else Memory()
    loaded = plan.plan if isinstance(plan, Scenario) else plan
    if paid is None:
        found = paid_columns(evaluate(loaded, facts, memory))
        if found.questions:
            raise Refused(found.questions)
        columns = found.sure
    else:
        columns = {GROSS: paid} if isinstance(paid, str) else paid
    reconciliation = None
    if columns:
        reconciliation = reconcile(
            *(loaded, facts, columns, accepted),
            plans=[other.plan if isinstance(other, Scenario) else other for other in others],
            memory=memory,
            progress=part(progress, 0.0, 0.7),
        )
    year = back_test(
        (plan, *others),
        facts,
        columns or None,
        people=people,
        memory=memory,
        progress=part(progress, 0.7, 1.0),
    )
    return CheckedYear(reconciliation, year)
