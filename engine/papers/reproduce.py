"""What it takes to come to the same figures again: the scenarios, their people as far as these are
from a file, the one command that prints the figures, and what it prints."""

from __future__ import annotations

import hashlib
import io
import re
import shlex
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.companies import Company, company_json
from engine.comparison import Compared, compare_companies
from engine.facts import Facts, facts_table
from engine.reports import TABLE_WRITERS, Document, compare_document, write
from engine.scenario import FromFile, Personas, Simulated
from engine.text import Phrases, Problem, Refused, Text, untranslated
from engine.workforce import workforces

phrase = Phrases("reproduce")

PARQUET = ".parquet"
SCENARIO = "scenario.json"
PRINTED, ABOUT = "totals.md", "README.txt"
EARLIEST = (1980, 1, 1, 0, 0, 0)
PROGRAM = ("python", "-m", "engine")
_NOT_IN_FILE_NAMES = re.compile(r"[^\w-]+")


def can_reproduce(company: Company) -> bool:
    """Whether its people can be drawn elsewhere: none are from a model of one's own."""
    people = (unit.scenario.people for unit in company.units.values())
    return all(own.workforce in workforces() for own in people if isinstance(own, Simulated))


def reproduce_comparison(compared: Compared, language: str) -> bytes:
    """A ZIP with each of the compared companies and the command that prints what they cost. Raises
    Refused where some of their people could not be drawn elsewhere."""
    files: dict[str, bytes] = {}
    names, each = [], []
    for place, (payouts, name) in enumerate(zip(compared.each, compared.names, strict=True)):
        own = with_people(payouts.company, payouts.facts.units, files)
        company = _called(own, name, language)
        company = replace(company, payroll=compared.payroll)
        each.append(replace(payouts, company=company))
        names.append(f"{place + 1}-{'variant' if place else 'baseline'}.json")
        files[names[-1]] = company_json(company)
    base, *variants = names
    against = ("--against", base) if variants else ()
    cost = ("--employer-cost",) if compared.payroll is not None else ()
    said = (*(variants or (base,)), *against, *cost, "--lang", language)
    told = replace(
        compare_companies(each[0], each[1:], memory=compared.memory), payroll=compared.payroll
    )
    command = (*PROGRAM, "report", *said)
    return reproduce(files, command, compare_document(told), language)


def reproduce(
    files: Mapping[str, bytes], command: Sequence[str], printed: Document, language: str
) -> bytes:
    """A ZIP of files with the command that prints a document when it is run beside them, that
    document, and what to do with all of it."""
    about = phrase.say(language, "about", command=shlex.join(command), printed=PRINTED)
    whole = {**files, PRINTED: write(printed, ".md", language), ABOUT: about.encode()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in whole.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            file.writestr(entry, content)
    return buffer.getvalue()


def with_people(company: Company, facts: Mapping[str, Facts], files: dict[str, bytes]) -> Company:
    """A company with its people in files that lie beside it, which are added to `files`; people
    that are drawn, and typical ones, are drawn again. Raises Refused where they cannot be."""
    if not can_reproduce(company):
        raise Refused([Problem("report_again")])
    for name, unit in company.units.items():
        if not isinstance(unit.scenario.people, Simulated | Personas):
            people = people_file(name, facts[name], files)
            company = company.with_scenario(name, replace(unit.scenario, people=people))
    return company


def people_file(name: str, facts: Facts, files: dict[str, bytes]) -> FromFile:
    """Facts as a file of people, which is added to `files`."""
    content = TABLE_WRITERS[PARQUET](facts_table(facts))
    file = file_of_people(name, PARQUET[1:])
    files[file] = content
    return FromFile(file, hashlib.sha256(content).hexdigest(), PARQUET[1:])


def file_of_people(name: str, kind: str) -> str:
    """What the file of a unit's people is called."""
    return f"people-{_NOT_IN_FILE_NAMES.sub('_', name)}.{kind}"


def _called(company: Company, name: Text, language: str) -> Company:
    """The company under the name that it is told of by."""
    usual = untranslated(company.name) if company.name else company.title
    return company if name == usual else replace(company, name=name[language])
