"""A health check as a paper: whether a plan, or the plans of a company, can be signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.companies import Company, CompanyFacts
from engine.health import OUTCOMES, CompanyFinding, Health, Outcome, Policy, held_against
from engine.health import Finding as Checked
from engine.papers.basis_parts import on_lines, plan_versions
from engine.papers.paper import Chart, Decision, Finding, KeyFigure, Paper, Series
from engine.papers.paper_look import phrase as paper_phrase
from engine.papers.standing import SHORT, entry, seeds_of
from engine.plan import Plan
from engine.reports import Table, figures_told, people_from
from engine.text import Phrases, Text, count, in_each_language, months, untranslated

phrase = Phrases("health_paper")
MOST_FAILING, MOST_CASES, MOST_MENDING, MOST_CLIFFS = 6, 4, 4, 10
"""So many are shown of each; the document has all."""


def health_paper(
    company: Company,
    units: Mapping[str, Health],
    whole: Sequence[CompanyFinding] = (),
    facts: CompanyFacts | None = None,
) -> Paper:
    """What the health checks of a company's units say, or of a plan that stands for one; `whole`
    is what was found of the company itself, `facts` the people it was checked with."""
    return Paper(
        title=phrase("title"),
        subtitle=_name(company, units),
        decision=_decision(company, units, whole),
        findings=tuple(_findings(company, units, whole)),
        basis=tuple(_basis(company, units, facts)),
        footer=_footer(company, units, facts),
        told=() if facts is None else figures_told(facts),
    )


def _name(company: Company, units: Mapping[str, Health]) -> Text:
    """What is checked: the company, or one of its units."""
    if len(units) == len(company.units):
        return company.title
    titles = [company.units[name].title for name in units]
    return phrase("of_unit", unit=company.title, what=phrase.joined(titles))


def _decision(
    company: Company, units: Mapping[str, Health], whole: Sequence[CompanyFinding]
) -> Decision:
    counts = {outcome: 0 for outcome in OUTCOMES}
    for health in units.values():
        for outcome, number in health.counts.items():
            counts[outcome] += number
    for finding in whole:
        counts[finding.outcome] += 1
    asked = sum(counts.values()) - counts["not_applicable"]
    key = "decide_fail" if counts["fail"] else "decide_watch" if counts["watch"] else "decide_pass"
    sentence = phrase(
        key,
        name=_name(company, units),
        count=counts["fail"] or counts["watch"],
        asked=count(asked),
    )
    figures = [
        KeyFigure(phrase(outcome), untranslated(count(counts[outcome])), phrase(f"{outcome}_note"))
        for outcome in OUTCOMES
    ]
    return Decision(sentence, tuple(figures))


# -- findings ---------------------------------------------------------------------------------


def _findings(
    company: Company, units: Mapping[str, Health], whole: Sequence[CompanyFinding]
) -> Iterator[Finding]:
    if len(units) > 1:
        yield _by_unit(company, units)
    for one in whole:
        if one.outcome in ("fail", "watch"):
            yield Finding(one.label, points=(one.sentence, one.why))
    failing = [
        (name, health, finding) for name, health in units.items() for finding in health.of("fail")
    ]
    failing.sort(key=lambda each: _weight(each[2]))
    for name, health, finding in failing[:MOST_FAILING]:
        yield _failing(_titled(company, units, name, finding.label), finding, health)
    rest = [(name, finding) for name, _, finding in failing[MOST_FAILING:]]
    for outcome in ("fail", "watch", "pass"):
        if outcome != "fail":
            rest = [
                (name, finding)
                for name, health in units.items()
                for finding in health.findings
                if finding.outcome == outcome
            ]
        if rest:
            yield _table(company, units, f"f_{outcome}", rest)


def _weight(finding: Checked) -> tuple[bool, float]:
    """Where a check that fails stands among the others: what the law asks for first, then what the
    most people are affected by."""
    people = finding.affected
    part = people.count / people.of if people is not None and people.of else 0.0
    return finding.evidence != "law", -part


def _by_unit(company: Company, units: Mapping[str, Health]) -> Finding:
    """How many checks of each unit fail, are to be watched and pass."""
    worst = max(units, key=lambda name: (units[name].counts["fail"], units[name].counts["watch"]))
    title = phrase("f_units", unit=company.units[worst].title, count=units[worst].counts["fail"])
    series = (
        Series(phrase("fail"), _counts(units, "fail"), "loss"),
        Series(phrase("watch"), _counts(units, "watch"), "before"),
        Series(phrase("pass"), _counts(units, "pass"), "gain"),
    )
    labels = tuple(company.units[name].title for name in units)
    chart = Chart("bar", labels, series, unit="number")
    return Finding(title, chart, notes=(phrase("note_counts"),))


def _counts(units: Mapping[str, Health], outcome: Outcome) -> tuple[float, ...]:
    return tuple(
        float(len([f for f in h.findings if f.outcome == outcome])) for h in units.values()
    )


def _failing(title: Text, finding: Checked, health: Health) -> Finding:
    """A check that fails: its value against its limit, what is behind it, and what would mend it;
    jumps of pay as a chart."""
    said = phrase("labelled", label=title, text=_held(finding))
    points = [finding.sentence]
    points += [case.sentence for case in finding.further_cases[: MOST_CASES - 1]]
    people = finding.affected
    if people is not None and people.count:
        points.append(phrase("affected", count=people.count, of=count(people.of)))
    points.append(finding.why)
    if finding.parameters:
        points.append(_mending(finding, health.plan))
    note = phrase("note_source", source=finding.source)
    chart = _jumps(health) if finding.check == "cliffs" else None
    return Finding(said, chart, points=tuple(points), notes=(note,))


def _held(finding: Checked) -> Text:
    return in_each_language(lambda language: held_against(finding, language))


def _mending(finding: Checked, plan: Plan) -> Text:
    labels = [plan.parameters[name].label for name in finding.parameters[:MOST_MENDING]]
    key = "mend_more" if len(finding.parameters) > MOST_MENDING else "mend"
    return phrase(key, figures=phrase.joined(labels))


def _jumps(health: Health) -> Chart | None:
    """How far pay jumps at each cliff, the steepest first."""
    cliffs = health.cliffs[:MOST_CLIFFS]
    if not cliffs:
        return None
    labels = tuple(
        phrase("cliff", name=cliff.name, place=cliff.place, who=cliff.whose) for cliff in cliffs
    )
    values = tuple(cliff.jump for cliff in cliffs)
    return Chart("bar", labels, (Series(phrase("jump"), values, "after"),), bottom=phrase("jump"))


def _table(
    company: Company,
    units: Mapping[str, Health],
    title: str,
    rows: Sequence[tuple[str, Checked]],
) -> Finding:
    """Checks with their values and limits, and what was found."""
    cells = tuple(
        (_titled(company, units, name, finding.label), _held(finding), finding.sentence)
        for name, finding in rows
    )
    heads = tuple(map(phrase, ("check", "value", "found")))
    return Finding(
        phrase(title, count=len(rows)),
        table=Table(heads, cells, (False, False, False)),
        notes=(phrase("note_thresholds"),),
    )


def _titled(company: Company, units: Mapping[str, Health], name: str, what: Text) -> Text:
    if len(units) == 1:
        return what
    return phrase("of_unit", unit=company.units[name].title, what=what)


# -- what it stands on ------------------------------------------------------------------------


def _basis(
    company: Company, units: Mapping[str, Health], facts: CompanyFacts | None
) -> Iterator[tuple[Text, Text]]:
    key = company.fingerprint[:SHORT]
    yield entry("scenario", paper_phrase("scenario_key", name=company.title, key=key))
    yield entry("plan", on_lines(plan_versions(health.plan for health in units.values())))
    if facts is None:
        yield entry("people", phrase("plan_alone"))
    else:
        people = [
            phrase(
                "people_of_unit",
                unit=company.units[name].title,
                people=paper_phrase("people_count", count=own.size),
                source=people_from(company, company.units[name], own),
            )
            for name, own in facts.units.items()
        ]
        yield entry("people", on_lines(people))
        yield entry("months", _months(facts))
    policies = {health.policy.id: health.policy for health in units.values()}
    yield phrase("thresholds"), on_lines([_thresholds(policy) for policy in policies.values()])
    told = () if facts is None else figures_told(facts)
    yield entry("assumptions", on_lines(told) if told else paper_phrase("nothing_assumed"))
    seeds = ", ".join(map(str, _seeds(company, facts)))
    yield entry("seed", untranslated(seeds) if seeds else paper_phrase("no_seed"))


def _thresholds(policy: Policy) -> Text:
    """What a policy is called, and for which checks it has other limits than the standard."""
    changed = [one.label for one in policy.thresholds.values() if one.is_changed]
    if not changed:
        return policy.title
    return phrase("changed_for", policy=policy.title, checks=phrase.joined(changed))


def _seeds(company: Company, facts: CompanyFacts | None) -> list[int]:
    return [] if facts is None else seeds_of(company)


def _months(facts: CompanyFacts) -> Text:
    first = min(own.first for own in facts.units.values())
    last = max(own.first + own.months - 1 for own in facts.units.values())
    return in_each_language(lambda language: months(first, last, language))


def _footer(company: Company, units: Mapping[str, Health], facts: CompanyFacts | None) -> Text:
    plans = plan_versions(health.plan for health in units.values())
    shown = plans[0] if len(plans) == 1 else paper_phrase("plans_count", count=len(plans))
    parts = [_name(company, units), shown]
    if company.of_plan:
        parts.pop(0)
    if facts is None:
        parts.append(phrase("plan_alone"))
    else:
        people = len({one for own in facts.units.values() for one in own.employees})
        parts += [paper_phrase("people_count", count=people), _months(facts)]
        if seeds := _seeds(company, facts):
            parts.append(paper_phrase("seed", seed=tuple(map(str, seeds))))
        if told := figures_told(facts):
            parts.append(paper_phrase("assumptions_count", count=len(told)))
    return paper_phrase.joined(parts, "dot")
