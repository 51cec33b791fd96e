"""Tells the career ladder: how the grade came about, and what the review of the month found."""

from __future__ import annotations

from dataclasses import replace

from engine.explain.builder import Builder, Explainer
from engine.explain.phrases import phrase
from engine.explain.statement import Figure, Step
from engine.formula import FUNCTIONS, Call, CareerMonth, Choice, Name, Node, bind
from engine.text import Text, named_month

MONTHS = "months"


class _Career:
    """A person's way through the grades up to the statement's month.

    `low_rows` of the latest rows, without a break, count towards a demotion.
    """

    def __init__(self, builder: Builder, node: Call) -> None:
        self.builder, self.node = builder, node
        self.situation = builder.situation
        self.given = {
            argument.name: part for argument, part in bind(node, FUNCTIONS[node.function])
        }
        kind = self.situation.kinds[self.given["start"]]
        assert isinstance(kind, Choice) and kind.values is not None
        self.grades = kind.values
        self.months = [
            month
            for month in self.situation.history(node, CareerMonth)
            if self.situation.present(month.row)
        ]
        now = self.months[-1]
        self.grade, self.change = now.grade.item(), now.change.item()
        self.in_grade, self.factor = now.months_in_grade.item(), now.pay_factor.item()
        self.reviewed = bool(now.reviewed.item())
        self.low_rows = int(now.low_rows.item())

    def label(self, grade: int) -> Text:
        """The label of a grade."""
        return self.builder.category(self.grades[grade], _column(self.given["start"]))

    def needed(self, table: str) -> float | None:
        """The figure of a table for the grade in force, if it has one."""
        part = self.given[table]
        assert isinstance(part, Name)
        found = self.builder.plan.parameters[part.name].value.at(self.grades[self.grade])
        return next(iter(found), None)

    def figure(self, table: str) -> Figure:
        """A table with the row of the grade in force."""
        part, needed = self.given[table], self.needed(table)
        assert isinstance(part, Name) and needed is not None
        unit = self.builder.plan.parameters[part.name].unit
        grade = self.grades[self.grade]
        row = self.builder.in_row(part.name, grade, self.builder.written(needed, unit))
        return self.builder.figure(part.name, row, grade)

    def entry(self, key: str, label: Text, number: float, unit: str, sentence: Text) -> Step:
        """A figure of the career."""
        return self.builder.entry(self.node, key, label, number, unit, sentence)

    def history(self) -> list[Step]:
        """The grade of the first row and every change since."""
        found: list[Step] = []
        before = -1
        for then in self.months:
            grade, factor = then.grade.item(), then.pay_factor.item()
            if grade != before:
                began = then.row
                if before >= 0:
                    began += 1 - int(then.months_in_grade.item())
                label = phrase("career_since", month=named_month(self.situation.month_of(began)))
                number = self.builder.bare(factor, "")
                sentence = phrase("career_first", factor=number)
                if before >= 0:
                    sentence = phrase("career_after", before=self.label(before), factor=number)
                entry = self.entry(f"since {then.row}", label, factor, "", sentence)
                found.append(replace(entry, value=self.label(grade)))
            before = grade
        return found

    def review(self) -> tuple[list[Step], list[Figure]]:
        """What a review looked at."""
        builder, given = self.builder, self.given
        steps: list[Step] = [builder.part(given["promote"], builder.condition(given["promote"]))]
        tables: list[str] = []
        needed = self.needed("min_months")
        text = phrase("career_no_promotion")
        if needed is not None:
            tables.append("min_months")
            text = phrase("career_needed", needed=builder.written(needed, MONTHS))
        steps.append(self.entry("served", phrase("career_months"), self.in_grade, MONTHS, text))
        for reached, table in (("service", "min_service"), ("score", "min_score")):
            if reached in given:
                steps.append(builder.part(given[reached], builder.formula(given[reached])))
                if self.needed(table) is not None:
                    tables.append(table)
        if "promote_two" in given and self.change > 0:
            steps.append(
                builder.part(given["promote_two"], builder.condition(given["promote_two"]))
            )
        if "demote" in given and self.change <= 0 and self.needed("demote_rows") is not None:
            tables.append("demote_rows")
            needed = self.needed("demote_rows")
            assert needed is not None
            label = phrase("career_low", condition=builder.condition(given["demote"]))
            text = phrase("career_limit", limit=builder.written(needed, "times"))
            steps.append(self.entry("low", label, self.low_rows, "times", text))
        raises = [a for a in ("raise_one", "raise_two") if a in given] if self.change else []
        basis = builder.basis(*(given[name] for name in raises))
        return [*steps, *basis.children], [*map(self.figure, tables), *basis.figures]

    def sentence(self) -> Text:
        """What the month did to the grade."""
        row = self.situation.row
        values: dict[str, object] = {
            "grade": self.label(self.grade),
            "months": self.builder.written(self.in_grade, MONTHS),
            "month": self.builder.month,
        }
        if not self.reviewed:
            return phrase("career_no_review", **values)
        if not self.change:
            return phrase("career_kept", **values)
        key = {1: "career_up", 2: "career_two", -1: "career_down"}[self.change]
        values["after"] = self.label(self.grade + self.change)
        values["next"] = named_month(self.situation.month_of(row + 1))
        return phrase(key, **values)


def _career_ladder(builder: Builder, node: Call) -> Step:
    career = _Career(builder, node)
    steps, figures = career.review() if career.reviewed else ([], [])
    if not career.reviewed:
        months = phrase("career_months")
        value = builder.written(career.in_grade, MONTHS)
        text = phrase("line", label=months, value=value)
        steps = [career.entry("served", months, career.in_grade, MONTHS, text)]
    return builder.state_step(
        node,
        career.label(career.grade),
        career.factor,
        "",
        career.sentence(),
        phrase("career_about"),
        (*career.history(), *steps),
        figures,
    )


def _column(node: Node) -> str:
    return node.name if isinstance(node, Name) else ""


EXPLAINERS: dict[str, Explainer] = {"career_ladder": _career_ladder}
