"""`letters`: notices to people whose pay changes."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from engine.calendar import paying_month
from engine.cli.command_options import ANY, COMPANY_HELP, Commands, command, take_several
from engine.cli.compared_named import compared_named
from engine.cli.idle_options import apart, idle
from engine.cli.output_problems import output_problems
from engine.cli.outputs import put_file
from engine.companies import unknown_unit
from engine.comparison import Compared
from engine.evaluation import Memory
from engine.papers import MOST_LETTERS, LetterTemplate, letter_template, letters_of, recipients
from engine.text import Problem, Refused

ONE_FILE, ONE_EACH = ".docx", ".zip"
OF_SCENARIO = ("against", "facts", "from", "employee", "whom", "unit", "template", "out")
"""Options that say something of letters, which are those of a scenario."""


def _letters(options: argparse.Namespace) -> int:
    """The letters, in one file or one each, by the ending of --out; nothing is written where
    anything is wrong."""
    is_template_alone = options.scenario is None and options.new_template
    if is_template_alone:
        if found := [*output_problems(options), *idle(options, OF_SCENARIO, "SCENARIO")]:
            raise Refused(found)
        put_file(Path(options.new_template), letter_template(options.lang))
        return 0
    template, start = _asked(options)
    if options.new_template:
        put_file(Path(options.new_template), letter_template(options.lang))
    options.variants, options.baseline = [options.scenario], options.against
    compared = compared_named(options, Memory())
    place = len(compared.each) - 1
    facts = next(iter(compared.baseline.units.values())).facts
    start = facts.first + facts.months if start is None else start
    letters = letters_of(compared, place, start, _whom(compared, place, options))
    if not letters:
        raise Refused([Problem("letters_nobody_changes")])
    one_file = Path(options.out).suffix.lower() == ONE_FILE
    written = template.one_file if one_file else template.one_each
    put_file(Path(options.out), written(letters, options.lang))
    return 0


def _asked(options: argparse.Namespace) -> tuple[LetterTemplate, int | None]:
    """The template, and from which month number the scenario holds, if that is said. Raises Refused
    with all that can be seen to be wrong before anything is worked out."""
    found = output_problems(options)
    if options.scenario is None:
        found.append(Problem("letters_no_scenario"))
    if options.out in (None, "-"):
        found.append(Problem("no_out"))
    if options.employee:
        found += apart(options, ["whom", "unit"], "--employee")
    start, asked = None, vars(options)["from"]
    if asked:
        try:
            start = paying_month(asked)
        except ValueError:
            found.append(Problem("workforce_month", column="from", value=asked))
    template = None
    try:
        template = _template(options)
    except Refused as refused:
        found += refused.problems
    if template is None or found:
        raise Refused(found)
    return template, start


def _template(options: argparse.Namespace) -> LetterTemplate:
    if not options.template:
        return LetterTemplate(letter_template(options.lang))
    try:
        content = Path(options.template).read_bytes()
    except OSError:
        raise Refused([Problem("no_file", {}, options.template)]) from None
    return LetterTemplate(content, options.template)


def _whom(compared: Compared, place: int, options: argparse.Namespace) -> Sequence[str] | None:
    """Who gets a letter; None where that is everybody whose pay changes. Raises Refused for units
    that are not there."""
    if options.employee:
        return list(options.employee)
    people = compared.people[place]
    units = tuple(compared.baseline.units)
    unknown = [name for name in options.unit or () if name not in units]
    if unknown:
        raise Refused([unknown_unit(name, units) for name in unknown])
    return None if people is None else recipients(people, options.whom or "changed", options.unit)


def add_to(commands: Commands) -> None:
    """The command and its options."""
    text = "a letter to each person whose pay changes: old, new, difference, from when"
    writes = {"out": (ONE_FILE, ONE_EACH), "new_template": ANY}
    letters = command(commands, "letters", _letters, text, **writes)
    letters.set_defaults(tells_of_output=True)  # with all else that does not fit
    letters.add_argument("scenario", metavar="SCENARIO", nargs="?", help=COMPANY_HELP)
    letters.add_argument(
        "--against", metavar="PLAN", help="what is paid now; default the scenario as documented"
    )
    letters.add_argument("--facts", metavar="FILE", help="the people: CSV, Parquet or XLSX")
    letters.add_argument(
        "--from",
        metavar="YYYY-MM",
        help="from when the scenario holds; default the month after those of the people",
    )
    take_several(letters, "--employee", "ID", "only to this one, also where nothing changes")
    letters.add_argument(
        "--whom",
        choices=("changed", "more", "less"),
        help="everybody whose pay changes (default), or who is paid more, or less",
    )
    take_several(letters, "--unit", "UNIT", "only to people of this unit")
    letters.add_argument(
        "--template", metavar="FILE", help="a .docx with fields in double braces, such as {{name}}"
    )
    letters.add_argument(
        "--new-template", metavar="FILE", help="write the template that comes along, to be changed"
    )
    letters.add_argument(
        "--out",
        metavar="FILE",
        help=f".docx: one file, a page each; .zip: a file each; up to {MOST_LETTERS:,} letters",
    )
