"""Models of workforces that people are drawn from: those that come with Paycurve, by id, and those
that were fitted and kept, by the version they were kept as."""

from __future__ import annotations

from engine.calendar import month_text
from engine.plan import Plan
from engine.scenario import Simulated
from engine.text import Refused
from engine.workforce import Workforce, has_columns_of, load_workforce, workforces
from engine.workspace import Version
from pages.ui.session import kept_items

FIRST_SEED = 7


def model_of(workforce: str) -> Workforce:
    """The model of this id or version. Raises Refused where there is none."""
    if workforce in workforces():
        return load_workforce(workforce)
    return kept_items.workforce(workforce)


def is_there(workforce: str) -> bool:
    """Whether there is such a model here."""
    try:
        model_of(workforce)
    except Refused:
        return False
    return True


def kept_name(workforce: str) -> str:
    """What a kept model is called; "" for one that comes with Paycurve, or that is not here."""
    if workforce in workforces():
        return ""
    try:
        return kept_items.workspace().version(workforce).name
    except Refused:
        return ""


def drawn_from(workforce: str, model: Workforce) -> Simulated:
    """People of a model as many, as long and from when it says."""
    return Simulated(workforce, FIRST_SEED, model.employees, model.months, month_text(model.first))


def fits(version: Version, plan: Plan) -> bool:
    """Whether the people of a kept model have the columns of a plan."""
    if version.plan == plan.id:
        return True
    try:
        return has_columns_of(model_of(version.id), plan)
    except Refused:
        return False
