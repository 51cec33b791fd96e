"""One figure of a company that may be moved: which cells of a parameter, and on which steps."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from engine.companies import Company, unknown_unit
from engine.plan import Parameter, Plan, shapes, sum_rules, unknown_parameter
from engine.text import Phrases, Problem, Refused, Text, in_each_language, quantity
from engine.yaml_files import Json, is_number

phrase = Phrases("solve")

Path = tuple[str | int, ...]
"""Where a cell stands in a parameter's JSON; () is the whole value."""
Cell = tuple[str, str, Path]
"""A cell: its unit, its parameter, and where it stands there."""

MOST_STEPS = 100_000
"""A figure has no more steps than these."""
DECIMALS = 9
_SHARE_STEP, _WHOLE_STEP = 0.01, 1.0
_FINE = 50
"""Breakpoints of amounts move by about so small a part of themselves."""


@dataclass(frozen=True)
class Movable:
    """A figure of `unit` that may be moved from `low` to `high` by `step`. `paths` are its cells in
    the JSON of the parameter: where there are several, they all move by the same amount, which then
    is what is moved, from `low` below their own figures to `high` above. `against` is a cell of the
    same unit, by parameter and path, that moves by the opposite amount, so that what has to add up
    does."""

    unit: str
    parameter: str
    paths: tuple[Path, ...]
    low: float
    high: float
    step: float
    against: tuple[str, Path] | None = None

    @property
    def own_cells(self) -> tuple[Cell, ...]:
        """The cells that move, but for the one that moves against them."""
        return tuple((self.unit, self.parameter, path) for path in self.paths)

    @property
    def against_cell(self) -> Cell | None:
        """The cell that moves by the opposite amount."""
        return None if self.against is None else (self.unit, *self.against)

    @cached_property
    def count(self) -> int:
        """How many steps there are from the lowest figure to the highest."""
        return math.floor((self.high - self.low) / self.step + 1e-6) + 1

    @property
    def moves_together(self) -> bool:
        """Whether several cells move by the same amount."""
        return len(self.paths) > 1

    def amount(self, place: int) -> float:
        """The figure at a step, or by how much the figures move."""
        return round(self.low + place * self.step, DECIMALS)

    def own(self, company: Company) -> float:
        """The figure that the company has, or 0 where several move together."""
        if self.moves_together:
            return 0.0
        return float(_cell(company.units[self.unit].plan.parameters[self.parameter].json, self))

    def amounts(self, company: Company) -> tuple[float, ...]:
        """The figures that may be tried, rising: the steps, and the company's own, which may lie
        between two of them or beyond."""
        steps = (self.amount(place) for place in range(self.count))
        return tuple(sorted({*steps, self.own(company)}))

    def values(self, company: Company, amount: float) -> dict[str, Json]:
        """The JSON of the parameters that another figure changes, all else as the company has
        it."""
        parameters = company.units[self.unit].plan.parameters
        found = {self.parameter: parameters[self.parameter].json}
        for path in self.paths:
            new = _at(found[self.parameter], path) + amount if self.moves_together else amount
            found[self.parameter] = _with(found[self.parameter], path, _like(new))
        if self.against is not None:
            other, path = self.against
            data = found.get(other, parameters[other].json)
            new = _at(data, path) - (amount - self.own(company))
            found[other] = _with(data, path, _like(new))
        return found

    def label(self, company: Company) -> Text:
        """What the figure is called: its parameter and where it stands in it, with the unit where
        there are several."""
        unit = company.units[self.unit]
        label = self._label(unit.plan)
        return phrase("of_unit", unit=unit.title, what=label) if len(company.units) > 1 else label

    def _label(self, plan: Plan) -> Text:
        parameter = plan.parameters[self.parameter]
        if self.moves_together:
            return phrase("all_of", label=parameter.label)
        label = _called(plan, parameter, self.paths[0])
        if self.against is None:
            return label
        other, path = self.against
        return phrase("against", label=label, other=_called(plan, plan.parameters[other], path))

    def unit_of(self, company: Company) -> str:
        """The unit in which the figure is, as parameters name theirs."""
        plan = company.units[self.unit].plan
        return _unit(plan, plan.parameters[self.parameter], self.paths[0])

    def said(self, company: Company, amount: float) -> Text:
        """A figure in words, with its unit."""
        unit = self.unit_of(company)
        if self.moves_together:
            sign = "+" if amount > 0 else ""
            return in_each_language(lambda language: sign + quantity(amount, unit, language))
        return in_each_language(lambda language: quantity(amount, unit, language))


