"""What a sound plan looks like, as limits with source and evidence: read, checked, changed by id.

The standard policy is complete; one of your own names only what it changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal

from engine.statutory import LOWEST, minimum_wage, wage_places
from engine.text import Refused, Text, as_typed
from engine.yaml_files import (
    DATA,
    Document,
    Json,
    Reader,
    is_number,
    plain_json,
    unknown_name,
)

STANDARD = DATA / "policies" / "standard.yaml"

State = Literal["pass", "watch", "fail"]
Limit = float | tuple[float, float] | None
"""One figure, the two ends of a range, or no limit."""

GOOD = ("at_most", "at_least", "within")
EVIDENCE = ("A", "B", "C", "law", "own")
UNITS = ("number", "share", "multiple", "measures", "lines", "months")

_POLICY_KEYS = ("id", "title", "smallest_group", "city", "checks")
_CHECK_KEYS = (
    *("off", "label", "why", "good", "unit", "watch", "fail", "evidence", "source", "settings"),
)
_SETTING_KEYS = ("value", "unit", "label")
_SLACK = 1e-9


@dataclass(frozen=True)
class Setting:
    """A figure that a check works with besides its limits."""

    value: float
    unit: str
    label: Text


@dataclass(frozen=True)
class Threshold:
    """What one check is measured against.

    Beyond `watch` somebody should look, beyond `fail` the plan should not be signed. `evidence` is
    a grade: A, B, C as in the sources, "law", or "own" for figures of ours. `is_changed` says that
    the limits are others than those that `source` speaks of.
    """

    id: str
    label: Text
    why: Text
    good: str
    unit: str
    watch: Limit
    fail: Limit
    evidence: str
    source: Text
    settings: Mapping[str, Setting] = field(default_factory=dict)
    off: bool = False
    is_changed: bool = False

    def state(self, value: float) -> State:
        """How a value stands against the limits."""
        if self._beyond(value, self.fail):
            return "fail"
        return "watch" if self._beyond(value, self.watch) else "pass"

    def limit(self, state: State) -> Limit:
        """The limit that a value in this state is shown against: the one it broke, or the first."""
        if state == "fail":
            return self.fail
        return self.fail if self.watch is None else self.watch

    def _beyond(self, value: float, limit: Limit) -> bool:
        if limit is None:
            return False
        if isinstance(limit, tuple):
            return value < limit[0] - _SLACK or value > limit[1] + _SLACK
        if self.good == "at_least":
            return value < limit - _SLACK
        return value > limit + _SLACK


@dataclass(frozen=True)
class Policy:
    """All thresholds, the smallest group that is spoken of, and where people work.

    `city` is a place with a minimum wage or "lowest".
    """

    id: str
    title: Text
    thresholds: Mapping[str, Threshold]
    smallest_group: int
    city: str

    def setting(self, check: str, name: str) -> float:
        """The figure of a setting of a check."""
        return self.thresholds[check].settings[name].value

    def with_values(self, values: Mapping[str, Json]) -> Policy:
        """The policy with other figures: {"cliffs.fail": 30, "city": "beijing"}.

        Names are "check.watch", "check.fail", "check.off", "check.setting", "smallest_group" and
        "city". Raises Refused with all that does not fit.
        """
        data: dict[str, Json] = {}
        problems = []
        for at, value in values.items():
            check, dot, name = at.partition(".")
            if not dot and check in ("smallest_group", "city"):
                data[check] = value
            elif not dot:
                problems.append(unknown_name("threshold", at, ("smallest_group", "city")))
            elif check not in self.thresholds:
                known = (*self.thresholds, "smallest_group", "city")
                problems.append(unknown_name("check", check, known))
            elif name not in self._names(check):
                problems.append(unknown_name(check, name, self._names(check)))
            else:
                entry = data.setdefault("checks", {}).setdefault(check, {})
                if name in ("watch", "fail", "off"):
                    entry[name] = value
                else:
                    entry.setdefault("settings", {})[name] = {"value": value}
        try:
            changed = _Reader(Document.of(data, ""), self).policy() if data else self
        except Refused as refused:
            problems += refused.problems
        if problems:
            raise Refused(problems)
        return changed

    def differences(self, other: Policy) -> dict[str, Json]:
        """The values that turn this policy into another one with the same checks."""
        values: dict[str, Json] = {}
        for name, now in other.thresholds.items():
            before = self.thresholds[name]
            for key in ("watch", "fail", "off"):
                if getattr(now, key) != getattr(before, key):
                    values[f"{name}.{key}"] = plain_json(_as_json(getattr(now, key)))
            for setting, figure in now.settings.items():
                if figure.value != before.settings[setting].value:
                    values[f"{name}.{setting}"] = figure.value
        for key in ("smallest_group", "city"):
            if getattr(self, key) != getattr(other, key):
                values[key] = getattr(other, key)
        return values

    def minimum_wage(self, month: int) -> float:
        """Yuan a month that the law asks for where the people work, in a calendar month."""
        return minimum_wage(self.city, month)

    def _names(self, check: str) -> tuple[str, ...]:
        return ("watch", "fail", "off", *self.thresholds[check].settings)


def load_policy(policy: str | Path | None = None) -> Policy:
    """The standard policy, or one read from a file that says what it changes of the standard.

    Raises Refused with all that is wrong with the file, line by line.
    """
    standard = _standard(STANDARD.stat().st_mtime_ns)
    if policy is None or str(policy) == standard.id:
        return standard
    return _Reader(Document.read(Path(policy)), standard).policy()


def policy_of(text: str, file: str) -> Policy:
    """The policy that the text of a policy file describes. Raises Refused as `load_policy`."""
    return _Reader(Document(text, file), load_policy()).policy()


@cache
def _standard(modified: int) -> Policy:
    return _Reader(Document.read(STANDARD), None).policy()


class _Reader(Reader):
    """Reads a policy over the one it changes; a policy of values by id has no lines."""

    def __init__(self, document: Document, base: Policy | None) -> None:
        super().__init__(document)
        self.base = base

    def column(self, path: tuple[str, ...]) -> str:
        return ".".join(part for part in path if part not in ("checks", "settings", "value"))

    def line(self, path: tuple[str, ...]) -> int | None:
        return super().line(path) if self.document.file else None

    def policy(self) -> Policy:
        data, base = self.document.data, self.base
        self.known_keys(data, _POLICY_KEYS)
        thresholds = dict(base.thresholds) if base else {}
        for name, entry in self.entries("checks"):
            if base is not None and name not in base.thresholds:
                self.unknown("check", name, tuple(base.thresholds), "checks", name)
                continue
            thresholds[name] = self._threshold(name, entry, thresholds.get(name))
        policy = Policy(
            id=str(data.get("id", base.id if base else "")),
            title=self._text(data, "title", base.title if base else None),
            thresholds=thresholds,
            smallest_group=self._whole(data, "smallest_group", base.smallest_group if base else 1),
            city=self._city(data, base.city if base else LOWEST),
        )
        if self.found:
            raise Refused(self.found)
        return policy

    def _threshold(self, name: str, data: Mapping[str, Json], base: Threshold | None) -> Threshold:
        path = ("checks", name)
        self.known_keys(data, _CHECK_KEYS, *path)
        goods, units = ((base.good,), (base.unit,)) if base else (GOOD, UNITS)
        good = self._named(data, "good", base.good if base else "", goods, *path) or goods[0]
        threshold = Threshold(
            id=name,
            label=self._text(data, "label", base.label if base else None, *path),
            why=self._text(data, "why", base.why if base else None, *path),
            good=good,
            unit=self._named(data, "unit", base.unit if base else "", units, *path),
            watch=self._limit(data, "watch", good, base, *path),
            fail=self._limit(data, "fail", good, base, *path),
            evidence=self._named(data, "evidence", base.evidence if base else "", EVIDENCE, *path),
            source=self._text(data, "source", base.source if base else None, *path),
            settings=self._settings(data, base, *path),
            off=self.flag(data.get("off", base.off if base else False), *path, "off"),
        )
        if base is not None and "source" not in data:
            moved = (threshold.watch, threshold.fail) != (base.watch, base.fail)
            threshold = replace(threshold, is_changed=moved or base.is_changed)
        if not _ordered(threshold):
            at = "fail" if "fail" in data else "watch"
            shown = {"watch": _shown(threshold.watch), "fail": _shown(threshold.fail)}
            self.problem("policy_order", (*path, at), "", **shown)
        return threshold

    def _named(
        self, data: Mapping[str, Json], key: str, default: str, known: Sequence[str], *path: str
    ) -> str:
        return self.choice(key, str(data.get(key, default)), known, *path, key)

    def _limit(
        self, data: Mapping[str, Json], key: str, good: str, base: Threshold | None, *path: str
    ) -> Limit:
        if key not in data:
            if base is None:
                self.problem("missing_key", path, key=key)
            return getattr(base, key) if base else None
        value = plain_json(data[key])
        if value is None:
            return None
        if good == "within":
            pair = value if isinstance(value, list) else []
            if len(pair) != 2 or not all(map(is_number, pair)) or pair[0] > pair[1]:
                self.problem("policy_range", (*path, key), str(value))
                return None
            return float(pair[0]), float(pair[1])
        if not is_number(value):
            self.problem("parameter_number", (*path, key), str(value))
            return None
        return float(value)

    def _settings(
        self, data: Mapping[str, Json], base: Threshold | None, *path: str
    ) -> dict[str, Setting]:
        settings = dict(base.settings) if base else {}
        given = self.mapping(data.get("settings") or {}, *path, "settings")
        for name, entry in given.items():
            here = (*path, "settings", str(name))
            before = settings.get(str(name))
            if base is not None and before is None:
                self.unknown("setting", name, tuple(settings), *here)
                continue
            entry = self.mapping(entry, *here)
            self.known_keys(entry, _SETTING_KEYS, *here)
            value = plain_json(entry.get("value", before.value if before else None))
            if not is_number(value) or value <= 0:
                self.problem("policy_above_zero", (*here, "value"), str(value))
                value = 1.0
            settings[str(name)] = Setting(
                float(value),
                str(entry.get("unit", before.unit if before else "")),
                self._text(entry, "label", before.label if before else None, *here),
            )
        return settings

    def _whole(self, data: Mapping[str, Json], key: str, default: int) -> int:
        value = plain_json(data.get(key, default))
        if not is_number(value) or value != int(value) or value < 1:
            self.problem("policy_whole", (key,), str(value))
            return default
        return int(value)

    def _city(self, data: Mapping[str, Json], default: str) -> str:
        city = str(data.get("city", default))
        if city != LOWEST and city not in wage_places():
            self.unknown("city", city, (LOWEST, *wage_places()), "city")
        return city

    def _text(self, data: Mapping[str, Json], key: str, default: Text | None, *path: str) -> Text:
        value = data.get(key)
        return default if value is None and default is not None else self.text(value, *path, key)


def _ordered(threshold: Threshold) -> bool:
    """Whether failing is no easier than being watched."""
    watch, fail = threshold.watch, threshold.fail
    if watch is None or fail is None:
        return True
    if isinstance(watch, tuple) and isinstance(fail, tuple):
        return fail[0] <= watch[0] and watch[1] <= fail[1]
    if isinstance(watch, tuple) or isinstance(fail, tuple):
        return False
    return fail <= watch if threshold.good == "at_least" else fail >= watch


def _as_json(value: Json) -> Json:
    return list(value) if isinstance(value, tuple) else value


def _shown(limit: Limit) -> str:
    if isinstance(limit, tuple):
        return f"[{as_typed(limit[0])}, {as_typed(limit[1])}]"
    return "null" if limit is None else as_typed(limit)
