"""What the months ahead of a workforce are assumed to have that its model does not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from engine.workforce.model import Measure, Workforce


@dataclass(frozen=True)
class Temporary:
    """People who come for some months on top of the headcount: from row `start` to row `last`, of
    which 0 is the first month. None of them leaves earlier, none stays longer. `categories` are
    values that all of them have; whatever is not said they have as joiners have it.
    """

    people: int
    start: int
    last: int
    categories: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outlook:
    """What differs from the model. Whatever runs by month has an entry for each month; as it stands
    here nothing differs.

    - `headcount`: how many people are there by month, without temporary ones; None goes by the
      model's index and growth, and by what nobody knows of its growth.
    - `leaving`: by month, how many times as many leave at the end of it as the model says.
    - `seasons`: how strongly the season of each measure is felt, 1 as the model says.
    - `shifts`: by drawn measure and month, in standard deviations of the latent normal value.
    - `factors`: by measure and month, before bounds and rounding; of counts the mean.
    - `promotion`: how many times as fast people climb from the first month on, 0 for not at all.
    - `months_in_step`: how many months each step takes from the first month on; None goes by the
      model.
    - `common`: how strongly everything is felt that everybody shares, 0 for not at all.
    """

    headcount: tuple[float, ...] | None = None
    leaving: tuple[float, ...] = ()
    temporary: tuple[Temporary, ...] = ()
    seasons: float = 1.0
    shifts: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    factors: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    promotion: float = 1.0
    months_in_step: int | None = None
    common: float = 1.0

    def with_model(self, model: Workforce, months: int) -> Workforce:
        """The model whose seasons are felt as strongly as the outlook says. Raises ValueError for
        an outlook that does not fit the model or so many months."""
        self._check(model, months)
        if self.seasons == 1.0:
            return model
        measures = {name: self._with_season(measure) for name, measure in model.measures.items()}
        return replace(model, measures=measures)

    def _with_season(self, measure: Measure) -> Measure:
        season = {index: strength * self.seasons for index, strength in measure.season.items()}
        return replace(measure, season=season)

    def _check(self, model: Workforce, months: int) -> None:
        by_month: dict[str, Sequence[float]] = {f"shifts of {k}": v for k, v in self.shifts.items()}
        by_month |= {f"factors of {k}": v for k, v in self.factors.items()}
        by_month |= {"leaving": self.leaving} if self.leaving else {}
        by_month |= {} if self.headcount is None else {"headcount": self.headcount}
        found = [f"{name}: {len(v)} months" for name, v in by_month.items() if len(v) != months]
        found += [
            f"{name}: below 0"
            for name, values in by_month.items()
            if not name.startswith("shifts") and any(not value >= 0 for value in values)
        ]
        drawn = {measure.id for measure in model.drawn}
        found += [f"{name}: not drawn" for name in self.shifts if name not in drawn]
        found += [f"{name}: no factor" for name in self.factors if not has_factor(model, name)]
        found += [f"{t}" for t in self.temporary if not 0 <= t.start <= t.last < months]
        found += [f"{t}" for t in self.temporary if t.people < 0]
        for measure in model.measures.values():
            for index, strength in measure.season.items():
                lowest = min(1 + strength * self.seasons * (i - 1) for i in model.seasons[index])
                found += [f"season of {measure.id}: below 0"] if lowest < 0 else []
        found += ["months in a step: below 0"] if (self.months_in_step or 0) < 0 else []
        if found or self.promotion < 0 or self.common < 0 or self.seasons < 0:
            raise ValueError(f"no outlook for {model.id}: {'; '.join(found) or self}")


def has_factor(model: Workforce, measure: str) -> bool:
    """Whether a measure can be multiplied: it is there, and no rating and no yes or no."""
    if measure not in model.measures:
        return False
    drawn = model.measures[measure].drawn
    return drawn is None or not drawn.whole or "mean" in drawn.figures
