"""One training in several processes, one for each GPU, as `torchrun` starts them; usually there is only one.

All processes hold the same weights. Each takes its share of every batch, and DistributedDataParallel averages
the gradients. What is counted is added up here.
"""

from __future__ import annotations

import contextlib
import inspect
import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import torch
from torch import distributed, nn

PATIENCE = timedelta(minutes=10)  # until a silent process counts as lost; decoding may take minutes


def started() -> bool:
    """Whether torchrun started this process."""
    return "TORCHELASTIC_RUN_ID" in os.environ and "WORLD_SIZE" in os.environ


def run() -> str:
    """A name for what torchrun was started for: it stays when torchrun starts failed processes again."""
    return f"{os.environ['TORCHELASTIC_RUN_ID']} {os.getppid()}" if started() else ""


def count() -> int:
    """How many processes train together."""
    return distributed.get_world_size() if _joined() else 1


def number() -> int:
    """The number of this process, from 0; the first one speaks and writes files."""
    return distributed.get_rank() if _joined() else 0


@contextlib.contextmanager
def joined(device: torch.device) -> Iterator[torch.device]:
    """Join the processes that torchrun started; yields the device of this one. Alone, nothing happens.

    All but the first print nothing. Raises ValueError where there are more processes than GPUs.
    """
    if not started():
        yield device
        return
    if device.type == "cuda":
        device = _own_gpu()
        torch.cuda.set_device(device)
    store, rank, size = next(distributed.rendezvous("env://", timeout=PATIENCE))
    distributed.init_process_group(
        "nccl" if device.type == "cuda" else "gloo",
        store=_own(store),
        rank=rank,
        world_size=size,
        timeout=PATIENCE,
    )
    try:
        with contextlib.ExitStack() as stack:
            if number() > 0:
                nowhere = stack.enter_context(open(os.devnull, "w"))
                stack.enter_context(contextlib.redirect_stdout(nowhere))
            yield device
    finally:
        distributed.destroy_process_group()


def together(model: nn.Module) -> nn.Module:
    """Let the gradients of a model be averaged over all processes."""
    if not _joined():
        return model
    wrap = nn.parallel.DistributedDataParallel
    # A test has as many batches as there are, so processes must not wait for each other in it.
    new = "forward_sync_buffers" in inspect.signature(wrap).parameters
    alone: dict[str, Any] = {"forward_sync_buffers" if new else "broadcast_buffers": False}
    return wrap(model, gradient_as_bucket_view=True, **alone)


def total(values: torch.Tensor) -> torch.Tensor:
    """Add up a tensor over all processes."""
    if _joined():
        distributed.all_reduce(values)
    return values


def gathered(value: Any) -> list[Any]:
    """The value of each process, in the order of their numbers."""
    values = [value] * count()
    if _joined():
        distributed.all_gather_object(values, value)
    return values


def _own(store: distributed.Store) -> distributed.Store:
    """A part of the store for this start: in PyTorch 2.13, addresses of failed processes stay in the whole.

    On several machines the starts may be counted differently, so there it stays as it is.
    """
    if os.environ["LOCAL_WORLD_SIZE"] != os.environ["WORLD_SIZE"]:
        return store
    return distributed.PrefixStore(f"start {os.environ.get('TORCHELASTIC_RESTART_COUNT', '0')}", store)


def _joined() -> bool:
    return distributed.is_available() and distributed.is_initialized()


def _own_gpu() -> torch.device:
    local, there = int(os.environ["LOCAL_RANK"]), torch.cuda.device_count()
    if local >= there:
        raise ValueError(
            f"torchrun started {os.environ['LOCAL_WORLD_SIZE']} processes here, but there "
            f"{'is 1 GPU' if there == 1 else f'are {there} GPUs'}: give --nproc-per-node {there}."
        )
    return torch.device("cuda", local)
