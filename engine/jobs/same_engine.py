"""Which engine computes here: two that agree in this give the same numbers."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
from scipy import special

HOME = Path(__file__).resolve().parents[2]
SOURCES = (("engine", "*.py"), ("data", "*.yaml"), ("data", "*.csv"), ("data", "*.json"))


@dataclass(frozen=True)
class EngineVersion:
    """Digests of the engine's source with its data, and of how this processor rounds what the
    models of people are made of; the versions of what it computes with."""

    source: str
    arithmetic: str
    python: str
    numpy: str
    scipy: str

    def __str__(self) -> str:
        return (
            f"{self.source}, Python {self.python}, numpy {self.numpy}, scipy {self.scipy}, "
            f"arithmetic {self.arithmetic}"
        )


@cache
def own_version() -> EngineVersion:
    """The version of this process."""
    major, minor, _ = platform.python_version_tuple()
    return EngineVersion(
        _digest(_source()),
        _digest(_arithmetic()),
        f"{major}.{minor}",
        version("numpy"),
        version("scipy"),
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def _source() -> bytes:
    digest = hashlib.sha256()
    for folder, pattern in SOURCES:
        for path in sorted((HOME / folder).rglob(pattern)):
            digest.update(f"{path.relative_to(HOME).as_posix()}\n".encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.digest()


def _arithmetic() -> bytes:
    """The last bits of functions that processors of other makes may round otherwise."""
    shares = (np.arange(1, 4096) / 4096.0).astype(np.float64)
    matrix = shares[:4032].reshape(63, 64)
    found = (
        *(np.exp(shares * 8 - 4), np.log(shares), np.sqrt(shares), np.power(shares, 1.7)),
        *(np.sin(shares * 7), np.cos(shares * 7), np.tanh(shares * 3), np.expm1(shares)),
        *(special.ndtri(shares), special.ndtr(shares * 4 - 2), special.gammaincinv(2.5, shares)),
        *(special.betaincinv(2.0, 5.0, shares), np.log1p(shares), matrix @ matrix.T),
        np.cumsum(shares),
        np.random.default_rng(1).standard_normal(1000),
    )
    return b"".join(np.ascontiguousarray(array).tobytes() for array in found)
