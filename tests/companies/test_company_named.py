"""Companies named by id, by file and as variants, from JSON and in the terminal."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from engine.cli import main
from engine.companies import (
    Company,
    company_facts,
    company_json,
    company_named,
    load_company,
    names_company,
)
from engine.text import Refused
from tests.companies.small_company import HEAD, MANAGED, SELLERS, UNITS, written

STEPS = [[0.8, 0.1], [1.0, 0.3]]


def test_a_variant_goes_to_json_and_back(tmp_path: Path) -> None:
    company = load_company("sales-company").set("sellers", "monthly_steps", STEPS)
    data = company.as_json()
    assert data["company"] == "sales-company"
    assert list(data["units"]) == ["sellers"]
    assert Company.from_json(load_company("sales-company"), data) == company
    file = tmp_path / "dearer.json"
    file.write_text(json.dumps({**data, "name": "dearer"}))
    read = company_named(file)
    assert (read.name, read.fingerprint) == ("dearer", company.fingerprint)
    assert read.fingerprint != load_company("sales-company").fingerprint


def test_a_variant_of_a_company_in_a_file_is_seen_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    text = Path("data/companies/sales-company.yaml").read_text(encoding="utf-8")
    (tmp_path / "there" / "mine.yaml").write_text(text, encoding="utf-8")
    file = tmp_path / "variant.json"
    file.write_text(json.dumps({"company": "there/mine.yaml", "units": {}}))
    assert company_named(file).id == "sales-company"
    assert company_named(file).folder == tmp_path / "there"


def test_a_variant_of_ones_own_company_is_found_beside_it_or_told(tmp_path: Path) -> None:
    """Under the id of one that comes with Paycurve too, which is another company."""
    text = Path("data/companies/sales-company.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(text.replace("seed: 7", "seed: 8"), encoding="utf-8")
    company = load_company(tmp_path / "mine.yaml").set("sellers", "monthly_steps", STEPS)
    data = company.as_json()
    assert data["company"] == "mine.yaml"
    file = tmp_path / "variant.json"
    file.write_text(json.dumps(data))
    assert company_named(file).fingerprint == company.fingerprint
    (tmp_path / "mine.yaml").unlink()
    with pytest.raises(Refused) as refused:
        company_named(file)
    (problem,) = refused.value.problems
    assert (problem.key, problem.file) == ("no_file", str(tmp_path / "mine.yaml"))


def test_what_the_app_saves_is_read_with_the_files_beside_it(tmp_path: Path) -> None:
    company = written(tmp_path).set("sellers", "flat_rate", 0.03)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    kept = elsewhere / "kept.json"
    kept.write_bytes(company_json(replace(company, name="dearer")))
    read = company_named(kept)
    assert names_company(kept)
    assert (read.name, read.fingerprint) == ("dearer", company.fingerprint)
    with pytest.raises(Refused) as refused:
        company_facts(read)
    missing = {(p.key, Path(p.file).name) for p in refused.value.problems}
    assert missing == {("no_file", "people.csv"), ("no_file", "leaders.csv")}
    for name in ("people.csv", "leaders.csv"):
        shutil.copyfile(tmp_path / name, elsewhere / name)
    assert company_facts(read).key == company_facts(company).key
    variant = elsewhere / "variant.json"
    variant.write_text(json.dumps({**read.set("sellers", "flat_rate", 0.05).as_json()}))
    assert company_named(variant).units["sellers"].plan.parameters["flat_rate"].json == 0.05
    (elsewhere / "kept.json").write_text('{"paycurve_company": 1, "company": 3}')
    with pytest.raises(Refused, match=r"kept\.json"):
        company_named(kept)


def test_python_tells_of_a_company_s_file_and_of_those_it_names(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        text = HEAD.replace("months: 2", "months: 2\nbudget: 0") + UNITS + MANAGED
        written(tmp_path, text, SELLERS.replace("900.20", "many"))
    found = {(p.key, Path(p.file).name, p.line) for p in refused.value.problems}
    assert {("company_budget", "small.yaml", 6), ("not_number", "people.csv", 3)} <= {
        (key if key == "company_budget" else "not_number", file, line) for key, file, line in found
    }


@pytest.mark.parametrize(
    ("data", "key"),
    [({"company": "sales-company", "unitz": {}, "units": {}}, "unitz"), ({"edit": []}, "edit")],
)
def test_what_nobody_knows_in_a_variant_is_refused(
    data: dict[str, object], key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "variant.json"
    of_plan = {"plan": "service-seller", "edits": []} if "company" not in data else {}
    file.write_text(json.dumps({**of_plan, **data}))
    assert main(["run", str(file), "--out", str(tmp_path / "out.csv")]) == 2
    said = capsys.readouterr().err
    assert f"“{key}” is not a known entry" in said and "Did you mean" in said


def test_a_company_s_file_without_its_units_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text((HEAD + UNITS).replace("units:", "unitz:"), encoding="utf-8")
    assert main(["run", str(file)]) == 2
    said = capsys.readouterr().err
    assert "Did you mean “units”" in said and "The entry “units” is missing" in said
    assert "curve" not in said
    assert main(["run", "sales-compny"]) == 2
    assert "Did you mean “sales-company”" in capsys.readouterr().err


def test_a_misspelt_unit_of_managers_does_not_ask_for_what_is_filled(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        written(tmp_path, HEAD + UNITS + MANAGED.replace("unit: leaders", "unit: bosses"))
    (problem,) = refused.value.problems
    assert problem.column == "management.1.unit"
    with pytest.raises(Refused, match=r"They have: leader") as refused:
        company_facts(written(tmp_path, HEAD + UNITS + MANAGED.replace("by: leader", "by: boss")))


def test_a_fault_in_a_plan_is_told_where_it_stands(tmp_path: Path) -> None:
    written(tmp_path)
    plan = (tmp_path / "leaders.yaml").read_text(encoding="utf-8")
    (tmp_path / "leaders.yaml").write_text(plan.replace("rate * sales", "rate * sails"), "utf-8")
    with pytest.raises(Refused) as refused:
        load_company(tmp_path / "small.yaml")
    (problem,) = refused.value.problems
    assert (Path(problem.file).name, problem.line) == ("leaders.yaml", 13)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    text = HEAD + UNITS.replace("people.csv", "persons.csv").replace("leaders.yaml", "lead.yaml")
    with pytest.raises(Refused) as refused:
        written(tmp_path, text)
    missing = [(p.key, p.value, p.line) for p in refused.value.problems]
    assert missing == [("company_no_file", "persons.csv", 10), ("company_no_file", "lead.yaml", 11)]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_cannot_be_written_is_told_and_leaves_nothing(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out" / f"dir.{ending}"
    out.mkdir(parents=True)
    written(tmp_path)
    assert main(["run", str(tmp_path / "small.yaml"), "--out", str(out)]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert [x.name for x in out.parent.iterdir()] == [out.name]


@pytest.mark.parametrize(
    "command", ["run", "check", "backtest", "explain --employee A --month 2026-01"]
)
def test_plan_people_and_figures_are_told_together(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *options = command.split()
    facts = ["--facts", str(tmp_path / "nobody.csv")]
    assert main([name, "service-seler", *options, *facts, "--set", "x=", "--set", "y"]) == 2
    said = capsys.readouterr().err
    assert "service-seler" in said and "nobody.csv: There is no such file" in said
    assert "x= is not JSON" in said and "y is not JSON" in said
    for plan, figure in (("service-seller", "nix"), ("sales-company", "sellers.nix")):
        assert main([name, plan, *options, *facts, "--set", f"{figure}=1"]) == 2
        said = capsys.readouterr().err
        assert "no parameter “nix”" in said and "nobody.csv: There is no such file" in said


def test_all_that_is_wrong_with_a_variant_is_told_together(tmp_path: Path) -> None:
    file = tmp_path / "variant.json"
    wrong = [{"at": ["parameters", "no_such", "value"], "to": 1}]
    units = {"sellers": wrong, "seler": [], "service": 3}
    file.write_text(json.dumps({"company": "sales-company", "units": units}))
    with pytest.raises(Refused) as refused:
        company_named(file)
    said = refused.value.text("en")
    assert len(refused.value.problems) == 3
    assert "“seler” is not a known unit. Did you mean “sellers”" in said
    assert said.count(f"{file}, line 1, ") == 3
    file.write_text(json.dumps({"company": "sales-company", "units": units}, indent=1))
    with pytest.raises(Refused) as refused:
        company_named(file)
    assert sorted(p.line or 0 for p in refused.value.problems) == [4, 14, 15]


def test_plans_and_companies_are_told_apart(tmp_path: Path) -> None:
    assert names_company("sales-company") and not names_company("service-seller")
    plan = Path("data/plans/goal-award.yaml")
    assert not names_company(plan)
    one = company_named(plan)
    assert (one.id, list(one.units)) == ("goal-award", ["goal-award"])


SMALL = """
id: small
title: {en: Small, zh: 小公司}
description: {en: Two units, zh: 两个部门}
first: 2026-01
months: 3
units:
  sellers: {plan: service-seller, headcount: 30}
  service: {plan: cs-department, headcount: 20}
