"""What a page shows for every position of a figure while somebody moves it, asked by the browser
beside the runs of the page.

A page says with `offer` what may be asked of it; the browser asks under a token that only it and
this session know (`answered`), and shows the answers (see moves.js). Knows nothing of pay."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Semaphore
from typing import Any, Protocol

import streamlit as st
from streamlit.components.v2 import component

from pages.ui.kit.translations import t

Position = Mapping[str, Any]
"""The complete values of the parameters that a position changes, as JSON, by parameter."""
Frame = dict[str, Any]
"""What the page shows there: `html` and `titles` as for `offer`, and in `charts` what differs in
each chart; or under `refused` why a position does not fit. `later` where more of it is to come."""
Answer = Callable[[Position], Frame]
"""The frame of a position."""
Ends = tuple[Position, Position]
"""The first and the last position of a range."""


class Answers(Protocol):
    """Answers for the positions of one range."""

    @property
    def drawn(self) -> Mapping[str, Any]:
        """The charts of the page as it is, from which those of a frame differ."""

    def frame(self, position: Position) -> Frame:
        """What the page shows at a position, as far as that does not take long."""

    def rest(self, position: Position) -> Frame:
        """The rest of it, where there is more to come."""


FIRST, AT_A_TIME, RUNS = 9, 2, 8
"""So many positions are answered evenly over the whole range before the gaps are filled; so many
sessions are answered at the same moment; of so many runs a page may be that a browser knows."""


@dataclass
class Asked:
    """What the browser wants to know: positions by their place along the track, the ends of the
    whole range, and where the finger is, which moves meanwhile."""

    positions: Mapping[float, Position]
    ends: Ends
    at: float
    gone: Event = field(default_factory=Event)


@dataclass
class Offer:
    """What may be asked of a page, as it was drawn in one run: how parameters of these names are
    answered. `begin` is called for every range that is asked about."""

    names: Set[str]
    begin: Callable[[Ends], Answers]
    asked: Asked | None = None

    def take_up(self, asked: Asked) -> None:
        """Whoever asks anew no longer waits for what was asked before."""
        if self.asked is not None:
            self.asked.gone.set()
        self.asked = asked


def offer(
    begin: Callable[[Ends], Answers],
    *,
    context: str,
    present: Position,
    html: Mapping[str, str],
    titles: Mapping[str, str],
) -> None:
    """Lets the browser ask what this page shows at other positions, and tells it what it shows now.

    `present` are the figures as they are, `context` names all else that answers depend on, `html`
    and `titles` are texts as they were drawn, by CSS selector.
    """
    token, run = _token(), secrets.token_urlsafe(6)
    keep(token, run, Offer(present.keys(), begin))
    _component(
        key="moves",
        data={
            "address": f"positions/{token}/{run}",
            "context": context,
            "present": dict(present),
            "html": dict(html),
            "titles": dict(titles),
            "nearest": t("moves.nearest"),
        },
    )


def keep(token: str, run: str, made: Offer) -> None:
    """Keeps what a page offers as it was drawn in a run, and forgets the oldest run of many."""
    runs = _OFFERS.setdefault(token, {})
    runs[run] = made
    if len(runs) > RUNS:
        del runs[next(iter(runs))]


def offered(token: str) -> Mapping[str, Offer] | None:
    """What may be asked under a token, by the run that drew the page: a browser on a slow line
    knows an older page than the server, and takes what it is answered for that one's."""
    return _OFFERS.get(token)


def answered(offer: Offer, asked: Asked) -> Iterator[dict[str, Any]]:
    """The charts as they were drawn, as `drawn`, and then the `frame` of one `place` after the
    other: what the finger is on first, then a few evenly over the range, then what lies between,
    the nearest to the finger first. What takes longer comes once the finger stands still on it, and
    of all others in the end. Ends early once nobody waits any more."""
    offer.take_up(asked)
    with _TURNS:
        answers = offer.begin(asked.ends)
    yield {"drawn": answers.drawn}
    places, missing, later = list(asked.positions), set(asked.positions), set[float]()
    before = None
    while (missing or later) and not asked.gone.is_set():
        at = asked.at
        here = min(later or places, key=lambda place: abs(place - at))
        is_rest = here in later and (not missing or (at == before and abs(here - at) < 1))
        place, before = here if is_rest else next_place(places, list(missing), at), at
        (later if is_rest else missing).remove(place)
        with _TURNS:
            frame = (answers.rest if is_rest else answers.frame)(asked.positions[place])
        if "later" in frame:
            later.add(place)
        yield {"place": place, "frame": frame}


def next_place(places: Sequence[float], missing: Sequence[float], at: float) -> float:
    """Which of the missing places is answered next while the finger is at `at`."""
    nearest = min(missing, key=lambda place: abs(place - at))
    if abs(nearest - at) < 1:
        return nearest
    whole = sorted(places)
    step = max(len(whole) // (FIRST - 1), 1)
    first = [place for place in whole[::step] if place in missing]
    return min(first or missing, key=lambda place: abs(place - at))


def _gone(token: str) -> None:
    for each in _OFFERS.pop(token, {}).values():
        if each.asked is not None:
            each.asked.gone.set()


@st.cache_resource(show_spinner=False, scope="session", on_release=_gone)
def _token() -> str:
    """What the browser of this session asks under; nobody else can guess it."""
    return secrets.token_urlsafe(32)


_OFFERS: dict[str, dict[str, Offer]] = {}
_TURNS = Semaphore(AT_A_TIME)
_HERE = Path(__file__).parent
_component = component(
    "paycurve.moves",
    html='<p class="paycurve-moves"><span class="note"></span>'
    '<span class="spoken" role="status" aria-live="polite"></span></p>',
    css=(_HERE / "moves.css").read_text(encoding="utf-8"),
    js="\n".join((_HERE / name).read_text("utf-8") for name in ("moves.js", "reword.js")),
    isolate_styles=False,
)
