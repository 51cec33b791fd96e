"""Models of workforces are kept in versions and draw the same people as before they were kept."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from engine.plan import load_plan
from engine.text import Refused, count
from engine.workforce import has_columns_of, load_workforce, read_workforce, simulate
from engine.workspace import WORKFORCE, Imported, Workspace, workforce_content
from engine.workspace.model_differences import describe_models
from engine.yaml_files import DATA
from tests.small_plan import load, plan_of

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
    old, new = count(model.employees), count(model.employees + 1)
    assert kept.compare(saved.id, other.id, "en") == [f"People: {old} → {new}"]
    file = io.BytesIO()
    kept.export(file)
    assert there.import_from(file) == Imported(items=1, versions=2)
    assert there.text(saved.id) == TEXT


def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(Refused):
        workforce_content("id: nobody\n", "Nobody")


SMALL = """\
id: small
plans: [sample-flat-commission]
title: {en: Small, zh: 小}
description: {en: Small, zh: 小}
employees: 50
months: 12
first: 2026-01
sources: {file: {en: File, zh: 文件}}
attributes: {region: {shares: {north: 0.5, south: 0.5}}}
career: {leaving: [[0, 0.02]], longest: 24, growth: {monthly: 0.01}}
measures:
  target:
    distribution: {family: quantiles, points: [[0, 0], [0.5, 100], [1, 200]]}
    decimals: 0
    basis: [file]
  sales:
    distribution: {family: quantiles, points: [[0, 0], [0.5, 100], [1, 200]]}
    decimals: 0
    basis: [file]
correlation: [[target, sales, 0.4]]
"""


def test_two_models_are_told_apart_by_what_differs() -> None:
    before = read_workforce(SMALL, "")
    assert describe_models(before, before, "en") == []
    changed = SMALL
    for old, new in (
        ("first: 2026-01", "first: 2026-07"),
        ("{north: 0.5, south: 0.5}", "{north: 0.509, south: 0.491}"),  # nearer than a point
        ("[[0, 0.02]]", "[[0, 0.03]]"),
        ("monthly: 0.01", "monthly: -0.01"),
        ("sales, 0.4", "sales, 0.46"),
        (
            "  sales:\n    distribution: {family: quantiles, points: [[0, 0], [0.5, 100]",
            "  sales:\n    distribution: {family: quantiles, points: [[0, 0], [0.5, 150]",
        ),
    ):
        assert changed.count(old) == 1
        changed = changed.replace(old, new)
    told = describe_models(before, read_workforce(changed, ""), "en")
    assert told[0] == "First month: 2026-01 → 2026-07"
    # P10 and P90 lie 1.28 of 6.5 standard deviations from the median, on the lines of the table
    assert told[1].startswith("Sales: median 100 (P10 ") and "→ median 150 (P10 " in told[1]
    assert told[2:] == [
        "Leaving in a month: 2.0\N{NO-BREAK SPACE}% → 3.0\N{NO-BREAK SPACE}%",
        "Growth of the headcount in a month: +1.0\N{NO-BREAK SPACE}% → −1.0\N{NO-BREAK SPACE}%",
        "Target × Sales, how they go together in a month: 0.40 → 0.46",
    ]
    assert (
        describe_models(before, read_workforce(changed, ""), "zh")[0] == "首月：2026-01 → 2026-07"
    )
    fewer = SMALL[: SMALL.index("  sales:")]
    assert describe_models(before, read_workforce(fewer, ""), "en") == ["No longer drawn: Sales"]


def test_a_model_is_of_use_for_every_plan_whose_columns_its_people_have() -> None:
    sure = SMALL.replace("basis: [file]", "range: [1, 1000000]\n    basis: [file]")
    model = read_workforce(sure, "")
    assert has_columns_of(model, load_plan("sample-flat-commission"))
    assert has_columns_of(model, load_plan("sample-graduated-commission"))
    assert not has_columns_of(model, load_plan("goal-award"))
    # a target that may be 0 is refused by plans that want it above 0
    above = plan_of({"pay": "sales"}, {}, {"sales": {"kind": "money", "above": 0}})
    assert has_columns_of(model, load(above))
    assert not has_columns_of(read_workforce(SMALL, ""), load(above))
    sales = plan_of({"pay": "sales"}, {}, {"sales": {"kind": "money"}})
    assert has_columns_of(read_workforce(SMALL, ""), load(sales))
    for column, expected in (
        ({"kind": "category", "values": ["north", "south", "west"]}, True),
        ({"kind": "category", "values": ["north"]}, False),
        ({"kind": "group"}, False),
    ):
        plan = plan_of({"pay": "sales"}, {}, {"sales": {"kind": "money"}, "region": column})
        assert has_columns_of(model, load(plan)) is expected
    part = plan_of({"pay": "100 * sales"}, {}, {"sales": {"kind": "share", "range": [0, 1]}})
    assert not has_columns_of(model, load(part))
