"""Weights as a small file that needs no PyTorch to be read."""

from __future__ import annotations

import io

import numpy as np
from torch import nn


def packed(model: nn.Module) -> bytes:
    """The tensors of a model by their names, as the bytes of an .npz file of float16.

    Half precision keeps three digits of a weight, and makes the file half as large. The same weights give the
    same bytes. Raises ValueError if a weight is too large for half precision.
    """
    tensors = {name: value.detach().cpu().float().numpy() for name, value in model.state_dict().items()}
    for name, value in tensors.items():
        if not np.isfinite(value.astype(np.float16)).all():
            raise ValueError(f"{name} has a weight of {abs(value).max():g}: float16 ends at 65,504.")
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer, allow_pickle=False, **{name: value.astype(np.float16) for name, value in tensors.items()}
    )
    return buffer.getvalue()