def movables(company: Company, unit: str, parameter: str) -> tuple[Movable, ...]:
    """Every single figure of a parameter that may be moved, each within its usual bounds; those
    that have none are left out. Raises Refused for a unit or parameter that is not there."""
    found = []
    for path in _cells(_parameter(company, unit, parameter).value):
        try:
            found.append(movable(company, unit, parameter, path))
        except Refused:
            continue
    return tuple(found)


def movable(
    company: Company,
    unit: str,
    parameter: str,
    path: Path | None = None,
    low: float | None = None,
    high: float | None = None,
    step: float | None = None,
) -> Movable:
    """A figure of a company's unit. `path` is the cell; without one all figures of the parameter
    move together. Bounds and step are those of the parameter unless given; breakpoints lie between
    their neighbours. Raises Refused with all that does not fit."""
    declared = _parameter(company, unit, parameter)
    cells = tuple(_cells(declared.value))
    values = tuple(cell for cell in cells if _is_value(declared, cell))
    paths = (path,) if path is not None else values
    if not cells or (path is not None and path not in cells):
        named = [_named(cell) for cell in cells]
        key = "solve_no_cell" if cells else "solve_no_amount"
        said = {"label": declared.label, "known": tuple(named)}
        raise Refused([Problem(key, said, column=_column(unit, parameter, path))])
    usual = _usual(company, unit, declared, paths)
    given = (low, high, step)
    low, high, step = (
        one if one is not None else its for one, its in zip(given, usual, strict=True)
    )
    at = _column(unit, parameter, path)
    if low is None or high is None or step is None:
        raise Refused([Problem("solve_no_steps", {"label": declared.label}, column=at)])
    if given[0] is None:  # steps are round figures
        low = round(math.ceil(low / step - 1e-9) * step, DECIMALS)
    if not (step > 0 and low < high and math.isfinite(high - low)):
        raise Refused([Problem("solve_bounds", {"label": declared.label}, column=at)])
    if (high - low) / step >= MOST_STEPS:
        said = {"label": declared.label, "most": f"{MOST_STEPS:,}"}
        raise Refused([Problem("solve_many_steps", said, column=at)])
    against = _counterpart(company.units[unit].plan, declared, paths)
    return Movable(unit, parameter, paths, low, high, step, against)


def nearby(company: Company, move: Movable) -> Movable:
    """The same figure on its steps between half and twice what it is, within its bounds: what is
    proposed of a figure that may be moved far. Figures that move together keep their bounds."""
    own = move.own(company)
    if move.moves_together or own <= 0:
        return move
    steps = own / move.step
    low = max(round(math.ceil(steps / 2 - 1e-9) * move.step, DECIMALS), move.low)
    high = min(round(math.floor(steps * 2 + 1e-9) * move.step, DECIMALS), move.high)
    return replace(move, low=low, high=high) if low < high else move


def moved(company: Company, figures: Sequence[tuple[Movable, float]]) -> Company:
    """The company with other figures. Raises Refused where its plans do not take them."""
    for one, amount in figures:
        if amount != one.own(company):
            for parameter, value in one.values(company, amount).items():
                company = company.set(one.unit, parameter, value)
    return company


