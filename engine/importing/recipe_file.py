"""A recipe as a YAML file: written to be read, checked when it is read."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from engine.importing.recipe import FORMAT, Dates, Recipe, Rule, Source, TableKeys, Turn
from engine.text import Refused
from engine.yaml_files import Document, Json, Reader

TABLE_KEYS = (
    *("employee", "month", "through", "or_by", "fill_down", "stay_blank", "ids", "apart", "blank"),
    *("unlinked", "twice", "states", "currencies", "unsure"),
)
DATE_KEYS = ("column", "year", "day_first", "constant", "values", "file", "reading", "told")
SOURCE_KEYS = (
    *("table", "column", "columns", "constant", "by", "times", "values", "rule", "weight"),
    *("missing", "unread", "mark", "blanks", "cells", "unsure", "through", "less"),
)
LISTS_OF_TURN = ("kept", "named", "values", "fill_down")
TURN_KEYS = ("outline", *LISTS_OF_TURN, "unsure")
KEYS = (
    *("format", "plan", "turned", "tables", "columns", "further", "first", "last", "gaps"),
    "left_out",
)


def recipe_text(recipe: Recipe) -> str:
    """The recipe as YAML; what stands at its usual value is left out."""
    return Document.holding(recipe_json(recipe), "").text()


def recipe_json(recipe: Recipe) -> dict[str, Any]:
    """The recipe as plain entries."""
    return _filled(
        {
            "format": FORMAT,
            "plan": recipe.plan,
            "first": recipe.first,
            "last": recipe.last,
            "gaps": list(recipe.gaps),
            "left_out": list(recipe.left_out),
            "turned": {name: _turn_json(turn) for name, turn in recipe.turned.items()},
            "tables": {name: _table_json(keys) for name, keys in recipe.tables.items()},
            "columns": {fact: _source_json(source) for fact, source in recipe.sources.items()},
            "further": {name: _source_json(source) for name, source in recipe.further.items()},
        }
    )


def read_recipe(path: Path) -> Recipe:
    """The recipe of a file. Raises Refused with every problem and its line."""
    return _RecipeReader(Document.read(path)).recipe()


def recipe_of(text: str, file: str = "") -> Recipe:
    """The recipe of a text in YAML. Raises Refused with every problem and its line."""
    return _RecipeReader(Document(text, file)).recipe()


def _turn_json(turn: Turn) -> dict[str, Any]:
    listed = {key: list(getattr(turn, key)) for key in LISTS_OF_TURN}
    return _filled({"outline": turn.outline, **listed, "unsure": turn.unsure or None})


def _table_json(keys: TableKeys) -> dict[str, Any]:
    return _filled(
        {
            "employee": keys.employee,
            "through": list(keys.through or ()),
            "or_by": keys.or_by,
            "ids": dict(keys.ids),
            "apart": dict(keys.apart),
            "month": _dates_json(keys.month) if keys.month else None,
            "fill_down": list(keys.fill_down),
            "stay_blank": list(keys.stay_blank),
            "blank": keys.blank,
            "unlinked": keys.unlinked,
            "twice": keys.twice,
            "states": {heading: dict(of) for heading, of in keys.states.items()},
            "currencies": keys.currencies,
            "unsure": keys.unsure,
        }
    )


def _dates_json(month: Dates) -> dict[str, Any]:
    return _filled(
        {
            "column": month.column,
            "constant": month.constant,
            "year": month.year,
            "told": month.told,
            "file": month.file,
            "day_first": month.day_first,
            "reading": month.reading,
            "values": dict(month.values),
        }
    )


def _source_json(source: Source) -> dict[str, Any]:
    several = len(source.columns) > 1
    cells: dict[str, dict[str, str]] = {}
    for (employee, month), value in source.cells.items():
        cells.setdefault(employee, {})[month] = value
    return _filled(
        {
            "table": source.table,
            "column": "" if several or not source.columns else source.columns[0],
            "columns": list(source.columns) if several else None,
            "constant": source.constant,
            "by": source.by,
            "times": None if source.times is None else _number(source.times),
            "values": dict(source.values),
            "rule": "" if source.rule is None else source.rule.value,
            "weight": source.weight,
            "missing": source.missing,
            "unread": source.unread,
            "mark": source.mark,
            "blanks": source.blanks,
            "cells": cells,
            "unsure": source.unsure,
            "through": list(source.through),
            "less": source.less,
        }
    )


def _number(value: Fraction) -> int | str:
    return int(value) if value.denominator == 1 else str(value)


def _filled(entries: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entries.items() if value not in (None, "", [], {})}


class _RecipeReader(Reader):
    """Reads a recipe; every entry that does not fit is a problem with its line."""

    def recipe(self) -> Recipe:
        data = self.document.data
        written = data.get("format", 1)
        if not isinstance(written, int) or not 1 <= written <= FORMAT:
            self.problem("recipe_format", ("format",), str(written), most=FORMAT)
            raise Refused(self.found)
        self.known_keys(data, KEYS)
        tables = {
            name: self._table(name, self.mapping(entry, "tables", name))
            for name, entry in self.section("tables")
        }
        sources, further = (
            {
                name: self._source((part, name), self.mapping(entry, part, name))
                for name, entry in self.section(part)
            }
            for part in ("columns", "further")
        )
        first, last = self._month("first"), self._month("last")
        gaps = tuple(_text(month) for month in _listed(data.get("gaps")))
        turned = {
            name: self._turn(name, self.mapping(entry or {}, "turned", name))
            for name, entry in self.section("turned")
        }
        plan = str(data.get("plan", ""))
        left = tuple(_text(name) for name in _listed(data.get("left_out")))
        recipe = Recipe(plan, tables, sources, first, last, further, gaps, turned, left)
        if self.found:
            raise Refused(self.found)
        return recipe

    def _turn(self, name: str, data: Mapping[str, Json]) -> Turn:
        self.known_keys(data, TURN_KEYS, "turned", name)
        kept, named, values, fill_down = (
            tuple(_text(part) for part in _listed(data.get(key))) for key in LISTS_OF_TURN
        )
        unsure, outline = data.get("unsure") is True, _text(data.get("outline"))
        return Turn(kept, named, values, fill_down, unsure, outline)

    def _table(self, name: str, data: Mapping[str, Json]) -> TableKeys:
        at = ("tables", name)
        of_first = ("void",) if self.document.data.get("format", 1) == 1 else ()
        self.known_keys(data, (*TABLE_KEYS, *of_first), *at)
        if not data.get("employee"):
            self.problem("missing_key", at, key="employee")
        through = [_text(part) for part in _listed(data.get("through"))]
        if len(through) not in (0, 3):
            self.problem("recipe_through", (*at, "through"), str(through))
        return TableKeys(
            _text(data.get("employee")),
            self._dates(data.get("month"), at),
            (through[0], through[1], through[2]) if len(through) == 3 else None,
            _text(data.get("or_by")),
            tuple(_text(part) for part in _listed(data.get("fill_down"))),
            tuple(_text(part) for part in _listed(data.get("stay_blank"))),
            self._texts(data.get("ids"), *at, "ids"),
            self._texts(data.get("apart"), *at, "apart"),
            _text(data.get("blank")),
            _text(data.get("unlinked")),
            _text(data.get("twice")),
            {
                heading: self._texts(of, *at, "states", heading)
                for heading, of in self.mapping(data.get("states") or {}, *at, "states").items()
            },
            _text(data.get("currencies")),
            _text(data.get("unsure")),
        )

    def _dates(self, data: Json, at: tuple[str, ...]) -> Dates | None:
        if data is None:
            return None
        entries = self.mapping(data, *at, "month")
        self.known_keys(entries, DATE_KEYS, *at, "month")
        year, day_first = entries.get("year"), entries.get("day_first")
        told = entries.get("told")
        return Dates(
            _text(entries.get("column")),
            year if isinstance(year, int) else None,
            day_first if isinstance(day_first, bool) else None,
            _text(entries.get("constant")),
            self._texts(entries.get("values"), *at, "month", "values"),
            _text(entries.get("file")),
            _text(entries.get("reading")),
            told if isinstance(told, int) else None,
        )

    def _source(self, at: tuple[str, str], data: Mapping[str, Json]) -> Source:
        self.known_keys(data, SOURCE_KEYS, *at)
        named = data.get("columns", data.get("column"))
        rule, times = data.get("rule"), data.get("times")
        through = tuple(_text(part) for part in _listed(data.get("through")))
        if 0 < len(through) < 3:
            self.problem("recipe_through", (*at, "through"), str(through))
        cells = {
            (employee, month): value
            for employee, of in self.mapping(data.get("cells") or {}, *at, "cells").items()
            for month, value in self._texts(of, *at, "cells", str(employee)).items()
        }
        return Source(
            _text(data.get("table")),
            tuple(_text(part) for part in _listed(named)),
            _text(data.get("constant")),
            _text(data.get("by")),
            None if times is None else self._times(times, at),
            self._texts(data.get("values"), *at, "values"),
            None if rule is None else self._one_of(Rule, rule, Rule.ONLY, (*at, "rule")),
            _text(data.get("weight")),
            _text(data.get("missing")),
            _text(data.get("unread")),
            _text(data.get("mark")),
            _text(data.get("blanks")),
            cells,
            _text(data.get("unsure")),
            through,
            _text(data.get("less")),
        )

    def _texts(self, data: Json, *at: str) -> dict[str, str]:
        return {_text(k): _text(v) for k, v in self.mapping(data or {}, *at).items()}

    def _times(self, value: Json, at: tuple[str, ...]) -> Fraction:
        try:
            times = Fraction(str(value).replace(" ", ""))
        except (ValueError, ZeroDivisionError):
            times = Fraction(0)
        if times <= 0:
            self.problem("recipe_times", (*at, "times"), str(value))
        return times

    def _one_of(self, kind: Any, value: Json, usual: Any, at: tuple[str, ...]) -> Any:
        known = {one.value: one for one in kind}
        if str(value) not in known:
            self.unknown(at[-1], value, list(known), *at)
        return known.get(str(value), usual)

    def _month(self, key: str) -> str:
        return _text(self.document.data.get(key))


def _text(value: Json) -> str:
    """A value as it may be typed: a number or yes and no without quotation marks."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _listed(value: Json) -> list[Json]:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list) else [value]
