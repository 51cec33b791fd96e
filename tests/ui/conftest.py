"""What holds for pages without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner


@pytest.fixture(autouse=True, scope="session")
def installed_packages_are_looked_through_once() -> Iterator[None]:
    """Each `AppTest` reads the metadata of every installed package, a quarter of a second long, for
    components of others; none is installed while the tests run."""
    with pytest.MonkeyPatch.context() as patch:
        once = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", once)
        yield
