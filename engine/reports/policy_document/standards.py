"""A plan's figures as a policy sets them out: one figure in a phrase, several in a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.formula import Call, Lookup, Name, Node
from engine.plan import Column, Json, Parameter, Plan, indicator_text, shapes
from engine.reports.document import Table
from engine.text import (
    OWN,
    Text,
    both,
    figure,
    is_money,
    is_share,
    listed,
    month_name,
    say,
    shown,
    spaced,
    unit_text,
)

INDICATOR = shapes.INDICATOR
_STATED_ALONE = ("", "weight", "factor", OWN)


def words(key: str, /, **values: object) -> Text:
    """A phrase of the document in every language."""
    return both(lambda language: spaced(say(language, f"document.{key}", **values)))


def joined(texts: list[Text], separator: str) -> Text:
    """Phrases in a row; `separator` is "comma" or "semicolon"."""

    def written(language: str) -> str:
        return say(language, f"document.{separator}").join(text[language] for text in texts)

    return both(lambda language: spaced(written(language)))


def counted_up(texts: list[Text]) -> Text:
    """Nouns in a row: a, b and c."""
    return both(
        lambda language: spaced(listed([text[language] for text in texts], "nouns", language))
    )


def phrase(plan: Plan, parameter: Parameter) -> Text:
    """A parameter's figures in one phrase."""
    value, unit = parameter.value, parameter.unit
    if parameter.shape in ("number", "flag"):
        return written(value, unit)
    if parameter.shape == "months":
        return counted_up([month_name(int(month)) for month in value])
    if isinstance(value, dict):
        form = "keyed_entry" if parameter.shape == "keyed_steps" else "entry"
        columns = _looked_up_by(plan, parameter)
        entries = [
            words(
                form,
                key=_key(plan, parameter, key, columns),
                value=_entry(plan, parameter, key, entry),
            )
            for key, entry in value.items()
        ]
        return joined(entries, "semicolon")
    return joined(
        [words("range_entry", range=of, value=text) for of, text in ranges(parameter)], "semicolon"
    )


def _entry(plan: Plan, parameter: Parameter, key: str, entry: Json) -> Text:
    unit = parameter.unit
    if parameter.shape == "bands":
        low, high = (written(end, unit) for end in entry)
        return words("between", low=low, high=high)
    if parameter.shape == "scorecard":
        of_unit = plan.key_unit(key)
        return both(lambda language: indicator_text(entry, unit, of_unit, language))
    if parameter.shape == "keyed_steps":
        steps = replace(parameter, shape="steps", value=entry)
        return joined(
            [words("range_entry", range=of, value=text) for of, text in ranges(steps)], "comma"
        )
    return written(entry, plan.key_unit(key) if unit == OWN else unit)


def written(value: Json, unit: str) -> Text:
    """A figure with its unit; 0 needs none."""
    unit = unit if value else ""
    return both(lambda language: figure(value, unit, language))


def table(plan: Plan, parameter: Parameter, whole: bool = False) -> Table | None:
    """The parameter as a table; None for one that is a single figure or a list of months.

    `whole` reads tiers as steps, each for the whole amount.
    """
    shape, value = parameter.shape, parameter.value
    caption = parameter.label
    columns = _looked_up_by(plan, parameter)
    key_head = counted_up([c.label for c in columns]) if columns else words("item")
    if _is_of_grades(plan, parameter):
        key_head = words("grade_head")
    heads: tuple[Text, ...]
    rows: list[tuple[Text, ...]]
    if shape == "table":
        heads = (key_head, _head(parameter))
        rows = [
            (_key(plan, parameter, key, columns), _cell(parameter, entry, plan.key_unit(key)))
            for key, entry in value.items()
        ]
    elif shape == "bands":
        heads = (key_head, _head(parameter, "low"), _head(parameter, "high"))
        rows = [
            (plan.key_label(parameter, key), *(_cell(parameter, end) for end in entry))
            for key, entry in value.items()
        ]
    elif shape == "scorecard":
        heads = (key_head, *(words(f"indicator_{name}") for name in INDICATOR))
        rows = [
            (
                plan.key_label(parameter, key),
                *(
                    written(
                        part,
                        plan.key_unit(key) if name in ("target", "unit", "floor") else "",
                    )
                    for name, part in zip(INDICATOR, entry, strict=True)
                ),
            )
            for key, entry in value.items()
        ]
    elif shape == "keyed_steps":
        return _keyed(plan, parameter, key_head)
    elif shape in ("steps", "tiers", "curve", "prizes"):
        of = parameter.of or words("place_head" if shape == "prizes" else "item")
        heads = (of, _head(parameter))
        rows = list(ranges(parameter, whole, cells=True))
    else:
        return None
    numbers = (False, *(True for _ in heads[1:]))
    return Table(heads, tuple(rows), numbers, caption)


