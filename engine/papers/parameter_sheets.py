"""The figures of plans and what is changed in them, as sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.companies import Company
from engine.comparison import Compared
from engine.papers.book import BookCell, BookColumn, BookSheet, Number
from engine.papers.cost_sheets import BLANK, change_of, phrase
from engine.plan import Parameter, Plan
from engine.text import (
    LANGUAGES,
    OWN,
    Text,
    in_each_language,
    is_money,
    is_share,
    unit_name,
    untranslated,
)

_KEYS = frozenset({"key", "rank", "from"})
"""The columns of a parameter's rows that say where a figure stands."""
_OTHER_UNITS = frozenset({"target", "unit", "floor", "up", "down"})
"""Columns of indicators whose figures are not in the parameter's unit."""
Where = tuple[str, ...]


def parameters(compared: Compared) -> BookSheet:
    """Every single figure of every plan under each company, and where it is from."""
    units = []
    for row in compared.by_unit:
        names = [compared.unit_of(place, row.unit) for place in range(len(compared.each))]
        plans = [
            None if own is None else payouts.company.units[own].plan
            for own, payouts in zip(names, compared.each, strict=True)
        ]
        units.append((row.title, plans))
    return _parameters(compared.names, units)


def company_parameters(company: Company) -> BookSheet:
    """The same of one company, beside its plans as documented where it has others."""
    units: list[tuple[Text, list[Plan | None]]] = []
    for unit in company.units.values():
        plans: list[Plan | None] = [unit.scenario.base] if company.changed else []
        units.append((unit.title, [*plans, unit.plan]))
    own = untranslated(company.name) if company.name else phrase("this_scenario")
    return _parameters((phrase("as_documented"), own) if company.changed else (own,), units)


def parameters_of_plans(names: Sequence[Text], plans: Sequence[Plan]) -> BookSheet:
    """The same of several plans for the same people, by their names."""
    return _parameters(names, [(plans[0].title, plans)])


def _parameters(
    names: Sequence[Text], units: Sequence[tuple[Text, Sequence[Plan | None]]]
) -> BookSheet:
    several = len(units) > 1
    columns = [
        *([BookColumn("unit", phrase("unit"))] if several else ()),
        BookColumn("parameter", phrase("parameter")),
        BookColumn("where", phrase("where")),
        BookColumn("measure", phrase("measured_in")),
        BookColumn("source", phrase("source")),
    ]
    for place, name in enumerate(names):
        columns.append(BookColumn(f"value_{place}", name))
        if place:
            more = f"[value_{place}]-[value_0]"
            columns.append(BookColumn(f"change_{place}", change_of(name), more))
    rows = [
        (*((title,) if several else ()), *cells) for title, plans in units for cells in _rows(plans)
    ]
    return BookSheet(
        *("parameters", phrase("sheet_parameters"), phrase("title_parameters")),
        *(tuple(columns), rows),
        is_filtered=True,
    )


def _rows(plans: Sequence[Plan | None]) -> Iterator[tuple[BookCell, ...]]:
    """A row for each figure of the plans of one unit."""
    known = [plan for plan in plans if plan is not None]
    for name in dict.fromkeys(name for plan in known for name in plan.parameters):
        plan = next(plan for plan in known if name in plan.parameters)
        of_plan = plan.parameters[name]
        cells = [
            {} if own is None or name not in own.parameters else _figures(own, own.parameters[name])
            for own in plans
        ]
        for where in dict.fromkeys(where for own in cells for where in own):
            values = [own.get(where) for own in cells]
            measure = _named(_unit(plan, of_plan, where))
            lead = (of_plan.label, _where(plan, of_plan, where), measure)
            yield (*lead, _source(known, name, where), *_with_changes(values))


def _source(plans: list[Plan], name: str, where: Where) -> Text:
    """Where a figure is from; that it is a scenario's own where it is in any of the plans."""
    own = [plan.parameters[name] for plan in plans if name in plan.parameters]
    if any(parameter.value != own[0].value for parameter in own):
        return phrase("source_changed")
    if own[0].ground == "own":
        return phrase("source_own")
    key = dict(part.split("=", 1) for part in where).get("key", "")
    return phrase(f"source_{own[0].provenance_of(key)}")


