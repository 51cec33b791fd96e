"""What people keep between runs: plans, scenarios and files of people, every version of them.

The public face; `Workspace` saves, lists, opens, compares, restores, exports and brings in.
"""

from engine.workspace.contents import (
    FACTS,
    KINDS,
    PLAN,
    SCENARIO,
    Content,
    KeptScenario,
    facts_content,
    plan_content,
    scenario_content,
)
from engine.workspace.exchange import Brought
from engine.workspace.folder import wanted_folder
from engine.workspace.keeping import Saved, Workspace
from engine.workspace.versions import Item, Version

__all__ = [
    "FACTS",
    "KINDS",
    "PLAN",
    "SCENARIO",
    "Brought",
    "Content",
    "Item",
    "KeptScenario",
    "Saved",
    "Version",
    "Workspace",
    "facts_content",
    "plan_content",
    "scenario_content",
    "wanted_folder",
]
