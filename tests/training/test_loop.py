"""One epoch and one test: sums over pictures, the right modes, and a loss that must stay a number."""

from __future__ import annotations

import math

import pytest
import tiny
import torch
from torch import nn
from torch.nn import functional as F

from course_utils.training import Diverged, evaluate, train_one_epoch


def test_the_score_is_that_of_all_pictures_at_once() -> None:
    model, (_, test) = tiny.model().eval(), tiny.batches()
    x, y = test.images.float() / 255, test.labels
    score = evaluate(model, test)
    assert score.count == 30
    assert score.loss == pytest.approx(F.cross_entropy(model(x), y).item(), rel=1e-5)
    assert score.accuracy == pytest.approx((model(x).argmax(1) == y).float().mean().item())


@pytest.mark.parametrize("training", [True, False])
def test_a_test_is_without_dropout_and_leaves_the_mode_as_it_was(training: bool) -> None:
    model, (_, test) = tiny.model().train(training), tiny.batches()
    assert evaluate(model, test) == evaluate(model, test)
    assert model.training is training


def test_an_epoch_is_the_steps_that_pytorch_would_take() -> None:
    ours, theirs, (train, _) = tiny.model(), tiny.model(), tiny.batches()
    torch.manual_seed(5)
    loss = train_one_epoch(ours, train.for_epoch(0), tiny.optimiser(ours))
    torch.manual_seed(5)
    optimiser, losses = tiny.optimiser(theirs), []
    for x, y in train.for_epoch(0):
        optimiser.zero_grad()
        losses.append(F.cross_entropy(theirs(x), y))
        losses[-1].backward()
        optimiser.step()
    for one, other in zip(ours.parameters(), theirs.parameters(), strict=True):
        assert torch.equal(one, other)
    assert loss == pytest.approx(sum(losses).item() / len(losses), rel=1e-6)


def test_the_mean_loss_counts_a_short_batch_by_its_pictures() -> None:
    class Told(nn.Module):
        """A model whose loss is 1 for every picture of class 0, about 0 for class 1."""

        def __init__(self) -> None:
            super().__init__()
            self.w = nn.Parameter(torch.zeros(()))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            scores = torch.tensor([0.0, math.log(math.e - 1)]).expand(len(x), 2)
            return scores + torch.where(x[:, :1] > 0, torch.tensor([0.0, 50]), 0.0) + 0 * self.w

    zeros, ones = torch.zeros(3, 1), torch.ones(1, 1)
    batches = [(zeros, torch.zeros(3).long()), (ones, torch.ones(1).long())]
    model = Told()
    assert train_one_epoch(model, batches, torch.optim.SGD(model.parameters(), 0.1)) == pytest.approx(0.75)


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_loss_that_is_no_number_is_noticed_in_the_same_epoch(bad: float) -> None:
    model, (train, _) = tiny.model(), tiny.batches()
    with torch.no_grad():
        model[1].weight[0, 0] = bad
        model[1].bias += 100
    with pytest.raises(Diverged, match=r"the learning rate is too large; it was 0\.05\..* try 0\.005"):
        train_one_epoch(model, train.for_epoch(0), tiny.optimiser(model))


def test_a_rate_that_is_far_too_large_is_noticed() -> None:
    model, (train, _) = tiny.model(), tiny.batches()
    with pytest.raises(Diverged):
        train_one_epoch(model, train.for_epoch(0), tiny.optimiser(model, rate=1e30))


def test_nothing_to_train_on_is_an_error() -> None:
    model = tiny.model()
    with pytest.raises(ValueError, match="no batch"):
        train_one_epoch(model, [], tiny.optimiser(model))


def test_bfloat16_trains_and_keeps_the_weights_in_float32() -> None:
    model, (train, test) = tiny.model(), tiny.batches()
    before = evaluate(model, test, precision="bfloat16").loss
    for epoch in range(3):
        train_one_epoch(model, train.for_epoch(epoch), tiny.optimiser(model), precision="bfloat16")
    assert evaluate(model, test, precision="bfloat16").loss < before
    assert all(parameter.dtype == torch.float32 for parameter in model.parameters())
