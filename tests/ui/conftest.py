"""What holds for pages without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager

from engine.workspace import Workspace


@pytest.fixture(autouse=True, scope="session")
def installed_packages_are_looked_through_once() -> Iterator[None]:
    """Each `AppTest` reads the metadata of every installed package, a quarter of a second long, for
    components of others; none is installed while the tests run."""
    with pytest.MonkeyPatch.context() as patch:
        once = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", once)
        yield


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A workspace of one test's own, for pages that run alone."""
    monkeypatch.setenv("PAYCURVE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    yield Workspace()
    st.cache_resource.clear()
