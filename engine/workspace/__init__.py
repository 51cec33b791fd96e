"""What people keep between runs: plans, scenarios, companies, files of people, how files are read,
thresholds of the health check, models of workforces and what was decided while a file was
reconciled, every version of them.

The public face; `Workspace` saves, lists, opens, compares, restores, exports and brings in.
"""

from engine.workspace.archive import Imported
from engine.workspace.contents import (
    ENDINGS,
    Content,
    KeptScenario,
    company_content,
    facts_content,
    plan_content,
    policy_content,
    recipe_content,
    reconciliation_content,
    scenario_content,
    workforce_content,
)
from engine.workspace.keeping import Saved, Workspace
from engine.workspace.policy_files import describe_policy, policy_text
from engine.workspace.reconciled_notes import ReconciledNotes
from engine.workspace.versions import (
    COMPANY,
    DAMAGED,
    FACTS,
    KINDS,
    PLAN,
    POLICY,
    RECIPE,
    RECONCILIATION,
    SCENARIO,
    WORKFORCE,
    Item,
    Version,
)

__all__ = [
    "COMPANY",
    "DAMAGED",
    "ENDINGS",
    "FACTS",
    "KINDS",
    "PLAN",
    "POLICY",
    "RECIPE",
    "RECONCILIATION",
    "SCENARIO",
    "WORKFORCE",
    "Content",
    "Imported",
    "Item",
    "KeptScenario",
    "ReconciledNotes",
    "Saved",
    "Version",
    "Workspace",
    "company_content",
    "describe_policy",
    "facts_content",
    "plan_content",
    "policy_content",
    "policy_text",
    "recipe_content",
    "reconciliation_content",
    "scenario_content",
    "workforce_content",
]
