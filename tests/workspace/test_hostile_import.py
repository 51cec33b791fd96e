"""Import believes nothing: whatever stands in an exported file is opened first, or refused by name,
and after a refusal everything here is as before."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.text import LANGUAGES, Refused
from engine.workspace import Workspace

PLAN = (Path(__file__).parents[2] / "data/plans/service-seller.yaml").read_bytes()
"""A sound plan of the catalogue."""


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def version(content: bytes = PLAN, **other: object) -> dict[str, Any]:
    """An entry of the list as Paycurve writes it, but for what is given."""
    return {
        "item": "5834b5aa89d96f93dc0d7b62996680cf",
        "kind": "plan",
        "name": "Spring bonus",
        "plan": "service-seller",
        "content": digest(content),
        "saved_at": "2026-01-01T00:00:00.000000Z",
        "detail": {"problems": 1},
        "based_on": "",
        "author": "wang",
        "note": "",
        "hidden": False,
        **other,
    }


def scenario(body: object, **detail: object) -> tuple[dict[str, Any], bytes]:
    """A scenario on the plan, with the bytes it is kept as."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    base = {"content": digest(PLAN), "item": ""}
    shown = {"base": base, "people": None, "changes": 0, **detail}
    return version(data, kind="scenario", detail=shown), data


def body(**other: object) -> dict[str, Any]:
    base = {"content": digest(PLAN), "item": ""}
    return {"plan": "service-seller", "edits": [], "people": None, "base": base, **other}


def facts(data: bytes, **other: object) -> tuple[dict[str, Any], bytes]:
    detail = {
        "rows": 1,
        "people": 1,
        "months": ["2026-01", "2026-01"],
        "columns": ["employee_id"],
        "key": "k",
        "file": "0" * 64,
        **other,
    }
    return version(data, kind="facts", detail=detail), data


def parquet(columns: Mapping[str, list[str]]) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def archive(entries: list[Any], *contents: bytes) -> io.BytesIO:
    file = io.BytesIO()
    listed = {"paycurve_workspace": 1, "exported_at": "x", "versions": entries}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("workspace.json", json.dumps(listed))
        for data in {*contents}:
            written.writestr(f"contents/{digest(data)}.bin", data)
    return file


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path)
    workspace.import_from(archive([version(item="0" * 32, name="Own")], PLAN))
    return workspace


def works(workspace: Workspace) -> dict[str, bytes]:
    """All that is here, opened and exported as every page does."""
    exported = io.BytesIO()
    assert workspace.export(exported) == ()
    found = {}
    for item in workspace.items(hidden=True):
        for kept in workspace.history(item.id):
            found[kept.id] = workspace.data(kept.id)
            kept.saved_at.astimezone(UTC)
    return found


