"""Last year's data as it is: understood, reconciled with what was paid, and a plan tried on it."""

from __future__ import annotations

from pages.ui import back_test, scenario
from pages.ui.kit import frame
from pages.ui.notices import save_notice
from pages.ui.session import import_store, scenario_store


def page() -> None:
    own = frame.enter("back_test", back_test.STYLE)
    store, files = scenario_store(), import_store()
    scenario.open_link(store)
    back_test.open_import()
    with own:
        scenario.choices(store)
    scenario.link_problem()
    save_notice()
    scenario.refused_file()
    understood = back_test.understood(store, files)
    step = back_test.steps(store, files, understood)
    match step:
        case "understand":
            back_test.understand(store, files, understood)
        case "reconcile":
            back_test.reconcile(store, files)
        case _:
            back_test.results(store, files)


page()
