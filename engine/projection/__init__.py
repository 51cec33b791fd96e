"""A company's cost in the months ahead: trials, and the range that they leave."""

from engine.projection.assumption_fields import Field
from engine.projection.assumption_sets import (
    as_documented,
    assumptions_and_problems,
    assumptions_named,
    assumptions_of,
    assumptions_text,
    base_of,
    named_sets,
    read_assumptions,
    set_titles,
    short_form,
)
from engine.projection.assumption_table import entry_of, fields
from engine.projection.assumptions import Assumptions, changes_to
from engine.projection.bridge import Bridge, BridgeStep, bridge, has_bridge
from engine.projection.changed_plan import changing_plan, line_label
from engine.projection.changing_plans import merged
from engine.projection.documented_trials import documented_trials
from engine.projection.estimates import Estimate
from engine.projection.people_known import first_ahead, people_at_start
from engine.projection.question import Question, question_of
from engine.projection.question_problems import check, told
from engine.projection.running import parts, project, run
from engine.projection.summaries import (
    Accrual,
    BudgetRisk,
    Driver,
    Forfeit,
    Uncertainty,
    accrual,
    added_by_line,
    budget_risk,
    change_against,
    cost_histogram,
    expected,
    expected_by_line,
    expected_by_month,
    expected_like,
    forfeits,
    headcounts,
    is_mostly_over,
    overrun_difference,
    overrun_drivers,
    reserve,
    spread,
    swing_correlations,
    total_range,
    volatility_and_sensitivity,
)
from engine.projection.target_cost import TargetCost, target_cost
from engine.projection.tornado import SpreadRow, TornadoRow, spread_rows, tornado
from engine.projection.trial_counts import (
    TRIALS,
    TRIALS_OF_ROWS,
    TRIALS_OF_SETS,
    TRIALS_OF_SPREADS,
    TRIALS_ON_TARGET,
)
from engine.projection.trial_numbers import common_points, own_entropy, plain_points
from engine.projection.trials import Trials, joined

__all__ = [
    "TRIALS",
    "TRIALS_OF_ROWS",
    "TRIALS_OF_SETS",
    "TRIALS_OF_SPREADS",
    "TRIALS_ON_TARGET",
    "Accrual",
    "Assumptions",
    "Bridge",
    "BridgeStep",
    "BudgetRisk",
    "Driver",
    "Estimate",
    "Field",
    "Forfeit",
    "Question",
    "SpreadRow",
    "TargetCost",
    "TornadoRow",
    "Trials",
    "Uncertainty",
    "accrual",
    "added_by_line",
    "as_documented",
    "assumptions_and_problems",
    "assumptions_named",
    "assumptions_of",
    "assumptions_text",
    "base_of",
    "bridge",
    "budget_risk",
    "change_against",
    "changes_to",
    "changing_plan",
    "check",
    "common_points",
    "cost_histogram",
    "documented_trials",
    "entry_of",
    "expected",
    "expected_by_line",
    "expected_by_month",
    "expected_like",
    "fields",
    "first_ahead",
    "forfeits",
    "has_bridge",
    "headcounts",
    "is_mostly_over",
    "joined",
    "line_label",
    "merged",
    "named_sets",
    "overrun_difference",
    "overrun_drivers",
    "own_entropy",
    "parts",
    "people_at_start",
    "plain_points",
    "project",
    "question_of",
    "read_assumptions",
    "reserve",
    "run",
    "set_titles",
    "short_form",
    "spread",
    "spread_rows",
    "swing_correlations",
    "target_cost",
    "told",
    "tornado",
    "total_range",
    "volatility_and_sensitivity",
]