def cells_named(parameter: Parameter, names: Sequence[str]) -> Path:
    """The cell that is named by keys, places from 0 on, and what columns are called. It may not be
    there; see `movable`."""
    found: list[str | int] = []
    columns = {name: i for i, name in enumerate(_columns(parameter.value))}
    for place, name in enumerate(names):
        if place == 0 and name in parameter.value.keys:
            found.append(name)
        elif name.isascii() and name.isdigit():
            found.append(int(name))
        else:
            found.append(columns.get(name, name))
    return tuple(found)


def _parameter(company: Company, unit: str, parameter: str) -> Parameter:
    if unit not in company.units:
        raise Refused([unknown_unit(unit, tuple(company.units))])
    known = company.units[unit].plan.parameters
    if parameter not in known:
        raise Refused([unknown_parameter(parameter, known)])
    return known[parameter]


def _cells(value: shapes.Value) -> Iterator[Path]:
    """The cells of a value that hold a number."""
    return _numbers(value.json()) if value.rows() or value.addends() else iter(())


def _columns(value: shapes.Value) -> tuple[str, ...]:
    """What the figures of one row are called, in the order in which its JSON has them."""
    return tuple(name for name in value.columns if name != "key")


def _column_of(value: shapes.Value, path: Path) -> str:
    """What the column of a cell is called."""
    last = path[-1] if path else None
    return _columns(value)[last] if isinstance(last, int) else "value"


def _numbers(data: Json, at: Path = ()) -> Iterator[Path]:
    match data:
        case Mapping():
            for key, entry in data.items():
                yield from _numbers(entry, (*at, key))
        case list() | tuple():
            for i, entry in enumerate(data):
                yield from _numbers(entry, (*at, i))
        case _ if is_number(data):
            yield at


def _is_value(parameter: Parameter, path: Path) -> bool:
    """Whether a cell is a figure in the unit of the parameter, and no breakpoint, place or
    indicator."""
    value = parameter.value
    return not isinstance(value, shapes.Scorecard) and not _is_breakpoint(value, path)


def _is_breakpoint(value: shapes.Value, path: Path) -> bool:
    return _column_of(value, path) in ("from", "rank")


def _usual(
    company: Company, unit: str, parameter: Parameter, paths: tuple[Path, ...]
) -> tuple[float | None, float | None, float | None]:
    """Lowest and highest figure and step where nothing else is asked for."""
    low, high, step = parameter.min, parameter.max, parameter.step
    if len(paths) != 1:
        figures = [float(_at(parameter.json, path)) for path in paths]
        if low is None or high is None or not figures:
            return None, None, step
        return low - min(figures), high - max(figures), step
    if _is_value(parameter, paths[0]):
        return low, high, step
    if not _is_breakpoint(parameter.value, paths[0]):
        return None, None, None
    return between_neighbours(company.units[unit].plan, parameter, paths[0])


def between_neighbours(plan: Plan, parameter: Parameter, path: Path) -> tuple[float, float, float]:
    """The bounds and step of a breakpoint: from the one before it to the one behind it, the first
    and the last from half of itself to half as much again."""
    own = float(_at(parameter.json, path))
    *entry, place, _ = path
    pairs = _at(parameter.json, tuple(entry))
    assert isinstance(place, int)
    step = _breakpoint_step(plan, parameter, own)
    before = float(pairs[place - 1][0]) + step if place else min(own / 2, own)
    behind = float(pairs[place + 1][0]) - step if place + 1 < len(pairs) else max(own * 1.5, own)
    return before, behind, step


def _breakpoint_step(plan: Plan, parameter: Parameter, own: float) -> float:
    unit = parameter.of_unit
    if unit.startswith("share") or unit in ("factor", "weight"):
        return _SHARE_STEP
    if not unit.startswith("CNY") or own <= 0:
        return _WHOLE_STEP
    return float(10 ** max(math.floor(math.log10(own / _FINE)), 0))