def _looked_up_by(plan: Plan, parameter: Parameter) -> list[Column]:
    """The columns of categories that a table is looked up by."""
    if parameter.by is not None:
        return [plan.facts[parameter.by]]
    keys: dict[str, Column] = {}
    for node in _parts(plan):
        match node:
            case Lookup(table=Name(name=name), key=Name(name=key)) if name == parameter.id:
                if key in plan.facts:
                    keys[key] = plan.facts[key]
    return list(keys.values())


def _is_of_grades(plan: Plan, parameter: Parameter) -> bool:
    """Whether a table is looked up by the grade in force of a career ladder."""
    ladders = (n for n in _parts(plan) if isinstance(n, Call) and n.function == "career_ladder")
    tables = (part for ladder in ladders for part in ladder.parts())
    return any(isinstance(part, Name) and part.name == parameter.id for part in tables)


def _parts(plan: Plan) -> Iterator[Node]:
    for line in plan.lines.values():
        yield from line.formula.tree.walk()


def _key(plan: Plan, parameter: Parameter, key: str, columns: list[Column]) -> Text:
    """The label of a key; where several columns are looked up, what their labels share."""
    labels = [column.values[key] for column in columns if key in column.values]
    if parameter.by is not None or not labels:
        return plan.key_label(parameter, key)
    shared = both(lambda language: _beginning([text[language] for text in labels]).rstrip("（( "))
    return shared if all(shared.values()) else plan.key_label(parameter, key)


def _beginning(texts: list[str]) -> str:
    """What all texts begin with."""
    first = min(texts, key=len)
    count = next((i for i, c in enumerate(first) if any(t[i] != c for t in texts)), len(first))
    return first[:count]


def _keyed(plan: Plan, parameter: Parameter, key_head: Text) -> Table:
    """Steps by key: a column for each key where all have the same steps, else a row for each."""
    of = parameter.of or words("item")
    steps = {
        key: list(ranges(replace(parameter, shape="steps", value=entry), cells=True))
        for key, entry in parameter.value.items()
    }
    first = next(iter(steps.values()))
    starts = [start for start, _ in first]
    unit = _head(parameter)
    if all([start for start, _ in own] == starts for own in steps.values()):
        heads = (of, *(plan.key_label(parameter, key) for key in steps))
        rows = [(start, *(own[i][1] for own in steps.values())) for i, start in enumerate(starts)]
        caption = parameter.label
        if parameter.unit not in _STATED_ALONE and not is_share(parameter.unit):
            caption = words("captioned", label=caption, unit=_unit(parameter.unit))
        return Table(heads, tuple(rows), (False, *(True for _ in steps)), caption)
    rows = [
        (plan.key_label(parameter, key), start, value)
        for key, own in steps.items()
        for start, value in own
    ]
    return Table((key_head, of, unit), tuple(rows), (False, False, True), parameter.label)


def ranges(
    parameter: Parameter, whole: bool = False, cells: bool = False
) -> list[tuple[Text, Text]]:
    """The breakpoints as ranges in words, each with its figure."""
    points, unit = list(parameter.value), parameter.of_unit
    found: list[tuple[Text, Text]] = []

    def value(entry: Json) -> Text:
        return _cell(parameter, entry) if cells else written(entry, parameter.unit)

    if parameter.shape == "prizes":
        first = 1
        for last, prize in points:
            key = "place" if last == first else "places"
            found.append((words(key, first=first, last=int(last)), value(prize)))
            first = int(last) + 1
        return found
    if parameter.shape == "curve":
        return [(written(x, unit), value(y)) for x, y in points]
    ends: list[Json] = [start for start, _ in points[1:]]
    slices = parameter.shape == "tiers" and not whole
    if points and points[0][0] > 0 and not slices:
        found.append((words("below", end=written(points[0][0], unit)), value(0)))
    for (start, entry), end in zip(points, [*ends, None], strict=True):
        if end is None:
            key = "slice_above" if slices else "from"
            if start <= 0 and not found:
                key = "any"
        elif start <= 0:
            key = "slice_to" if slices else "below"
        else:
            key = "slice" if slices else "from_below"
        limits = {"start": written(start, unit)}
        if end is not None:
            limits["end"] = written(end, unit)
        found.append((words(key, **limits), value(entry)))
    return found


def _head(parameter: Parameter, key: str = "standard") -> Text:
    """The heading of a column of figures, with the unit where the cells do not say it."""
    name = words(key)
    if parameter.unit in _STATED_ALONE or is_share(parameter.unit):
        return name
    return words("captioned", label=name, unit=_unit(parameter.unit))


def _unit(unit: str) -> Text:
    return both(lambda language: unit_text(unit, language))


def _cell(parameter: Parameter, value: Json, of_unit: str = "") -> Text:
    """A figure in a column whose heading says the unit."""
    unit = of_unit if parameter.unit == OWN else parameter.unit
    if value is None or isinstance(value, bool) or is_share(unit):
        return written(value, unit)
    plain = "" if is_money(unit) or unit == parameter.unit else unit
    return both(lambda language: shown(value, plain, language))
