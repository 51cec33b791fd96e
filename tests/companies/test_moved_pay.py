"""What a line of the year pays to whoever moves between units within it, by what its plan says of
leavers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.companies import Company, Move, company_facts, evaluate_company
from engine.companies.company_file import company_from
from engine.plan import Edit
from engine.yaml_files import Document

TEXT = """\
id: small
title: {en: Small, zh: 小公司}
description: {en: Small, zh: 小公司}
first: 2026-01
months: 12
seed: 5
units:
  sellers: {plan: service-seller, headcount: 60}
  service: {plan: cs-department, headcount: 40}
"""


@pytest.fixture(scope="module")
def company() -> Company:
    small = company_from(Document(TEXT, "small.yaml"), Path())
    return replace(small, moves=(Move("sellers", "service", 0.3),))


def test_whoever_moves_is_settled_where_they_were_and_paid_on_where_they_are(
    company: Company,
) -> None:
    facts = company_facts(company)
    settling = company.edited("sellers", Edit(("lines", "annual_bonus", "leavers"), "settled"))
    forfeited, settled = (evaluate_company(one, facts) for one in (company, settling))
    sellers, service = (facts.units[name] for name in ("sellers", "service"))
    movers = sorted(set(sellers.employees) & set(service.employees))
    assert len(movers) > 8
    old, new = (paid.units["sellers"].amounts("annual_bonus") for paid in (forfeited, settled))
    sold = 0
    for name in movers:
        place = sellers.position[name]
        last = int(np.flatnonzero(sellers.present[:, place])[-1])
        assert not old[:, place].any()
        assert np.flatnonzero(new[:, place]).tolist() in ([last], [])
        sold += bool(new[last, place])
    assert sold > 0
    # The new unit pays what it paid, and the company pays more by what is settled.
    assert settled.units["service"].total == forfeited.units["service"].total
    early = (new - old).sum() / 100
    assert settled.total == pytest.approx(forfeited.total + early, abs=0.001)
    assert early > 0
