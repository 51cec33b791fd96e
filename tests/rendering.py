"""Files as whoever opens them sees them: LibreOffice opens them, Poppler makes pictures of pages.

Where one of the two is missing these tests are skipped, loudly; in CI they fail.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

MISSING = (
    "{what} is missing, so nothing was rendered. As root: apt-get install poppler-utils "
    "libreoffice-calc-nogui libreoffice-impress-nogui libreoffice-writer-nogui"
)
DOTS = 50
"""Dots an inch."""
PATIENCE = 180
"""Seconds, on a machine that does much else."""


@dataclass(frozen=True)
class Page:
    """A page: its words, in lines, and how dark each of its dots is, 0 to 255."""

    text: str
    ink: NDArray[np.uint8]


def pages_of(pdf: bytes, folder: Path) -> list[Page]:
    """The pages of a PDF as they are seen."""
    needed("pdftotext")
    file = folder / "rendered.pdf"
    file.write_bytes(pdf)
    said = _run("pdftotext", "-layout", file, "-").decode()
    _run("pdftoppm", "-r", DOTS, "-gray", "-png", file, folder / "page")
    pictures = sorted(folder.glob("page-*.png"))
    texts = said.split("\f")[: len(pictures)]
    ink = [255 - np.asarray(Image.open(io.BytesIO(one.read_bytes()))) for one in pictures]
    return [Page(text, dots) for text, dots in zip(texts, ink, strict=True)]


def opened(content: bytes, suffix: str, folder: Path, to: str = "pdf") -> bytes:
    """What LibreOffice makes of a file of an office suite (`.pptx`, `.docx`, `.xlsx`)."""
    needed("soffice")
    file, made = folder / f"opened{suffix}", folder / "made"
    file.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    _run("soffice", profile, "--headless", "--convert-to", to, "--outdir", made, file)
    return (made / f"opened.{to}").read_bytes()


def needed(command: str) -> None:
    """Skips the test where a command is missing; in CI it fails."""
    if shutil.which(command) is None:
        what = "LibreOffice" if command == "soffice" else "Poppler"
        if os.environ.get("CI"):
            pytest.fail(MISSING.format(what=what), pytrace=False)
        pytest.skip(MISSING.format(what=what))


def _run(*command: object) -> bytes:
    return subprocess.run(
        [str(part) for part in command], check=True, capture_output=True, timeout=PATIENCE
    ).stdout
