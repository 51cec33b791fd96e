"""Gate, cap, floor and tiers of a line, put on and taken off with the figures they read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import permutations
from statistics import median
from typing import Any

from engine.drafting import formula_layers
from engine.drafting.draft import Draft
from engine.drafting.formula_layers import KINDS, SHAPES, WAYS, Layer
from engine.drafting.renaming import mentions
from engine.drafting.starting_figures import (
    one_figure,
    rounded,
    size_of,
    starting_figures,
    starts_of,
    whole,
)
from engine.formula import (
    NUMBER,
    Comparison,
    FormulaError,
    Logical,
    Membership,
    Not,
    TextLiteral,
    parse,
)
from engine.plan import FIGURE_KEYS, KIND_UNITS, ROLES, Edit, shapes
from engine.text import LANGUAGES, Phrases, Problem, Refused, Text
from engine.yaml_files import Json

MOST_RATIOS = 12
"""A plan with more pairs of columns has measures that say which of them matter."""
_words = Phrases("mechanic")
_NUMBERS = ("money", "share", "score", "count", "number", "tenure")
_DIVIDED = ("money", "count")
_NO_AMOUNT = (Comparison, Logical, Membership, Not, TextLiteral)
_SHAPES = {shape.shape: shape for shape in shapes.SHAPES}
_CAP, _FLOOR = 2, 0.2
"""Where a cap and a floor begin, as parts of what the line usually pays."""
_TIERS = {
    "slices": (0.01, 0.02, 0.03),
    "whole": (0.01, 0.02, 0.03),
    "extra": (0, 0.01, 0.02),
    "factor": (1, 1.2, 1.5),
}
"""What three tiers begin with; the first one holds from 0."""


@dataclass(frozen=True)
class Mechanic:
    """What a line has around its amount: `kind` is one of KINDS, `way` how it is written, `of`
    the formula that its figure is held against (nothing where that is the amount itself)."""

    kind: str
    way: str
    parameter: str
    of: str


@dataclass(frozen=True)
class Measure:
    """Something that a figure can be held against."""

    label: Text
    unit: str


def mechanics(draft: Draft, line: str) -> dict[str, Mechanic] | None:
    """What a line has, by kind; None where the line is no amount that could have any."""
    formula = _formula(draft, line)
    if not _is_amount(draft, line):
        return None
    found: dict[str, Mechanic] = {}
    for layer in formula_layers.layers(formula, _shapes(draft)):
        of = formula[slice(*layer.of)]
        found.setdefault(layer.kind, Mechanic(layer.kind, layer.way, layer.parameter, of))
    return found


def measures(draft: Draft, line: str = "") -> dict[str, Measure]:
    """What figures can be held against, by formula, and for a line without what reads it: shares
    that are measured first, then pairs of columns as ratios, then all else that is a number."""
    columns, lines = _columns(draft), _lines(draft)
    found: dict[str, Measure] = {}
    for name, entry in lines.items():
        unread = not _reads(lines, name, line)
        if unread and _role(entry) != "pay" and not entry.get("values"):
            found[name] = Measure(_label(entry, name), str(entry.get("unit") or ""))
    every = str(lines.get(line, {}).get("every", "month"))
    for a, b in _pairs(columns):
        label = _words("ratio", a=_label(columns[a], a), b=_label(columns[b], b))
        ratio = "ratio" if every == "month" else f"{every}_attainment"
        found[f"{ratio}({a}, {b})"] = Measure(_over(every, label), "share")
    for name, column in columns.items():
        if column.get("kind") not in _NUMBERS:
            continue
        measure = Measure(_label(column, name), _unit_of_column(column))
        if every != "month" and column.get("kind") != "tenure":
            total = "sum" if column.get("kind") in _DIVIDED else "mean"
            of_period = replace(measure, label=_over(every, measure.label))
            found[f"{every}_{total}({name})"] = of_period
        found[name] = measure
    return dict(sorted(found.items(), key=lambda item: _rank(item[0], item[1], lines)))


def _pairs(columns: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The pairs of columns of which the one can be measured by the other, if they are few."""
    kinds = [(name, c.get("kind")) for name, c in columns.items() if c.get("kind") in _DIVIDED]
    pairs = [(a, b) for (a, kind), (b, other) in permutations(kinds, 2) if kind == other]
    return pairs if len(pairs) <= MOST_RATIOS else []


def _over(every: str, label: Text) -> Text:
    """What something is called over the period of a line."""
    return label if every == "month" else _words(f"over_{every}", of=label)


