"""What is said of the figures, what is refused, and a second country from its data file alone."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from engine.calendar import month_number
from engine.statutory import (
    Contribution,
    Figure,
    contributions,
    dead_zones,
    income_tax,
    labour_tax,
    laws,
    open_figures,
    places,
    platform_tax,
    tax_apart,
    taxes_apart,
    used,
)
from engine.text import LANGUAGES, Refused

JANUARY, JULY = month_number("2026-01"), month_number("2026-07")
CHINA, STATES = laws()["china"], laws()["united_states"]


def paid(
    place: str, first: int, yuan: list[float], rates: dict[str, float] | None = None
) -> dict[str, Contribution]:
    base = np.array(yuan)[:, None] * 100
    there = np.ones(base.shape, dtype=np.bool_)
    found = contributions(places()[place], first, base, there, rates)
    return {each.scheme: each for each in found}


def figures(place: str, first: int, months: int, scheme: str) -> list[Figure]:
    return [each for each in used(places()[place], first, months) if each.id.startswith(scheme)]


def test_a_row_that_holds_for_all_months_gives_the_same_as_its_copies() -> None:
    row = np.array([250000.0, 754600.0, 1234567.0, 9000000.0])
    there = np.array([[True, True, False, True]] * 9 + [[False, True, True, True]] * 3)
    place = places()["shanghai"]
    shared = contributions(place, JANUARY, np.broadcast_to(row, there.shape), there)
    copied = contributions(place, JANUARY, np.tile(row, (12, 1)), there)
    for a, b in zip(shared, copied, strict=True):
        assert np.array_equal(a.employer, b.employer) and np.array_equal(a.employee, b.employee)
    assert not shared[0].employer[:9, 2].any() and shared[0].employer[9:, 2].all()


def test_a_floor_rises_in_the_middle_of_the_year() -> None:
    pension = paid("shanghai", JANUARY, [4100.0] * 12)["pension"].employee[:, 0]
    assert pension.tolist() == [59680.0] * 6 + [60368.0] * 6


def test_rates_that_an_employer_chooses_are_those_of_both_sides_or_of_his_own() -> None:
    chosen = paid("chengdu", JULY, [10000.0], {"housing_fund": 0.085, "injury": 0.0124})
    assert chosen["housing_fund"].employer == chosen["housing_fund"].employee == 85000
    assert chosen["injury"].employer == 12400 and chosen["injury"].employee == 0


@pytest.mark.parametrize(
    ("rates", "english", "chinese"),
    [
        (
            {"housing_fund": 0.12},
            "12 % for Housing fund is beyond what Shanghai allows. Give a share between 5 %",
            "住房公积金缴费比例 12% 超出上海允许的范围。请填写 5% 至 7% 之间的比例。",
        ),
        (
            {"supplementary_housing_fund": 0.005},
            "0.5 % for Supplementary housing fund is beyond what Shanghai allows.",
            "补充住房公积金缴费比例 0.5% 超出上海允许的范围。",
        ),
        (
            {"pension": 0.16},
            "Shanghai has no scheme “pension” whose rate an employer chooses.",
            "上海没有可由单位选择缴费比例的项目“pension”。",
        ),
    ],
)
def test_rates_beyond_the_law_are_refused(
    rates: dict[str, float], english: str, chinese: str
) -> None:
    for ask in (
        lambda: paid("shanghai", JULY, [9000.0], rates),
        lambda: used(places()["shanghai"], JULY, 1, rates),
    ):
        with pytest.raises(Refused) as caught:
            ask()
        (problem,) = caught.value.problems
        assert english in problem.sentence("en").replace("\u00a0", " ")
        assert chinese in problem.sentence("zh").replace("\u00a0", " ")


def test_all_that_is_wrong_with_rates_is_told_together() -> None:
    with pytest.raises(Refused) as caught:
        paid("beijing", JULY, [9000.0], {"pension": 0.2, "injury": 0.1, "housing_fund": 0.12})
    assert [p.key for p in caught.value.problems] == ["rate_unknown", "rate_bounds"]


def test_a_figure_is_told_with_its_months_and_its_source() -> None:
    first, second = (
        each for each in figures("shanghai", JANUARY, 12, "pension") if each.id == "pension.floor"
    )
    assert (first.value["en"], second.value["zh"]) == ("¥7,460", "7,546 元".replace(" ", "\u00a0"))
    assert first.months == tuple(range(JANUARY, JULY)) and second.months[0] == JULY
    assert second.source["zh"].startswith("上海市人力资源和社会保障局2026年8月18日")
    assert all(each.verified and not each.continued for each in (first, second))


def test_what_is_not_verified_or_known_for_other_months_only_is_told() -> None:
    (medical,) = figures("hangzhou", JULY, 1, "medical.employer")
    assert not medical.verified and medical.continued
    assert medical.last == month_number("2026-06")
    (fund,) = figures("hangzhou", JULY, 1, "housing_fund.employer")
    assert fund.verified and not fund.continued
    assert fund.value["en"].replace("\u00a0", " ") == "12 % (5 % to 12 % may be chosen)"


def test_a_scheme_nobody_pays_into_is_not_listed_until_a_rate_is_chosen() -> None:
    assert not figures("shanghai", JULY, 1, "supplementary_housing_fund")
    listed = used(places()["shanghai"], JULY, 1, {"supplementary_housing_fund": 0.05})
    assert any(each.id == "supplementary_housing_fund.cap" for each in listed)


@pytest.mark.parametrize("place", places())
@pytest.mark.parametrize("first", ["2023-01", "2026-01", "2030-01"])
def test_every_figure_can_be_said_for_any_months(place: str, first: str) -> None:
    listed = used(places()[place], month_number(first), 24)
    assert len({(each.id, each.first, each.continued) for each in listed}) == len(listed)
    for each in listed:
        for text in (each.group, each.label, each.value, each.source):
            assert all(text[language].strip() for language in LANGUAGES)
        assert set(each.months) <= set(range(month_number(first), month_number(first) + 24))


def test_a_rule_that_ends_is_not_carried_on() -> None:
    last, after = month_number("2027-12"), month_number("2028-01")
    assert taxes_apart(CHINA, last) and not taxes_apart(CHINA, after)
    with pytest.raises(Refused, match="taxes no pay apart"):
        tax_apart(CHINA, after, np.array([100.0]))
    words = {each.value["en"] for each in figures("beijing", last, 2, "bonus_tax.in_force")}
    assert words == {"applies", "no longer; with the month’s pay"}
    there, nothing = np.ones((2, 1), dtype=np.bool_), np.zeros((2, 1))
    bonus = np.array([[3600000.0], [3600000.0]])
    due = income_tax(CHINA, last, nothing, nothing, there, bonus)
    # 36,000 at 3 %; a month later 36,000 less the month's 5,000.
    assert due[:, 0].tolist() == [108000.0, 93000.0]


def test_a_second_bonus_in_a_calendar_year_is_taxed_with_its_month() -> None:
    there, nothing = np.ones((2, 1), dtype=np.bool_), np.zeros((2, 1))
    bonus = np.array([[1200000.0], [1200000.0]])
    due = income_tax(CHINA, JANUARY, nothing, nothing, there, bonus)
    # 12,000 at 3 %, then 12,000 less two months' allowance of 10,000 at 3 %.
    assert due[:, 0].tolist() == [36000.0, 6000.0]


def test_dead_zones_are_those_of_the_table() -> None:
    zones = [(36000, 38566.67), (144000, 160500), (300000, 318333.33), (420000, 447500)]
    zones += [(660000, 706538.46), (960000, 1120000)]
    assert dead_zones(CHINA) == tuple((a * 100.0, round(b * 100.0)) for a, b in zones)
    for edge, out in dead_zones(CHINA):
        at = np.array([edge, edge + 1, out - 1, out])
        kept = at - tax_apart(CHINA, JANUARY, at)
        assert kept[1] < kept[0] and kept[2] < kept[0] <= kept[3]
    assert dead_zones(STATES) == ()


@pytest.mark.parametrize("law", laws().values(), ids=lambda law: str(law.id))
def test_taxing_the_year_never_jumps(law: object) -> None:
    """A quick deduction that was mistyped would make it."""
    for entry in law.table:  # type: ignore[attr-defined]
        for row, above in pairwise(entry.value.rows):
            assert row.upto * row.rate - row.quick == row.upto * above.rate - above.quick


def test_another_country_is_a_data_file() -> None:
    # $20,000 a month in 2026: Social Security up to $184,500 (at most $11,439), additional Medicare
    # above $200,000, federal unemployment on the first $7,000; a new year begins anew.
    found = paid("united_states", JANUARY, [20000.0] * 13)
    security = found["social_security"].employee[:, 0]
    assert security[:12].sum() == found["social_security"].employer[:12].sum() == 1143900
    assert security.tolist()[8:] == [124000.0, 27900.0, 0.0, 0.0, 124000.0]
    assert found["medicare"].employee[:, 0].tolist() == [29000.0] * 13
    assert found["additional_medicare"].employee[9:, 0].tolist() == [0.0, 18000.0, 18000.0, 0.0]
    assert not found["additional_medicare"].employer.any()
    assert found["federal_unemployment"].employer[:3, 0].tolist() == [4200.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("month", "withheld"),
    # Publication 15-T, standard withholding, single: (12 × wage − 8,600) in the table that begins
    # with $7,500 at 0 %, divided by 12; the table is continuous, so that is $16,100 free.
    [(1341.66, 0.0), (1341.67, 0.0), (1500.0, 15.83), (5000.0, 418.33), (20000.0, 4008.67)],
)
def test_federal_tax_is_a_twelfth_of_that_on_twelve_months(month: float, withheld: float) -> None:
    taxed = np.full((1, 1), round(month * 100.0))
    there = np.ones((1, 1), dtype=np.bool_)
    due = income_tax(STATES, JANUARY, taxed, np.zeros((1, 1)), there)
    assert due[0, 0] / 100 == pytest.approx(withheld, abs=1e-9)


def test_a_federal_bonus_is_taxed_at_a_flat_rate_each_time() -> None:
    there, nothing = np.ones((2, 1), dtype=np.bool_), np.zeros((2, 1))
    bonus = np.array([[1000000.0], [150000000.0]])
    due = income_tax(STATES, JANUARY, nothing, nothing, there, bonus)
    # 22 % of $10,000; 22 % of a million and 37 % of the half beyond it.
    assert due[:, 0].tolist() == [220000.0, 22000000.0 + 18500000.0]


def test_platform_work_is_taxed_by_the_calendar_year_and_nothing_is_paid_back() -> None:
    income = np.array([20000.0, 0.0, 10000.0, 8000.0])[:, None] * 100
    there = np.ones(income.shape, dtype=np.bool_)
    due = platform_tax(CHINA, month_number("2026-10"), income, there)
    # (16,000 - 5,000) × 3 %; then less than was withheld: 0; December 24,000 - 15,000: 270 of the
    # 330 withheld; in January (6,400 - 5,000) × 3 %.
    assert due[:, 0].tolist() == [33000.0, 0.0, 0.0, 4200.0]


@pytest.mark.parametrize(
    ("payment", "withheld"),
    [(-1, 0), (0, 0), (800, 0), (800.03, 0.01), (4000, 640), (4000.03, 640), (4000.04, 640.01)],
)
def test_small_payments_for_labour(payment: float, withheld: float) -> None:
    # 4,000.03 × 80 % × 20 % is 640.0048; 4,000.04 makes 640.0064.
    assert labour_tax(CHINA, JANUARY, np.array([round(payment * 100.0)])) == round(withheld * 100)


def test_a_law_without_a_tax_on_labour_says_so() -> None:
    with pytest.raises(LookupError):
        labour_tax(STATES, JANUARY, np.array([100.0]))


def test_schemes_of_which_the_same_is_open_are_told_together() -> None:
    """Bases of Hangzhou are known from September 2025; what employers pay for medical insurance and
    work injury is from no official text."""
    found = open_figures(used(places()["hangzhou"], JANUARY, 12))
    told = [
        (
            [scheme["en"] for scheme in each.schemes],
            [figure["en"] for figure in each.figures],
            each.verified,
        )
        for each in found
    ]
    assert told == [
        (
            ["Medical insurance", "Unemployment insurance", "Work injury insurance"],
            ["rates"],
            False,
        ),
        (["Housing fund"], ["bounds of the base", "Rounded to whole"], False),
        (["Pension insurance"], ["rates", "bounds of the base"], True),
        (
            ["Medical insurance", "Unemployment insurance", "Work injury insurance"],
            ["bounds of the base"],
            True,
        ),
        (["Housing fund"], ["rates"], True),
    ]
