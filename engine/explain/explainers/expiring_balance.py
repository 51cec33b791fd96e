"""Tells the balance that expires: what was there, came in, expired, was spent and is left."""

from __future__ import annotations

from dataclasses import replace

from engine.explain.builder import Builder, Explainer
from engine.explain.phrases import phrase
from engine.explain.statement import Step
from engine.formula import FUNCTIONS, BalanceMonth, Call, bind, exact
from engine.text import Text, in_each_language, named_month


def _expiring_balance(builder: Builder, node: Call) -> Step:
    situation = builder.situation
    given = {argument.name: part for argument, part in bind(node, FUNCTIONS[node.function])}
    unit = builder.units.of(given["received"])
    now = situation.history(node, BalanceMonth)[-1]
    opening, expired, full = now.opening.item(), now.expired.item(), now.full.item()
    prizes, left = now.prizes.item(), now.balance.item()
    spent = sum(lot.spent.item() for lot in now.lots)
    received, price = (float(situation.value(given[name])) for name in ("received", "price"))
    basis = builder.basis(given["price"], given["months"])

    def text(value: float) -> Text:
        return builder.written(value, unit)

    def entry(key: str, value: float, worked: Text | None = None) -> Step:
        step = builder.entry(node, key, phrase(f"balance_{key}"), value, unit)
        return step if worked is None else replace(step, worked=(worked,))

    def bare(value: float) -> Text:
        return builder.bare(value, unit)

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
    life = float(situation.value(given["months"]))
    for lot in now.lots:
        rest = lot.left.item()
        if abs(rest) <= exact.ABSOLUTE:
            continue
        label = phrase("balance_of", month=named_month(situation.month_of(lot.row)))
        sentence = phrase("line", label=label, value=text(rest))
        if life < situation.facts.months:
            last = situation.month_of(lot.row) + int(-(-life // 1)) - 1
            sentence = phrase("balance_until", month=named_month(last))
        steps.append(builder.entry(node, f"left of {lot.row}", label, rest, unit, sentence))
    values = {"full": text(full), "price": text(price), "left": text(left), "month": builder.month}
    count = in_each_language(lambda language: builder.bare(prizes, "")[language])
    key = "balance_some" if prizes else "balance_none"
    return builder.state_step(
        node,
        text(left),
        left,
        unit,
        phrase(key, **values, prizes=count),
        phrase("balance_about"),
        (*steps, *basis.children),
        basis.figures,
    )


EXPLAINERS: dict[str, Explainer] = {"expiring_balance": _expiring_balance}
