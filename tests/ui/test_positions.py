"""What the page shows while a figure is moved: asked by the browser, answered nearest first, and
the very same as the page draws once the figure is let go of."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Message, Scope

import engine
from engine.companies import company_named
from engine.evaluation import Memory
from engine.scenario import Scenario, Simulated
from pages.ui.charts import finding_sentences
from pages.ui.kit import Picture, changes, positions, sent, spoken
from pages.ui.server import Responses
from pages.ui.session import SessionScenario, remembering
from pages.ui.what_if.answers import ask
from pages.ui.what_if.overview_charts import distribution_picture, month_picture
from pages.ui.what_if.position_frames import _Answering, _Page
from tests.two_units import two_units

PLAN = "service-seller"
TOKEN, RUN = "token-of-a-test", "run"
PATH = f"/positions/{TOKEN}/{RUN}"


def order(places: list[float], at: float) -> list[float]:
    missing, found = list(places), []
    while missing:
        found.append(positions.next_place(places, missing, at))
        missing.remove(found[-1])
    return found


def test_the_finger_comes_first_then_a_few_and_then_what_lies_between() -> None:
    found = order([float(place) for place in range(17)], 5.0)
    assert found[0] == 5
    assert found[1:10] == [4, 6, 2, 8, 0, 10, 12, 14, 16]  # every second, the nearest first
    assert found[10:] == [3, 7, 1, 9, 11, 13, 15]


def test_what_was_typed_between_two_stops_comes_at_once() -> None:
    assert order([0.0, 1.0, 2.0, 1.4], 1.4)[0] == 1.4


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

    change = changes(sent(picture([3, 4], "old")), picture([3, 5], "new <i>"))
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


ENDS: positions.Ends = ({"weight_sales": 0.0}, {"weight_sales": 1.0})


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_frame_is_what_the_page_draws_there(page: _Page, lang: str) -> None:
    page = replace(page, lang=lang)
    answers = _Answering(page, ENDS)
    frame = answers.frame({"weight_sales": 0.55})
    shown = {key: put(answers.drawn[key], change) for key, change in frame["charts"].items()}
    with spoken(lang), remembering(page.memory):
        there = ask(page.session.set("weight_sales", 0.55), None)
        both = there.comparison
        old, new = (bar["y"] for bar in shown["cost_by_month"]["figure"]["data"][:2])
        assert old == pytest.approx(both.baseline.cost_by_month, rel=1e-5)
        assert new == pytest.approx(both.variant.cost_by_month, rel=1e-5)
        assert shown["cost_by_month"]["title"] == month_picture(there).title
        assert shown["distribution"]["title"] == distribution_picture(there).title
        assert sum(shown["distribution"]["figure"]["data"][1]["y"][:-1]) == 400
        assert shown["winners"]["title"] == finding_sentences.winners(both, lang)
    assert frame["html"][".pc-heading h2"].startswith(
        "This variant costs" if lang == "en" else "调整方案"
    )


def test_the_curve_of_a_unit_follows_beside_the_figures_of_its_company(
    page: _Page, tmp_path: Path
) -> None:
    company = company_named(two_units(tmp_path))
    of_all = replace(page, session=page.session.open_company(company), of_company=True)
    answers = _Answering(of_all, ENDS)
    frame = answers.frame({"weight_sales": 0.3})
    alone = _Answering(replace(of_all, of_company=False), ENDS)
    assert answers.drawn["payout_curve"] == alone.drawn["payout_curve"]
    assert answers.drawn["cost_by_month"] != alone.drawn["cost_by_month"]
    assert frame["charts"]["payout_curve"]


def test_the_curve_of_a_plan_that_pools_follows(page: _Page) -> None:
    people = Simulated("department-pool", seed=7, employees=400, months=12, first="2026-01")
    scenario = replace(Scenario(engine.load_plan("department-pool")), people=people)
    pool = replace(page, session=SessionScenario(scenario))
    low, high = {"budget": 100_000}, {"budget": 900_000}
    answers = _Answering(pool, (low, high))
    frame = answers.frame(high)
    assert frame["later"] and frame["charts"] and "payout_curve" not in frame["charts"]
    drawn = put(None, answers.rest(high)["charts"]["payout_curve"])
    with spoken("en"), remembering(pool.memory):
        there = ask(pool.session.set_all(high), None)
        curve = engine.payout_curve(there.plan, there.facts)
    assert curve is not None
    assert any(trace["y"] == pytest.approx(curve.pay.tolist()) for trace in drawn["figure"]["data"])


def test_the_axes_stand_still_all_along_the_range(page: _Page) -> None:
    answers = _Answering(page, ENDS)
    for weight in (0.0, 0.2, 0.7, 1.0):
        frame = answers.frame({"weight_sales": weight})
        for key in ("cost_by_month", "distribution", "payout_curve"):
            layout = put(answers.drawn[key], frame["charts"][key])["figure"]["layout"]
            for axis in ("xaxis", "yaxis"):
                assert layout[axis] == answers.drawn[key]["figure"]["layout"][axis]


def test_what_the_plan_refuses_says_why(page: _Page) -> None:
    answers = _Answering(replace(page, lang="zh"), ENDS)
    assert answers.frame({"weight_sales": -1.0}) == {"refused": "−1 小于 0。请填 0 或正数。"}
    assert answers.frame({"weight_sales": 0.3})["charts"]


def test_the_context_is_all_but_the_figures(page: _Page) -> None:
    moved = replace(page, session=page.session.set("weight_sales", 0.3))
    assert moved.context == page.context
    others = {"lang": "zh", "tab": "lines", "who": {"grade": "senior"}, "of_company": True}
    assert len({replace(page, **{key: other}).context for key, other in others.items()}) == 4
    assert page.context not in {replace(page, **{k: v}).context for k, v in others.items()}


# -- the address ------------------------------------------------------------------------------


async def nothing(*_: Any) -> None:
    raise AssertionError("Streamlit is not asked")


def post(path: str, body: Any) -> tuple[int, list[Any]]:
    sent = posted(path, body)
    text = b"".join(message.get("body", b"") for message in sent[1:]).decode()
    lines = [json.loads(line) for line in text.splitlines()] if sent[0]["status"] == 200 else []
    return sent[0]["status"], lines


def posted(path: str, body: Any, *headers: tuple[bytes, bytes]) -> list[Message]:
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

    scope: Scope = {"type": "http", "method": "POST", "path": path, "headers": headers}
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, Responses(nothing)(scope, receive, send)).result(60)
    return sent


class Echo:
    """Answers with the position itself."""

    def __init__(self) -> None:
        self.drawn = {"chart": 1}

    def frame(self, position: positions.Position) -> positions.Frame:
        return {"html": {"p": str(position["a"])}}


class Later(Echo):
    """Answers in two parts."""

    def frame(self, position: positions.Position) -> positions.Frame:
        return {"later": True}

    def rest(self, position: positions.Position) -> positions.Frame:
        return {"charts": {}}


def test_what_takes_longer_comes_where_the_finger_stands_and_else_in_the_end() -> None:
    asked = positions.Asked({float(p): {} for p in range(4)}, ({}, {}), 2.0)
    answers = positions.answered(positions.Offer({"a"}, lambda ends: Later()), asked)
    assert next(answers) == {"drawn": {"chart": 1}}
    assert next(answers) == {"place": 2.0, "frame": {"later": True}}
    asked.at = 1.0  # moved on meanwhile
    assert next(answers) == {"place": 1.0, "frame": {"later": True}}
    assert next(answers) == {"place": 1.0, "frame": {"charts": {}}}
    told = [(answer["place"], "later" in answer["frame"]) for answer in answers]
    assert told == [(0, True), (3, True), (2, False), (0, False), (3, False)] or told == [
        *((0, True), (3, True), (0, False), (2, False), (3, False))
    ]


@pytest.fixture
def offered() -> Iterator[positions.Offer]:
    offer = positions.Offer({"a"}, lambda ends: Echo())
    positions.keep(TOKEN, RUN, offer)
    yield offer
    del positions._OFFERS[TOKEN]


ASKED = {"at": 1, "ends": [{"a": 5}, {"a": 7}], "positions": [[0, {"a": 5}], [1, {"a": 6}]]}


def test_positions_go_in_and_a_frame_a_line_comes_out(offered: positions.Offer) -> None:
    status, lines = post(PATH, ASKED)
    assert status == 200
    assert lines == [
        {"drawn": {"chart": 1}},
        {"place": 1, "frame": {"html": {"p": "6"}}},
        {"place": 0, "frame": {"html": {"p": "5"}}},
    ]
    assert post(f"{PATH}/at", {"at": 2})[0] == 204
    assert offered.asked is not None and offered.asked.at == 2


def test_each_frame_that_is_packed_can_be_unpacked_at_once(offered: positions.Offer) -> None:
    _, right = post(PATH, ASKED)
    start, *parts = posted(PATH, ASKED, (b"accept-encoding", b"gzip, br"))
    assert (b"content-encoding", b"gzip") in start["headers"]
    unpack = zlib.decompressobj(wbits=31)
    texts = [unpack.decompress(part["body"]).decode() for part in parts]
    assert [json.loads(text) for text in texts if text] == right
    assert unpack.eof


def test_a_position_takes_little_room_beside_those_before_it(page: _Page) -> None:
    places = [{"weight_sales": 0.3 + step / 40} for step in range(9)]
    offer = positions.Offer({"weight_sales"}, lambda ends: _Answering(page, ends))
    positions.keep(TOKEN, RUN, offer)
    asked = {"at": 0, "ends": [places[0], places[-1]], "positions": list(enumerate(places))}
    _, *parts = posted(PATH, asked, (b"accept-encoding", b"gzip"))
    del positions._OFFERS[TOKEN]
    frames = [len(part["body"]) for part in parts[1:-2]]
    assert len(frames) == len(places) and sum(frames) < 2_500 * len(frames)


def test_where_the_finger_is_may_be_heard_before_what_is_asked(offered: positions.Offer) -> None:
    assert post(f"{PATH}/at", {"at": 2})[0] == 204
    assert offered.asked is None


def test_nothing_more_is_worked_out_for_whoever_is_gone(offered: positions.Offer) -> None:
    asked = positions.Asked({0: {"a": 5}, 1: {"a": 6}}, ({"a": 5}, {"a": 6}), 0)
    answers = positions.answered(offered, asked)
    assert next(answers) == {"drawn": {"chart": 1}}
    asked.gone.set()
    assert list(answers) == []


def test_whoever_asks_anew_no_longer_waits(offered: positions.Offer) -> None:
    post(PATH, ASKED)
    first = offered.asked
    post(PATH, ASKED)
    assert first is not None and first.gone.is_set() and offered.asked is not first


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        [],
        {"at": 1},
        ASKED | {"at": "x"},
        ASKED | {"positions": []},
        ASKED | {"ends": []},
        ASKED | {"positions": [[0, {"a": 5, "of_another_plan": 1}]]},
        ASKED | {"ends": [{"a": 5}, {"of_another_plan": 1}]},
    ],
)
def test_a_body_that_asks_nothing_is_refused(offered: positions.Offer, body: Any) -> None:
    assert post(PATH, body)[0] == 400


def test_nobody_else_is_answered() -> None:
    assert post(f"/positions/guessed/{RUN}", ASKED)[0] == 404
    assert post(f"/positions/guessed/{RUN}/at", {"at": 0})[0] == 404


def test_a_browser_on_a_slow_line_is_answered_for_the_page_that_it_knows(
    offered: positions.Offer,
) -> None:
    positions.keep(TOKEN, "next", positions.Offer({"b"}, lambda ends: Echo()))
    assert post(PATH, ASKED)[1][0] == {"drawn": {"chart": 1}}
    assert post(f"/positions/{TOKEN}/next", ASKED)[0] == 400


def test_a_page_that_was_drawn_anew_many_times_is_forgotten(offered: positions.Offer) -> None:
    for run in range(positions.RUNS):
        assert post(PATH, ASKED)[0] == 200
        positions.keep(TOKEN, f"next {run}", positions.Offer({"a"}, lambda ends: Echo()))
    assert post(PATH, ASKED) == (204, [])
    assert post(f"{PATH}/at", {"at": 0})[0] == 204


def test_what_only_one_position_needed_is_forgotten(page: _Page) -> None:
    answers = _Answering(page, ENDS)
    sizes = []
    for step in range(8):
        answers.frame({"weight_sales": 0.3 + step / 100})
        sizes.append(answers.memory.size)
    assert sizes[2:] == [sizes[2]] * 6
    assert answers.memory.users == {"", "position 8"}
