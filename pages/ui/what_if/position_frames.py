"""What the page shows at other positions of a figure, while somebody moves it: the same texts and
charts as the page draws, of the same answers, for whatever is on it now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html import escape

import streamlit as st

from engine.analysis import PayoutCurve, is_quick_curve
from engine.evaluation import Memory, compile_plan
from engine.text import Refused
from pages.ui.kit import (
    Picture,
    cards_html,
    changes,
    drawing,
    frame,
    language,
    positions,
    sent,
    spoken,
)
from pages.ui.parameters import as_shown_here, sums_html
from pages.ui.session import SessionScenario, as_json, memory, remembering
from pages.ui.statement import TAB
from pages.ui.what_if.answers import Answers, ask, of_all, plain_curves
from pages.ui.what_if.detail_pictures import dots_picture, lines_picture, winners_picture
from pages.ui.what_if.key_figure_cards import key_figures
from pages.ui.what_if.overview_charts import (
    curve_picture,
    distribution_picture,
    month_picture,
    typical_person,
)
from pages.ui.what_if.parameter_panel import by_line, how_many_changed, line_cost
from pages.ui.what_if.what_if_heading import finding, joined, whose

APART = 384 << 20
"""Bytes for what is worked out of the positions of one figure."""
FINDING, ABOUT, CARDS = ".pc-heading h2", ".pc-heading > div p", ".st-key-cards .pc-cards"
CHANGED = '.st-key-figures_heading [data-testid="stCaptionContainer"] p'

Drawn = Callable[[Answers, Sequence[Answers]], Picture]
OVERVIEW: Mapping[str, Drawn] = {
    "cost_by_month": month_picture,
    "distribution": distribution_picture,
}
OF_TAB: Mapping[str, Mapping[str, Drawn]] = {
    "winners": {"winners": winners_picture, "changes": dots_picture},
    "lines": {"lines": lines_picture},
}
CURVE = "payout_curve"


def follow_figures(found: Answers, shown: Answers) -> None:
    """Lets the page follow a figure while it is moved; `found` are the answers of the plan whose
    figures are shown, `shown` those of all that the charts are about."""
    page = _Page(
        found.session,
        language(),
        memory(),
        shown.of_company,
        st.session_state.get(TAB, ""),
        typical_person(found.plan),
        whose(shown),
    )
    positions.offer(
        lambda ends: _Answering(page, ends),
        context=page.context,
        present={p.id: p.json for p in found.plan.parameters.values()},
        html=page.html(found, shown),
        titles=page.titles(shown),
    )


@dataclass(frozen=True)
class _Page:
    """What is shown of a session: in which language, of the whole company or of a unit, with which
    tab open, the curve of whom; `whose` is told of its people and costs."""

    session: SessionScenario
    lang: str
    memory: Memory
    of_company: bool
    tab: str
    who: Mapping[str, str]
    whose: tuple[str, str]

    def html(self, found: Answers, shown: Answers) -> dict[str, str]:
        """The texts of the page by their place."""
        said = finding(shown)
        lines = {
            f".st-key-line-{line or 'none'} .pc-line-total > span": line_cost(line, found)
            for line in by_line(found.plan)
        }
        return {
            FINDING: frame.finding_html(said.sentence, "; ".join(said.cautions)),
            ABOUT: escape(joined(*self.whose, said.against_budget)),
            CARDS: cards_html(key_figures(shown)),
            CHANGED: escape(how_many_changed(found.session)),
            **lines,
            **sums_html(found.plan),
        }

    def titles(self, shown: Answers) -> dict[str, str]:
        """What is told on hovering over texts that may not say it themselves."""
        return {FINDING: "\n".join(shown.changes)}

    @property
    def context(self) -> str:
        """Names all that is shown but for the figures."""
        session = json.dumps(as_json(self.session.reset_all()), sort_keys=True)
        shown = (session, self.lang, self.of_company, self.tab, sorted(self.who.items()))
        return hashlib.sha256(repr((*shown, self.whose)).encode()).hexdigest()


@dataclass(frozen=True)
class _Seen:
    """The answers at one position, as they are shown and of the unit alone."""

    shown: Answers
    of_unit: Answers

    @property
    def follows(self) -> bool:
        """Whether the payout curve of the unit follows."""
        return is_quick_curve(self.of_unit.plan, self.of_unit.facts)

    @property
    def follows_later(self) -> bool:
        """Whether that takes longer than all else: it is worked out among others."""
        return self.follows and compile_plan(self.of_unit.plan).coupled_by is not None


class _Answering:
    """Answers for positions of one range. The axes of all charts have room for both ends of it and
    for the page as it is, and stand still in between."""

    def __init__(self, page: _Page, ends: positions.Ends) -> None:
        self.page = page
        self.memory = page.memory.apart(APART)
        self.answered = 0
        self.highest: list[PayoutCurve] | None = None
        with self._as_the_page(self.memory):
            now = self._seen(ask(page.session, None))
            self.room = [now]
            for end in ends:
                with suppress(Refused):  # the axes of what lies before it widen by themselves
                    self.room.append(self._seen(ask(page.session.set_all(end), page.session)))
            self.drawn = {key: sent(picture) for key, picture in self._pictures(now).items()}
            if now.follows and not now.follows_later:
                self.drawn[CURVE] = sent(self._curve(now))

    def frame(self, position: positions.Position) -> positions.Frame:
        """What the page shows at a position, or why it does not fit."""
        page = self.page
        with self._alone():
            try:
                session = page.session.set_all(position)
            except Refused as refused:
                plan = page.session.plan
                moved = next(plan.parameters[name] for name in position)
                return {"refused": as_shown_here(refused, plan, moved).text(page.lang)}
            try:
                found = ask(session, page.session)
                seen = self._seen(found)
            except Refused as refused:  # an amount that is no number, or costs that nobody knows
                return {"refused": refused.text(page.lang)}
            pictures = self._pictures(seen)
            if CURVE in self.drawn:
                pictures[CURVE] = self._curve(seen)
            return {
                "html": page.html(found, seen.shown),
                "titles": page.titles(seen.shown),
                "charts": {key: changes(self.drawn[key], each) for key, each in pictures.items()},
                **({"later": True} if seen.follows_later else {}),
            }

    def rest(self, position: positions.Position) -> positions.Frame:
        """The payout curve there, of a plan by which it is worked out among others."""
        with self._alone():
            found = ask(self.page.session.set_all(position), self.page.session)
            return {"charts": {CURVE: {"=": sent(self._curve(self._seen(found)))}}}

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Forgets afterwards what only the position before needed: no position is asked about
        twice, and arrays that are given back at once are the next ones, still at hand."""
        self.answered += 1
        with self._as_the_page(self.memory.of(f"position {self.answered}")):
            yield
        self.memory.release(f"position {self.answered - 1}")

    @contextmanager
    def _as_the_page(self, memory: Memory) -> Iterator[None]:
        with spoken(self.page.lang), remembering(memory), drawing.without_notes():
            yield

    def _seen(self, found: Answers) -> _Seen:
        return _Seen(of_all(found) if self.page.of_company else found, found)

    def _pictures(self, seen: _Seen) -> dict[str, Picture]:
        """The charts there, but for the curve."""
        others = [each.shown for each in self.room]
        drawn = {**OVERVIEW, **OF_TAB.get(self.page.tab, {})}
        return {key: draw(seen.shown, others) for key, draw in drawn.items()}

    def _curve(self, seen: _Seen) -> Picture:
        """The payout curve there."""
        if self.highest is None:
            self.highest = [self._curves(each)[1] for each in self.room]
        return curve_picture(seen.of_unit, *self._curves(seen), self.highest)

    def _curves(self, seen: _Seen) -> tuple[PayoutCurve, PayoutCurve]:
        curves = plain_curves(seen.of_unit, self.page.who)
        assert curves is not None
        return curves
