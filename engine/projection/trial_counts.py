"""How many trials an answer is made of where nothing else is asked for: on the page and in the
terminal, which so give the same figures."""

TRIALS = 200
"""Of the cost."""
TRIALS_OF_SETS, TRIALS_OF_ROWS, TRIALS_OF_SPREADS, TRIALS_ON_TARGET = 80, 12, 32, 10
"""At most so many of each other set of assumptions, of each row of what would change the cost and
of what makes it surer, and of the cost on target: these are told as differences on the same trials.
"""
