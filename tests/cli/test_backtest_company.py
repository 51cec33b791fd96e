"""`backtest` of a company: every unit against what was paid, and the company's totals."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from engine import backtest, company_facts, company_named
from engine.analysis import Accepted
from engine.cli import main
from engine.companies import read_company_facts
from engine.text import Refused
from tests.companies.small_company import HEAD, MANAGED, SELLERS, TWO, UNITS, written

PAID = """\
unit,employee_id,month,target,sales,leader,goal,paid,booked
sellers,A,2026-01,1000,1000.10,L1,,20.00,20.00
sellers,B,2026-01,1000,900.20,L1,,18.00,18.00
sellers,C,2026-01,1000,1500,L2,,30.00,30.00
sellers,A,2026-02,1000,2000,L2,,41.50,40.00
sellers,B,2026-02,1000,1000,L1,,20.00,20.00
sellers,C,2026-02,1000,10,L2,,,0.20
leaders,L1,2026-01,,,,5,19.00,
leaders,L2,2026-01,,,,5,15.00,
leaders,L1,2026-02,,,,5,8.93,
leaders,L2,2026-02,,,,5,20.10,
"""
"""Sellers get 2 % of their sales, leaders 1 % of what their people sold. In January the first team
sold 1,900.30 and the second 1,500; in February 1,000 and 2,010. One seller got 1.50 too much in
February, and of another it is not known; the first leader got 1.07 too little."""


@pytest.fixture
def small(tmp_path: Path) -> list[str]:
    written(tmp_path)
    (tmp_path / "all.csv").write_text(PAID, encoding="utf-8")
    return ["backtest", str(tmp_path / "small.yaml"), "--facts", str(tmp_path / "all.csv")]


def row(said: str, unit: str) -> list[str]:
    """The figures of a unit in the table of the company's totals, the first of the document."""
    plain = said.replace("¥", "").replace("**", "")
    line = next(x for x in plain.splitlines() if x.startswith(f"| {unit} |"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_units_are_reconciled_and_added_up(
    small: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*small, "--paid", "paid"]) == 0
    said, noted = capsys.readouterr()
    assert "sellers: Months of people without a paid figure: 1" in noted
    # by the plan: 20.00 + 18.00 + 30.00 + 40.00 + 20.00, and 19.00 + 15.00 + 10.00 + 20.10
    assert row(said, "Sellers") == ["5", "4", "129.50", "128.00", "1.50", "1.50"]
    assert row(said, "Leaders") == ["4", "3", "63.03", "64.10", "−1.07", "1.07"]
    assert row(said, "All units") == ["9", "7", "192.53", "192.10", "0.43", "2.57"]
    chapters = [line for line in said.splitlines() if line.startswith("## ")]
    assert len(chapters) == 3 and "Sellers" in chapters[1] and "Leaders" in chapters[2]
    assert "A | February 2026" in said and "L1 | February 2026" in said
    assert main([*small, "--paid", "paid", "--lang", "zh"]) == 0
    assert "## 全公司与实际发放核对" in capsys.readouterr().out


def test_the_sums_are_those_of_the_units(small: list[str]) -> None:
    company, facts = read_company_facts(small[3], company_named(small[1]))
    tested = backtest(company, facts, "paid")
    assert tested.to_the_fen == 7 / 9 and not tested.not_compared
    whole = tested.whole({"en": "", "zh": ""})
    assert (whole.paid, whole.plan, whole.difference) == (19_253, 19_210, 43)
    assert [one.difference for one in tested.by_unit()] == [150, -107]
    assert tested.payouts.units["leaders"].total == 64.10
    first = Accepted(employee="A", month="2026-02", reason="agreed")
    settled = backtest(company, facts, "paid", {"sellers": [first]})
    assert settled.whole({}).open == 1 and settled.whole({}).open_amount == 107
    with pytest.raises(Refused, match="piad"):
        backtest(company, facts, "piad")


def test_who_is_drawn_or_paid_on_who_is_drawn_is_not_compared(
    small: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The engineers are drawn. The leaders' file says what they were paid, on sales of people who
    are drawn here: that is no answer, whatever columns are named."""
    drawn = UNITS.replace(
        "plan: sample-flat-commission\n    people: {file: people.csv}",
        "plan: service-seller\n    headcount: 5",
    )
    management = MANAGED.replace("by: leader", "by: team").replace("of: attainment", "of: sales")
    text = HEAD + drawn + management.replace("of: commission", "of: performance_pay")
    paid = "\n".join(f"{line},{x}" for line, x in zip(TWO.split(), ("paid", *"1234"), strict=True))
    written(tmp_path, text, leaders=paid)
    company = company_named(small[1])
    for columns in ("paid", None):
        tested = backtest(company, company_facts(company), columns)
        assert tested.not_compared == {"sellers": "drawn", "leaders": "of_drawn"}
        assert tested.to_the_fen == 0.0 and not tested.by_unit()
    assert main(small[:2]) == 0
    said = capsys.readouterr().out
    assert said.count("Sellers: its people are drawn from a model") == 2
    assert said.count("Leaders: it is paid on people of other units who are drawn") == 2


def test_the_command_for_a_statement_runs_as_it_is_printed(
    small: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*small, "--paid", "paid", "--lang", "zh"]) == 0
    printed = [x for x in capsys.readouterr().out.splitlines() if "python -m engine explain" in x]
    assert len(printed) == 2
    command = shlex.split(printed[1].strip("_ ").partition("python -m engine ")[2])
    assert command[command.index("--unit") + 1] == "leaders"
    assert main(command) == 0
    assert "10.00" in capsys.readouterr().out


def test_a_unit_without_what_was_paid_is_told(
    small: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*small, "--paid", "sellers.commission=booked"]) == 0
    said = capsys.readouterr().out
    assert row(said, "Sellers")[:5] == ["6", "6", "128.20", "128.20", "0.00"]
    assert row(said, "All units")[:5] == ["6", "6", "128.20", "128.20", "0.00"]
    assert "Leaders: no column says what was paid, so nothing of it is in these totals." in said
    assert main([*small, "--paid", "none"]) == 0
    said = capsys.readouterr().out
    assert "All units" not in said and "Sellers: no column says what was paid" in said


def test_the_cases_of_all_units_go_into_one_table(small: list[str], tmp_path: Path) -> None:
    out = tmp_path / "cases.csv"
    assert main([*small, "--paid", "paid", "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8").splitlines() == [
        "unit,employee_id,month,line,paid,plan,difference,accepted",
        "sellers,A,2026-02,gross_pay,41.50,40.00,1.50,",
        "leaders,L1,2026-02,gross_pay,8.93,10.00,-1.07,",
    ]
    told = out.with_suffix(".told.txt").read_text(encoding="utf-8").splitlines()
    assert told[0] == "Sellers: 3 people, 6 person-months, January 2026 to February 2026"


def test_people_of_the_company_itself_and_other_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paid = ("paid", "2.00", "1.00", "3.00", "4.00", "2.00", "0.02")
    sellers = "\n".join(f"{x},{y}" for x, y in zip(SELLERS.splitlines(), paid, strict=False))
    written(tmp_path, sellers=sellers, leaders=TWO)
    command = ["backtest", str(tmp_path / "small.yaml"), "--set", "sellers.flat_rate=0.002"]
    assert main(command) == 0
    # 0.2 % of sales: 2.00, 1.80, 3.00, 4.00, 2.00, 0.02
    assert row(capsys.readouterr().out, "Sellers") == [
        *("6", "5", "12.02", "12.82", "−0.80", "0.80")
    ]


def test_what_a_company_does_not_take_is_refused_together(
    small: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.md"
    options = ["--tune", "flat_rate", "--draws", "20", "--compare", "x", "--out", str(out)]
    assert main([*small, *options]) == 2
    said = capsys.readouterr().err
    for option in ("--tune", "--draws", "--compare"):
        assert f"{option} goes with a plan, not with a company" in said
    assert main([*small, "--paid", "piad", "--paid", "bonus=paid", "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert "No unit has a column or pay line “piad”." in said
    assert "No unit has a column or pay line “bonus=paid”." in said and "paid, booked" in said
    assert main([*small, "--paid", "sellers.bonus=paid", "--out", str(out)]) == 2
    assert "sellers: bonus is no pay line of the plan" in capsys.readouterr().err
    assert not out.exists()


def test_what_was_accepted_is_of_a_unit_that_was_paid(
    small: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = '{"accepted": [{"employee": "L1", "month": "2026-02", "reason": "agreed"}]}'
    (tmp_path / "leaders.json").write_text(entry, encoding="utf-8")
    accepted = f"leaders={tmp_path / 'leaders.json'}"
    assert main([*small, "--paid", "paid", "--accepted", accepted]) == 0
    assert row(capsys.readouterr().out, "All units")[-1] == "1.50"
    wrong = ["--accepted", "leader=x.json", "--accepted", f"sellers={tmp_path / 'none.json'}"]
    assert main([*small, "--paid", "paid", *wrong]) == 2
    said = capsys.readouterr().err
    assert "“--accepted leader=x.json” names no unit." in said and "units: sellers, leaders" in said
    assert "none.json: There is no such file" in said
    assert main([*small, "--paid", "sellers.commission=booked", "--accepted", accepted]) == 2
    assert "“--accepted leaders=…” does nothing" in capsys.readouterr().err


def test_headings_in_doubt_are_asked_for_every_unit(
    small: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    text = PAID.replace("paid,booked", "应发工资,实发 工资").replace(
        ",5,19.00,\n", ",5,19.00,19.00\n"
    )
    Path(small[3]).write_text(text, encoding="utf-8")
    assert main(small) == 2
    answer = capsys.readouterr()
    assert not answer.out and answer.err.count("--paid 应发工资 | --paid '实发 工资'") == 2
    assert "sellers" in answer.err and "leaders" in answer.err
    assert main([*small, "--paid", "应发工资"]) == 0
