"""Files that a component of the page asks this server for, beside what it brings along."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest


class ServedFiles:
    """The files of a folder, served under the name of a component."""

    def __init__(self, component: str, folder: Path) -> None:
        self._component = component
        self._folder = folder

    def offer(self) -> None:
        """Let the server find them."""
        manager = get_bidi_component_manager()
        if manager.get_component_path(self._component) is None:
            name = self._component.removeprefix(f"{_PACKAGE}.")
            assets = ComponentConfig(name=name, asset_dir=self._folder.name)
            manifest = ComponentManifest(name=_PACKAGE, version="0", components=[assets])
            manager.register_from_manifest(manifest, self._folder.parent)

    def address(self, name: str) -> str:
        """Where a file is, from the page on. With another content of any of them, which may ask
        for each other, it is another address: browsers keep what is there for good."""
        return f"_stcore/bidi-components/{self._component}/{name}?v={self._version}"

    @property
    def names(self) -> list[str]:
        """What they are called."""
        return sorted(file.name for file in self._folder.iterdir())

    @cached_property
    def _version(self) -> str:
        contents = [(self._folder / name).read_bytes() for name in self.names]
        return hashlib.sha256(b"".join(contents)).hexdigest()[:12]


_PACKAGE = "paycurve"
