"""A batch that does not fit is an error that names a batch size that does."""

from __future__ import annotations

import pytest
import tiny
import torch
from torch import nn

from course_utils.training import OutOfMemory, train_one_epoch


class Hungry(nn.Module):
    """A model that runs out of memory where a batch has more than `most` pictures."""

    def __init__(self, most: int, error: RuntimeError) -> None:
        super().__init__()
        self.inner, self.most, self.error = tiny.model(), most, error

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if len(x) > self.most:
            raise self.error
        return self.inner(x)


ERRORS = [
    torch.OutOfMemoryError("CUDA out of memory."),
    RuntimeError("[enforce fail at alloc_cpu.cpp:121] DefaultCPUAllocator: can't allocate memory"),
]


@pytest.mark.parametrize("error", ERRORS, ids=["gpu", "cpu"])
@pytest.mark.parametrize(("most", "fits"), [(7, 4), (2, 2), (1, 1)])
def test_the_size_that_fits_is_found_by_halving(error: RuntimeError, most: int, fits: int) -> None:
    model, (train, _) = Hungry(most, error), tiny.batches()
    with pytest.raises(OutOfMemory, match=f"batch of 8 does not fit.*A batch of {fits} fits") as caught:
        train_one_epoch(model, train.for_epoch(0), tiny.optimiser(model))
    assert caught.value.fits == fits
    assert all(parameter.grad is None for parameter in model.parameters())


def test_where_not_even_one_picture_fits_it_says_so() -> None:
    model, (train, _) = Hungry(0, ERRORS[0]), tiny.batches()
    with pytest.raises(OutOfMemory, match="Not even one picture") as caught:
        train_one_epoch(model, train.for_epoch(0), tiny.optimiser(model))
    assert caught.value.fits == 0


def test_other_errors_stay_what_they_are() -> None:
    model, (train, _) = Hungry(1, RuntimeError("shapes do not match")), tiny.batches()
    with pytest.raises(RuntimeError, match=r"^shapes do not match$"):
        train_one_epoch(model, train.for_epoch(0), tiny.optimiser(model))


def test_memory_that_a_processor_really_lacks_is_recognised() -> None:
    with pytest.raises(RuntimeError) as caught:
        torch.empty(1 << 60, dtype=torch.uint8)
    from course_utils.training.memory import is_memory

    assert is_memory(caught.value)
