"""Nothing that was saved is lost: processes killed, saving at once, full disks, damaged files."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from engine.text import LANGUAGES, Refused
from engine.workspace import Workspace, database
from tests.workspace import saving
from tests.workspace.saving import content

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", saving.__name__]


def opened(folder: Path) -> Iterator[str]:
    """Ids of all versions of a workspace, each with its content read and checked."""
    workspace = Workspace(folder)
    for item in workspace.items(hidden=True):
        for version in workspace.history(item.id):
            workspace.data(version.id)
            yield version.id


def whole(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as connection:
        found: tuple[str] = connection.execute("PRAGMA integrity_check").fetchone()
        assert not connection.execute("PRAGMA foreign_key_check").fetchall()
    return found == ("ok",)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_save_that_returned_is_there_whenever_the_process_is_killed(tmp_path: Path) -> None:
    """Forty processes are killed while they save, the first ones while the file is being made."""
    told: set[str] = set()
    for part in ("a", "b"):
        folder = tmp_path / part
        run = subprocess.run(
            [*COMMAND, str(folder), "20"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        acknowledged = set(run.stdout.split())
        kept = set(opened(folder))
        assert acknowledged <= kept
        # One save more than was told may be there for each kill: on disk, but the answer cut off.
        assert len(kept) <= len(acknowledged) + 20
        assert whole(Workspace(folder).file)
        told |= acknowledged
    assert len(told) >= 2 * sum(turn % 4 for turn in range(20))


def test_two_processes_save_the_same_plan_at_once_and_both_are_kept(tmp_path: Path) -> None:
    """Both stand on the first version; whoever comes second is told of the other, by name."""
    workspace = Workspace(tmp_path)
    first = workspace.save(content(1), note="first").version
    people = [
        subprocess.Popen(
            [*COMMAND, str(tmp_path), first.item, first.id, note],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for note in ("one", "another")
    ]
    for process in people:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    results = {}
    for process in people:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process, note in zip(people, ("one", "another"), strict=True):
        out, _ = process.communicate(timeout=60)
        results[note] = json.loads(out)
    history = workspace.history(first.item)
    assert {version.note for version in history} == {"first", "one", "another"}
    assert {version.id for version in history} == {first.id, *(r[0] for r in results.values())}
    assert sorted(told for _, told in results.values()) in ([[], ["one"]], [[], ["another"]])
    latest = history[0]
    assert results[latest.note][1] == [history[1].note]
    assert history[1].author == f"author of {history[1].note}"


def test_a_full_disk_is_told_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file may not grow beyond what it is, as SQLite sees a full disk."""
    workspace = Workspace(tmp_path)
    workspace.save(content(1))
    before = list(opened(tmp_path))
    prepare = database._prepare

    def full(connection: sqlite3.Connection, file: Path) -> None:
        prepare(connection, file)
        connection.execute("PRAGMA max_page_count = 1")

    monkeypatch.setattr(database, "_prepare", full)
    with pytest.raises(Refused) as refused:
        workspace.save(content(5))
    assert told(refused) == ["workspace_full"]
    monkeypatch.undo()
    assert list(opened(tmp_path)) == before
    assert workspace.save(content(5)).version.id in set(opened(tmp_path))


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_write_that_the_system_refuses_is_told(tmp_path: Path) -> None:
    """No file of the process may grow beyond 200,000 bytes; the save is larger."""
    Workspace(tmp_path).save(content(1))
    before = list(opened(tmp_path))
    script = """if True:
        import resource, sys
        from pathlib import Path
        from engine.text import Refused
        from engine.workspace import Workspace
        from tests.workspace.saving import content
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        try:
            Workspace(Path(sys.argv[1])).save(content(5))
        except Refused as refused:
            print(refused.problems[0].key)
    """
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() in ("workspace_disk", "workspace_full")
    assert list(opened(tmp_path)) == before


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused) as refused:
        Workspace(tmp_path / "file" / "folder").save(content(1))
    assert told(refused) == ["workspace_folder"]
    assert str(tmp_path) in refused.value.text("en")
    assert "PAYCURVE_DATA" in refused.value.text("zh")


