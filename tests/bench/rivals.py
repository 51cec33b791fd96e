"""The service-seller plan as an able user of numpy, pandas or OpenFisca-core would write it.

All but OpenFisca work in float64 with the same guards as the engine, which cost nothing here, so
that the same result is compared; OpenFisca-core stores float32 and cannot be held to the fen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
import pandas as pd

from engine.facts import Facts
from tests.bench.people import GRADES

if TYPE_CHECKING:
    from openfisca_core.parameters import ParameterNode, ParameterNodeAtInstant
    from openfisca_core.periods import Period
    from openfisca_core.populations import Population
    from openfisca_core.simulations import Simulation
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.taxscales import SingleAmountTaxScale

    Figure = Callable[[Period], ParameterNodeAtInstant]

Form = Literal["as taught", "scales", "np.where"]
Steps = tuple[tuple[float, float], ...]
Lines = dict[str, np.ndarray]

INPUTS = ("sales", "quota", "csat", "complaint_rate", "team_score")
MEASURES = ("attainment", "coefficient")
LINES = (
    "base_pay",
    "performance_pay",
    "monthly_bonus",
    "quarterly_bonus",
    "annual_bonus",
    "gross_pay",
)
PERCENTS = (10, 25, 50, 75, 90)
BINS = 50

# Rounding half up with a guard of a millionth of a fen; no amount of this plan is negative.
HALF = 0.5 + 1e-6
# A breakpoint counts as reached within a relative 1e-9.
REACHED = 1 - 1e-9


@dataclass(frozen=True)
class Figures:
    """The parameters of the plan, by default those of the document."""

    base_by_grade: tuple[float, ...] = (3000.0, 3500.0, 4000.0, 4500.0)
    weights: tuple[float, float, float, float] = (0.4, 0.3, 0.2, 0.1)
    csat_target: float = 0.9
    complaint_target: float = 0.02
    factor_cap: float = 1.5
    monthly_steps: Steps = ((0.8, 0.10), (1.0, 0.20))
    quarterly_steps: Steps = ((0.8, 0.15), (1.0, 0.25))
    annual_steps: Steps = ((0.8, 0.20), (1.0, 0.30))

    def as_parameters(self) -> dict[str, Any]:
        """The same figures by the ids and in the shapes of the plan file."""
        weights = ("weight_sales", "weight_csat", "weight_complaints", "weight_team")
        return {
            "base_by_grade": dict(zip(GRADES, self.base_by_grade, strict=True)),
            **dict(zip(weights, self.weights, strict=True)),
            "csat_target": self.csat_target,
            "complaint_target": self.complaint_target,
            "factor_cap": self.factor_cap,
            "monthly_steps": [list(step) for step in self.monthly_steps],
            "quarterly_steps": [list(step) for step in self.quarterly_steps],
            "annual_steps": [list(step) for step in self.annual_steps],
        }

    def with_base(self, junior: float) -> Figures:
        """Another base pay of juniors: everything is downstream of it."""
        return replace(self, base_by_grade=(junior, *self.base_by_grade[1:]))

    def with_quarterly(self, first: float) -> Figures:
        """Another first step of the quarterly bonus: only that line and gross pay follow."""
        (start, _), *rest = self.quarterly_steps
        return replace(self, quarterly_steps=((start, first), *rest))


@dataclass(frozen=True)
class Report:
    """What a page shows after each edit."""

    cost_by_month: np.ndarray
    histogram: np.ndarray
    percentiles: np.ndarray


def report(gross_pay: np.ndarray) -> Report:
    """Totals, histogram and percentiles of gross pay `[month, employee]`."""
    by_person = gross_pay.sum(axis=0, dtype=np.float64)
    return Report(
        gross_pay.sum(axis=1, dtype=np.float64),
        np.histogram(by_person, BINS)[0],
        np.percentile(by_person, PERCENTS),
    )


# --- numpy ------------------------------------------------------------------------------------


def numpy_lines(facts: Facts, figures: Figures) -> Lines:
    """Measures and lines in yuan, whole columns `[month, employee]` at a time."""
    sales, quota, csat, complaint_rate, team_score = (facts.numbers[name] for name in INPUTS)
    months, size = sales.shape
    attainment = sales / np.where(quota > 0, quota, np.inf)
    cap = figures.factor_cap
    weight_sales, weight_csat, weight_complaints, weight_team = figures.weights
    coefficient = (
        weight_sales * np.clip(attainment, 0, cap)
        + weight_csat * np.clip(csat / figures.csat_target, 0, cap)
        + weight_complaints * np.clip(2 - complaint_rate / figures.complaint_target, 0, cap)
        + weight_team * np.clip(team_score / 100, 0, cap)
    )
    base = np.array([*figures.base_by_grade, 0.0])[facts.categories["grade"].codes]

    def of_period(column: np.ndarray, every: int) -> np.ndarray:
        return column.reshape(months // every, every, size).sum(axis=1)

    with_quota = np.where(quota > 0, sales, 0), np.maximum(quota, 0)

    def bonus(every: int, steps: Steps) -> np.ndarray:
        sold, expected = (of_period(column, every) for column in with_quota)
        reached = sold / np.where(expected > 0, expected, np.inf)
        paid = np.zeros(sales.shape)
        due = paid[every - 1 :: every]
        due[:] = _fen(of_period(base, every) * _step(reached, steps))
        if not facts.full:
            due *= facts.present[every - 1 :: every]
        return paid

    lines = {
        "attainment": attainment,
        "coefficient": coefficient,
        "base_pay": base,
        "performance_pay": _fen(base * coefficient),
        "monthly_bonus": _fen(base * _step(attainment, figures.monthly_steps)),
        "quarterly_bonus": bonus(3, figures.quarterly_steps),
        "annual_bonus": bonus(12, figures.annual_steps),
    }
    lines["gross_pay"] = (
        base
        + lines["performance_pay"]
        + lines["monthly_bonus"]
        + lines["quarterly_bonus"]
        + lines["annual_bonus"]
    )
    return lines


def _step(x: np.ndarray, steps: Steps) -> np.ndarray:
    """Value of the last breakpoint reached; for two steps this is quicker than searchsorted."""
    values = np.zeros(x.shape)
    for start, value in steps:
        values = np.where(x >= start * REACHED, value, values)
    return values


def _fen(yuan: np.ndarray) -> np.ndarray:
    return np.floor(yuan * 100 + HALF) / 100


# --- pandas -----------------------------------------------------------------------------------


def pandas_table(facts: Facts) -> pd.DataFrame:
    """A long table with a row for each employee and month in service, as a file would be read.

    It carries the keys of its quarters and employees as codes and the flags of paying months,
    so that the timed part need not work them out.
    """
    rows = facts.present.T
    person, month = np.nonzero(rows)
    columns: dict[str, object] = {
        "employee": person.astype(np.int32),
        "month": month.astype(np.int8),
        "grade": facts.categories["grade"].codes.T[rows],
    }
    columns |= {name: facts.numbers[name].T[rows] for name in INPUTS}
    columns["quarter"] = (person * 4 + month // 3).astype(np.int32)
    columns["pays_quarter"] = month % 3 == 2
    columns["pays_year"] = month == 11
    return pd.DataFrame(columns, copy=False)


def pandas_lines(table: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    """Measures and lines in yuan beside the keys of the table."""
    attainment = table["sales"] / table["quota"].where(table["quota"] > 0, np.inf)
    cap = figures.factor_cap
    weight_sales, weight_csat, weight_complaints, weight_team = figures.weights
    coefficient = (
        weight_sales * attainment.clip(0, cap)
        + weight_csat * (table["csat"] / figures.csat_target).clip(0, cap)
        + weight_complaints * (2 - table["complaint_rate"] / figures.complaint_target).clip(0, cap)
        + weight_team * (table["team_score"] / 100).clip(0, cap)
    )
    base = pd.Series(np.array(figures.base_by_grade).take(table["grade"].to_numpy()))
    with_quota = {
        "sales": table["sales"].where(table["quota"] > 0, 0.0),
        "quota": table["quota"].clip(0),
    }
    summed = pd.DataFrame({**with_quota, "base": base}, copy=False)
    quarters = summed.groupby(table["quarter"], sort=False).sum()
    years = quarters.groupby(quarters.index // 4, sort=False).sum()

    def bonus(sums: pd.DataFrame, steps: Steps, key: str, pays: str) -> pd.Series:
        reached = sums["sales"] / sums["quota"].where(sums["quota"] > 0, np.inf)
        amount = _fen(sums["base"] * _step(reached.to_numpy(), steps))
        due = table[pays].to_numpy()
        if len(amount) != np.count_nonzero(due):  # somebody left before the paying month
            amount = amount.reindex(table[key][due])
        paid = np.zeros(len(table))
        paid[due] = amount
        return pd.Series(paid)

    lines = pd.DataFrame(
        {
            "employee": table["employee"],
            "month": table["month"],
            "attainment": attainment,
            "coefficient": coefficient,
            "base_pay": base,
            "performance_pay": _fen(base * coefficient),
            "monthly_bonus": _fen(base * _step(attainment.to_numpy(), figures.monthly_steps)),
            "quarterly_bonus": bonus(quarters, figures.quarterly_steps, "quarter", "pays_quarter"),
            "annual_bonus": bonus(years, figures.annual_steps, "employee", "pays_year"),
        },
        copy=False,
    )
    lines["gross_pay"] = (
        base
        + lines["performance_pay"]
        + lines["monthly_bonus"]
        + lines["quarterly_bonus"]
        + lines["annual_bonus"]
    )
    return lines


def pandas_report(lines: pd.DataFrame) -> Report:
    """Totals, histogram and percentiles of gross pay."""
    by_person = lines.groupby("employee", sort=False)["gross_pay"].sum()
    return Report(
        lines.groupby("month")["gross_pay"].sum().to_numpy(),
        np.histogram(by_person, BINS)[0],
        by_person.quantile([percent / 100 for percent in PERCENTS]).to_numpy(),
    )


def pandas_grid(facts: Facts, lines: pd.DataFrame) -> Lines:
    """The long lines as arrays `[month, employee]`, 0 where there is no row."""
    grids = {}
    for name in LINES:
        grids[name] = np.zeros(facts.present.shape)
        grids[name][lines["month"], lines["employee"]] = lines[name]
    return grids


# --- OpenFisca-core ---------------------------------------------------------------------------


class OpenFisca:
    """The plan as variables and parameters of OpenFisca-core; everyone must be in service.

    "as taught" writes it as its users are taught: breakpoints in bracket scales, base pay looked up
    in the parameters by category. "scales" takes base pay from an array instead, and "np.where"
    writes the breakpoints as chains of that as well; each is quicker than the one before. Quarterly
    and yearly lines are only asked for in the months that pay them.
    """

    def __init__(self, facts: Facts, figures: Figures, form: Form) -> None:
        from openfisca_core.periods import period

        if not facts.full:
            raise ValueError("the OpenFisca form of the plan knows nobody who joins or leaves")
        self._facts = facts
        self._system = _system(form)
        self._months = [period(text) for text in facts.month_texts()]
        self._simulation: Simulation | None = None
        self.use(figures)

    def use(self, figures: Figures) -> None:
        """Other parameters; lines already worked out keep what they were worked out with."""
        self._system.parameters = _parameters(figures)
        self._system.get_parameters_at_instant.cache_clear()

    def set_inputs(self) -> Self:
        """A new simulation that knows the facts and nothing else."""
        from openfisca_core.simulations import SimulationBuilder

        builder = SimulationBuilder()
        self._simulation = builder.build_default_simulation(self._system, self._facts.size)
        for row, month in enumerate(self._months):
            grade = self._facts.categories["grade"].codes[row]
            self._simulation.set_input("grade", month, grade.astype(np.int32))
            for name in INPUTS:
                self._simulation.set_input(name, month, self._facts.numbers[name][row])
        return self

    def lines(self) -> dict[str, list[np.ndarray]]:
        """Measures and lines in yuan, a float32 array for each month that pays the line."""
        return {
            name: [self._known.calculate(name, month) for month in self._months[_due(name)]]
            for name in (*MEASURES, *LINES)
        }

    def edit(self, figures: Figures, changed: Sequence[str]) -> dict[str, list[np.ndarray]]:
        """Lines after an edit of which the caller knows the lines that change."""
        self.use(figures)
        for name in changed:
            self._known.delete_arrays(name)
        return {
            name: [self._known.calculate(name, month) for month in self._months[_due(name)]]
            for name in changed
        }

    def forget(self) -> None:
        """Lets go of the simulation and all it stored."""
        self._simulation = None

    @property
    def _known(self) -> Simulation:
        if self._simulation is None:
            raise ValueError("set the inputs first")
        return self._simulation


def openfisca_report(lines: Mapping[str, Sequence[np.ndarray]]) -> Report:
    """Totals, histogram and percentiles of gross pay."""
    return report(np.stack(lines["gross_pay"]))


def openfisca_grid(facts: Facts, lines: Mapping[str, Sequence[np.ndarray]]) -> Lines:
    """The lines as arrays `[month, employee]`, 0 where a line is not due."""
    grids = {}
    for name in LINES:
        grids[name] = np.zeros(facts.present.shape)
        grids[name][_due(name)] = np.stack(lines[name])
    return grids


def _due(line: str) -> slice:
    every = {"quarterly_bonus": 3, "annual_bonus": 12}.get(line, 1)
    return slice(every - 1, None, every)


def _parameters(figures: Figures) -> ParameterNode:
    from openfisca_core.parameters import ParameterNode

    def figure(value: float) -> dict[str, object]:
        return {"values": {"2020-01-01": {"value": value}}}

    def scale(steps: Steps) -> dict[str, object]:
        brackets = [
            {
                "threshold": {"2020-01-01": {"value": start}},
                "amount": {"2020-01-01": {"value": amount}},
            }
            for start, amount in ((0.0, 0.0), *steps)
        ]
        return {"brackets": brackets, "metadata": {"type": "single_amount"}}

    weights = zip(("sales", "csat", "complaints", "team"), figures.weights, strict=True)
    tree: dict[str, object] = {
        "base": {f"grade_{i}": figure(value) for i, value in enumerate(figures.base_by_grade)},
        "weight": {name: figure(value) for name, value in weights},
        "csat_target": figure(figures.csat_target),
        "complaint_target": figure(figures.complaint_target),
        "factor_cap": figure(figures.factor_cap),
        "monthly_steps": scale(figures.monthly_steps),
        "quarterly_steps": scale(figures.quarterly_steps),
        "annual_steps": scale(figures.annual_steps),
    }
    return ParameterNode("", data=tree)


def _system(form: Form) -> TaxBenefitSystem:
    from openfisca_core.entities import build_entity
    from openfisca_core.indexed_enums import Enum
    from openfisca_core.periods import DateUnit
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    seller = build_entity(key="seller", plural="sellers", label="Seller", is_person=True)
    system = TaxBenefitSystem([seller])

    def variable(
        name: str,
        value_type: type,
        formula: Callable[..., np.ndarray] | None = None,
        **more: object,
    ) -> None:
        described = {
            "value_type": value_type,
            "entity": seller,
            "definition_period": DateUnit.MONTH,
            "label": name,
            **more,
        }
        if formula:
            described["formula"] = formula
        system.add_variable(type(name, (Variable,), described))

    if form == "as taught":
        grades = Enum("Grade", {f"grade_{place}": grade for place, grade in enumerate(GRADES)})
        variable("grade", Enum, possible_values=grades, default_value=next(iter(grades)))
    else:
        variable("grade", int)
    for name in INPUTS:
        variable(name, float)
    for name, formula in _formulas(form).items():
        variable(name, float, formula)
    return system


def _scale_step(scale: SingleAmountTaxScale, x: np.ndarray) -> np.ndarray:
    return scale.calc(x)


def _where_step(scale: SingleAmountTaxScale, x: np.ndarray) -> np.ndarray:
    values = np.float32(0)
    for start, amount in zip(scale.thresholds, scale.amounts, strict=True):
        if amount:
            values = np.where(x >= np.float32(start), np.float32(amount), values)
    return values


def _formulas(form: Form) -> dict[str, Callable[..., np.ndarray]]:
    step = _where_step if form == "np.where" else _scale_step

    def ratio(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return a / np.where(b > 0, b, np.float32(np.inf))

    def attainment(seller: Population, period: Period) -> np.ndarray:
        return ratio(seller("sales", period), seller("quota", period))

    def coefficient(seller: Population, period: Period, parameters: Figure) -> np.ndarray:
        figure = parameters(period)
        cap, weight = figure.factor_cap, figure.weight
        complaints = 2 - seller("complaint_rate", period) / figure.complaint_target
        return (
            weight.sales * np.clip(seller("attainment", period), 0, cap)
            + weight.csat * np.clip(seller("csat", period) / figure.csat_target, 0, cap)
            + weight.complaints * np.clip(complaints, 0, cap)
            + weight.team * np.clip(seller("team_score", period) / 100, 0, cap)
        )

    def base_pay(seller: Population, period: Period, parameters: Figure) -> np.ndarray:
        if form == "as taught":
            return parameters(period).base[seller("grade", period)]
        by_grade = [value for _, value in sorted(parameters(period).base._children.items())]
        return np.array(by_grade, dtype=np.float32)[seller("grade", period)]

    def performance_pay(seller: Population, period: Period) -> np.ndarray:
        return _fen(seller("base_pay", period) * seller("coefficient", period))

    def monthly_bonus(seller: Population, period: Period, parameters: Figure) -> np.ndarray:
        scale = parameters(period).monthly_steps
        return _fen(seller("base_pay", period) * step(scale, seller("attainment", period)))

    def of_period(seller: Population, name: str, last: Period, months: int) -> np.ndarray:
        return sum(seller(name, last.offset(-back)) for back in range(months))

    def sold_in_period(seller: Population, last: Period, months: int) -> np.ndarray:
        own = [last.offset(-back) for back in range(months)]
        return sum(seller("sales", month) * (seller("quota", month) > 0) for month in own)

    def quota_of_period(seller: Population, last: Period, months: int) -> np.ndarray:
        own = [last.offset(-back) for back in range(months)]
        return sum(np.maximum(seller("quota", month), 0) for month in own)

    def bonus(
        seller: Population, period: Period, months: int, scale: SingleAmountTaxScale
    ) -> np.ndarray:
        sold, quota = (f(seller, period, months) for f in (sold_in_period, quota_of_period))
        reached = ratio(sold, quota)
        return _fen(of_period(seller, "base_pay", period, months) * step(scale, reached))

    def quarterly_bonus(seller: Population, period: Period, parameters: Figure) -> np.ndarray:
        return bonus(seller, period, 3, parameters(period).quarterly_steps)

    def annual_bonus(seller: Population, period: Period, parameters: Figure) -> np.ndarray:
        return bonus(seller, period, 12, parameters(period).annual_steps)

    def gross_pay(seller: Population, period: Period) -> np.ndarray:
        gross = seller("base_pay", period) + seller("performance_pay", period)
        gross = gross + seller("monthly_bonus", period)
        if period.start.month % 3 == 0:
            gross = gross + seller("quarterly_bonus", period)
        if period.start.month == 12:
            gross = gross + seller("annual_bonus", period)
        return gross

    return {
        formula.__name__: formula
        for formula in (
            attainment,
            coefficient,
            base_pay,
            performance_pay,
            monthly_bonus,
            quarterly_bonus,
            annual_bonus,
            gross_pay,
        )
    }
