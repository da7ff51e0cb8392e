"""The workers of a Dask cluster, as an executor: submissions run there, the gradebook is written here."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from .results import version

PATIENCE = 30  # s for a scheduler to answer


class NoCluster(Exception):
    """Submissions cannot run on the cluster; the message says why, and what to do."""


@contextmanager
def executor(address: str) -> Iterator[Executor]:
    """Run what is submitted on the workers of the scheduler at an address, e.g. "tcp://10.0.0.1:8786".

    If a worker is lost, its submission runs on another one.

    Raises
    ------
    NoCluster
        No scheduler answers, it has no worker, or one of them has other code of the course.
    """
    try:
        from distributed import Client
    except ModuleNotFoundError as missing:
        raise NoCluster(
            f"--scheduler needs {missing.name}: .venv/bin/pip install -c constraints.txt '.[cluster]'"
        ) from missing
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoCluster(f"no scheduler of Dask answers at {address}: {error}") from error
    with client:
        _compare(client.run(version, on_error="return"), address)
        yield client.get_executor(pure=False)


def _compare(versions: dict[str, object], address: str) -> None:
    """Refuse workers that would judge differently from this machine."""
    if not versions:
        raise NoCluster(f"the scheduler at {address} has no worker: start one with `dask worker {address}`")
    others = sorted(worker for worker, found in versions.items() if found != version())
    if others:
        raise NoCluster(
            f"{', '.join(others)} of the cluster at {address} do not have this version of the course: "
            "install it there from the same commit."
        )
