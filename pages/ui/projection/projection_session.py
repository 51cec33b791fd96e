"""What this session asks of a company's future: assumptions, how far, how many futures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.companies import Company
from engine.projection import (
    TRIALS,
    Assumptions,
    Question,
    assumptions_of,
    base_of,
    first_ahead,
    named_sets,
    question_of,
    short_form,
)
from engine.scenario import ProjectionSettings
from engine.text import Problem, Refused
from engine.yaml_files import Json
from pages.ui.kit import PartStore, Store
from pages.ui.session import SessionScenario, model_of, people_facts

FUTURES = (TRIALS, 1_000, 4_000)
CONFIDENCES = (0.8, 0.9, 0.95)


@dataclass(frozen=True)
class Asking:
    """Assumptions as they are now, and those they are compared with.

    None is as the company says: for the number of `months`, the number of the `first` one, the
    `seed` of the futures, and yuan for all months, the `budget` for what the plans pay and the
    `employer_budget` for all that the employer pays.
    """

    assumptions: Assumptions = field(default_factory=Assumptions)
    base: Assumptions = field(default_factory=Assumptions)
    months: int | None = None
    budget: float | None = None
    has_budget: bool = True
    first: int | None = None
    seed: int | None = None
    employer_budget: float | None = None
    has_employer_budget: bool = True

    def question(self, company: Company) -> Question:
        """What is to be answered."""
        return self._of(company, self.assumptions)

    def base_question(self, company: Company) -> Question:
        """The same under the assumptions that are compared with."""
        return self._of(company, self.base)

    def set_questions(self, company: Company) -> dict[str, Question]:
        """The same under each of the named sets."""
        return {name: self._of(company, one) for name, one in named_sets(company).items()}

    def settings(self, company: Company) -> ProjectionSettings:
        """What is asked as a scenario keeps it."""
        return replace(
            company.projection,
            assumptions=short_form(self.assumptions, company),
            months=self.months,
            budget=self.budget,
            has_budget=self.has_budget,
            first=self.first,
            seed=self.seed,
            employer_budget=self.employer_budget,
            has_employer_budget=self.has_employer_budget,
        )

    def _of(self, company: Company, assumptions: Assumptions) -> Question:
        asked = replace(company, projection=self.settings(company))
        first = self.first if self.first is not None else self.usual_first(company)
        return question_of(
            *(asked, assumptions),
            first=first,
            find=people_facts.path_of,
            models=model_of,
            payroll=company.payroll,
        )

    def usual_first(self, company: Company) -> int:
        """The number of the first month where nobody chose one."""
        asked = replace(company, projection=replace(self.settings(company), first=None))
        return first_ahead(asked, people_facts.path_of, model_of)

    @property
    def changed(self) -> tuple[str, ...]:
        """Where the assumptions differ from those that are compared with."""
        return self.assumptions.changed_from(self.base)

    def set(self, path: str, value: Json) -> Asking:
        """Another assumption. Raises Refused where it makes no sense, without saying which: that is
        said beside it."""
        try:
            return replace(self, assumptions=self.assumptions.with_value(path, value))
        except Refused as refused:
            raise Refused(replace(one, column="") for one in refused.problems) from None

    def reset(self, path: str) -> Asking:
        """An assumption as it is compared with."""
        return replace(self, assumptions=self.assumptions.reset(path, self.base))

    def reset_all(self) -> Asking:
        """All assumptions as they are compared with."""
        return replace(self, assumptions=self.base)

    def with_budget(self, yuan: float | None, employer: bool = False) -> Asking:
        """Another budget for all months, or none: for what the plans pay, or for all that the
        `employer` pays. Raises Refused for one of nothing."""
        if yuan is not None and yuan <= 0:
            raise Refused([Problem("budget_nothing", value=f"{yuan:,.0f}")])
        if employer:
            return replace(self, employer_budget=yuan, has_employer_budget=yuan is not None)
        return replace(self, budget=yuan, has_budget=yuan is not None)

    def over_months(self, months: int) -> Asking:
        """So many months ahead."""
        return replace(self, months=months)

    def beginning(self, month: int | None) -> Asking:
        """From another month on; None for the usual one."""
        return replace(self, first=month)

    def with_seed(self, seed: int) -> Asking:
        """Other futures of the same assumptions."""
        return replace(self, seed=seed)

    def adopt(self, one: Assumptions) -> Asking:
        """Another set of assumptions."""
        return replace(self, assumptions=one)


@dataclass(frozen=True)
class Accuracy:
    """How many futures are worked out, and how sure a reserve is to be."""

    futures: int = FUTURES[0]
    confidence: float = CONFIDENCES[1]


def accuracy_store() -> Store[Accuracy]:
    """How exact the answers of this session are."""
    return Store("accuracy", Accuracy)


def asking_of(session: Store[SessionScenario]) -> Store[Asking]:
    """What the scenario of this session asks of the months ahead: a part of it, with its history.
    Its present raises Refused where it assumes what makes no sense."""
    return PartStore(f"projection.{session.present.whole.id}", session, _asked, _asking)


def _asked(session: SessionScenario) -> Asking:
    company = session.whole
    said, base = company.projection, base_of(company)
    return Asking(
        assumptions_of(company),
        base,
        said.months,
        said.budget,
        said.has_budget,
        said.first,
        said.seed,
        said.employer_budget,
        said.has_employer_budget,
    )


def _asking(session: SessionScenario, asked: Asking) -> SessionScenario:
    return session.projected(asked.settings(session.whole))


def set_of(asking: Asking, sets: Mapping[str, Assumptions]) -> str:
    """The name of the set whose assumptions are asked, "" where it is none of them."""
    for name, one in sets.items():
        if not asking.assumptions.changed_from(one):
            return name
    return ""
