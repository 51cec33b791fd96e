"""Whether costs are what people are paid or all that their employer pays, and the legal figures
that the latter rests on."""

from pathlib import Path

from pages.ui.payroll.cost_switch import (
    cost_cautions,
    cost_switch,
    cost_told,
    uncertain_mark,
    year_cautions,
)
from pages.ui.payroll.person_slip import offer_take_home, slip_of
from pages.ui.payroll.taken_home import (
    TakenHome,
    dead_zone_list,
    has_bonus_apart,
    take_home_table,
    taken_home,
)

STYLE = Path(__file__).with_name("payroll.css").read_text(encoding="utf-8")
"""The style sheet of the choice and its panel."""

__all__ = [
    "STYLE",
    "TakenHome",
    "cost_cautions",
    "cost_switch",
    "cost_told",
    "dead_zone_list",
    "has_bonus_apart",
    "offer_take_home",
    "slip_of",
    "take_home_table",
    "taken_home",
    "uncertain_mark",
    "year_cautions",
]
