"""Why person-months do not agree: suspects, each explaining what those before it leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.analysis.evidence import Budget, Evidence
from engine.analysis.paid_figures import PaidFigures
from engine.analysis.reconciled_words import phrase
from engine.analysis.scoped_edits import scoped_edits
from engine.analysis.suspect import Suspect
from engine.analysis.suspect_scope import ALL, SCOPES
from engine.analysis.suspected_amounts import leftovers
from engine.analysis.suspected_figures import figure_changes, other_figures
from engine.analysis.suspected_habits import habits, rounded_figures
from engine.analysis.suspected_people import other_people
from engine.analysis.suspicion import Suspicion
from engine.evaluation import Memory, Payouts
from engine.plan import Plan
from engine.progress import Progress, no_progress
from engine.text import Text, untranslated

EVALUATIONS = 4_000
"""So many evaluations, each of up to 20,000 person-months, a search may take."""
MOST = 12
"""So many suspects are named."""
KINDS = ("parameter", "category", "plan", "rounding", "shift", "proration", "cap", "floor", "pair")
"""Of suspects that explain as much, those named earlier come first; the others after them."""


def find_suspects(
    payouts: Payouts,
    figures: Sequence[PaidFigures],
    plans: Sequence[Plan] = (),
    *,
    evaluations: int = EVALUATIONS,
    memory: Memory | None = None,
    progress: Progress = no_progress,
) -> tuple[tuple[Suspect, ...], bool]:
    """The suspects, that which explains the most first, and whether the search ran out of its
    budget. `plans` are others by which some people may have been paid."""
    budget = Budget(float(evaluations))
    evidence = Evidence.of(payouts, figures, budget, memory if memory is not None else Memory())
    found: list[Suspect] = []
    while evaluations and len(found) < MOST and evidence.open.any():
        progress(len(found) / MOST)
        best = _best(evidence, plans)
        if best is None:
            break
        found.append(_suspect(evidence, best))
        evidence = _after(evidence, best)
    while evaluations and len(found) < MOST and evidence.open.any():
        left = next(leftovers(evidence), None)
        if left is None:
            break
        found.append(_suspect(evidence, left))
        evidence = _after(evidence, left)
    return tuple(found), budget.spent


def _best(evidence: Evidence, plans: Sequence[Plan]) -> Suspicion | None:
    tested = [*other_figures(evidence), *other_people(evidence, plans), *habits(evidence)]
    most = max((one.scope.net for one in tested), default=0)
    if most < evidence.open.sum() / 2:
        tested += rounded_figures(evidence)

    def order(suspicion: Suspicion) -> tuple[int, int, int]:
        kind, scope = suspicion.kind, suspicion.scope
        place = KINDS.index(kind) if kind in KINDS else len(KINDS)
        return -scope.net, place, SCOPES.index(scope.kind)

    return min(tested, key=order, default=None)


def _suspect(evidence: Evidence, best: Suspicion) -> Suspect:
    explains, of = int(best.explained.sum()), int(evidence.open.sum())
    broken = best.scope.breaks
    said = {
        "explains": f"{explains:,}",
        "of": f"{of:,}",
        "scope": best.scope.text if best.scope.kind != ALL else untranslated(""),
        "broken": phrase("suspect_broken", count=broken) if broken else untranslated(""),
    }
    text: Text = best.sentence(said)
    if best.also:
        others = phrase.joined([figure_changes(evidence.plan, v) for v in best.also], "semicolon")
        text = phrase("suspect_also", text=text, others=others)
    return Suspect(
        best.id,
        best.kind,
        text,
        explains,
        of,
        broken,
        best.explained,
        best.values,
        scoped_edits(evidence, best),
        best.also,
        best.scope.people,
        best.scope.months,
    )


def _after(evidence: Evidence, best: Suspicion) -> Evidence:
    """The evidence for the next suspect: with one about all in force, else with what it explains
    settled."""
    if best.scope.kind != ALL or not (best.values or best.transform):
        return replace(evidence, settled=evidence.settled | best.explained)
    after = evidence if best.transform is None else evidence.transformed(best.transform)
    if best.values:
        predicted = after.with_values(best.values)
        if predicted is None:
            return replace(evidence, settled=evidence.settled | best.explained)
        plan = evidence.plan.with_values(best.values)
        after = replace(after, plan=plan, predicted=predicted)
    nearly = best.explained & ~after.agreeing
    return replace(after, settled=evidence.settled | nearly) if nearly.any() else after
