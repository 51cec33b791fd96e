"""What a recipe leaves open of the columns of a plan: where they come from, and how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from engine.importing.asking import EVEN, LIKELY, SURE, label_of, phrase, rule_choices
from engine.importing.cell_reading import read_value
from engine.importing.matching import Matching
from engine.importing.offered_columns import file_of, first_cells, offered_columns
from engine.importing.questions import Answer, Choice, Kind, Question, Way
from engine.importing.recipe import Recipe, Rule, Source
from engine.importing.table_grain import grain
from engine.plan import TENURE, Column
from engine.sheets import HIRED
from engine.text import Problem, Text, untranslated

DOUBTS = {"tie": "import_tie", "name": "import_name", "word": "import_word"}
DOUBTS |= {"content": "import_content", "gone": "import_gone", "tax": "import_tax"}
DOUBTS |= {"clock": "import_clock"}

YES_COUNTED = (Rule.COUNT_OF_YES, "count_of_yes_in")
MOST_FLAGS = 3
"""So many columns of yes and no are offered to be counted."""


def questions_of_columns(recipe: Recipe, matching: Matching) -> list[Question]:
    """What a recipe does not say of where columns come from, or says without being sure."""
    return list(_Asking(recipe, matching).questions())


@dataclass(frozen=True)
class _Asking:
    recipe: Recipe
    matching: Matching

    def questions(self) -> Iterable[Question]:
        for fact, column in self.matching.plan.facts.items():
            stands_in = HIRED in self.recipe.sources and column.kind == "tenure"
            if fact not in self.recipe.sources and not stands_in and self.recipe.tables:
                yield self._no_source(fact, column)
        for fact, source in self.recipe.sources.items():
            if fact != HIRED and fact not in self.matching.plan.facts:
                continue
            for reason in source.reasons:
                yield self._unsure(fact, source, reason)
            if fact in self.matching.plan.facts:
                yield from self._mistyped(self.matching.plan.facts[fact], source)
        for name, source in self.recipe.further.items():
            for reason in source.reasons:
                yield self._unsure(name, source, reason)

    def _mistyped(self, column: Column, source: Source) -> Iterable[Question]:
        """Asks again for values that were typed where the files say nothing, and that are none."""
        typed = [*source.values.values()] if source.by else [source.constant]
        for value in filter(None, typed):
            if read_value(column, value) is None:
                said = {"label": label_of(column.id, self.matching.plan)}
                problem = Problem("import_no_value", said, column=column.id, value=value)
                yield replace(self._no_source(column.id, column), problem=problem, text=value)

    def _no_source(self, fact: str, column: Column) -> Question:
        label = label_of(fact, self.matching.plan)
        found = list(self.matching.facts.every_candidate.get(fact, ()))
        if fact == TENURE:
            found += self.matching.facts.every_candidate.get(HIRED, [])
        sources = self.recipe.sources.values()
        used = {(of.table, heading) for of in sources for heading in of.columns}
        found = [one for one in found if (one.table, one.heading) not in used]
        choices = list(offered_columns(self.matching, found, ""))
        if column.kind in ("count", "number", "share"):
            choices += self._counted(column.kind == "share")
        if column.may_be_blank and column.kind != "tenure":
            choices.append(Choice(Answer(Way.CONSTANT, ""), phrase("nobody_has"), EVEN))
        problem = Problem("import_no_source", {"label": label}, column=fact)
        ways = [Way.COLUMN, Way.CONSTANT]
        if self._categories():
            ways.append(Way.BY)
        return Question(Kind.COLUMN, problem, fact, choices=tuple(choices), ways=tuple(ways))

    def _counted(self, is_share: bool) -> Iterable[Choice]:
        """Rows counted of tables that have several in a month of an employee: those with a yes, or
        what share they are, and all of them."""
        rule, said = (Rule.SHARE_OF_YES, "share_of_yes_in") if is_share else YES_COUNTED
        for name, keys in self.recipe.tables.items():
            if not (keys.employee and keys.month and grain(self.matching, name, keys).by_day):
                continue
            headings = self.matching.columns.named[name].headings
            flags = [h for h in headings if self.matching.columns.profile(name, h).is_yes_or_no]
            for heading in flags[:MOST_FLAGS]:
                answer = Answer(Way.COLUMN, rule.value, name, heading)
                yield Choice(answer, phrase(said, column=heading))
            if not is_share:
                answer = Answer(Way.COLUMN, Rule.COUNT.value, name, keys.employee)
                yield Choice(answer, phrase("count_rows", table=name))

    def _categories(self) -> list[str]:
        """Columns of the plan by whose values another may be set."""
        kinds = ("category", "group")
        return [
            f
            for f in self.recipe.sources
            if f in self.matching.plan.facts and self.matching.plan.facts[f].kind in kinds
        ]

    def _unsure(self, fact: str, source: Source, reason: str) -> Question:
        heading = source.columns[0] if source.columns else ""
        columns = " / ".join(source.columns)
        label = label_of(fact, self.matching.plan)
        said: dict[str, object] = {"columns": columns, "label": label, "first": heading}
        match reason:
            case "rule":
                return self._rule(fact, source, said)
            case "scale":
                return self._scale(fact, source, said)
            case "returns":
                return self._returns(fact, source, said)
            case "follows":
                return self._follows(fact, source, said)
            case "keys":
                return self._keys(fact, source, said)
        key = DOUBTS.get(reason, "import_name")
        if reason == "gone" and not columns:
            key = "import_gone_bare"
        found = self.matching.facts.every_candidate.get(fact, [])
        first = [o for o in found if (o.table, (o.heading,)) == (source.table, source.columns)]
        rest = [one for one in found if one not in first]
        problem = Problem(key, said, file_of(self.matching, source.table), column=fact)
        ways = (Way.COLUMN, Way.CONSTANT, *([Way.BY] if self._categories() else []))
        return Question(
            *(Kind.COLUMN, problem, fact, source.table, source.columns),
            proposed=bool(first),
            choices=offered_columns(self.matching, [*first, *rest], ""),
            ways=ways,
            examples=first_cells(self.matching, source.table, heading) if heading else (),
        )

    def _rule(self, fact: str, source: Source, said: dict[str, object]) -> Question:
        """By which rule several rows of a month become one figure."""
        assert source.rule is not None
        said |= {"done": phrase(f"done_{source.rule.name.lower()}")}
        file = file_of(self.matching, source.table)
        problem = Problem("import_rule", said, file, column=str(said["columns"]))
        usual = rule_choices(self.matching.plan.facts.get(fact), source.rule)
        return Question(
            *(Kind.RULE, problem, fact, source.table, source.columns),
            proposed=True,
            choices=(*usual, *self._weighted(fact)),
            ways=(Way.RULE,),
            examples=first_cells(self.matching, source.table, source.columns[0]),
        )

    def _scale(self, fact: str, source: Source, said: dict[str, object]) -> Question:
        """Whether numbers are in another unit than the plan's."""
        of = self.matching.columns.profile(source.table, source.columns[0])
        said |= {"times": _times(source), "low": f"{of.low:g}", "high": f"{of.high:g}"}
        file = file_of(self.matching, source.table)
        problem = Problem("import_scale", said, file, column=str(said["columns"]))
        times = Choice(Answer(Way.VALUE, str(source.factor)), phrase("times", **said), SURE)
        return Question(
            *(Kind.SCALE, problem, fact, source.table, source.columns),
            proposed=True,
            choices=(times, Choice(Answer(Way.KEEP), phrase("as_it_is"))),
            ways=(Way.VALUE,),
            examples=first_cells(self.matching, source.table, source.columns[0]),
        )

    def _returns(self, fact: str, source: Source, said: dict[str, object]) -> Question:
        """Whether amounts are less what a column beside them says was given back."""
        found = self.matching.facts.given_back(fact, source.table)
        said |= {"others": tuple(found)}
        problem = Problem("import_returns", said, file_of(self.matching, source.table), column=fact)
        less = [
            Choice(Answer(Way.SUBTRACT, table=source.table, column=one), phrase("less", column=one))
            for one in found
        ]
        return Question(
            *(Kind.COLUMN, problem, fact, source.table, source.columns, "returns"),
            choices=(*less, Choice(Answer(Way.KEEP), phrase("taken_off"))),
            examples=first_cells(self.matching, source.table, found[0]) if found else (),
        )

    def _weighted(self, fact: str) -> Iterable[Choice]:
        """Means weighted by a count of the same table, where a share or a score is one."""
        column, source = self.matching.plan.facts.get(fact), self.recipe.sources[fact]
        if column is None or column.kind not in ("share", "score", "number"):
            return
        for other, of in self.recipe.sources.items():
            by = self.matching.plan.facts.get(other)
            if by is not None and by.kind == "count" and of.table == source.table and of.columns:
                answer = Answer(Way.RULE, Rule.WEIGHTED_MEAN.value, column=of.columns[0])
                yield Choice(answer, phrase("weighted_by", column=of.columns[0]))

    def _follows(self, fact: str, source: Source, said: dict[str, object]) -> Question:
        """Whether a column that begins where another ends is the same under another heading."""
        first, then = source.columns[0], source.columns[-1]
        said |= {"first": first, "then": then}
        problem = Problem("import_follows", said, file_of(self.matching, source.table), column=fact)
        both = Choice(
            Answer(Way.COLUMN, table=source.table, value="both", column=first),
            phrase("both_columns", **said),
            LIKELY,
        )
        one = Choice(
            Answer(Way.COLUMN, table=source.table, column=first), phrase("one_column", **said)
        )
        return Question(
            *(Kind.COLUMN, problem, fact, source.table, source.columns),
            proposed=True,
            choices=(both, one),
            ways=(Way.COLUMN,),
            examples=first_cells(self.matching, source.table, then),
        )

    def _keys(self, fact: str, source: Source, said: dict[str, object]) -> Question:
        """Whether the cells of a column are keys of another table, whose words are meant."""
        name, key, *texts = source.through
        heading = source.columns[0]
        said |= {"table": name, "key": key, "texts": " ".join(texts), "first": heading}
        problem = Problem("import_keys", said, file_of(self.matching, source.table), column=heading)
        choices = (
            Choice(
                Answer(Way.COLUMN, "both", source.table, heading),
                phrase("words_of_table", **said),
                LIKELY,
            ),
            Choice(Answer(Way.COLUMN, "keys", source.table, heading), phrase("one_column", **said)),
        )
        return Question(
            *(Kind.COLUMN, problem, fact, source.table, source.columns),
            proposed=True,
            choices=choices,
            ways=(Way.COLUMN,),
            examples=first_cells(self.matching, source.table, heading),
        )


def _times(source: Source) -> Text:
    """What numbers are multiplied by, in words: ÷ 100."""
    times = source.factor
    if times.numerator == 1:
        return untranslated(f"÷ {times.denominator:,}")
    shown = f"{times.numerator:,}" if times.denominator == 1 else str(times)
    return untranslated(f"× {shown}")
