"""Paycurve's engine: plans as data, whole workforces at once, exact to the fen.

This is the public face; everything a script or a page needs is named here.
"""

from engine.analysis.compare import Comparison, compare
from engine.analysis.curve import PayoutCurve, payout_curve
from engine.analysis.health import Finding, Health, Policy, check, load_policy
from engine.evaluate import evaluate, evaluate_each
from engine.explain import Statement, explain
from engine.facts.arrays import Facts
from engine.facts.personas import persona_facts
from engine.facts.reading import read_facts
from engine.memory import Memory
from engine.messages import Problem, Refused
from engine.payouts import Payouts
from engine.plan.edits import Edit, Scenario
from engine.plan.load import catalogue, load_plan, samples
from engine.plan.schema import Persona, Plan
from engine.workforce import load_workforce, simulate, workforces
from engine.workspace import Workspace

__all__ = [
    "Comparison",
    "Edit",
    "Facts",
    "Finding",
    "Health",
    "Memory",
    "PayoutCurve",
    "Payouts",
    "Persona",
    "Plan",
    "Policy",
    "Problem",
    "Refused",
    "Scenario",
    "Statement",
    "Workspace",
    "catalogue",
    "check",
    "compare",
    "evaluate",
    "evaluate_each",
    "explain",
    "load_plan",
    "load_policy",
    "load_workforce",
    "payout_curve",
    "persona_facts",
    "read_facts",
    "samples",
    "simulate",
    "workforces",
]
