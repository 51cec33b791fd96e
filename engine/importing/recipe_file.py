"""A recipe as a YAML file: written to be read, checked when it is read."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from engine.importing.recipe import Dates, Recipe, Rule, Source, TableKeys
from engine.text import Refused
from engine.yaml_files import Document, Json, Reader

TABLE_KEYS = ("employee", "month", "through", "fill_down", "unsure")
DATE_KEYS = ("column", "year", "day_first")
SOURCE_KEYS = (
    "table",
    "column",
    "columns",
    "constant",
    "times",
    "values",
    "rule",
    "weight",
    "missing",
    "unsure",
)
KEYS = ("plan", "tables", "columns", "first", "last")


def recipe_text(recipe: Recipe) -> str:
    """The recipe as YAML; what stands at its usual value is left out."""
    return Document.of(recipe_json(recipe), "").text()


def recipe_json(recipe: Recipe) -> dict[str, Any]:
    """The recipe as plain entries."""
    return _filled(
        {
            "plan": recipe.plan,
            "first": recipe.first,
            "last": recipe.last,
            "tables": {name: _table_json(keys) for name, keys in recipe.tables.items()},
            "columns": {fact: _source_json(source) for fact, source in recipe.sources.items()},
        }
    )


def read_recipe(path: Path) -> Recipe:
    """The recipe of a file. Raises Refused with every problem and its line."""
    return _RecipeReader(Document.read(path)).recipe()


def recipe_of(text: str, file: str = "") -> Recipe:
    """The recipe of a text. Raises Refused with every problem and its line."""
    return _RecipeReader(Document(text, file)).recipe()


def _table_json(keys: TableKeys) -> dict[str, Any]:
    month = keys.month
    return _filled(
        {
            "employee": keys.employee,
            "through": list(keys.through or ()),
            "month": _filled(
                {"column": month.column, "year": month.year, "day_first": month.day_first}
            )
            if month
            else None,
            "fill_down": list(keys.fill_down),
            "unsure": keys.unsure,
        }
    )


def _source_json(source: Source) -> dict[str, Any]:
    several = len(source.columns) > 1
    return _filled(
        {
            "table": source.table,
            "column": "" if several or not source.columns else source.columns[0],
            "columns": list(source.columns) if several else None,
            "constant": source.constant,
            "times": _number(source.times) if source.times != 1 else None,
            "values": dict(source.values),
            "rule": source.rule.value if source.rule is not Rule.ONLY else "",
            "weight": source.weight,
            "missing": source.missing,
            "unsure": source.unsure,
        }
    )


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _filled(entries: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entries.items() if value not in (None, "", [], {})}


class _RecipeReader(Reader):
    """Reads a recipe; every entry that does not fit is a problem with its line."""

    def recipe(self) -> Recipe:
        data = self.document.data
        self.known_keys(data, KEYS)
        tables = {
            name: self._table(name, self.mapping(entry, "tables", name))
            for name, entry in self.section("tables")
        }
        sources = {
            fact: self._source(fact, self.mapping(entry, "columns", fact))
            for fact, entry in self.section("columns")
        }
        recipe = Recipe(
            str(data.get("plan", "")), tables, sources, self._month("first"), self._month("last")
        )
        if self.found:
            raise Refused(self.found)
        return recipe

    def _table(self, name: str, data: Mapping[str, Json]) -> TableKeys:
        at = ("tables", name)
        self.known_keys(data, TABLE_KEYS, *at)
        if not data.get("employee"):
            self.problem("missing_key", at, key="employee")
        through = [str(part) for part in _listed(data.get("through"))]
        if len(through) not in (0, 3):
            self.problem("recipe_through", (*at, "through"), str(through))
        return TableKeys(
            str(data.get("employee", "")),
            self._dates(data.get("month"), at),
            (through[0], through[1], through[2]) if len(through) == 3 else None,
            tuple(str(part) for part in _listed(data.get("fill_down"))),
            str(data.get("unsure", "")),
        )

    def _dates(self, data: Json, at: tuple[str, ...]) -> Dates | None:
        if data is None:
            return None
        entries = self.mapping(data, *at, "month")
        self.known_keys(entries, DATE_KEYS, *at, "month")
        year, day_first = entries.get("year"), entries.get("day_first")
        return Dates(
            str(entries.get("column", "")),
            year if isinstance(year, int) else None,
            day_first if isinstance(day_first, bool) else None,
        )

    def _source(self, fact: str, data: Mapping[str, Json]) -> Source:
        at = ("columns", fact)
        self.known_keys(data, SOURCE_KEYS, *at)
        named = data.get("columns", data.get("column"))
        values = data.get("values") or {}
        return Source(
            str(data.get("table", "")),
            tuple(str(part) for part in _listed(named)),
            str(data.get("constant", "")),
            self._times(data.get("times", 1), at),
            {str(k): str(v) for k, v in self.mapping(values, *at, "values").items()},
            self._one_of(Rule, data.get("rule", Rule.ONLY.value), Rule.ONLY, (*at, "rule")),
            str(data.get("weight", "")),
            str(data.get("missing", "")),
            str(data.get("unsure", "")),
        )

    def _times(self, value: Json, at: tuple[str, ...]) -> Decimal:
        try:
            return Decimal(str(value))
        except InvalidOperation:
            self.problem("not_a_number", (*at, "times"), str(value))
            return Decimal(1)

    def _one_of(self, kind: Any, value: Json, usual: Any, at: tuple[str, ...]) -> Any:
        known = {one.value: one for one in kind}
        if str(value) not in known:
            self.unknown(at[-1], value, list(known), *at)
        return known.get(str(value), usual)

    def _month(self, key: str) -> str:
        return str(self.document.data.get(key, "") or "")


def _listed(value: Json) -> list[Json]:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list) else [value]
