"""Policies: the standard one is complete, one's own says only what it changes, slips are named."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
from engine.health import EVIDENCE, RULES, policy_of
from engine.statutory import wage_places
from engine.text import LANGUAGES, Refused

STANDARD = engine.load_policy()


def test_the_standard_policy_has_a_threshold_for_every_rule() -> None:
    assert STANDARD.thresholds.keys() == RULES.keys()
    for threshold in STANDARD.thresholds.values():
        assert threshold.watch is not None or threshold.fail is not None, threshold.id
        assert threshold.evidence in EVIDENCE
        for text in (threshold.label, threshold.why, threshold.source):
            assert all(text[language].strip() for language in LANGUAGES), threshold.id
            assert set(text) == set(LANGUAGES)


def test_a_policy_of_ones_own_changes_what_it_names() -> None:
    own = policy_of(
        """
        id: ours
        title: {en: Ours, zh: 本公司}
        city: beijing
        checks:
          cliffs:
            fail: 60
            source: {en: Board of March, zh: 三月董事会}
          at_target: {watch: [0.4, 0.6]}
          timing_gain: {settings: {moved: {value: 0.1}}}
          leverage: {off: true}
        """,
        "ours.yaml",
    )
    assert own.id == "ours" and own.city == "beijing"
    assert own.thresholds["cliffs"].fail == 60
    assert own.thresholds["cliffs"].watch == STANDARD.thresholds["cliffs"].watch
    assert own.thresholds["cliffs"].source["en"] == "Board of March"
    assert own.thresholds["at_target"].watch == (0.4, 0.6)
    assert own.setting("timing_gain", "moved") == 0.1
    health = engine.check(engine.load_plan("service-seller"), policy=own)
    assert health["leverage"].sentence["en"] == "The policy leaves this check out."
    assert STANDARD.with_values(STANDARD.differences(own)).differences(own) == {}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("checks:\n  clifs: {fail: 3}\n", 2, "Did you mean “cliffs”?"),
        ("checks:\n  cliffs:\n    fail: many\n", 3, "many is not a number"),
        ("checks:\n  cliffs:\n    fail: 5\n", 3, "Watching begins at 10, failing at 5"),
        ("checks:\n  at_target:\n    watch: 0.5\n", 3, "0.5 is not a range"),
        ("checks:\n  at_target:\n    watch: [0.6, 0.5]\n", 3, "[0.6, 0.5] is not a range"),
        ("checks:\n  correlation: {fail: 0.9}\n", 2, "failing at 0.9"),
        ("checks:\n  cliffs: {good: at_least}\n", 2, "“at_least” is not a known good"),
        ("checks:\n  cliffs: {evidence: Z}\n", 2, "“Z” is not a known evidence"),
        ("checks:\n  cliffs: {why: because}\n", 2, "not given in both languages"),
        ("checks:\n  cliffs: {settings: {smalest: {value: 1}}}\n", 2, "mean “smallest”?"),
        ("checks:\n  cliffs: {settings: {smallest: {value: 0}}}\n", 2, "0 is not above 0"),
        ("checks:\n  cliffs: {off: maybe}\n", 2, "maybe is neither true nor false"),
        ("city: atlantis\n", 1, "“atlantis” is not a known city"),
        ("smallest_group: 0\n", 1, "0 is not a whole number of at least 1"),
        ("cheks: {}\n", 1, "Did you mean “checks”?"),
        ("checks: [1]\n", 1, "not a list of named entries"),
    ],
)
def test_a_slip_in_a_policy_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        engine.load_policy(file)
    assert [problem.line for problem in refused.value.problems] == [line]
    assert "own.yaml" in refused.value.text("en") and said in refused.value.text("en")
    assert refused.value.text("zh").strip()


def test_values_by_id_are_checked_like_a_file() -> None:
    changed = STANDARD.with_values({"cliffs.fail": 50, "city": "chengdu", "smallest_group": 20})
    assert STANDARD.differences(changed) == {
        "cliffs.fail": 50,
        "city": "chengdu",
        "smallest_group": 20,
    }
    with pytest.raises(Refused) as refused:
        STANDARD.with_values({"clifs.fail": 1, "cliffs.fial": 2, "nothing": 3})
    assert [problem.values["nearest"] for problem in refused.value.problems][:2] == [
        "cliffs",
        "fail",
    ]
    with pytest.raises(Refused, match="failing at 5"):
        STANDARD.with_values({"cliffs.fail": 5})


@pytest.mark.parametrize(
    ("check", "value", "state"),
    [
        ("cliffs", 10, "pass"),
        ("cliffs", 10.1, "watch"),
        ("cliffs", 40.1, "fail"),
        ("correlation", 0.8, "pass"),
        ("correlation", 0.7, "watch"),
        ("correlation", 0.59, "fail"),
        ("at_target", 0.5, "pass"),
        ("at_target", 0.75, "watch"),
        ("at_target", 0.29, "fail"),
        ("uncapped", 3, "watch"),
        ("deductions", 0.0001, "fail"),
    ],
)
def test_limits_themselves_still_pass(check: str, value: float, state: str) -> None:
    assert STANDARD.thresholds[check].state(value) == state


def test_minimum_wages_rise_month_by_month() -> None:
    known = wage_places()
    assert set(known) == {"beijing", "shanghai", "guangzhou", "shenzhen", "hangzhou", "chengdu"}
    for place in known.values():
        starts = [each.first for each in place.minimum_wages]
        amounts = [each.value.month for each in place.minimum_wages]
        assert starts == sorted(starts) and amounts == sorted(amounts)
    august = 2026 * 12 + 7
    assert [known["shenzhen"].minimum_wage(month) for month in (august, august + 1)] == [2520, 2700]
    assert STANDARD.minimum_wage(august) == 2330
