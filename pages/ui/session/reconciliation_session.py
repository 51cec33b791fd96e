"""What is decided while a file of people is reconciled with what was paid, and how far it came.

Which columns say what was paid, and which differences were accepted, why and by whom, is kept in
the workspace under the SHA-256 of the file, a version for every decision, so that it is there again
wherever the file is. The seal says how far the plan as documented is reconciled, on every page."""

from __future__ import annotations

import getpass
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from engine import evaluate
from engine.analysis import EVALUATIONS, Accepted, Reconciliation, reconcile
from engine.backtesting import paid_columns as columns_of_paid
from engine.evaluation import Memory
from engine.facts import Facts
from engine.plan import Plan
from engine.progress import Progress, no_progress
from engine.scenario import FromFile
from engine.text import Refused
from engine.workspace import ReconciledNotes, Version, reconciliation_content
from pages.ui.kit import language, pick, t
from pages.ui.session import import_session, kept_items
from pages.ui.session.people_facts import people_summary
from pages.ui.session.server_memory import content_key, memory
from pages.ui.session.session_scenario import SessionScenario


@dataclass(frozen=True)
class PaidColumns:
    """Which column says what was paid, by line or gross_pay; whether somebody chose so."""

    columns: Mapping[str, str]
    chosen: bool


# -- what was decided --------------------------------------------------------------------------


def sha256_of(people: FromFile) -> str:
    """The SHA-256 of the file itself, also where its people were kept and opened again."""
    kept = kept_items.kept_file(people.sha256)
    return people.sha256 if kept is None else str(kept.detail["file"])


def notes_of(people: FromFile) -> ReconciledNotes:
    """What was decided about a file so far."""
    sha256 = sha256_of(people)
    version = _version(sha256)
    if version is not None:
        try:
            return kept_items.reconciliation(version.id)
        except Refused as refused:
            kept_items.report(refused)
    return ReconciledNotes(sha256, people.kind)


def paid_columns(people: FromFile, plan: Plan, facts: Facts) -> PaidColumns:
    """The columns of what was paid: those that were chosen, of any plan whose lines these are, else
    those that are proposed."""
    notes = notes_of(people)
    targets = {line.id for line in plan.pay_lines} | {"gross_pay"}
    others = [paid for name, paid in notes.paid.items() if name != plan.id]
    for paid in (notes.paid.get(plan.id), *others[::-1]):
        if paid is not None and paid.keys() <= targets and set(paid.values()) <= set(facts.further):
            return PaidColumns(paid, True)
    key = _proposal_key(plan, people, facts)
    return PaidColumns(memory().cached(key, lambda: _proposed(plan, facts)), False)


def choose_paid(people: FromFile, plan: Plan, paid: Mapping[str, str]) -> None:
    """Decide which column says what was paid, by line or gross_pay."""
    notes = notes_of(people)
    _keep(people, replace(notes, paid={**notes.paid, plan.id: dict(paid)}))


