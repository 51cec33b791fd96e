"""Payroll by worked figures: contributions, tax, take-home pay and employer's cost to the fen.

Shanghai from July 2026: base 7,546 to 37,731; employer 16 + 9 + 0.5 + 0.2 %, employee 8 + 2 +
0.5 %, housing fund 7 % each of 2,740 to 37,731, in whole yuan. 5,000 a month are free of tax.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine import Payouts
from engine.payroll import (
    EMPLOYER_CONTRIBUTIONS,
    SALARY_BESIDE,
    Payroll,
    PayrollSettings,
    dead_zone_of,
    payroll,
    with_employer_cost,
)
from engine.text import Refused
from tests.payroll.payroll_plan import every_kind, months_of, run
from tests.small_plan import paid

SHANGHAI = PayrollSettings("shanghai")
HALF_YEAR = {"salary": [10000] * 6}


def yuan(found: Payroll, name: str) -> list[list[float]]:
    return (getattr(found, name) / 100).tolist()


def test_a_month_of_ten_thousand(tmp_path: Path) -> None:
    found = payroll(run(tmp_path, months_of("A", "2026-07", HALF_YEAR)), SHANGHAI)
    by_scheme = {s: (c.employer[0, 0], c.employee[0, 0]) for s, c in found.contributions.items()}
    assert {scheme: paid for scheme, paid in by_scheme.items() if any(paid)} == {
        "pension": (160000, 80000),
        "medical": (90000, 20000),
        "unemployment": (5000, 5000),
        "injury": (2000, 0),
        "housing_fund": (70000, 70000),
    }
    assert yuan(found, "tax") == [[97.5]] * 6  # 3 % of 10,000 - 1,750 - 5,000
    assert yuan(found, "net") == [[8152.5]] * 6
    assert found.cost_by_month.tolist() == [13270] * 6
    assert found.totals == {
        "gross": 60000,
        "salary": 0,
        "employer": 19620,
        "employee": 10500,
        "tax": 585,
        "net": 48915,
        "employer_cost": 79620,
    }


def test_each_kind_of_pay_counts_for_what_the_law_says(tmp_path: Path) -> None:
    """600 for shifts are insured and taxed, a gift of 500 taxed only, 200 of expenses neither."""
    columns = {"salary": [10000], "shift": [600], "gift": [500], "spent": [200]}
    found = payroll(run(tmp_path, months_of("A", "2026-07", columns)), SHANGHAI)
    assert found.pay.insured.tolist() == [[1060000]]
    assert yuan(found, "employer") == [[3466.2]]
    assert yuan(found, "employee") == [[1855]]
    assert yuan(found, "tax") == [[127.35]]  # 3 % of 11,100 - 1,855 - 5,000
    assert yuan(found, "net") == [[9317.65]]


@pytest.mark.parametrize(
    ("base", "employer"),
    [
        ("this_year", [3270, 3270]),  # on 10,000, the average of both months
        ("month", [2289.32, 4905]),  # on the floor of 7,546 and 5,000 for the fund, and on 15,000
        ("last_year", [2616, 2616]),  # on the 8,000 of before
    ],
)
def test_contributions_are_paid_on_the_base_that_is_asked_for(
    tmp_path: Path, base: str, employer: list[float]
) -> None:
    now = run(tmp_path, months_of("A", "2026-07", {"salary": [5000, 15000]}))
    before = run(tmp_path, months_of("A", "2026-07", {"salary": [8000, 8000]}))
    settings = PayrollSettings.from_json({"base": base})
    assert yuan(payroll(now, settings, before), "employer") == [[e] for e in employer]
    cost = with_employer_cost(now, settings, before)
    assert (cost.cost_by_month - now.cost_by_month).tolist() == pytest.approx(employer, abs=1e-9)


def test_whom_the_plan_as_documented_does_not_know_is_insured_on_their_own_average(
    tmp_path: Path,
) -> None:
    new = months_of("B", "2026-07", {"salary": [20000, 10000]})
    now = run(tmp_path, months_of("A", "2026-07", {"salary": [9000, 9000]}), new)
    before = run(tmp_path, months_of("A", "2026-07", {"salary": [8000, 8000]}))
    found = payroll(now, PayrollSettings(base="last_year"), before)
    assert found.base.tolist() == [800000, 1500000]


def test_the_average_is_of_the_months_in_service_half_up_between_floor_and_cap(
    tmp_path: Path,
) -> None:
    """A leaves after one month of three; the average of B is 10,000.005; C is above the cap."""
    found = payroll(
        run(
            tmp_path,
            months_of("A", "2026-07", {"salary": [9000]}),
            months_of("B", "2026-07", {"salary": [10000, 10000.01]}),
            months_of("C", "2026-07", {"salary": [50000] * 3}),
        ),
        SHANGHAI,
    )
    assert found.base.tolist() == [900000, 1000001, 5000000]
    assert found.employer[:, 0].tolist() == [294300, 0, 0]
    # 16 + 9 + 0.5 + 0.2 % of 37,731 each rounded to the fen, the fund in whole yuan.
    assert found.employer[0, 2] == 603696 + 339579 + 18866 + 7546 + 264100


def test_rates_and_deductions_that_were_chosen_count(tmp_path: Path) -> None:
    settings = PayrollSettings(rates={"housing_fund": 0.05, "injury": 0.004}, deductions=1500)
    found = payroll(run(tmp_path, months_of("A", "2026-07", HALF_YEAR)), settings)
    assert yuan(found, "employer")[0] == [3090]
    assert yuan(found, "tax")[0] == [58.5]  # 3 % of 10,000 - 1,550 - 1,500 - 5,000
    with pytest.raises(Refused) as refused:
        wrong = {"housing_fund": 0.12, "pension": 0.1}
        payroll(run(tmp_path, months_of("A", "2026-07", HALF_YEAR)), replace(SHANGHAI, rates=wrong))
    assert {problem.key for problem in refused.value.problems} == {"rate_unknown", "rate_bounds"}


# -- bonuses -----------------------------------------------------------------------------------

BONUS = {**HALF_YEAR, "bonus": [0, 0, 0, 0, 0, 36001]}


@pytest.mark.parametrize(
    ("bonus", "taxes"),
    [
        # 2,199.99 a month are taxed with 3 %, and 36,001 with 10 % less 210.
        ("apart", [66, 66, 66, 66, 66, 66 + 3390.10]),
        # 13,199.94 and 36,001: 10 % less 2,520 of the year so far.
        ("together", [66, 66, 66, 66, 66, 2400.09 - 330]),
        ("cheaper", [66, 66, 66, 66, 66, 2400.09 - 330]),
    ],
)
def test_a_bonus_is_taxed_as_it_is_asked(tmp_path: Path, bonus: str, taxes: list[float]) -> None:
    payouts = run(tmp_path, months_of("A", "2026-07", BONUS))
    found = payroll(payouts, PayrollSettings.from_json({"bonus": bonus}))
    assert found.base.tolist() == [1600017]  # of 96,001 in six months
    assert found.tax[:, 0].tolist() == pytest.approx([tax * 100 for tax in taxes], abs=1e-6)


def test_whoever_pays_less_apart_is_taxed_apart(tmp_path: Path) -> None:
    """With 30,000 a month a bonus of 36,000 costs 1,080 by itself and more with the month."""
    rich = {"salary": [30000] * 6, "bonus": [0, 0, 0, 0, 0, 36000]}
    payouts = run(tmp_path, months_of("A", "2026-07", BONUS), months_of("B", "2026-07", rich))
    apart, cheaper = (
        payroll(payouts, PayrollSettings.from_json({"bonus": bonus}))
        for bonus in ("apart", "cheaper")
    )
    assert cheaper.tax[:, 1].tolist() == apart.tax[:, 1].tolist()
    assert cheaper.tax[:, 0].sum() < apart.tax[:, 0].sum()
    assert cheaper.apart[5].tolist() == [0, 3600000]


def test_a_bonus_in_a_dead_zone_is_told_with_the_split_that_costs_less(tmp_path: Path) -> None:
    """One yuan beyond 36,000 costs 2,310.10, so it had better be salary, where it costs 3 %."""
    fine, edge = ({**HALF_YEAR, "bonus": [0] * 5 + [last]} for last in (38566.67, 36000))
    payouts = run(
        tmp_path,
        months_of("A", "2026-07", BONUS),
        months_of("B", "2026-07", fine),
        months_of("C", "2026-07", edge),
    )
    zone = dead_zone_of(payroll(payouts, SHANGHAI))
    assert (zone.count, zone.people.tolist(), zone.months.tolist()) == (1, [0], [5])
    assert zone.bonus.tolist() == [3600100] and zone.edge.tolist() == [3600000]
    assert zone.lost.tolist() == [230910]
    assert zone.best.tolist() == [3600000]
    assert zone.saved.tolist() == [231007]  # 3,390.10 - 1,080 - 3 % of the year's further yuan
    assert dead_zone_of(payroll(payouts, PayrollSettings(bonus="together"))).count == 0


def test_only_the_first_bonus_of_a_calendar_year_is_taxed_apart(tmp_path: Path) -> None:
    two = {"salary": [10000] * 3, "bonus": [3000, 2000, 1000]}
    found = payroll(run(tmp_path, months_of("A", "2026-11", two)), SHANGHAI)
    assert found.apart[:, 0].tolist() == [300000, 0, 100000]
    ended = payroll(run(tmp_path, months_of("A", "2027-12", two)), SHANGHAI)
    assert ended.apart[:, 0].tolist() == [300000, 0, 0]  # the rule ends with 2027


# -- places and columns ------------------------------------------------------------------------


def placed(folder: Path, *cities: str) -> Payouts:
    people = [
        months_of(f"P{i}", "2026-07", {"salary": [10000]}, city=city, declared=f"{i * 1000}")
        for i, city in enumerate(cities)
    ]
    return run(folder, *people)


def test_everybody_is_insured_where_the_column_says(tmp_path: Path) -> None:
    """Beijing: employer 16 + 9.8 + 0.5 + 0.2 + 12 %, employee 8 + 2 + 0.5 + 12 % and 3 yuan."""
    payouts = placed(tmp_path, "shanghai", "北京市", "Shanghai", "Beijing")
    found = payroll(payouts, PayrollSettings("chengdu", place_column="city"))
    assert yuan(found, "employer") == [[3270, 3850, 3270, 3850]]
    assert yuan(found, "employee") == [[1750, 2253, 1750, 2253]]
    assert set(found.figures) == {"shanghai", "beijing"}
    # 7 % are allowed in both; the supplementary fund only in Shanghai.
    rates = {"housing_fund": 0.07, "supplementary_housing_fund": 0.01}
    chosen = payroll(payouts, PayrollSettings(place_column="city", rates=rates))
    assert yuan(chosen, "employer") == [[3370, 3350, 3370, 3350]]


def test_values_that_are_no_names_of_places_have_theirs(tmp_path: Path) -> None:
    """Shanghai: employer 3270; Beijing: 3850, as above. A name of a place can be given another."""
    payouts = placed(tmp_path, "north", "上海", "south", "north")
    named = {"north": "beijing", "south": "shanghai"}
    settings = PayrollSettings(place_column="city", column_places=named)
    assert yuan(payroll(payouts, settings), "employer") == [[3850, 3270, 3270, 3850]]
    settings = replace(settings, column_places={**named, "上海": "beijing"})
    assert yuan(payroll(payouts, settings), "employer") == [[3850, 3850, 3270, 3850]]
    with pytest.raises(Refused) as refused:
        payroll(payouts, replace(settings, column_places={"north": "beijing"}))
    assert [p.value for p in refused.value.problems] == ["south"]


def test_people_at_no_known_place_are_told_all_together(tmp_path: Path) -> None:
    payouts = placed(tmp_path, "shanghai", "Atlantis", "Atlantis", "Lyonesse", "")
    with pytest.raises(Refused) as refused:
        payroll(payouts, PayrollSettings(place_column="city", deductions_column="nothing"))
    told = {
        (p.key, p.value, p.values.get("count"), p.values.get("employee"), p.file, p.line)
        for p in refused.value.problems
    }
    file = payouts.facts.source
    assert file.endswith(".csv") and told == {
        ("payroll_place", "Atlantis", 2, "P1", file, 3),
        ("payroll_place", "Lyonesse", 1, "P3", file, 5),
        ("payroll_no_place", "", 1, "P4", file, 6),
        ("payroll_no_deductions", "nothing", None, None, "", None),
    }
    assert {p.values.get("month") for p in refused.value.problems} == {"2026-07", None}
    nowhere = next(p for p in refused.value.problems if p.value == "Atlantis")
    assert "Beijing, Shanghai, " in nowhere.remedy("en")  # names, and not ids
    assert "北京、上海、" in nowhere.remedy("zh")
    with pytest.raises(Refused, match="no column “town”"):
        with_employer_cost(payouts, PayrollSettings(place_column="town"))
    with pytest.raises(Refused, match="in USD"):
        payroll(payouts, PayrollSettings("united_states"))


def test_deductions_come_from_a_column(tmp_path: Path) -> None:
    payouts = placed(tmp_path, "shanghai", "shanghai")
    found = payroll(payouts, PayrollSettings(deductions_column="declared"))
    assert yuan(found, "tax") == [[97.5, 67.5]]


def test_the_largest_deduction_can_be_declared(tmp_path: Path) -> None:
    payouts = run(tmp_path, months_of("A", "2026-07", {"salary": [10000]}, declared="100000"))
    assert yuan(payroll(payouts, PayrollSettings(deductions_column="declared")), "tax") == [[0]]


@pytest.mark.parametrize(
    ("declared", "key"),
    [
        ("", "payroll_blank"),
        ("-1", "payroll_deductions"),
        ("100000.01", "payroll_deductions"),
    ],
)
def test_a_blank_is_no_deduction_of_nothing(tmp_path: Path, declared: str, key: str) -> None:
    rows = months_of("A", "2026-07", {"salary": [10000]}, declared="1000")
    more = months_of("B", "2026-07", {"salary": [10000]}, declared=declared)
    with pytest.raises(Refused) as refused:
        payroll(run(tmp_path, rows, more), PayrollSettings(deductions_column="declared"))
    (problem,) = refused.value.problems
    assert (problem.key, problem.line, problem.value) == (key, 3, declared)
    assert (problem.file[-4:], problem.column) == (".csv", "declared")
    assert problem.values["employee"] == "B" and problem.values["month"] == "2026-07"


# -- as lines of payouts -----------------------------------------------------------------------


@pytest.mark.parametrize("amounts", [True, False])
def test_employers_cost_is_two_further_lines(tmp_path: Path, amounts: bool) -> None:
    """4,000 beside a plan that pays 6,000: contributions on both."""
    plan = replace(every_kind(), salary=4000.0)
    rows = months_of("A", "2026-07", {"salary": [6000, 6000]})
    text = "\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows)])
    payouts = paid(plan, text, tmp_path, amounts=amounts)
    cost = with_employer_cost(payouts, SHANGHAI)
    assert cost.line_totals == {
        **payouts.line_totals,
        SALARY_BESIDE: 8000,
        EMPLOYER_CONTRIBUTIONS: 6540,
    }
    assert cost.total == 12000 + 8000 + 6540
    labels = [cost.plan.lines[name].label for name in (SALARY_BESIDE, EMPLOYER_CONTRIBUTIONS)]
    assert all(text for label in labels for text in label.values())
    assert (cost.lines[EMPLOYER_CONTRIBUTIONS].amounts is not None) is amounts
    assert cost.plan != payouts.plan and payouts.plan == plan
    assert with_employer_cost(payouts, PayrollSettings("beijing")).plan != cost.plan
    with pytest.raises(ValueError, match="no payroll of their own"):
        with_employer_cost(cost, SHANGHAI)
    if not amounts:
        with pytest.raises(ValueError, match="only totals"):
            payroll(payouts, SHANGHAI)


def test_whoever_is_not_there_costs_nothing(tmp_path: Path) -> None:
    there: Mapping[str, list[float]] = {"salary": [9000]}
    payouts = run(tmp_path, months_of("A", "2026-07", there), months_of("A", "2026-10", there))
    found = payroll(payouts, SHANGHAI)
    assert found.employer[:, 0].tolist() == [294300, 0, 0, 294300]
    assert np.array_equal(found.employer_cost, found.pay.gross + found.employer)
