"""What people are like, at a glance: every measure, who comes and goes, what hangs together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.analysis.coming_and_going import Headcount, headcount
from engine.analysis.measure_shape import MeasureShape, measure_shape
from engine.analysis.measured_values import measure_names, measured
from engine.analysis.month_course import MonthCourse, month_course
from engine.analysis.rank_links import Persistence, RankLinks, persistence, rank_links
from engine.facts import Facts
from engine.progress import Progress, no_progress, part


@dataclass(frozen=True)
class PeoplePortrait:
    """By measure its shape, its course over the months and how far people keep their rank in it;
    `links` are the correlations of all measures that ever differ."""

    shapes: Mapping[str, MeasureShape]
    courses: Mapping[str, MonthCourse]
    persistence: Mapping[str, Persistence]
    links: RankLinks
    headcount: Headcount


def people_portrait(facts: Facts, progress: Progress = no_progress) -> PeoplePortrait:
    """The portrait of people; about two seconds for a hundred thousand in twelve months."""
    names = measure_names(facts)
    measures = {name: measured(facts, name) for name in names}
    shapes, courses, kept = {}, {}, {}
    for place, (name, values) in enumerate(measures.items()):
        shapes[name] = measure_shape(values, facts.person_months)
        courses[name] = month_course(values)
        kept[name] = persistence(values)
        progress(0.6 * (place + 1) / len(names))
    differing = {n: v for n, v in measures.items() if shapes[n].lowest < shapes[n].highest}
    links = rank_links(differing, part(progress, 0.6, 1.0))
    return PeoplePortrait(shapes, courses, kept, links, headcount(facts))
