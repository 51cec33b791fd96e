"""What a drawn chart is made of: boxes, lines, areas, dots and words on a sheet of its own.

Lengths are in points, from the left and from the top; colours are RRGGBB.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal

Anchor = Literal["left", "centre", "right"]
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A filled rectangle."""

    left: float
    top: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True)
class Line:
    """A line through points."""

    points: tuple[Point, ...]
    colour: str
    thickness: float = 1.0
    dashed: bool = False


@dataclass(frozen=True)
class Area:
    """A filled polygon."""

    points: tuple[Point, ...]
    fill: str


@dataclass(frozen=True)
class Dot:
    """A filled circle around a point."""

    left: float
    top: float
    radius: float
    fill: str


@dataclass(frozen=True)
class Words:
    """A line of text; `top` is where its middle lies, `anchor` which part of it lies at `left`."""

    left: float
    top: float
    text: str
    size: float
    colour: str
    anchor: Anchor = "left"
    bold: bool = False


Mark = Box | Line | Area | Dot | Words


@dataclass(frozen=True)
class Drawing:
    """Marks in the order in which they are drawn, and the size of their sheet."""

    width: float
    height: float
    marks: tuple[Mark, ...]

    def as_json(self) -> Mapping[str, object]:
        """The drawing for the page that places it."""
        marks = [{"kind": type(mark).__name__.lower(), **asdict(mark)} for mark in self.marks]
        return {"width": self.width, "height": self.height, "marks": marks}
