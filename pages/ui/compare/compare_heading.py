"""The top of the page: whose pay it is, and what the scenario in focus costs in one sentence."""

from __future__ import annotations

from pages.ui.charts import finding_sentences
from pages.ui.compare.compare_answers import Shown
from pages.ui.compare.compare_findings import headline
from pages.ui.kit import Store, frame, language, pick, t
from pages.ui.payroll import cost_told
from pages.ui.session import SessionScenario, reconciliation_session


def heading(store: Store[SessionScenario], shown: Shown) -> None:
    """Title, people and finding; what every scenario changes on hover, and what to beware of."""
    finding, company = headline(shown), shown.company
    if shown.unit:
        label = pick(company.units[shown.unit].title)
        finding = t("list.labelled", label=label, text=finding)
    facts = next(iter(shown.compared.baseline.units.values())).facts
    seal = "" if shown.is_company else reconciliation_session.seal(store.present, facts)
    about = " · ".join(filter(None, (shown.source, cost_told(store.present.whole), seal)))
    cautions = [
        caution
        for unit in shown.compared.each[shown.place].company.units.values()
        for caution in finding_sentences.cautions(unit.plan, language())
    ]
    frame.heading(pick(company.title), about, finding, _changes(shown), "; ".join(cautions))


def _changes(shown: Shown) -> str:
    lines = []
    for place in shown.variants:
        lines.append(shown.name(place))
        lines += [f"  {edit}" for edit in shown.whole.edits(place, language())]
    return "\n".join(lines)
