"""The health check: is this a sound plan?

`check` answers every check of a policy from the formulas of the plan and from what it pays.
"""

from engine.health.anatomy import result_columns
from engine.health.check import check
from engine.health.checks import RULES
from engine.health.company_check import CompanyFinding, check_company
from engine.health.finding import (
    OUTCOMES,
    Affected,
    Case,
    Cliff,
    Finding,
    Health,
    NotApplicable,
    Outcome,
)
from engine.health.finding_texts import by_unit, held_against, limit_words, value_text
from engine.health.paid_lines import standing_columns, variable_lines
from engine.health.policy import EVIDENCE, Limit, Policy, Setting, Threshold, load_policy, policy_of

__all__ = [
    "EVIDENCE",
    "OUTCOMES",
    "RULES",
    "Affected",
    "Case",
    "Cliff",
    "CompanyFinding",
    "Finding",
    "Health",
    "Limit",
    "NotApplicable",
    "Outcome",
    "Policy",
    "Setting",
    "Threshold",
    "by_unit",
    "check",
    "check_company",
    "held_against",
    "limit_words",
    "load_policy",
    "policy_of",
    "result_columns",
    "standing_columns",
    "value_text",
    "variable_lines",
]
