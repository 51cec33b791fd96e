"""Models of workforces are kept in versions and draw the same people as before they were kept."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from engine.text import Refused
from engine.workforce import load_workforce, simulate
from engine.workspace import WORKFORCE, Imported, Workspace, workforce_content
from engine.yaml_files import DATA

TEXT = (DATA / "workforces" / "goal-award.yaml").read_text(encoding="utf-8")


def test_a_model_is_kept_compared_exported_and_draws_the_same_people(tmp_path: Path) -> None:
    kept, there = Workspace(tmp_path / "kept"), Workspace(tmp_path / "there")
    saved = kept.save(workforce_content(TEXT, "Last year")).version
    (item,) = kept.items(WORKFORCE)
    model = load_workforce("goal-award")
    assert (item.name, item.plan) == ("Last year", "goal-award")
    assert item.current.detail["employees"] == model.employees
    drawn = simulate(kept.workforce(saved.id), 3, 50, 2)
    assert drawn.key == simulate(model, 3, 50, 2).key
    more = TEXT.replace(f"employees: {model.employees}", f"employees: {model.employees + 1}")
    assert more != TEXT
    other = kept.save(workforce_content(more, "Last year"), item=saved.item).version
    assert kept.compare(saved.id, other.id, "en") == ["The model has other figures."]
    file = io.BytesIO()
    kept.export(file)
    assert there.import_from(file) == Imported(items=1, versions=2)
    assert there.text(saved.id) == TEXT


def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(Refused):
        workforce_content("id: nobody\n", "Nobody")
