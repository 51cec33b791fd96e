"""The workspace as one file: there and back, twice, from two places, and files that are no good."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.text import Refused
from engine.workspace import Content, Imported, Version, Workspace


def content(text: str, name: str = "Plan") -> Content:
    return Content("plan", name, "plan", text.encode(), {"problems": 0})


def exported(workspace: Workspace) -> io.BytesIO:
    file = io.BytesIO()
    workspace.export(file)
    return file


def all_of(workspace: Workspace) -> list[tuple[Version, bytes]]:
    return [
        (version, workspace.data(version.id))
        for item in workspace.items(hidden=True)
        for version in workspace.history(item.id)
    ]


@pytest.fixture
def here(tmp_path: Path) -> Workspace:
    """Three items: one of two versions, one put away, one that two people saved at once."""
    workspace = Workspace(tmp_path / "here")
    first = workspace.save(content("a"), note="first", author="李").version
    workspace.save(content("b"), item=first.item, based_on=first.id, note="第二版")
    away = workspace.save(content("c", "Away")).version
    workspace.hide(away.item, based_on=away.id)
    base = workspace.save(content("d", "Both")).version
    for text in ("e", "f"):
        workspace.save(content(text, "Both"), item=base.item, based_on=base.id)
    return workspace


@pytest.fixture
def there(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "there")


def test_everything_comes_along_and_a_second_time_changes_nothing(
    here: Workspace, there: Workspace
) -> None:
    assert there.import_from(exported(here)) == Imported(items=3, versions=7)
    assert all_of(there) == all_of(here)
    assert there.import_from(exported(here)) == Imported(known=7)
    assert here.import_from(exported(there)) == Imported(known=7)


def test_an_empty_workspace_is_a_file_too(here: Workspace, there: Workspace) -> None:
    before = all_of(here)
    assert here.import_from(exported(there)) == Imported()
    assert all_of(here) == before
    assert not there.folder.exists()


def test_what_was_saved_alike_at_two_places_is_the_same_item(
    here: Workspace, there: Workspace
) -> None:
    """Two people import the same published plan, each into a workspace of their own."""
    theirs = there.save(content("a"), author="wang").version
    brought = there.import_from(exported(here))
    assert brought == Imported(items=2, versions=7, diverged=(here.item(theirs.item).current,))
    assert len(there.history(theirs.item)) == 3
    assert len(there.items(hidden=True)) == 3


def test_work_that_went_on_at_both_places_is_kept_and_told(
    here: Workspace, there: Workspace
) -> None:
    there.import_from(exported(here))
    item = next(i for i in here.items() if i.name == "Plan")
    ours = here.save(content("x"), item=item.id, based_on=item.current.id).version
    theirs = there.save(content("y"), item=item.id, based_on=item.current.id).version
    assert there.import_from(exported(here)) == Imported(versions=1, known=7, diverged=(ours,))
    here.import_from(exported(there))
    assert here.history(item.id) == there.history(item.id) == (theirs, ours, *_older(here, item.id))
    late = there.save(content("z"), item=item.id, based_on=theirs.id)
    assert late.overtaken == (ours,), "it came in after the version this save stands on"


def test_work_that_went_on_at_one_place_only_is_simply_taken(
    here: Workspace, there: Workspace
) -> None:
    there.import_from(exported(here))
    item = there.items()[0]
    newer = there.save(content("y"), item=item.id, based_on=item.current.id).version
    assert here.import_from(exported(there)) == Imported(versions=1, known=7)
    assert here.item(item.id).current == newer


def test_the_file_can_be_looked_into(here: Workspace) -> None:
    with zipfile.ZipFile(exported(here)) as archive:
        listed = json.loads(archive.read("workspace.json"))
        notes = {version["note"] for version in listed["versions"]}
        assert {"first", "第二版"} <= notes
        texts = {archive.read(name) for name in archive.namelist() if name.endswith(".yaml")}
    assert texts == {b"a", b"b", b"c", b"d", b"e", b"f"}


def _older(workspace: Workspace, item: str) -> tuple[Version, ...]:
    return workspace.history(item)[2:]


# -- files that are no good ------------------------------------------------------------------


def changed(
    file: io.BytesIO,
    change: Callable[[dict[str, Any]], object] = lambda listed: None,
    contents: Callable[[bytes], bytes | None] = lambda data: data,
) -> io.BytesIO:
    """The exported file with another list or other contents (None leaves them out)."""
    other = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            data: bytes | None = old.read(name)
            assert data is not None
            if name == "workspace.json":
                listed = json.loads(data)
                change(listed)
                data = json.dumps(listed).encode()
            else:
                data = contents(data)
            if data is not None:
                new.writestr(name, data)
    return other


@pytest.mark.parametrize(
    ("broken", "key"),
    [
        (lambda file: io.BytesIO(b"employee_id,month\n"), "export_other"),
        (lambda file: io.BytesIO(file.getvalue()[:-200]), "export_other"),
        (lambda file: changed(file, lambda it: it.update(paycurve_workspace=2)), "export_newer"),
        (lambda file: changed(file, lambda it: it.pop("versions")), "export_damaged"),
        (lambda file: changed(file, lambda it: it["versions"].append(3)), "export_version"),
        (
            lambda file: changed(file, lambda it: it["versions"][0].update(kind="other")),
            "export_version",
        ),
        (
            lambda file: changed(file, lambda it: it["versions"][0].update(saved_at="now")),
            "export_version",
        ),
        (
            lambda file: changed(file, lambda it: it["versions"][0].update(detail={})),
            "export_version",
        ),
        (lambda file: changed(file, contents=lambda data: data + b"!"), "export_damaged"),
        (
            lambda file: changed(file, contents=lambda data: None if data == b"d" else data),
            "export_damaged",
        ),
    ],
)
def test_a_file_that_is_no_good_is_told_and_nothing_is_taken_from_it(
    here: Workspace, there: Workspace, broken: Callable[[io.BytesIO], io.BytesIO], key: str
) -> None:
    there.save(content("own", "Own"))
    before = all_of(there)
    with pytest.raises(Refused) as refused:
        there.import_from(broken(exported(here)), "kept.zip")
    assert [(p.key, p.file) for p in refused.value.problems] == [(key, "kept.zip")]
    assert all_of(there) == before


def test_another_zip_file_is_not_one_of_ours(there: Workspace) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    with pytest.raises(Refused, match="not a file that Paycurve exported"):
        there.import_from(file)
