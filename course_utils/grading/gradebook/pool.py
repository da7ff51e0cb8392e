"""Jobs that run at the same time."""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress

from .. import session
from ..job import Job, JobResult

Outcome = JobResult | Exception
Heed = Callable[[], None]
TURN = 0.5  # s between two looks at whether the run should stop


def outcomes(executor: Executor, jobs: dict[str, Job], heed: Heed) -> Iterator[tuple[str, Outcome]]:
    """Run jobs on any executor; what came of each, in the order in which they end.

    `heed` is called again and again, and raises where the run should stop.
    """
    futures = {executor.submit(session.run, job): name for name, job in jobs.items()}
    ended: queue.SimpleQueue[Future[JobResult]] = queue.SimpleQueue()
    for future in futures:
        future.add_done_callback(ended.put)
    for _ in futures:
        future = _next(ended, heed)
        error = future.exception()
        if error is not None and not isinstance(error, Exception):
            raise error
        yield futures[future], error or future.result()


def _next(ended: queue.SimpleQueue[Future[JobResult]], heed: Heed) -> Future[JobResult]:
    while True:
        heed()
        with suppress(queue.Empty):
            return ended.get(timeout=TURN)


def outcomes_here(workers: int, jobs: dict[str, Job], heed: Heed) -> Iterator[tuple[str, Outcome]]:
    """Run jobs in processes of this machine; one that ends its process fails alone."""
    broken = {}
    with processes(min(workers, len(jobs))) as executor:
        for name, outcome in outcomes(executor, jobs, heed):
            if isinstance(outcome, BrokenProcessPool):
                broken[name] = jobs[name]
            else:
                yield name, outcome
    for name, job in broken.items():  # one of them ended its process; alone, each harms only itself
        with processes(1) as executor:
            yield from outcomes(executor, {name: job}, heed)


@contextmanager
def processes(workers: int) -> Iterator[Executor]:
    """An executor of processes that end with this one, however that ends."""
    others = set(multiprocessing.active_children())
    spawn = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(workers, mp_context=spawn, initializer=_follow_parent)
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - others:
            process.kill()
        raise
    executor.shutdown()


def _follow_parent() -> None:
    """End with the parent, and only with it, though Control-C reaches both."""
    signal.signal(signal.SIGINT, lambda *_: None)  # a handler: unlike SIG_IGN, kernels do not inherit it
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
