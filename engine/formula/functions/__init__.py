"""The functions of the language, family by family, in the order in which they are shown.

Everything about a function hangs on its definition; the checker, the compiler, the editor's help,
the reference page and the tests all read it here.
"""

from collections.abc import Mapping

from engine.formula.functions import (
    arithmetic,
    career_ladder,
    carry_over,
    expiring_balance,
    group_totals,
    indicator_points,
    pool_shares,
    ranks,
    several_months,
    tables,
)
from engine.formula.functions.function import (
    Argument,
    Coupling,
    Example,
    Function,
    Method,
    Role,
    Span,
    UnitRule,
)

FAMILIES = (
    arithmetic,
    tables,
    indicator_points,
    several_months,
    carry_over,
    expiring_balance,
    career_ladder,
    group_totals,
    ranks,
    pool_shares,
)

FUNCTIONS: Mapping[str, Function] = {
    function.name: function
    for family in FAMILIES
    for function in vars(family).values()
    if isinstance(function, Function)
}
"""All functions by name: those of each family in the order in which its file defines them."""

__all__ = [
    "FAMILIES",
    "FUNCTIONS",
    "Argument",
    "Coupling",
    "Example",
    "Function",
    "Method",
    "Role",
    "Span",
    "UnitRule",
]
