"""The terminal's door: the same engine, one command each."""

from engine.cli.command_line import main

__all__ = ["main"]
