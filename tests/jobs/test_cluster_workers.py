"""Jobs on a Dask cluster of two worker processes of this machine, and clusters that are no use."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from distributed import Client

from engine.companies import load_company
from engine.jobs import cluster_workers, own_version, run_jobs, workers
from engine.projection import joined, parts, question_of, run
from engine.text import Refused
from tests.jobs import counted_work as work

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


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        assert isinstance(port, int)
        return port


@contextmanager
def _scheduler() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    address = f"tcp://127.0.0.1:{_free_port()}"
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
def _worker(address: str, path: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
    options = ("--nthreads", "1", "--no-dashboard", "--no-nanny")
    with _running("dask", "worker", address, *options, path=path) as process:
        yield process


def _wait_for_workers(address: str, count: int) -> None:
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=60)


def test_a_killed_worker_of_a_cluster_changes_no_total() -> None:
    """One of two workers is killed once the first of twelve jobs came back."""
    company = load_company("sales-company")
    sellers = {"sellers": replace(company.units["sellers"], headcount=200)}
    question = question_of(replace(company, units=sellers, moves=(), management=()), seed=5)
    alone = run(question, range(86))
    with _scheduler() as (address, _), _worker(address), _worker(address):
        _wait_for_workers(address, 2)
        with workers(cluster=address) as two:
            assert run_jobs(two, work.squared, range(50)) == [n * n for n in range(50)]
            with pytest.raises(Refused) as refused:
                run_jobs(two, work.refused, range(4))
            ids = set(run_jobs(two, work.process_id, range(20)))
            found = []
            for some in parts(question, range(86), two):
                if not found:
                    os.kill(min(ids), signal.SIGKILL)
                found.append(some)
            left = set(run_jobs(two, work.process_id, range(20)))
    assert [p.key for p in refused.value.problems] == ["projection_trials"]
    assert len(ids) == 2 and left == ids - {min(ids)}
    assert sum(some.size for some in found) == 86
    assert np.array_equal(joined(found).cost, alone.cost)


def test_a_cluster_that_goes_away_is_told(tmp_path: Path) -> None:
    with _scheduler() as (address, scheduler), _worker(address), ThreadPoolExecutor(1) as aside:
        _wait_for_workers(address, 1)
        with pytest.raises(Refused) as refused, workers(cluster=address) as one:
            begun = aside.submit(run_jobs, one, work.slow_sum, [(str(tmp_path), 0)])
            work.noted(tmp_path, "begun-")
            scheduler.kill()
            begun.result()
        (tmp_path / "go").touch()
    assert [p.key for p in refused.value.problems] == ["cluster_lost"]


def test_clusters_of_no_use_are_refused() -> None:
    nobody = f"tcp://127.0.0.1:{_free_port()}"
    for address, key in (
        ("10.0.0.5:8786", "cluster_address"),
        ("http://10.0.0.5:8786", "cluster_address"),
        ("tcp://10.0.0.5:65536", "cluster_address"),
        ("tcp://127.0.0.1:65535", "cluster_unreachable"),
        (nobody.replace("tcp", "tls"), "cluster_certificates"),
        (nobody, "cluster_unreachable"),
    ):
        begun = time.monotonic()
        with pytest.raises(Refused) as refused, workers(cluster=address):
            pass
        assert [p.key for p in refused.value.problems] == [key]
        assert time.monotonic() - begun < 30
    with (
        _scheduler() as (address, _),
        pytest.raises(Refused) as refused,
        workers(cluster=address),
    ):
        pass
    assert [p.key for p in refused.value.problems] == ["cluster_empty"]


def test_somebody_else_at_the_address_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    """A server of web pages, such as the scheduler's own page for browsers: its first letters are
    taken for the length of what it says."""
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as aside:

        def answer() -> None:
            comer, _ = server.accept()
            with comer:
                comer.recv(1)
                comer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                while comer.recv(4096):
                    pass

        answered = aside.submit(answer)
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(Refused) as refused, workers(cluster=address):
            pass
        answered.result(timeout=60)
    assert [p.key for p in refused.value.problems] == ["cluster_other"]
    gc.collect()
    assert not capfd.readouterr().err


def test_without_dask_a_cluster_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Refused) as refused, workers(cluster="tcp://10.0.0.5:8786"):
        pass
    assert [p.key for p in refused.value.problems] == ["cluster_missing"]
    assert "requirements-cluster.txt" in str(refused.value)


def test_workers_with_no_paycurve_or_another_one_are_refused(tmp_path: Path) -> None:
    """One worker starts where there is no engine, another where a copy of it was changed."""
    (tmp_path / "none").mkdir()
    copy = tmp_path / "changed" / "engine"
    (copy / "jobs").mkdir(parents=True)
    (copy / "__init__.py").touch()
    (copy / "jobs" / "__init__.py").touch()
    older = "def own_version():\n    return 'older'\n"
    (copy / "jobs" / "same_engine.py").write_text(older, "utf-8")
    with (
        _scheduler() as (address, _),
        _worker(address, tmp_path / "none"),
        _worker(address, tmp_path / "changed"),
    ):
        _wait_for_workers(address, 2)
        with pytest.raises(Refused) as refused, workers(cluster=address):
            pass
    assert [p.key for p in refused.value.problems] == ["cluster_no_engine"] * 2


def test_a_worker_of_another_version_is_told_with_both_and_does_nothing() -> None:
    own = own_version()
    theirs = replace(own, numpy="1.0.0")
    assert cluster_workers._other("tcp://w", own) is None
    problem = cluster_workers._other("tcp://w", theirs)
    assert problem is not None and problem.key == "cluster_version"
    assert "numpy 1.0.0" in problem.text() and f"numpy {own.numpy}" in problem.text("zh")
    assert cluster_workers._done_alike(own, work.squared, (3,), {}) == 9
    with pytest.raises(Refused) as refused:
        cluster_workers._done_alike(theirs, work.squared, (3,), {})
    assert [p.key for p in refused.value.problems] == ["cluster_version"]


def test_a_version_is_that_of_the_source_and_of_the_arithmetic() -> None:
    own = own_version()
    assert own == own_version()
    assert len({own.source, own.arithmetic}) == 2
    assert own.source in str(own) and own.arithmetic in str(own)
