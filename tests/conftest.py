"""What holds for every test: how hypothesis draws, how often memory is tidied, and browser tests
marked and put last."""

from __future__ import annotations

import gc
import os
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings

BROWSER_TESTS = Path(__file__).parent / "e2e"
FIRST_TRY = "first try"
COMPLAINT = "what the tests share, when it was put away"

# Plans, pages and examples make many small objects that stay: to look through them 30 times less
# often takes a fifth off.
gc.set_threshold(20_000, 20)

# No deadline: a busy machine is no reason to fail. In CI every run draws the same examples, so a
# red run is red again.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(autouse=True, scope="session")
def nobodys_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes what the user of this machine keeps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAYCURVE_DATA", str(tmp_path_factory.mktemp("data")))
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The quick tests speak first."""
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker("e2e")
    items.sort(key=lambda item: BROWSER_TESTS in item.path.parents)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """In CI a browser test that failed is tried once more, with a browser and a server of its own,
    and that it took two tries is said at the end: there the machine is busy in ways that no test
    can wait for. Where somebody looks on, a failure stays a failure."""
    if not os.environ.get("CI") or BROWSER_TESTS not in item.path.parents:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    failed = [report for report in reports if report.when == "call" and report.failed]
    complaint = _put_all_away(item) if failed else ""
    if complaint:
        failed[0].sections.append((COMPLAINT, complaint))
    elif failed:
        first = failed[0].longreprtext
        item.user_properties.append((FIRST_TRY, first))
        item._initrequest()  # type: ignore[attr-defined]  # fixtures of the function anew
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
        for report in reports:
            report.sections.append((FIRST_TRY, first))
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def _put_all_away(item: pytest.Item) -> str:
    """Ends what tests share; what that complains of, for then it is the failure's reason."""
    try:
        item.session._setupstate.teardown_exact(None)
    except Exception as complaint:
        return "".join(traceback.format_exception_only(complaint))
    return ""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What passed at the second try only, with how the first one ended."""
    for report in terminalreporter.getreports("passed"):
        for name, told in report.user_properties if report.when == "call" else ():
            if name == FIRST_TRY:
                terminalreporter.section(f"{report.nodeid} took two tries", yellow=True)
                terminalreporter.line(told)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Where tests run side by side, those that share something dear share one process: a browser
    and its server, and a plan's statements. Two browsers begin at once, as they wait most of the
    time: one with the what-if page, one with all others."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file, _, test = nodeid.partition("::")
            if file.startswith("tests/e2e/"):
                return "what-if" if file.endswith("/test_what_if.py") else "browser"
            if file == "tests/explain/test_cases.py" and "[" in test:
                return test[test.index("[") :]
            return nodeid

    return Together(config, log)
