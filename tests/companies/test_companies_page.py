"""The page about companies of one's own: what it shows works."""

from __future__ import annotations

import json
import re
from pathlib import Path

from engine.companies import company_facts, company_named, evaluate_company

PAGE = Path(__file__).parents[2] / "docs" / "companies.md"


def test_the_example_is_a_company_and_has_a_variant(tmp_path: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    variant = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert found and variant
    (tmp_path / "mine.yaml").write_text(found[1], encoding="utf-8")
    (tmp_path / "dearer.json").write_text(json.dumps(json.loads(variant[1])), encoding="utf-8")
    company = company_named(tmp_path / "mine.yaml")
    payouts = evaluate_company(company, company_facts(company), amounts=False)
    assert company.budget is not None and 0.8 < payouts.total / company.budget < 1.2
    assert company_named(tmp_path / "dearer.json").changed == {"sellers": ("annual_steps",)}
