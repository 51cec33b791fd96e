"""`report`: papers by the ending of a file, and what it takes to come to the same figures again."""

from __future__ import annotations

import io
import json
import shlex
import zipfile
from pathlib import Path

import pytest

from engine.cli.command_line import main
from engine.yaml_files import DATA
from tests.cli.test_backtest_company import PAID
from tests.companies.small_company import written
from tests.papers.test_deck import slides_of
from tests.papers.workbook_cells import cells, rows_of
from tests.two_units import two_units

FACTS = """employee_id,month,sales,quota,csat,complaint_rate,team_score,grade,tenure_months
a,2026-01,120,100,0.95,0.01,0.9,junior,5
a,2026-02,90,100,0.9,0.02,0.9,junior,6
b,2026-01,50,100,0.8,0.05,0.9,senior,30
"""


def raised(junior: int) -> dict[str, int]:
    return {"junior": junior, "intermediate": 3500, "senior": 4000, "principal": 4500}


def variant_of(company: Path, name: str, junior: int) -> Path:
    """A variant in a file beside its company."""
    edit = {"at": ["parameters", "base_by_grade", "table"], "to": raised(junior)}
    said = {"company": company.name, "name": name, "units": {"sellers": [edit]}}
    file = company.parent / f"{name}.json"
    file.write_text(json.dumps(said), encoding="utf-8")
    return file


def of_file(folder: Path) -> Path:
    """A variant of a plan whose people are those of a file beside it."""
    (folder / "facts.csv").write_text(FACTS, encoding="utf-8")
    edit = {"at": ["parameters", "base_by_grade", "table"], "to": raised(3100)}
    people = {"file": "facts.csv"}
    said = {"plan": "service-seller", "name": "更高", "edits": [edit], "people": people}
    file = folder / "variant.json"
    file.write_text(json.dumps(said), encoding="utf-8")
    return file


def paid_file(folder: Path) -> Path:
    """The same people with what they were paid: b a yuan more than by the plan."""
    head, *rows = FACTS.strip().splitlines()
    paid = ("6892.70", "5882.70", "5871.27")
    lines = [f"{head},paid", *(f"{row},{pay}" for row, pay in zip(rows, paid, strict=True))]
    file = folder / "paid.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def printed(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    assert main([str(argument) for argument in arguments]) == 0
    return capsys.readouterr().out


def again(content: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, list[str]]:
    """What was printed before, and the command that prints it, in a folder with all files."""
    folder.mkdir()
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        file.extractall(folder)
    (line,) = (
        line
        for line in (folder / "README.txt").read_text("utf-8").splitlines()
        if line.strip().startswith("python -m engine")
    )
    monkeypatch.chdir(folder)
    return (folder / "totals.md").read_text("utf-8"), shlex.split(line)[3:]


def test_a_variant_of_a_company_comes_to_the_same_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    company = two_units(tmp_path)
    variant, out = variant_of(company, "Raise", 4000), tmp_path / "again.zip"
    whole = printed(capsys, "report", variant)
    assert printed(capsys, "report", variant, "--out", out) == ""
    before, command = again(out.read_bytes(), tmp_path / "elsewhere", monkeypatch)
    company.unlink()
    variant.unlink()
    assert printed(capsys, *command) == before == whole
    assert "Raise" in before and "Two units" in before
    assert command == ["report", "2-variant.json", "--against", "1-baseline.json", "--lang", "en"]


