"""Every page with a company whose costs are the employer's, in Chinese: drawn, and without a
sentence in another language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from engine.companies import load_company
from engine.payroll import PayrollSettings
from pages.ui.kit import History
from pages.ui.session import SessionScenario, session_scenario
from tests.conftest import BROWSER_TESTS

PAGES = sorted(BROWSER_TESTS.parents[1].glob("pages/*.py"))
pytestmark = pytest.mark.usefixtures("kept")
NOT_SAID = re.compile(
    r"<style.*?</style>|<script.*?</script>|<code.*?</code>|<[^>]*>|(`+).*?\1"
    r"|public commission plan forms",  # as the document is called that samples were made from
    re.DOTALL,
)
CHINESE = re.compile("[一-鿿]")
SPACED_PERCENT = re.compile(r"\s%%")
ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")


@pytest.fixture(scope="module")
def session() -> SessionScenario:
    """Sellers and their leaders, a figure of theirs moved."""
    whole = load_company("sales-company")
    sizes = {"sellers": 40, "seller_leaders": 4}
    units = {name: replace(whole.units[name], headcount=n) for name, n in sizes.items()}
    company = replace(whole, units=units, moves=(replace(whole.moves[0], share=0.2),))
    here = session_scenario.first_scenario().open_company(company)
    return here.with_payroll(PayrollSettings()).set_all({"weight_sales": 0.5})


@pytest.mark.parametrize("name", [page.stem for page in PAGES])
def test_a_page_says_all_of_it_in_chinese(name: str, session: SessionScenario) -> None:
    app = AppTest.from_file(f"{BROWSER_TESTS.parents[1]}/pages/{name}.py", default_timeout=120)
    app.context = {"locale": "zh-CN"}
    app.session_state["store/scenario"] = History(session)
    app.run()
    assert not app.exception
    said = [*texts(app)]
    assert any(CHINESE.search(one) for one in said)
    assert not [one for one in said if ENGLISH.search(one)]
    assert not [one.label for one in app.slider if SPACED_PERCENT.search(one.proto.format)]


def texts(app: AppTest) -> Iterator[str]:
    """All that is written on a page and beside its fields."""
    for part in app.main:
        yield from _of(part)


def _of(part: object) -> Iterator[str]:
    proto = getattr(part, "proto", None)
    for name in ("body", "label", "help", "placeholder"):
        written = getattr(proto, name, "")
        if isinstance(written, str) and written:
            yield NOT_SAID.sub(" ", written)
    for option in getattr(proto, "options", ()):
        if isinstance(option, str):
            yield NOT_SAID.sub(" ", option)
