"""What payout curves have in common, on whatever page: how x is read, where they break, and what
they say in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.analysis import Bend, PayoutCurve, bends
from engine.plan import Plan
from engine.text import Kind, listed, money, signed, tick
from pages.ui.charts.payout_charts import Breakpoint
from pages.ui.kit import Values, language, translate

Moved = tuple[Sequence[float], Sequence[float]]
"""Breakpoints of a plan and of a variant that the other does not have."""
MOST_FALLS = 3
"""So many places where more pay leaves less are named."""
FLAT = 0.01
"""A payout curve that moves by less than this share of pay hardly depends on anything."""


def kind_of(plan: Plan) -> Kind:
    """How the measure along the curve of a plan is read."""
    assert plan.curve is not None
    if plan.curve.against is not None:
        return "share"
    kind = plan.facts[plan.curve.move].kind
    return "money" if kind == "money" else "share" if kind == "share" else "number"


def breakpoints(
    before: PayoutCurve, after: PayoutCurve, kind: Kind, moved: Moved = ((), ())
) -> list[Breakpoint]:
    """Where two curves jump or bend, with how much; `moved` are the breakpoints of each that the
    other does not have."""
    return [
        Breakpoint(bend.x, tick(kind, bend.x, language()), of_variant, _jump(bend))
        for curve, of_variant, known in ((before, False, moved[0]), (after, True, moved[1]))
        for bend in bends(curve, known)
    ]


def moved_breakpoints(base: Plan, plan: Plan) -> Moved:
    """The breakpoints that a plan has and a variant of it has elsewhere, and those of the
    variant."""
    old: set[float] = set()
    new: set[float] = set()
    for name in plan.changed_from(base):
        pair = [
            own.parameters[name].value.points() for own in (base, plan) if name in own.parameters
        ]
        before, after = (
            {start for points in keyed.values() for start, _ in points}
            for keyed in (pair[0], pair[-1])
        )
        old |= before - after
        new |= after - before
    return tuple(sorted(old)), tuple(sorted(new))


def _jump(bend: Bend) -> str:
    return signed(money(bend.jump, language())) if bend.jump else ""


def payout_sentence(
    x: Values,
    before: Values,
    after: Values,
    bends: Sequence[Bend],
    kind: Kind,
    label: str,
    lang: str,
) -> str:
    """Where the payout curve moved most, or, where nothing moved, where it jumps."""
    gap = after - before
    place = int(np.abs(gap).argmax())
    at = tick(kind, float(x[place]), lang)
    measure = in_sentence(label, lang)
    if abs(gap[place]) >= 0.5:
        return translate(
            lang,
            "finding.curve_moved",
            at=at,
            measure=measure,
            change=signed(money(gap[place], lang)),
        )
    jumps = sorted((bend for bend in bends if bend.jump), key=lambda bend: -abs(bend.jump))[:2]
    if jumps:
        joined = translate(lang, "finding.and").join(
            translate(
                lang,
                "finding.jump",
                at=tick(kind, bend.x, lang),
                change=signed(money(bend.jump, lang)),
            )
            for bend in sorted(jumps, key=lambda bend: bend.x)
        )
        only_down = all(bend.jump < 0 for bend in jumps)
        name = "finding.curve_drops" if only_down else "finding.curve_jumps"
        return translate(lang, name, jumps=joined)
    if after.max() - after.min() < FLAT * after.max():
        return translate(lang, "finding.curve_flat", measure=measure)
    return translate(
        lang,
        "finding.curve_rises",
        low=money(float(after.min()), lang),
        high=money(float(after.max()), lang),
        measure=measure,
    )


def more_pay_sentence(curve: PayoutCurve, kind: Kind, lang: str) -> str:
    """What becomes of one more yuan of pay where most people stand, and where more pay leaves less;
    "" where payroll was not asked for, or pay does not move."""
    more = curve.more_pay
    if more is None:
        return ""
    said = translate(
        lang,
        "finding.more_pay",
        start=tick(kind, more.start, lang),
        stop=tick(kind, more.stop, lang),
        arrives=money(more.arrives, lang, 2),
        costs=money(more.costs, lang, 2),
    )
    if not more.falls:
        return said
    at = listed([tick(kind, x, lang) for x in more.falls[:MOST_FALLS]], "nouns", lang)
    return said + translate(lang, "finding.more_pay_falls", at=at)


def in_sentence(label: str, lang: str) -> str:
    """A label as it stands inside an English sentence: small, unless it is an abbreviation."""
    if lang != "en" or label[:2].isupper():
        return label
    return label[:1].lower() + label[1:]