SPAN = {"months": ["2026-01", "2026-13"]}
WRONG = {
    "year 1": (version(saved_at="0001-01-01T00:00:00.000000Z"), PLAN),
    "year 9999": (version(saved_at="9999-12-31T23:59:59.999999Z"), PLAN),
    "a time that is written otherwise": (version(saved_at="2026-1-1T00:00:00.0Z"), PLAN),
    "a number for a name": (version(name=7), PLAN),
    "no name": (version(name="  "), PLAN),
    "an endless name": (version(name="n" * 121), PLAN),
    "half a character": (version(name="a\ud800"), PLAN),
    "half a character in a note": (version(note="\udfff"), PLAN),
    "an endless note": (version(note="n" * 2_001), PLAN),
    "an item that is no id": (version(item="../../x"), PLAN),
    "a content that is no id": ({**version(), "content": "../../x"}, PLAN),
    "true for a number": (version(detail={"problems": True}), PLAN),
    "a number without end": (version(detail={"problems": 10**300}), PLAN),
    "a number below zero": (version(detail={"problems": -1}), PLAN),
    "more in the detail": (version(detail={"problems": 1, "more": []}), PLAN),
    "a title in one language": (version(detail={"problems": 0, "title": {"en": "x"}}), PLAN),
    "another title": (version(detail={"problems": 0, "title": {"en": "x", "zh": "x"}}), PLAN),
    "no UTF-8": (version(b"\xff\xfe\x00"), b"\xff\xfe\x00"),
    "not JSON": scenario(b"nope"),
    "no object": scenario([1]),
    "deep brackets": scenario(b"[" * 100_000),
    "edits that are none": scenario(body(edits=7)),
    "an edit that does not fit": scenario(
        body(edits=[{"at": ["parameters", "monthly_steps", "steps"], "value": "abc"}])
    ),
    "other people than it says": scenario(body(people={"personas": True})),
    "people that are none": scenario(body(people={"file": 7}), people={"file": 7}),
    "another plan than it says": scenario(body(base={"content": "0" * 64, "item": ""})),
    "not Parquet": facts(b"employee_id,month\n"),
    "cut Parquet": facts(parquet({"employee_id": ["A"]})[:-20]),
    "other columns": facts(parquet({"name": ["A"]})),
    "fewer rows": facts(parquet({"employee_id": ["A"]}), rows=2),
    "a month 13": facts(parquet({"employee_id": ["A"]}), **SPAN),
    "no policy": (version(b"checks: 7", kind="policy", detail={"changes": 0}), b"checks: 7"),
    "another kind than its item": (
        version(b"{}", item="0" * 32, kind="policy", detail={"changes": 0}),
        b"{}",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_opened_is_refused_and_nothing_is_taken(
    workspace: Workspace, what: str
) -> None:
    before = works(workspace)
    entry, data = WRONG[what]
    with pytest.raises(Refused) as refused:
        workspace.import_from(archive([entry], data, PLAN), "brought.zip")
    for language in LANGUAGES:
        text = refused.value.text(language)
        assert "brought.zip" in text
        named = entry["name"] if isinstance(entry["name"], str) else ""
        assert named in text or "workspace.json, 1" in text
        text.encode("utf-8")
    assert works(workspace) == before


def test_a_scenario_that_is_right_comes_in(workspace: Workspace) -> None:
    """The forms above differ from this one in one thing each."""
    entry, data = scenario(body())
    assert workspace.import_from(archive([entry], data, PLAN)).versions == 1
    assert len(works(workspace)) == 2


def test_one_clock_may_be_a_little_ahead_but_not_by_years(workspace: Workspace) -> None:
    """Else everything saved here later would stay behind what was brought."""
    soon = datetime.now(UTC) + timedelta(hours=3)
    entry = version(saved_at=soon.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
    assert workspace.import_from(archive([entry], PLAN)).versions == 1
    late = version(name="Late", saved_at="2150-01-01T00:00:00.000000Z")
    with pytest.raises(Refused, match="2150-01-01"):
        workspace.import_from(archive([late], PLAN))


def test_all_that_is_wrong_is_listed_by_name(workspace: Workspace) -> None:
    entries = [version(name="One", hidden=0), version(), version(name="Two", author=3)]
    with pytest.raises(Refused) as refused:
        workspace.import_from(archive(entries, PLAN))
    assert [problem.values["name"] for problem in refused.value.problems] == ["One", "Two"]


def test_a_small_file_that_unpacks_to_very_much_is_refused_by_the_sum(
    workspace: Workspace,
) -> None:
    """Twelve contents of ten million bytes each: every one alone would be small enough."""
    parts = [bytes([65 + number]) * 10_000_000 for number in range(12)]
    entries = [version(part, note=str(number)) for number, part in enumerate(parts)]
    file = archive(entries, *parts)
    assert len(file.getvalue()) < 200_000
    with pytest.raises(Refused) as refused:
        workspace.import_from(file)
    assert [problem.key for problem in refused.value.problems] == ["export_too_large"]


def test_an_archive_of_too_many_parts_is_refused_before_they_are_listed(
    workspace: Workspace,
) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("workspace.json", "{}")
    data = bytearray(file.getvalue())
    data[-10:-6] = (9_000_000).to_bytes(4, "little")  # the size that its directory says it has
    with pytest.raises(Refused) as refused:
        workspace.import_from(io.BytesIO(data), "export.zip")
    assert [problem.key for problem in refused.value.problems] == ["export_too_large"]
