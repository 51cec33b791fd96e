"""The slow reference: the language of plans read literally, in exact fractions.

It walks the parsed formulas for one person and month at a time, with plain loops, and shares with
the engine only the parser and the loaded plan. Written to be checked by reading.
"""

from tests.reference.interpreter import Reference

__all__ = ["Reference"]
