"""Jobs on a Dask cluster of two worker processes of this machine, and clusters that are no use."""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.companies import load_company
from engine.jobs import cluster_workers, own_version, run_jobs, workers
from engine.projection import joined, parts, question_of, run
from engine.text import Refused
from tests.jobs import counted_work as work
from tests.jobs.local_cluster import free_port, scheduler, wait_for_workers, worker


def test_a_killed_worker_of_a_cluster_changes_no_total() -> None:
    """One of two workers is killed once the first of twelve jobs came back."""
    company = load_company("sales-company")
    sellers = {"sellers": replace(company.units["sellers"], headcount=200)}
    question = question_of(replace(company, units=sellers, moves=(), management=()), seed=5)
    alone = run(question, range(86))
    with scheduler() as (address, _), worker(address), worker(address):
        wait_for_workers(address, 2)
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
    with scheduler() as (address, process), worker(address), ThreadPoolExecutor(1) as aside:
        wait_for_workers(address, 1)
        with pytest.raises(Refused) as refused, workers(cluster=address) as one:
            begun = aside.submit(run_jobs, one, work.slow_sum, [(str(tmp_path), 0)])
            work.noted(tmp_path, "begun-")
            process.kill()
            begun.result()
        (tmp_path / "go").touch()
    assert [p.key for p in refused.value.problems] == ["cluster_lost"]


def test_clusters_of_no_use_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = f"tcp://127.0.0.1:{free_port()}"
    for address, key in (
        ("10.0.0.5:8786", "cluster_address"),
        ("http://10.0.0.5:8786", "cluster_address"),
        ("tcp://10.0.0.5:65536", "cluster_address"),
        ("tcp://127.0.0.1:65535", "cluster_unreachable"),
        (nobody.replace("tcp", "tls"), "cluster_certificates"),
        (nobody, "cluster_unreachable"),
    ):
        begun = time.monotonic()
        with monkeypatch.context() as hasty, pytest.raises(Refused) as refused:
            hasty.setattr(
                cluster_workers, "PATIENCE", 0.5
            )  # nobody is there, however long one waits
            with workers(cluster=address):
                pass
        assert [p.key for p in refused.value.problems] == [key]
        assert time.monotonic() - begun < 30
    with (
        scheduler() as (address, _),
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
        scheduler() as (address, _),
        worker(address, tmp_path / "none"),
        worker(address, tmp_path / "changed"),
    ):
        wait_for_workers(address, 2)
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
