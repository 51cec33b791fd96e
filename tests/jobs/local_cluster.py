"""A Dask cluster of this machine: its scheduler and its workers, a process each."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from distributed import Client

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def _running(*command: str, path: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=path,
        env={**os.environ, "PYTHONPATH": str(path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        assert isinstance(port, int)
        return port


@contextmanager
def scheduler() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address and the process of a scheduler without workers."""
    address = f"tcp://127.0.0.1:{free_port()}"
    with _running("dask", "scheduler", "--host", address, "--no-dashboard") as process:
        _wait_for(address)
        yield address, process


def _wait_for(address: str) -> None:
    host, _, port = address.removeprefix("tcp://").partition(":")
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection((host, int(port)), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nobody listens at {address}")


@contextmanager
def worker(address: str, path: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that does a job at a time, with the code in the folder `path`."""
    options = ("--nthreads", "1", "--no-dashboard", "--no-nanny")
    with _running("dask", "worker", address, *options, path=path) as process:
        yield process


def wait_for_workers(address: str, count: int) -> None:
    """Waits until a scheduler has so many workers."""
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=60)
