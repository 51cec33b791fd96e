"""The language of plans: text → checked tree, and its functions. Nothing about people or files."""

from engine.formula import exact
from engine.formula.calls import arguments, bind, parts_with
from engine.formula.checker import CALENDAR, Checked, Symbol, check
from engine.formula.cycles import argument_cycle, rarest_cycle
from engine.formula.functions import (
    FUNCTIONS,
    Argument,
    Coupling,
    Function,
    Method,
    Role,
    Span,
    UnitRule,
)
from engine.formula.functions.career_ladder import CareerMonth
from engine.formula.functions.carry_over import CarryOverPeriod, Filling
from engine.formula.functions.expiring_balance import BalanceMonth
from engine.formula.functions.function import State
from engine.formula.functions.groups import moves_between_groups, others_of_group
from engine.formula.functions.several_months import previous
from engine.formula.functions.wording import Variant, Wording
from engine.formula.kernel_values import Figures, Indicators, KeyedPoints, Months, Points, Table
from engine.formula.kinds import CONDITION, NUMBER, PERSON, Choice, Kind, Record, Shape
from engine.formula.spreadsheet import respelled
from engine.formula.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Field,
    FormulaError,
    Logical,
    Lookup,
    Membership,
    Name,
    Negation,
    Node,
    Not,
    Number,
    TextLiteral,
    parse,
)
from engine.formula.visitor import Visitor, calls_in, names_in

__all__ = [
    "CALENDAR",
    "CONDITION",
    "FUNCTIONS",
    "NUMBER",
    "PERSON",
    "Argument",
    "Arithmetic",
    "BalanceMonth",
    "Call",
    "CareerMonth",
    "CarryOverPeriod",
    "Checked",
    "Choice",
    "Comparison",
    "Conditional",
    "Coupling",
    "Field",
    "Figures",
    "Filling",
    "FormulaError",
    "Function",
    "Indicators",
    "KeyedPoints",
    "Kind",
    "Logical",
    "Lookup",
    "Membership",
    "Method",
    "Months",
    "Name",
    "Negation",
    "Node",
    "Not",
    "Number",
    "Points",
    "Record",
    "Role",
    "Shape",
    "Span",
    "State",
    "Symbol",
    "Table",
    "TextLiteral",
    "UnitRule",
    "Variant",
    "Visitor",
    "Wording",
    "argument_cycle",
    "arguments",
    "bind",
    "calls_in",
    "check",
    "exact",
    "moves_between_groups",
    "names_in",
    "others_of_group",
    "parse",
    "parts_with",
    "previous",
    "rarest_cycle",
    "respelled",
]