def _counterpart(
    plan: Plan, parameter: Parameter, paths: tuple[Path, ...]
) -> tuple[str, Path] | None:
    """The cell that takes what a figure gives where figures have to add up and do: the largest of
    the others. Raises Refused where it is all of them that are to move."""
    addends = parameter.value.addends()
    for rule in plan.sums:
        if parameter.id not in rule.parameters or not sum_rules.holds(plan, rule):
            continue
        moving = {_addend(parameter, path) for path in paths} - {None}
        if not moving or len(paths) > 1:
            if len(paths) > 1 and addends:
                raise Refused(
                    [Problem("solve_sum", {"label": parameter.label}, column=parameter.id)]
                )
            continue
        others = [
            (figure, name, key)
            for name in rule.parameters
            for key, figure in plan.parameters[name].value.addends().items()
            if not (name == parameter.id and key in moving)
        ]
        if not others:
            raise Refused([Problem("solve_sum", {"label": parameter.label}, column=parameter.id)])
        _, name, key = max(others, key=lambda other: other[0])
        return name, _addend_path(plan.parameters[name], key)
    return None


def _addend(parameter: Parameter, path: Path) -> str | None:
    """The key under which a cell is part of a sum; None for one that is not."""
    key = str(path[0]) if path else ""
    held = key in parameter.value.addends()
    return key if held and path == _addend_path(parameter, key) else None


def _addend_path(parameter: Parameter, key: str) -> Path:
    """Where the figure stands that a key adds to a sum: the only one of its row, or the first."""
    if not key:
        return ()
    return (key,) if is_number(parameter.json[key]) else (key, 0)


def _called(plan: Plan, parameter: Parameter, path: Path) -> Text:
    where = _where(plan, parameter, path)
    return parameter.label if where is None else phrase("of", label=parameter.label, what=where)


def _where(plan: Plan, parameter: Parameter, path: Path) -> Text | None:
    """Where a cell stands in its parameter, in words; None for one that has nothing else."""
    if not path:
        return None
    parts: list[Text] = []
    rest = path
    if isinstance(path[0], str):
        parts.append(plan.key_label(parameter, path[0]))
        rest = path[1:]
    name = _column_of(parameter.value, path)
    if isinstance(parameter.value, shapes.Bands):
        parts.append(phrase(f"band_{name}"))
    elif isinstance(parameter.value, shapes.Scorecard):
        parts = [phrase(f"indicator_{name}", of=parts[0])]
    elif len(rest) == 2:
        start = _at(parameter.json, (*path[:-1], 0))
        of = in_each_language(lambda lang: quantity(start, parameter.of_unit, lang))
        parts.append(phrase("breakpoint" if rest[1] == 0 else "figure_from", start=of))
    return phrase.joined(parts)


def _unit(plan: Plan, parameter: Parameter, path: Path) -> str:
    """The unit of a cell."""
    key = path[0] if path and isinstance(path[0], str) else ""
    return plan.cell_unit(parameter, key, _column_of(parameter.value, path))


def _cell(data: Json, movable: Movable) -> float:
    return float(_at(data, movable.paths[0]))


def _at(data: Json, path: Path) -> Json:
    for key in path:
        data = data[key]
    return data


def _with(data: Json, path: Path, value: float) -> Json:
    """A copy of JSON with another figure at a cell."""
    if not path:
        return value
    key, *rest = path
    if isinstance(data, Mapping):
        return {k: _with(v, tuple(rest), value) if k == key else v for k, v in data.items()}
    return [_with(v, tuple(rest), value) if i == key else v for i, v in enumerate(data)]


def _like(amount: float) -> float:
    """A figure as files have it: whole ones without a fraction."""
    amount = round(amount, DECIMALS)
    return int(amount) if amount.is_integer() else amount


def _named(path: Path) -> str:
    return ".".join(map(str, path))


def _column(unit: str, parameter: str, path: Path | None) -> str:
    return ".".join((unit, parameter, *map(str, path or ())))
