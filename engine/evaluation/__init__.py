"""Plan and facts in, payouts out: compiled, bound to figures and facts, run, remembered."""

from engine.evaluation.among_others import evaluate_elsewhere, results_of_others, trace
from engine.evaluation.compile import compile_plan
from engine.evaluation.evaluate import evaluate, evaluate_each
from engine.evaluation.freed_memory import give_back_freed_memory
from engine.evaluation.memory import Memory
from engine.evaluation.payouts import GROSS, LineResult, Payouts, yuan_texts
from engine.evaluation.people_counts import percentiles
from engine.evaluation.program import Program, Term

__all__ = [
    "GROSS",
    "LineResult",
    "Memory",
    "Payouts",
    "Program",
    "Term",
    "compile_plan",
    "evaluate",
    "evaluate_each",
    "evaluate_elsewhere",
    "give_back_freed_memory",
    "percentiles",
    "results_of_others",
    "trace",
    "yuan_texts",
]
