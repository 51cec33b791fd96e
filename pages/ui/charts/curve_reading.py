"""What payout curves have in common, on whatever page: how x is read, and where they break."""

from __future__ import annotations

from engine.analysis import Bend, PayoutCurve, bends
from engine.plan import Plan
from pages.ui.charts.payout_charts import Breakpoint
from pages.ui.kit import Kind, language, money, read_as, signed


def kind_of(plan: Plan) -> Kind:
    """How the measure along the curve of a plan is read."""
    assert plan.curve is not None
    if plan.curve.against is not None:
        return "share"
    kind = plan.facts[plan.curve.move].kind
    return "money" if kind == "money" else "share" if kind == "share" else "number"


def breakpoints(before: PayoutCurve, after: PayoutCurve, kind: Kind) -> list[Breakpoint]:
    """Where two curves jump or bend, with how much."""
    return [
        Breakpoint(bend.x, _bend_label(bend, kind), of_variant)
        for curve, of_variant in ((before, False), (after, True))
        for bend in bends(curve)
    ]


def _bend_label(bend: Bend, kind: Kind) -> str:
    at = read_as(kind, bend.x, language())
    return f"{at}  {signed(money(bend.jump))}" if bend.jump else at