def with_mechanic(
    draft: Draft, line: str, kind: str, way: str = "", of: str = "", usual: float | None = None
) -> Draft:
    """The draft with a gate, a cap, a floor or tiers on a line, and a new figure for it.

    `usual` is about what the line pays, where that is known. Refused where the line has one
    already, or is no amount.
    """
    has = mechanics(draft, line)
    if has is None or kind in has or kind not in KINDS:
        raise Refused([Problem("edit_misfit", {}, column=line, value=kind)])
    way = way or _usual_way(draft, line, kind)
    of = of or _usual_measure(draft, line, way)
    entry = _lines(draft)[line]
    name = draft.free_name(f"{line}_{way}")
    formula, shapes_now = _formula(draft, line), _shapes(draft)
    figures = _figures(draft, line, way, of, usual)
    label = _words(way, line=_label(entry, line))
    read = [p for p in draft.names("parameters") if mentions(formula, p)]
    figures |= {"provenance": "assumption", "label": dict(label)}
    added = draft.added("parameters", name, figures, after=read[-1] if read else "")
    new = formula_layers.put_on(formula, shapes_now, way, name, of)
    after = added.edited([Edit(("lines", line, _role(entry)), new)])
    if formula_layers.taken_off(new, _layer(after, line, kind)) != formula:
        raise Refused([Problem("edit_misfit", {}, column=line, value=kind)])
    return after


def without_mechanic(draft: Draft, line: str, kind: str) -> Draft:
    """The draft without the gate, cap, floor or tiers of a line; their figure goes, unless
    something else reads it."""
    layer = _layer(draft, line, kind)
    formula = formula_layers.taken_off(_formula(draft, line), layer)
    role = _role(_lines(draft)[line])
    after = draft.edited([Edit(("lines", line, role), formula)])
    try:
        return after.removed("parameters", layer.parameter)
    except Refused:  # something else reads it
        return after


def with_measure(draft: Draft, line: str, kind: str, of: str) -> Draft:
    """The draft with something else that a gate, or tiers, of a line are held against; its figures
    begin anew where they are in another unit."""
    layer, formula = _layer(draft, line, kind), _formula(draft, line)
    at, end = layer.of
    role = _role(_lines(draft)[line])
    edits = [Edit(("lines", line, role), formula[:at] + of + formula[end:])]
    known = measures(draft, line)
    before, now = known.get(formula[at:end]), known[of]
    own = _parameters(draft)[layer.parameter]
    if before is None or now.unit != before.unit:
        kept = {key: own[key] for key in ("provenance", "label") if key in own}
        new = {**_figures(draft, line, layer.way, of, None), **kept}
        edits.append(Edit(("parameters", layer.parameter), new))
    elif "of" in own:
        edits.append(Edit(("parameters", layer.parameter, "of"), dict(now.label)))
    return draft.edited(edits)


def is_empty(draft: Draft, line: str) -> bool:
    """Whether a line pays nothing yet."""
    return formula_layers.core(_formula(draft, line), _shapes(draft)) in ("", "0")


def with_amount(draft: Draft, line: str, of: str, is_rate: bool) -> Draft:
    """The draft with an amount in place of what an empty line pays, or a new rate of it."""
    measure, entry = measures(draft, line)[of], _lines(draft)[line]
    formula = of
    if is_rate:
        is_money = measure.unit.startswith("CNY")
        size = size_of(shapes.Tiers, "share") if is_money else size_of(shapes.Number, "CNY/piece")
        name = draft.free_name(f"{line}_rate")
        unit = "share" if is_money else "CNY/piece"
        ends = {"min": size.min, "max": size.max, "step": size.step}
        label = dict(_words("rate", line=_label(entry, line)))
        figure = {"value": size.usual, "unit": unit, **ends, "provenance": "assumption"}
        draft = draft.added("parameters", name, {**figure, "label": label})
        formula = f"{name} * {of}"
    return draft.edited([Edit(("lines", line, _role(entry)), formula)])


# -- what suits a line ---------------------------------------------------------------------------


def _usual_way(draft: Draft, line: str, kind: str) -> str:
    """Rates by slice for a bare amount, and a factor by what is reached for anything else."""
    if kind != "tiers":
        return WAYS[kind][0]
    core = formula_layers.core(_formula(draft, line), _shapes(draft))
    parameters = draft.names("parameters")
    return "factor" if any(mentions(core, p) for p in parameters) else "slices"


def _usual_measure(draft: Draft, line: str, way: str) -> str:
    """What a gate or tiers look at, until somebody says otherwise."""
    if way not in ("gate", "extra", "factor"):
        return ""
    known = measures(draft, line)
    wanted = [of for of, m in known.items() if way != "extra" or m.unit.startswith("CNY")]
    if not wanted:
        raise Refused([Problem("nothing_to_measure", {}, column=line)])
    formula = _formula(draft, line)
    read = [of for of in wanted if way == "extra" and mentions(formula, of)]
    return (read or wanted)[0]


