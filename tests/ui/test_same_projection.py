"""The projection page and `project` in the terminal: one question has the same figures on both."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine.cli import main, project_command
from engine.companies import load_company
from engine.projection import base_of
from engine.text import compact_money, signed
from pages.ui.kit import History
from pages.ui.projection import projection_work
from pages.ui.projection.projection_session import Accuracy, Asking
from pages.ui.projection.projection_work import ProjectionWork
from pages.ui.session import session_scenario
from tests.conftest import BROWSER_TESTS
from tests.two_units import two_units

pytestmark = pytest.mark.usefixtures("kept")
AMOUNT = re.compile(r"¥[\d,.]+(?: [KM])?(?![\d,])")


def test_the_page_and_the_terminal_give_the_same_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = {
        name: getattr(projection_work, name) for name in ("TRIALS_OF_ROWS", "TRIALS_ON_TARGET")
    }
    assert counts == {name: getattr(project_command, name) for name in counts}
    for module in (projection_work, project_command):  # few, to be quick
        monkeypatch.setattr(module, "TRIALS_OF_ROWS", 4)
    monkeypatch.setattr(project_command, "TRIALS_OF_SPREADS", 2)
    file = two_units(tmp_path, "budget: 8280000\n")
    asked = ["--trials", "12", "--set", "attrition_factor=1.5"]
    assert main(["project", str(file), *asked]) == 0
    printed = capsys.readouterr().out.replace("\xa0", " ")

    page = _page(file)
    shown = _shown(page, "drivers")
    for heading in ("What it will cost", "On target and expected"):
        told = printed.split(f"## {heading}\n\n")[1].splitlines()[0]
        # what chance leaves of the difference on target is told by the terminal alone
        told = re.sub(r"(less|more) \(± [^)]*\)", "", told)
        assert len(AMOUNT.findall(told)) >= 3
        assert not [amount for amount in AMOUNT.findall(told) if amount not in shown]
    sure = printed.split("## How sure that is\n\n")[1]
    probability = re.search(r"exceeded in (\d+)\.0 %", sure)
    reserve = re.search(r"in 90.0 % of trials, (¥[\d,.]+(?: [KM])?)", sure)
    assert probability and 0 < int(probability[1]) < 100 and reserve
    assert f"{probability[1]} %" in shown and reserve[1] in shown
    assert all(amount in shown for amount in AMOUNT.findall(sure.splitlines()[0])[1:])

    shown = _shown(page, "owed")
    lost = re.findall(r"- (¥[\d,.]+(?: [KM])?) of .* is forfeited", printed)
    assert len(lost) == 4 and all(amount in shown for amount in lost)
    _shown(page, "tornado")
    work = page.session_state["projection/work"]
    rows = printed.split("## What would change it\n\n")[1].split("\n###")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row]
    assert work.found.tornado is not None and len(cells) == len(work.found.tornado) > 5
    for row, (label, _, down, _, up) in zip(work.found.tornado, cells, strict=True):
        assert label == row.label["en"]
        changes = row.low_change.value, row.high_change.value
        assert [down, up] == [signed(compact_money(c, "en")).replace("\xa0", " ") for c in changes]


def _page(file: Path) -> AppTest:
    app = AppTest.from_file(str(BROWSER_TESTS.parents[1] / "pages" / "projection.py"))
    app.context = {"locale": "en-US"}
    opened = session_scenario.first_scenario().open_company(load_company(file))
    base = base_of(opened.whole)
    moved = Asking(base, base).set("attrition_factor", 1.5)
    asked = opened.projected(moved.settings(opened.whole))
    app.session_state["store/scenario"] = History(asked)
    app.session_state["store/accuracy"] = History(Accuracy(futures=12))
    return app.run()


def _shown(page: AppTest, tab: str) -> str:
    """All that stands on the page with a tab open, once all futures are there."""
    page.session_state["projection_tab"] = tab
    page.run()
    work = page.session_state["projection/work"]
    assert isinstance(work, ProjectionWork)
    while work.is_going_on:
        time.sleep(0.1)
    page.run()
    assert not page.exception
    parts = [*page.get("html"), *page.markdown, *page.caption]
    return " ".join(str(part.proto.body) for part in parts).replace("\xa0", " ")
