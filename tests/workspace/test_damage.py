"""A damaged database is told in words, and what can be read of it is exported."""

from __future__ import annotations

import io
import json
import random
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

import engine
from engine.text import LANGUAGES, Refused
from engine.workspace import (
    DAMAGED,
    Workspace,
    facts_content,
    plan_content,
    policy_content,
    scenario_content,
)
from tests.examples import TIMES

ROOT = Path(__file__).parents[2]
DAMAGES = 60 * TIMES


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Some of every kind, in several versions, in one file without a log beside it."""
    workspace = Workspace(tmp_path_factory.mktemp("kept"))
    plan = engine.load_plan("service-seller")
    facts = ROOT / "tests/cases/service-seller/facts.csv"
    for number in range(6):
        text = f"draft {number}\n" * 300
        saved = workspace.save(plan_content(text, f"Plan {number}")).version
        workspace.save(plan_content(text + "#", "Plan"), item=saved.item, based_on=saved.id)
    workspace.save(scenario_content(engine.Scenario(plan, name="Scenario")))
    workspace.save(facts_content(facts, plan))
    workspace.save(policy_content("id: own\ntitle: {en: x, zh: x}\nchecks: {}\n", "Own"))
    with closing(sqlite3.connect(workspace.file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return workspace


def everything(workspace: Workspace) -> int:
    """All that pages ask for; how many versions were opened."""
    opened = 0
    for item in workspace.items(hidden=True):
        item.current.saved_at.isoformat()
        assert item.name.encode("utf-8")
        for version in workspace.history(item.id):
            workspace.version(version.id)
            if version.kind != "scenario":
                opened += _attempt(lambda id=version.id: workspace.data(id))
            else:
                opened += _attempt(lambda id=version.id: workspace.scenario(id))
                _attempt(lambda id=version.id: workspace.compare(id, id, "en"))
    return opened


def _attempt(ask: object) -> bool:
    try:
        ask()  # type: ignore[operator]
    except Refused as refused:
        assert all(refused.text(language) for language in LANGUAGES)
        return False
    return True


def damaged(data: bytes, seed: int) -> bytes:
    """Other bytes in one place or several, a stretch of zeros, or the end cut off."""
    chance = random.Random(seed)
    found = bytearray(data)
    match seed % 4:
        case 0:
            place, length = chance.randrange(len(found)), chance.choice((1, 16, 4_096, 40_000))
            found[place : place + length] = chance.randbytes(len(found[place : place + length]))
        case 1:
            for _ in range(chance.choice((1, 20, 400))):
                found[chance.randrange(len(found))] = chance.randrange(256)
        case 2:
            place = chance.randrange(0, len(found), 4_096)
            found[place : place + 4_096] = bytes(len(found[place : place + 4_096]))
        case _:
            del found[chance.randrange(100, len(found)) :]
    return bytes(found)


@pytest.mark.slow
def test_random_damages_are_told_in_words_and_the_rest_is_exported(
    kept: Workspace, tmp_path: Path
) -> None:
    """Every one of 60: no other error than one in words, and what the damaged file itself still
    opens is in its export or told. Every third export is brought to another place."""
    data = kept.file.read_bytes()
    for seed in range(DAMAGES):
        workspace = Workspace(tmp_path / str(seed))
        workspace.folder.mkdir()
        workspace.file.write_bytes(damaged(data, seed))
        opened = 0
        try:
            opened = everything(workspace)
        except Refused as refused:
            assert all(refused.text(language) for language in LANGUAGES)
        file = io.BytesIO()
        try:
            told = workspace.export(file)
        except Refused:
            assert opened == 0, seed
            continue
        with zipfile.ZipFile(file) as archive:
            listed = json.loads(archive.read("workspace.json"))["versions"]
            assert ("left-out.txt" in archive.namelist()) == bool(told)
        assert len(listed) + len(told) >= opened, seed
        if seed % 3 == 0:
            brought = Workspace(tmp_path / f"{seed}-elsewhere").import_from(file)
            assert brought.versions == len(listed), seed
        elif seed % 3 == 1:
            _attempt(lambda w=workspace: w.save(plan_content("a", "After")))


def test_most_of_a_file_with_one_bad_page_is_saved(kept: Workspace, tmp_path: Path) -> None:
    """SQLite gives up at the first bad page; here everything else is still read."""
    data = bytearray(kept.file.read_bytes())
    versions = sum(item.versions for item in kept.items())
    saved = []
    for page in range(1, len(data) // 4_096, 3):
        broken = bytearray(data)
        broken[page * 4_096 : (page + 1) * 4_096] = b"\xff" * 4_096
        workspace = Workspace(tmp_path / str(page))
        workspace.folder.mkdir()
        workspace.file.write_bytes(broken)
        file = io.BytesIO()
        try:
            told = workspace.export(file)
        except Refused:
            saved.append(0)
            continue
        brought = Workspace(tmp_path / f"{page}-there").import_from(file).versions
        if brought < versions:
            assert told
            with zipfile.ZipFile(file) as archive:
                assert archive.read("left-out.txt")
        saved.append(brought)
    assert sum(saved) >= 0.8 * versions * len(saved)


@pytest.mark.parametrize(
    "change",
    [
        "saved_at = '1-01-01T00:00:00.000000Z'",
        "saved_at = 7",
        "detail = 'nope'",
        "detail = '{}'",
        "detail = x'ff'",
        "name = x'ffff'",
        "kind = 'other'",
        "note = 'changed afterwards'",
        "hidden = 7",
    ],
)
def test_a_bad_row_is_one_bad_item_and_all_else_works(tmp_path: Path, change: str) -> None:
    workspace = Workspace(tmp_path / "here")
    good, bad = (workspace.save(plan_content(text, text)).version for text in ("a", "b"))
    with closing(sqlite3.connect(workspace.file)) as connection:
        connection.execute("DROP TRIGGER versions_UPDATE")
        connection.execute(f"UPDATE versions SET {change} WHERE id = ?", (bad.id,))
        connection.commit()
    found = {item.id: item for item in workspace.items(hidden=True)}
    assert found.keys() == {good.item, bad.item}
    assert (found[good.item].kind, found[bad.item].kind) == ("plan", DAMAGED)
    assert workspace.items("plan") == (found[good.item],)
    with pytest.raises(Refused) as refused:
        workspace.data(bad.id)
    assert [problem.key for problem in refused.value.problems] == ["keep_broken"]
    assert workspace.data(good.id) == b"a"
    workspace.save(plan_content("c", "c"), item=good.item, based_on=good.id)
    file, there = io.BytesIO(), Workspace(tmp_path / "there")
    assert [problem.key for problem in workspace.export(file)] == ["keep_broken"]
    assert there.import_from(file).versions == 2


def test_an_older_version_takes_the_place_of_a_bad_one(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    first = workspace.save(plan_content("a", "Plan")).version
    bad = workspace.save(plan_content("b", "Plan"), item=first.item, based_on=first.id).version
    with closing(sqlite3.connect(workspace.file)) as connection:
        connection.execute("DROP TRIGGER versions_UPDATE")
        connection.execute("UPDATE versions SET author = 'x' WHERE id = ?", (bad.id,))
        connection.commit()
    assert workspace.item(first.item).kind == DAMAGED
    restored = workspace.restore(first.id, based_on=bad.id)
    assert restored.overtaken == ()
    assert workspace.item(first.item).current == restored.version
    assert workspace.data(restored.version.id) == b"a"
