"""Paycurve's engine: plans as data, whole workforces at once, exact to the fen.

This is the public face; everything a script or a page needs is named here.
"""

from engine.evaluate import evaluate, evaluate_each
from engine.facts.arrays import Facts
from engine.facts.reading import read_facts
from engine.memory import Memory
from engine.messages import Problem, Refused
from engine.payouts import Payouts
from engine.plan.load import catalogue, load_plan, samples
from engine.plan.schema import Plan

__all__ = [
    "Facts",
    "Memory",
    "Payouts",
    "Plan",
    "Problem",
    "Refused",
    "catalogue",
    "evaluate",
    "evaluate_each",
    "load_plan",
    "read_facts",
    "samples",
]
