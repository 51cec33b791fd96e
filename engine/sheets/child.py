"""The process in which files are read. It is run by its path, and loads no more of the engine than
reading takes: a whole engine would cost every first file a second."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType


def _engine_without_its_face() -> None:
    engine = ModuleType("engine")
    engine.__path__ = [str(Path(__file__).parents[1])]
    sys.modules["engine"] = engine


if __name__ == "__main__":
    _engine_without_its_face()
    from engine.sheets.serving import serve

    serve()
