"""What the health check finds in the plans of the catalogue: docs/health-of-the-catalogue.md.

Renew it with `python -m tests.health.catalogue`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import engine
from engine.health import OUTCOMES, Finding, held_against, value_text
from engine.reports import Document, write
from engine.reports.document import Block, Heading, Item, List, Paragraph, Table
from engine.text import untranslated
from engine.workforce import load_workforce, simulate, workforce_of

PAGE = Path(__file__).parents[2] / "docs" / "health-of-the-catalogue.md"
SEED = 7
MOST = 2_000

HEAD = f"""\
What `python -m engine check` finds in the plans that come with Paycurve, each with the people of
its own workforce model (at most {MOST:,} of them, seed {SEED}, twelve months) and the standard
policy, `data/policies/standard.yaml`. A finding about a plan of the source documents is a finding
about that document or about a figure we had to assume; nothing here has been tuned away. People
are simulated, so what depends on them says how the plan treats people like these, not what
happened anywhere.

Written by `python -m tests.health.catalogue`; a test holds it current.
"""
COUNTS = ("Fails", "To watch", "Passes", "Does not apply")
TOLD = {"fail": "fails", "watch": "watch"}
MOST_MENDING = 4


def page() -> str:
    """The page as Markdown."""
    found = [_check(name) for name in engine.catalogue()]
    blocks: list[Block] = [Heading(1, untranslated("Plans")), _plans(found)]
    blocks += [Heading(1, untranslated("Checks")), _checks(found)]
    for health in found:
        blocks += _findings(health)
    document = Document(untranslated("Health of the catalogue"), tuple(blocks))
    title, rest = write(document, ".md", "en").decode().replace("\u2009", " ").split("\n\n", 1)
    return f"{title}\n\n{HEAD}\n{rest}"


def _plans(found: list[engine.Health]) -> Table:
    rows = [[h.plan.title["en"], *(f"{n}" for n in h.counts.values())] for h in found]
    return _table(("Plan", *COUNTS), rows)


def _checks(found: list[engine.Health]) -> Table:
    """How often each check comes to what, the most often failed first."""
    labels = {name: t.label["en"] for name, t in engine.load_policy().thresholds.items()}
    counts = {name: Counter(health[name].outcome for health in found) for name in labels}
    order = sorted(labels, key=lambda name: (-counts[name]["fail"], -counts[name]["watch"]))
    rows = [[labels[n], *(f"{counts[n][outcome]}" for outcome in OUTCOMES)] for n in order]
    return _table(("Check", *COUNTS), rows)


def _findings(health: engine.Health) -> Iterator[Block]:
    plan = health.plan
    people = f"{health.people:,} people" if health.people else "no people"
    yield Heading(1, untranslated(f"{plan.title['en']} ({plan.id})"))
    yield Paragraph(untranslated(f"{plan.source.document}; {people}."))
    rows = [
        [TOLD[f.outcome], f.label["en"], held_against(f, "en"), f.sentence["en"], _mending(f)]
        for f in (*health.of("fail"), *health.of("watch"))
    ]
    if rows:
        heads = ("Outcome", "Check", "Value", "Finding", "Figures that mend it")
        yield _table(heads, rows)
    if passing := [f"{f.label['en']} {value_text(f, 'en')}" for f in health.of("pass")]:
        yield Paragraph(untranslated(f"Passes: {', '.join(passing)}."))
    because: dict[str, list[str]] = {}
    for finding in health.of("not_applicable"):
        because.setdefault(finding.sentence["en"], []).append(finding.label["en"])
    if because:
        yield Paragraph(untranslated("Does not apply:"))
        told = (f"{', '.join(labels)}: {reason}" for reason, labels in because.items())
        yield List(tuple(Item(untranslated(text)) for text in told))


def _mending(finding: Finding) -> str:
    rest = ["…"] if len(finding.parameters) > MOST_MENDING else []
    return ", ".join([*finding.parameters[:MOST_MENDING], *rest])


def _table(heads: Sequence[str], rows: list[list[str]]) -> Table:
    cells = tuple(tuple(map(untranslated, row)) for row in rows)
    return Table(tuple(map(untranslated, heads)), cells, (False,) * len(heads))


def _check(name: str) -> engine.Health:
    plan, workforce = engine.load_plan(name), workforce_of(name)
    facts = None
    if workforce is not None:
        people = min(load_workforce(workforce).employees, MOST)
        facts = simulate(workforce, SEED, people, 12)
    return engine.check(plan, facts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
