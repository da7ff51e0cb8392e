"""`torch.compile`, where it helps and works."""

from __future__ import annotations

from typing import cast

import torch
from torch import nn

from .device import autocast


def compiled(model: nn.Module, example: torch.Tensor, precision: str) -> tuple[nn.Module, str]:
    """A compiled model, or the model as it is, and a sentence that says which one and why.

    example: a batch as it will come. It is sent forward and back once, because compilation fails late, if it
    fails: there is no compiler, or the GPU is too old for one.
    """
    if example.device.type != "cuda":
        return model, "Not compiled: on a processor that takes longer than it saves here."
    try:
        fast = cast(nn.Module, torch.compile(model))
        with autocast(example.device, precision):
            scores = fast(example)
        scores.float().sum().backward()
    except Exception as error:  # of many kinds: of the compiler, of Triton, of the driver
        reason = str(error).strip().partition("\n")[0][:120] or type(error).__name__
        torch._dynamo.reset()
        model.zero_grad(set_to_none=True)
        return model, f"Not compiled: torch.compile fails here ({reason})."
    model.zero_grad(set_to_none=True)
    return fast, "Compiled by torch.compile."
