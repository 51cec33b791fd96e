"""A projection as a paper: what to budget for the months ahead, or what to do about a budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.comparison import scenario_name
from engine.papers.amounts_told import amount, more, share
from engine.papers.basis_parts import on_lines, plan_versions
from engine.papers.paper import Decision, KeyFigure, Paper
from engine.papers.paper_look import phrase as paper_phrase
from engine.papers.projection_findings import projection_findings, trials_of
from engine.papers.standing import SHORT, entry
from engine.projection import (
    Estimate,
    budget_risk,
    expected,
    reserve,
    told,
    total_range,
)
from engine.reports import (
    Projected,
    as_known,
    assumed_of,
    edits_of,
    error_text,
    legal_basis_of,
    model_from,
    period_of,
)
from engine.scenario import FromFile
from engine.text import (
    Phrases,
    Text,
    count,
    in_each_language,
)

phrase = Phrases("projection_paper")
SURE = 0.9
"""How sure a budget is to suffice where one is proposed."""


def projection_paper(found: Projected) -> Paper:
    """What a projection says, for whoever decides on the budget of these months."""
    company = found.question.company
    return Paper(
        title=phrase("title" if found.question.payroll is None else "title_employer_cost"),
        subtitle=phrase.joined((company.title, period_of(found.question)), "dot"),
        decision=_decision(found),
        findings=tuple(projection_findings(found)),
        basis=tuple(_basis(found)),
        footer=_footer(found),
        told=tuple(_told(found)),
    )


def _told(found: Projected) -> Iterator[Text]:
    """What must be said besides: of the question, and of the law where employer's cost is asked."""
    yield from (in_each_language(problem.sentence) for problem in told(found.question))
    yield from legal_basis_of(found.question)


# -- the decision -----------------------------------------------------------------------------


def _decision(found: Projected) -> Decision:
    trials, budget = found.trials, found.question.budget
    whole, ends = expected(trials), total_range(trials)
    enough = as_known(ends[SURE].value, whole)
    said = {
        "months": period_of(found.question),
        "expected": as_known(whole.value, whole),
        "sure": share(SURE),
        "enough": enough,
        "trials": count(trials.size),
    }
    figures = [
        KeyFigure(
            phrase("expected"),
            as_known(whole.value, whole),
            phrase("error", error=error_text(whole), trials=count(trials.size)),
        ),
        KeyFigure(phrase("nine_of_ten"), enough, _beside_p90(found)),
    ]
    if budget is None:
        return Decision(phrase("decide_budget", **said), tuple(figures))
    risk = budget_risk(trials, budget)
    ceiling = as_known(budget, whole)
    note = phrase("of_budget", budget=ceiling)
    over = phrase("never") if not risk.probability.value else share(risk.probability.value)
    figures.append(KeyFigure(phrase("over_budget"), over, note))
    needed = reserve(trials, budget, SURE)
    said |= {
        "budget": ceiling,
        "share": share(risk.probability.value),
        "reserve": amount(needed.value),
    }
    if needed.value > 0:
        figures.append(
            KeyFigure(phrase("reserve"), amount(needed.value), phrase("reserve_for", **said))
        )
        return Decision(phrase("decide_over", **said), tuple(figures))
    key = "decide_within" if risk.probability.value else "decide_never"
    return Decision(phrase(key, **said), tuple(figures))


def _beside_p90(found: Projected) -> Text:
    """What P90 was with the plans as documented, where as many trials of these are known; else the
    range of eight of ten trials."""
    whole, ends, before = expected(found.trials), total_range(found.trials), found.documented
    if before is not None and before.size == found.trials.size:
        was = as_known(total_range(before)[0.9].value, whole)
        return phrase("was_p90", was=was, change=more(_difference(ends, total_range(before))))
    low, high = as_known(ends[0.1].value, whole), as_known(ends[0.9].value, whole)
    return phrase("eight_of_ten", low=low, high=high)


def _difference(ends: Mapping[float, Estimate], before: Mapping[float, Estimate]) -> float:
    return (round(ends[0.9].value * 100) - round(before[0.9].value * 100)) / 100


# -- what it stands on ------------------------------------------------------------------------


def _basis(found: Projected) -> Iterator[tuple[Text, Text]]:
    question = found.question
    company = question.company
    key = company.fingerprint[:SHORT]
    name = scenario_name(company)
    yield entry("scenario", paper_phrase("scenario_key", name=name, key=key))
    yield entry("plan", on_lines(_plans(found)))
    edits = edits_of(company)
    if edits:
        yield phrase("changed"), on_lines(edits)
    yield entry("people", on_lines(list(_people(found))))
    yield entry("months", period_of(found.question))
    assumed = assumed_of(question)
    yield entry("assumptions", on_lines(assumed) if assumed else phrase("as_model"))
    seeds = {"company": str(company.seed), "own": str(question.seed)}
    yield entry("seed", phrase("seeds", **seeds, trials=count(found.trials.size)))
    if question.budget is not None:
        yield phrase("budget"), amount(question.budget)


def _footer(found: Projected) -> Text:
    question = found.question
    plans = _plans(found)
    shown = plans[0] if len(plans) == 1 else paper_phrase("plans_count", count=len(plans))
    first = sum(float(people[:, 0].mean()) for people in found.trials.headcount.values())
    parts = [
        question.company.title,
        shown,
        phrase("people_at_start", count=count(first)),
        period_of(question),
        trials_of(found),
    ]
    if question.company.of_plan:
        parts.pop(0)
    if edits_of(question.company):
        key = question.company.fingerprint[:SHORT]
        name = scenario_name(question.company)
        parts.insert(0, paper_phrase("scenario_key", name=name, key=key))
    assumed = assumed_of(question)
    if assumed:
        parts.append(paper_phrase("assumptions_count", count=len(assumed)))
    if question.payroll is not None:
        parts.append(paper_phrase("with_employer_cost"))
    return phrase.joined(parts, "dot")


def _plans(found: Projected) -> list[Text]:
    return plan_versions(unit.plan for unit in found.question.company.units.values())


def _people(found: Projected) -> Iterator[Text]:
    """How many people each unit has in the first and in the last month, as expected, and the model
    that they follow."""
    question = found.question
    for name, people in found.trials.headcount.items():
        unit = question.company.units[name]
        held = unit.scenario.people
        model = model_from(question.company, unit, question.models)
        if isinstance(held, FromFile):
            model = phrase("fitted_to", name=held.name)
        said = phrase(
            "people_of_unit",
            unit=unit.title,
            first=count(float(people[:, 0].mean())),
            last=count(float(people[:, -1].mean())),
        )
        yield said if model is None else phrase("people_by_model", people=said, model=model)
