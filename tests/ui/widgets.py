"""Finds widgets in a page without a browser."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from streamlit.testing.v1 import AppTest


class Keyed(Protocol):
    @property
    def key(self) -> str | None: ...


W = TypeVar("W", bound=Keyed)


def in_place(widgets: Iterable[W], key: str) -> W:
    """The widget of this key, or the one that took its place where something else moved it."""
    return next(found for found in widgets if (found.key or "").partition("~")[0] == key)


WITHOUT_A_VALUE = frozenset({"button", "download_button", "file_uploader", "link_button"})
"""Widgets that show nothing that could have been changed elsewhere."""


def hidden_fields(block: Any, is_hidden: bool = False) -> Iterator[str]:
    """The fields of a page that stand behind a closed button, by their keys."""
    for child in block.children.values():
        proto = getattr(child, "proto", None)
        if hasattr(child, "children"):
            box = None if proto is None else getattr(proto, "popover", None)
            is_closed = box is not None and proto.HasField("popover") and not box.open
            yield from hidden_fields(child, is_hidden or is_closed)
        elif is_hidden and child.type not in WITHOUT_A_VALUE and hasattr(child, "_widget_state"):
            yield child.key or child.type


def in_html(app: AppTest) -> list[str]:
    """What stands on the page as HTML."""
    return [str(element.proto.body) for element in app.get("html")]


class Figure:
    """The widget of a figure of the plan, as the browser has it: what it was told, and a way to
    move it, which AppTest does not know of a component."""

    def __init__(self, app: AppTest, key: str) -> None:
        self._app = app
        (self._element,) = (one for one in app.get("bidi_component") if one.key == key)

    @property
    def given(self) -> Any:
        """What the session told the widget last."""
        proto = self._element.proto
        return json.loads(proto.mixed.json if proto.WhichOneof("data") == "mixed" else proto.json)

    @property
    def cells(self) -> list[Any]:
        """What is shown of each figure, row by row."""
        return [cell for row in self.given["rows"] for cell in row["cells"]]

    @property
    def texts(self) -> list[str]:
        """What stands in the fields."""
        return [cell["text"] for cell in self.cells]

    def move(self, row: int = 0, column: str = "value", **move: Any) -> None:
        """Moves a figure (`to`), types into its field (`typed`), or adds or removes a row, and runs
        the page."""
        known = self.given
        where = {} if "add" in move else {"row": row, "column": column}
        self.send({"seq": known["seq"] + 1, "version": known["version"], **where, **move})

    def send(self, *moves: Mapping[str, Any]) -> None:
        """Runs the page with these moves not heard of by the session."""
        states = self._app._tree.get_widget_states()
        sent = {"moved": {"session": self.given["session"], "moves": moves}}
        states.widgets.add(id=self._element.proto.id, json_value=json.dumps(sent))
        self._app._run(states)
