"""Lists of independent jobs, done by whatever workers there are: processes of this machine or of a
cluster."""

from engine.jobs.choosing_workers import VARIABLE, cluster_wanted, workers
from engine.jobs.running_jobs import Work, in_order, results_of, run_jobs
from engine.jobs.same_engine import EngineVersion, own_version
from engine.jobs.workers_kept import Workers

__all__ = [
    "VARIABLE",
    "EngineVersion",
    "Work",
    "Workers",
    "cluster_wanted",
    "in_order",
    "own_version",
    "results_of",
    "run_jobs",
    "workers",
]
