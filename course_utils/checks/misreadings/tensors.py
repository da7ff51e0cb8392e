"""Tensors among the arguments: they become arrays while somebody changes them."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np


def as_array(value: Any) -> Any:
    """The numbers of a tensor that needs no gradient; anything else as it is."""
    torch = sys.modules.get("torch")
    return value.numpy() if torch and type(value) is torch.Tensor and not value.requires_grad else value


def like(other: Any, value: Any) -> Any:
    """An array as a tensor, if the other value is one."""
    torch = sys.modules.get("torch")
    if torch and type(other) is torch.Tensor and isinstance(value, np.ndarray):
        return torch.from_numpy(np.array(value))
    return value
