"""Writes a plan as a policy: general terms, pay lines, measures, examples, grounds, changes."""

from __future__ import annotations

from collections.abc import Iterator

from engine.calendar import Every
from engine.formula import FUNCTIONS, Call, Field, Lookup, Name, Node, bind
from engine.plan import AddsUp, Column, Line, Parameter, Plan, shapes
from engine.reports.document import (
    Block,
    Document,
    Formula,
    Heading,
    Note,
    Paragraph,
    Table,
    numbered_list,
)
from engine.reports.policy_document import record_of_changes, standards, worked_examples
from engine.reports.policy_document.article import Article
from engine.reports.policy_document.standards import counted_up, joined, words
from engine.text import Text, both, chinese, listed, month_name, plain, same, say
from engine.wording import Case, Rule, Rules

_PERIODS = ("quarter", "half", "year")
_AMONG_PEOPLE = ("rank", "split", "forced_distribution")
_LARGE = (shapes.KeyedSteps, shapes.Scorecard)
_FEW = 2
"""So many conditions stand in one sentence; more are a list."""
_MONTHS = {Every.QUARTER: (3, 6, 9, 12), Every.HALF: (6, 12), Every.YEAR: (12,)}


def policy_document(plan: Plan, against: Plan | None = None) -> Document:
    """The plan as a policy document; with `against`, also what differs from that plan.

    Everything is read from the plan: rules from its formulas, figures from its parameters, examples
    from what the engine pays its personas.
    """
    return _Writer(plan, against).document()


