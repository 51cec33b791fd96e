"""Gets the people and their portrait, and shows meanwhile that they are being got."""

from __future__ import annotations

from dataclasses import dataclass

from engine.analysis import PeoplePortrait, people_portrait
from engine.facts import Facts
from engine.plan import Plan
from engine.progress import Progress, part
from engine.scenario import FromFile, People, Simulated
from pages.ui.kit import Loading, Store, stop_waiting, t, wait_for
from pages.ui.session import SessionScenario, check_files, content_key, memory, session_facts

_PEOPLE = 0.6
"""The share of the work that goes into getting the people."""


@dataclass(frozen=True)
class Shown:
    """Whose portrait it is."""

    session: SessionScenario
    people: People
    facts: Facts
    portrait: PeoplePortrait

    @property
    def plan(self) -> Plan:
        return self.session.base


def load_portrait(store: Store[SessionScenario]) -> Shown | None:
    """The portrait of the session's people; None where it has none.

    Raises Missing and Refused where they cannot be had.
    """
    session = store.present
    people = session.people
    if people is None:
        return None

    def cancelled() -> None:
        stop_waiting("workforce")
        store.commit(store.present.with_people(None))

    loading = Loading("portrait", lambda share: _status(people, share), cancel=cancelled)

    def load(progress: Progress) -> tuple[Facts, PeoplePortrait]:
        facts = session_facts(session, part(progress, 0.0, _PEOPLE))
        return facts, memory().cached(
            ("people portrait", facts.key),
            lambda: people_portrait(facts, part(progress, _PEOPLE, 1.0)),
        )

    check_files(session.whole)  # here, where it is known who reads
    key = (content_key(session.base), people, session.unit, session.whole.fingerprint)
    facts, portrait = wait_for("workforce", key, load, loading)
    loading.done()
    return Shown(session, people, facts, portrait)


def _status(people: People, share: float) -> tuple[str, float]:
    if share >= _PEOPLE or not isinstance(people, FromFile | Simulated):
        return t("workforce.measuring"), share
    if isinstance(people, Simulated):
        return t("people.drawing", count=people.employees), share
    return t("choose.reading", name=people.name), share
