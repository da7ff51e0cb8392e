"""What people get wrong in `init_weights`."""

from __future__ import annotations

from ...checks.exercise import Misconception, misconception


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


@misconception("weights above 0 only")
def positive(model):
    """All your weights are above 0. A normal distribution around 0 has as many below."""
    filled()(model)
    for layer in reached(model):
        layer.weight.data.abs_()


@misconception("mean and deviation exchanged")
def constant(model):
    """All your weights are 0.01: this is the standard deviation, and the mean is 0."""
    import torch

    filled()(model)
    for layer in reached(model):
        torch.nn.init.constant_(layer.weight, 0.01)


@misconception("0.01 squared")
def squared(model):
    """Your weights have a spread of 0.0001. 0.01 is the standard deviation itself."""
    filled(std=0.0001)(model)


@misconception("the same seed for every layer")
def one_seed(model):
    """Layers or filters begin with the same numbers. Draw on, and set no seed in between."""
    import torch

    filled()(model)
    for layer in reached(model):
        own = torch.Generator().manual_seed(0)
        layer.weight.data = 0.01 * torch.randn(layer.weight.shape, generator=own)


@one_seed.also
def one_filter(model):
    filled()(model)
    for layer in reached(model):
        layer.weight.data[:] = layer.weight.data[:1].clone()


@misconception("parameters frozen")
def frozen(model):
    """Afterwards the parameters take no gradients, so the model cannot learn. Use `torch.no_grad()`."""
    filled()(model)
    model.requires_grad_(False)


def reaching(weights=lambda number: True, biases=lambda number: True, ones=(1, 3, 4, 5, 6)):
    """An answer that changes the weights and the biases of some layers, by their numbers from 0."""

    def init_weights(model):
        import torch

        for number, layer in enumerate(reached(model)):
            if weights(number):
                torch.nn.init.normal_(layer.weight, std=0.01)
            if biases(number):
                torch.nn.init.constant_(layer.bias, float(number in ones))

    return init_weights


MORE = (
    Misconception(
        "convolutions left out",
        reaching(lambda number: number > 4, lambda number: number > 4),
        "The convolutions still have the weights that PyTorch gave them.",
        [reaching(lambda number: number > 4)],
    ),
    Misconception(
        "the weights of the linear layers left out",
        reaching(lambda number: number < 5),
        "The weights of the linear layers are still those that PyTorch gave them. Draw them, too.",
    ),
    Misconception(
        "only the biases",
        reaching(lambda number: False),
        "The weights are still those that PyTorch gave them. Draw them.",
    ),
    Misconception(
        "only the first layer",
        reaching(lambda number: number < 1, lambda number: number < 1),
        "Only the first layer is changed: is there a `return` in the loop?",
    ),
    Misconception(
        "nothing changed",
        lambda model: None,
        "All weights and biases are still those that PyTorch gave them. `model.modules()` finds layers "
        "inside others, too; `model.children()` does not.",
    ),
    Misconception(
        "other biases left as they were",
        reaching(biases=lambda number: number in (1, 3, 4, 5, 6)),
        "The biases that are not 1 are still those that PyTorch drew. Set them to 0.",
    ),
    Misconception(
        "ones in other layers",
        filled(ones=(0, 2, 3, 5, 6)),
        "The ones are in other layers: the second, fourth and fifth convolution, and the linear layers "
        "but the last.",
        [
            filled(ones=ones)
            for ones in (
                (0, 2, 3),
                (0, 2, 3, 4, 5),
                (1, 3, 4, 7),
                (7,),
                (1, 3, 5, 6),
                (1, 3, 4, 5),
                (1, 3, 4, 6, 7),
                (5, 6),
                (1, 4, 5, 6),
                (3, 4, 5, 6),
                (1, 2, 3, 4, 5, 6),
                (0, 1, 2, 3, 4),
                (2, 4),
                (0, 2, 3, 4, 5, 6),
            )
        ],
    ),
)


MISTAKES = (
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
    positive,
    constant,
    squared,
    one_seed,
    frozen,
    *MORE,
)
