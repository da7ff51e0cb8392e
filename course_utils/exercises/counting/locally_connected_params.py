"""locally_connected_params: windows as in a convolution, with weights of their own at every position."""

from __future__ import annotations

import math

from ...checks.exercise import Case, Exercise, Misconception, misconception, zeros
from .reference import draw, torch_count


def by_torch(in_channels, out_channels, kernel_size, output_size):
    """A convolution of PyTorch for each position."""
    import torch

    layer = torch.nn.Conv2d(in_channels, out_channels, kernel_size, device="meta")
    return torch_count(layer) * math.prod(output_size)


def one_output_at_a_time(in_channels, out_channels, kernel_size, output_size):
    outputs = out_channels * output_size[0] * output_size[1]
    return outputs * (in_channels * kernel_size**2 + 1)


def weights_and_biases(in_channels, out_channels, kernel_size, output_size):
    biases = out_channels * math.prod(output_size)
    return biases * in_channels * kernel_size * kernel_size + biases


def counted(formula):
    """A wrong count, from the channels c and f, the side k, and the rows and columns of the output."""
    return lambda in_channels, out_channels, kernel_size, output_size: formula(
        in_channels, out_channels, kernel_size, *output_size
    )


@misconception("one bias for a whole map")
def shared_biases(in_channels, out_channels, kernel_size, output_size):
    """Your weights are right, but you share the biases: one for each map. Here nothing is shared: every
    output has its own bias.
    """
    outputs = out_channels * math.prod(output_size)
    return outputs * in_channels * kernel_size**2 + out_channels


LOCALLY_CONNECTED_PARAMS = Exercise(
    name="locally_connected_params",
    points=3,
    cases=(
        Case("one channel, one filter, 2 x 5 positions", (1, 1, 3, (2, 5))),
        Case("the layer of the lecture", (3, 96, 11, (55, 55))),
        Case("6 filters on 3 channels", (3, 6, 5, (28, 20))),
        Case("a single position", (4, 2, 3, (1, 1))),
        Case(
            "random numbers",
            lambda rng: (*draw(rng, (2, 30), (31, 99), (2, 9)), draw(rng, (5, 50), (51, 99))),
        ),
    ),
    oracle=by_torch,
    alternatives=(one_output_at_a_time, weights_and_biases),
    forbidden=("torch",),
    misconceptions=(
        Misconception(
            "weights shared",
            counted(lambda c, f, k, oh, ow: f * (c * k * k + 1)),
            "This is a convolution: the same weights at every position. Here every position has its own.",
        ),
        shared_biases,
        Misconception(
            "biases forgotten",
            counted(lambda c, f, k, oh, ow: oh * ow * f * c * k * k),
            "These are the weights. Each output has a bias, too.",
        ),
        Misconception(
            "one bias for a whole position",
            counted(lambda c, f, k, oh, ow: oh * ow * (f * c * k * k + 1)),
            "At each position there are several outputs, one for each filter. Each of them has a bias.",
        ),
        Misconception(
            "a single bias",
            counted(lambda c, f, k, oh, ow: oh * ow * f * c * k * k + 1),
            "You count one bias for the whole layer. Every output has its own.",
        ),
        Misconception(
            "depth forgotten",
            counted(lambda c, f, k, oh, ow: oh * ow * f * (k * k + 1)),
            "A filter always spans the full depth: its window has in_channels * k * k numbers.",
        ),
        Misconception(
            "a bias for each channel of a filter",
            counted(lambda c, f, k, oh, ow: oh * ow * f * c * (k * k + 1)),
            "A filter adds up over all its channels, then adds one bias: one for each output.",
        ),
        Misconception(
            "one filter only",
            counted(lambda c, f, k, oh, ow: oh * ow * (c * k * k + 1)),
            "This is what one filter needs. There are `out_channels` of them.",
        ),
        Misconception(
            "a side instead of an area",
            counted(lambda c, f, k, oh, ow: oh * ow * f * (c * k + 1)),
            "`kernel_size` is the side of the window: it has kernel_size * kernel_size pixels.",
        ),
        Misconception(
            "rows only",
            counted(lambda c, f, k, oh, ow: oh * f * (c * k * k + 1)),
            "You count the positions of one column. There are OH * OW positions.",
            [counted(lambda c, f, k, oh, ow: ow * f * (c * k * k + 1))],
        ),
        Misconception(
            "a square output",
            counted(lambda c, f, k, oh, ow: oh * oh * f * (c * k * k + 1)),
            "The output has OH rows and OW columns, which may differ: use both.",
            [counted(lambda c, f, k, oh, ow: ow * ow * f * (c * k * k + 1))],
        ),
        Misconception(
            "a bias for each weight",
            counted(lambda c, f, k, oh, ow: 2 * oh * ow * f * c * k * k),
            "You count as many biases as weights. Each output has one bias.",
        ),
        zeros(by_torch),
    ),
    hints=(
        "How many parameters does one output need?",
        "A weight for each number in its window, which spans all channels, and a bias. How many outputs?",
        "`out_channels * oh * ow * (in_channels * kernel_size**2 + 1)`, with `oh, ow = output_size`.",
    ),
)
