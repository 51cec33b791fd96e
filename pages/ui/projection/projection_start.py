"""From the company of the session to the work on its future, and the assumptions it stands on."""

from __future__ import annotations

from dataclasses import dataclass

from engine.companies import Company
from engine.projection import Question, check, named_sets
from engine.text import Problem
from pages.ui.kit import Store
from pages.ui.projection.assumption_panel import panel
from pages.ui.projection.projection_details import wanted_also
from pages.ui.projection.projection_session import Accuracy, Asking, accuracy_store, asking_of
from pages.ui.projection.projection_work import ProjectionWork, Wanted, work_on
from pages.ui.session import SessionScenario, check_files, kept_variants, present_company

_PANEL = 620


@dataclass(frozen=True)
class Start:
    """What is asked of a company, and the work on it; `problems` where it cannot be answered."""

    store: Store[Asking]
    accuracy: Store[Accuracy]
    company: Company
    question: Question
    work: ProjectionWork | None
    problems: list[Problem]


def begin(session: Store[SessionScenario]) -> Start | None:
    """Begin to answer what is asked, or go on with it; None where a unit has no people.

    Raises MissingFile where the people of a unit are not here.
    """
    company = present_company(session)
    if any(unit.scenario.people is None for unit in company.units.values()):
        return None
    check_files(company)
    store, accuracy = asking_of(session), accuracy_store()
    asking = store.present
    question = asking.question(company)
    problems = list(check(question))
    if problems:
        return Start(store, accuracy, company, question, None, problems)
    wanted = Wanted(
        question,
        asking.base_question(company),
        asking.set_questions(company),
        accuracy.present.futures,
        wanted_also(),
    )
    return Start(store, accuracy, company, question, work_on(wanted), [])


def assumptions(session: Store[SessionScenario], start: Start) -> None:
    """The panel of what is assumed."""
    panel(
        start.store,
        start.accuracy,
        start.company,
        start.question,
        named_sets(start.company),
        kept_variants(session),
        _PANEL,
    )