class _Writer:
    def __init__(self, plan: Plan, against: Plan | None) -> None:
        self.plan, self.against = plan, against
        self.rules = Rules(plan)
        self.places: dict[str, Text] = {}
        self.shown: dict[str, str] = {}
        self.now = ""

    def document(self) -> Document:
        plan = self.plan
        chapters = [(title, found) for title, found in self._chapters() if found]
        numbers: dict[str, Text] = {}
        for chapter, (_, articles) in enumerate(chapters, start=1):
            for place, article in enumerate(articles, start=1):
                count = chinese(len(numbers) + 1)
                numbers[article.id] = {
                    "en": f"{chapter}.{place}",
                    "zh": say("zh", "document.section", number=count),
                }
        self.places = {
            name: {"en": say("en", "document.section", number=number["en"]), "zh": number["zh"]}
            for name, number in numbers.items()
        }
        blocks = list(self._changes())
        for chapter, (title, articles) in enumerate(chapters, start=1):
            number = say("zh", "document.chapter", number=chinese(chapter))
            blocks.append(Heading(1, numbered({"en": f"{chapter}", "zh": number}, title)))
            for article in articles:
                self.now = article.id
                heading = numbered(numbers[article.id], article.title)
                blocks += [Heading(2, heading, article.id), *article.blocks()]
        blocks += self._appendix()
        return Document(plan.title, tuple(blocks), words("policy"), plan.summary, plan.id)

    def _changes(self) -> Iterator[Block]:
        """What has changed stands in front, without a number: the others keep theirs."""
        if self.against is not None:
            yield Heading(1, words("changes"))
            title = words("changes_against", title=self.against.title)
            yield Heading(2, title, "changes")
            yield from record_of_changes.blocks(self.against, self.plan)

    def _chapters(self) -> Iterator[tuple[Text, list[Article]]]:
        plan = self.plan
        yield (
            words("general"),
            [
                Article("purpose", words("purpose"), self._purpose),
                Article("eligible", words("eligible"), self._eligible),
                Article("calculation", words("calculation"), self._calculation),
            ],
        )
        yield (
            words("pay"),
            [
                Article("overview", words("overview"), self._overview),
                *(self._line_part(line) for line in plan.pay_lines),
            ],
        )
        measures = [self._line_part(line) for line in plan.lines.values() if not line.paid]
        data = Article("data", words("data"), self._data)
        yield words("measures"), [data, *measures]
        yield words("examples"), worked_examples.drafts(plan) if plan.personas else []
        grounds = [
            Article("source", words("source_title"), self._source),
            Article("standards", words("standards"), self._standards),
        ]
        if plan.not_modelled:
            grounds.append(Article("not_modelled", words("not_modelled"), self._not_modelled))
        yield words("grounds"), grounds

    # -- general ----------------------------------------------------------------------------

    def _purpose(self) -> list[Block]:
        who, what = parted(self.plan.summary)
        purpose = words("purpose_text", title=self.plan.title)
        told = what if who else self.plan.summary
        return [Paragraph(purpose), *([Paragraph(told)] if all(told.values()) else [])]

    def _eligible(self) -> list[Block]:
        who, _ = parted(self.plan.summary)
        blocks: list[Block] = []
        if who:
            blocks.append(Paragraph(words("eligible_who", who=who)))
        groups = [
            words("category", label=column.label, values=counted_up(list(column.values.values())))
            for column in self.plan.facts.values()
            if column.kind == "category" and column.values
        ]
        if groups:
            blocks.append(Paragraph(words("eligible_groups")))
            blocks.append(numbered_list(groups))
        blocks.append(Paragraph(words("eligible_months")))
        return blocks

    def _calculation(self) -> list[Block]:
        """Rules that hold for every line, as far as the plan's formulas need them."""
        used = {node.function for line in self.plan.lines.values() for node in _calls(line)}
        items = [words("rule_rounding")]
        if used & {"step", "whole_tiers", "curve"}:
            items.append(words("rule_reached"))
        if "ratio" in used:
            items.append(words("rule_ratio"))
        if any(function.startswith(_PERIODS) for function in used):
            items.append(words("rule_period"))
        if "recent_sum" in used:
            items.append(words("rule_recent"))
        if "streak" in used:
            items.append(words("rule_streak"))
        if "rank" in used:
            items.append(words("rule_rank"))
        seldom = (line for line in self.plan.lines.values() if line.every is not Every.MONTH)
        if any(node.function in _AMONG_PEOPLE for line in seldom for node in _calls(line)):
            items.append(words("rule_late"))
        if "forced_distribution" in used:
            items.append(words("rule_forced"))
        if "split" in used:
            items.append(words("rule_split"))
        return [numbered_list(items)]

    # -- pay --------------------------------------------------------------------------------

    def _overview(self) -> list[Block]:
        rows = tuple(
            (
                line.label,
                words(f"cycle_{line.every.word}"),
                self._months(line),
                self.places[line.id],
            )
            for line in self.plan.pay_lines
        )
        heads = tuple(words(key) for key in ("pay_line", "cycle", "when", "rule"))
        return [Table(heads, rows, (False,) * 4)]

    def _months(self, line: Line) -> Text:
        if line.every is Every.MONTH:
            return words("each_month")
        return counted_up([month_name(month) for month in _MONTHS[line.every]])

    def _line_part(self, line: Line) -> Article:
        return Article(line.id, line.label, lambda: list(self._line(line)))

    def _line(self, line: Line) -> Iterator[Block]:
        """A line: its rule, further terms, where to find what it rests on, tables, when due."""
        rule = self.rules.of(line)
        yield from self._rule(line, rule)
        for term, meaning in rule.where:
            yield Paragraph(words("where", term=capital(term), meaning=meaning))
        if cap := self._scorecard_cap(line):
            yield Paragraph(words("rule_scorecard", cap=cap))
        if (refers := self._references(line)) and not isinstance(line.formula.tree, Field):
            yield Note(words("references", list=joined(refers, "semicolon")))
        for name in line.formula.reads:
            if name in self.plan.parameters:
                yield from self._standard(self.plan.parameters[name], line)
        if line.paid:
            yield Paragraph(words(f"paid_{line.every.word}", months=self._months(line)))
        elif line.every is not Every.MONTH:
            yield Note(words(f"found_{line.every.word}", months=self._months(line)))

    def _rule(self, line: Line, rule: Rule) -> Iterator[Block]:
        tree = line.formula.tree
        if rule.condition:
            met = capital(self.rules.met(line))
            conditions = tuple(case.when for case in rule.cases if case.when is not None)
            if len(conditions) > _FEW:
                yield Paragraph(words("conditions", met=met))
                yield numbered_list(conditions)
            else:
                yield Paragraph(words("condition", met=met, condition=all_of(conditions)))
        elif isinstance(tree, Field) and isinstance(tree.of, Name):
            of = self.plan.lines[tree.of.name]
            result, place = self.rules.name(tree), self.places[of.id]
            yield Paragraph(words("result_of", result=capital(result), of=of.label, place=place))
        elif (
            isinstance(tree, Lookup) and isinstance(tree.table, Name) and isinstance(tree.key, Name)
        ):
            table = self.plan.parameters[tree.table.name].label
            key = self.rules.name(tree.key)
            yield Paragraph(words("by_table", table=table, key=key))
        elif line.paid and line.formula.text in self.plan.facts:
            yield Paragraph(words("as_recorded", label=self.plan.facts[line.formula.text].label))
        elif len(rule.cases) == 1:
            (case,) = rule.cases
            if case.less:
                yield Paragraph(words("deduction"))
            yield Formula(line.label, (capital(case.terms[0]), *case.terms[1:]))
        elif rule.cases:
            if len(rule.cases) > 2:
                yield Paragraph(words("by_case"))
            yield numbered_list(self._case(line, case) for case in rule.cases)
        if rule.sentences:
            yield numbered_list(rule.sentences)

    def _case(self, line: Line, case: Case) -> Text:
        terms = both(lambda language: " ".join(term[language] for term in case.terms))
        then = words("less", amount=terms) if case.less else terms
        if case.nothing and line.paid:
            then = words("not_paid")
        if case.when is None:
            return words("other_case", then=then)
        return words("case", condition=case.when, then=then)

    def _references(self, line: Line) -> list[Text]:
        found = []
        for name in line.formula.reads:
            other = self.plan.lines.get(name)
            if other is not None and not other.paid:
                found.append(words("reference", label=other.label, place=self.places[name]))
        return found

    def _scorecard_cap(self, line: Line) -> Text | None:
        for node in _calls(line):
            if node.function == "indicator_points":
                given = {
                    argument.name: part for argument, part in bind(node, FUNCTIONS[node.function])
                }
                return self.rules.name(given["cap"])
        return None

    def _standard(self, parameter: Parameter, line: Line) -> Iterator[Block]:
        """The table of a figure of several; where it stands already, a reference to it."""
        whole = any(
            node.function == "whole_tiers" and parameter.id in _names(node) for node in _calls(line)
        )
        found = standards.table(self.plan, parameter, whole)
        if found is None:
            return
        if parameter.id in self.shown:
            place = self.places[self.shown[parameter.id]]
            text = words("table_at", label=parameter.label, place=place)
            yield Note(text)
            return
        self.shown[parameter.id] = self.now
        yield found
        if isinstance(parameter.value, shapes.Curve):
            first, last = parameter.value.pairs[0], parameter.value.pairs[-1]
            yield Note(
                words(
                    "curve_rule",
                    first=standards.written(first[0], parameter.of_unit),
                    last=standards.written(last[0], parameter.of_unit),
                    most=standards.written(last[1], parameter.unit),
                ),
            )

    # -- measures ---------------------------------------------------------------------------

    def _data(self) -> list[Block]:
        rows = []
        for column in self.plan.facts.values():
            values = _values(column) if column.values else words(f"kind_{column.kind}")
            if column.range is not None and column.kind != "share":
                low, high = (same(plain(end)) for end in column.range)
                values = words("kind_range", kind=values, low=low, high=high)
            rows.append((column.label, values))
        heads = (words("datum"), words("holds"))
        return [Paragraph(words("data_text")), Table(heads, tuple(rows), (False, False))]

    # -- grounds ----------------------------------------------------------------------------

    def _source(self) -> list[Block]:
        source = self.plan.source
        told = [source.note] if all(source.note.values()) else []
        if not source.is_own:
            told.insert(0, words("source_text", document=source.document.removesuffix(".txt")))
        elif not told:
            told = [words("source_own")]
        return [*map(Paragraph, told), Note(words("generated"))]

    def _standards(self) -> list[Block]:
        """Every figure with the ground it stands on, and sums that must hold."""
        rows = []
        for parameter in self.plan.parameters.values():
            notes = [text for text in (parameter.note, parameter.not_used) if text is not None]
            note = both(lambda lang, notes=notes: "\n".join(text[lang] for text in notes))  # type: ignore[misc]
            ground = words(f"ground_{parameter.provenance}")
            rows.append((parameter.label, self._figures(parameter), ground, note))
        if not rows:
            return [Paragraph(words("no_standards"))]
        heads = tuple(words(key) for key in ("standard_name", "value", "ground", "note"))
        ownership = "_own" if self.plan.source.is_own else ""
        blocks: list[Block] = [
            Paragraph(words(f"standards_text{ownership}")),
            Table(heads, tuple(rows), (False,) * 4),
        ]
        blocks += [Paragraph(self._adds_up(rule)) for rule in self.plan.adds_up]
        return blocks

    def _figures(self, parameter: Parameter) -> Text:
        """The figures in a phrase; those of a large table are read where it stands."""
        if isinstance(parameter.value, _LARGE) and parameter.id in self.shown:
            return words("see_table", place=self.places[self.shown[parameter.id]])
        return standards.phrase(self.plan, parameter)

    def _adds_up(self, rule: AddsUp) -> Text:
        parameters = [self.plan.parameters[name] for name in rule.parameters]
        labels = [self.rules.term(parameter.label) for parameter in parameters]
        total = same(plain(rule.to))
        if len(parameters) > 1:
            return words("adds_up", labels=counted_up(labels), sum=total)
        key = "points" if isinstance(parameters[0].value, shapes.Scorecard) else "within"
        return words(f"adds_up_{key}", label=labels[0], sum=total)

    def _not_modelled(self) -> list[Block]:
        return [Paragraph(words("not_modelled_text")), numbered_list(self.plan.not_modelled)]

    # -- appendix ---------------------------------------------------------------------------

    def _appendix(self) -> Iterator[Block]:
        """The formulas as they are computed, for whoever checks the policy against the system."""
        yield Heading(1, numbered(words("appendix"), words("appendix_title")))
        yield Heading(2, words("formulas"), "formulas")
        yield Paragraph(words("appendix_text"))
        lines = tuple(
            (line.label, same(line.id), same(" ".join(line.formula.text.split())))
            for line in self.plan.lines.values()
        )
        yield Table((words("item"), words("id"), words("formula")), lines, (False,) * 3)
        if names := tuple((p.label, same(p.id)) for p in self.plan.parameters.values()):
            yield Table((words("standard_name"), words("id")), names, (False, False))


