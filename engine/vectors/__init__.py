"""Calculations for many people at a time as code for the processor, which LLVM makes of text."""

from engine.vectors.carried_vectors import CARRIED_FUNCTIONS
from engine.vectors.cell_vectors import CELL_FUNCTIONS, Known, figures_in
from engine.vectors.code_lines import (
    BYTES,
    LANES,
    STORED,
    TYPES,
    Element,
    Feed,
    Kind,
    NotInVectors,
    Place,
    Value,
)
from engine.vectors.elementwise_code import Elementwise, elementwise
from engine.vectors.everyone_functions import EVERYONE_FUNCTIONS, Part, Worked
from engine.vectors.loop_run import LoopRun
from engine.vectors.month_vectors import MONTH_FUNCTIONS, Months, check_length
from engine.vectors.number_code import counts, members
from engine.vectors.one_share import ONE_PERSON_FUNCTIONS
from engine.vectors.processor import PROCESSOR, Made, address, has_llvm
from engine.vectors.vector_code import Code

__all__ = [
    "BYTES",
    "CARRIED_FUNCTIONS",
    "CELL_FUNCTIONS",
    "EVERYONE_FUNCTIONS",
    "LANES",
    "MONTH_FUNCTIONS",
    "ONE_PERSON_FUNCTIONS",
    "PROCESSOR",
    "STORED",
    "TYPES",
    "Code",
    "Element",
    "Elementwise",
    "Feed",
    "Kind",
    "Known",
    "LoopRun",
    "Made",
    "Months",
    "NotInVectors",
    "Part",
    "Place",
    "Value",
    "Worked",
    "address",
    "check_length",
    "counts",
    "elementwise",
    "figures_in",
    "has_llvm",
    "members",
]
