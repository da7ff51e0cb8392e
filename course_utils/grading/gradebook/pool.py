"""Jobs that run at the same time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from .. import session
from ..job import Job, JobResult

Outcome = JobResult | Exception


def outcomes(executor: Executor, jobs: dict[str, Job]) -> Iterator[tuple[str, Outcome]]:
    """Run jobs on any executor; what came of each, in the order in which they end."""
    futures = {executor.submit(session.run, job): name for name, job in jobs.items()}
    for future in as_completed(futures):
        error = future.exception()
        if error is not None and not isinstance(error, Exception):
            raise error
        yield futures[future], error or future.result()


def outcomes_here(workers: int, jobs: dict[str, Job]) -> Iterator[tuple[str, Outcome]]:
    """Run jobs in processes of this machine; one that ends its process fails alone."""
    broken = {}
    with processes(min(workers, len(jobs))) as executor:
        for name, outcome in outcomes(executor, jobs):
            if isinstance(outcome, BrokenProcessPool):
                broken[name] = jobs[name]
            else:
                yield name, outcome
    for name, job in broken.items():  # one of them ended its process; alone, each harms only itself
        with processes(1) as executor:
            yield from outcomes(executor, {name: job})


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
