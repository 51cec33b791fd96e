"""The people a session names, as facts: drawn or read once for the whole server, then shared.

Facts are kept by what they are made of, never by themselves; so is everything worked out of them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import engine
from engine.facts import Facts
from engine.plan import Plan
from engine.progress import Progress, no_progress
from engine.scenario import FromFile, People, Personas, Simulated
from engine.text import Problem, Refused, months
from engine.workforce import figures_text, simulate
from pages.ui.kit import pick, t, upload
from pages.ui.session import kept_items
from pages.ui.session.server_memory import memory
from pages.ui.session.session_scenario import SessionScenario
from pages.ui.session.usual_people import usual_people
from pages.ui.session.workforce_models import kept_name, model_of


class MissingFile(LookupError):
    """The file that somebody's people come from is not here, or is not shared with this reader."""

    def __init__(self, file: FromFile) -> None:
        super().__init__(file.name)
        self.file = file


def facts_of(people: People, plan: Plan, progress: Progress = no_progress) -> Facts:
    """The facts of the people, for a plan. Raises Missing, and Refused with all that is wrong."""
    match people:
        case Personas():
            return memory().cached(
                ("persona facts", plan.structure, repr(plan.personas)),
                lambda: engine.persona_facts(plan),
            )
        case Simulated(workforce, seed, employees, months, first, figures):
            return memory().cached(
                ("simulated facts", people),
                lambda: simulate(
                    model_of(workforce), seed, employees, months, first, progress, dict(figures)
                ),
            )
        case FromFile():
            path = path_of(people)
            return memory().cached(
                ("facts of a file", people, repr(plan.facts)),
                lambda: _read(people, path, plan, progress),
            )


def fits_plan(people: FromFile, plan: Plan) -> bool:
    """Whether the people of a file can be paid by a plan as they are."""
    try:
        facts_of(people, plan)
    except (MissingFile, Refused):
        return False
    return True


def with_fitting_people(session: SessionScenario) -> SessionScenario:
    """The same, with the plan's usual people in place of a file that the plan cannot pay."""
    if isinstance(session.people, FromFile) and not fits_plan(session.people, session.base):
        return session.with_people(usual_people(session.base))
    return session


def path_of(people: FromFile) -> Path:
    """Where the file lies; brought back from the workspace where it was kept there. Raises Missing,
    also where it is somebody else's who does not share it, and Refused where the workspace cannot
    be read."""
    path = upload.stored_path(people.sha256, people.kind)
    if path.exists() and upload.may_read(path):
        return path
    kept = kept_items.workspace().find_file(people.sha256)
    if kept is None:
        raise MissingFile(people)
    if path.exists():
        return path
    back = upload.stored_path(kept.content, "parquet")
    if not back.exists():
        try:
            upload.store(io.BytesIO(kept_items.workspace().data(kept.id)), back.name)
        except upload.NotStored as problem:
            raise Refused([Problem("keep_broken", {"found": problem.key}, kept.name)]) from None
    return back


def people_summary(people: People, facts: Facts, lang: str) -> str:
    """How many, when and where from: "10,000 people · Jan to Dec 2026 · simulated, seed 7"."""
    span = months(*_ends(facts), lang)
    heads = t("figure.heads", count=facts.size)
    return " · ".join((heads, span, people_source(people, lang)))


def people_source(people: People, lang: str) -> str:
    """Where people come from: "simulated, seed 7"."""
    match people:
        case Simulated(workforce, seed=seed, figures=figures):
            model = kept_name(workforce)
            drawn = t("people.of_model", name=model, seed=seed)
            drawn = drawn if model else t("people.simulated", seed=seed)
            return " · ".join((drawn, *figures_text(figures, lang)))
        case FromFile(name=name):
            return t("people.from_file", name=name)
        case Personas():
            return t("people.personas")


def person_name(session: SessionScenario, employee: str) -> str:
    """What somebody is called on the screen: a persona by name, everybody else by id."""
    if isinstance(session.people, Personas):
        return pick(session.base.personas[employee].name)
    return employee


def people_and_period(facts: Facts, lang: str, people: int | None = None) -> str:
    """How many and when; so many people where these are of a part of them."""
    heads = t("figure.heads", count=facts.size if people is None else people)
    return f"{heads} · {months(*_ends(facts), lang)}"


def _ends(facts: Facts) -> tuple[str, str]:
    texts = facts.month_texts()
    return texts[0], texts[-1]


def _read(people: FromFile, path: Path, plan: Plan, progress: Progress) -> Facts:
    try:
        facts = engine.read_facts(path, plan, progress)
    except Refused as refused:
        raise Refused(_named(refused.problems, people)) from None
    notes, warnings = _named(facts.notes, people), _named(facts.warnings, people)
    return replace(facts, source=people.name, notes=notes, warnings=warnings)


def _named(problems: Iterable[Problem], people: FromFile) -> tuple[Problem, ...]:
    """Problems of a file under the name that it came with."""
    return tuple(replace(problem, file=people.name) for problem in problems)
