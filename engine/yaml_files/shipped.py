"""Where the files lie that are shipped with the engine: plans, workforces, policies and so on."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