def _figures(draft: Draft, line: str, way: str, of: str, usual: float | None) -> dict[str, Json]:
    """The figures that a layer begins with, in the plan's own size where that is known."""
    if way in ("cap", "floor"):
        return _limit(way, _unit_of_line(_lines(draft)[line]), usual)
    of = of or formula_layers.core(_formula(draft, line), _shapes(draft))
    measure = measures(draft, line).get(of) or _itself(draft, line)
    starts = starts_of(measure.unit, _typical(draft, of))
    if way == "gate":
        return one_figure(starts[0], measure.unit)
    shape, unit = _SHAPES[SHAPES[way]], "factor" if way == "factor" else "share"
    pairs = [list(pair) for pair in zip((0, *starts[1:]), _TIERS[way], strict=True)]
    given = starting_figures(shape, unit, measure.unit) | {shape.key: pairs}
    return whole({shape.key: pairs, "of": dict(measure.label), **given})


def _limit(way: str, unit: str, usual: float | None) -> dict[str, Json]:
    """A cap above what is usual, or a floor well below it."""
    part = _CAP if way == "cap" else _FLOOR
    return one_figure(rounded((usual or size_of(shapes.Number, unit).usual) * part), unit)


def _typical(draft: Draft, name: str) -> float | None:
    """The middle of what typical people have in a column, or None for anything else."""
    people = draft.data.get("personas")
    if name not in _columns(draft) or not isinstance(people, Mapping):
        return None
    numbers: list[float] = []
    for person in people.values():
        facts = person.get("facts") if isinstance(person, Mapping) else None
        given = facts.get(name) if isinstance(facts, Mapping) else None
        cells = given if isinstance(given, list) else [given]
        numbers += [float(c) for c in cells if isinstance(c, int | float) and c > 0]
    return median(numbers) if numbers else None


# -- what the draft says -------------------------------------------------------------------------


def _is_amount(draft: Draft, line: str) -> bool:
    """Whether a line is a number; while its formula is unfinished, as far as its form tells."""
    if draft.sound is not None and line in draft.sound.lines:
        return draft.sound.lines[line].formula.kind is NUMBER
    try:
        return not isinstance(parse(_formula(draft, line)), _NO_AMOUNT)
    except FormulaError:
        return False


def _layer(draft: Draft, line: str, kind: str) -> Layer:
    found = formula_layers.layers(_formula(draft, line), _shapes(draft))
    layer = next((layer for layer in found if layer.kind == kind), None)
    if layer is None:
        raise Refused([Problem("edit_misfit", {}, column=line, value=kind)])
    return layer


def _shapes(draft: Draft) -> dict[str, str]:
    """The shape of each parameter."""
    found = {}
    for name, entry in _parameters(draft).items():
        key = next((key for key in FIGURE_KEYS if key in entry), "")
        if key:
            found[name] = shapes.shape_of(key, entry[key]).shape
    return found


def _formula(draft: Draft, line: str) -> str:
    entry = _lines(draft)[line]
    return str(entry.get(_role(entry), ""))


def _role(entry: Mapping[str, Any]) -> str:
    return next((role for role in ROLES if role in entry), ROLES[0])


def _reads(lines: Mapping[str, Mapping[str, Any]], name: str, wanted: str) -> bool:
    """Whether a line is another one, or reads it in any number of steps."""
    seen: set[str] = set()
    open_ones = [name]
    while open_ones:
        here = open_ones.pop()
        seen.add(here)
        formula = str(lines[here].get(_role(lines[here]), ""))
        open_ones += [other for other in lines if other not in seen and mentions(formula, other)]
    return wanted in seen


def _rank(of: str, measure: Measure, lines: Mapping[str, Any]) -> tuple[bool, ...]:
    """Shares come first, and among them what is measured over the period of the line."""
    is_ratio = of.endswith(")") and "," in of
    over_period = "_attainment(" in of or "_sum(" in of or "_mean(" in of
    return measure.unit != "share", not over_period, of not in lines, not is_ratio


def _itself(draft: Draft, line: str) -> Measure:
    """What a line pays, as something that is measured."""
    entry = _lines(draft)[line]
    return Measure(_label(entry, line), _unit_of_line(entry))


def _unit_of_line(entry: Mapping[str, Any]) -> str:
    if _role(entry) != "pay":
        return str(entry.get("unit") or "")
    return "CNY/month" if str(entry.get("every", "month")) == "month" else "CNY"


def _unit_of_column(column: Mapping[str, Any]) -> str:
    kind = str(column.get("kind"))
    return "points" if kind == "score" else KIND_UNITS.get(kind, "")


def _label(entry: Mapping[str, Any], name: str) -> Text:
    given = entry.get("label")
    given = given if isinstance(given, Mapping) else {}
    return {language: str(given.get(language) or name) for language in LANGUAGES}


def _columns(draft: Draft) -> Mapping[str, Mapping[str, Any]]:
    return dict(_entries(draft, "facts"))


def _lines(draft: Draft) -> Mapping[str, Mapping[str, Any]]:
    return dict(_entries(draft, "lines"))


def _parameters(draft: Draft) -> Mapping[str, Mapping[str, Any]]:
    return dict(_entries(draft, "parameters"))


def _entries(draft: Draft, section: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    entries = draft.data.get(section)
    for name, entry in entries.items() if isinstance(entries, Mapping) else ():
        if isinstance(entry, Mapping):
            yield str(name), entry
