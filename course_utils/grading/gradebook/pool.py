"""Jobs that run at the same time."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress

from .. import supervised
from ..apart import client
from ..job import Job, JobResult

Outcome = JobResult | Exception
Heed = Callable[[], None]
TURN = 0.5  # s between two looks at whether the run should stop


def outcomes(executor: Executor, jobs: dict[str, Job], heed: Heed) -> Iterator[tuple[str, Outcome]]:
    """Run jobs on any executor; what came of each, in the order in which they end.

    Those for which a busy machine was too slow come last: one by one they run again, and the better result
    counts.

    `heed` is called again and again, and raises where the run should stop.
    """
    futures = {executor.submit(supervised.run, job): name for name, job in jobs.items()}
    ended: queue.SimpleQueue[Future[JobResult]] = queue.SimpleQueue()
    for future in futures:
        future.add_done_callback(ended.put)
    hurried: dict[str, JobResult] = {}
    for _ in futures:
        future = _next(ended, heed)
        error = future.exception()
        if error is not None and not isinstance(error, Exception):
            raise error
        outcome = error or future.result()
        if isinstance(outcome, JobResult) and outcome.is_hurried:
            hurried[futures[future]] = outcome
        else:
            yield futures[future], outcome
    for name, first in hurried.items():
        again = executor.submit(supervised.run, jobs[name])
        again.add_done_callback(ended.put)
        _next(ended, heed)
        is_better = again.exception() is None and again.result().points >= first.points
        yield name, again.result() if is_better else first


def _next(ended: queue.SimpleQueue[Future[JobResult]], heed: Heed) -> Future[JobResult]:
    while True:
        heed()
        with suppress(queue.Empty):
            return ended.get(timeout=TURN)


def outcomes_here(workers: int, jobs: dict[str, Job], heed: Heed) -> Iterator[tuple[str, Outcome]]:
    """Run jobs in processes of this machine; one whose process is ended fails alone."""
    with processes(min(workers, len(jobs))) as executor:
        yield from outcomes(executor, jobs, heed)


@contextmanager
def processes(workers: int) -> Iterator[Executor]:
    """An executor whose threads wait for processes; those end with this one, however that ends."""
    executor = ThreadPoolExecutor(workers)
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        client.end_all()
        raise
    executor.shutdown()
