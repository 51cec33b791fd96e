"""What payouts mean: compared, drawn as a curve, told by key figures and by person."""

from engine.analysis.compare import BANDS, Comparison, GroupRow, compare, groupings, groups
from engine.analysis.compared_people import (
    ORDERS,
    Person,
    find,
    middle_person,
    sample,
    telling_order,
)
from engine.analysis.key_figures import KeyFigures, key_figures
from engine.analysis.payout_curve import (
    Bend,
    PayoutCurve,
    bends,
    driver_by_person,
    payout_curve,
    together,
)
from engine.analysis.persona_pay import YEAR, TypicalPay, typical_pay
from engine.analysis.portrait import KINDS, Portrait, pay_mix, portrait
from engine.analysis.size import FixedSize, fixed_size, in_proportion

__all__ = [
    "BANDS",
    "KINDS",
    "ORDERS",
    "YEAR",
    "Bend",
    "Comparison",
    "FixedSize",
    "GroupRow",
    "KeyFigures",
    "PayoutCurve",
    "Person",
    "Portrait",
    "TypicalPay",
    "bends",
    "compare",
    "driver_by_person",
    "find",
    "fixed_size",
    "groupings",
    "groups",
    "in_proportion",
    "key_figures",
    "middle_person",
    "pay_mix",
    "payout_curve",
    "portrait",
    "sample",
    "telling_order",
    "together",
    "typical_pay",
]
