"""The parts of the library: the shelf of plans, finding one, and reading it as a policy."""
