"""What assumptions make of the drawing: growth by measure, seasons, shifts, levels, and how units
swing together, by worked numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.companies import Company, load_company
from engine.projection import Assumptions, question_of
from engine.projection.assumption_table import ENTRIES
from engine.projection.mixed_factors import Mixing
from engine.projection.months_assumed import assumed_model
from engine.projection.preparing import Prepared, prepared
from engine.projection.tornado import _moved
from engine.workforce import Unsure


@pytest.fixture(scope="module")
def company() -> Company:
    whole = load_company("sales-company")
    sizes = {"sellers": 40, "service": 30}
    units = {name: replace(whole.units[name], headcount=n) for name, n in sizes.items()}
    return replace(whole, units=units, management=(), moves=())


def ready(company: Company, **values: object) -> Prepared:
    return prepared(question_of(company, Assumptions.from_json(values), budget=None))


def test_sales_grow_by_the_year_and_quotas_with_a_part_of_it(company: Company) -> None:
    """A fifth more a year: after six months the root of 1.2. Quotas have half of it, the root of
    the growth; sales are quota times attainment and have only the rest on top of the quota."""
    outlook = ready(company, sales_growth=0.2, quotas_follow=0.5).units["sellers"].future.outlook
    assert set(outlook.factors) == {"quota", "sales"}
    quota, sales = outlook.factors["quota"], outlook.factors["sales"]
    assert quota[0] == sales[0] == 1
    assert quota[6] == pytest.approx(1.2**0.25) and sales[6] == pytest.approx(1.2**0.25)
    assert quota[6] * sales[6] == pytest.approx(1.2**0.5)
    follows = ready(company, sales_growth=0.2).units["sellers"].future.outlook
    assert set(follows.factors) == {"quota"} and follows.factors["quota"][6] == pytest.approx(
        1.2**0.5
    )
    # What a unit assumes of one measure comes on top: 1.2 x 1.1.
    own = {"sellers": {"growths": {"quota": 0.1}, "shifts": {"csat": -0.2}}}
    both = ready(company, sales_growth=0.2, units=own).units["sellers"].future.outlook
    assert both.factors["quota"][6] == pytest.approx((1.2 * 1.1) ** 0.5)
    assert both.shifts == {"csat": (-0.2,) * 12}


def test_a_stronger_season_is_felt_as_such(company: Company) -> None:
    plain, strong = (ready(company, seasonality=s).units["sellers"] for s in (1, 1.5))
    for measure in ("quota", "attainment"):
        (was,) = plain.future.model.measures[measure].season.values()
        (now,) = strong.future.model.measures[measure].season.values()
        assert now == pytest.approx(1.5 * was)


def test_an_unsure_level_comes_on_top_of_what_the_model_says(company: Company) -> None:
    question = question_of(company, Assumptions({"level_uncertainty": 0.4}))
    model = ready(company).units["sellers"].future.model
    attainment = replace(model.measures["attainment"], unsure=Unsure(0.3, 0.1))
    model = replace(model, measures={**model.measures, "attainment": attainment})
    found = assumed_model(question, "sellers", model).measures
    assert found["attainment"].unsure == Unsure(0.5, 0.1)  # the root of 0.09 + 0.16
    assert found["quota"].unsure == model.measures["quota"].unsure  # nothing in common there


def test_units_swing_together_in_what_is_alike_and_every_factor_stays_standard_normal() -> None:
    own = {"a": ("x: level", "y"), "b": ("z: level",)}
    like = {"a": ("sales: level", ""), "b": ("sales: level",)}
    mixing = Mixing(("sales: level",), own, like, 0.36)
    # the shared value counts 0.6 and each unit's own 0.8
    found = mixing.of_units(np.array([1.0, 2.0, 3.0, -1.0]))
    assert found["a"].tolist() == pytest.approx([0.8 * 2 + 0.6, 3.0])
    assert found["b"].tolist() == pytest.approx([0.8 * -1 + 0.6])
    fixed = mixing.of_units(np.array([1.0, 2.0, 3.0, -1.0]), {"sales: level": 1.28})
    assert fixed["a"].tolist() == [1.28, 3.0] and fixed["b"].tolist() == [1.28]


def test_units_that_swing_apart_keep_their_places_in_the_point(company: Company) -> None:
    apart, half = (ready(company, swings_together=share).mixing for share in (0, 0.5))
    assert apart.names == half.names and apart.shared
    point = np.arange(len(apart.names), dtype=float)
    for unit, values in apart.of_units(point).items():
        at = [apart.names.index(f"{unit}/{name}") for name in apart.own[unit]]
        assert values.tolist() == at


def test_the_tornado_moves_what_a_unit_has_of_its_own_alike() -> None:
    assumed = Assumptions(
        {"attrition_factor": 1.2, "units.a.attrition_factor": 2.0, "units.a.sales_growth": -0.88}
    )
    low, high = (_moved(assumed, ENTRIES["attrition_factor"], which) for which in (0, 1))
    assert low.values["attrition_factor"] == pytest.approx(0.9)
    assert low.values["units.a.attrition_factor"] == 1.5
    assert high.values["units.a.attrition_factor"] == 2.5
    # added, not multiplied, and never beyond the bounds
    down = _moved(assumed, ENTRIES["sales_growth"], 0)
    assert (down.value("sales_growth"), down.value("units.a.sales_growth")) == (-0.05, -0.9)
