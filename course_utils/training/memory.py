"""A batch that does not fit into memory, and one that would."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn
from torch.nn import functional as F

from . import processes
from .checkpoint import bare
from .device import autocast, name_of


class OutOfMemory(RuntimeError):
    """A batch does not fit; `fits` is a batch size that does, or 0."""

    def __init__(self, sentence: str, fits: int) -> None:
        super().__init__(sentence)
        self.fits = fits


@contextmanager
def caught(model: nn.Module, x: torch.Tensor, y: torch.Tensor, precision: str) -> Iterator[None]:
    """Turn running out of memory into an OutOfMemory that names a batch size that fits, found by trying."""
    try:
        yield
        return
    except RuntimeError as error:
        if not is_memory(error):
            raise
    # Here the failed step is gone, with all that its traceback kept alive.
    fits, several = largest_that_fits(model, x, y, precision), processes.count()
    shared = f" ({fits} for each of {several} processes)" if several > 1 else ""
    advice = (
        f"A batch of {fits} fits: set the batch size to {fits * several}{shared}, and the learning rate to "
        f"{fits / len(x):.3g} times what it was."
        if fits
        else "Not even one picture fits: close other programs that use this device, or take smaller pictures."
    )
    raise OutOfMemory(
        f"a batch of {len(x)} does not fit into the memory of {name_of(x.device)}. {advice}", fits
    )


def largest_that_fits(model: nn.Module, x: torch.Tensor, y: torch.Tensor, precision: str) -> int:
    """Halve a batch until forward and backward pass fit; 0 if a single picture does not."""
    model, size = bare(model), len(x) // 2  # other processes do not take part
    while size:
        model.zero_grad(set_to_none=True)
        gc.collect()
        if x.device.type == "cuda":
            torch.cuda.empty_cache()
        try:
            with autocast(x.device, precision):
                loss = F.cross_entropy(model(x[:size]), y[:size])
            loss.backward()
        except RuntimeError as error:
            if not is_memory(error):
                raise
            size //= 2
        else:
            break
    model.zero_grad(set_to_none=True)
    return size


def is_memory(error: RuntimeError) -> bool:
    """Whether an error says that there is no memory left; on a CPU it has no class of its own."""
    return isinstance(error, torch.cuda.OutOfMemoryError) or "allocate memory" in str(error)