def test_people_of_a_file_go_along(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    variant, out = of_file(tmp_path), tmp_path / "again.zip"
    assert printed(capsys, "report", variant, "--out", out, "--lang", "zh") == ""
    before, command = again(out.read_bytes(), tmp_path / "elsewhere", monkeypatch)
    (tmp_path / "facts.csv").unlink()
    assert printed(capsys, *command) == before
    assert "更高" in before and "人员" in before


def test_people_that_are_given_go_along(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    facts, out = tmp_path / "facts.csv", tmp_path / "again.zip"
    facts.write_text(FACTS, encoding="utf-8")
    cost = ("--employer-cost", "--place", "beijing")
    printed(capsys, "report", "service-seller", "--facts", facts, *cost, "--out", out)
    before, command = again(out.read_bytes(), tmp_path / "elsewhere", monkeypatch)
    facts.unlink()
    assert command == ["report", "1-baseline.json", "--employer-cost", "--lang", "en"]
    assert printed(capsys, *command) == before
    assert "Beijing" in before


def test_the_months_ahead_come_to_the_same_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the scenario assumes and asks goes along, and so do plans as documented: the budget is
    exceeded in every trial."""
    variant = variant_of(two_units(tmp_path), "Raise", 4000)
    asked = {"months": 4, "seed": 7, "first": "2027-02", "employer_budget": 1000}
    further = {"projection": asked, "assumptions": {"attrition_factor": 1.5}}
    said = {**json.loads(variant.read_text("utf-8")), **further}
    variant.write_text(json.dumps(said), encoding="utf-8")
    out, cost = tmp_path / "again.zip", ("--trials", "4", "--employer-cost")
    printed(capsys, "report", variant, "--about", "projection", *cost, "--out", out)
    before, command = again(out.read_bytes(), tmp_path / "elsewhere", monkeypatch)
    assert command[:5] == ["project", "scenario.json", "--trials", "4", "--brief"]
    assert printed(capsys, *command) == before
    assert before == printed(capsys, "project", variant, *cost, "--brief")
    assert "Feb–May 2027" in before and "Against the plan as documented" in before


def test_findings_come_to_the_same_again_under_thresholds_of_ones_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    health = ("--about", "health", "--limit", "smallest_group=1")
    variant, out = of_file(tmp_path), tmp_path / "again.zip"
    whole = printed(capsys, "report", variant, *health)
    printed(capsys, "report", variant, *health, "--out", out)
    before, command = again(out.read_bytes(), tmp_path / "elsewhere", monkeypatch)
    (tmp_path / "facts.csv").unlink()
    assert printed(capsys, *command) == before == whole
    assert command[2:] == ["--about", "health", "--limit", "smallest_group=1", "--lang", "en"]


@pytest.mark.parametrize("accepted", [False, True])
def test_a_back_test_comes_to_the_same_again(
    accepted: bool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    variant, out = of_file(tmp_path), tmp_path / "again.zip"
    facts = paid_file(tmp_path)
    year = ["--about", "back-test", "--facts", facts, "--paid", "paid"]
    if accepted:
        entry = {"employee": "b", "reason": "Agreed by hand", "figures": 1, "fen": 100}
        (tmp_path / "accepted.json").write_text(json.dumps({"accepted": [entry]}))
        year += ["--accepted", tmp_path / "accepted.json"]
    whole = printed(capsys, "report", "service-seller", variant, *year)
    printed(capsys, "report", "service-seller", variant, *year, "--out", out)
    before, command = again(out.read_bytes(), tmp_path / "elsewhere", monkeypatch)
    facts.unlink()
    assert printed(capsys, *command) == before == whole
    assert ("Agreed by hand" in before) == accepted and "更高" in before


def test_a_back_test_of_a_company_comes_to_the_same_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what was accepted of a unit: of 2.57 that differ the 1.07 of a leader are open then."""
    written(tmp_path)
    (tmp_path / "all.csv").write_text(PAID, encoding="utf-8")
    entry = {"employee": "A", "reason": "Agreed by hand", "figures": 1, "fen": 150}
    (tmp_path / "sellers.json").write_text(json.dumps({"accepted": [entry]}))
    accepted = ("--accepted", f"sellers={tmp_path / 'sellers.json'}")
    year = ("--about", "back-test", "--facts", tmp_path / "all.csv", "--paid", "paid", *accepted)
    whole = printed(capsys, "report", tmp_path / "small.yaml", *year)
    printed(capsys, "report", tmp_path / "small.yaml", *year, "--out", tmp_path / "again.zip")
    content = (tmp_path / "again.zip").read_bytes()
    before, command = again(content, tmp_path / "elsewhere", monkeypatch)
    assert printed(capsys, *command) == before == whole
    assert "Agreed by hand" in before and "1.07 |" in before and "2.57" not in before


def test_people_of_a_model_of_ones_own_cannot_be_drawn_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (DATA / "workforces" / "service-seller.yaml").read_text("utf-8")
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    people = {"simulated": "own.yaml", "seed": 1, "employees": 5, "months": 2, "first": "2026-01"}
    said = {"plan": "service-seller", "edits": [], "people": people}
    (tmp_path / "variant.json").write_text(json.dumps(said), encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    report = ["report", "../variant.json"]
    asked = ("--place", "beijing", "--employer-cost")
    assert "| Cost |" in printed(capsys, *report, *asked)
    months = ("--about", "projection", "--trials", "2", "--brief")
    assert "Jan–Feb 2026" in printed(capsys, "project", "../variant.json", *months[2:])
    assert main([*report, "--out", str(tmp_path / "again.zip")]) == 2
    assert "cannot be drawn elsewhere" in capsys.readouterr().err
    assert not (tmp_path / "again.zip").exists()


def test_every_paper_says_the_same_cost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    variant, out = of_file(tmp_path), tmp_path / "out.xlsx"
    printed(capsys, "report", variant, "--out", out)
    cost = rows_of(cells(out.read_bytes())["Summary"])["Cost, yuan"]
    said = printed(capsys, "report", variant)
    before, after, more = (f"¥{value:,.2f}" for value in cost)
    assert f"| Cost | {before} | {after} | +{more} |" in said
    for ending, start in ((".pptx", b"PK"), (".pdf", b"%PDF")):
        paper = tmp_path / f"out{ending}"
        printed(capsys, "report", variant, "--out", paper)
        assert paper.read_bytes().startswith(start)


def test_the_months_ahead_and_the_health_check_are_papers_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    company, out = two_units(tmp_path), tmp_path / "out.xlsx"
    printed(capsys, "report", company, "--about", "projection", "--trials", "2", "--out", out)
    assert len(cells(out.read_bytes())["Trials"]) == 3 + 2
    variant = of_file(tmp_path)
    printed(capsys, "report", variant, "--about", "health", "--out", out)
    sheets = cells(out.read_bytes())
    outcomes = [row[2] for row in sheets["Checks"][3:]]
    counts = rows_of(sheets["Summary"])
    assert counts["Fails"] == [outcomes.count("Fails")]
    assert counts["Passes"] == [outcomes.count("Passes")]
    assert len(outcomes) > 10


def test_a_back_test_of_a_plan_holds_others_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """b got a yuan more than by the plan, a what the plan pays."""
    variant, out = of_file(tmp_path), tmp_path / "out.xlsx"
    facts = paid_file(tmp_path)
    year = ("--about", "back-test", "--facts", facts, "--paid", "paid")
    printed(capsys, "report", "service-seller", variant, *year, "--out", out)
    sheets = cells(out.read_bytes())
    (one,) = sheets["Differences"][3:-1]
    assert one == ["b", "Jan 2026", "Gross pay", 5871.27, 5870.27, 1.0, ""]
    whole = rows_of(sheets["Agreement"])["Total"]
    assert whole[:3] == [3, 2, 1] and whole[-2:] == [1, 1]
    cost = rows_of(sheets["Summary"])["Cost, yuan"]
    assert cost[0] == pytest.approx(18646.67) and cost[1] == pytest.approx(18645.67)
    assert "更高" in sheets["Parameters"][2]
    assert any("1, 1,000 draws of people" in row for row in sheets["Assumptions"])


def test_a_back_test_of_a_company_is_a_paper_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path)
    (tmp_path / "all.csv").write_text(PAID, encoding="utf-8")
    out = tmp_path / "out.xlsx"
    year = ("--about", "back-test", "--facts", tmp_path / "all.csv", "--paid", "paid")
    printed(capsys, "report", tmp_path / "small.yaml", *year, "--out", out, "--lang", "zh")
    assert rows_of(cells(out.read_bytes())["摘要"])["差异"] == [0.43]
    assert "2.57" in printed(capsys, "report", tmp_path / "small.yaml", *year)


def test_options_that_say_nothing_of_a_report_are_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    idle = ["--employer-cost", "--place", "beijing", "--trials", "0"]
    assert main(["report", "service-seller", "--about", "health", *idle]) == 2
    said = capsys.readouterr().err
    for option in ("--employer-cost", "--place", "--trials"):
        assert f"{option} does nothing by itself" in said
    assert "Give --about what-if | --about projection as well" in said
    given = ["--facts", "people.csv", "--paid", "paid", "--limit", "smallest_group=1"]
    assert main(["report", "service-seller", "--about", "projection", *given]) == 2
    said = capsys.readouterr().err
    assert all(f"{option} does nothing by itself" in said for option in given[::2])


def test_what_cannot_be_written_is_refused_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = str(tmp_path / "none.pptx")
    arguments = ["report", "service-seller", "--out", str(tmp_path / "x.doc"), "--template"]
    assert main([*arguments, template]) == 2
    said = capsys.readouterr().err
    assert "known: .pptx, .pdf, .xlsx, .zip" in said.lower() or ".pptx, .pdf, .xlsx, .zip" in said
    assert "The template is for slides only." in said
    assert "There is no such file." in said
    again = ["report", "service-seller", "cs-department", "--about", "health"]
    assert main([*again, "--lang", "zh"]) == 2
    assert "一次只针对一个方案" in capsys.readouterr().err


def test_how_far_a_back_test_holds_is_in_its_papers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """2 % of the sales of two people alike are 40 in January and 80 in February. For 40 a month,
    January keeps the rate, and February is twice the goal; both months need 80 of sales of 6,000,
    which 1.3 % comes nearest to with 78. Whoever is drawn, they are two such people."""
    facts, out = tmp_path / "facts.csv", tmp_path / "out.xlsx"
    rows = [f"{who},2026-0{month},1000,{month}000" for who in "ab" for month in (1, 2)]
    facts.write_text("\n".join(["employee_id,month,target,sales", *rows]), encoding="utf-8")
    year = ("sample-flat-commission", "--about", "back-test", "--facts", facts)
    tuned = ("--tune", "flat_rate", "--goal", "a_month=40")
    printed(capsys, "report", *year, *tuned, "--out", out)
    sheets = cells(out.read_bytes())
    assert sheets["Held out"][-2:] == [
        ["January 2026", "February 2026", "2\u00a0%", 0, pytest.approx(1.0)],
        ["Jan–Feb 2026", "the same months", "1.3\u00a0%", *[pytest.approx(-0.025)] * 2],
    ]
    steps = {"−20": 96, "−10": 108, "0": 120, "+10": 132, "+20": 144}
    assert [row[:2] for row in sheets["Attainment"][-5:]] == [
        [f"{step}\u00a0%", pytest.approx(cost)] for step, cost in steps.items()
    ]
    assert sheets["Other people"][-1][1:] == [120, 120, 120, 120]
    printed(capsys, "report", *year, *tuned, "--out", tmp_path / "out.pptx")
    slides = slides_of((tmp_path / "out.pptx").read_bytes())
    said = "\n".join(text for slide in slides for text in slide)
    assert "tuned on some months, misses its goal by up to +100.0" in said
    assert "of attainment and" in said
    assert "| Feb 2026 | 2\u00a0% | 0.0\u00a0% | +100.0\u00a0% |" in printed(
        capsys, "report", *year, *tuned
    )
    assert main(["report", *map(str, year), "--goal", "a_month=40"]) == 2
    assert "--goal does nothing by itself" in capsys.readouterr().err
