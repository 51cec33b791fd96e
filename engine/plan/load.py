"""From a plan file to a Plan, or to a list of everything that is wrong with it, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from keyword import iskeyword
from pathlib import Path
from typing import Any, overload

from engine.calendar import Every
from engine.formula import (
    CALENDAR,
    CONDITION,
    NUMBER,
    PERSON,
    Checked,
    Choice,
    FormulaError,
    Kind,
    Node,
    Record,
    Symbol,
    check,
    names_in,
    parse,
)
from engine.plan.parameter import Parameter
from engine.plan.persona_years import absent_months, year
from engine.plan.schema import (
    COLUMN_KINDS,
    OWN_SOURCE,
    ROLES,
    TENURE,
    AddsUp,
    Column,
    Curve,
    Line,
    Persona,
    Plan,
    Source,
)
from engine.plan.shapes import FIGURE_KEYS, Keyed, shape_of
from engine.text import LANGUAGES, Problem, Refused, Text, nearest
from engine.yaml_files import DATA, Document, is_number, plain_json

SHELVES = (DATA / "plans", DATA / "samples")

_PLAN_KEYS = (
    *("id", "title", "summary", "source", "not_modelled"),
    *("facts", "parameters", "adds_up", "lines", "curve", "personas"),
)
_COLUMN_KEYS = ["kind", "label", "values", "above", "range", "whole"]
_PARAMETER_KEYS = (
    *FIGURE_KEYS,
    *("by", "of", "of_unit", "unit", "min", "max", "step", "whole", "no_limit"),
    *("provenance", "label", "note", "not_used"),
)
_LINE_KEYS = (*ROLES, "every", "label", "unit", "values")
_PERSONA_KEYS = ("name", "story", "absent", "facts")
_PROVENANCE = ("source", "assumption")
UNREAD = ("unused_parameter", "used_after_all")
"""Problems with what a plan declares beside its pay, which is the same without them."""


def catalogue() -> tuple[str, ...]:
    """Ids of the plans that come with Paycurve: those of the source documents."""
    return tuple(sorted(path.stem for path in SHELVES[0].glob("*.yaml")))


def samples() -> tuple[str, ...]:
    """Ids of the small sample plans."""
    return tuple(sorted(path.stem for path in SHELVES[1].glob("*.yaml")))


def load_plan(plan: str | Path) -> Plan:
    """A plan by id or by the path of its file. Raises Refused with all its problems."""
    path = Path(plan)
    if path.suffix not in (".yaml", ".yml"):
        for shelf in SHELVES:
            candidate = shelf / f"{plan}.yaml"
            if candidate.exists():
                return _load(candidate, candidate.stat().st_mtime_ns)
        known = (*catalogue(), *samples())
        close = nearest(str(plan), known)
        key = "unknown_plan" if close else "unknown_plan_bare"
        raise Refused(
            [Problem(key, {"nearest": close, "known": ", ".join(known)}, value=str(plan))]
        )
    return build(Document.read(path))


@cache
def _load(path: Path, modified: int) -> Plan:
    return build(Document.read(path))


def build(document: Document) -> Plan:
    """The plan a document describes. Raises Refused with all its problems."""
    plan, found = survey(document)
    if found:
        raise Refused(found)
    return plan


def survey(document: Document) -> tuple[Plan, list[Problem]]:
    """The plan a document describes and all that is wrong with it; with problems, the plan is only
    what of it is sound, to be shown and never to be worked with."""
    builder = _Builder(document)
    plan = builder.plan()
    if not builder.found:
        return plan, []
    wrong = {problem.column.split(".")[0] for problem in builder.found}
    wrong -= {problem.column for problem in builder.found if problem.key in UNREAD}
    sound = {name: p for name, p in plan.parameters.items() if name not in wrong}
    sums = tuple(rule for rule in plan.adds_up if all(n in sound for n in rule.parameters))
    return replace(plan, parameters=sound, adds_up=sums), builder.found


@dataclass
class _Builder:
    document: Document
    found: list[Problem] = field(default_factory=list)

    def plan(self) -> Plan:
        data = self.document.data
        self._known_keys(data, _PLAN_KEYS)
        facts = {k: self._column(k, v) for k, v in self._section("facts")}
        parameters = {
            k: p for k, v in self._section("parameters") if (p := self._parameter(k, v, facts))
        }
        self._one_meaning(facts, parameters)
        lines = self._lines(facts, parameters)
        self._all_used(parameters, lines)
        plan = Plan(
            id=str(data.get("id") or ""),
            title=self._text(data.get("title"), "title"),
            summary=self._text(data.get("summary", {"en": "", "zh": ""}), "summary"),
            source=self._source(),
            not_modelled=tuple(
                self._text(item, "not_modelled") for item in self._list("not_modelled")
            ),
            facts=facts,
            parameters=parameters,
            lines=lines,
            adds_up=self._adds_up(parameters),
            curve=self._curve(facts),
            personas=self._personas(facts),
            file=self.document.file,
            data=plain_json(data),
        )
        if not plan.id:
            self._problem("missing_key", ("id",), key="id")
        if not any(line.paid for line in lines.values()) and not self.found:
            self._problem("no_pay_line", ("lines",))
        return plan

    # -- pieces -----------------------------------------------------------------------------

    def _column(self, name: str, data: Mapping[str, Any]) -> Column:
        path = ("facts", name)
        self._known_keys(data, _COLUMN_KEYS, *path)
        kind = data.get("kind")
        if kind not in COLUMN_KINDS:
            self._choice("kind", kind, COLUMN_KINDS, *path)
        if kind == "tenure" and name != TENURE:
            self._choice("kind: tenure", name, (TENURE,), *path)
        values = data.get("values") or {}
        if isinstance(values, list):
            values = {str(v): {"en": str(v), "zh": str(v)} for v in values}
        values = self._mapping(values, *path, "values")
        if kind == "category" and not values:
            self._problem("missing_key", path, key="values")
        limits = self._limits(data, *path)
        return Column(
            id=name,
            kind=str(kind),
            label=self._text(data.get("label"), *path, "label"),
            values={str(k): self._text(v, *path, "values", str(k)) for k, v in values.items()},
            above=self._number(data, "above", *path),
            range=limits,
            whole=bool(data.get("whole", False)),
        )

    def _parameter(
        self, name: str, data: Mapping[str, Any], facts: Mapping[str, Column]
    ) -> Parameter | None:
        path = ("parameters", name)
        self._known_keys(data, _PARAMETER_KEYS, *path)
        given = [key for key in FIGURE_KEYS if key in data]
        if len(given) != 1:
            self._problem("one_figure", path, keys=", ".join(FIGURE_KEYS))
            return None
        figures = plain_json(data[given[0]])
        value = shape_of(given[0], figures).read(figures)
        by = None if data.get("by") is None else str(data["by"])
        keys: tuple[str, ...] | None = None
        if isinstance(value, Keyed):
            if by is None:
                keys = value.keys if isinstance(figures, Mapping) else None
            elif by in facts and facts[by].kind == "category":
                keys = tuple(facts[by].values)
                for key in value.keys:
                    if key not in keys:
                        self._problem(
                            "unknown_value",
                            (*path, given[0]),
                            value=key,
                            nearest=nearest(key, keys) or next(iter(keys), ""),
                            values=", ".join(keys),
                        )
            else:
                categories = [c.id for c in facts.values() if c.kind == "category"]
                self._choice("by", by, categories, *path)
        if data.get("provenance") not in _PROVENANCE:
            self._choice("provenance", data.get("provenance"), _PROVENANCE, *path)
        parameter = Parameter(
            id=name,
            value=value,
            label=self._text(data.get("label"), *path, "label"),
            unit=str(data.get("unit") or ""),
            provenance=str(data.get("provenance") or ""),
            by=by,
            keys=keys,
            of=self._optional_text(data.get("of"), *path, "of"),
            of_unit=str(data.get("of_unit") or ""),
            min=self._number(data, "min", *path),
            max=self._number(data, "max", *path),
            step=self._number(data, "step", *path),
            whole=bool(data.get("whole", False)),
            no_limit=bool(data.get("no_limit", False)),
            note=self._optional_text(data.get("note"), *path, "note"),
            not_used=self._optional_text(data.get("not_used"), *path, "not_used"),
        )
        for problem in value.problems(figures, parameter):
            self._placed(problem, problem.column, *path)
        return parameter

    def _lines(
        self, facts: Mapping[str, Column], parameters: Mapping[str, Parameter]
    ) -> dict[str, Line]:
        raw = {name: data for name, data in self._section("lines")}
        trees: dict[str, tuple[str, str, Node, Every]] = {}
        for name, data in raw.items():
            path = ("lines", name)
            self._known_keys(data, _LINE_KEYS, *path)
            roles = [role for role in ROLES if role in data]
            every = str(data.get("every", "month")).upper()
            if every not in Every.__members__:
                cycles = [e.key for e in Every]
                self._choice("every", data.get("every"), cycles, *path)
                continue
            if len(roles) != 1:
                self._problem("one_role", path, roles=", ".join(ROLES))
                continue
            text = str(data[roles[0]])
            try:
                trees[name] = (roles[0], text, parse(text), Every[every])
            except FormulaError as error:
                self._formula_problem(name, roles[0], text, error)
        order = self._ordered({name: t[2] for name, t in trees.items()})
        scope = symbols(facts, parameters)
        lines: dict[str, Line] = {}
        for name in order:
            role, text, tree, every_ = trees[name]
            if any(read in raw and read not in lines for read in names_in(tree)):
                continue  # it reads a line that is itself at fault; mend that one first
            try:
                checked = check(text, tree, scope, every_)
                self._result_kind(name, role, checked)
            except FormulaError as error:
                self._formula_problem(name, role, text, error)
                continue
            label = self._text(raw[name].get("label"), "lines", name, "label")
            unit = str(raw[name].get("unit") or "")
            values = self._line_values(name, raw[name], checked)
            lines[name] = Line(name, role, checked, every_, label, unit, values)
            scope[name] = Symbol(checked.kind, "line", every_, role == "pay")
        return {name: lines[name] for name in raw if name in lines}

    def _line_values(self, name: str, data: Mapping[str, Any], checked: Checked) -> dict[str, Text]:
        """Labels of the texts that a line can be: of all of them, or of none."""
        path = ("lines", name, "values")
        labels = self._mapping(data.get("values") or {}, *path)
        kind = checked.kind
        if labels and not isinstance(kind, Choice):
            self._choice("key", "values", _LINE_KEYS[:-1], *path)
            return {}
        known = (kind.values or ()) if isinstance(kind, Choice) else ()
        for value in labels:
            if value not in known:
                self._choice("value", value, known, *path)
        for value in known if labels else ():
            if value not in labels:
                self._problem("missing_key", path, key=value)
        return {str(k): self._text(v, *path, str(k)) for k, v in labels.items()}

    def _result_kind(self, name: str, role: str, checked: Checked) -> None:
        kind = checked.kind
        fits = kind == NUMBER
        if role == "measure":
            fits = fits or isinstance(kind, Choice)
        elif role == "working":
            fits = fits or kind == CONDITION or isinstance(kind, Choice | Record)
        if role == "measure" and isinstance(kind, Choice) and kind.values is None:
            raise FormulaError("open_category", checked.tree)
        if not fits:
            raise FormulaError("line_kind", checked.tree, line=name, found=kind.name, role=role)

    def _ordered(self, trees: Mapping[str, Node]) -> list[str]:
        """Lines after those they read; a circle is a problem that names its members."""
        done: dict[str, None] = {}
        open_: list[str] = []

        def visit(name: str) -> None:
            if name in done:
                return
            if name in open_:
                circle = [*open_[open_.index(name) :], name]
                self._problem("circle", ("lines", name), circle=" → ".join(circle))
                return
            open_.append(name)
            for read in names_in(trees[name]):
                if read in trees:
                    visit(read)
            open_.pop()
            done[name] = None

        for name in trees:
            visit(name)
        return list(done)

    def _all_used(self, parameters: Mapping[str, Parameter], lines: Mapping[str, Line]) -> None:
        if self.found:
            return
        read = {name for line in lines.values() for name in line.formula.reads}
        for parameter in parameters.values():
            if parameter.id not in read and parameter.not_used is None:
                self._problem("unused_parameter", ("parameters", parameter.id), name=parameter.id)
            if parameter.id in read and parameter.not_used is not None:
                self._problem("used_after_all", ("parameters", parameter.id), name=parameter.id)

    def _one_meaning(
        self, facts: Mapping[str, Column], parameters: Mapping[str, Parameter]
    ) -> None:
        lines = [name for name, _ in self._section("lines")]
        seen: dict[str, str] = dict.fromkeys(CALENDAR, "calendar")
        for section, names in (("facts", facts), ("parameters", parameters), ("lines", lines)):
            for name in names:
                if not name.isidentifier() or iskeyword(name):
                    self._problem("bad_name", (section, name), name=name)
                if name in seen:
                    self._problem("two_meanings", (section, name), name=name, other=seen[name])
                seen[name] = section

    def _adds_up(self, parameters: Mapping[str, Parameter]) -> tuple[AddsUp, ...]:
        groups = []
        for item in self._list("adds_up"):
            group = self._mapping(item, "adds_up")
            named = group.get("parameters")
            names = tuple(str(n) for n in named) if isinstance(named, list) else ()
            if not names:
                self._problem("missing_key", ("adds_up",), key="parameters")
            for name in names:
                if name not in parameters or not parameters[name].value.addable:
                    self._choice("adds_up", name, list(parameters), "adds_up")
            groups.append(AddsUp(names, self._number(group, "to", "adds_up", default=1.0)))
        return tuple(groups)

    def _curve(self, facts: Mapping[str, Column]) -> Curve | None:
        if self.document.data.get("curve") is None:
            return None
        data = self._mapping(self.document.data["curve"], "curve")
        numbers = [c.id for c in facts.values() if c.is_number]
        for key in ("move", "against", "rising_from"):
            if data.get(key) is not None and data[key] not in numbers:
                self._choice(key, data[key], numbers, "curve", key)
        if data.get("move") is None:
            self._problem("missing_key", ("curve",), key="move")
        who = self._mapping(data.get("who") or {}, "curve", "who")
        categories = {c.id: tuple(c.values) for c in facts.values() if c.kind == "category"}
        for name, value in who.items():
            if name not in categories:
                self._choice("who", name, tuple(categories), "curve", "who", str(name))
            elif value not in categories[name]:
                self._choice(name, value, categories[name], "curve", "who", name)
        return Curve(
            move=str(data.get("move")),
            label=self._text(data.get("label"), "curve", "label"),
            start=self._number(data, "from", "curve", default=0.0),
            stop=self._number(data, "to", "curve", default=1.0),
            months=int(self._number(data, "months", "curve", default=1.0)),
            against=None if data.get("against") is None else str(data["against"]),
            rising_from=None if data.get("rising_from") is None else str(data["rising_from"]),
            who={str(k): str(v) for k, v in who.items()},
        )

    def _personas(self, facts: Mapping[str, Column]) -> dict[str, Persona]:
        entries = self._section("personas")
        ids = [name for name, _ in entries]
        return {name: self._persona(name, data, facts, ids) for name, data in entries}

    def _persona(
        self, name: str, data: Mapping[str, Any], facts: Mapping[str, Column], ids: list[str]
    ) -> Persona:
        path = ("personas", name)
        if not name.isidentifier():
            self._problem("persona_id", path, name=name)
        self._known_keys(data, _PERSONA_KEYS, *path)
        absent, found = absent_months(plain_json(data.get("absent", [])))
        for problem in found:
            self._placed(problem, f"{name}.absent", *path, "absent")
        given = self._mapping(data.get("facts") or {}, *path, "facts")
        if given:
            self._columns_given(given, facts, *path, "facts")
        elif facts and not data.get("facts"):
            self._problem("missing_key", path, key="facts")
        cells = {}
        for column in facts.values():
            if column.id in given and column.kind in COLUMN_KINDS:
                value = plain_json(given[column.id])
                cells[column.id], found = year(value, column, absent, name, ids)
                for problem in found:
                    where = f"{name}.{column.id}"
                    self._placed(problem, where, *path, "facts", column.id)
        return Persona(
            id=name,
            name=self._text(data.get("name"), *path, "name"),
            story=self._text(data.get("story"), *path, "story"),
            absent=absent,
            facts=cells,
        )

    def _columns_given(
        self, given: Mapping[str, Any], facts: Mapping[str, Column], *path: str
    ) -> None:
        """Complains of columns the plan does not have, and of its own that are missing."""
        unknown = [str(name) for name in given if name not in facts]
        for name in unknown:
            self._choice("column", name, tuple(facts), *path, name)
        for name in facts:
            if name not in given and not nearest(name, unknown):
                said = {"column": name, "found": ", ".join(map(str, given))}
                self._problem("missing_column_bare", path, **said)

    def _source(self) -> Source:
        data = self._mapping(self.document.data.get("source") or {}, "source")
        document = str(data.get("document") or OWN_SOURCE)
        return Source(document, self._text(data.get("note"), "source", "note"))

    # -- reading and complaining ------------------------------------------------------------

    def _section(self, name: str) -> list[tuple[str, Mapping[str, Any]]]:
        section = self.document.data.get(name) or {}
        if not isinstance(section, Mapping):
            self._problem("not_entries", (name,), key=name)
            return []
        entries = []
        for key, data in section.items():
            if isinstance(data, Mapping):
                entries.append((str(key), data))
            else:
                self._problem("not_entries", (name, str(key)), key=str(key))
        return entries

    def _mapping(self, data: Any, *path: str) -> Mapping[str, Any]:
        if isinstance(data, Mapping):
            return data
        self._problem("not_entries", path, key=path[-1])
        return {}

    def _list(self, name: str) -> list[Any]:
        data = self.document.data.get(name) or []
        if isinstance(data, list):
            return data
        self._problem("not_entries", (name,), key=name)
        return []

    @overload
    def _number(self, data: Mapping[str, Any], key: str, *path: str) -> float | None: ...
    @overload
    def _number(self, data: Mapping[str, Any], key: str, *path: str, default: float) -> float: ...
    def _number(
        self, data: Mapping[str, Any], key: str, *path: str, default: float | None = None
    ) -> float | None:
        value = data.get(key)
        if value is None or is_number(value):
            return default if value is None else float(value)
        place, name = self.document.line(*path, key), ".".join((*path[1:], key))
        self.found.append(
            Problem("parameter_number", {}, self.document.file, place, name, str(value))
        )
        return default

    def _limits(self, data: Mapping[str, Any], *path: str) -> tuple[float, float] | None:
        limits = data.get("range")
        if limits is None:
            return None
        if not isinstance(limits, list) or len(limits) != 2:
            limits = [limits, limits]
        ends = {"low": limits[0], "high": limits[1]}
        low, high = (self._number(ends, end, *path) for end in ends)
        return None if low is None or high is None else (low, high)

    def _text(self, data: Any, *path: str) -> Text:
        found = self._optional_text(data, *path)
        if found is None:
            self._problem("missing_key", path, key=path[-1])
            return dict.fromkeys(LANGUAGES, "")
        return found

    def _optional_text(self, data: Any, *path: str) -> Text | None:
        if data is None:
            return None
        if not isinstance(data, Mapping) or any(language not in data for language in LANGUAGES):
            self._problem("two_languages", path, key=path[-1])
            return dict.fromkeys(LANGUAGES, str(data))
        return {language: str(data[language]) for language in LANGUAGES}

    def _known_keys(self, data: Mapping[str, Any], known: Sequence[str], *path: str) -> None:
        for key in data:
            if key not in known:
                self._choice("key", key, known, *path, str(key))

    def _choice(self, what: str, value: Any, known: Sequence[str], *path: str) -> None:
        self._problem(
            "not_one_of",
            path,
            what=what,
            found=str(plain_json(value)),
            nearest=nearest(str(value), known) or next(iter(known), ""),
            known=", ".join(known),
        )

    def _problem(self, key: str, path: tuple[str, ...], /, **values: object) -> None:
        self.found.append(
            Problem(key, values, self.document.file, self.document.line(*path), ".".join(path[1:]))
        )

    def _placed(self, problem: Problem, column: str, *path: str) -> None:
        """Adds a problem found in a value that stands at a path."""
        line = self.document.line(*path)
        self.found.append(replace(problem, file=self.document.file, line=line, column=column))

    def _formula_problem(self, name: str, role: str, text: str, error: FormulaError) -> None:
        self.found.append(
            formula_problem(
                error, text, self.document.file, self.document.line("lines", name, role), name
            )
        )


def formula_problem(
    error: FormulaError, text: str, file: str = "", line: int | None = None, name: str = ""
) -> Problem:
    """A formula's error as a problem whose excerpt points at the character."""
    start = text.rfind("\n", 0, error.at) + 1
    stop = text.find("\n", error.at)
    shown = text[start : len(text) if stop < 0 else stop]
    caret = " " * (error.at - start) + "^" * max(1, min(error.end - error.at, len(shown)))
    key = error.key
    if error.values.get("nearest") == "":
        key += "_bare"
    excerpt = f"    {shown}\n    {caret}"
    return Problem(key, error.values, file, line, name, excerpt=excerpt, span=(error.at, error.end))


def symbols(facts: Mapping[str, Column], parameters: Mapping[str, Parameter]) -> dict[str, Symbol]:
    """The names formulas may use besides lines."""
    scope: dict[str, Symbol] = {}
    for column in facts.values():
        positive = column.above is not None and column.above >= 0
        scope[column.id] = Symbol(_column_kind(column), "fact", positive=positive)
    for parameter in parameters.values():
        low = parameter.min
        scope[parameter.id] = Symbol(
            parameter.value.kind(parameter.keys),
            "parameter",
            positive=low is not None and low > 0,
            not_negative=low is not None and low >= 0,
        )
    return scope


def _column_kind(column: Column) -> Kind:
    match column.kind:
        case "category":
            return Choice(values=tuple(column.values))
        case "group":
            return Choice(values=None)
        case "person":
            return PERSON
    return NUMBER
