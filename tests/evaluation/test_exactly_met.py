"""Decisions on sums that reach a figure exactly in decimals, where they miss it in binary."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from engine import evaluate, load_plan, read_facts
from tests.evaluation.results import amounts, measures, write_facts
from tests.oracle.arithmetic import split
from tests.small_plan import small_plan

LEDGER = small_plan(
    {
        "ledger": {
            "working": "carry_over(receipts=quarter_sum(sales), target=quota, base_share=0.5,"
            " no_carry_above=300000, exempt=tenure_months < 3)",
            "every": "quarter",
        },
        "open": {"measure": "ledger.open_shortfall", "every": "quarter"},
        "carry": {"measure": "ledger.carry", "every": "quarter"},
        "bonus_base": {"pay": "ledger.bonus_base", "every": "quarter"},
    }
)


def rows(sales: list[str], **others: str) -> list[dict[str, str]]:
    """One person's months of a year."""
    own = {"score": "0", "grade": "junior", "former_grade": "junior", "region": "north"}
    own |= {"team": "red", "manager_id": "", "tenure_months": "30", "quota": "100000", **others}
    return [
        {"employee_id": "A", "month": f"2026-{month:02}", "sales": amount, **own}
        for month, amount in enumerate(sales, 1)
    ]


def by_quarter(folder: Path, sales: list[str], **others: str) -> dict[str, list[float]]:
    """Each line of the ledger's plan, quarter by quarter."""
    facts = read_facts(write_facts(folder / "facts.csv", rows(sales, **others)), LEDGER)
    payouts = evaluate(LEDGER, facts, measures=True)
    found: dict[str, list[float]] = {"bonus_base": [], "open": [], "carry": []}
    for (_, month, line), value in {**amounts(payouts), **measures(payouts)}.items():
        if line in found and int(month[5:]) % 3 == 0:
            found[line].append(float(value))
    return found


SETTLED = ["30000", "10000", "0", "40000", "30000", "-10000"]
"""Short of 10,000 to a base of 50,000, which the surplus of the second quarter makes up."""


@pytest.mark.parametrize(
    ("third", "open_", "bonus_base"),
    [
        (["31649.26", "21500.00", "-3149.26"], [10000, 0, 0, 0], [0, 100000, 50000, 100000]),
        (["31649.26", "21500.00", "-3149.27"], [10000, 0, 0.01, 0], [0, 100000, 0, 149999.99]),
        (["31649.26", "21500.00", "-3149.25"], [10000, 0, 0, 0], [0, 100000, 50000.01, 100000]),
    ],
)
def test_a_base_that_is_met_exactly_is_met_and_reopens_nothing(
    third: list[str], open_: list[float], bonus_base: list[float], tmp_path: Path
) -> None:
    found = by_quarter(tmp_path, [*SETTLED, *third, "60000", "40000", "0"])
    assert found["open"] == open_
    assert found["bonus_base"] == bonus_base
    assert found["carry"] == [0, 0, 0, 0]


def test_a_settled_base_is_paid_out_once(tmp_path: Path) -> None:
    """June makes up March's shortfall; September meets its base to the cent. December: 4 % of the
    target, floating pay and fixed pay, and nothing of March's base again."""
    receipts = ["60000", "60000", "19999.50", "140000.50", "10000", "0"]
    receipts += ["31649.26", "21500.00", "-3149.26", "14000", "48000", "38000"]
    own = {"employee_id": "A1", "implementation_collected": "0", "service_collected": "0"}
    months = [
        {**own, "month": f"2025-{month:02}", "collected": amount, "kpi_factor": "1"}
        | {"target": "280000" if month <= 6 else "100000", "tenure_months": f"{23 + month}"}
        for month, amount in enumerate(receipts, 1)
    ]
    plan = load_plan("key-account-seller")
    paid = amounts(evaluate(plan, read_facts(write_facts(tmp_path / "facts.csv", months), plan)))
    gross = [float(paid["A1", f"2025-{month:02}", "gross_pay"]) for month in (3, 6, 9, 12)]
    assert gross == [3400, 15600, 6000, 12500]


@pytest.mark.parametrize("large", [10_000_000, 10_000_000_000])
def test_a_cent_decides_beside_ten_thousand_million(large: int, tmp_path: Path) -> None:
    """The quota of a year is reached, or missed by a cent or by what rounds to nothing."""
    plan = small_plan(
        {
            "award_due": {
                "pay": "1 if ratio(year_sum(sales), year_sum(quota)) >= 0.85 else 0",
                "every": "year",
            },
            "full": {"pay": "1 if year_sum(sales) - year_sum(quota) >= 0 else 0", "every": "year"},
        }
    )
    for share, line in ((85, "award_due"), (100, "full")):
        goal = 12 * large * share
        for cents, reached in ((0, 1), (-1, 0), (1, 1)):
            each = [goal // 12 + 7 * k * (-1) ** k for k in range(11)]
            sales = [f"{cent // 100}.{cent % 100:02}" for cent in (*each, goal + cents - sum(each))]
            file = write_facts(tmp_path / "facts.csv", rows(sales, quota=str(large)))
            paid = amounts(evaluate(plan, read_facts(file, plan)))
            assert paid["A", "2026-12", line] == reached, (share, cents)


def test_shares_of_weights_with_six_decimals_are_those_of_exact_fractions(tmp_path: Path) -> None:
    weights = {"A": "1234567.123456", "B": "1234567.123457", "C": "0.000001", "D": "7654321"}
    plan = small_plan({"share": "split(90000000.01, sales)"})
    month = [{**rows([weight])[0], "employee_id": who} for who, weight in weights.items()]
    facts = read_facts(write_facts(tmp_path / "facts.csv", month), plan)
    paid = amounts(evaluate(plan, facts))
    right = split(Fraction("90000000.01"), {who: Fraction(w) for who, w in weights.items()})
    assert {who: paid[who, "2026-01", "share"] for who in weights} == right