def signed_now(reason: str) -> dict[str, str]:
    """Why, by whom and when differences are accepted."""
    return {
        "reason": reason,
        "author": _author(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def accept(people: FromFile, accepted: Sequence[Accepted]) -> None:
    """Accept differences, in addition to those that were accepted."""
    notes = notes_of(people)
    every = tuple(dict.fromkeys((*notes.accepted, *accepted)))
    if every != notes.accepted:
        _keep(people, replace(notes, accepted=every))


def take_back(people: FromFile, accepted: Sequence[Accepted]) -> None:
    """Accept these no longer."""
    notes, gone = notes_of(people), set(accepted)
    left = tuple(one for one in notes.accepted if one not in gone)
    _keep(people, replace(notes, accepted=left))


def carry_over(before: str, people: FromFile, sources: Sequence[str]) -> None:
    """Take what was decided about facts, by their SHA-256, over to people that the same files make
    now: facts that this import made `before`, or any that were made of files which are among
    `sources`. Where a difference is another one than was accepted, the reconciliation says so."""
    sha256 = sha256_of(people)
    version = _version(before)
    if version is None and _version(sha256) is None:
        version = _version_of(sources)
    if version is None or before == sha256:
        return
    try:
        notes = kept_items.reconciliation(version.id)
    except Refused as refused:
        return kept_items.report(refused)
    now = notes_of(people)
    if (now.paid, now.accepted) != (notes.paid, notes.accepted):
        _keep(people, replace(notes, facts=sha256, kind=people.kind, sources=tuple(sources)))


# -- how far it came ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Decided:
    """A plan and people with all that was decided of them: whatever a reconciliation depends on, so
    that a thread that works it out asks nothing of a session that goes on meanwhile."""

    plan: Plan
    facts: Facts
    paid: Mapping[str, str]
    accepted: tuple[Accepted, ...]
    key: Hashable
    known: Memory

    def reconciled(self, progress: Progress = no_progress) -> Reconciliation | None:
        """The plan held against what was paid; None where no column says what was paid. Raises
        Refused where it cannot be."""
        if any(one.suspect for one in self.accepted):
            return self.with_suspects(progress)
        return self._reconciled(self.key, 0, progress)

    def with_suspects(self, progress: Progress = no_progress) -> Reconciliation | None:
        """The same with what may explain its differences, which takes long."""
        return self._reconciled((self.key, "suspects"), EVALUATIONS, progress)

    def _reconciled(
        self, key: Hashable, evaluations: int, progress: Progress
    ) -> Reconciliation | None:
        if not self.paid:
            return None
        return self.known.cached(
            key,
            lambda: reconcile(
                self.plan,
                self.facts,
                self.paid,
                self.accepted,
                evaluations=evaluations,
                memory=self.known,
                progress=progress,
            ),
        )


def decided(plan: Plan, people: FromFile, facts: Facts) -> Decided:
    """What was decided so far of a plan and the people of a file."""
    accepted, paid = notes_of(people).accepted, paid_columns(people, plan, facts).columns
    columns = tuple(paid.items())
    key = ("reconciled", content_key(plan), facts.key, people.sha256, columns, accepted)
    return Decided(plan, facts, paid, accepted, key, memory())


def reconciled(plan: Plan, people: FromFile, facts: Facts) -> Reconciliation | None:
    """A plan held against what was paid, as things stand; None where no column says what was paid.
    Raises Refused where it cannot be."""
    return decided(plan, people, facts).reconciled()


def is_known(plan: Plan, people: FromFile, facts: Facts) -> bool:
    """Whether the plan was held against what was paid already, as things stand."""
    proposed = _proposal_key(plan, people, facts)
    if plan.id not in notes_of(people).paid and proposed not in memory():
        return False
    key = decided(plan, people, facts).key
    return key in memory() or (key, "suspects") in memory()


def seal(session: SessionScenario, facts: Facts | None) -> str:
    """How far the plan as documented is reconciled with what was paid, in one line; nothing where
    the people are of no file, or of one that says nothing of it."""
    people = session.people
    if not isinstance(people, FromFile) or facts is None or not facts.further:
        return ""
    try:
        found = reconciled(session.base, people, facts)
    except Refused:
        found = None
    return t("seal.none") if found is None else pick(found.seal)


def people_and_seal(session: SessionScenario, facts: Facts) -> str:
    """Who is paid, when, where they are from, how far they are reconciled: what stands beside every
    figure of them."""
    assert session.people is not None
    told = people_summary(session.people, facts, language()), seal(session, facts)
    return " · ".join(filter(None, told))


def assumed(facts: Facts | None) -> str:
    """What is assumed about everybody, in one line; nothing where nothing is."""
    if facts is None or not facts.assumptions:
        return ""
    first = facts.assumptions[0].sentence(language())
    more = len(facts.assumptions) - 1
    return (
        t("seal.assumed_more", first=first, count=more) if more else t("seal.assumed", first=first)
    )


def with_seal(session: SessionScenario, facts: Facts) -> Facts:
    """The same facts, whose source says how far they are reconciled: for documents."""
    said = seal(session, facts)
    if not said:
        return facts
    told = replace(facts, source=f"{facts.source} · {said}")
    told.__dict__["key"] = facts.key
    return told


def _proposal_key(plan: Plan, people: FromFile, facts: Facts) -> Hashable:
    return ("paid columns", content_key(plan), facts.key, people.sha256)


def _proposed(plan: Plan, facts: Facts) -> dict[str, str]:
    try:
        return columns_of_paid(evaluate(plan, facts, memory())).proposed
    except Refused:  # a page that needs the pay says so
        return {}


def _version(sha256: str) -> Version | None:
    try:
        return kept_items.workspace().find_reconciliation(sha256)
    except Refused as refused:
        kept_items.report(refused)
        return None


def _version_of(sources: Sequence[str]) -> Version | None:
    try:
        return kept_items.workspace().find_reconciliation_of(sources)
    except Refused as refused:
        kept_items.report(refused)
        return None


def _keep(people: FromFile, notes: ReconciledNotes) -> None:
    before = _version(notes.facts)
    notes = replace(notes, sources=import_session.sources_of(people) or notes.sources)
    content = reconciliation_content(notes, people.name if before is None else before.name)
    if before is not None:  # what is kept now is what was read a moment ago
        kept_items.mark_opened(before)
    kept_items.save(content, item="" if before is None else before.item)


def _author() -> str:
    try:
        return kept_items.author() or getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
