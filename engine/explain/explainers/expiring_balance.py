"""Tells the balance that expires: what was there, came in, expired, was spent and is left."""

from __future__ import annotations

from dataclasses import replace

from engine.explain.builder import Builder, Explainer
from engine.explain.statement import Step
from engine.formula import FUNCTIONS, Call, bind, exact
from engine.text import Text, both, month, phrase


def _lots(builder: Builder, node: Call) -> list[tuple[int, float]]:
    """The months whose receipts are not all spent or expired, and what is left of them."""
    situation = builder.situation
    given = {argument.name: part for argument, part in bind(node, FUNCTIONS[node.function])}
    lots: list[tuple[int, float]] = []
    for row in range(situation.row + 1):
        if not situation.present(row):
            continue
        price = float(situation.at(given["price"], row))
        life = max(1.0, float(situation.at(given["months"], row)))
        lots = [(then, left) for then, left in lots if row - then < life]
        lots.append((row, float(situation.at(given["received"], row))))
        owed = _spent(sum(left for _, left in lots), price)
        kept = []
        for then, left in lots:
            taken = min(left, owed) if owed > exact.LEAST else 0.0
            kept.append((then, left - taken))
            owed -= taken
        lots = kept
    return [(then, left) for then, left in lots if abs(left) > exact.LEAST]


def _spent(full: float, price: float) -> float:
    if price <= exact.LEAST:
        return 0.0
    share = full / price
    return max(0.0, float((share + exact.slack(share)) // 1)) * price


def _expiring_balance(builder: Builder, node: Call) -> Step:
    situation = builder.situation
    given = {argument.name: part for argument, part in bind(node, FUNCTIONS[node.function])}
    unit = builder.units.of(given["received"])
    prizes, expired, left = (float(figure) for figure in situation.at(node))
    received, price = (float(situation.at(given[name])) for name in ("received", "price"))
    spent = prizes * price
    full = left + spent
    found = builder.found(given["price"], given["months"])

    def text(value: float) -> Text:
        return builder.written(value, unit)

    def entry(key: str, value: float, worked: Text | None = None) -> Step:
        step = builder.entry(node, key, phrase(f"balance_{key}"), value, unit)
        return step if worked is None else replace(step, worked=(worked,))

    def bare(value: float) -> Text:
        return builder.bare(value, unit)

    opening = full + expired - received
    sums = {"opening": bare(opening), "received": bare(received)}
    collected = phrase("balance_sum", **sums)
    if expired:
        collected = phrase("balance_sum_expired", **sums, expired=bare(expired))
    steps = [
        entry("opening", opening),
        *([entry("expired", expired)] if expired else []),
        builder.part(given["received"], phrase("balance_received")),
        entry("full", full, collected),
        entry("spent", spent, phrase("balance_product", a=builder.bare(prizes, ""), b=bare(price))),
        entry("left", left),
    ]
    life = float(situation.at(given["months"]))
    for then, rest in _lots(builder, node):
        label = phrase("balance_of", month=month(situation.month_of(then)))
        value = text(rest)
        sentence = phrase("line", label=label, value=value)
        if life < situation.facts.months:
            last = situation.month_of(then) + int(-(-life // 1)) - 1
            sentence = phrase("balance_until", month=month(last))
        steps.append(builder.entry(node, f"left of {then}", label, rest, unit, sentence))
    values = {"full": text(full), "price": text(price), "left": text(left), "month": builder.month}
    count = both(lambda language: builder.bare(prizes, "")[language])
    key = "balance_some" if prizes else "balance_none"
    return Step(
        "word",
        builder.identity(node),
        builder.names(node),
        text(left),
        left,
        phrase(key, **values, prizes=count),
        unit,
        builder.names(node),
        function=node.function,
        about=phrase("balance_about"),
        figures=found.figures,
        children=(*steps, *found.children),
    )


EXPLAINERS: dict[str, Explainer] = {"expiring_balance": _expiring_balance}
