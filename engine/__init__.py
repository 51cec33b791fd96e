"""Paycurve's engine: plans as data, whole workforces at once, exact to the fen.

This is the public face; everything a script or a page needs is named here.
"""

from engine.analysis import Comparison, PayoutCurve, compare, payout_curve
from engine.backtesting import backtest
from engine.companies import (
    Company,
    CompanyFacts,
    CompanyPayouts,
    companies,
    company_facts,
    company_named,
    evaluate_company,
    load_company,
)
from engine.comparison import Compared, Waterfall, compare_companies, explain_difference
from engine.evaluation import Memory, Payouts, evaluate, evaluate_each
from engine.explain import Statement, explain
from engine.facts import Facts, persona_facts, read_facts
from engine.health import Finding, Health, Policy, check, load_policy
from engine.importing import import_files
from engine.plan import Edit, Persona, Plan, catalogue, load_plan, samples
from engine.projection import Assumptions, Question, Trials, project, question_of
from engine.scenario import Scenario
from engine.solving import Asked, Front, Limits, Movable, Solution, asked_move, front, solve
from engine.text import Problem, Refused
from engine.workforce import Fitted, fit, load_workforce, simulate, workforces
from engine.workspace import Workspace

__all__ = [
    "Asked",
    "Assumptions",
    "Company",
    "CompanyFacts",
    "CompanyPayouts",
    "Compared",
    "Comparison",
    "Edit",
    "Facts",
    "Finding",
    "Fitted",
    "Front",
    "Health",
    "Limits",
    "Memory",
    "Movable",
    "PayoutCurve",
    "Payouts",
    "Persona",
    "Plan",
    "Policy",
    "Problem",
    "Question",
    "Refused",
    "Scenario",
    "Solution",
    "Statement",
    "Trials",
    "Waterfall",
    "Workspace",
    "asked_move",
    "backtest",
    "catalogue",
    "check",
    "companies",
    "company_facts",
    "company_named",
    "compare",
    "compare_companies",
    "evaluate",
    "evaluate_company",
    "evaluate_each",
    "explain",
    "explain_difference",
    "fit",
    "front",
    "import_files",
    "load_company",
    "load_plan",
    "load_policy",
    "load_workforce",
    "payout_curve",
    "persona_facts",
    "project",
    "question_of",
    "read_facts",
    "samples",
    "simulate",
    "solve",
    "workforces",
]
