"""Mutants on trial: in processes of their own, with limits, for a mutant may never end or take all memory."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import multiprocessing
import os
import resource
import sys
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import numpy as np

from course_utils.checks import Exercise
from course_utils.checks.judge import first_fault

from .make import Mutant

BATCH = 40  # mutants for one process
CALLS = 2.0  # seconds for one case; the right answers need less than 0.1
CPU = 10  # seconds of the processor for one mutant
MEMORY = 2 << 30  # bytes, beyond what the process has
WALL = 90.0  # seconds without news from a process

fork = multiprocessing.get_context("fork")


def survivors(mutants: Sequence[Mutant], jobs: int = 2, cpu: int = CPU) -> list[Mutant]:
    """The mutants that earn all points. One that ends its process or is too slow is killed."""
    waiting: deque[list[Mutant]] = deque(_batches(mutants))
    running: dict[Connection, tuple[Any, list[Mutant], float]] = {}
    found: list[Mutant] = []
    while waiting or running:
        while waiting and len(running) < jobs:
            batch = waiting.popleft()
            ours, theirs = fork.Pipe(duplex=False)
            process = fork.Process(target=_try_all, args=(batch, theirs, cpu), daemon=True)
            process.start()
            theirs.close()
            running[ours] = process, batch, time.monotonic()
        news = wait(list(running), timeout=1.0)
        for pipe, (process, batch, since) in list(running.items()):
            if pipe in news:
                with contextlib.suppress(EOFError):
                    if pipe.recv():
                        found.append(batch[0])
                    running[pipe] = process, batch[1:], time.monotonic()
                    continue
            elif time.monotonic() - since < WALL:
                continue
            process.kill()
            process.join()
            pipe.close()
            del running[pipe]
            if batch[1:]:  # the first one of those left was too slow, or it ended the process
                waiting.appendleft(batch[1:])
    return sorted(found, key=list(mutants).index)


def _batches(mutants: Sequence[Mutant]) -> Iterator[list[Mutant]]:
    exercises = dict.fromkeys(mutant.form.exercise.name for mutant in mutants)
    for name in exercises:
        own = [mutant for mutant in mutants if mutant.form.exercise.name == name]
        yield from (own[start : start + BATCH] for start in range(0, len(own), BATCH))


def _try_all(batch: list[Mutant], pipe: Connection, cpu: int) -> None:
    """In a process of its own: says of each mutant whether it survives."""
    exercise = batch[0].form.exercise
    _limit_memory()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    warnings.simplefilter("ignore")
    cases = list(_case_by_case(exercise))
    for mutant in batch:
        used = time.process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + cpu, resource.RLIM_INFINITY))
        late = False

        def refused(single: Exercise, target: Any) -> bool:
            nonlocal late
            fault = first_fault(single, target)
            late = late or (fault is not None and fault.kind == "too slow")
            return fault is not None

        try:
            target = mutant.build()
        except Exception:
            pipe.send(False)
            continue
        killed = any(refused(single, target) for single in cases) or refused(exercise, target)
        if late:  # it may be running still: end with this process
            break
        pipe.send(not killed)
    pipe.close()
    os._exit(0)


def _case_by_case(exercise: Exercise) -> Iterator[Exercise]:
    """An exercise for each case, which remembers the right answer: most mutants fail in the first ones."""
    for number, case in enumerate(exercise.cases):
        drawn = dataclasses.replace(case, args=case.draw(np.random.default_rng([0, number])))
        yield dataclasses.replace(
            exercise,
            cases=(drawn,),
            oracle=exercise.oracle if exercise.in_steps else _once(exercise.oracle),
            seconds=min(exercise.seconds, CALLS),
        )


def _once(oracle: Callable[..., Any]) -> Callable[..., Any]:
    answers: list[Any] = []

    @functools.wraps(oracle)
    def known(*args: Any, **kwargs: Any) -> Any:
        if not answers:
            answers.append(oracle(*args, **kwargs))
        return answers[0]

    return known


def _limit_memory() -> None:
    if sys.platform == "linux":  # elsewhere the limit counts what is not taken
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limit = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))
