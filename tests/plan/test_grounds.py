"""What the plans of the catalogue say of where their figures come from."""

from __future__ import annotations

import re

import pytest

import engine
from engine.plan import READING

TOLD_AS_OURS = re.compile("这里|理解|假设|自拟|假定")


@pytest.mark.parametrize("name", engine.catalogue())
def test_a_figure_that_is_told_as_our_reading_is_marked_so(name: str) -> None:
    parameters = engine.load_plan(name).parameters.values()
    told = {p.id for p in parameters if p.note and TOLD_AS_OURS.search(p.note["zh"])}
    assert told <= {p.id for p in parameters if p.ground in ("assumption", "mixed")}


@pytest.mark.parametrize("name", engine.catalogue())
def test_what_is_assumed_of_a_documents_figure_is_explained(name: str) -> None:
    for parameter in engine.load_plan(name).parameters.values():
        if parameter.assumed:
            assert parameter.provenance == "source"
            assert parameter.note is not None


def test_rows_and_readings_are_told_apart() -> None:
    plan = engine.load_plan("career-ladder")
    assert plan.parameters["coefficient_min"].assumed == ("senior", READING)
    assert plan.parameters["coefficient_min"].provenance_of("senior") == "assumption"
    assert plan.parameters["coefficient_min"].provenance_of("junior") == "mixed"
    assert plan.parameters["demotion_rows"].provenance_of("senior") == "source"
    assert plan.parameters["demotion_rows"].provenance_of("principal") == "assumption"
