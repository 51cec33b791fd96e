"""What is put beside one another: the plan or company as documented, as it is now, and as its
variants were kept; and which of them is the baseline."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from engine.companies import Company
from engine.text import LANGUAGES, Refused, Text, in_each_language, untranslated
from engine.workspace import SCENARIO
from pages.ui.kit import VARIANTS, Store, distinct_labels, translate
from pages.ui.session import (
    SessionScenario,
    company_content_key,
    documented_company,
    kept_items,
    kept_variants,
    present_company,
)

DOCUMENTED, PRESENT = "documented", "present"
MOST = len(VARIANTS)
"""So many variants are told apart by their colours."""
OF_A_UNIT = "/"
"""In the key of a company in which one unit is paid by a variant kept of its plan."""
AT_FIRST = 2
"""So many variants are compared until somebody chooses."""
_CHOSEN = "compare/chosen"


@dataclass(frozen=True)
class Candidate:
    """What can be compared: `key` tells it from the others, `name` is what it is called. `company`
    has the present people; `own` those that it was kept with, where it is to be paid to them."""

    key: str
    name: Text
    company: Company
    own: Company | None = None


@dataclass(frozen=True)
class Chosen:
    """Keys of the baseline and of what is held against it."""

    baseline: str
    variants: tuple[str, ...]


def candidates(
    store: Store[SessionScenario], own_people: Mapping[str, Company]
) -> dict[str, Candidate]:
    """All that can be compared, by key; what is kept and open just so is there once. `own_people`
    are the variants that are to be paid to the people they were kept with."""
    present, session = present_company(store), store.present
    found = [Candidate(DOCUMENTED, _called("compare.documented"), documented_company(store))]
    if present.changed:
        name = session.name
        called = untranslated(name) if name else _called("compare.present")
        found.append(Candidate(PRESENT, called, present))
    for item, company in kept_variants(store).items():
        own = own_people.get(item)
        if own is not None or company.fingerprint != present.fingerprint:
            found.append(Candidate(item, untranslated(company.name), company, own))
    if session.company is not None:
        found += _of_units(documented_company(store))
    names = {lang: distinct_labels({c.key: c.name[lang] for c in found}) for lang in LANGUAGES}
    return {c.key: replace(c, name={lang: names[lang][c.key] for lang in LANGUAGES}) for c in found}


def _of_units(company: Company) -> Iterator[Candidate]:
    """The company with a variant that was kept of the plan of one of its units."""
    for item in kept_items.items(SCENARIO):
        try:
            kept = kept_items.scenario(item.current.id).scenario
        except Refused:
            continue
        for name, unit in company.units.items():
            if kept.base == unit.scenario.base:
                scenario = replace(kept, people=unit.scenario.people)
                called = {
                    lang: translate(lang, "compare.of_unit", unit=unit.title[lang], what=item.name)
                    for lang in LANGUAGES
                }
                key = f"{name}{OF_A_UNIT}{item.id}"
                yield Candidate(key, called, company.with_scenario(name, scenario))


def chosen(session: SessionScenario, known: Mapping[str, Candidate]) -> Chosen:
    """What is compared: as it was chosen, as far as it is there; at first the present figures and
    what was kept last against the plan as documented."""
    first = [key for key in known if key != DOCUMENTED and OF_A_UNIT not in key]
    kept: dict[str, Chosen] = st.session_state.get(_CHOSEN, {})
    wanted = kept.get(session.plan_key, Chosen(DOCUMENTED, tuple(first[:AT_FIRST])))
    baseline = wanted.baseline if wanted.baseline in known else DOCUMENTED
    variants = [key for key in wanted.variants if key in known and key != baseline]
    if not variants and (wanted.variants or session.plan_key not in kept):
        variants = [key for key in known if key != baseline][:1]
    return Chosen(baseline, tuple(variants[:MOST]))


def choose(session: SessionScenario, wanted: Chosen) -> None:
    """Compare these. What was the baseline takes the place of the variant that becomes it."""
    kept: dict[str, Chosen] = st.session_state.get(_CHOSEN, {})
    st.session_state[_CHOSEN] = {**kept, session.plan_key: wanted}


def with_baseline(now: Chosen, baseline: str) -> Chosen:
    """Another baseline; it and the one before change places where it was compared."""
    others = [now.baseline if key == baseline else key for key in now.variants]
    return Chosen(baseline, tuple(dict.fromkeys(others)))


def scenarios_key(compared: Sequence[Candidate]) -> Hashable:
    """All that the answers depend on, but for the people."""
    return tuple(
        (
            one.key,
            repr(one.name),
            company_content_key(one.company),
            one.own and company_content_key(one.own),
        )
        for one in compared
    )


def _called(key: str) -> Text:
    return in_each_language(lambda lang: translate(lang, key))
