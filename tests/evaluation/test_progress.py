"""Long work tells how far it is, and whoever listens can stop it without harm."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import engine
from engine.analysis import payout_curve
from engine.facts import facts_table
from engine.progress import Progress
from engine.reports import csv_bytes


class Enough(BaseException):
    """Nobody wants the rest."""


def enough(share: float) -> None:
    raise Enough


@pytest.fixture(scope="module")
def facts() -> engine.Facts:
    return engine.simulate("service-kpi-360", 3, 400, 12, "2026-01")


def test_every_long_work_is_heard_of_and_stops_when_told_to(
    facts: engine.Facts, tmp_path: Path
) -> None:
    plan = engine.load_plan("service-kpi-360")
    file = tmp_path / "facts.csv"
    file.write_bytes(csv_bytes(facts_table(facts)))

    def draw(progress: Progress) -> object:
        return engine.simulate("service-kpi-360", 3, 20_000, 3, "2026-01", progress)

    works = [
        draw,
        lambda progress: engine.read_facts(file, plan, progress),
        lambda progress: engine.evaluate(plan, facts, progress=progress),
        lambda progress: payout_curve(plan, facts, progress=progress),
    ]
    for work in works:
        heard: list[float] = []
        work(heard.append)
        assert heard and min(heard) >= 0.0 and max(heard) <= 1.0
        with pytest.raises(Enough):
            work(enough)


def test_what_was_stopped_is_worked_out_anew(facts: engine.Facts) -> None:
    plan, memory = engine.load_plan("service-kpi-360"), engine.Memory()
    with pytest.raises(Enough):
        engine.evaluate(plan, facts, memory, progress=enough)
    again, fresh = engine.evaluate(plan, facts, memory), engine.evaluate(plan, facts)
    assert again.total == fresh.total
    assert np.array_equal(again.amounts("performance_pay"), fresh.amounts("performance_pay"))
