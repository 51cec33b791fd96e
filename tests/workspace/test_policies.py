"""Thresholds of one's own: written as a file, kept in versions, compared in words, exported."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

import engine
from engine.cli import main
from engine.health import policy_of
from engine.text import Refused
from engine.workspace import (
    POLICY,
    Imported,
    Workspace,
    policy_content,
    policy_text,
)

OURS = {
    "cliffs.fail": 60,
    "at_target.watch": [0.4, 0.6],
    "timing_gain.moved": 0.1,
    "leverage.off": True,
    "city": "beijing",
    "smallest_group": 5,
}
STANDARD = engine.load_policy()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "kept")


def test_a_policy_file_changes_just_what_it_was_written_for() -> None:
    wanted = STANDARD.with_values(OURS)
    read = policy_of(policy_text(STANDARD.differences(wanted), "本公司"), "ours.yaml")
    assert STANDARD.differences(read) == STANDARD.differences(wanted)
    assert read.title == {"en": "本公司", "zh": "本公司"}
    assert policy_of(policy_text({}, "None"), "none.yaml").differences(STANDARD) == {}


def test_thresholds_that_do_not_fit_are_not_written() -> None:
    with pytest.raises(Refused, match="Watching begins at 10, failing at 5"):
        policy_text({"cliffs.fail": 5}, "Ours")


def test_the_terminal_checks_by_the_same_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(policy_text({"cliffs.watch": 900, "cliffs.fail": 1000}, "Ours"), "utf-8")
    plan = "sample-gated-commission"
    main(["check", plan, "--json"])
    assert outcome(capsys.readouterr().out) == "fail"
    main(["check", plan, "--json", "--policy", str(file)])
    assert outcome(capsys.readouterr().out) == "pass"


def test_thresholds_come_back_letter_by_letter(workspace: Workspace) -> None:
    text = "# of the board\nchecks:\n  cliffs: {fail: 60}\n"
    saved = workspace.save(policy_content(text, "Ours"), note="March").version
    (item,) = workspace.items(POLICY)
    assert (item.name, item.plan, item.current.detail) == ("Ours", "", {"changes": 1})
    assert workspace.text(saved.id) == text
    assert workspace.policy(saved.id).thresholds["cliffs"].fail == 60


def test_a_file_that_is_no_policy_is_refused_with_its_line() -> None:
    with pytest.raises(Refused, match=r"ours, line 2.*cliffs"):
        policy_content("checks:\n  clifs: {fail: 3}\n", "ours")


def test_two_versions_are_compared_in_words(workspace: Workspace) -> None:
    one = workspace.save(policy_content(policy_text({"cliffs.fail": 60}, "O"), "O")).version
    two = workspace.save(policy_content(policy_text(OURS, "O"), "O"), item=one.item).version
    assert workspace.compare(one.id, two.id, "en") == [
        "At target, to watch beyond: 50\u00a0% to 70\u00a0% → 40\u00a0% to 60\u00a0%",
        "Leverage: left out",
        "Gain from timing, Part of a month’s result that is moved to the next: "
        "20\u00a0% → 10\u00a0%",
        "Smallest group shown: 10 → 5",
        "Minimum wage of: the place with the lowest wage → Beijing",
    ]
    assert "最低工资标准：北京 → 标准最低的地区" in workspace.compare(two.id, one.id, "zh")


def test_thresholds_are_exported_and_brought_in(workspace: Workspace, tmp_path: Path) -> None:
    saved = workspace.save(policy_content(policy_text(OURS, "Ours"), "Ours")).version
    file, there = io.BytesIO(), Workspace(tmp_path / "there")
    workspace.export(file)
    assert there.import_from(file) == Imported(items=1, versions=1)
    assert there.policy(saved.id).differences(workspace.policy(saved.id)) == {}


def outcome(out: str) -> str:
    found = {finding["check"]: finding["outcome"] for finding in json.loads(out)["findings"]}
    return str(found["cliffs"])
