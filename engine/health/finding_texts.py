"""Figures in the sentences of findings, in every language."""

from __future__ import annotations

from engine import text
from engine.health.breakpoints import Breakpoints
from engine.health.finding import Finding, said
from engine.health.policy import Limit
from engine.health.typical_people import Profile
from engine.plan import Column, Plan
from engine.text import (
    DASH,
    FEN,
    Decimals,
    Text,
    in_each_language,
    is_money,
    is_share,
    quantity,
    untranslated,
)


def yuan(value: float) -> Text:
    """¥1,234; amounts below ten yuan with fen."""
    return _money(value, whole_from=10)


def percent(value: float, decimals: int = 1) -> Text:
    """12.3 % of 0.123, with as many decimals as it needs up to these."""
    most = Decimals(0, decimals)
    return in_each_language(lambda language: text.percent(value, language, most))


def number(value: float, decimals: int = 2) -> Text:
    """1,234.5, with as many decimals as it needs up to these."""
    return untranslated(text.number(value, Decimals(0, decimals)))


def times(value: float) -> Text:
    """2.3 times."""
    digits = text.number(value, _of_multiple(value))
    return said("times", value=digits)


def count(value: int) -> Text:
    """12,345."""
    return untranslated(text.count(value))


def in_unit(value: float, unit: str) -> Text:
    """A figure of a parameter or column with the sign of its unit."""
    if is_share(unit):
        return percent(value, 2)
    if is_money(unit):
        return _money(value, whole_from=1000)
    return number(value, 0 if abs(value) >= 1000 else 2)


def of_column(value: float, column: Column) -> Text:
    """A value of a column: money, shares in percent, others as they are."""
    return in_unit(value, {"money": "CNY", "share": "share"}.get(column.kind, ""))


def on_curve(plan: Plan, column: str, x: float) -> Text:
    """Where somebody stands on the payout curve, or a value of another column."""
    curve = plan.curve
    if curve is not None and column == curve.move and curve.rising_from is None:
        return in_unit(x, "share") if curve.against else of_column(x, plan.facts[column])
    return of_column(x, plan.facts[column])


def name_on_curve(plan: Plan, column: str) -> Text:
    """What is moved: the label of the curve for its driver, else that of the column."""
    curve = plan.curve
    if curve is not None and column == curve.move:
        return curve.label
    return plan.facts[column].label


def like(plan: Plan, profile: Profile) -> Text:
    """Who a typical person is, by the categories that pay goes by: " (Senior)"; nothing where pay
    goes by none."""
    values = [plan.facts[column].values[value] for column, value in profile.categories.items()]
    return said("like", who=said.joined(values)) if values else untranslated("")


def by_unit(value: float, unit: str) -> Text:
    """A value or limit of a check."""
    match unit:
        case "share":
            return percent(value, 1 if abs(value) >= 0.05 else 2)
        case "multiple":
            decimals = _of_multiple(value)
            return in_each_language(lambda language: text.multiple(value, language, decimals))
        case "measures" | "lines":
            return count(int(value))
        case "months":
            return in_each_language(lambda language: quantity(int(value), "months", language))
    return number(value, 3)


def value_text(finding: Finding, language: str) -> str:
    """The value of a finding with its unit; a dash where there is none."""
    if finding.value is None:
        return DASH
    return by_unit(finding.value, finding.unit)[language]


def limit_words(limit: Limit, good: str, unit: str, language: str) -> str:
    """A limit in words, such as "at most 10 %"; nothing where there is none."""
    if limit is None:
        return ""
    if isinstance(limit, tuple):
        low, high = (by_unit(end, unit)[language] for end in limit)
        return said.say(language, "limit_within", low=low, high=high)
    return said.say(language, f"limit_{good}", limit=by_unit(limit, unit)[language])


def held_against(finding: Finding, language: str) -> str:
    """The value of a finding and the limit it is held against: "12 % (at most 10 %)"."""
    limit = limit_words(finding.limit, finding.good, finding.unit, language)
    value = value_text(finding, language)
    return said.say(language, "held_against", value=value, limit=limit) if limit else value


def every(months: int) -> Text:
    """Every month, every 3 months."""
    key = "every_month" if months == 1 else "every_months"
    return said(key, count=months)


def held_name(plan: Plan, point: Breakpoints) -> Text:
    """What is held against a breakpoint: what its parameter says it measures, or its parameter."""
    node = point.x.node
    name = getattr(node, "name", "")
    for known in (plan.lines, plan.facts):
        if name in known:
            return known[name].label
    parameter = plan.parameters.get(point.parameter)
    if parameter is None:
        return plan.lines[point.x.line].label
    return parameter.of or parameter.label


def held_figure(plan: Plan, point: Breakpoints, at: float) -> Text:
    """A breakpoint in the unit of what is held against it."""
    parameter, name = plan.parameters.get(point.parameter), getattr(point.x.node, "name", "")
    if name in plan.facts:
        return of_column(at, plan.facts[name])
    unit = plan.lines[name].unit if name in plan.lines else ""
    if parameter is not None and not unit:
        unit = parameter.of_unit or (parameter.unit if point.method is None else "")
    return in_unit(at, unit)


def _money(value: float, whole_from: float) -> Text:
    is_whole = abs(value) >= whole_from or float(value).is_integer()
    return in_each_language(lambda language: text.money(value, language, 0 if is_whole else FEN))


def _of_multiple(value: float) -> Decimals:
    return Decimals(0, 0 if abs(value) >= 10 else 2)
