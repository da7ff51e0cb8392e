"""Schedules are functions of the epochs done and the losses so far."""

from __future__ import annotations

import pytest
import torch

from course_utils.training import constant, one_cycle, reduce_on_stall, stalled


def test_one_cycle_is_pytorchs() -> None:
    steps, peak = 40, 0.1
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], peak)
    theirs = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, peak, total_steps=steps + 1, pct_start=0.25, div_factor=25, final_div_factor=1e9
    )
    # PyTorch reaches the peak one step early: its warm part ends at 0.25 * 41 - 1 steps
    ours = one_cycle(peak, epochs=1, warm=(0.25 * (steps + 1) - 1) / steps)
    for step in range(steps):
        assert ours(step / steps, []) == pytest.approx(optimiser.param_groups[0]["lr"], abs=1e-9)
        optimiser.step()
        theirs.step()


def test_after_its_end_the_rate_stays_0() -> None:
    assert one_cycle(1.0, 3)(3, []) == one_cycle(1.0, 3)(7, []) == pytest.approx(0)


def test_reduce_on_stall_is_pytorchs() -> None:
    losses = [3.0, 2.0, 2.5, 2.1, 2.0, 2.0, 2.0, 1.0, 1.5, 0.9, 1.0, 1.0]
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 1.0)
    # PyTorch's patience is the number of bad epochs that change nothing: one fewer
    theirs = torch.optim.lr_scheduler.ReduceLROnPlateau(optimiser, factor=0.5, patience=1, threshold=0)
    ours, found, expected = reduce_on_stall(1.0, factor=0.5, patience=2), [], []
    for end in range(1, len(losses) + 1):
        theirs.step(losses[end - 1])
        expected.append(optimiser.param_groups[0]["lr"])
        found.append(ours(end, losses[:end]))
    assert found == expected == [1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.125]


def test_a_loss_that_falls_never_stalls() -> None:
    losses = [1 / (k + 1) for k in range(50)]
    assert reduce_on_stall(1.0, patience=1)(50, losses) == 1
    assert not stalled(losses, 1)
    assert constant(0.3)(50, losses) == 0.3