def _figures(plan: Plan, parameter: Parameter) -> dict[Where, Number | Text]:
    """Each figure of a parameter by where it stands."""
    value = parameter.value
    rows = value.rows()
    if not rows:
        if isinstance(parameter.json, int | float) and not isinstance(parameter.json, bool):
            return {(): Number(float(parameter.json), _shown(parameter.unit))}
        return {(): value.phrase(plan.naming(parameter))}
    found: dict[Where, Number | Text] = {}
    for i, row in enumerate(rows):
        at = tuple(f"{name}={row[name]}" for name in row if name in _KEYS and name != "from")
        within = sum(1 for other in rows[:i] if other.get("key") == row.get("key"))
        for name, cell in row.items():
            if name == "key" or name == "rank" or cell is None:
                continue
            place = (*at, *((f"step={within + 1}",) if "from" in row else ()), f"part={name}")
            found[place] = Number(float(cell), _shown(_unit(plan, parameter, place)))
    return found


def _unit(plan: Plan, parameter: Parameter, where: Where) -> str:
    """What a figure of a parameter is in."""
    said = dict(part.split("=", 1) for part in where)
    if said.get("part") == "from":
        return parameter.of_unit
    if said.get("part") in _OTHER_UNITS:
        return ""
    if parameter.unit == OWN:
        return plan.naming(parameter).key_units.get(said.get("key", ""), "")
    return parameter.unit


def _shown(unit: str) -> str:
    """How a workbook shows figures of a parameter's unit."""
    return "percentage" if is_share(unit) else "amount" if is_money(unit) else "number"


def _where(plan: Plan, parameter: Parameter, where: Where) -> Text:
    """For whom, and from where on, a figure of a parameter holds."""
    said = dict(part.split("=", 1) for part in where)
    parts: list[Text] = []
    if "key" in said:
        parts.append(plan.naming(parameter).key_labels.get(said["key"], untranslated(said["key"])))
    if "rank" in said:
        parts.append(phrase("rank", place=said["rank"]))
    if "step" in said:
        parts.append(phrase("step", place=said["step"]))
    if said.get("part", "value") != "value":
        parts.append(phrase(f"part_{said['part']}"))
    return phrase.joined(parts) if parts else BLANK


def _named(unit: str) -> Text:
    return in_each_language(lambda language: unit_name(unit, language)) if unit else BLANK


def _with_changes(values: list[Number | Text | None]) -> Iterator[BookCell]:
    base = values[0]
    for place, value in enumerate(values):
        yield BLANK if value is None else value
        if not place:
            continue
        if isinstance(base, Number) and isinstance(value, Number):
            assert base.value is not None and value.value is not None
            yield Number(value.value - base.value, f"{value.unit}_more")
        else:
            yield BLANK if value == base else phrase("differs")


def edits(compared: Compared) -> BookSheet:
    """What each company changes in the baseline, a sentence a row."""
    said = [
        (name, {language: compared.edits(place, language) for language in LANGUAGES})
        for place, name in enumerate(compared.names)
        if place
    ]
    return _edits(said)


def company_edits(company: Company) -> BookSheet:
    """What a company changes in its plans as documented, a sentence a row."""
    own = untranslated(company.name) if company.name else phrase("this_scenario")
    return _edits([(own, {language: company.describe(language) for language in LANGUAGES})])


def _edits(said: Sequence[tuple[Text, Mapping[str, Sequence[str]]]]) -> BookSheet:
    rows: list[tuple[BookCell, ...]] = []
    for name, by_language in said:
        pairs = zip(by_language["en"], by_language["zh"], strict=True)
        texts: list[Text] = [{"en": en, "zh": zh} for en, zh in pairs]
        rows += [(name, text) for text in texts or [phrase("no_edits")]]
    columns = (
        BookColumn("scenario", phrase("scenario"), width=28),
        BookColumn("edit", phrase("edit"), width=100),
    )
    return BookSheet("edits", phrase("sheet_edits"), phrase("title_edits"), columns, rows)
