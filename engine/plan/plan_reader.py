"""Entries of a plan file by their path."""

from __future__ import annotations

from engine.yaml_files import Reader


class PlanReader(Reader):
    """Reads entries of a plan file; problems call them by id, without their section."""

    def column(self, path: tuple[str, ...]) -> str:
        return ".".join(path[1:])
