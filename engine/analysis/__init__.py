"""What payouts mean: compared, drawn as a curve, told by key figures and by person."""

from engine.analysis.accepted_differences import (
    Accepted,
    accepted_from,
    accepted_text,
    read_accepted,
)
from engine.analysis.case_search import STATES, find_cases
from engine.analysis.category_shares import (
    CategoryShares,
    ReportingSpans,
    category_shares,
    reporting_spans,
)
from engine.analysis.changed_pay import BANDS, SAME, ChangedPay, gainers, losers
from engine.analysis.coming_and_going import Headcount, LeavingRow, headcount
from engine.analysis.compare import (
    Comparison,
    GroupRow,
    compare,
    groupings,
    groups,
)
from engine.analysis.compared_people import (
    ORDERS,
    Person,
    find,
    middle_person,
    sample,
    telling_order,
)
from engine.analysis.curve_axis import is_along_curve
from engine.analysis.curve_bends import bends, same_axis, together
from engine.analysis.curve_ground import driver_by_person, is_quick_curve
from engine.analysis.group_names import column_name, value_name
from engine.analysis.inequality import gini, top_share
from engine.analysis.key_figures import SOLD, KeyFigures, key_figures, sold_column
from engine.analysis.measure_shape import Bins, MeasureShape, bins_of, measure_shape
from engine.analysis.measured_values import (
    TENURE,
    groups_by_month,
    measure_names,
    measured,
)
from engine.analysis.month_course import (
    GroupSpread,
    MonthCourse,
    group_spreads,
    month_course,
)
from engine.analysis.paid_figures import PaidFigures, paid_in_fen
from engine.analysis.payout_curve import Bend, PayoutCurve, payout_curve
from engine.analysis.people_portrait import PeoplePortrait, people_portrait
from engine.analysis.persona_pay import YEAR, TypicalPay, typical_pay
from engine.analysis.portrait import KINDS, Portrait, pay_mix, portrait
from engine.analysis.rank_links import (
    Persistence,
    RankLinks,
    month_ranks,
    pair_density,
    persistence,
    rank_correlation,
    rank_links,
)
from engine.analysis.reconciled_cases import Case, Cases
from engine.analysis.reconciled_words import amount_text, fen_text, line_label, share_text
from engine.analysis.reconciliation import Part, Reconciliation, reconcile
from engine.analysis.size import FixedSize, fixed_size, in_proportion
from engine.analysis.small_groups import (
    Grouping,
    bands_of,
    few_paid,
    grouped,
    month_spans,
    told_apart,
)
from engine.analysis.suspect import Suspect
from engine.analysis.suspects import EVALUATIONS

__all__ = [
    "BANDS",
    "EVALUATIONS",
    "KINDS",
    "ORDERS",
    "SAME",
    "SOLD",
    "STATES",
    "TENURE",
    "YEAR",
    "Accepted",
    "Bend",
    "Bins",
    "Case",
    "Cases",
    "CategoryShares",
    "ChangedPay",
    "Comparison",
    "FixedSize",
    "GroupRow",
    "GroupSpread",
    "Grouping",
    "Headcount",
    "KeyFigures",
    "LeavingRow",
    "MeasureShape",
    "MonthCourse",
    "PaidFigures",
    "Part",
    "PayoutCurve",
    "PeoplePortrait",
    "Persistence",
    "Person",
    "Portrait",
    "RankLinks",
    "Reconciliation",
    "ReportingSpans",
    "Suspect",
    "TypicalPay",
    "accepted_from",
    "accepted_text",
    "amount_text",
    "bands_of",
    "bends",
    "bins_of",
    "category_shares",
    "column_name",
    "compare",
    "driver_by_person",
    "fen_text",
    "few_paid",
    "find",
    "find_cases",
    "fixed_size",
    "gainers",
    "gini",
    "group_spreads",
    "grouped",
    "groupings",
    "groups",
    "groups_by_month",
    "headcount",
    "in_proportion",
    "is_along_curve",
    "is_quick_curve",
    "key_figures",
    "line_label",
    "losers",
    "measure_names",
    "measure_shape",
    "measured",
    "middle_person",
    "month_course",
    "month_ranks",
    "month_spans",
    "paid_in_fen",
    "pair_density",
    "pay_mix",
    "payout_curve",
    "people_portrait",
    "persistence",
    "portrait",
    "rank_correlation",
    "rank_links",
    "read_accepted",
    "reconcile",
    "reporting_spans",
    "same_axis",
    "sample",
    "share_text",
    "sold_column",
    "telling_order",
    "together",
    "told_apart",
    "top_share",
    "typical_pay",
    "value_name",
]
