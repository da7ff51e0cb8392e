"""What the oracles of several chapters share."""

from __future__ import annotations

from typing import Any

import numpy as np


def pair(value: Any) -> tuple:
    """A value for each of the two axes, rows first: one int stands for both."""
    return (value, value) if isinstance(value, int) else tuple(value)


def tensor(array: Any) -> Any:
    """A float64 tensor with the array's numbers, in memory of its own."""
    import torch

    return torch.from_numpy(np.array(array, dtype=np.float64))
