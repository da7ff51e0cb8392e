"""init_weights: the first weights and biases of the paper."""

from __future__ import annotations

from typing import Any

from ...checks.exercise import Exercise, misconception
from ...checks.steps import steps


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


def reached(model):
    """The layers that have weights, in their order."""
    return [layer for layer in model.modules() if hasattr(layer, "weight")]


def filled(std=0.01, ones=(1, 3, 4, 5, 6), only=None):
    """An answer with these numbers; `ones` are the layers, from 0, whose biases are 1."""

    def init_weights(model):
        import torch

        for number, layer in enumerate(reached(model)):
            if only is None or isinstance(layer, only()):
                torch.nn.init.normal_(layer.weight, std=std)
                torch.nn.init.constant_(layer.bias, float(number in ones))

    return init_weights


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


def convolution():
    from torch import nn

    return nn.Conv2d


@misconception("the last layer's bias 1, too")
def last_too(model):
    """The biases of the last layer are 1, too. Its outputs are the scores, with no ReLU to keep alive: 0."""
    filled(ones=(1, 3, 4, 5, 6, 7))(model)


@misconception("layers counted from 0")
def from_zero(model):
    """Your ones are in the layers after those of the paper, which counts from 1: the second, fourth and fifth
    convolution.
    """
    filled(ones=(2, 4, 5, 6))(model)


@from_zero.also
def from_zero_with_hidden(model):
    filled(ones=(2, 4, 5, 6, 7))(model)


@misconception("0.01 as the variance")
def variance(model):
    """Your weights have a spread of 0.1: 0.01 is the standard deviation, not the variance."""
    filled(std=0.1)(model)


@misconception("uniform weights")
def uniform(model):
    """Your weights are drawn evenly from an interval. They come from a normal distribution."""
    import torch

    filled()(model)
    for layer in reached(model):
        torch.nn.init.uniform_(layer.weight, -0.01 * 3**0.5, 0.01 * 3**0.5)


@misconception("uniform from -0.01 to 0.01")
def narrow(model):
    """Your weights lie between -0.01 and 0.01. 0.01 is the standard deviation of a normal distribution."""
    import torch

    filled()(model)
    for layer in reached(model):
        torch.nn.init.uniform_(layer.weight, -0.01, 0.01)


@misconception("weights around 0.01")
def shifted(model):
    """0.01 is the mean of your weights. The mean is 0, and 0.01 the standard deviation."""
    import torch

    filled()(model)
    for layer in reached(model):
        torch.nn.init.normal_(layer.weight, 0.01)


@misconception("He's spread")
def he(model):
    """This is He's start, of 2015: the spread depends on the number of inputs. The paper of 2012 has 0.01
    everywhere.
    """
    import torch

    filled()(model)
    for layer in reached(model):
        torch.nn.init.kaiming_normal_(layer.weight)


@misconception("no bias 1")
def no_ones(model):
    """All biases are 0. In five layers they begin at 1."""
    filled(ones=())(model)


@misconception("every bias 1")
def all_ones(model):
    """All biases are 1. In the first and third convolution and in the last layer they begin at 0."""
    filled(ones=range(8))(model)


@misconception("hidden layers without bias 1")
def only_convolutions(model):
    """The biases of the fully connected hidden layers are 0. They begin at 1, as in the convolutions 2, 4,
    5.
    """
    filled(ones=(1, 3, 4))(model)


@misconception("linear layers left out")
def no_linear(model):
    """The linear layers still have the weights that PyTorch gave them. `model.modules()` has them, too."""
    filled(only=convolution)(model)


@misconception("all zeros")
def zeros(model):
    """All weights and biases are 0, so all units of a layer stay alike for ever. Draw the weights."""
    filled(std=0.0, ones=())(model)


@misconception("weights of 0")
def weights_of_zero(model):
    """All weights are 0, so all units of a layer stay alike for ever. Draw them."""
    filled(std=0.0)(model)


@misconception("biases left as they were")
def biases_kept(model):
    """The biases are still those that PyTorch drew. Set them to 1 or 0."""
    import torch

    for layer in reached(model):
        torch.nn.init.normal_(layer.weight, std=0.01)


INIT_WEIGHTS = Exercise(
    name="init_weights",
    points=4,
    cases=(
        steps(
            "the biases of eight layers",
            "model = network()\ndone = init_weights(model)\nbiases(model)",
            "biases",
        ),
        steps(
            "the weights of eight layers",
            "model = network()\ndone = init_weights(model)\nspreads(model)\nlooks_normal(model)",
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
    misconceptions=(
        last_too,
        from_zero,
        variance,
        uniform,
        narrow,
        shifted,
        he,
        no_ones,
        all_ones,
        only_convolutions,
        no_linear,
        zeros,
        weights_of_zero,
        biases_kept,
    ),
    hints=(
        "`model.modules()` goes through all modules, in their order, those inside others too.",
        "Keep those that are `nn.Conv2d` or `nn.Linear`: eight layers. Number them from 1 with `enumerate`.",
        "`nn.init.normal_(layer.weight, std=0.01)` and "
        "`nn.init.constant_(layer.bias, float(number in (2, 4, 5, 6, 7)))`.",
    ),
    tools=(network, biases, spreads, looks_normal),
)
