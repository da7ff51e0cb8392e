"""Where a training runs: the device, its random numbers, and its precision."""

from __future__ import annotations

import contextlib
import os
import random
from contextlib import AbstractContextManager
from typing import TypeVar

import numpy as np
import torch
from torch import nn

Model = TypeVar("Model", bound=nn.Module)

PRECISIONS = {"float32": None, "bfloat16": torch.bfloat16}


def pick_device(name: str | None = None) -> torch.device:
    """Return the named device, or the fastest one here: an NVIDIA or AMD GPU, Apple's GPU, else the CPU.

    The environment variable COURSE_DEVICE chooses where no name is given. Raises ValueError for a device that
    is not here.
    """
    here = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    name = name or os.environ.get("COURSE_DEVICE") or next(kind for kind, there in here.items() if there)
    kind, _, index = name.partition(":")
    if not here.get(kind) or (index and not _counted(kind, index)):
        found = ", ".join(each for each, there in here.items() if there)
        raise ValueError(f"there is no device {name!r} here for PyTorch {torch.__version__}, only: {found}.")
    return torch.device(name)


def _counted(kind: str, index: str) -> bool:
    """Whether there is a device of this number."""
    return index.isdigit() and int(index) < (torch.cuda.device_count() if kind == "cuda" else 1)


def name_of(device: torch.device) -> str:
    """Name a device as a person would: the GPU's own name, or how many threads of the processor work."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    if device.type == "mps":
        return "Apple GPU"
    threads = torch.get_num_threads()
    return f"CPU, {threads} thread{'s' if threads > 1 else ''}"


def placed(model: Model, device: torch.device) -> Model:
    """Put a model on a device, its kernels in the layout in which convolutions are fastest: channels last."""
    model.to(device)
    model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return model


def set_seed(seed: int) -> None:
    """Start the random numbers of Python, NumPy (its global ones) and PyTorch, on every device.

    It promises, on a CPU: the same machine, the same versions and the same number of threads give the same
    run, with the same first weights, order and result. It does not promise the same numbers elsewhere,
    because sums are added in another order and rounded differently. On a GPU some layers add in a random
    order; `torch.use_deterministic_algorithms(True)` prevents this and costs time. Generators made by
    `numpy.random.default_rng()` and worker processes have numbers of their own.
    """
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.manual_seed(seed)  # of all devices


def autocast(device: torch.device, precision: str) -> AbstractContextManager[object]:
    """Compute in "float32", or where it is safe in "bfloat16" (weights and sums stay float32).

    Raises ValueError for another precision, and for a GPU that can bfloat16 only by emulation.
    """
    if precision not in PRECISIONS:
        raise ValueError(f"precision {precision!r}: there is {' and '.join(map(repr, PRECISIONS))}.")
    dtype = PRECISIONS[precision]
    if dtype is None:
        return contextlib.nullcontext()
    if device.type == "cuda" and not _has_bfloat16(device):
        raise ValueError(f"{name_of(device)} has no bfloat16 (it is older than 2020). Use float32.")
    return torch.autocast(device.type, dtype=dtype)


def _has_bfloat16(device: torch.device) -> bool:
    """Whether a GPU computes in bfloat16, and not only imitates it: NVIDIA's since 2020, and AMD's."""
    return torch.version.hip is not None or torch.cuda.get_device_capability(device)[0] >= 8


def best_precision(device: torch.device) -> str:
    """The fastest one that is safe: "bfloat16" on a GPU that has it, elsewhere "float32"."""
    return "bfloat16" if device.type == "cuda" and _has_bfloat16(device) else "float32"


def finish(device: torch.device) -> None:
    """Wait until the device has done what it was asked to do: before a clock is read."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