def numbered(number: Text, title: Text) -> Text:
    """A heading with its number."""
    gaps = {"zh": "\N{IDEOGRAPHIC SPACE}"}
    return both(lambda lang: f"{number[lang]}{gaps.get(lang, ' ')}{title[lang]}")


def parted(summary: Text) -> tuple[Text, Text]:
    """A summary as whom it is for and what it pays; the first is empty where it does not say so."""
    found: dict[str, tuple[str, str]] = {}
    for language, text in summary.items():
        opening, sign = (say(language, f"document.summary_{key}") for key in ("for", "sign"))
        before, parting, after = text.partition(sign)
        if not (parting and before.startswith(opening)):
            return {}, summary
        after = after.strip()
        found[language] = (before.removeprefix(opening).strip(), after[:1].upper() + after[1:])
    return (
        {language: who for language, (who, _) in found.items()},
        {language: what for language, (_, what) in found.items()},
    )


def all_of(conditions: tuple[Text, ...]) -> Text:
    """Conditions that must all hold, in one sentence."""
    return both(lambda language: listed([text[language] for text in conditions], "and", language))


def capital(text: Text) -> Text:
    """A text that begins with a capital letter."""
    return {language: found[:1].upper() + found[1:] for language, found in text.items()}


def _values(column: Column) -> Text:
    return counted_up(list(column.values.values()))


def _calls(line: Line) -> Iterator[Call]:
    return (node for node in line.formula.tree.walk() if isinstance(node, Call))


def _names(node: Node) -> set[str]:
    return {part.name for part in node.walk() if isinstance(part, Name)}
