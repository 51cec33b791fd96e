"""Where results stand for a while without memory of their own: in the amounts of pay lines that are
not settled yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]


class Room:
    """The amounts of a pay line, until the step that settles it."""

    def __init__(self, amounts: Array, due: int) -> None:
        self.amounts, self.due = amounts, due
        self.rows = amounts.shape[0]
        self.taken_until = -1


class Rooms:
    """The rooms of a stage, and which result lodges where.

    `rooms` come with the place of the step that settles them, at most one for each place that is a
    step. `places` gives the place of each result's step, `last` the place of the last step that
    reads it.
    """

    def __init__(
        self, rooms: Sequence[Room], places: Mapping[int, int], last: Mapping[int, int]
    ) -> None:
        self._rooms = sorted(rooms, key=lambda room: room.due)
        self._places, self._last = places, last
        self._of: dict[int, Room] = {}

    def own(self, result: int) -> Array | None:
        """The room of the line that a result is the pay of, where nothing else reads it."""
        here = self._places[result]
        return self._find(result, lambda room: room.due == here == self._last.get(result))

    def find(self, result: int, rows: int) -> Array | None:
        """A room for a result of so many rows, free for as long as it is read, if there is one."""
        last = self._last.get(result)
        return self._find(
            result, lambda room: last is not None and last < room.due and room.rows == rows
        )

    def may_take_over(self, result: int, lodger: int) -> bool:
        """Whether a result may stand where another stands; notes that it does."""
        room, last = self._of.get(lodger), self._last.get(result)
        if room is None:
            return True
        if last is None or last >= room.due:
            return False
        self._take(room, result, last)
        return True

    def lodges(self, result: int) -> bool:
        """Whether a result has a room."""
        return result in self._of

    def _find(self, result: int, fits: Callable[[Room], bool]) -> Array | None:
        here = self._places[result]
        for room in self._rooms:
            if room.taken_until < here and fits(room):
                self._take(room, result, self._last[result])
                return room.amounts
        return None

    def _take(self, room: Room, result: int, last: int) -> None:
        room.taken_until = last
        self._of[result] = room
