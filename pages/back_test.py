"""Last year's data as it is: understood, reconciled with what was paid, and a plan tried on it."""

from __future__ import annotations

from pages.ui import back_test, scenario
from pages.ui.kit import run_page
from pages.ui.notices import save_notice
from pages.ui.session import import_session, import_store


def page() -> None:
    store, _ = scenario.enter("back_test", back_test.STYLE)
    import_session.open_import()
    files = import_store()
    save_notice()
    scenario.refused_file()
    if scenario.shows_company(store.present):
        return back_test.of_company(store)
    if back_test.without_cases(store.present):
        return None
    understood = back_test.understood(store, files)
    match back_test.steps(store, files, understood):
        case "understand":
            back_test.understand(store, files, understood)
        case "reconcile":
            back_test.reconcile(store, files)
        case _:
            back_test.results(store, files)


run_page(page)