def test_a_folder_that_may_not_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(Refused) as refused:
        Workspace(tmp_path).save(content(1))
    assert told(refused) == ["workspace_folder"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_file_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.save(content(1))
    workspace.file.chmod(0o400)
    with pytest.raises(Refused) as refused:
        workspace.save(content(2))
    assert told(refused) == ["workspace_folder"]


@pytest.mark.parametrize(
    ("made", "key"),
    [
        ("text", "workspace_damaged"),
        ("cut", "workspace_damaged"),
        ("scribbled", "workspace_damaged"),
        ("newer", "workspace_newer"),
        ("foreign", "workspace_other"),
        ("unmarked", "workspace_other"),
    ],
)
def test_a_file_that_is_not_ours_or_damaged_is_told_and_left_as_it_is(
    tmp_path: Path, made: str, key: str
) -> None:
    workspace = Workspace(tmp_path)
    kept = workspace.save(content(5)).version
    file = workspace.file
    data = file.read_bytes()
    if made == "text":
        file.write_text("employee_id,month\n")
    elif made == "cut":
        file.write_bytes(data[:60])
    elif made == "scribbled":
        file.write_bytes(data[:200] + b"\xff" * (len(data) - 200))
    else:
        file.unlink()
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("CREATE TABLE notes (text)")
            mark = {"newer": database.APPLICATION, "foreign": 7, "unmarked": 0}[made]
            connection.execute(f"PRAGMA application_id = {mark}")
            version = len(database.MIGRATIONS) + 1 if made == "newer" else 0
            connection.execute(f"PRAGMA user_version = {version}")
            connection.commit()
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    for attempt in (
        lambda: workspace.save(content(2)),
        workspace.items,
        lambda: workspace.data(kept.id),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert told(refused) == [key]
        for language in LANGUAGES:
            assert str(file) in refused.value.text(language)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before


def test_a_content_that_changed_on_disk_is_told_and_the_others_open(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    good, bad = (workspace.save(content(number)).version for number in (1, 2))
    with closing(sqlite3.connect(workspace.file)) as connection:
        connection.execute("DROP TRIGGER contents_UPDATE")
        connection.execute("UPDATE contents SET data = x'00' WHERE digest = ?", (bad.content,))
        connection.commit()
    with pytest.raises(Refused) as refused:
        workspace.data(bad.id)
    assert told(refused) == ["workspace_damaged"]
    assert workspace.data(good.id) == content(1).data


@pytest.mark.parametrize("table", ["versions", "contents"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET rowid = rowid + 1"])
def test_the_file_itself_refuses_that_anything_saved_is_changed_or_removed(
    tmp_path: Path, table: str, statement: str
) -> None:
    workspace = Workspace(tmp_path)
    workspace.save(content(1))
    with (
        closing(sqlite3.connect(workspace.file)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="what was saved stays"),
    ):
        connection.execute(statement.format(table))


def test_an_older_file_is_brought_up_to_date_step_by_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later program knows two steps more; a step that fails leaves the file as it was."""
    workspace = Workspace(tmp_path)
    before = workspace.save(content(1)).version
    later = (*database.MIGRATIONS, ("CREATE TABLE one (a)",), ("CREATE TABLE two (b)", "nonsense"))
    monkeypatch.setattr(database, "MIGRATIONS", later)
    with pytest.raises(Refused, match="nonsense"):
        workspace.items()
    with closing(sqlite3.connect(workspace.file)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name='one'").fetchall()
    monkeypatch.setattr(database, "MIGRATIONS", (*later[:-1], ("CREATE TABLE two (b)",)))
    assert workspace.version(before.id) == before
    with closing(sqlite3.connect(workspace.file)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)
    monkeypatch.undo()
    with pytest.raises(Refused) as refused:
        workspace.items()
    assert told(refused) == ["workspace_newer"]


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_what_is_kept_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "data")
    workspace.save(content(1))
    assert workspace.folder.stat().st_mode & 0o077 == 0
    assert workspace.file.stat().st_mode & 0o077 == 0


def told(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.key for problem in refused.value.problems]
