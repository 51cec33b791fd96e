"""What a recipe leaves open of its tables: whose their rows are, and of which month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.importing.asking import LIKELY, phrase, year_question
from engine.importing.matching import Matching
from engine.importing.offered_columns import file_of, first_cells, offered_columns
from engine.importing.questions import Answer, Choice, Kind, Question, Way
from engine.importing.recipe import Recipe, TableKeys
from engine.sheets import EMPLOYEE, MONTH
from engine.tables import Table, plain
from engine.text import Problem
from engine.written import month_within

FEWEST_READ = 2
LIKE = 0.75
"""A table is like another where it has so many of the columns that are read of that,"""
ALIKE = 0.6
"""or so many of all its columns."""
WHOSE = {
    "tie": "import_key_tie",
    "name": "import_key_name",
    "gone": "import_key_gone",
    "spoiled": "import_key_spoiled",
}
"""What is asked where it is in doubt whose rows are, by what `TableKeys.unsure` says."""
WHICH_MONTH = {
    "month tie": "import_month_tie",
    "month name": "import_month_name",
    "month gone": "import_month_gone",
    "month file": "import_month_file",
}
"""What is asked where the month is in doubt."""


def questions_of_keys(recipe: Recipe, matching: Matching) -> list[Question]:
    """What a recipe does not say of whose and when rows are, or says without being sure."""
    return list(_Asking(recipe, matching).questions())


def questions_of_tables(recipe: Recipe, matching: Matching) -> list[Question]:
    """Whether tables that have what is read of another, and are not read, are to be left out."""
    every = (*recipe.sources.values(), *recipe.further.values())
    links = {keys.through[0] for keys in recipe.tables.values() if keys.through}
    links |= {source.through[0] for source in every if source.through}
    used = {source.table for source in recipe.sources.values()} & set(recipe.tables)
    asked = []
    for table in matching.tables:
        if table.name in (*used, *recipe.left_out, *links) or not table.sheet.rows:
            continue
        like = [name for name in recipe.tables if name in used]
        like = [name for name in like if _is_like(table, name, recipe, matching)]
        if like:
            (file, sheet), said = table.sources[0], {"table": table.name, "other": like[0]}
            said_rows = {**said, "count": table.sheet.rows}
            problem = Problem("import_table_like", said_rows, file, sheet=sheet)
            choice = Choice(Answer(Way.LEAVE_OUT, table=table.name), phrase("leave_table", **said))
            asked.append(
                Question(
                    *(Kind.TABLE, problem, "", table.name),
                    rows=table.sheet.rows,
                    proposed=True,
                    choices=(choice,),
                )
            )
    return asked


def _is_like(table: Table, name: str, recipe: Recipe, matching: Matching) -> bool:
    """Whether a table has what is read of another, whose rows it would add to."""
    if name not in matching.columns.named:
        return False
    has = _own(table.headings)
    all_of, read = _own(matching.columns.named[name].headings), _own(recipe.headings_of(name))
    if not _own([recipe.tables[name].employee]) <= has or len(read) < FEWEST_READ:
        return False
    alike = len(has & all_of) >= ALIKE * max(len(has), len(all_of))
    return alike or len(read & has) >= LIKE * len(read)


def _own(headings: Iterable[str]) -> set[str]:
    """Headings of a file, as they are compared."""
    return {plain(heading) for heading in headings if heading and not heading.startswith("(")}


@dataclass(frozen=True)
class _Asking:
    recipe: Recipe
    matching: Matching

    def questions(self) -> Iterable[Question]:
        if not self.recipe.tables:
            yield self._nobody()
            return
        for name, keys in self.recipe.tables.items():
            question = self._of_table(name, keys)
            if question is not None:
                yield question
        if not any(keys.month for keys in self.recipe.tables.values()):
            name = next(iter(self.recipe.tables))
            problem = Problem("import_no_months", {}, file_of(self.matching, name))
            yield self._which_month(name, problem, False)

    def _nobody(self) -> Question:
        largest = max(self.matching.tables, key=lambda table: table.sheet.rows)
        problem = Problem("import_nobody", {}, file_of(self.matching, largest.name))
        found = self.matching.keys.employees[largest.name] or self.matching.keys.perhaps_people(
            largest
        )
        return Question(
            Kind.EMPLOYEE,
            problem,
            EMPLOYEE,
            largest.name,
            choices=offered_columns(self.matching, found, largest.name),
            ways=(Way.COLUMN,),
        )

    def _of_table(self, name: str, keys: TableKeys) -> Question | None:
        said = {"column": keys.employee, "table": name}
        file = file_of(self.matching, name)
        match keys.unsure:
            case "":
                return None
            case "link":
                choices = (
                    *offered_columns(self.matching, self.matching.keys.employees[name], name),
                    Choice(Answer(Way.LEAVE_OUT, table=name), phrase("leave_table", table=name)),
                    Choice(Answer(Way.KEEP, table=name), phrase("keep_links")),
                )
                problem = Problem("import_key_link", said, file, column=keys.employee)
                return Question(
                    *(Kind.LINK, problem, EMPLOYEE, name, (keys.employee,)),
                    choices=choices,
                    ways=(Way.COLUMN, Way.LEAVE_OUT, Way.KEEP),
                )
            case "year":
                return self._year(name, keys)
            case doubt if doubt in WHICH_MONTH:
                column = keys.month.column if keys.month else ""
                problem = Problem(
                    WHICH_MONTH[doubt], {**said, "column": column}, file, column=column
                )
                return self._which_month(name, problem, bool(column))
            case reason:
                key = WHOSE.get(reason, WHOSE["name"])
                spoiled = self.matching.keys.spoiled_ids(self.matching.columns.named[name])
                if reason == "spoiled" and spoiled:
                    said |= {"id": spoiled[0]}
                value = spoiled[1] if reason == "spoiled" and spoiled else ""
                problem = Problem(key, said, file, column=keys.employee, value=value)
                found = self.matching.keys.employees[name]
                known = {one.heading for one in found}
                perhaps = self.matching.keys.perhaps_people(self.matching.columns.named[name])
                found = [*found, *(one for one in perhaps if one.heading not in known)]
                first = [one for one in found if one.heading == keys.employee]
                rest = [one for one in found if one.heading != keys.employee]
                return Question(
                    *(Kind.EMPLOYEE, problem, EMPLOYEE, name, (keys.employee,)),
                    proposed=bool(keys.employee),
                    choices=offered_columns(self.matching, [*first, *rest], name),
                    ways=(Way.COLUMN, Way.LEAVE_OUT),
                    examples=first_cells(self.matching, name, keys.employee),
                )

    def _which_month(self, name: str, problem: Problem, proposed: bool) -> Question:
        keys = self.recipe.tables[name]
        column = keys.month.column if keys.month else ""
        found = self.matching.keys.months[name]
        first = [one for one in found if one.heading == column]
        rest = [one for one in found if one.heading != column]
        table = self.matching.columns.named[name]
        named = [month_within(part) for source in table.sources for part in source if part]
        months = {day.text[:7] for day in named if day is not None and day.year and day.month}
        constant = tuple(
            Choice(Answer(Way.CONSTANT, month, name), phrase("month_of_all", month=month), LIKELY)
            for month in sorted(months)[:1]
        )
        others = [of for table, of in self.recipe.tables.items() if table != name and of.month]
        lasting = (Choice(Answer(Way.BLANK, table=name), phrase("no_month")),) if others else ()
        return Question(
            *(Kind.MONTH, problem, MONTH, name, (column,) if column else ()),
            proposed=proposed,
            choices=(*offered_columns(self.matching, [*first, *rest], name), *constant, *lasting),
            ways=(Way.COLUMN, Way.CONSTANT, Way.LEAVE_OUT),
            examples=first_cells(self.matching, name, column) if column else (),
        )

    def _year(self, name: str, keys: TableKeys) -> Question:
        column = keys.month.column if keys.month else ""
        year = keys.month.year if keys.month else None
        return year_question(
            name,
            file_of(self.matching, name),
            column,
            year,
            first_cells(self.matching, name, column),
        )
