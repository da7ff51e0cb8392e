"""init_weights: the first weights and biases of the paper."""

from __future__ import annotations

from typing import Any

from ...checks.exercise import Exercise
from ...checks.steps import steps
from .init_weights_mistakes import MISTAKES, filled


def network(outputs=12):
    """Five convolutions and three linear layers, in an order and with names like AlexNet's, with other
    weights.
    """
    import torch
    from torch import nn

    torch.manual_seed(5)
    return nn.Sequential(
        nn.Sequential(nn.Conv2d(3, 24, 11), nn.ReLU(), nn.Conv2d(24, 16, 5, groups=2), nn.ReLU()),
        nn.Sequential(nn.Conv2d(16, 40, 3), nn.ReLU(), nn.Conv2d(40, 16, 3), nn.Conv2d(16, 40, 3)),
        nn.ModuleDict({"first": nn.Linear(64, 72), "second": nn.Linear(72, 70)}),
        nn.Dropout(),
        nn.Linear(70, outputs * 6),
    )


def biases(model):
    """The smallest and the largest bias of each layer, in their order."""
    return [
        [round(layer.bias.min().item(), 4), round(layer.bias.max().item(), 4)]
        for layer in model.modules()
        if hasattr(layer, "weight")
    ]


def spreads(model):
    """The standard deviation of the weights of each layer, to three decimals."""
    return [round(layer.weight.std().item(), 3) for layer in model.modules() if hasattr(layer, "weight")]


def looks_normal(model):
    """Whether, in every layer, the mean is near 0 and some weights are farther out than 2.5 deviations."""
    found = []
    for layer in model.modules():
        if hasattr(layer, "weight"):
            w = layer.weight.detach()
            found.append(bool(abs(w.mean()) < 0.05 * w.std() + 1e-12 and w.abs().max() > 2.5 * w.std()))
    return found


def signs(model):
    """Whether a layer has weights above 0, and below."""
    weights = [layer.weight for layer in model.modules() if hasattr(layer, "weight")]
    return [[bool((w > 0).any()), bool((w < 0).any())] for w in weights]


def apart(model):
    """Whether no two filters of a layer, and no two layers, begin with the same numbers."""
    weights = [layer.weight.detach() for layer in model.modules() if hasattr(layer, "weight")]
    first = [
        tuple(row) for w in weights for row in (w.flatten(1)[:2, :8] / w.std()).round(decimals=3).tolist()
    ]
    return len(set(first)) == len(first)


def can_learn(model):
    """Whether all parameters of a model are ready for gradients."""
    return all(parameter.requires_grad for parameter in model.parameters())


def by_kind(model):
    from torch import nn

    convolutions: Any = [layer for layer in model.modules() if isinstance(layer, nn.Conv2d)]
    linears: Any = [layer for layer in model.modules() if isinstance(layer, nn.Linear)]
    for layer in convolutions + linears:
        layer.weight.data.normal_(0, 0.01)
        layer.bias.data.zero_()
    for layer in (convolutions[1], convolutions[3], convolutions[4], *linears[:-1]):
        layer.bias.data.fill_(1)


def by_apply(model):
    import torch

    seen = []

    def start(layer):
        if getattr(layer, "weight", None) is not None:
            seen.append(layer)
            with torch.no_grad():
                layer.weight.copy_(torch.randn(layer.weight.shape) / 100)
                layer.bias.fill_(1 if len(seen) in (2, 4, 5, 6, 7) else 0)

    model.apply(start)


INIT_WEIGHTS = Exercise(
    name="init_weights",
    points=4,
    cases=(
        steps(
            "the biases of eight layers",
            "model = network()\ndone = init_weights(model)\nbiases(model)\ncan_learn(model)",
            "biases",
        ),
        steps(
            "the weights of eight layers",
            "model = network()\ndone = init_weights(model)\nspreads(model)\nsigns(model)\n"
            "looks_normal(model)\napart(model)",
            "weights",
        ),
        steps(
            "another last layer",
            "model = network(20)\ndone = init_weights(model)\nbiases(model)",
            "biases",
        ),
        steps(
            "another last layer's weights",
            "model = network(20)\ndone = init_weights(model)\nspreads(model)\nlooks_normal(model)",
            "weights",
        ),
    ),
    oracle=filled(),
    alternatives=(by_kind, by_apply),
    misconceptions=MISTAKES,
    hints=(
        "`model.modules()` goes through all modules, in their order, those inside others too.",
        "Keep those that are `nn.Conv2d` or `nn.Linear`: eight layers. Number them from 1 with `enumerate`.",
        "`nn.init.normal_(layer.weight, std=0.01)` and "
        "`nn.init.constant_(layer.bias, float(number in (2, 4, 5, 6, 7)))`.",
    ),
    tools=(network, biases, spreads, looks_normal, signs, apart, can_learn),
)
