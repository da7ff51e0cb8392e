"""Submissions run on the workers of a Dask cluster; what is lost with one of them runs on another."""

import os
import signal
from collections import Counter

import pytest
from nbformat.v4 import new_code_cell

from course_utils.grading.gradebook import cluster, converters
from course_utils.grading.gradebook.coordinator import Grading

dask = pytest.importorskip("dask", reason="the extra [cluster] is not installed")
distributed = pytest.importorskip("distributed", reason="the extra [cluster] is not installed")

CHAPTER, STUDENTS = "02_edges", ("ada", "bea", "cem", "dia")
PATIENCE = 300  # s: a busy machine is slow


@pytest.fixture
def two_workers():
    """A scheduler and two workers, each in a process of its own."""
    config = {"distributed.comm.timeouts.connect": PATIENCE, "distributed.worker.daemon": False}
    with (
        dask.config.set(config),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local,
    ):
        yield local


@pytest.mark.slow
def test_every_submission_is_graded_once_although_a_worker_is_killed(
    two_workers, course, hand_in, release, monkeypatch
):
    own = new_code_cell()
    release.cells.append(own)
    for student in STUDENTS:
        own.source = f"print('{student}')"
        hand_in(student, release)
    convert, recorded = converters.convert, Counter()

    def counted(converter, coursedir, config):
        recorded[coursedir.student_id] += converter is converters.Autograded
        if sum(recorded.values()) == 1:
            victim = next(iter(two_workers.workers.values())).pid
            os.kill(victim, signal.SIGKILL)
        return convert(converter, coursedir, config)

    monkeypatch.setattr(converters, "convert", counted)
    with cluster.executor(two_workers.scheduler_address) as executor:
        report = Grading(CHAPTER, course, sandboxed=False, executor=executor).run()
    assert {one.student: one.is_new for one in report.graded} == dict.fromkeys(STUDENTS, True)
    assert (report.failed, {name: recorded[name] for name in STUDENTS}) == ({}, dict.fromkeys(STUDENTS, 1))


def test_where_no_scheduler_answers_that_is_said(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.1)
    with pytest.raises(cluster.NoCluster, match="no scheduler of Dask answers"):
        cluster.executor("tcp://127.0.0.1:1").__enter__()


@pytest.mark.parametrize(
    ("versions", "told"), [({}, "has no worker"), ({"tcp://a": "other"}, "tcp://a of the cluster")]
)
def test_a_cluster_that_would_judge_otherwise_is_refused(versions, told):
    with pytest.raises(cluster.NoCluster, match=told):
        cluster._compare(versions, "tcp://s")