"""


@pytest.fixture
def small(tmp_path: Path) -> str:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return str(file)


def test_run_writes_the_unit_first(small: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["run", small]) == 0
    rows = list(csv.DictReader(io.StringIO(capfdbinary.readouterr().out.decode())))
    assert list(rows[0]) == ["unit", "employee_id", "month", "line", "amount"]
    assert list(dict.fromkeys(row["unit"] for row in rows)) == ["sellers", "service"]
    assert rows[0]["employee_id"] == "sellers-E000001"


def test_figures_of_a_unit_are_set_by_its_name(
    small: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    steps = f"sellers.monthly_steps={json.dumps(STEPS)}"
    main(["run", small])
    before = capfdbinary.readouterr().out
    assert main(["run", small, "--set", steps]) == 0
    assert capfdbinary.readouterr().out != before
    assert main(["run", small, "--set", "nowhere.x=1", "--set", "sellers.x=1"]) == 2
    said = capfdbinary.readouterr().err.decode()
    assert "“nowhere” is not a known unit" in said and "no parameter “x”" in said


def test_explain_finds_the_unit_of_an_employee(
    small: str, capsys: pytest.CaptureFixture[str]
) -> None:
    month = ["--month", "2026-02"]
    assert main(["explain", small, "--employee", "service-E000001", *month]) == 0
    assert "service-E000001" in capsys.readouterr().out
    assert main(["explain", small, "--employee", "E000001", *month]) == 2
    assert "begins with the unit: sellers, service" in capsys.readouterr().err


def test_check_fails_with_any_unit_and_tells_all(
    small: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", small, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [one["outcome"] for one in found["findings"]] == ["not_applicable"]
    units = found["units"]
    assert list(units) == ["sellers", "service"]
    assert units["sellers"]["counts"]["fail"] > 0
    assert units["sellers"]["people"] > units["service"]["people"]


def test_companies_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["companies", "--lang", "zh"]) == 0
    assert "sales-company" in capsys.readouterr().out
    assert main(["show", "service-centre"]) == 0
    shown = capsys.readouterr().out
    for said in (
        "| Office | office | Annual performance budget shared out |",
        "- Office: Performance budget of the year: ¥100,000 → ¥155,000",
        "- Centre managers manage Hotline; who belongs to whom is said by “skill_group”.",
        "Audit pass rate: the share of their people whose Review score is at least 80",
        "3.0 % of the people of Hotline go over to Online service.",
        "Budget for what the plans pay in all months: ¥29,100,000",
        "Budget for all that the employer pays in all months: ¥44,100,000",
    ):
        assert said in shown.replace("\u00a0", " ")


def test_a_variant_is_shown_with_what_it_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    company = load_company("sales-company").set("sellers", "monthly_steps", STEPS)
    file = tmp_path / "dearer.json"
    file.write_text(json.dumps({**company.as_json(), "name": "更高比例"}))
    assert main(["show", str(file), "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    assert "# 销售公司：更高比例" in shown
    assert "- 客服销售：月度奖金比例，100% 及以上：基本工资的 20% → 30%" in shown
