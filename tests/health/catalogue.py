"""What the health check finds in the plans of the catalogue: docs/health-of-the-catalogue.md.

Renew it with `python -m tests.health.catalogue`.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import engine
from engine.health import health_markdown
from engine.workforce import load_workforce, simulate, workforce_of

PAGE = Path(__file__).parents[2] / "docs" / "health-of-the-catalogue.md"
SEED = 7
MOST = 2_000

HEAD = f"""\
# Health of the catalogue

What `python -m engine check` finds in the plans that come with Paycurve, each with the people of
its own workforce model (at most {MOST:,} of them, seed {SEED}, twelve months) and the standard
policy, `data/policies/standard.yaml`. A finding about a plan of the source documents is a finding
about that document or about a figure we had to assume; nothing here has been tuned away. People
are simulated, so what depends on them says how the plan treats people like these, not what
happened anywhere.

Written by `python -m tests.health.catalogue`; a test holds it current.
"""


def page() -> str:
    """The page as Markdown."""
    found = [_check(name) for name in engine.catalogue()]
    failing: Counter[str] = Counter()
    labels = {name: t.label["en"] for name, t in engine.load_policy().thresholds.items()}
    applies = Counter(f.check for h in found for f in h.findings if f.value is not None)
    watched = Counter(f.check for h in found for f in h.of("watch"))
    for health in found:
        failing.update(finding.check for finding in health.of("fail"))
    order = sorted(labels, key=lambda name: (-failing[name], -watched[name]))
    rows = [
        f"| {labels[n]} | {failing[n]} | {watched[n]} | {applies[n] - failing[n] - watched[n]}"
        f" | {len(found) - applies[n]} |"
        for n in order
    ]
    parts = [HEAD, "## Plans", _plans(found), "## Checks"]
    parts.append(
        "| Check | Fails | To watch | Passes | Does not apply |\n|---|---|---|---|---|\n"
        + "\n".join(rows)
    )
    for health in found:
        plan = health.plan
        people = f"{health.people:,} people" if health.people else "no people"
        parts.append(f"## {plan.title['en']} (`{plan.id}`)")
        parts.append(f"{plan.source.document}; {people}.")
        parts.append(health_markdown(health, "en"))
    return "\n\n".join(part.strip() for part in parts).replace("\u2009", " ") + "\n"


def _plans(found: list[engine.Health]) -> str:
    rows = []
    for health in found:
        counts, plan = health.counts, health.plan
        rows.append(
            f"| {plan.title['en']} | {counts['fail']} | {counts['watch']} | {counts['pass']}"
            f" | {counts['not_applicable']} |"
        )
    return (
        "| Plan | Fails | To watch | Passes | Does not apply |\n|---|---|---|---|---|\n"
        + "\n".join(rows)
    )


def _check(name: str) -> engine.Health:
    plan, workforce = engine.load_plan(name), workforce_of(name)
    facts = None
    if workforce is not None:
        people = min(load_workforce(workforce).employees, MOST)
        facts = simulate(workforce, SEED, people, 12)
    return engine.check(plan, facts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
