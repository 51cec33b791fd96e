"""One plan of a back-test in focus, against what was paid or the plan as documented, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from engine.analysis import Comparison, KeyFigures, compare, key_figures
from engine.backtesting import BackTest, OnYear
from engine.text import Text, compact_money, percent, signed
from pages.ui.kit import language, pick, t
from pages.ui.session import people_and_period


@dataclass(frozen=True)
class Focus:
    """`place` is that of the plan in focus in `tested.each`, 0 where there is nothing else than the
    baseline; `told` says how the year was shifted."""

    tested: BackTest
    told: Sequence[Text]
    place: int = 0
    seal: str = ""

    def at(self, place: int, seal: str) -> Focus:
        """The same with another plan in focus."""
        return replace(self, place=min(place, len(self.tested.each) - 1), seal=seal)

    @property
    def one(self) -> OnYear:
        """The plan in focus."""
        return self.tested.each[self.place]

    @property
    def baseline(self) -> OnYear:
        """What it is held against."""
        return self.tested.baseline

    @property
    def is_compared(self) -> bool:
        """Whether there is anything else to hold it against."""
        return self.place > 0

    @property
    def knows_paid(self) -> bool:
        """Whether the baseline is what was paid."""
        return self.baseline.was_paid

    @property
    def plan_place(self) -> int:
        """The place of the plan in focus among the plans."""
        return max(self.place - self.knows_paid, 0)

    @property
    def documented(self) -> OnYear:
        """The first plan."""
        return self.tested.each[1 if self.knows_paid else 0]

    @cached_property
    def comparison(self) -> Comparison:
        """The plan in focus against the baseline."""
        if self.place:
            return self.tested.comparisons[self.place - 1]
        return compare(self.baseline.payouts, self.one.payouts)

    @cached_property
    def before(self) -> KeyFigures:
        """Key figures of the baseline."""
        return key_figures(self.baseline.payouts)

    @cached_property
    def after(self) -> KeyFigures:
        """Key figures of the plan in focus."""
        return key_figures(self.one.payouts)

    @property
    def called(self) -> tuple[str, str]:
        """What baseline and plan in focus are called."""
        return pick(self.baseline.name), pick(self.one.name)

    def against(self, other: OnYear) -> str:
        """Which two are compared: the plan in focus and another one, or the same."""
        if other is self.one:
            return pick(other.name)
        return t("results.one_against", one=pick(self.one.name), other=pick(other.name))

    def headline(self) -> str:
        """What the plan would have cost, in a sentence."""
        lang = language()
        total = compact_money(self.after.total, lang, self.comparison.difference)
        name = pick(self.one.name)
        if not self.is_compared:
            words = "results.headline_paid" if self.one.was_paid else "results.headline_alone"
            return t(words, name=name, total=total)
        difference = self.comparison.difference
        against = t("results.than_paid") if self.knows_paid else pick(self.baseline.name)
        if abs(difference) < 0.005:
            return t("results.headline_same", name=name, total=total, against=against)
        return t(
            "results.headline_more" if difference > 0 else "results.headline_less",
            name=name,
            total=total,
            against=against,
            amount=compact_money(abs(difference), lang),
            share=signed(percent(self.comparison.share, lang)),
        )

    def caption(self) -> str:
        """Who and when, how far it is reconciled, how the year was shifted, and that it is no
        forecast."""
        facts = self.tested.facts
        who = people_and_period(facts, language())
        rows = t("results.rows", count=facts.person_months)
        parts = [who, rows, self.seal, *map(pick, self.told)]
        return " · ".join(filter(None, (*parts, t("results.no_forecast"))))

    def chart_caption(self, *further: str) -> str:
        """The same beside a chart, shorter."""
        facts = self.tested.facts
        who = people_and_period(facts, language())
        shift = (t("results.shifted"),) if self.told else ()
        parts = (*further, who, *shift, t("results.no_forecast"))
        return " · ".join(filter(None, parts))
