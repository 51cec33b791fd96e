"""What grows and swings in a unit: which measures are sales, quotas, volumes and quality."""

from __future__ import annotations

from engine.plan import Plan
from engine.workforce import Measure, Product, SeasonalQuotas, Workforce

VOLUMES = frozenset(
    {
        *("orders", "key_account_orders", "calls", "conversations", "vip_conversations"),
        *("tickets", "visits", "certified", "onboarded", "service_points"),
    }
)
"""Columns that grow with the volume of work, as the catalogue names them."""
EARLIER = ("baseline", "last_year")
"""Parts of the names of columns that hold what was before; these do not grow."""


def quotas(plan: Plan, model: Workforce) -> tuple[str, ...]:
    """Columns that are targets of others."""
    named = [f.quotas for f in model.figures.values() if isinstance(f, SeasonalQuotas)]
    if plan.curve is not None and plan.curve.against is not None:
        named.append(plan.curve.against)
    named += [name for name in ("quota", "target") if name in plan.facts]
    return tuple(name for name in dict.fromkeys(named) if name in model.measures)


def sales(plan: Plan, model: Workforce, base_pay: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Columns of money that grow with sales: neither quotas, nor what base pay reads, nor what was
    in earlier times."""
    aside = {*quotas(plan, model), *base_pay}
    return tuple(
        column.id
        for column in plan.facts.values()
        if column.kind == "money"
        and column.id not in aside
        and column.id in model.measures
        and not any(part in column.id for part in EARLIER)
    )


def volumes(plan: Plan, model: Workforce) -> tuple[str, ...]:
    """Columns that grow with the volume of work."""
    return tuple(c for c in plan.facts if c in VOLUMES and c in model.measures)


def growths(
    plan: Plan,
    model: Workforce,
    sales_growth: float,
    volume_growth: float,
    follow: float,
    base_pay: tuple[str, ...] = (),
) -> dict[str, float]:
    """Growth a year by measure. Quotas have the part `follow` of the growth of sales; sales that
    are made of them have only the rest on top."""
    found: dict[str, float] = {}
    targets = quotas(plan, model)
    with_quotas = (1 + sales_growth) ** follow - 1
    for name in targets:
        found[name] = with_quotas
    for name in sales(plan, model, base_pay):
        of = model.measures[name].form
        follows = isinstance(of, Product) and any(target in of.of for target in targets)
        rest = (1 + sales_growth) / (1 + with_quotas) - 1
        found[name] = rest if follows else sales_growth
    found |= dict.fromkeys(volumes(plan, model), volume_growth)
    return {name: growth for name, growth in found.items() if abs(growth) > 1e-12}


def carriers(plan: Plan, model: Workforce) -> dict[str, str]:
    """The drawn measure of a unit that swings together with those of other units, by what it is
    like: "sales", "quality". One of each, so that measures of one unit go together as its model
    says and not further."""
    found: dict[str, str] = {}
    behind = _behind_sales(plan, model)
    for measure in model.drawn:
        like = "sales" if measure.id in behind else _like(plan, measure)
        if like and like not in found:
            found[like] = measure.id
    return found


def _behind_sales(plan: Plan, model: Workforce) -> set[str]:
    """Drawn measures that are sales or that sales are made of, without quotas."""
    aside = set(quotas(plan, model))
    found: set[str] = set()
    for name in sales(plan, model):
        form = model.measures[name].form
        found |= set(form.of) if isinstance(form, Product) else {name}
    return found - aside


def _like(plan: Plan, measure: Measure) -> str:
    """A score or share that is better the more it is: newcomers have less of it."""
    column = plan.facts.get(measure.id)
    if column is None or column.kind not in ("score", "share"):
        return ""
    worse = measure.learning_shift[:1] and measure.learning_shift[0] > 0
    return "" if worse else "quality"
