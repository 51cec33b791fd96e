"""What it takes to come to the same months ahead again."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from engine.companies import company_json, company_named
from engine.papers.reproduce import (
    PROGRAM,
    SCENARIO,
    can_reproduce,
    file_of_people,
    reproduce,
)
from engine.projection import Question, assumptions_of, documented_trials, question_of, run
from engine.reports import Projected, projection_document
from engine.scenario import FromFile, ProjectionSettings, beside
from engine.text import Problem, Refused


def reproduce_projection(found: Projected, language: str) -> bytes:
    """A ZIP with the company, its people of files and what is asked of the months ahead, and the
    command that prints what these cost. Raises Refused where some of its people could not be drawn
    elsewhere."""
    if not can_reproduce(found.question.company):
        raise Refused([Problem("report_again")])
    files = _files(found.question)
    cost = ("--employer-cost",) if found.question.payroll is not None else ()
    said = ("--trials", str(found.trials.size), "--brief", *cost, "--lang", language)
    with TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        asked = _asked(Path(folder) / SCENARIO, found.question)
        first = run(asked, range(2))
        whole = np.array_equal(found.trials.numbers, np.arange(found.trials.size))
        if not whole or not np.array_equal(first.cost, found.trials.cost[:2]):
            raise Refused([Problem("report_again_differs")])
        documented = documented_trials(asked, found.trials)
    printed = projection_document(Projected(asked, found.trials, documented=documented))
    return reproduce(files, (*PROGRAM, "project", SCENARIO, *said), printed, language)


def _asked(file: Path, question: Question) -> Question:
    """The question that the file asks."""
    company = company_named(file)
    return question_of(company, assumptions_of(company, file), payroll=question.payroll)


def _files(question: Question) -> dict[str, bytes]:
    """The company with all that is asked of the months ahead, and its files of people as they
    are."""
    company = question.company
    files: dict[str, bytes] = {}
    find = question.find or beside(company.folder / "company.yaml")
    for name, unit in company.units.items():
        if not isinstance(people := unit.scenario.people, FromFile):
            continue
        content = find(people).read_bytes()
        file = file_of_people(name, people.kind)
        files[file] = content
        people = FromFile(file, hashlib.sha256(content).hexdigest(), people.kind)
        company = company.with_scenario(name, replace(unit.scenario, people=people))
    company = replace(company, payroll=question.payroll, projection=_settings(question))
    return {SCENARIO: company_json(company), **files}


def _settings(question: Question) -> ProjectionSettings:
    """Everything that is asked, whatever the company says itself."""
    own, other = question.budget, question.other_budget
    plain, employer = (own, other) if question.payroll is None else (other, own)
    return ProjectionSettings(
        replace(question.assumptions, name="").as_json(),
        question.months,
        question.first,
        question.seed,
        budget=plain,
        has_budget=plain is not None,
        employer_budget=employer,
        has_employer_budget=employer is not None,
    )
