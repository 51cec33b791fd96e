"""What the page shows while a figure is moved: asked by the browser, answered nearest first, and
the very same as the page draws once the figure is let go of."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from starlette.types import Message, Scope

import engine
from engine.evaluation import Memory
from engine.scenario import Scenario, Simulated
from pages.ui.charts import finding_sentences
from pages.ui.kit import Picture, changes, positions, spoken
from pages.ui.server import Responses
from pages.ui.session import SessionScenario, remembering
from pages.ui.what_if.answers import ask
from pages.ui.what_if.overview_charts import distribution_picture, month_picture
from pages.ui.what_if.position_frames import _Answering, _Page

PLAN = "service-seller"
TOKEN = "token-of-a-test"


def order(places: list[float], at: float) -> list[float]:
    missing, found = list(places), []
    while missing:
        found.append(positions.next_place(places, missing, at))
        missing.remove(found[-1])
    return found


def test_the_ends_come_first_then_the_finger_then_a_few_and_then_what_lies_between() -> None:
    found = order([float(place) for place in range(17)], 5.0)
    assert found[:3] == [0, 16, 5]
    assert found[3:10] == [4, 6, 2, 8, 10, 12, 14]  # every second, the nearest first
    assert found[10:] == [3, 7, 1, 9, 11, 13, 15]


def test_what_was_typed_between_two_stops_is_answered_as_soon_as_the_ends_are() -> None:
    assert order([0.0, 1.0, 2.0, 1.4], 1.4) == [0, 2, 1.4, 1]


def put(before: Any, change: Any) -> Any:
    """As chart.js puts a change in its place."""
    if "=" in change:
        return change["="]
    after = deepcopy(before)
    for place, inside in change.items():
        key = int(place) if isinstance(after, list) else place
        known = after[key] if isinstance(after, list) else after.get(key)
        after[key] = put(known, inside)
    return after


def test_a_change_of_a_chart_holds_what_differs_and_no_more() -> None:
    def picture(y: list[float], title: str) -> Picture:
        trace = {"x": [1, 2], "y": y, "hovertext": [title, "<i>"], "hoverinfo": "text"}
        return Picture({"data": [trace], "layout": {"range": [0, 9]}}, title)

    change = changes(picture([3, 4], "old"), picture([3, 5], "new <i>"))
    assert change == {
        "figure": {"data": {"0": {"y": {"=": [3, 5]}}}},
        "title": {"=": "new <i>"},
        "alt": {"=": "new <i>"},
    }


@pytest.fixture(scope="module")
def page() -> _Page:
    people = Simulated(PLAN, seed=7, employees=400, months=12, first="2026-01")
    session = SessionScenario(replace(Scenario(engine.load_plan(PLAN)), people=people))
    who = ("400 people", "")
    return _Page(session, "en", Memory(), False, "winners", {}, who)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_frame_is_what_the_page_draws_there(page: _Page, lang: str) -> None:
    page = replace(page, lang=lang)
    answer = _Answering(page)
    ends = [answer({"weight_sales": end}) for end in (0.0, 1.0)]
    frame = answer({"weight_sales": 0.55})
    assert all("charts" in end for end in ends)
    with spoken(lang), remembering(page.memory):
        there = ask(page.session.set("weight_sales", 0.55), None)
        both = there.comparison
        figure = put(_figure(answer.pictures["cost_by_month"]), frame["charts"]["cost_by_month"])
        heights = [bar["y"] for bar in figure["figure"]["data"][:2]]
        assert heights[0] == pytest.approx(both.baseline.cost_by_month, rel=1e-5)
        assert heights[1] == pytest.approx(both.variant.cost_by_month, rel=1e-5)
        assert figure["title"] == month_picture(there).title
        crowd = put(_figure(answer.pictures["distribution"]), frame["charts"]["distribution"])
        assert crowd["title"] == distribution_picture(there).title
        assert sum(crowd["figure"]["data"][1]["y"][:-1]) == 400
        assert finding_sentences.winners(both, lang) == frame["charts"]["winners"]["title"]["="]
    assert frame["html"][".pc-heading h2"].startswith(
        "This variant costs" if lang == "en" else "调整方案"
    )


def _figure(picture: Picture) -> dict[str, Any]:
    return {"figure": picture.figure, "title": picture.title, "alt": picture.title}


def test_the_axes_stand_still_once_both_ends_are_known(page: _Page) -> None:
    answer = _Answering(page)
    ranges = []
    for weight in (0.0, 1.0, 0.2, 0.4, 0.7):
        frame = answer({"weight_sales": weight})
        layouts = [
            put(_figure(answer.pictures[key]), frame["charts"][key])["figure"]["layout"]
            for key in ("cost_by_month", "distribution", "payout_curve")
        ]
        ranges.append([(layout["xaxis"]["range"], layout["yaxis"]["range"]) for layout in layouts])
    assert ranges[1] == ranges[2] == ranges[3] == ranges[4]


def test_what_the_plan_refuses_says_why(page: _Page) -> None:
    answer = _Answering(replace(page, lang="zh"))
    frame = answer({"weight_sales": -1.0})
    assert frame == {"refused": "−1 小于 0。请填 0 或正数。"}
    assert answer({"weight_sales": 0.3})["charts"]


# -- the address ------------------------------------------------------------------------------


async def nothing(*_: Any) -> None:
    raise AssertionError("Streamlit is not asked")


def post(path: str, body: Any) -> tuple[int, list[Any]]:
    sent: list[Message] = []
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    told = [{"type": "http.request", "body": content}]

    async def receive() -> Message:
        if told:
            return told.pop()
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {"type": "http", "method": "POST", "path": path, "headers": []}
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, Responses(nothing)(scope, receive, send)).result(60)
    text = b"".join(message.get("body", b"") for message in sent[1:]).decode()
    lines = [json.loads(line) for line in text.splitlines()] if sent[0]["status"] == 200 else []
    return sent[0]["status"], lines


@pytest.fixture
def offered() -> Iterator[positions.Offer]:
    offer = positions.Offer(lambda: lambda position: {"html": {"p": str(position["a"])}}, "1")
    positions._OFFERS[TOKEN] = offer
    yield offer
    del positions._OFFERS[TOKEN]


def test_positions_go_in_and_a_frame_a_line_comes_out(offered: positions.Offer) -> None:
    asked = {"at": 1, "positions": [[0, {"a": 5}], [1, {"a": 6}], [2, {"a": 7}]]}
    status, lines = post(f"/positions/{TOKEN}", asked)
    assert status == 200
    assert lines == [
        {"place": place, "frame": {"html": {"p": text}}}
        for place, text in ((0, "5"), (2, "7"), (0, "5"), (1, "6"))  # the first end with room
    ]
    assert post(f"/positions/{TOKEN}/at", {"at": 2})[0] == 204
    assert offered.asked is not None and offered.asked.at == 2


@pytest.mark.parametrize(
    "body", [b"{", [], {"at": 1}, {"at": "x", "positions": [[0, {}]]}, {"at": 1, "positions": []}]
)
def test_a_body_that_asks_nothing_is_refused(offered: positions.Offer, body: Any) -> None:
    assert post(f"/positions/{TOKEN}", body)[0] == 400


def test_nobody_else_is_answered() -> None:
    assert post("/positions/guessed", {"at": 0, "positions": [[0, {}]]})[0] == 404
    assert post("/positions/guessed/at", {"at": 0})[0] == 404
