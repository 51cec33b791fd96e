"""Where the program keeps what belongs to the user: the place each system has for that."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from engine.text import Problem, Refused

VARIABLE = "PAYCURVE_DATA"


def wanted_folder() -> Path:
    """PAYCURVE_DATA, else the user's data folder of this system; it need not exist."""
    if chosen := os.environ.get(VARIABLE):
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "Paycurve"
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/Paycurve"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share")) / "paycurve"


def make_folder(folder: Path) -> None:
    """Makes a folder for its owner only. Raises Refused where that cannot be, or is no use."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error.strerror or str(error)) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise unwritable(folder, os.strerror(13))


def unwritable(folder: Path, found: str) -> Refused:
    """That a folder cannot be written, and what to do."""
    said = {"found": found, "variable": VARIABLE}
    return Refused([Problem("workspace_folder", said, str(folder))])
