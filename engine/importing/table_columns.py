"""The columns of some tables, each looked at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from engine.importing.profile import Profile, profile
from engine.progress import Progress
from engine.tables import Table


@dataclass
class TableColumns:
    """The columns of some tables and what they hold; everything is looked at once."""

    tables: Sequence[Table]
    _profiles: dict[tuple[str, str], Profile] = field(default_factory=dict)

    def profile(self, table: str, heading: str) -> Profile:
        """What a column holds."""
        place = (table, heading)
        if place not in self._profiles:
            self._profiles[place] = profile(self.named[table].column(heading))
        return self._profiles[place]

    def look(self, progress: Progress) -> None:
        """Looks at every column; whatever `progress` raises ends the work."""
        places = [(table.name, heading) for table in self.tables for heading in table.headings]
        for i, place in enumerate(places):
            self.profile(*place)
            progress((i + 1) / len(places))

    def texts(self, table: str, heading: str) -> list[str]:
        """The different texts of a column, blanks apart."""
        column = self.named[table].column(heading)
        return [str(text) for text in column.unique().to_pylist() if text]

    @cached_property
    def named(self) -> dict[str, Table]:
        """The tables by their names."""
        return {table.name: table for table in self.tables}

    def file(self, name: str) -> str:
        """The first file of a table."""
        return self.named[name].sources[0][0]
