"""Jobs that run at the same time."""

from __future__ import annotations

import queue
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TypeVar

from .. import supervised
from ..apart import client
from ..job import Job, JobResult

Outcome = JobResult | Exception
Heed = Callable[[], None]
Result = TypeVar("Result")
TURN = 0.5  # s between two looks at whether the run should stop


def outcomes(executor: Executor, jobs: dict[str, Job], heed: Heed) -> Iterator[tuple[str, Outcome]]:
    """Run jobs on any executor; the outcome of each, in the order in which they end.

    Jobs for which a busy machine was too slow come last: they run again, one by one, and the better result
    counts.

    `heed` is called again and again, and raises where the run should stop.
    """
    futures = {executor.submit(supervised.run, job): name for name, job in jobs.items()}
    hurried: dict[str, JobResult] = {}
    for future in ended(futures, heed):
        name, outcome = futures.pop(future), _outcome(future)
        del future  # and with it the notebook that came of it
        if isinstance(outcome, JobResult) and outcome.is_hurried:
            hurried[name] = outcome
        else:
            yield name, outcome
    for name, first in hurried.items():
        [again] = ended([executor.submit(supervised.run, jobs[name])], heed)
        second = _outcome(again)
        is_better = isinstance(second, JobResult) and second.points >= first.points
        yield name, second if is_better else first


def _outcome(future: Future[JobResult]) -> Outcome:
    """The outcome of a job; raises the errors that concern the whole run."""
    if future.cancelled():
        return RuntimeError("it was lost with the cluster that was to run it")
    error = future.exception()
    if error is not None and not isinstance(error, Exception):
        raise error
    return error or future.result()


def ended(futures: Collection[Future[Result]], heed: Heed) -> Iterator[Future[Result]]:
    """Each future when it has ended; `heed` is called again and again, and raises where this should stop."""
    done: queue.SimpleQueue[Future[Result]] = queue.SimpleQueue()
    for future in futures:
        future.add_done_callback(done.put)
    for _ in range(len(futures)):
        yield _next(done, heed)


def _next(done: queue.SimpleQueue[Future[Result]], heed: Heed) -> Future[Result]:
    while True:
        heed()
        with suppress(queue.Empty):
            return done.get(timeout=TURN)


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
