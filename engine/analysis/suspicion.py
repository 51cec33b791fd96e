"""A suspect while it is tested: what it predicts, for whom, and what would come after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.analysis.evidence import Transform
from engine.analysis.paid_figures import Flags
from engine.analysis.suspect_scope import Scope
from engine.text import Text
from engine.yaml_files import Json


@dataclass(frozen=True)
class Suspicion:
    """`explained` are the open person-months that would agree within its scope. `say` makes its
    sentence of what stands in every sentence: explains, of, scope and broken. One about all has the
    other figures of the plan as `values`, or what it does to pay as `transform`; `also` are further
    figures that explain the very same."""

    kind: str
    key: str
    scope: Scope
    explained: Flags
    sentence: Callable[[Mapping[str, object]], Text]
    values: Mapping[str, Json] = field(default_factory=dict)
    transform: Transform | None = None
    also: tuple[Mapping[str, Json], ...] = ()

    @property
    def id(self) -> str:
        """Names it from run to run."""
        return f"{self.kind}:{self.key}" + (f";{self.scope.key}" if self.scope.key else "")
