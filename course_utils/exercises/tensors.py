"""What the steps of a case use to try PyTorch: plain arrays go in, and plain arrays come out.

List the functions that a case needs in `tools=(...)`; their source travels to the probe. Models for a case
are built there, too, by tools of the exercise, from plain arguments.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def tensor(values: Any) -> Any:
    """A tensor with the numbers and the dtype of an array, in its memory: so a change in place is seen."""
    import torch

    return torch.from_numpy(np.asarray(values, order="C"))


def array(value: Any) -> Any:
    """The numbers of a tensor; a tuple for a list or tuple of such; anything else stays as it is."""
    import torch

    if isinstance(value, torch.Tensor):
        return value.detach().cpu().numpy().copy()
    if isinstance(value, np.ndarray):
        raise TypeError("a tensor was asked for, and a NumPy array came back")
    if isinstance(value, list | tuple):
        return tuple(array(part) for part in value)
    if isinstance(value, dict):
        return {name: array(part) for name, part in value.items()}
    return value


def fill(module: Any) -> Any:
    """Give all parameters of a module fixed numbers, in float64; the module comes back.

    They depend on the number of entries of a parameter, not on its name or shape: a network is filled alike,
    however its author calls the layers, and in whichever order they are made.
    """
    import torch

    module.double()
    seen: dict[int, int] = {}
    with torch.no_grad():
        for parameter in module.parameters():
            count = parameter.numel()
            seen[count] = seen.get(count, 0) + 1
            numbers = np.random.default_rng([count, seen[count]]).normal(size=tuple(parameter.shape))
            parameter.copy_(torch.from_numpy(numbers * (len(parameter) / count) ** 0.5))
    return module


def sizes(module: Any) -> list[int]:
    """How many entries each parameter of a module has, the largest first."""
    return sorted((parameter.numel() for parameter in module.parameters()), reverse=True)


def seeded(seed: int) -> int:
    """Start PyTorch's random numbers, for a case in which they must be known; the seed comes back."""
    import torch

    torch.manual_seed(seed)
    return seed
