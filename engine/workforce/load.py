"""From a workforce file to a Workforce, or to a list of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every
from engine.text import Problem, Refused, Text
from engine.workforce.distribution import FAMILIES, RATING, Distribution
from engine.workforce.file_entries import (
    CORRELATIONS,
    LARGE,
    LEAVING,
    MEASURES,
    MOST_MONTHS,
    MOST_PEOPLE,
    Reader,
    between,
)
from engine.workforce.model import (
    ASSUMED,
    TENURE,
    Attribute,
    ByMonth,
    Career,
    Difference,
    Measure,
    Product,
    Role,
    Roles,
    Spread,
    Total,
    Unit,
    Workforce,
)
from engine.yaml_files import DATA, Document

SHELF = DATA / "workforces"

_KEYS = (
    *("id", "plans", "title", "description", "employees", "months", "first", "sources"),
    *("units", "roles", "attributes", "career", "seasons", "measures", "correlation"),
)
_FORMS = ("distribution", "product", "total", "difference", "by_month")
_PLAIN_KEYS = (*_FORMS, "decimals", "hidden", "basis", "range")
_DRAWN_KEYS = (
    *("spread", "persistence", "every", "with_tenure", "learning", "season"),
    *("factor_by", "shift_by"),
)
_PERIODS = tuple(every.word for every in Every)


def workforces() -> tuple[str, ...]:
    """Ids of the workforces that come with Paycurve."""
    return tuple(sorted(path.stem for path in SHELF.glob("*.yaml")))


def workforce_of(plan: str) -> str | None:
    """The workforce whose people have the columns of a plan, if there is one."""
    return next((name for name in workforces() if plan in load_workforce(name).plans), None)


def load_workforce(workforce: str | Path) -> Workforce:
    """A workforce by id or by the path of its file. Raises Refused with all its problems."""
    path = Path(workforce)
    if path.suffix in (".yaml", ".yml"):
        return _Builder(Document.read(path)).workforce()
    known = workforces()
    if str(workforce) not in known:
        there = {"known": ", ".join(known)}
        raise Refused([Problem("unknown_workforce", there, value=str(workforce))])
    shelved = SHELF / f"{workforce}.yaml"
    return _shelved(shelved, shelved.stat().st_mtime_ns)


@cache
def _shelved(path: Path, modified: int) -> Workforce:
    return _Builder(Document.read(path)).workforce()


class _Builder(Reader):
    def _plans(self, data: Any) -> tuple[str, ...]:
        if not isinstance(data, list) or not data:
            self.problem("missing_key", ("plans",), key="plans")
            return ()
        return tuple(str(plan) for plan in data)

    def workforce(self) -> Workforce:
        data = self.document.data
        self.known_keys(data, _KEYS)
        seasons = {k: self.by_month(v, "seasons", k) for k, v in self.items("seasons")}
        sources = {k: self.text(v, "sources", k) for k, v in self.items("sources")}
        units = self._units()
        roles = self._roles(units)
        attributes = {k: self._attribute(k, v, units) for k, v in self.entries("attributes")}
        categories = {a.id: tuple(a.shares) for a in attributes.values()}
        if roles:
            categories[roles.column] = tuple(roles.values)
        measures: dict[str, Measure] = {}
        for name, entry in self.entries("measures"):
            measures[name] = self._measure(
                name, entry, measures, categories, units, seasons, sources
            )
        drawn = [m.id for m in measures.values() if m.drawn]
        self._one_meaning(units, categories, roles, measures)
        workforce = Workforce(
            id=self.word(data, "id"),
            plans=self._plans(data.get("plans")),
            title=self.text(data.get("title"), "title"),
            description=self.text(data.get("description"), "description"),
            sources=sources,
            employees=self.whole(data.get("employees"), 1, MOST_PEOPLE, "employees"),
            months=self.whole(data.get("months"), 1, MOST_MONTHS, "months"),
            first=self.month(data.get("first"), "first"),
            units=units,
            roles=roles,
            attributes=attributes,
            career=self._career(drawn),
            seasons=seasons,
            measures=measures,
            correlation=self._correlation(drawn),
        )
        if self.found:
            raise Refused(self.found)
        return workforce

    # -- the organisation -------------------------------------------------------------------

    def _units(self) -> dict[str, Unit]:
        units: dict[str, Unit] = {}
        for name, data in self.entries("units"):
            path = ("units", name)
            self.known_keys(data, ("size", "prefix", "of"), *path)
            of = ""
            if units or "of" in data:
                of = self.one_of("of", data.get("of"), tuple(units), *path, "of")
            low, high = self.pair(data.get("size"), 1, 100_000, *path, "size")
            units[name] = Unit(name, (int(low), int(high)), str(data.get("prefix", "")), of)
        return units

    def _roles(self, units: Mapping[str, Unit]) -> Roles | None:
        data = self.document.data.get("roles")
        if data is None:
            return None
        if not isinstance(data, Mapping) or not isinstance(data.get("values"), Mapping):
            self.problem("not_entries", ("roles", "values"), key="roles.values")
            return None
        self.known_keys(data, ("column", "manager", "values"), "roles")
        values = {}
        for name, given in data["values"].items():
            path = ("roles", "values", str(name))
            entry = self.mapping(given, *path)
            self.known_keys(entry, ("posts", "leads", "share", "reports_to", "leaving"), *path)
            if sum(key in entry for key in ("posts", "leads", "share")) != 1:
                self.problem("workforce_one_form", path, keys="posts, leads, share")
            leads = ""
            if "leads" in entry:
                leads = self.one_of("leads", entry["leads"], tuple(units), *path, "leads")
            values[str(name)] = Role(
                id=str(name),
                posts=self.whole(entry.get("posts", 0), 0, 1000, *path, "posts"),
                leads=leads,
                share=self.number(entry.get("share", 0), 0, 1, *path, "share"),
                reports_to=str(entry.get("reports_to", "")),
                leaving=self.number(entry.get("leaving", 1), 0, 10, *path, "leaving"),
            )
        self.adds_to_one([r.share for r in values.values()], "roles", "values")
        self._reporting(values)
        return Roles(self.word(data, "column", "roles"), values, str(data.get("manager", "")))

    def _reporting(self, roles: Mapping[str, Role]) -> None:
        """People report to roles whose holder is known, and to nobody above themselves."""
        known = [role.id for role in roles.values() if role.posts or role.leads]
        for role in roles.values():
            path = ("roles", "values", role.id, "reports_to")
            line = [role.id]
            while above := roles[line[-1]].reports_to:
                if above not in known:
                    if len(line) == 1:
                        self.choice("reports_to", above, known, *path)
                    break
                line.append(above)
                if above in line[:-1]:
                    self.problem("workforce_circle", path, circle=" → ".join(line))
                    break

    def _attribute(
        self, name: str, data: Mapping[str, Any], units: Mapping[str, Unit]
    ) -> Attribute:
        path = ("attributes", name)
        self.known_keys(data, ("shares", "of", "with_tenure"), *path)
        of = self.one_of("of", data["of"], tuple(units), *path, "of") if "of" in data else ""
        return Attribute(
            id=name,
            shares=self.shares(data.get("shares"), *path, "shares"),
            of=of,
            with_tenure=self.number(data.get("with_tenure", 0), 0, 1, *path, "with_tenure"),
        )

    def _career(self, drawn: Sequence[str]) -> Career:
        path = ("career",)
        data = self.mapping(self.document.data.get("career"), *path)
        self.known_keys(data, ("leaving", "longest", "season", "weaker", "unpaid_leave"), *path)
        weaker = self.mapping(data.get("weaker", {}), *path, "weaker")
        self.known_keys(weaker, ("measure", "factor"), *path, "weaker")
        ability = ""
        if weaker:
            where = (*path, "weaker", "measure")
            ability = self.one_of("measure", weaker.get("measure"), drawn, *where)
        leave = self.mapping(data.get("unpaid_leave", {}), *path, "unpaid_leave")
        self.known_keys(leave, ("share", "months"), *path, "unpaid_leave")
        low, high = self.pair(leave.get("months", [1, 1]), 1, 24, *path, "unpaid_leave", "months")
        return Career(
            leaving=self._leaving(data.get("leaving"), *path, "leaving"),
            longest=self.whole(data.get("longest"), 1, 600, *path, "longest"),
            season=self.by_month(data.get("season", [1.0] * 12), *path, "season"),
            ability=ability,
            weaker=self.number(weaker.get("factor", 1), 0.5, 3, *path, "weaker", "factor"),
            unpaid_leave=self.number(leave.get("share", 0), 0, 0.2, *path, "unpaid_leave", "share"),
            unpaid_months=(int(low), int(high)),
        )

    def _leaving(self, data: Any, *path: str) -> tuple[float, ...]:
        """The share that leaves by month of tenure, from [[from month, share], …]."""
        if not _is_pairs(data) or data[0][0] != 0:
            self.no_list(LEAVING, "[[0, 0.09], [3, 0.06]]", *path)
            return (0.0,)
        months = [self.whole(month, 0, 600, *path) for month, _ in data]
        shares = [self.number(share, 0, 0.5, *path) for _, share in data]
        if any(b <= a for a, b in pairwise(months)):
            self.no_list(LEAVING, "[[0, 0.09], [3, 0.06]]", *path)
            return (0.0,)
        each = [
            s for s, (a, b) in zip(shares, pairwise(months), strict=False) for _ in range(b - a)
        ]
        return (*each, shares[-1])

    # -- measures ---------------------------------------------------------------------------

    def _measure(
        self,
        name: str,
        data: Mapping[str, Any],
        before: Mapping[str, Measure],
        categories: Mapping[str, tuple[str, ...]],
        units: Mapping[str, Unit],
        seasons: Mapping[str, tuple[float, ...]],
        sources: Mapping[str, Text],
    ) -> Measure:
        path = ("measures", name)
        drawn = "distribution" in data
        hidden = self.flag(data.get("hidden", False), *path, "hidden")
        self.known_keys(data, (*_PLAIN_KEYS, *_DRAWN_KEYS) if drawn else _PLAIN_KEYS, *path)
        if sum(key in data for key in _FORMS) != 1:
            self.problem("workforce_one_form", path, keys=", ".join(_FORMS))
        form = self._form(data, before, *path)
        learning = self.mapping(data.get("learning", {}), *path, "learning")
        self.known_keys(learning, ("shift", "factor"), *path, "learning")
        season = self.mapping(data.get("season", {}), *path, "season")
        for index in season:
            self.one_of("season", index, tuple(seasons), *path, "season")
        if isinstance(form, Distribution) and form.whole:
            for key, given in (("season", season), ("learning", learning.get("factor"))):
                if given:
                    self.problem("workforce_whole_measure", (*path, key), family=form.family)
        limits = (-LARGE, LARGE)
        if "range" in data:
            limits = self.pair(data["range"], -LARGE, LARGE, *path, "range")
        every = self.one_of("every", data.get("every", "month"), _PERIODS, *path, "every")
        with_tenure = self.number(data.get("with_tenure", 0), -1, 1, *path, "with_tenure")
        return Measure(
            id=name,
            form=form,
            decimals=None if hidden else self.whole(data.get("decimals"), -6, 6, *path, "decimals"),
            hidden=hidden,
            basis=self._basis(data.get("basis"), sources, *path, "basis"),
            spread=self._spread(data.get("spread", {}), units, *path, "spread"),
            persistence=self.number(data.get("persistence", 0), 0, 0.99, *path, "persistence"),
            every=Every[every.upper()] if every else Every.MONTH,
            with_tenure=with_tenure,
            learning_shift=self.curve(learning.get("shift", []), -5, *path, "learning", "shift"),
            learning_factor=self.curve(learning.get("factor", []), 0, *path, "learning", "factor"),
            season={
                str(index): self.number(strength, -5, 5, *path, "season", str(index))
                for index, strength in season.items()
            },
            factor_by=self._by_category(data, "factor_by", 0, LARGE, categories, *path),
            shift_by=self._by_category(data, "shift_by", -5, 5, categories, *path),
            range=limits,
        )

    def _form(
        self, data: Mapping[str, Any], before: Mapping[str, Measure], *path: str
    ) -> Distribution | Product | Total | Difference | ByMonth:
        forms = (("product", Product), ("total", Total), ("difference", Difference))
        for key, form in forms:
            if key in data:
                names = data[key] if isinstance(data[key], list) else []
                known = [m.id for m in before.values() if not (m.drawn and m.drawn.is_rating)]
                for name in names:
                    self.one_of("measure", name, known, *path, key)
                if len(names) < 2:
                    self.no_list(MEASURES, "[quota, attainment]", *path, key)
                return form(tuple(str(name) for name in names))
        if "distribution" in data:
            return self._distribution(data["distribution"], *path, "distribution")
        return ByMonth(self.by_month(data.get("by_month", [1] * 12), *path, "by_month"))

    def _distribution(self, given: Any, *path: str) -> Distribution:
        data = self.mapping(given, *path)
        name = str(data.get("family"))
        if name == RATING:
            self.known_keys(data, ("family", "shares"), *path)
            return Distribution(RATING, shares=self.shares(data.get("shares"), *path, "shares"))
        if name not in FAMILIES:
            self.choice("family", name, (*FAMILIES, RATING), *path, "family")
            return Distribution("poisson", {"mean": 1.0})
        family = FAMILIES[name]
        continuous = () if family.whole else ("zero",)
        self.known_keys(data, ("family", *family.figures, *family.optional, *continuous), *path)
        before = len(self.found)
        figures = {}
        for key in family.figures:
            low, high = family.limits.get(key, (0.0, LARGE))
            figures[key] = self.positive(data.get(key), low, high, *path, key)
        for key in family.optional:
            if key in data:
                figures[key] = self.number(data[key], -LARGE, LARGE, *path, key)
        zero = self.number(data.get("zero", 0), 0, 0.99, *path, "zero")
        if name == "beta" and len(self.found) == before:
            self._beta(figures, *path)
        return Distribution(name, figures, zero)

    def _beta(self, figures: Mapping[str, float], *path: str) -> None:
        """The mean lies between the ends, and the spread leaves room for a shape."""
        low, high = figures.get("low", 0.0), figures.get("high", 1.0)
        mean, sd = figures["mean"], figures["sd"]
        if not low < mean < high:
            bounds = between(low, high)
            self.problem("workforce_figure", (*path, "mean"), f"{mean:g}", bounds=bounds)
        elif sd**2 >= (mean - low) * (high - mean):
            limit = ((mean - low) * (high - mean)) ** 0.5
            bounds = {"en": f"below {limit:.4g}", "zh": f"小于 {limit:.4g}"}
            self.problem("workforce_figure", (*path, "sd"), f"{sd:g}", bounds=bounds)

    def _spread(self, given: Any, units: Mapping[str, Unit], *path: str) -> Spread:
        data = self.mapping(given, *path)
        known = ("person", "month", *units)
        self.known_keys(data, known, *path)
        parts = {
            str(key): self.number(part, 0, 1, *path, str(key))
            for key, part in data.items()
            if key in known
        }
        if (total := sum(parts.values())) > 1 + 1e-9:
            self.problem("workforce_more_than_all", path, f"{total:g}")
        return Spread(person=parts.pop("person", 0.0), month=parts.pop("month", 0.0), units=parts)

    def _by_category(
        self,
        data: Mapping[str, Any],
        key: str,
        low: float,
        high: float,
        categories: Mapping[str, tuple[str, ...]],
        *path: str,
    ) -> dict[str, dict[str, float]]:
        result = {}
        for name, given in self.mapping(data.get(key, {}), *path, key).items():
            here = (*path, key, str(name))
            if name not in categories:
                self.choice(key, name, tuple(categories), *here)
                continue
            figures = self.mapping(given, *here)
            self.known_keys(figures, categories[name], *here)
            for value in categories[name]:
                if value not in figures:
                    self.problem("missing_key", here, key=value)
            result[str(name)] = {
                value: self.number(figures.get(value, low), low, high, *here, value)
                for value in categories[name]
            }
        return result

    def _basis(self, given: Any, sources: Mapping[str, Text], *path: str) -> tuple[str, ...]:
        if not isinstance(given, list) or not given:
            self.problem("missing_key", path, key="basis")
            return ()
        return tuple(self.one_of("basis", name, (ASSUMED, *sources), *path) for name in given)

    def _correlation(self, drawn: Sequence[str]) -> NDArray[np.float64]:
        matrix = np.eye(len(drawn))
        given = self.document.data.get("correlation") or []
        if not isinstance(given, list) or any(
            not isinstance(row, list) or len(row) != 3 for row in given
        ):
            self.no_list(CORRELATIONS, "[[csat, complaint_rate, -0.45]]", "correlation")
            return matrix
        seen = set()
        for first, second, figure in given:
            known = [self.one_of("measure", name, drawn, "correlation") for name in (first, second)]
            here = f"{first}, {second}"
            value = self.number(figure, -1, 1, "correlation", here)
            if not all(known):
                continue
            if first == second or frozenset((first, second)) in seen:
                self.problem("workforce_pair_twice", ("correlation", here), here)
                continue
            seen.add(frozenset((first, second)))
            j, k = drawn.index(first), drawn.index(second)
            matrix[j, k] = matrix[k, j] = value
        lowest = float(np.linalg.eigvalsh(matrix)[0]) if len(drawn) else 1.0
        if lowest < 1e-6:
            self.problem("workforce_contradiction", ("correlation",), f"{lowest:.4f}")
        return matrix

    def _one_meaning(
        self,
        units: Iterable[str],
        categories: Iterable[str],
        roles: Roles | None,
        measures: Iterable[str],
    ) -> None:
        """No two columns of the same name."""
        seen: dict[str, str] = {TENURE: "career"}
        manager = [roles.manager] if roles and roles.manager else []
        named = {"units": units, "attributes": categories, "roles": manager, "measures": measures}
        for section, names in named.items():
            for name in names:
                if name in seen:
                    self.problem("two_meanings", (section, name), name=name, other=seen[name])
                seen[name] = section


def _is_pairs(data: Any) -> bool:
    return (
        isinstance(data, list)
        and bool(data)
        and all(isinstance(row, list) and len(row) == 2 for row in data)
    )
