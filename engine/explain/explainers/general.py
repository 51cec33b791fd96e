"""Tells any function by how far it looks, where its family has no explainer of its own."""

from __future__ import annotations

from engine.calendar import period_start
from engine.explain.builder import Builder, Explainer
from engine.explain.explainers.group import Group
from engine.explain.explainers.several_months import months_of
from engine.explain.phrases import phrase
from engine.explain.statement import Step
from engine.formula import FUNCTIONS, Call, Node, Record, arguments, bind


def _one_month(builder: Builder, node: Call) -> Step:
    """What went in."""
    basis = builder.basis(*arguments(node).values())
    sentence = FUNCTIONS[node.function].sentence
    return builder.call_step(node, sentence, basis.children, basis.figures)


def _several_months(builder: Builder, node: Call) -> Step:
    """The months that went in, with what they brought."""
    kind = builder.situation.kinds[node]
    if isinstance(kind, Record):
        return _several_results(builder, node, kind)
    values, fixed = _values_and_fixed(node)
    basis = builder.basis(*fixed, *values[1:])
    rows = _rows(builder, node, fixed)
    months = months_of(builder, values[0], rows) if values else []
    count = sum(builder.situation.present(row) for row in rows)
    value = builder.value(node, builder.units.of(node))
    sentence = phrase("months_result", count=count, month=builder.month, value=value)
    return builder.call_step(node, sentence, (*months, *basis.children), basis.figures)


def _several_results(builder: Builder, node: Call, record: Record) -> Step:
    """What went in, and each of the results."""
    basis = builder.basis(*arguments(node).values())
    names = FUNCTIONS[node.function].wording.names
    results = [
        builder.result(node, name, names[name], kind, number)
        for (name, kind), number in zip(record.fields, builder.situation.value(node), strict=True)
    ]
    return builder.state_step(
        node,
        results[0].value,
        results[0].number,
        builder.units.of(node),
        phrase("results_of_month", month=builder.month),
        builder.rules(node),
        (*results, *basis.children),
        basis.figures,
    )


def _several_people(builder: Builder, node: Call) -> Step:
    """The group and its size, and the person's own part."""
    group = Group(builder, node)
    given = {a.name: part for a, part in bind(node, FUNCTIONS[node.function]) if not a.fixed}
    names = [name for name in given if name not in ("by", "among")]
    values = group.common()
    own = builder.number(given[names[0]]) if names else ""
    if not group.takes_part:
        sentence = phrase("group_none", **values)
    elif isinstance(own, str | bool):
        sentence = phrase("group_result", **values)
    else:
        sentence = phrase("group_result_own", **values, own=group.text(own, names[0]))
    entry = group.entry("group_people", group.count)
    return group.step(sentence, entry, arguments=tuple(names))


def _values_and_fixed(node: Call) -> tuple[list[Node], list[Node]]:
    """The arguments that differ between months, and those that do not."""
    given = bind(node, FUNCTIONS[node.function])
    fixed = [part for argument, part in given if argument.fixed]
    return [part for _, part in given if part not in fixed], fixed


def _rows(builder: Builder, node: Call, fixed: list[Node]) -> range:
    """The months that a function of several months looks at: those of its calendar period, the
    latest ones, where a fixed number says how many, or all so far."""
    situation, period = builder.situation, FUNCTIONS[node.function].period
    start = 0
    if period is not None:
        start = period_start(situation.facts.first, situation.row, period)
    elif len(fixed) == 1:
        count = min(float(situation.value(fixed[0])), situation.row + 1)
        start = situation.row + 1 - int(count)
    return range(start, situation.row + 1)


GENERAL: dict[str, Explainer] = {
    "cell": _one_month,
    "person": _several_months,
    "everyone": _several_people,
}
