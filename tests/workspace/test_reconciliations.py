"""What was decided while a file was reconciled: found by the file, versioned, exported, checked."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from engine.analysis import Accepted, read_accepted
from engine.text import Refused
from engine.workspace import ReconciledNotes, Workspace, reconciliation_content

SHA, OTHER = "a" * 64, "b" * 64
NOTE = Accepted(
    employee="E7",
    month="2025-03",
    reason="Paid by hand",
    author="Li",
    at="2026-01-05T08:00:00+00:00",
    figures=1,
    fen=20_000,
)
FIRST = ReconciledNotes(SHA, "csv", {"service-seller": {"gross_pay": "实发"}})
LATER = replace(FIRST, accepted=(NOTE, replace(NOTE, month="2025-04")))


def test_the_last_version_is_found_by_the_file(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert workspace.find_reconciliation(SHA) is None
    one = workspace.save(reconciliation_content(FIRST, "last year.csv")).version
    two = workspace.save(
        reconciliation_content(LATER, "last year.csv"), item=one.item, based_on=one.id
    ).version
    workspace.save(reconciliation_content(replace(FIRST, facts=OTHER), "other.csv"))
    found = workspace.find_reconciliation(SHA)
    assert found == two
    assert workspace.reconciliation(two.id) == LATER
    assert two.detail == {"facts": SHA, "paid": 1, "accepted": 2}
    assert workspace.compare(one.id, two.id, "en") == ["2 more differences accepted"]
    assert workspace.compare(two.id, one.id, "zh") == ["撤销 2 项已认可的差异"]


def test_the_files_that_facts_were_made_of_find_it_again(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    january, february, march = ("1" * 64, "2" * 64, "3" * 64)
    notes = replace(LATER, sources=(january, february))
    kept = workspace.save(reconciliation_content(notes, "last year.csv")).version
    workspace.save(reconciliation_content(replace(FIRST, facts=OTHER), "other.csv"))
    assert workspace.reconciliation(kept.id) == notes
    assert workspace.find_reconciliation_of([february, january]) == kept
    assert workspace.find_reconciliation_of([january, february, march]) == kept
    assert workspace.find_reconciliation_of([february, march]) is None


def test_kept_notes_are_a_file_of_accepted_differences(tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    file.write_bytes(LATER.data)
    assert read_accepted(file) == LATER.accepted


def test_it_goes_into_another_workspace_as_it_is(tmp_path: Path) -> None:
    here, there = Workspace(tmp_path / "here"), Workspace(tmp_path / "there")
    here.save(reconciliation_content(LATER, "last year.csv"))
    export = io.BytesIO()
    here.export(export)
    there.import_from(export)
    found = there.find_reconciliation(SHA)
    assert found is not None
    assert there.reconciliation(found.id) == LATER


@pytest.mark.parametrize(
    "broken",
    [
        replace(FIRST, accepted=(replace(NOTE, reason=""),)),
        replace(FIRST, paid={"service-seller": {"gross_pay": 7}}),  # type: ignore[dict-item]
    ],
)
def test_what_does_not_say_why_or_what_is_refused(tmp_path: Path, broken: ReconciledNotes) -> None:
    workspace = Workspace(tmp_path)
    saved = workspace.save(reconciliation_content(broken, "x.csv")).version
    with pytest.raises(Refused):
        workspace.reconciliation(saved.id)
