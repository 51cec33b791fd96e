"""Approved documents: what executives and employees read, whole, as somebody has read it.

`python -m tests.reports.approve` renews the folder `approved`; read what has changed before you
commit it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import engine
from engine.explain import Statement, explain
from engine.reports import (
    Document,
    design_notes,
    health_document,
    pay_statement,
    policy_document,
    statement_document,
    write,
)
from engine.text import LANGUAGES

FOLDER = Path(__file__).with_name("approved")
POLICIES = (
    "career-ladder",
    "cs-department",
    "key-account-operations",
    "key-account-specialist",
    "online-shop-team",
    "service-engineer",
    "service-pay-bands",
    "service-seller",
)
STATEMENTS = (
    ("career-ladder", "manager", "2026-06"),
    ("goal-award", "leader", "2026-02"),
    ("key-account-operations", "assistant", "2026-12"),
    ("key-account-seller", "leaver", "2026-06"),
    ("key-account-specialist", "star", "2026-12"),
    ("online-shop-team", "star", "2026-03"),
    ("recognition", "median", "2026-12"),
    ("service-seller", "newcomer", "2026-12"),
)
"""Plan, persona and month."""
FEWEST = 10
"""A pay statement tells nothing of groups of fewer people."""
HEALTH_CHECKS = ("service-seller",)
FURTHER = Path(__file__).parents[1] / "explain" / "further_words"
"""A plan with people that uses every function of the language."""


def statements() -> dict[str, Statement]:
    """The approved statements by name."""
    found = {}
    for name, persona, month in STATEMENTS:
        plan = engine.load_plan(name)
        found[name] = explain(plan, engine.persona_facts(plan), persona, month)
    plan = engine.load_plan(FURTHER.with_suffix(".yaml"))
    facts = engine.read_facts(FURTHER.with_suffix(".csv"), plan)
    return {**found, "further-words": explain(plan, facts, "b", "2026-03")}


def documents() -> Iterator[tuple[str, Document]]:
    """All approved documents with their names."""
    for plan in map(engine.load_plan, POLICIES):
        yield f"policy-{plan.id}", policy_document(plan)
        yield f"notes-{plan.id}", design_notes(plan)
    for name, statement in statements().items():
        yield f"statement-{name}", statement_document(statement)
    for name, persona, month in STATEMENTS:
        plan = engine.load_plan(name)
        facts = engine.persona_facts(plan)
        brief = explain(plan, facts, persona, month, fewest=FEWEST)
        yield f"pay-{name}", pay_statement(brief)
    for plan in map(engine.load_plan, HEALTH_CHECKS):
        health = engine.check(plan, engine.persona_facts(plan))
        yield f"health-{plan.id}", health_document(health)


def pages() -> dict[str, str]:
    """The documents as Markdown, by the name of the file: one for each language."""
    return {
        f"{name}.{language}.md": write(document, ".md", language).decode()
        for name, document in documents()
        for language in LANGUAGES
    }


def main() -> None:
    written = pages()
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.iterdir():
        path.unlink()
    for name, page in written.items():
        (FOLDER / name).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
