"""Thresholds of one's own for the health check: written as a policy file, and what differs between
two of them in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.health import Limit, Policy, by_unit, load_policy
from engine.statutory import LOWEST, wage_places
from engine.text import LANGUAGES, say, value_text
from engine.yaml_files import Document, Json


def policy_text(values: Mapping[str, Json], name: str) -> str:
    """A policy file that changes these thresholds of the standard: {"cliffs.fail": 30}.

    Raises Refused where they do not fit.
    """
    load_policy().with_values(values)
    data: dict[str, Any] = {"id": "own", "title": dict.fromkeys(LANGUAGES, name)}
    checks: dict[str, Any] = {}
    for at, value in values.items():
        check, _, key = at.partition(".")
        if not key:
            data[check] = value
        elif key in ("watch", "fail", "off"):
            checks.setdefault(check, {})[key] = value
        else:
            settings = checks.setdefault(check, {}).setdefault("settings", {})
            settings[key] = {"value": value}
    return Document.holding({**data, "checks": checks}, "").text()


def describe_policy(before: Policy, after: Policy, language: str) -> list[str]:
    """What differs between the thresholds of two policies, a sentence each."""
    return [_difference(before, after, at, language) for at in before.differences(after)]


def _difference(before: Policy, after: Policy, at: str, language: str) -> str:
    check, _, key = at.partition(".")
    if not key:
        said = {"old": _common(before, check, language), "new": _common(after, check, language)}
        return say(language, f"kept.policy_{check}", **said)
    was, now = before.thresholds[check], after.thresholds[check]
    if key == "off":
        return say(language, "kept.policy_off" if now.off else "kept.policy_on", check=now.label)
    if key in ("watch", "fail"):
        old, new = (_limit(getattr(one, key), one.unit, language) for one in (was, now))
        return say(language, f"kept.policy_{key}", check=now.label, old=old, new=new)
    setting = now.settings[key]
    figures = (was.settings[key].value, setting.value)
    old, new = (_limit(figure, setting.unit, language) for figure in figures)
    about = {"check": now.label, "setting": setting.label}
    return say(language, "kept.policy_setting", **about, old=old, new=new)


def _common(policy: Policy, key: str, language: str) -> str:
    if key == "smallest_group":
        return str(policy.smallest_group)
    if policy.city == LOWEST:
        return say(language, "kept.lowest")
    return wage_places()[policy.city].label[language]


def _limit(limit: Limit, unit: str, language: str) -> str:
    if isinstance(limit, tuple):
        low, high = (by_unit(end, unit)[language] for end in limit)
        return say(language, "kept.range", low=low, high=high)
    return value_text(limit, unit, language) if limit is None else by_unit(limit, unit)[language]
