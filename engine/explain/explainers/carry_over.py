"""Tells the words that carry a state from period to period: opening balance, movements, closing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.explain.builder import Builder, Explainer
from engine.explain.statement import Step
from engine.formula import FUNCTIONS, Call, bind, exact
from engine.text import Text, both, joined, month, phrase, spaced


@dataclass
class Owed:
    """What an earlier period left open: the month it was paid in, its base, and what is missing."""

    row: int
    base: float
    missing: float


@dataclass(frozen=True)
class Filling:
    """What one period did to a shortfall of an earlier one."""

    owed: Owed
    before: float
    filled: float
    released: bool


@dataclass(frozen=True)
class Period:
    """One period of the ledger, with what was open before it and what it made up."""

    outcome: str
    opening: float
    receipts: float
    target: float
    share: float
    limit: float
    open_before: float
    fillings: tuple[Filling, ...]
    bonus_base: float
    carry: float
    open_shortfall: float

    @property
    def counted(self) -> float:
        """Receipts that count: those of the period and those carried into it."""
        return self.receipts + self.opening

    @property
    def base(self) -> float:
        """The base quota."""
        return self.target * self.share

    @property
    def free(self) -> float:
        """What is left above the base once earlier shortfalls are made up."""
        return max(self.counted - self.base - sum(f.filled for f in self.fillings), 0.0)

    @property
    def released(self) -> float:
        """Base quotas of earlier periods made up in this one."""
        return sum(f.owed.base for f in self.fillings if f.released)


def periods(builder: Builder, node: Call) -> Period:
    """The ledger's period of the statement's month; earlier ones are gone through for what is open.

    The balances are those of the engine; only which earlier shortfall is made up is found here.
    """
    situation = builder.situation
    given = {argument.name: part for argument, part in bind(node, FUNCTIONS[node.function])}
    owed: list[Owed] = []
    opening = 0.0
    last: Period | None = None
    for row in situation.rows(situation.term(node).every):
        if row > situation.row:
            break
        bonus_base, carry, open_shortfall, _, missed = situation.at(node, row)
        if situation.present(row):
            receipts, target, share, limit = (
                float(situation.at(given[name], row))
                for name in ("receipts", "target", "base_share", "no_carry_above")
            )
            counted, base = receipts + opening, target * share
            open_before = sum(entry.missing for entry in owed)
            fillings: tuple[Filling, ...] = ()
            if situation.at(given["exempt"], row):
                outcome = "new"
            elif missed:
                outcome = "missed"
            else:
                fillings = _filled(owed, counted - base)
                outcome = "between"
                if _reaches(counted, target):
                    outcome = "unlimited" if _reaches(counted, limit) else "full"
            last = Period(
                outcome,
                opening,
                receipts,
                target,
                share,
                limit,
                open_before,
                fillings,
                bonus_base,
                carry,
                open_shortfall,
            )
            if row == situation.row:
                break
            owed = [entry for entry in owed if entry.missing > 0]
            if outcome == "missed":
                owed.append(Owed(row, base, base - counted))
        opening = carry
    assert last is not None
    return last


def _filled(owed: list[Owed], free: float) -> tuple[Filling, ...]:
    """Makes up open shortfalls, oldest first, from what is left above the base."""
    fillings = []
    for entry in owed:
        whole = _reaches(free, entry.missing)
        before = entry.missing
        taken = before if whole else min(free, before)
        entry.missing = 0.0 if whole else before - taken
        free = max(free - taken, 0.0)
        fillings.append(Filling(entry, before, taken, whole))
    return tuple(fillings)


def _reaches(value: float, mark: float) -> bool:
    return bool(value >= mark - exact.slack(mark))


def _carry_over(builder: Builder, node: Call) -> Step:
    period = periods(builder, node)
    given = {argument.name: part for argument, part in bind(node, FUNCTIONS[node.function])}
    unit = builder.units.of(given["receipts"])
    found = builder.found(given["base_share"], given["no_carry_above"], given["exempt"])
    share = builder.bare(period.share, builder.units.of(given["base_share"]))

    def text(value: float) -> Text:
        return builder.written(value, unit)

    def entry(key: str, value: float, worked: Text | None = None) -> Step:
        step = builder.entry(node, key, phrase(f"ledger_{key}"), value, unit)
        return step if worked is None else replace(step, worked=(_equals(worked),))

    def total(*amounts: float) -> Text:
        return _total([builder.bare(amount, unit) for amount in amounts])

    counted, base = period.counted, period.base
    earned = total(base, period.free, *([period.released] if period.released else []))
    left: Text | None = None
    if period.outcome == "new":
        earned = total(counted)
    elif period.outcome == "full" and period.carry:
        plain = total(base, period.free)
        capped = phrase("formula_min", list=_listed([plain, total(period.target)]))
        earned = _total([capped, total(period.released)] if period.released else [capped])
        left = phrase("ledger_less", a=plain, b=total(period.target))
    sentence = phrase(
        f"ledger_{period.outcome}",
        counted=text(counted),
        base=text(base),
        target=text(period.target),
        limit=text(period.limit),
        gap=text((base if period.outcome == "missed" else period.target) - counted),
        bonus_base=text(period.bonus_base),
        carry=text(period.carry),
    )
    fills = period.outcome not in ("new", "missed")
    steps = [
        builder.part(given["receipts"], phrase("ledger_receipts")),
        entry("opening", period.opening),
        entry("counted", counted, total(period.receipts, period.opening)),
        builder.part(given["target"], phrase("ledger_target")),
        entry("base", base, phrase("ledger_times", a=total(period.target), b=share)),
    ]
    if period.open_before:
        steps.append(entry("open_before", period.open_before))
    if period.outcome == "missed":
        gap = phrase("ledger_less", a=total(base), b=total(counted))
        steps.append(entry("gap", base - counted, gap))
    if fills:
        steps.append(
            entry("free", counted - base, phrase("ledger_less", a=total(counted), b=total(base)))
        )
        steps += [_filling(builder, node, filling, unit) for filling in period.fillings]
    steps += [
        entry("bonus_base", period.bonus_base, None if period.outcome == "missed" else earned),
        entry("carry", period.carry, left),
        entry("open", period.open_shortfall),
    ]
    return Step(
        "word",
        builder.identity(node),
        builder.names(node),
        phrase(f"ledger_is_{period.outcome}"),
        period.bonus_base,
        sentence,
        unit,
        builder.names(node),
        function=node.function,
        about=phrase("ledger_about"),
        figures=found.figures,
        children=(*steps, *found.children),
    )


def _equals(text: Text) -> Text:
    return both(lambda language: spaced(f"= {text[language]}"))


def _total(texts: list[Text]) -> Text:
    return both(lambda language: " + ".join(text[language] for text in texts))


def _listed(texts: list[Text]) -> Text:
    return joined(texts, "semicolon")


def _filling(builder: Builder, node: Call, filling: Filling, unit: str) -> Step:
    when = month(builder.situation.month_of(filling.owed.row))
    values = {
        "filled": builder.written(filling.filled, unit),
        "missing": builder.written(filling.before, unit),
        "left": builder.written(filling.before - filling.filled, unit),
        "base": builder.written(filling.owed.base, unit),
    }
    key = "whole" if filling.released else "part"
    sentence = phrase(f"ledger_filled_{key}", **values)
    if not filling.filled and not filling.released:
        sentence = phrase("ledger_still", **values)
    label = phrase("ledger_filled", month=when)
    return builder.entry(node, f"filled {filling.owed.row}", label, filling.filled, unit, sentence)


EXPLAINERS: dict[str, Explainer] = {"carry_over": _carry_over}
