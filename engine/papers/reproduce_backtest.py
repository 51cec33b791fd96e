"""What it takes to hold the same plans against the same year again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from engine.analysis import Reconciliation, accepted_text
from engine.backtesting import NO_COLUMN, CheckedYear, CompanyYear, same_people
from engine.companies import company_json
from engine.papers.reproduce import PROGRAM, SCENARIO, people_file, reproduce, with_people
from engine.plan import Plan
from engine.reports import backtest_document, company_year_document, year_blocks
from engine.scenario import FromFile, People, Scenario

ACCEPTED = "accepted.json"


def reproduce_backtest(tested: CheckedYear | CompanyYear, language: str) -> bytes:
    """A ZIP with the plans or the company, the people with what they were paid, what was accepted,
    and the command that prints how far all that agrees. Raises Refused where some of the people
    could not be drawn elsewhere."""
    if isinstance(tested, CompanyYear):
        return _of_company(tested, language)
    files: dict[str, bytes] = {}
    year, found = tested.year, tested.reconciliation
    people = people_file("year", year.facts, files)
    names = [_written(one, i, year.people, people, files) for i, one in enumerate(year.given, 1)]
    said = [*names, "--about", "back-test", "--facts", people.name]
    for item in [NO_COLUMN] if found is None else _paid(found):
        said += ["--paid", item]
    if found is not None and found.accepted:
        files[ACCEPTED] = accepted_text(found.accepted).encode()
        said += ["--accepted", ACCEPTED]
    printed = backtest_document(
        tested, year.plans[0], year.facts, list(year_blocks(year, assumed=False))
    )
    return reproduce(files, (*PROGRAM, "report", *said, "--lang", language), printed, language)


def _of_company(tested: CompanyYear, language: str) -> bytes:
    files: dict[str, bytes] = {}
    company = with_people(tested.company, tested.payouts.facts.units, files)
    files[SCENARIO] = company_json(company)
    said = ["--about", "back-test"]
    items = [f"{n}.{item}" for n, found in tested.reconciled.items() for item in _paid(found)]
    for item in items or [NO_COLUMN]:
        said += ["--paid", item]
    for place, (name, found) in enumerate(tested.reconciled.items(), 1):
        if found.accepted:
            file = f"{place}-{ACCEPTED}"
            files[file] = accepted_text(found.accepted).encode()
            said += ["--accepted", f"{name}={file}"]
    units = {name: list(year_blocks(one.year, assumed=False)) for name, one in tested.units.items()}
    printed = company_year_document(tested, units)
    command = (*PROGRAM, "report", SCENARIO, *said, "--lang", language)
    return reproduce(files, command, printed, language)


def _paid(found: Reconciliation) -> Iterator[str]:
    """What was paid, as --paid names it."""
    for figures in found.figures:
        yield f"{figures.line}={figures.column}"


def _written(
    given: Plan | Scenario,
    place: int,
    people: People | None,
    written: FromFile,
    files: dict[str, bytes],
) -> str:
    """The name of the file of a plan or scenario, which is added to `files` with its plan; where it
    was made for the people of the year, it names the file that they are in now."""
    base = given.base if isinstance(given, Scenario) else given
    plan = f"{place}-plan.yaml"
    files[plan] = base.text.encode()
    if isinstance(given, Plan):
        return plan
    own = given.people
    if own is not None and people is not None and same_people(own, people):
        given = replace(given, people=written)
    name = f"{place}-scenario.json"
    said = {**given.as_json(), "plan": plan}
    files[name] = json.dumps(said, ensure_ascii=False, indent=1).encode()
    return name
