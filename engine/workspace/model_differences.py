"""Two models of workforces side by side, in words."""

from __future__ import annotations

from engine.calendar import month_text
from engine.text import Decimals, count, number, percent, say, signed
from engine.workforce import Trait, Workforce, traits
from engine.workspace.recipe_files import column_labels

ALIKE = {"measure": 0.02, "share": 0.01, "leaving": 0.001, "growth": 0.001, "link": 0.05}
"""Figures that are nearer than so are alike; those of measures as a part of the larger one."""


def describe_models(before: Workforce, after: Workforce, language: str) -> list[str]:
    """What differs between two models, a sentence each: size, months, measures, shares, who comes
    and goes, what goes together."""
    labels = column_labels(after.plans[0], language)
    found = []
    for name, then, now in (
        ("employees", count(before.employees), count(after.employees)),
        ("first", month_text(before.first), month_text(after.first)),
        ("months", count(before.months), count(after.months)),
    ):
        if then != now:
            found.append(say(language, f"kept.model_{name}", old=then, new=now))
    old_traits, new_traits = (
        {(trait.about, trait.of): trait for trait in traits(model)} for model in (before, after)
    )
    for key, gone, come in (
        ("model_gone", old_traits, new_traits),
        ("model_new", new_traits, old_traits),
    ):
        names = [
            labels.get(of[0], of[0])
            for about, of in gone
            if about == "measure" and len(of) == 1 and (about, of) not in come
        ]
        if names:
            joined = say(language, "place.comma").join(names)
            found.append(say(language, f"kept.{key}", names=joined))
    for place, new in new_traits.items():
        old = old_traits.get(place)
        if old is not None and not _alike(old, new):
            written = {
                side: _written(trait, language) for side, trait in (("old", old), ("new", new))
            }
            where = " × " if new.about == "link" else say(language, "place.comma")
            of = where.join(labels.get(part, part) for part in new.of)
            found.append(say(language, f"kept.model_{new.about}", of=of, **written))
    return found


def _alike(old: Trait, new: Trait) -> bool:
    most = ALIKE[new.about]
    if new.about == "measure":
        most *= max(*map(abs, old.figures), *map(abs, new.figures))
    return all(abs(a - b) <= most for a, b in zip(old.figures, new.figures, strict=True))


def _written(trait: Trait, language: str) -> str:
    match trait.about:
        case "share" | "leaving":
            return percent(trait.figures[0], language)
        case "growth":
            return signed(percent(trait.figures[0], language))
        case "link":
            return number(trait.figures[0], 2)
    low, middle, high = (
        number(figure, Decimals(0, 0 if abs(figure) >= 1000 else 3)) for figure in trait.figures
    )
    return say(language, "kept.model_spread", low=low, middle=middle, high=high)
