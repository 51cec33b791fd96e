"""Tells a base quota with carry-over: opening balance, movements and closing balance."""

from __future__ import annotations

from dataclasses import replace

from engine.explain.builder import Builder, Explainer
from engine.explain.phrases import phrase
from engine.explain.statement import Step
from engine.formula import FUNCTIONS, Call, CarryOverPeriod, Filling, bind
from engine.text import Text, in_each_language, named_month, spaced


def _carry_over(builder: Builder, node: Call) -> Step:
    period = builder.situation.history(node, CarryOverPeriod)[-1]
    outcome = _outcome(period)
    given = {argument.name: part for argument, part in bind(node, FUNCTIONS[node.function])}
    unit = builder.units.of(given["receipts"])
    basis = builder.basis(given["base_share"], given["no_carry_above"], given["exempt"])
    share, target, limit = (
        float(builder.situation.value(given[name]))
        for name in ("base_share", "target", "no_carry_above")
    )
    counted, base, opening = period.counted.item(), period.base.item(), period.opening.item()
    bonus_base, carry = period.bonus_base.item(), period.carry.item()
    fillings = [filling for filling in period.fillings if filling.missing.item() > 0]

    def text(value: float) -> Text:
        return builder.written(value, unit)

    def entry(key: str, value: float, worked: Text | None = None) -> Step:
        step = builder.entry(node, key, phrase(f"ledger_{key}"), value, unit)
        return step if worked is None else replace(step, worked=(_equals(worked),))

    def total(*amounts: float) -> Text:
        return _total([builder.bare(amount, unit) for amount in amounts])

    released = sum(filling.base.item() for filling in fillings if filling.released.item())
    earned = total(base, period.free.item(), *([released] if released else []))
    left: Text | None = None
    if outcome == "new":
        earned = total(counted)
    elif outcome == "full" and carry:
        plain = total(base, period.free.item())
        capped = phrase("ledger_capped", a=plain, b=total(target))
        earned = capped
        if released:
            earned = _total([phrase("bracketed", text=capped), total(released)])
        left = phrase("ledger_less", a=plain, b=total(target))
    sentence = phrase(
        f"ledger_{outcome}",
        counted=text(counted),
        base=text(base),
        target=text(target),
        limit=text(limit),
        gap=text((base if outcome == "missed" else target) - counted),
        bonus_base=text(bonus_base),
        carry=text(carry),
    )
    share_text = builder.bare(share, builder.units.of(given["base_share"]))
    receipts = float(builder.situation.value(given["receipts"]))
    steps = [
        builder.part(given["receipts"], phrase("ledger_receipts")),
        entry("opening", opening),
        entry("counted", counted, total(receipts, opening)),
        builder.part(given["target"], phrase("ledger_target")),
        entry("base", base, phrase("ledger_times", a=total(target), b=share_text)),
    ]
    if fillings:
        steps.append(entry("open_before", sum(filling.missing.item() for filling in fillings)))
    if outcome == "missed":
        gap = phrase("ledger_less", a=total(base), b=total(counted))
        steps.append(entry("gap", base - counted, gap))
    elif outcome != "new":
        steps.append(
            entry("free", counted - base, phrase("ledger_less", a=total(counted), b=total(base)))
        )
        steps += [_filling(builder, node, filling, unit) for filling in fillings]
    steps += [
        entry("bonus_base", bonus_base, None if outcome == "missed" else earned),
        entry("carry", carry, left),
        entry("open", period.open_shortfall.item()),
    ]
    return builder.state_step(
        node,
        phrase(f"ledger_is_{outcome}"),
        bonus_base,
        unit,
        sentence,
        phrase("ledger_about"),
        (*steps, *basis.children),
        basis.figures,
    )


def _outcome(period: CarryOverPeriod) -> str:
    """What the period came to, as the sentences name it."""
    outcomes = {
        "new": period.exempt,
        "missed": period.missed,
        "full": period.limited,
        "unlimited": period.reached,
    }
    return next((name for name, there in outcomes.items() if there.item()), "between")


def _equals(text: Text) -> Text:
    return in_each_language(lambda language: spaced(f"= {text[language]}"))


def _total(texts: list[Text]) -> Text:
    return in_each_language(lambda language: " + ".join(text[language] for text in texts))


def _filling(builder: Builder, node: Call, filling: Filling, unit: str) -> Step:
    when = named_month(builder.situation.month_of(filling.row))
    filled, released = filling.filled.item(), filling.released.item()
    values = {
        "filled": builder.written(filled, unit),
        "missing": builder.written(filling.missing.item(), unit),
        "left": builder.written(filling.left.item(), unit),
        "base": builder.written(filling.base.item(), unit),
    }
    key = "ledger_filled_whole" if released else "ledger_filled_part"
    if not filled and not released:
        key = "ledger_still"
    label = phrase("ledger_filled", month=when)
    sentence = phrase(key, **values)
    return builder.entry(node, f"filled {filling.row}", label, filled, unit, sentence)


EXPLAINERS: dict[str, Explainer] = {"carry_over": _carry_over}
