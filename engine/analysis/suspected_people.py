"""Suspects in who somebody is: paid by another value of a category, or by another plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from engine.analysis.evidence import Evidence
from engine.analysis.paid_figures import Fen
from engine.analysis.reconciled_words import phrase
from engine.analysis.suspect_scope import PEOPLE, best_scope, group_words
from engine.analysis.suspicion import Suspicion
from engine.facts import Facts, category
from engine.plan import Plan
from engine.text import Text


def other_people(evidence: Evidence, plans: Sequence[Plan]) -> Iterator[Suspicion]:
    """Other values of categories, and other plans, that explain all that is open of some people."""
    for name, own in evidence.plan.facts.items():
        if own.kind != "category":
            continue
        for value in own.values:
            facts = _all_of(evidence.facts, name, value)
            predicted = evidence.of_plan(evidence.plan, (), facts)
            if predicted is None:
                continue

            def said_of(said: Mapping[str, object], name: str = name, value: str = value) -> Text:
                column, label = group_words(evidence.plan, name, value)
                return phrase("suspect_category", column=column, value=label, **said)

            yield from _suspicion(evidence, "category", f"{name}={value}", predicted, said_of)
    for plan in plans:
        predicted = evidence.of_plan(plan)
        if predicted is None:
            continue

        def said_of_plan(said: Mapping[str, object], plan: Plan = plan) -> Text:
            return phrase("suspect_plan", plan=plan.title, **said)

        yield from _suspicion(evidence, "plan", plan.id, predicted, said_of_plan)


def _suspicion(
    evidence: Evidence, kind: str, key: str, predicted: Fen, sentence: object
) -> Iterator[Suspicion]:
    """What a prediction for single people explains; that it would break others is no wonder."""
    explained, broken = evidence.test(predicted)
    scope = best_scope(evidence, explained, np.zeros_like(broken), (PEOPLE,))
    if scope is not None:
        yield Suspicion(kind, key, scope, explained & scope.cells, sentence)  # type: ignore[arg-type]


def _all_of(facts: Facts, column: str, value: str) -> Facts:
    """The facts as if everybody had one value of a category."""
    values = tuple(dict.fromkeys((*facts.categories[column].values, value)))
    codes = np.where(facts.present, values.index(value), len(values))
    return replace(facts, categories={**facts.categories, column: category(values, codes)})
